"""What a pupil thinks of something, kept apart from the pupil (docs/decisions/0009-attitudes-apart.md).

Nothing here is told to the log, and no row of the pupil holds the value.
"""

from uuid import UUID

from sqlalchemy import select

from app.base.work import Work
from app.curriculum.module import Question, Step
from app.learning import rules
from app.learning.lesson import Lesson
from app.learning.models import Attitude


def keep_attitude(work: Work, lesson: Lesson, step: Step, question: Question, value: int) -> None:
    """Keep the value, or put it in the place of the one before; part of handing in.

    All rows of the item are locked first on PostgreSQL: `shown` must follow for several pupils at once, also when two
    of them hand in at the same time.
    """
    assert work.actor.user_id is not None
    given = lesson.given
    facts = {
        "class_id": given.class_id,
        "module": given.module_slug,
        "item": rules.item_of(lesson.module.slug, question),
        "wave": step.phase,
    }
    rows = list(work.db.scalars(select(Attitude).filter_by(**facts).order_by(Attitude.id).with_for_update()))
    own = pseudonym(work, pupil_id=work.actor.user_id, class_id=given.class_id, module=given.module_slug)
    mine = next((row for row in rows if row.pseudonym == own), None)
    if mine is None:
        mine = Attitude(id=work.chance_id(), school_id=given.school_id, pseudonym=own, shown=None, **facts)
        work.db.add(mine)
        rows.append(mine)
    mine.value, mine.day = value, rules.school_year_of(work.today)
    if rules.may_follow([(row.value, row.shown) for row in rows]):
        for row in rows:
            row.shown = row.value


def pseudonym(work: Work, *, pupil_id: UUID, class_id: UUID, module: str) -> str:
    """The same for all answers of one pupil to one module in one class; without the secret of the house it says
    nothing."""
    return work.seal.digest("attitude", f"{pupil_id}/{class_id}/{module}")
