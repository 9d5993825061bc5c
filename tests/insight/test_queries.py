"""The line of the year over two schools, on both databases: who is counted, once, and what is never shown."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from app.base import clock
from app.base.house import House
from app.base.problems import NotAllowed
from app.certificates.operations import print_certificates, revoke_certificate
from app.curriculum.commands import publish_lessons
from app.insight import queries
from app.learning.operations import tick_step
from app.people.models import School
from app.visits.operations import mark_presence
from tests.assignments.makers import given
from tests.certificates.makers import SITE
from tests.conftest import BOTH, NOW
from tests.curriculum import lessons
from tests.makers import MadeSchool, Makers, Person, moment
from tests.visits import makers as visits

pytestmark = BOTH
LAST_YEAR = moment(2026, 3, 12)


@dataclass
class Taking:
    """A class that takes part: its people and the lesson it was given."""

    makers: Makers
    school: MadeSchool
    pupils: list[Person] = field(init=False)

    def start(self, pupils: int, *, kind_of_lesson: str = "proef") -> "Taking":
        self.klass = self.makers.school_class(self.school)
        self.teacher = self.makers.teacher(self.school, self.klass)
        self.pupils = self.makers.pupils(self.klass, pupils)
        self.code = given(self.makers, self.teacher, self.klass, slug=kind_of_lesson)
        return self

    def begin(self, pupils: Sequence[Person], step: str = "kijk") -> None:
        self._act(tick_step, code=self.code, step_id=step, how="board", pupil_ids=[one.id for one in pupils])

    def visit(
        self, pupils: Sequence[Person], *, company: Any = None, absent: Sequence[Person] = (), **columns: Any
    ) -> visits.MadeBooking:
        offer = visits.offer(self.makers, company_id=company)
        slot = visits.slot(self.makers, offer, starts_at=clock.now() - timedelta(hours=3))
        made = visits.booking(self.makers, self.school, self.teacher, slot, klass=self.klass, pupils=pupils, **columns)
        if pupils:
            seen = [one.id for one in pupils]
            self._act(mark_presence, code=made.code, seen=seen, absent=[one.id for one in absent])
        return made

    def certify(self, pupils: Sequence[Person]) -> None:
        for step in ("kijk", "terug"):
            self.begin(pupils, step)
        ids = [one.id for one in pupils]
        self._act(print_certificates, code=self.code, pupil_ids=ids, site=SITE)

    def _act(self, operation: Any, **facts: Any) -> Any:
        return self.makers.house.act(self.teacher.actor, clock.now(), operation, **facts)


@pytest.fixture(autouse=True)
def lesson(house: House, makers: Makers, tmp_path: Path) -> None:
    lessons.write(tmp_path / "lessons")
    assert all(one.published for one in publish_lessons(house, tmp_path / "lessons"))
    makers.network()
    makers.school_year()


@pytest.fixture
def taking(makers: Makers) -> Callable[..., Taking]:
    def make(kind: str = "po", place: str = "Kadedorp", pupils: int = 12) -> Taking:
        school = makers.school(kind)

        def settle(work: Any) -> None:
            work.db.get_one(School, school.id).municipality = place

        makers.write(settle)
        return Taking(makers, school).start(pupils)

    return make


@pytest.fixture
def reach(house: House, makers: Makers) -> Callable[[], queries.Reach]:
    marit = makers.coordinator()

    def ask() -> queries.Reach:
        with house.counting(marit.actor, clock.now()) as work:
            return queries.reach(work)

    return ask


def parts(found: queries.Reach) -> dict[str, int | None]:
    return {one.name: one.pupils for one in found.places}


def test_before_anything_happens_everything_is_nought(reach: Any, makers: Makers) -> None:
    makers.school("po")
    found = reach()
    line = found.this_year
    assert (line.year, line.pupils, line.classes, line.companies, line.visits) == ("2026-2027", 0, 0, 0, 0)
    assert (line.certificates, line.attended, line.primary, line.secondary) == (0, 0, 0, 0)
    assert (found.last_year, found.primary_of, found.secondary_of) == (None, 1, 0)


def test_without_any_school_year_there_is_a_page_all_the_same(house: House, makers: Makers) -> None:
    from app.people.models import SchoolYear

    def forget(work: Any) -> None:
        for year in work.db.query(SchoolYear):
            work.db.delete(year)

    makers.write(forget)
    with house.counting(makers.coordinator().actor, NOW) as work:
        assert queries.reach(work).this_year.year == ""


def test_the_line_counts_two_schools_together_and_every_pupil_once(taking: Any, reach: Any, makers: Makers) -> None:
    po, vo = taking("po", "Kadedorp", 14), taking("vo", "Havenmond", 10)
    lock, mill = makers.company(name="Zeesluis"), makers.company(name="Papierfabriek")
    po.begin(po.pupils[:6])  # six began a lesson; five of them and six others were at a visit: twelve
    po.visit(po.pupils[1:12], company=lock)
    po.visit(po.pupils[1:6], company=mill)  # a second one
    vo.visit(vo.pupils, company=lock)
    po.certify(po.pupils[:6])
    found = reach()
    line = found.this_year
    assert (line.pupils, line.attended) == (12 + 10, None)  # all but one were at a visit: that would name the one
    assert (line.primary, line.secondary, line.classes, line.companies, line.visits) == (1, 1, 2, 2, 3)
    assert line.certificates == 6
    assert parts(found) == {"Kadedorp": 12, "Havenmond": 10}
    assert found.visits_by_company == (("Zeesluis", 2), ("Papierfabriek", 1))


def test_a_pupil_at_two_visits_counts_once_as_one_who_went(taking: Any, reach: Any) -> None:
    po = taking(pupils=8)
    po.visit(po.pupils)
    po.visit(po.pupils)
    assert (reach().this_year.attended, reach().this_year.visits) == (8, 2)


def test_a_pupil_with_two_lessons_counts_once(taking: Any, reach: Any, makers: Makers) -> None:
    po = taking(pupils=8)
    po.begin(po.pupils)
    po.code = given(makers, po.teacher, po.klass, request_id="second")
    po.begin(po.pupils)
    assert (reach().this_year.pupils, reach().this_year.classes) == (8, 1)


def test_who_was_absent_was_not_at_the_visit_and_the_last_word_counts(taking: Any, reach: Any, at: Any) -> None:
    po = taking(pupils=12)
    booking = po.visit(po.pupils, absent=po.pupils[:6])
    assert (reach().this_year.pupils, reach().this_year.attended) == (6, 6)
    at(NOW + timedelta(minutes=5))  # corrected on second thoughts
    seen = [one.id for one in po.pupils]
    po._act(mark_presence, code=booking.code, seen=seen, absent=seen[6:])
    assert (reach().this_year.pupils, reach().this_year.attended) == (6, 6)
    at(NOW + timedelta(minutes=9))
    po._act(mark_presence, code=booking.code, seen=seen, absent=[])
    assert (reach().this_year.pupils, reach().this_year.attended) == (12, 12)


def test_a_visit_to_which_nobody_came_was_not_held(taking: Any, reach: Any) -> None:
    po = taking(pupils=6)
    po.visit(po.pupils, absent=po.pupils)
    assert (reach().this_year.visits, reach().this_year.companies, reach().this_year.classes) == (0, 0, 0)


def test_without_a_word_of_the_teacher_only_what_the_host_counted_was_held(taking: Any, reach: Any) -> None:
    po = taking(pupils=6)
    for state in ("confirmed", "requested", "cancelled", "declined"):
        po.visit((), state=state)
    assert reach().this_year.visits == 0
    po.visit((), state="held")
    assert reach().this_year.visits == 1


def test_revoked_certificates_do_not_count(taking: Any, reach: Any, house: House) -> None:
    from app.certificates.models import Certificate

    po = taking(pupils=10)
    po.certify(po.pupils)
    assert reach().this_year.certificates == 10
    with house.store.reading("everywhere") as db:
        numbers = [one.number for one in db.query(Certificate).order_by(Certificate.number)]
    for number in numbers[:5]:
        po._act(revoke_certificate, number=number, reason="x")
    assert reach().this_year.certificates == 5


def test_last_year_stands_beside_this_year_and_is_not_mixed_with_it(
    taking: Any, reach: Any, makers: Makers, at: Any
) -> None:
    at(LAST_YEAR)
    makers.school_year()
    old = taking("po", "Kadedorp", 7)
    old.begin(old.pupils)
    old.visit(old.pupils)
    old.certify(old.pupils)
    at(NOW)
    new = taking("vo", "Havenmond", 9)
    new.begin(new.pupils)
    found = reach()
    this, last = found.this_year, found.last_year
    assert (this.year, this.pupils, this.visits, this.certificates, this.secondary, this.primary) == (
        "2026-2027", 9, 0, 0, 1, 0,
    )  # fmt: skip
    assert (last.year, last.pupils, last.visits, last.certificates, last.secondary, last.primary) == (
        "2025-2026", 7, 1, 7, 0, 1,
    )  # fmt: skip
    assert {one.name: (one.pupils, one.pupils_before) for one in found.places} == {
        "Kadedorp": (0, 7),
        "Havenmond": (9, 0),
    }


@pytest.mark.parametrize("few", [1, 4])
def test_one_to_four_pupils_are_not_shown_but_their_school_class_company_and_visit_are(
    taking: Any, reach: Any, few: int
) -> None:
    po = taking(pupils=few)
    po.begin(po.pupils)
    po.visit(po.pupils)
    po.certify(po.pupils)
    found = reach()
    line = found.this_year
    assert (line.pupils, line.attended, line.certificates, parts(found)) == (None, None, None, {"Kadedorp": None})
    assert (line.primary, line.classes, line.companies, line.visits) == (1, 1, 1, 1)
    assert found.visits_by_company[0][1] == 1


def test_a_small_place_hides_the_next_smallest_with_it_so_that_subtracting_finds_neither(
    taking: Any, reach: Any
) -> None:
    for place, pupils in (("Duinwijk", 3), ("Havenmond", 9), ("Kadedorp", 12)):
        one = taking("po", place, pupils)
        one.begin(one.pupils)
    found = reach()
    assert found.this_year.pupils == 24
    assert parts(found) == {"Duinwijk": None, "Havenmond": None, "Kadedorp": 12}
    assert {one.name: one.primary for one in found.places} == {"Duinwijk": 1, "Havenmond": 1, "Kadedorp": 1}


def test_only_the_network_asks(house: House, makers: Makers, taking: Any) -> None:
    po = taking(pupils=1)
    people = [po.teacher, po.pupils[0], makers.school_admin(po.school), makers.host(makers.company())]
    for one in people:
        with house.counting(one.actor, NOW) as work, pytest.raises(NotAllowed):
            queries.reach(work)
