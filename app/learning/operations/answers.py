"""A pupil hands in an answer: kept once, marked by the server, and progress moves along in the same work."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any
from uuid import UUID

from app.access.matrix import Permission
from app.base.hot import adding
from app.base.language import N_
from app.base.problems import RuleBroken
from app.base.work import Work
from app.curriculum.marking import is_kept_apart, mark, read_answer
from app.curriculum.module import Question, QuestionKey, Step
from app.curriculum.queries import key_of_version
from app.learning import rules
from app.learning.kept import photo_of
from app.learning.lesson import Lesson, lesson_of_pupil
from app.learning.models import Answer, Mark
from app.learning.operations.attitudes import keep_attitude
from app.learning.operations.photos import settle_what_was_made
from app.learning.operations.progress import at_step, change, heard, with_cells
from app.learning.operations.reused import was_sent
from app.learning.queries import ProgressNow
from app.learning.sent import Before, sent_before
from app.learning.together import for_each, joined

_ADD_ANSWER, _ADD_MARK = adding(Answer), adding(Mark)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the page needs next. `again`: not right, and there is another try. `look`: there is something to see.
    `here`: where the question stands now; `following`: where Verder leads from there. `was_there`: it had come
    in before, and nothing was added."""

    step_id: str
    question_id: str
    right: bool | None
    again: bool
    step_done: bool
    complete: bool
    look: bool
    here: rules.Place
    following: rules.Place | None
    was_there: bool = False


@dataclass(frozen=True, slots=True)
class Hand:
    """An answer as it was handed in. `group`: of those who gave it together; then, for who joined in, `owner` is the
    pupil whose device it is, and an earlier answer of `may_follow` may be followed by this one."""

    code: str
    step_id: str
    question_id: str
    client_id: str
    sent: Mapping[str, list[str]]
    language: str
    group: UUID | None = None
    owner: UUID | None = None
    may_follow: frozenset[UUID] = frozenset()
    with_off: bool = False  # also a step that the teacher took off


def submit_answer(
    work: Work,
    *,
    code: str,
    step_id: str,
    question_id: str,
    client_id: str,
    sent: Mapping[str, list[str]],
    language: str,
    tickets: Sequence[str] = (),
) -> Outcome:
    """Record one answer of the pupil at the keyboard, and of those who joined in (`tickets`, together.py).

    The same `client_id` with the same content is a success and adds nothing; with other content it is refused,
    the first stays. Of a photo `sent` names the hash under which it was laid down, or `show` (photos.py). What a pupil
    thinks of something is kept apart (attitudes.py); then no row of the pupil holds it.

    Raises:
        NotFound: not this pupil's assignment, step or question.
        IdReused: the id was of another content.
        RuleBroken: the step is closed, no try is left, the answer cannot be read (`answer`), or it is a question that
            everybody answers alone.
    """
    return hand_in(work, Hand(code, step_id, question_id, client_id, sent, language), tickets)


def hand_in(work: Work, hand: Hand, tickets: Sequence[str] = ()) -> Outcome:
    """The same for an answer as it was handed in. Raises: as `submit_answer`."""
    others = joined(work, tickets)
    hand = replace(hand, group=work.new_id() if others else None)
    outcome, before = _submit(work, hand)
    if others and before and not outcome.was_there:
        mine = replace(hand, owner=work.actor.user_id, may_follow=before.groups)
        for_each(work, tickets, lambda theirs: _submit(theirs, mine))
    return outcome


