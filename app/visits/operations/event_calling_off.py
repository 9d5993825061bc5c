"""Part of others: a company calls off rounds of an event day. A stand of which every round is off leaves the agenda of
its hosts; with one round left the day stays there."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select, update

from app.base.work import Work
from app.visits.models import EventPlan, EventRound, EventStand
from app.visits.operations.event_day import touched
from app.visits.operations.event_invites import tell_stand_gone
from app.visits.queries.event import event_by_id, stands_of


def hold_days(work: Work, slot_ids: Sequence[UUID]) -> list[EventPlan]:
    """The plans of which these times are rounds. Held before the times are, as by whoever changes routes."""
    days = (
        select(EventStand.event_id)
        .join(EventRound, EventRound.stand_id == EventStand.id)
        .where(EventRound.slot_id.in_(slot_ids))
    )
    return list(
        work.db.scalars(select(EventPlan).where(EventPlan.id.in_(days)).order_by(EventPlan.id).with_for_update())
    )


def rounds_went(work: Work, days: Sequence[EventPlan]) -> None:
    """After their rounds were called off. A stand is told once: it is in nobody's agenda from then on."""
    for row in days:
        touched(work, row, "event.called_off")
        work.db.flush()
        event = event_by_id(work, row.id)
        gone = [one for one in stands_of(work, row.id, EventStand.is_invited.is_(True)) if one.is_off]
        for one in gone:
            tell_stand_gone(work, event, one)
        work.db.execute(
            update(EventStand)
            .where(EventStand.id.in_([one.id for one in gone]))
            .values(is_invited=False)
            .execution_options(synchronize_session="fetch")
        )
