"""What stands behind the link of a substitute, and which links of a class are in force."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select

from app.access.matrix import Permission
from app.base import clock, doors
from app.base.doors import Passage
from app.base.ids import LETTERS
from app.base.problems import NotFound
from app.base.work import Work
from app.people.keys import pass_token
from app.people.models import School, SchoolClass, Staff

TOKEN_LETTERS = 27
IN_ONE = 4  # letters in a group, as it stands on paper


@dataclass(frozen=True, slots=True)
class ClassToLead:
    name: str
    school: str


@dataclass(frozen=True, slots=True)
class Pass:
    """One that is in force, or will be. `by`: who gave it."""

    id: UUID
    day: date
    closes_at: datetime
    token: str
    by: str


def token_from(typed: str) -> str | None:
    """The letters of a link as somebody types them from paper: in groups, in any case; None when it cannot be one."""
    letters = "".join(sign for sign in typed.upper() if sign.isalnum())
    return letters if len(letters) == TOKEN_LETTERS and set(letters) <= set(LETTERS) else None


def grouped(token: str) -> str:
    """`BCDF GHJK ...`: four at a time, to be typed from paper."""
    return " ".join(token[n : n + IN_ONE] for n in range(0, len(token), IN_ONE))


def passage_of_pass(work: Work, *, token: str) -> Passage | None:
    return doors.find(work.db, doors.SUBSTITUTE, work.seal.digest(doors.SUBSTITUTE, token), work.now)


def class_to_lead(work: Work, *, class_id: UUID) -> ClassToLead:
    """For who stands before the button (`pages.at_door`): no names, no code. Raises: NotFound."""
    work.must(Permission.NAMES_READ, classes=frozenset({class_id}))
    klass = work.db.get(SchoolClass, class_id)
    if klass is None or klass.left_on is not None:
        raise NotFound("class")
    return ClassToLead(klass.name, work.db.get_one(School, klass.school_id).name)


def passes_of_class(work: Work, *, class_id: UUID) -> tuple[Pass, ...]:
    """Those that still open something, soonest first."""
    work.must(Permission.SUBSTITUTE_INVITE, classes={class_id}, school=work.school_id)
    rows = work.db.execute(
        select(doors.Door.id, doors.Door.closes_at, Staff.name)
        .outerjoin(Staff, Staff.id == doors.Door.holder_id)
        .where(
            doors.Door.kind == doors.SUBSTITUTE,
            doors.Door.subject_id == class_id,
            doors.Door.school_id == work.school_id,
            doors.Door.closes_at > work.now,
        )
        .order_by(doors.Door.closes_at, doors.Door.id)
    )
    return tuple(
        Pass(pass_id, clock.school_day(closes_at), closes_at, pass_token(work.seal, pass_id=pass_id), name or "")
        for pass_id, closes_at, name in rows
        if closes_at is not None
    )
