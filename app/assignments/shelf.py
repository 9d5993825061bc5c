"""Modules as a teacher chooses them: how long, which visit goes with it, what a class needs and what that costs."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from app.access.matrix import Permission
from app.assignments import rules
from app.base.clock import school_day
from app.base.language import language
from app.base.levels import BANDS, band_of
from app.base.work import Work
from app.curriculum import queries as curriculum
from app.curriculum.module import AFTER, BEFORE, DURING, Material, Module
from app.people.queries import ClassNow, class_by_code, classes_of_actor, pupils_of_class
from app.visits.queries import BookingNow, OfferNow, bookings_of_school, open_offers
from app.visits.rules import LIVE

SHOWN = 4  # things with the highest price that stand on the page; the rest folds


@dataclass(frozen=True, slots=True)
class OnShelf:
    """A row of the catalogue. `offer`: the first open visit that goes with it."""

    module: Module
    before: int
    visit: int
    after: int
    offer: OfferNow | None
    days: tuple[datetime, ...]  # the first days with room

    @property
    def minutes(self) -> int:
        return self.before + self.visit + self.after


@dataclass(frozen=True, slots=True)
class Shelf:
    rows: tuple[OnShelf, ...]
    all: int
    longest: int  # minutes, so that all bars share one scale
    bands: tuple[str, ...]  # those there is a module for, in the order of school
    topics: tuple[tuple[str, str], ...]  # (code, words)


@dataclass(frozen=True, slots=True)
class Needed:
    """A thing with how many a class needs. `cost`: euro for all of them; None: it is at school already."""

    what: str
    amount: Decimal
    cost: Decimal | None


@dataclass(frozen=True, slots=True)
class Shopping:
    pupils: int
    shown: tuple[Needed, ...]  # the dearest
    all: tuple[Needed, ...]  # in the module's order
    total: Decimal

    @property
    def per_pupil(self) -> Decimal:
        return self.total / self.pupils


def shelf(
    work: Work, *, bands: Collection[str], topics: Collection[str], with_visit: bool, usual: Sequence[str]
) -> Shelf:
    """The catalogue after a choice; what fits `usual` (bands of one's own classes) comes first."""
    found = curriculum.catalogue(work, language=language())
    offers = open_offers(work)
    rows = [_on_shelf(work, module, offers) for module in found]
    shown = [
        row
        for row in rows
        if (not bands or set(bands) & set(row.module.levels))
        and (not topics or set(topics) & {topic.code for topic in row.module.topics})
        and (row.module.visit_kind or not with_visit)
    ]
    shown.sort(key=lambda row: not set(usual) & set(row.module.levels))
    words = {topic.code: topic.label for module in found for topic in module.topics}
    return Shelf(
        tuple(shown),
        len(found),
        max((row.minutes for row in rows), default=0),
        tuple(band for band in BANDS if any(band in module.levels for module in found)),
        tuple(sorted(words.items(), key=lambda one: one[1])),
    )


def usual_bands(work: Work) -> tuple[str, ...]:
    """The bands of one's own classes; nothing for somebody without any."""
    if not work.may_any(Permission.CLASS_READ):
        return ()
    found = [class_by_code(work, code=row.code) for row in classes_of_actor(work)[:6]]
    return tuple({band for klass in found for band in bands_of(klass)})


def bands_of(klass: ClassNow) -> tuple[str, ...]:
    return tuple({band for level in klass.levels if (band := band_of(level))})


def offers_with(work: Work, module: Module) -> tuple[OfferNow, ...]:
    """Open visits that go with a module."""
    return open_offers(work, bands=list(module.levels), kinds=[module.visit_kind]) if module.visit_kind else ()


def class_asked(work: Work, code: str) -> ClassNow | None:
    """The class a teacher came from. Raises: NotFound when it is not one of theirs."""
    return class_by_code(work, code=code, permission=Permission.ASSIGNMENT_GIVE) if code else None


def shopping(work: Work, module: Module, klass: ClassNow | None) -> Shopping:
    """What to get for this class, or for a class of the usual size."""
    pupils = len(pupils_of_class(work, class_id=klass.id)) if klass else 0
    pupils = pupils or rules.USUAL_CLASS
    things = tuple(_needed(material, pupils) for material in module.materials)
    dear = sorted(things, key=lambda one: -(one.cost or 0))[:SHOWN]
    total = sum((one.cost for one in things if one.cost), Decimal(0))
    return Shopping(pupils, tuple(one for one in things if one in dear), things, total)


def bookings_for(work: Work, module: Module, *, keep: Collection[object] = ()) -> tuple[BookingNow, ...]:
    """The school's bookings that can go with a module: of its kind and still to come, or tied already (`keep`)."""
    offers = {offer.code for offer in offers_with(work, module)}
    return tuple(
        booking
        for booking in bookings_of_school(work)
        if booking.id in keep or (booking.offer_code in offers and booking.state in LIVE and booking.ends_at > work.now)
    )


def _on_shelf(work: Work, module: Module, offers: Sequence[OfferNow]) -> OnShelf:
    fitting = [offer for offer in offers if offer.kind == module.visit_kind and set(offer.levels) & set(module.levels)]
    with_room = [
        (offer, slot.starts_at)
        for offer in fitting
        for slot in offer.slots
        if not slot.is_full and slot.state == "open" and slot.starts_at > work.now
    ]
    offer = with_room[0][0] if with_room else fitting[0] if fitting else None
    days = tuple({school_day(starts): starts for one, starts in with_room if one is offer}.values())[:2]
    minutes = module.minutes
    return OnShelf(module, minutes.get(BEFORE, 0), minutes.get(DURING, 0), minutes.get(AFTER, 0), offer, days)


def _needed(material: Material, pupils: int) -> Needed:
    amount = rules.amount_for(amount=material.amount, per=material.per, pupils=pupils)
    return Needed(material.what, amount, None if material.price is None else amount * material.price)


def euro(amount: Decimal) -> str:
    """`€ 23,50` in Dutch, `€ 23.50` in English."""
    return f"€ {amount:.2f}".replace(".", "," if language() == "nl" else ".")


def amount_text(amount: Decimal) -> str:
    """`13`, `0,5`."""
    text = f"{amount.normalize():f}"
    return text.replace(".", ",") if language() == "nl" else text
