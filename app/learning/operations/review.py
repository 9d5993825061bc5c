"""What a teacher says of an answer: words, a verdict, points, a stamp, given back for another try."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import and_, select

from app.access.matrix import Permission
from app.assignments.queries import Given, assignment_for_staff
from app.base.language import N_
from app.base.problems import NotFound, RuleBroken
from app.base.work import Work
from app.curriculum.marking import is_teachers
from app.curriculum.queries import key_of_edition
from app.learning import rules
from app.learning.models import Answer, Mark, Review
from app.learning.operations.progress import row_for, touched
from app.learning.stamps import STAMPS
from app.learning.unseen import given_back, with_word

LONGEST = 2_000


def review_answer(
    work: Work,
    *,
    code: str,
    answer_id: UUID,
    also: Collection[UUID] = (),
    text: str = "",
    again: bool = False,
    verdict: str = "",
    score: float | None = None,
    stamp: str = "",
) -> None:
    """Say something of an answer: words, `verdict` (right, partly, not), `score` in points of the question, `stamp`.

    `also`: answers to the same question of which the same is said. The same twice is said once.
    Points are only added: the best count, so nothing a teacher says takes any away.
    `again` gives it back: its step is no longer handed in, so that Verder leads the pupil to it.

    The pupil has a dot at it until it was seen.

    Raises:
        NotFound: no such answer in this assignment, or points for what only a machine marks.
        RuleBroken: nothing was said, or too much, or given back when it takes no answers any more.
    """
    given = _given(work, code)
    answers = [_answer(work, given, one) for one in dict.fromkeys((answer_id, *also))]
    if len({answer.question_id for answer in answers}) > 1:
        raise NotFound("answer")
    points, revision = _points(work, given, answers[0]) if verdict or score is not None else (0, 0)
    given_points = rules.points_said(points, verdict=verdict, score=score)
    verdict = rules.verdict_said(points, verdict=verdict, score=score)
    if stamp and stamp not in STAMPS:
        raise RuleBroken("stamp", N_("Choose one of the stamps."))
    said = _said(text, needed=again or not (verdict or stamp))
    word = _Word(said, again, verdict, stamp, given_points, points, revision)
    if again and not given.opens_on <= work.today <= given.closes_on:
        raise RuleBroken("again", N_("The assignment is closed. Choose a later last day first, then give it back."))
    for answer in answers:
        _say(work, given, answer, word)


@dataclass(frozen=True, slots=True)
class _Word:
    """What is said of an answer. `points`: None: none are given; `out_of`: all that the question has, by `revision`."""

    text: str
    again: bool
    verdict: str
    stamp: str
    points: float | None
    out_of: float
    revision: int


def _answer(work: Work, given: Given, answer_id: UUID) -> Answer:
    answer = work.db.get(Answer, answer_id)
    if answer is None or answer.assignment_id != given.id:
        raise NotFound("answer")
    return answer


def _say(work: Work, given: Given, answer: Answer, word: _Word) -> None:
    if _last_word(work, answer.id) == (word.text, word.again, word.verdict, word.stamp, word.points):
        return
    assert work.actor.user_id is not None
    mine = {"school_id": given.school_id, "answer_id": answer.id, "by": work.actor.user_id, "at": work.now}
    kept = {"text": word.text, "again": word.again, "verdict": word.verdict or None, "stamp": word.stamp or None}
    work.db.add(Review(id=work.new_id(), **kept, **mine))
    if word.points is not None:
        facts = {"score": word.points, "out_of": word.out_of, "revision": word.revision}
        work.db.add(Mark(id=work.new_id(), **facts, **mine))
    row = row_for(work, assignment_id=given.id, pupil_id=answer.pupil_id, school_id=given.school_id)
    cells = _reopened(row.steps, answer) if word.again else row.steps
    row.steps = with_word(cells, answer.step_id, answer.question_id)
    touched(work, row)


def _points(work: Work, given: Given, answer: Answer) -> tuple[float, int]:
    """What the question has, and the revision of the key that says so."""
    key = key_of_edition(work, slug=given.module_slug, edition=given.module_edition)
    question = key.questions.get(answer.question_id)
    if question is None or not is_teachers(question.type):
        raise NotFound("answer")
    return question.points, key.revision


def _said(text: str, *, needed: bool) -> str:
    text = text.strip()
    if needed and not text:
        raise RuleBroken("text", N_("Write a few words, so that the pupil knows what you saw."))
    if len(text) > LONGEST:
        raise RuleBroken("text", N_("At most %(n)s characters. Make it shorter."), n=LONGEST)
    return text


def _last_word(work: Work, answer_id: UUID) -> tuple[str, bool, str, str, float | None] | None:
    """Words, given back, verdict, stamp and points of what a teacher said last."""
    rows = work.db.execute(
        select(Review, Mark.score)
        .outerjoin(Mark, and_(Mark.answer_id == Review.answer_id, Mark.by == Review.by, Mark.at == Review.at))
        .where(Review.answer_id == answer_id)
        .order_by(Review.id.desc(), Mark.id.desc())
        .limit(1)
    ).first()
    if rows is None:
        return None
    last, points = rows
    return last.text, last.again, last.verdict or "", last.stamp or "", points


def _reopened(cells: Mapping[str, Any], answer: Answer) -> dict[str, Any]:
    """The cells with one question not handed in, in whichever step it stands in this edition. A step ticked by the
    teacher stays ticked."""
    return {
        step_id: _without(cell, answer.question_id) if answer.question_id in cell.get("answered", ()) else cell
        for step_id, cell in cells.items()
    }


def _without(cell: Mapping[str, Any], question_id: str) -> dict[str, Any]:
    left = given_back(cell, question_id)
    if left.get("done") == rules.SCREEN:
        del left["done"]
    return left


def _given(work: Work, code: str) -> Given:
    work.must(Permission.ANSWER_REVIEW)
    given = assignment_for_staff(work, code)
    work.must(Permission.ANSWER_REVIEW, classes={given.class_id}, school=given.school_id)
    return given
