"""The coordinator sets the reminders of an edition. The first change makes the usual ones its own."""

from uuid import UUID

from sqlalchemy import select

from app.access.matrix import Permission
from app.base.ids import public_code
from app.base.problems import NotFound
from app.base.work import Work
from app.visits.models import Edition, Reminder
from app.visits.rules.reminders import DEFAULTS, Plan, When, check_when, check_words


def add_reminder(work: Work, *, edition_id: UUID, to: str, about: str, when: When, subject: str, text: str) -> str:
    """Returns its key. Raises: NotFound: no such edition; RuleBroken at its field."""
    work.must(Permission.WEEK_PLAN)
    check_words(to=to, about=about, subject=subject, text=text)
    check_when(when)
    _own_set(work, edition_id)
    plan = Plan(public_code(), to, about, when, True, _line(subject), text.strip())
    work.db.add(_row(work, edition_id, plan))
    work.audit("reminder.added", edition_id, reminder=plan.key)
    return plan.key


def change_reminder(
    work: Work, *, edition_id: UUID, key: str, to: str, about: str, when: When, subject: str, text: str
) -> None:
    """Other words or another time. What was sent already is not sent again for the same visit.

    Raises: NotFound; RuleBroken at its field.
    """
    work.must(Permission.WEEK_PLAN)
    check_words(to=to, about=about, subject=subject, text=text)
    check_when(when)
    row = _held(work, edition_id, key)
    row.to, row.about, row.subject, row.text = to, about, _line(subject), text.strip()
    row.unit, row.days, row.day, row.hour, row.minute = when.unit, when.days, when.day, when.hour, when.minute
    work.audit("reminder.changed", edition_id, reminder=key)


def switch_reminder(work: Work, *, edition_id: UUID, key: str, on: bool) -> None:
    """Off: nobody gets it any more. Raises: NotFound."""
    work.must(Permission.WEEK_PLAN)
    _held(work, edition_id, key).is_on = on
    work.audit("reminder.switched", edition_id, reminder=key, on=on)


def _held(work: Work, edition_id: UUID, key: str) -> Reminder:
    row = _own_set(work, edition_id).get(key)
    if row is None:
        raise NotFound("reminder")
    return row


def _own_set(work: Work, edition_id: UUID) -> dict[str, Reminder]:
    """The rows of this edition by key; the usual ones are copied when there are none."""
    edition = work.db.scalars(select(Edition.id).where(Edition.id == edition_id).with_for_update()).one_or_none()
    if edition is None:
        raise NotFound("edition")
    held = {row.key: row for row in work.db.scalars(select(Reminder).where(Reminder.edition_id == edition_id))}
    if not held:
        held = {plan.key: _row(work, edition_id, plan) for plan in DEFAULTS}
        work.db.add_all(held.values())
        work.db.flush()
    return held


def _row(work: Work, edition_id: UUID, plan: Plan) -> Reminder:
    return Reminder(
        id=work.new_id(),
        edition_id=edition_id,
        key=plan.key,
        to=plan.to,
        about=plan.about,
        subject=plan.subject,
        text=plan.text,
        unit=plan.when.unit,
        days=plan.when.days,
        day=plan.when.day,
        hour=plan.when.hour,
        minute=plan.when.minute,
        is_on=plan.is_on,
    )


def _line(text: str) -> str:
    return " ".join(text.split())
