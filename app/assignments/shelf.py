"""Modules as a teacher chooses them: how long, which visit goes with it, what a class needs and what that costs."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from app.access.matrix import Permission
from app.assignments import finding
from app.assignments.finding import Wish
from app.base.clock import school_day
from app.base.language import N_, gettext, language
from app.base.levels import BANDS, band_of, level_label
from app.base.names import folded
from app.base.work import Work
from app.curriculum import queries as curriculum
from app.curriculum.amounts import USUAL_CLASS, amount_for
from app.curriculum.module import AFTER, BEFORE, DURING, Material, Module
from app.people.queries import ClassNow, class_by_code, classes_of_actor, pupils_of_class
from app.visits.queries import BookingNow, OfferNow, bookings_of_school, open_offers
from app.visits.rules import LIVE
from app.visits.rules.offer import goes_with

LENGTHS = {
    "1": N_("up to 1 hour"),
    "2": N_("1 to 2 hours"),
    "3": N_("2 to 3 hours"),
    "more": N_("more than 3 hours"),
}
NEEDS = {finding.NOTHING: N_("Nothing to buy"), finding.SOMETHING: N_("With things to buy")}
SPOKEN = {"nl": N_("Dutch"), "en": N_("English")}
FRAMEWORKS = {
    "po-2006": N_("Primary, in force since 2006"),
    "po-2025": N_("Primary, renewed in 2025"),
    "vo-2006": N_("Lower secondary, in force since 2006"),
    "vo-2025": N_("Lower secondary, renewed in 2025"),
}
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
class Pick:
    """A value that can be chosen. `modules`: how many choosing it shows, given all else that was asked for."""

    value: str
    label: str
    modules: int
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Group:
    """Values of one kind. `part` is a heading inside it (a framework of goals), else empty."""

    name: str
    picks: tuple[Pick, ...]
    part: str = ""
    is_choice: bool = True  # does choosing change anything?


@dataclass(frozen=True, slots=True)
class Chip:
    """Something that was asked for, in words; what is left to ask without it, and how many modules that shows."""

    label: str
    rest: Wish
    modules: int


@dataclass(frozen=True, slots=True)
class Shelf:
    rows: tuple[OnShelf, ...]
    all: int
    longest: int  # minutes, so that all bars share one scale
    groups: Mapping[str, Group]
    goals: tuple[Group, ...]  # one for each framework
    chips: tuple[Chip, ...]


@dataclass(frozen=True, slots=True)
class Looked:
    """A company that looked whether the facts are right. `is_over`: that no longer counts."""

    company: str
    person: str
    on: date
    until: date
    is_over: bool


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


def shelf(work: Work, *, wish: Wish, usual: Sequence[str]) -> Shelf:
    """The catalogue after a choice; what fits `usual` (bands of one's own classes) comes first."""
    found = curriculum.catalogue(work, language=language())
    offers = open_offers(work) if work.may_any(Permission.OFFER_READ) else ()
    rows = {module.slug: _on_shelf(work, module, offers) for module in found}
    said = [module for module in found if finding.said_in(module, wish.words)]
    shown = [module for module in said if finding.fits(module, wish)]
    shown.sort(key=lambda module: finding.rank(module, wish, usual=usual, bands=BANDS))
    words = _words(found)
    groups = {name: _group(found, said, wish, name, words) for name in finding.GROUPS}
    return Shelf(
        tuple(rows[module.slug] for module in shown),
        len(found),
        max((row.minutes for row in rows.values()), default=0),
        groups,
        _frameworks(groups["goals"]),
        tuple(_chip(said if name != "words" else found, wish, name, value, words) for name, value in wish.chosen()),
    )


def framework_name(name: str) -> str:
    return gettext(FRAMEWORKS[name]) if name in FRAMEWORKS else name.upper()


def number_of(goal: str) -> str:
    """`44` of `po-2006-44`: only ever shown under the name of its framework."""
    return goal.rpartition("-")[2]


def usual_bands(work: Work) -> tuple[str, ...]:
    """The bands of one's own classes; nothing for somebody without any."""
    if not work.may_any(Permission.CLASS_READ):
        return ()
    found = [class_by_code(work, code=row.code) for row in classes_of_actor(work)[:6]]
    return tuple({band for klass in found for band in bands_of(klass)})


def bands_of(klass: ClassNow) -> tuple[str, ...]:
    return tuple({band for level in klass.levels if (band := band_of(level))})


def offers_with(work: Work, module: Module) -> tuple[OfferNow, ...]:
    """Open visits that go with a module; who is not signed in sees no company, day or address of a visit."""
    if not module.visit_kind or not work.may_any(Permission.OFFER_READ):
        return ()
    return tuple(one for one in open_offers(work, bands=list(module.levels)) if _goes_with(one, module))


def class_asked(work: Work, code: str) -> ClassNow | None:
    """The class a teacher came from; nothing for who gives to no class. Raises: NotFound when it is not theirs."""
    if not code or not work.may_any(Permission.ASSIGNMENT_GIVE):
        return None
    return class_by_code(work, code=code, permission=Permission.ASSIGNMENT_GIVE)


def shopping(work: Work, module: Module, klass: ClassNow | None) -> Shopping:
    """What to get for this class, or for a class of the usual size."""
    pupils = len(pupils_of_class(work, class_id=klass.id)) if klass else 0
    pupils = pupils or USUAL_CLASS
    things = tuple(_needed(material, pupils) for material in module.materials)
    dear = sorted(things, key=lambda one: -(one.cost or 0))[:SHOWN]
    total = sum((one.cost for one in things if one.cost), Decimal(0))
    return Shopping(pupils, tuple(one for one in things if one in dear), things, total)


def reviews(module: Module, *, today: date) -> tuple[Looked, ...]:
    """Who looked at the facts, the one that holds longest first."""
    found = []
    for one in module.reviewed:
        on, until = (date.fromisoformat(str(one[name])) for name in ("date", "valid_until"))
        found.append(Looked(str(one["company"]), str(one["person"]), on, until, until < today))
    return tuple(sorted(found, key=lambda one: one.until, reverse=True))


def bookings_for(work: Work, module: Module, *, keep: Collection[UUID] = ()) -> tuple[BookingNow, ...]:
    """The school's bookings that can go with a module: of its kind and still to come, or tied already (`keep`)."""
    offers = {offer.code for offer in offers_with(work, module)}
    return tuple(
        booking
        for booking in bookings_of_school(work, since=work.now, keep=keep)
        if booking.id in keep or (booking.offer_code in offers and booking.state in LIVE and booking.ends_at > work.now)
    )


def _words(modules: Sequence[Module]) -> dict[str, dict[str, str]]:
    """group -> value -> what people read, in the order in which the values stand."""
    topics = {topic.code: topic.label for module in modules for topic in module.topics}
    goals = {goal.code: goal.label for module in modules for goal in module.kerndoelen}
    return {
        "levels": {band: level_label(band).capitalize() for band in BANDS},
        "topics": {code: label.capitalize() for code, label in sorted(topics.items(), key=lambda one: folded(one[1]))},
        "lengths": {value: gettext(text) for value, text in LENGTHS.items()},
        "needs": {value: gettext(text) for value, text in NEEDS.items()},
        "goals": {code: f"{number_of(code)} {goals[code]}" for code in sorted(goals)},
        "languages": {value: gettext(text) for value, text in SPOKEN.items()},
        "visits": {"1": gettext("With a visit")},
    }


def _group(
    modules: Sequence[Module], said: Sequence[Module], wish: Wish, name: str, words: Mapping[str, Mapping[str, str]]
) -> Group:
    chosen = getattr(wish, name)
    picks = tuple(
        Pick(one.value, words[name][one.value], one.modules, one.value in chosen)
        for one in finding.choices(modules, said, wish, name, list(words[name]))
    )
    whole = sum(finding.fits(module, wish, but=name) for module in said)
    return Group(name, picks, is_choice=bool(chosen) or any(pick.modules != whole for pick in picks))


def _frameworks(goals: Group) -> tuple[Group, ...]:
    named = sorted({finding.framework_of(pick.value) for pick in goals.picks})
    return tuple(
        Group(
            "goals",
            tuple(pick for pick in goals.picks if finding.framework_of(pick.value) == name),
            framework_name(name),
        )
        for name in named
    )


def _chip(modules: Sequence[Module], wish: Wish, name: str, value: str, words: Mapping[str, Mapping[str, str]]) -> Chip:
    label = f"“{value}”" if name == "words" else words[name].get(value, value)
    rest = wish.without(name, value)
    return Chip(label, rest, sum(finding.fits(module, rest) for module in modules))


def _goes_with(offer: OfferNow, module: Module) -> bool:
    return goes_with(modules=offer.modules, kind=offer.kind, slug=module.slug, visit_kind=module.visit_kind)


def _on_shelf(work: Work, module: Module, offers: Sequence[OfferNow]) -> OnShelf:
    fitting = [one for one in offers if _goes_with(one, module) and set(one.levels) & set(module.levels)]
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
    amount = amount_for(amount=material.amount, per=material.per, pupils=pupils)
    return Needed(material.what, amount, None if material.price is None else amount * material.price)


def amount_text(amount: Decimal) -> str:
    """`13`, `0,5`."""
    text = f"{amount.normalize():f}"
    return text.replace(".", ",") if language() == "nl" else text
