"""An event day as values: its plan, a stand with its rounds, a class with its route, all of it together."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from app.visits.rules.event import DayPlan, rounds_on
from app.visits.rules.halves import part_name
from app.visits.rules.waves import Wave, waves_before


@dataclass(frozen=True, slots=True)
class EventNow:
    """The plan of a day. `rounds`: when each begins and ends; `waves`: the last to come first."""

    id: UUID
    code: str
    edition_id: UUID
    edition: str
    day: date
    name: str
    venue: str
    address: str
    place: str
    latitude: float | None
    longitude: float | None
    bikes_at: str
    coaches_at: str
    bring: str
    phone: str
    plan: DayPlan
    version: int
    told_at: datetime | None

    @property
    def rounds(self) -> tuple[tuple[datetime, datetime], ...]:
        return rounds_on(self.day, self.plan)

    @property
    def starts_at(self) -> datetime:
        return self.rounds[0][0]

    @property
    def ends_at(self) -> datetime:
        return self.rounds[-1][1]

    @property
    def waves(self) -> tuple[Wave, ...]:
        return waves_before(self.starts_at, minutes=self.plan.wave_minutes)


@dataclass(frozen=True, slots=True)
class Room:
    """A round of a stand: its slot and what is taken there."""

    slot_id: UUID
    is_open: bool
    places_taken: int
    pupils_taken: int


@dataclass(frozen=True, slots=True)
class StandNow:
    id: UUID
    offer_id: UUID
    offer_code: str
    number: str
    column: int
    row: int
    groups: int
    pupils: int
    company_id: UUID
    company: str
    title: str
    levels: tuple[str, ...]
    min_group: int
    max_group: int
    wear: tuple[str, ...]
    contact: str
    is_offered: bool
    rooms: Mapping[int, Room] = field(default_factory=dict)

    @property
    def is_off(self) -> bool:
        """Every round was called off; the stand waits to be taken away, or to be asked again."""
        return bool(self.rooms) and not any(room.is_open for room in self.rooms.values())


@dataclass(frozen=True, slots=True)
class StepNow:
    """A round of a class. No stand: free on purpose."""

    round: int
    stand_id: UUID | None
    booking_id: UUID | None
    booking_code: str
    state: str
    is_fixed: bool
    arrived: int | None
    phone: str


@dataclass(frozen=True, slots=True)
class ClassOnDay:
    id: UUID
    code: str
    school_id: UUID
    school: str
    class_id: UUID
    class_code: str
    class_name: str
    part: int  # 0: the whole class; 1 and 2: its halves
    level: str
    pupils: int
    way: str
    needs: str
    wave: int | None
    wave_fixed: bool
    booked_by: UUID
    teacher: str
    teacher_email: str
    km: float | None
    companion: str
    steps: Mapping[int, StepNow] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """`7A`, or `7A part 1`, in the language that is spoken now."""
        return part_name(self.class_name, self.part)

    @property
    def who(self) -> str:
        """Who goes along."""
        return self.companion or self.teacher

    @property
    def stands(self) -> frozenset[UUID]:
        return frozenset(one.stand_id for one in self.steps.values() if one.stand_id)


@dataclass(frozen=True, slots=True)
class WholeDay:
    """All that a coordinator sees."""

    event: EventNow
    stands: tuple[StandNow, ...]
    classes: tuple[ClassOnDay, ...]

    @property
    def by_id(self) -> dict[UUID, StandNow]:
        return {one.id: one for one in self.stands}

    @property
    def whole(self) -> int:
        """How many classes come; two halves are one class."""
        return len({one.class_id for one in self.classes})

    @property
    def filled(self) -> int:
        return sum(len(one.stands) for one in self.classes)

    @property
    def wanted(self) -> int:
        free = sum(step.stand_id is None for one in self.classes for step in one.steps.values())
        return len(self.classes) * len(self.event.rounds) - free