def _submit(work: Work, hand: Hand) -> tuple[Outcome, Before | None]:
    """Of one pupil, with what that pupil sent before; None of what is kept apart."""
    work.must(Permission.ANSWER_SUBMIT, person=work.actor.user_id)
    question_id = hand.question_id
    lesson = lesson_of_pupil(work, code=hand.code, language=hand.language, with_off=hand.with_off)
    question = lesson.question(hand.step_id, question_id)
    key = key_of_version(work, version_id=lesson.module.version_id)
    asked = _Asked(lesson, lesson.step(hand.step_id), question, key.questions[question_id])
    value = read_answer(asked.key, question, hand.sent, language=hand.language)
    if is_kept_apart(question.type):
        if hand.group:
            raise RuleBroken("", N_("Do this one alone: it asks what you think yourself. It stays here for you."))
        rules.check_open(asked.step, lesson.taking)
        keep_attitude(work, lesson, asked.step, question, int(value["scale"]))
        return _move(work, asked, value, tries=1, here=hand.owner is None), None
    given, edition = lesson.given, lesson.given.module_edition
    before = sent_before(work, given=given, edition=edition, question_id=question_id, client_id=hand.client_id)
    handed_in = rules.is_handed_in(lesson.cells, question_id)
    check = partial(asked.check, handed_in=handed_in)
    if was_sent(before.same_id, assignment_id=given.id, question_id=question_id, value=value, check=check):
        return replace(_outcome(asked, value, tries=before.tries), was_there=True), before
    check()
    if hand.owner and handed_in and before.last_group not in hand.may_follow:
        raise RuleBroken("", N_("You have handed this one in already. Go on with the next."))
    if question.type == rules.PHOTO:
        settle_what_was_made(work, lesson, question_id, photo_of(value), owner=hand.owner)
    keep_answer(work, lesson, asked.step.id, asked.key, hand.client_id, value, group=hand.group)
    return _move(work, asked, value, tries=before.tries + 1, here=hand.owner is None), before


@dataclass(frozen=True, slots=True)
class _Asked:
    """What an answer is about."""

    lesson: Lesson
    step: Step
    question: Question
    key: QuestionKey

    def check(self, *, handed_in: bool) -> None:
        """Raises: RuleBroken: nothing more may be handed in here."""
        rules.check_open(self.step, self.lesson.taking)
        rules.check_not_over(self.question, handed_in=handed_in)


def keep_answer(
    work: Work,
    lesson: Lesson,
    step_id: str,
    key: QuestionKey,
    client_id: str,
    value: Mapping[str, Any],
    *,
    group: UUID | None = None,
) -> None:
    """The row of an answer, and of its mark when the machine gives one: by the key of the lesson's own version."""
    answer_id = work.new_id()
    work.hot(
        _ADD_ANSWER,
        id=answer_id,
        client_id=client_id,
        assignment_id=lesson.given.id,
        pupil_id=work.actor.user_id,
        step_id=step_id,
        question_id=key.id,
        edition=lesson.module.edition,
        value=dict(value),
        at=work.now,
        together=group,
    )
    marked = mark(key, value)
    if marked.score is not None:
        work.hot(
            _ADD_MARK,
            id=work.new_id(),
            answer_id=answer_id,
            score=marked.score,
            out_of=marked.out_of,
            revision=lesson.module.revision,
            at=work.now,
        )


def _move(work: Work, asked: _Asked, value: Mapping[str, Any], *, tries: int, here: bool) -> Outcome:
    """`here`: it is this pupil's own device, which was heard of."""
    lesson, step = asked.lesson, asked.step
    outcome = _outcome(asked, value, tries=tries)

    def on(now: ProgressNow) -> ProgressNow:
        cells = now.steps
        if not outcome.again:  # a question with a try left is not handed in yet
            cells = rules.with_answer(cells, step, asked.question.id, viewer=lesson.viewer, at=work.now.isoformat())
        now = at_step(work, now, step)
        complete = rules.all_done(lesson.steps, cells)
        return with_cells(work, heard(work, now) if here else now, cells, complete=complete)

    after = change(work, lesson, on)
    done = bool(rules.how_done(after.steps.get(step.id)))
    return replace(outcome, step_done=done, complete=rules.all_done(lesson.steps, after.steps))


def _outcome(asked: _Asked, value: Mapping[str, Any], *, tries: int) -> Outcome:
    lesson, question = asked.lesson, asked.question
    right = mark(asked.key, value).right
    cut = rules.screens(asked.step, viewer=lesson.viewer)
    screen = rules.number_of(cut, question.id)
    return Outcome(
        step_id=asked.step.id,
        question_id=question.id,
        right=right,
        again=rules.may_try_again(question, right=right, given=tries),
        step_done=bool(rules.how_done(lesson.cells.get(asked.step.id))),
        complete=lesson.progress.completed_at is not None,
        look=rules.worth_a_look(question.type),
        here=rules.Place(asked.step.id, screen),
        following=lesson.following(asked.step, screen, len(cut)),
    )
