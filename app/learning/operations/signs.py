"""A pupil's device gives a sign of life: at most one small write a minute, and none when answers came meanwhile."""

from datetime import datetime

from sqlalchemy import bindparam, update

from app.access.matrix import Permission
from app.base.hot import SCHOOL, checked
from app.base.work import Work
from app.learning import signs
from app.learning.lesson import Lesson, lesson_of_pupil
from app.learning.models import Progress

# `version` rises only with what the teacher's page shows at once: a hundred quiet tablets draw no grid anew.
_HEARD = checked(
    update(Progress.__table__)  # type: ignore[arg-type]
    .where(Progress.__table__.c.school_id == SCHOOL, Progress.__table__.c.id == bindparam("row"))
    .values(
        heard_at=bindparam("at"),
        waiting=bindparam("held"),
        version=Progress.__table__.c.version + bindparam("news"),
    )
)


def give_sign(work: Work, *, code: str, waiting: int, leaving: bool, language: str) -> Lesson:
    """The device is there and holds so many answers; or it goes, and is not waited for. Returns the lesson as it was.

    Before the pupil began there is no row, and nothing to say.

    Raises:
        NotFound: not this pupil's assignment.
    """
    work.must(Permission.LEARN, person=work.actor.user_id)
    lesson = lesson_of_pupil(work, code=code, language=language)
    now, waiting = lesson.progress, min(max(waiting, 0), signs.MOST)
    if now.id is None:
        return lesson
    if leaving and not waiting:
        if now.heard_at is not None:
            _put(work, lesson, None, 0)
    elif waiting != now.waiting or signs.is_due(now.heard_at, work.now):
        _put(work, lesson, work.now, waiting)
    return lesson


def _put(work: Work, lesson: Lesson, at: datetime | None, waiting: int) -> None:
    now = lesson.progress
    news = signs.is_news(now.heard_at, now.waiting, waiting, work.now)
    work.hot(_HEARD, row=now.id, at=at, held=waiting, news=int(news))
