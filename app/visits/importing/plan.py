"""From the cells to what will change: what is new, what is different, what is wrong at which cell. Pure.

An offer is known by its company, its edition and its title; a time by its offer and its beginning. So the same list
twice changes nothing, and what is not in the list stays.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, time
from functools import partial
from typing import Any, TypeVar
from uuid import UUID

from app.base.language import N_
from app.base.names import folded
from app.visits.importing.columns import BY_KEY, COLUMNS, EXAMPLE, Heads, heads_of
from app.visits.importing.differences import changes as changes_of
from app.visits.importing.differences import shown, slot_changes, why_not, words
from app.visits.importing.planned import (
    CHANGED,
    NEW,
    SAME,
    Known,
    KnownCompany,
    KnownSlot,
    Plan,
    PlannedOffer,
    PlannedSlot,
    Wrong,
)
from app.visits.importing.values import (
    Unread,
    day_of,
    form_of,
    levels_of,
    moment_of,
    number_of,
    text_of,
    time_of,
)
from app.visits.importing.xlsx import Cell, Sheet, name_of, place_of

TEXTS = {"title": 80, "summary": 400, "see": 400, "do": 400, "meet": 400, "contact": 80, "wear": 200}
PLACE = {"address": 120, "place": 60, "entrance": 120}
T = TypeVar("T")


def plan_of(sheet: Sheet, known: Known, *, now: datetime) -> Plan:
    """What this sheet would do."""
    heads = heads_of(sheet)
    if heads is None:
        message = N_("We find no row with heads such as Bedrijf, Titel and Niveaus. Start from the template.")
        return Plan(wrong=(Wrong("A1", "", message),))
    if heads.absent:
        message = N_("There is no column “%(head)s”. Take it from the template.")
        at = name_of(heads.row, 0)
        return Plan(wrong=tuple(Wrong(at, "", message, {"head": one.head}) for one in heads.absent))
    return _Planning(sheet, known, heads, now).plan()


class _Planning:
    """Goes through the rows once; wrong cells are gathered, so that all of them are told at once."""

    def __init__(self, sheet: Sheet, known: Known, heads: Heads, now: datetime) -> None:
        self.sheet, self.known, self.heads, self.now = sheet, known, heads, now
        self.wrong: list[Wrong] = []
        self.offers: dict[tuple[UUID, str], PlannedOffer] = {}
        self.slots: dict[tuple[tuple[UUID, str], datetime], PlannedSlot] = {}
        self.held = {(one.company_id, folded(one.title)): one for one in known.offers}
        self.held_slots = {(one.offer_id, one.starts_at): one for one in known.slots}

    def plan(self) -> Plan:
        self._no_merged()
        for number, cells in sorted(self.sheet.rows.items()):
            if number > self.heads.row:
                self._row(number, cells)
        if not self.offers and not self.wrong:
            self.wrong.append(Wrong(name_of(self.heads.row + 1, 0), "", N_("The list is empty. Fill in a row.")))
        return Plan(tuple(self.offers.values()), tuple(self.slots.values()), self._in_order(), self.heads.unknown)

    def _in_order(self) -> tuple[Wrong, ...]:
        """By row, from left to right."""
        return tuple(sorted(self.wrong, key=lambda one: place_of(one.cell.partition(":")[0])))

    def _no_merged(self) -> None:
        for reference in self.sheet.merged:
            last = reference.rpartition(":")[2]
            try:
                row, _ = place_of(last)
            except ValueError:
                continue
            if row > self.heads.row:
                self.wrong.append(
                    Wrong(reference, "", N_("These cells are merged. Split them and fill in every cell."))
                )

    def _row(self, number: int, cells: Mapping[int, Cell]) -> None:
        row = {key: cells[column] for key, column in self.heads.where.items() if column in cells}
        if not row or folded(row["company"].text if "company" in row else "").startswith(EXAMPLE):
            return
        before = len(self.wrong)
        told = dict(self._told(number, row))
        company = self._company(number, row)
        if company is None or len(self.wrong) > before:
            return
        offer = self._offer(number, row, company, told)
        if offer is not None:
            self._slot(number, row, offer)

    def _read(self, number: int, row: Mapping[str, Cell], key: str, read: Callable[[Cell], T]) -> T | None:
        """None: empty, or wrong and noted."""
        cell = row.get(key)
        if cell is None or cell.is_empty:
            if BY_KEY[key].is_needed:
                self._say(number, key, "", N_("Fill this in: %(head)s."), head=BY_KEY[key].head)
            return None
        try:
            return read(cell)
        except Unread as unread:
            said = cell.text or ("" if cell.number is None else f"{cell.number:.10g}")
            self._say(number, key, said, unread.message, **unread.params)
            return None

    def _say(self, number: int, key: str, said: str, message: str, /, **params: object) -> None:
        at = name_of(number, self.heads.where.get(key, 0))
        self.wrong.append(Wrong(at, said[:60], message, params))

    def _told(self, number: int, row: Mapping[str, Cell]) -> Iterator[tuple[str, Any]]:
        """(column, value) of the offer; empty cells say nothing."""
        readers: dict[str, Callable[[Cell], Any]] = {
            key: partial(text_of, most=most) for key, most in (TEXTS | PLACE).items()
        }
        readers |= {"form": form_of, "levels": lambda cell: list(levels_of(cell))}
        readers |= dict.fromkeys(("min_group", "max_group"), partial(number_of, least=1, most=100))
        for key, read in readers.items():
            value = self._read(number, row, key, read)
            if value is not None:
                yield key, words(value) if key == "wear" else value

    def _company(self, number: int, row: Mapping[str, Cell]) -> KnownCompany | None:
        said = self._read(number, row, "company", partial(text_of, most=120))
        if said is None:
            return None
        found = [one for one in self.known.companies if folded(said) in (folded(one.code), folded(one.name))]
        if len(found) == 1:
            return found[0]
        message = (
            N_("More companies have this name. Fill in the code of the company.")
            if found
            else N_("This company is not in the network. Look at the name, or add the company first.")
        )
        self._say(number, "company", said, message)
        return None

    def _offer(
        self, number: int, row: Mapping[str, Cell], company: KnownCompany, told: dict[str, Any]
    ) -> PlannedOffer | None:
        key = (company.id, folded(told["title"]))
        held = self.held.get(key)
        if told["max_group"] < told["min_group"]:
            said = str(told["max_group"])
            self._say(
                number, "max_group", said, N_("The largest group is smaller than the smallest. Raise this number.")
            )
            return None
        if key in self.offers:
            return self._again(number, key, told)
        if held is None and not self._is_whole(number, company, told):
            return None
        changes = tuple(changes_of(held.told, told)) if held else ()
        what = NEW if held is None else CHANGED if changes else SAME
        title = held.title if held else told["title"]
        made = PlannedOffer(key, number, what, company.name, title, told, changes, held.id if held else None)
        self.offers[key] = made
        return made

    def _is_whole(self, number: int, company: KnownCompany, told: Mapping[str, Any]) -> bool:
        """What a new offer cannot do without."""
        lacks = [] if "summary" in told else ["summary"]
        if not company.has_location:
            lacks += [key for key in ("address", "place") if key not in told]
        for key in lacks:
            self._say(number, key, "", N_("A new offer needs this: %(head)s."), head=BY_KEY[key].head)
        return not lacks

    def _again(self, number: int, key: tuple[UUID, str], told: Mapping[str, Any]) -> PlannedOffer | None:
        """The same offer on another row: what it says must be the same, or be left empty."""
        first = self.offers[key]
        for name, value in told.items():
            if name != "title" and first.told.get(name, value) != value:
                message = N_("Row %(row)s says something else of the same offer. Make them the same.")
                self._say(number, name, shown(value), message, row=first.row)
                return None
        whole, held = {**told, **first.told}, self.held.get(key)
        changes = tuple(changes_of(held.told, whole)) if held else ()
        what = NEW if held is None else CHANGED if changes else SAME
        self.offers[key] = replace(first, told=whole, changes=changes, what=what)
        return self.offers[key]

    def _slot(self, number: int, row: Mapping[str, Cell], offer: PlannedOffer) -> None:
        if not any(column.key in row and not row[column.key].is_empty for column in COLUMNS if column.is_slot):
            return
        before = len(self.wrong)
        times = self._times(number, row)
        places = self._read(number, row, "places", partial(number_of, least=1, most=50))
        pupils = self._read(number, row, "pupils", partial(number_of, least=1, most=2000))
        if times is None or len(self.wrong) > before:
            return
        held = self.held_slots.get((offer.id, times[0])) if offer.id else None
        places = places or (held.places if held else 1)
        pupils = pupils or (held.pupils if held else places * offer.told["max_group"])
        if pupils < offer.told["min_group"]:
            self._say(number, "pupils", str(pupils), N_("Fewer pupils than the smallest group. Raise the number."))
            return
        self._keep(number, offer, held, times, places, pupils)

    def _times(self, number: int, row: Mapping[str, Cell]) -> tuple[datetime, datetime] | None:
        for key in ("day", "starts", "ends"):
            if key not in row or row[key].is_empty:
                self._say(number, key, "", N_("A time needs this too: %(head)s."), head=BY_KEY[key].head)
                return None
        day = self._read(number, row, "day", partial(day_of, since_1904=self.sheet.since_1904))
        starts, ends = self._read(number, row, "starts", time_of), self._read(number, row, "ends", time_of)
        if day is None or starts is None or ends is None or not self._is_day(number, day):
            return None
        return self._moments(number, day, starts, ends)

    def _is_day(self, number: int, day: date) -> bool:
        if not self.known.starts_on <= day <= self.known.ends_on:
            facts = {"first": f"{self.known.starts_on:%d-%m-%Y}", "last": f"{self.known.ends_on:%d-%m-%Y}"}
            message = N_("This day is outside the edition, which goes from %(first)s to %(last)s.")
            self._say(number, "day", f"{day:%d-%m-%Y}", message, **facts)
            return False
        if day in self.known.closed:
            message = N_("On this day there are no visits (%(why)s). Choose another day.")
            self._say(number, "day", f"{day:%d-%m-%Y}", message, why=self.known.closed[day] or "–")
            return False
        return True

    def _moments(self, number: int, day: date, starts: time, ends: time) -> tuple[datetime, datetime] | None:
        found = []
        for key, at in (("starts", starts), ("ends", ends)):
            try:
                found.append(moment_of(day, at))
            except Unread as unread:
                self._say(number, key, f"{at:%H:%M}", unread.message)
                return None
        if message := why_not(found[0], found[1], self.now):
            self._say(number, "day" if found[0] <= self.now else "ends", f"{ends:%H:%M}", message)
            return None
        return found[0], found[1]

    def _keep(
        self,
        number: int,
        offer: PlannedOffer,
        held: KnownSlot | None,
        times: tuple[datetime, datetime],
        places: int,
        pupils: int,
    ) -> None:
        starts_at, ends_at = times
        if (offer.key, starts_at) in self.slots:
            message = N_("This time stands in row %(row)s already. Take one of them away.")
            self._say(number, "starts", "", message, row=self.slots[offer.key, starts_at].row)
            return
        if held and (held.places_taken > places or held.pupils_taken > pupils):
            key = "places" if held.places_taken > places else "pupils"
            message = N_("%(groups)s groups with %(pupils)s pupils have booked already. Do not go below that.")
            facts = {"groups": held.places_taken, "pupils": held.pupils_taken}
            self._say(number, key, str(places if key == "places" else pupils), message, **facts)
            return
        changes = slot_changes(held, ends_at, places, pupils) if held else ()
        what = NEW if held is None else CHANGED if changes else SAME
        self.slots[offer.key, starts_at] = PlannedSlot(
            offer.key, number, what, starts_at, ends_at, places, pupils, changes, held.id if held else None
        )
