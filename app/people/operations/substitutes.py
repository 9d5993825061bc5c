"""A substitute's way in: a pass of one class for one day, given by who teaches it or the office, and taken back."""

from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import delete

from app.access.matrix import Permission
from app.base import clock, doors
from app.base.language import N_
from app.base.problems import NotFound, RuleBroken
from app.base.work import Work
from app.people.keys import pass_token
from app.people.models import SchoolClass

ENDS_AT = 17  # o'clock
AHEAD = timedelta(days=14)
REMEMBERED = timedelta(days=30)  # so long an old link says what it was; after that it is an unknown one


def pass_times(work: Work, day: date) -> tuple[datetime, datetime]:
    """From when until when a pass of this day opens the lesson.

    Raises:
        RuleBroken: the day is past, is too far away, or it is past five already.
    """
    if not work.today <= day <= work.today + AHEAD:
        raise RuleBroken("day", N_("Choose today or a day in the next two weeks."))
    if work.now >= clock.at(day, ENDS_AT):
        raise RuleBroken("day", N_("It is past 17:00. Choose another day."))
    return clock.at(day, 0), clock.at(day, ENDS_AT)


def give_pass(work: Work, *, pass_id: UUID, class_id: UUID, day: date) -> None:
    """Part of making a card: hang the door of this pass. Raises: RuleBroken: the day cannot be. NotFound."""
    klass = work.db.get(SchoolClass, class_id)
    if klass is None:
        raise NotFound("class")
    work.must(Permission.SUBSTITUTE_INVITE, classes={klass.id}, school=klass.school_id)
    opens_at, closes_at = pass_times(work, day)
    token = pass_token(work.seal, pass_id=pass_id)
    work.db.add(
        doors.Door(
            id=pass_id,
            kind=doors.SUBSTITUTE,
            digest=work.seal.digest(doors.SUBSTITUTE, token),
            holder_id=work.actor.user_id,
            school_id=klass.school_id,
            subject_id=klass.id,
            opens_at=opens_at,
            closes_at=closes_at,
        )
    )
    work.audit("substitute.invited", klass.id, card=str(pass_id), day=day.isoformat())


def withdraw_pass(work: Work, *, pass_id: UUID) -> None:
    """The link opens nothing from now on, and who came in with it is out. Twice is once.

    Raises:
        NotFound: none of a class within reach.
    """
    work.must(Permission.SUBSTITUTE_INVITE)
    door = work.db.get(doors.Door, pass_id)
    if door is None or door.kind != doors.SUBSTITUTE:
        raise NotFound("pass")
    work.must(Permission.SUBSTITUTE_INVITE, classes={door.subject_id}, school=door.school_id)
    if door.closes_at is None or door.closes_at > work.now:
        door.closes_at = work.now
        work.audit("substitute.withdrawn", door.subject_id, card=str(pass_id))


def substitute_came(work: Work, *, pass_id: UUID) -> None:
    """Somebody pressed the button behind the link; for the log. Raises: NotFound: it opens nothing here."""
    work.must(Permission.NAMES_READ)
    door = doors.held(work.db, doors.SUBSTITUTE, pass_id, work.now)
    if door is None or not door.is_open or door.school_id != work.school_id:
        raise NotFound("pass")
    work.audit("substitute.came-in", pass_id)


def drop_passes(work: Work) -> None:
    """The worker's: passes of a month ago are forgotten."""
    work.db.execute(
        delete(doors.Door).where(doors.Door.kind == doors.SUBSTITUTE, doors.Door.closes_at < work.now - REMEMBERED)
    )
