"""The small things a pupil does besides answering: entering a step, reading it to the end, raising a hand."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from app.access.matrix import Permission
from app.base.language import N_
from app.base.problems import RuleBroken
from app.base.work import Work
from app.curriculum.module import Step
from app.learning import rules
from app.learning.lesson import Lesson, lesson_of_pupil
from app.learning.operations.progress import at_step, change, heard, with_cells
from app.learning.queries import ProgressNow
from app.learning.together import for_each
from app.learning.unseen import seen, unseen_ids


def enter_step(
    work: Work, *, code: str, step_id: str, language: str, number: int = 0, tickets: Sequence[str] = ()
) -> None:
    """Say on which step the pupil is, and who joined in (together.py), for the minutes on the teacher's screen. What a
    teacher said to the pupil of the question on screen `number` is seen from now on, also in a step that is closed."""
    _enter(work, code, step_id, language, number)
    for_each(work, tickets, lambda theirs: _enter(theirs, code, step_id, language, 0))


def _enter(work: Work, code: str, step_id: str, language: str, number: int) -> None:
    lesson = lesson_of_pupil(work, code=code, language=language)
    step = lesson.step(step_id)
    question_id = _asked_on(lesson, step, number)

    def on(now: ProgressNow) -> ProgressNow:
        here = at_step(work, now, step) if step.id in lesson.open_steps else now
        return replace(here, steps=seen(here.steps, question_id)) if question_id in unseen_ids(here.steps) else here

    _change(work, lesson, on)


def _asked_on(lesson: Lesson, step: Step, number: int) -> str:
    """The question of a screen; empty: none."""
    shown = next((one for one in rules.screens(step, viewer=lesson.viewer) if one.number == number), None)
    return shown.question.id if shown and shown.question else ""


def read_to_the_end(work: Work, *, code: str, step_id: str, language: str, tickets: Sequence[str] = ()) -> None:
    """A step without questions is done when it was read to the end, also by those who joined in (together.py).

    Raises:
        RuleBroken: the step is closed, or has questions that are not handed in.
    """
    _read(work, code, step_id, language, here=True)
    for_each(work, tickets, lambda theirs: _read(theirs, code, step_id, language, here=False))


def _read(work: Work, code: str, step_id: str, language: str, *, here: bool) -> None:
    """`here`: it is this pupil's own device, which was heard of."""
    lesson = lesson_of_pupil(work, code=code, language=language)
    step = lesson.step(step_id)
    if step.id not in lesson.taking or step.phase == "during":
        raise RuleBroken("", N_("This step is closed. What you did before is kept. Ask your teacher."))

    def on(now: ProgressNow) -> ProgressNow:
        cells = now.steps
        if rules.needed(step, viewer=lesson.viewer) == (rules.READ,):
            cells = rules.with_answer(cells, step, rules.READ, viewer=lesson.viewer, at=work.now.isoformat())
        return with_cells(work, heard(work, now) if here else now, cells, complete=rules.all_done(lesson.steps, cells))

    _change(work, lesson, on)


def ask_help(work: Work, *, code: str, step_id: str, language: str) -> None:
    """Raise a hand on the teacher's screen. A second time changes nothing."""
    lesson = lesson_of_pupil(work, code=code, language=language)
    step = lesson.step(step_id)

    def up(now: ProgressNow) -> ProgressNow:
        return replace(now, help_since=work.now, help_step=step.id) if now.help_since is None else now

    _change(work, lesson, up)


def stop_help(work: Work, *, code: str, language: str) -> None:
    lesson = lesson_of_pupil(work, code=code, language=language)
    _change(work, lesson, lambda now: replace(now, help_since=None, help_step=None))


def _change(work: Work, lesson: Lesson, how: Callable[[ProgressNow], ProgressNow]) -> None:
    work.must(Permission.LEARN, person=work.actor.user_id)
    change(work, lesson, how)
