"""A class with a lesson to get certificates for: visits with who was there, and steps done without many words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import select

from app.assignments.operations import choose_visits
from app.base import clock
from app.base.house import House
from app.certificates import operations, queries
from app.certificates.models import Certificate
from app.curriculum.commands import publish_lessons
from app.curriculum.queries import key_of_edition, newest_module
from app.learning.operations import tick_step
from app.visits.operations import mark_presence
from tests.assignments.makers import given
from tests.curriculum import lessons
from tests.learning.world import World
from tests.makers import Makers, Person
from tests.visits import makers as visits

SITE = "http://werf.test"


@dataclass
class Classroom(World):
    """A `World` whose visits and certificates are at hand."""

    makers: Makers

    def visit(
        self,
        pupils: Sequence[Person] = (),
        *,
        company: str = "Zeesluis Noord",
        at: datetime | None = None,
        **columns: Any,
    ) -> visits.MadeBooking:
        """A confirmed visit of these pupils, three hours ago, that goes with the lesson beside those before."""
        offer = visits.offer(self.makers, company_id=self.makers.company(name=company), min_group=1, max_group=30)
        counted = {"expected": max(len(pupils), 1), **columns}
        slot = visits.slot(
            self.makers,
            offer,
            starts_at=at or clock.now() - timedelta(hours=3),
            places_taken=1,
            pupils_taken=counted["expected"],
        )
        made = visits.booking(self.makers, self.school, self.teacher, slot, klass=self.klass, pupils=pupils, **counted)
        self._visits = [*getattr(self, "_visits", []), made.id]
        self.does(choose_visits, booking_ids=self._visits)
        return made

    def present(self, booking: visits.MadeBooking, pupils: Sequence[Person], *, but: Sequence[Person] = ()) -> None:
        seen = [one.id for one in pupils]
        self.house.act(
            self.teacher.actor, clock.now(), mark_presence, code=booking.code, absent=[one.id for one in but], seen=seen
        )

    def does(self, operation: Any, **facts: Any) -> Any:
        """The teacher does something with the lesson."""
        return self.house.act(self.teacher.actor, clock.now(), operation, code=self.code, **facts)

    def done(self, pupils: Sequence[Person], *steps: str, how: str = "paper", reason: str = "") -> None:
        """The teacher ticks these steps (all three unless named)."""
        for step in steps or ("kijk", "bezoek", "terug"):
            self.does(tick_step, step_id=step, how=how, pupil_ids=[one.id for one in pupils], reason=reason)

    def candidates(self) -> dict[UUID, queries.Candidate]:
        with self.house.looking(self.teacher.actor, clock.now()) as work:
            return {one.pupil.id: one for one in queries.candidates(work, code=self.code).pupils}

    def prints(self, *pupils: Person, by: Person | None = None) -> str:
        """Ask for certificates; the run's code."""
        code: str = self.house.act(
            (by or self.teacher).actor, clock.now(), operations.print_certificates,
            code=self.code, pupil_ids=[one.id for one in pupils], site=SITE,
        )  # fmt: skip
        return code

    def certificates(self) -> list[Certificate]:
        """All rows in the order of issue, whatever their state."""
        with self.house.store.reading("everywhere") as db:
            return list(db.scalars(select(Certificate).order_by(Certificate.pupil_id, Certificate.issue)))

    def certificate_of(self, pupil: Person) -> Certificate:
        (found,) = [one for one in self.certificates() if one.pupil_id == pupil.id]
        return found

    def second_teacher(self) -> Person:
        return self.makers.teacher(self.school, self.klass, name="Bram Teunissen")


def classroom(
    house: House, makers: Makers, folder: Path, *, kind: str = "po", pupils: int = 4, points: str = ""
) -> Classroom:
    """The small module given to a class; with `points` (60%) it is one for secondary school that asks them."""
    module = lessons.write(folder)
    if kind == "vo":
        lessons.plant(module, "module.yml", "levels: [po-7-8]", "levels: [vo-onder-vmbo]")
        lessons.plant(module, "module.yml", "kerndoelen: [po-2006-44]", "kerndoelen: [vo-2006-33]")
    if points:
        lessons.plant(module, "module.yml", "pass: {steps: all}", f"pass: {{steps: all, points: {points}}}")
    (outcome,) = publish_lessons(house, folder)
    assert outcome.published, outcome
    makers.network()
    school = makers.school(kind)
    klass = makers.school_class(school)
    people = makers.pupils(klass, pupils)
    teacher = makers.teacher(school, klass)
    code = given(makers, teacher, klass)
    with house.looking(teacher.actor, clock.now()) as work:
        known, key = newest_module(work, slug="proef"), key_of_edition(work, slug="proef", edition=1)
    return Classroom(house, school, klass, teacher, people, code, known, key, makers)


def earned(room: Classroom, pupils: Sequence[Person] = ()) -> visits.MadeBooking:
    """These pupils (all) were at one visit and did everything."""
    there = pupils or room.pupils
    booking = room.visit(there)
    room.present(booking, there)
    room.done(there)
    return booking
