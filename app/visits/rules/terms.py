"""Until when a school may book and call off, and who may call it off."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from app.access.actor import Role
from app.base import clock
from app.base.language import N_
from app.base.problems import RuleBroken

HOLD = timedelta(hours=48)


def last_day(*, starts_at: datetime, days: int) -> date:
    """The last day of a term of so many days before the visit; the day itself when there is none."""
    return clock.school_day(starts_at) - timedelta(days=days)


def is_in_time(*, starts_at: datetime, now: datetime, days: int) -> bool:
    return now < starts_at and clock.school_day(now) <= last_day(starts_at=starts_at, days=days)


def check_deadline(*, starts_at: datetime, now: datetime, deadline_days: int, contact: str) -> None:
    """Raises: RuleBroken (`slot`) after the last day to book, with whom to call."""
    if not is_in_time(starts_at=starts_at, now=now, days=deadline_days):
        raise RuleBroken(
            "slot",
            N_("This visit had to be booked at least %(n)s days before. Call the company: %(who)s."),
            n=deadline_days,
            who=contact,
        )


def check_notice(*, starts_at: datetime, now: datetime, notice_days: int, contact: str) -> None:
    """Raises: RuleBroken when the company counts on the group by now, with whom to call."""
    if not is_in_time(starts_at=starts_at, now=now, days=notice_days):
        raise RuleBroken(
            "",
            N_("The company counts on you: from %(n)s days before, you call it off by phone. Call %(who)s."),
            n=notice_days,
            who=contact,
        )


def may_cancel(
    *, role: Role | None, person: UUID | None, classes: Collection[UUID], booked_by: UUID, class_id: UUID | None
) -> bool:
    """Who booked, a teacher of the class, the school's office and the coordinator."""
    if role in (Role.SCHOOL_ADMIN, Role.COORDINATOR):
        return True
    return role is Role.TEACHER and (person == booked_by or class_id in classes)


def check_canceller(**facts: Any) -> None:
    """Raises: RuleBroken for a colleague who has nothing to do with this booking. Facts as for `may_cancel`."""
    if not may_cancel(**facts):
        raise RuleBroken(
            "", N_("Only who booked, a teacher of this class or the school's office can do this. Ask one of them.")
        )


def hold_until(*, now: datetime, starts_at: datetime) -> datetime:
    """How long places of a proposal are kept: 48 hours, and never beyond the start."""
    return min(now + HOLD, starts_at)
