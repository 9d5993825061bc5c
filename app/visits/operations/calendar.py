"""The secret address of an agenda: made when somebody asks for it, renewed when it got about."""

from app.base.work import Work
from app.visits.models import CalendarFeed
from app.visits.queries.calendar import PURPOSE, feed_row, token_of, whose


def renew_calendar(work: Work, *, class_code: str = "") -> None:
    """A new address, also the first; the one before leads nowhere from now on. Raises: NotFound."""
    owner = whose(work, class_code=class_code)
    row = feed_row(work, owner)
    if row is None:
        row = CalendarFeed(
            id=work.chance_id(), kind=owner.kind, owner_id=owner.owner_id, place_id=owner.place_id, version=0
        )
        work.db.add(row)
    row.version, row.renewed_at = row.version + 1, work.now
    row.digest = work.seal.digest(PURPOSE, token_of(work.seal, row.id, row.version))
    work.audit("calendar.renewed", row.id)
