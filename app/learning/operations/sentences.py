"""Keeping sentences to say again: a teacher's own, without the name of a child."""

from uuid import UUID

from sqlalchemy import func, select

from app.access.matrix import Permission
from app.assignments.queries import assignment_for_staff
from app.base.language import N_
from app.base.problems import NotFound, RuleBroken
from app.base.work import Work
from app.learning.models import Answer, Phrase, Review
from app.learning.sentences import LONGEST, MOST, children_in


def keep_sentence(work: Work, *, text: str, anyway: bool = False, question: str | None = None) -> None:
    """Keep a sentence. The same one twice is kept once. `anyway`: what looks like a name is a word.

    Raises:
        RuleBroken: at `text`: empty, too long, or no room left; at `anyway`: the name of a child stands in it.
    """
    work.must(Permission.ANSWER_REVIEW)
    text = _tidy(text)
    if _same(work, text) is not None:
        return
    held = work.db.scalar(select(func.count(Phrase.id)).where(Phrase.staff_id == work.actor.user_id)) or 0
    if held >= MOST:
        raise RuleBroken("text", N_("You have %(n)s sentences already. Take one away first."), n=MOST)
    _no_child(work, text, anyway=anyway)
    assert work.actor.user_id is not None
    facts = {"staff_id": work.actor.user_id, "text": text, "question": question, "at": work.now}
    work.db.add(Phrase(id=work.new_id(), **facts))


def keep_said(work: Work, *, code: str, answer_id: UUID) -> None:
    """Keep what this teacher said last of an answer, as a sentence to say again.

    Raises:
        NotFound: no such answer here, or this teacher said no words of it.
        RuleBroken: as `keep_sentence`.
    """
    work.must(Permission.ANSWER_REVIEW)
    given = assignment_for_staff(work, code)
    work.must(Permission.ANSWER_REVIEW, classes={given.class_id}, school=given.school_id)
    answer = work.db.get(Answer, answer_id)
    if answer is None or answer.assignment_id != given.id:
        raise NotFound("answer")
    text = work.db.scalars(
        select(Review.text)
        .where(Review.answer_id == answer_id, Review.by == work.actor.user_id, Review.text != "")
        .order_by(Review.id.desc())
        .limit(1)
    ).one_or_none()
    if text is None:
        raise NotFound("review")
    keep_sentence(work, text=text, question=f"{given.module_slug}/{answer.question_id}")


def change_phrase(work: Work, *, phrase_id: UUID, text: str, anyway: bool = False) -> None:
    """Other words for a sentence. Raises: as `keep_sentence`; NotFound: no sentence of this teacher."""
    phrase = _own(work, phrase_id)
    text = _tidy(text)
    same = _same(work, text)
    if same is not None:
        if same.id != phrase.id:
            raise RuleBroken("text", N_("You have this sentence already."))
        return
    _no_child(work, text, anyway=anyway)
    phrase.text = text


def remove_phrase(work: Work, *, phrase_id: UUID) -> None:
    """Take a sentence away; what was said with it stays said. Raises: NotFound: no sentence of this teacher."""
    work.db.delete(_own(work, phrase_id))


def _own(work: Work, phrase_id: UUID) -> Phrase:
    work.must(Permission.ANSWER_REVIEW)
    phrase = work.db.get(Phrase, phrase_id)
    if phrase is None or phrase.staff_id != work.actor.user_id:
        raise NotFound("phrase")
    return phrase


def _same(work: Work, text: str) -> Phrase | None:
    own = select(Phrase).where(Phrase.staff_id == work.actor.user_id, Phrase.text == text)
    return work.db.scalars(own).one_or_none()


def _tidy(text: str) -> str:
    text = " ".join(text.split())
    if not text:
        raise RuleBroken("text", N_("Write the sentence first."))
    if len(text) > LONGEST:
        raise RuleBroken("text", N_("At most %(n)s characters. Make it shorter."), n=LONGEST)
    return text


def _no_child(work: Work, text: str, *, anyway: bool) -> None:
    named = children_in(work, text)
    if named and not anyway:
        message = N_("%(names)s is the name of a child in your class. Take it out, or say below that it is a word.")
        raise RuleBroken("anyway", message, names=", ".join(named))
