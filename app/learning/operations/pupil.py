"""The small things a pupil does besides answering: entering a step, reading it to the end, raising a hand."""

from app.access.matrix import Permission
from app.base.language import N_
from app.base.problems import RuleBroken
from app.base.work import Work
from app.learning import rules
from app.learning.lesson import Lesson, lesson_of_pupil
from app.learning.models import Progress
from app.learning.operations.progress import moved, row_for, touched


def enter_step(work: Work, *, code: str, step_id: str, language: str) -> None:
    """Say on which step the pupil is, for the minutes on the teacher's screen."""
    lesson = lesson_of_pupil(work, code=code, language=language)
    step = lesson.step(step_id)
    row = _row(work, lesson)
    if row.at_step != step.id:
        row.at_step, row.at_step_since = step.id, work.now
        touched(work, row)


def read_to_the_end(work: Work, *, code: str, step_id: str, language: str) -> None:
    """A step without questions is done when it was read to the end.

    Raises:
        RuleBroken: the step is closed, or has questions that are not handed in.
    """
    lesson = lesson_of_pupil(work, code=code, language=language)
    step = lesson.step(step_id)
    if step.id not in lesson.open_steps or step.phase == "during":
        raise RuleBroken("", N_("This step is closed. What you did before is kept. Ask your teacher."))
    row = _row(work, lesson)
    cells = dict(row.steps)
    if rules.needed(step, viewer=lesson.viewer) == (rules.READ,):
        cells = rules.with_answer(cells, step, rules.READ, viewer=lesson.viewer, at=work.now.isoformat())
    moved(work, row, cells, complete=rules.all_done(lesson.steps, cells))


def ask_help(work: Work, *, code: str, step_id: str, language: str) -> None:
    """Raise a hand on the teacher's screen. A second time changes nothing."""
    lesson = lesson_of_pupil(work, code=code, language=language)
    row = _row(work, lesson)
    if row.help_since is None:
        row.help_since, row.help_step = work.now, lesson.step(step_id).id
        touched(work, row)


def stop_help(work: Work, *, code: str, language: str) -> None:
    lesson = lesson_of_pupil(work, code=code, language=language)
    row = _row(work, lesson)
    if row.help_since is not None:
        row.help_since, row.help_step = None, None
        touched(work, row)


def _row(work: Work, lesson: Lesson) -> Progress:
    work.must(Permission.LEARN, person=work.actor.user_id)
    assert work.actor.user_id is not None
    given = lesson.given
    return row_for(work, assignment_id=given.id, pupil_id=work.actor.user_id, school_id=given.school_id)
