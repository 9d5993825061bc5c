"""What is open for a class in one week, day by day: to choose from without opening each offer."""

from dataclasses import dataclass
from datetime import date, timedelta

from app.base.work import Work
from app.people.queries import class_by_code, classes_of_actor, pupils_of_class, school_now
from app.visits.queries.moments import FITS, LINE, PART, Moment, classes_in_line, moments_of
from app.visits.queries.offers import OfferNow, open_offers
from app.visits.rules import fits

SHOWN = (FITS, PART, LINE)


@dataclass(frozen=True, slots=True)
class Week:
    """`days`: each day with (offer, moment) in order of time; `next_first`: Monday of a later week that has any."""

    first: date
    class_code: str
    class_name: str
    pupils: int
    days: tuple[tuple[date, tuple[tuple[OfferNow, Moment], ...]], ...]
    next_first: date | None


def week_of(work: Work, *, class_code: str = "", first: str = "") -> Week:
    """Of a teacher's class, or of the school when it has none. Raises: NotFound for a class out of reach."""
    code, name, levels, pupils = _class(work, class_code)
    offers = [one for one in open_offers(work) if _suits(work, one, levels)]
    waits = classes_in_line(work, offer_ids=[one.id for one in offers])
    found = [
        (offer, moment)
        for offer in offers
        for moment in moments_of(work, offer=offer, pupils=pupils or offer.max_group, waits=waits)
        if moment.state in SHOWN
    ]
    found.sort(key=lambda pair: (pair[1].slot.starts_at, pair[0].title))
    monday = _monday(_day(first) or (found[0][1].slot.day if found else work.today))
    after = [_monday(moment.slot.day) for _, moment in found if _monday(moment.slot.day) > monday]
    days = tuple(
        (day, tuple(pair for pair in found if pair[1].slot.day == day))
        for day in (monday + timedelta(days=n) for n in range(7))
    )
    shown = tuple(one for one in days if one[1])
    return Week(monday, code, name, pupils, shown, min(after, default=None))


def _class(work: Work, code: str) -> tuple[str, str, tuple[str, ...], int]:
    """The class that was chosen, or the first of the teacher's own."""
    code = code or next((one.code for one in classes_of_actor(work)), "")
    if not code:
        return "", "", (), 0
    klass = class_by_code(work, code=code)
    return klass.code, klass.name, klass.levels, len(pupils_of_class(work, class_id=klass.id))


def _suits(work: Work, offer: OfferNow, levels: tuple[str, ...]) -> bool:
    if not levels:
        return any(one.startswith(school_now(work).kind) for one in offer.levels)
    return any(fits(level=level, levels=offer.levels) for level in levels)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
