"""Which event days have a mail to be sent now: the school day before, and the one after."""

from uuid import UUID

from sqlalchemy import or_, select

from app.base.work import Work
from app.visits.models import EditionDay, EventPlan
from app.visits.queries.event import event_by_id
from app.visits.queries.reminders import all_plans
from app.visits.rules.reminders import LATE, SCHOOLDAYS, When, due_at

REMIND, ASK = "remind", "ask"
BEFORE, AFTER = When(SCHOOLDAYS, 1, 8), When(SCHOOLDAYS, -1, 8)


def due_events(work: Work) -> tuple[tuple[UUID, str], ...]:
    """(event, REMIND or ASK). The worker's: it looks at no school's rows."""
    rows = work.db.execute(
        select(EventPlan, EditionDay.edition_id)
        .join(EditionDay, EditionDay.id == EventPlan.edition_day_id)
        .where(or_(EventPlan.reminded_at.is_(None), EventPlan.asked_at.is_(None)))
        .order_by(EventPlan.id)
    ).all()
    plans, found = all_plans(work), []
    for row, edition_id in rows:
        event, closed = event_by_id(work, row.id), plans.closed_in(edition_id)
        for what, when, done in ((REMIND, BEFORE, row.reminded_at), (ASK, AFTER, row.asked_at)):
            at = due_at(when, starts_at=event.starts_at, closed=closed)
            if done is None and at <= work.now < at + LATE:
                found.append((row.id, what))
    return tuple(found)
