"""What stands already, and what a list would do with it, as plain values."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

NEW, CHANGED, SAME = "new", "changed", "same"


@dataclass(frozen=True, slots=True)
class KnownCompany:
    id: UUID
    code: str
    name: str
    has_location: bool


@dataclass(frozen=True, slots=True)
class KnownOffer:
    """`told`: as the columns say it."""

    id: UUID
    company_id: UUID
    title: str
    told: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class KnownSlot:
    id: UUID
    offer_id: UUID
    starts_at: datetime
    ends_at: datetime
    places: int
    pupils: int
    places_taken: int
    pupils_taken: int


@dataclass(frozen=True, slots=True)
class Known:
    """What stands already, of one edition."""

    starts_on: date
    ends_on: date
    closed: Mapping[date, str]
    companies: tuple[KnownCompany, ...]
    offers: tuple[KnownOffer, ...]
    slots: tuple[KnownSlot, ...]


@dataclass(frozen=True, slots=True)
class Wrong:
    """`cell` as A1; `message` says what to do."""

    cell: str
    said: str
    message: str
    params: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PlannedOffer:
    """`told`: only what the list says. `changes`: (head, before, after)."""

    key: tuple[UUID, str]
    row: int
    what: str
    company: str
    title: str
    told: Mapping[str, Any]
    changes: tuple[tuple[str, str, str], ...] = ()
    id: UUID | None = None


@dataclass(frozen=True, slots=True)
class PlannedSlot:
    key: tuple[UUID, str]
    row: int
    what: str
    starts_at: datetime
    ends_at: datetime
    places: int
    pupils: int
    changes: tuple[tuple[str, str, str], ...] = ()
    id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    offers: tuple[PlannedOffer, ...] = ()
    slots: tuple[PlannedSlot, ...] = ()
    wrong: tuple[Wrong, ...] = ()
    passed_over: tuple[str, ...] = ()  # heads of columns that we do not know

    @property
    def is_empty(self) -> bool:
        whats = [one.what for one in self.offers] + [one.what for one in self.slots]
        return all(what == SAME for what in whats)

    @property
    def may_go(self) -> bool:
        return not self.wrong and not self.is_empty

    @property
    def digest(self) -> str:
        """Of what was shown; what is done later must be the same."""
        return hashlib.sha256(repr((self.offers, self.slots, self.wrong)).encode()).hexdigest()[:24]
