"""Editions, placing and moving by a coordinator, on SQLite and PostgreSQL."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from app.access.actor import NOBODY
from app.base import clock
from app.base.doors import GATE, Door
from app.base.house import House
from app.base.mail import OutgoingMail
from app.base.problems import NotAllowed, NotFound, RuleBroken
from app.base.work import Work
from app.people import operations as people
from app.people.models import SchoolClass
from app.people.rules.difference import ListShown
from app.visits import operations, queries
from app.visits.models import Booking, BookingChange, EditionDay, VisitSlot
from app.visits.queries.board import Board, Filters, board
from app.visits.queries.changes import changes
from app.visits.queries.editions import edition_by_id
from app.visits.queries.fitting import picked_booking, picked_class, target
from app.visits.queries.stamp import stamp_of
from tests.conftest import BOTH, NOW
from tests.makers import Makers, Person
from tests.visits import makers as v

pytestmark = BOTH
Act = Callable[..., Any]


class Town:
    """A school with a class of 26, two companies with a moment each, and a coordinator."""

    def __init__(self, makers: Makers) -> None:
        self.makers = makers
        self.school = makers.school(name="Basisschool De Vlieger")
        self.klass = makers.school_class(self.school, name="7B", size=26)
        self.teacher = makers.teacher(self.school, self.klass)
        self.office = makers.school_admin(self.school)
        self.coordinator = makers.coordinator(schools=[self.school])
        self.edition = v.week_edition(makers)
        self.first, self.second = (
            v.slot(makers, v.offer(makers, max_group=30), places=1, starts_at=NOW + timedelta(days=days))
            for days in (4, 5)
        )

    def seen(self, look: Act, slot: v.MadeSlot, booking: str = "") -> str:
        def now(work: Work) -> str:
            picked = picked_booking(work, code=booking) if booking else picked_class(work, code=self.klass.code)
            edition = edition_by_id(work, self.edition)
            return target(work, slot_code=slot.code, edition=edition).seen(picked)

        return look(self.coordinator.actor, now)  # type: ignore[no-any-return]

    def place(self, act: Act, look: Act, slot: v.MadeSlot, by: Person | None = None, **facts: Any) -> str:
        told = {"seen": self.seen(look, slot), "request_id": "one", "expected": 26, "class_code": self.klass.code}
        told |= {"edition_id": self.edition, "slot_code": slot.code, **facts}
        return act((by or self.coordinator).actor, operations.place_class, **told)  # type: ignore[no-any-return]

    def move(self, act: Act, look: Act, code: str, slot: v.MadeSlot, **facts: Any) -> None:
        told = {"seen": self.seen(look, slot, code), "edition_id": self.edition, "slot_code": slot.code, **facts}
        act(self.coordinator.actor, operations.move_booking, booking_code=code, **told)


@pytest.fixture
def town(makers: Makers) -> Town:
    return Town(makers)


def held(house: House, code: str) -> Booking:
    with house.counting(NOBODY, clock.now()) as work:
        return work.db.scalars(select(Booking).where(Booking.code == code)).one()


def taken(house: House, *slots: v.MadeSlot) -> list[tuple[int, int]]:
    with house.looking(NOBODY, clock.now()) as work:
        rows = [work.db.get_one(VisitSlot, one.id) for one in slots]
        return [(row.places_taken, row.pupils_taken) for row in rows]


def mailed(house: House) -> set[str]:
    with house.looking(NOBODY, clock.now()) as work:
        return set(work.db.scalars(select(OutgoingMail.address)))


def board_of(look: Act, town: Town, **filters: Any) -> Board:
    def read(work: Work) -> Board:
        edition = edition_by_id(work, town.edition)
        return board(work, edition=edition, week=clock.school_day(town.first.starts_at), filters=Filters(**filters))

    return look(town.coordinator.actor, read)  # type: ignore[no-any-return]


def test_a_class_that_is_placed_is_proposed_for_48_hours_and_both_are_told(
    town: Town, act: Act, look: Act, house: House, makers: Makers
) -> None:
    host = makers.host(town.first.offer.company_id)
    code = town.place(act, look, town.first)
    booking = held(house, code)
    assert (booking.state, booking.hold_until) == ("proposed", NOW + timedelta(hours=48))
    assert (booking.booked_by, booking.school_yes_at) == (town.teacher.id, None)
    assert taken(house, town.first) == [(1, 26)]
    assert mailed(house) == {host.email, town.teacher.email}
    assert look(town.teacher.actor, queries.booking_by_code, code=code).state == "proposed"


def test_a_class_without_a_teacher_is_proposed_to_the_office(
    town: Town, act: Act, look: Act, house: House, makers: Makers
) -> None:
    other = makers.school()
    office = makers.school_admin(other)
    town.klass = makers.school_class(other, name="8A", size=26)
    town.coordinator = makers.coordinator(schools=[other])
    assert held(house, town.place(act, look, town.first)).booked_by == office.id
    empty = makers.school()
    town.klass = makers.school_class(empty, name="8A", size=26)
    town.coordinator = makers.coordinator(schools=[empty])
    with pytest.raises(RuleBroken):
        town.place(act, look, town.second, request_id="two")
    assert taken(house, town.second) == [(0, 0)]


def test_the_same_form_sent_twice_places_once(town: Town, act: Act, look: Act, house: House) -> None:
    seen = town.seen(look, town.first)
    assert town.place(act, look, town.first, seen=seen) == town.place(act, look, town.first, seen=seen)
    assert taken(house, town.first) == [(1, 26)]


def test_an_older_board_places_and_moves_nothing(town: Town, act: Act, look: Act, house: House, makers: Makers) -> None:
    seen = town.seen(look, town.first)
    klass = makers.school_class(town.school, name="8C", size=12)
    town.place(act, look, town.first, class_code=klass.code, expected=12)
    with pytest.raises(RuleBroken, match="Somebody was first"):
        town.place(act, look, town.first, seen=seen, request_id="two")
    code = town.place(act, look, town.second, request_id="three")
    before = town.seen(look, v.slot(makers, starts_at=NOW + timedelta(days=6)), code)
    third = v.slot(makers, v.offer(makers, max_group=30), starts_at=NOW + timedelta(days=6))
    act(town.teacher.actor, operations.cancel_booking, code=code)
    with pytest.raises(RuleBroken, match="Somebody was first"):
        town.move(act, look, code, third, seen=before)


def test_a_move_takes_the_new_place_and_gives_back_the_old_together(
    town: Town, act: Act, look: Act, house: House, makers: Makers
) -> None:
    code = town.place(act, look, town.first)
    makers.write(lambda work: _agree(work, code))
    town.move(act, look, code, town.second)
    assert taken(house, town.first, town.second) == [(0, 0), (1, 26)]
    booking = held(house, code)
    assert (booking.state, booking.slot_id, booking.school_yes_at) == ("proposed", town.second.id, None)
    assert booking.confirmed_at is None, "another company says yes itself"
    assert booking.gate_version == 0, "no link was made yet"
    with house.counting(NOBODY, clock.now()) as work:
        assert list(work.db.scalars(select(BookingChange.what).order_by(BookingChange.what))) == [
            "moved",
            "proposed",
        ]


def test_a_move_to_another_company_takes_the_link_of_the_day_from_the_first(
    town: Town, act: Act, look: Act, house: House
) -> None:
    code = town.place(act, look, town.first)
    act(town.coordinator.actor, operations.make_day_link, code=code)
    town.move(act, look, code, town.second)
    booking = held(house, code)
    assert booking.gate_version == 2, "the link before opens nothing"
    with house.counting(NOBODY, clock.now()) as work:
        doors = work.db.scalars(select(Door).where(Door.kind == GATE)).all()
    assert [one.holder_id for one in doors] == [town.second.offer.company_id]


def test_a_move_to_a_full_moment_changes_nothing(town: Town, act: Act, look: Act, house: House, makers: Makers) -> None:
    code = town.place(act, look, town.first)
    other = makers.school_class(town.school, name="8C", size=20)
    town.place(act, look, town.second, class_code=other.code, expected=20, request_id="two")
    with pytest.raises(RuleBroken, match="another group"):
        town.move(act, look, code, town.second)
    assert taken(house, town.first, town.second) == [(1, 26), (1, 20)]


@pytest.mark.parametrize(
    ("offer", "slot", "why"),
    [
        ({"levels": ("vo-onder-vmbo",)}, {}, "level"),
        ({"max_group": 20}, {}, "divide"),
        ({"deadline_days": 20}, {}, "too late"),
        ({}, {"state": "cancelled"}, "does not offer"),
        ({}, {"pupils": 25}, "room for"),
    ],
)
def test_what_does_not_fit_is_refused_and_takes_no_place(
    town: Town, act: Act, look: Act, house: House, makers: Makers, offer: Any, slot: Any, why: str
) -> None:
    made = v.offer(makers, **{"max_group": 30, **offer})
    there = v.slot(makers, made, starts_at=NOW + timedelta(days=5), **slot)
    with pytest.raises(RuleBroken, match=why):
        town.place(act, look, there)
    assert taken(house, there) == [(0, 0)]


def test_a_class_goes_on_one_visit_a_day(town: Town, act: Act, look: Act, makers: Makers) -> None:
    town.place(act, look, town.first)
    same = v.slot(makers, v.offer(makers, max_group=30), starts_at=town.first.starts_at + timedelta(hours=3))
    with pytest.raises(RuleBroken, match="another visit on this day"):
        town.place(act, look, same, request_id="two")
    v.edition_day(makers, town.edition, clock.school_day(same.starts_at), kind="event", name="Dag op de kade")
    town.place(act, look, same, request_id="two")


def test_a_closed_day_takes_nobody(town: Town, act: Act, look: Act, makers: Makers) -> None:
    day = clock.school_day(town.first.starts_at)
    act(town.coordinator.actor, operations.set_day, edition_id=town.edition, day=day, kind="closed", name="studiedag")
    with pytest.raises(RuleBroken, match="no visits"):
        town.place(act, look, town.first)


def test_far_away_is_asked_about_and_may_be_overruled(town: Town, act: Act, look: Act, makers: Makers) -> None:
    makers.write(lambda work: _put_far(work, town))
    with pytest.raises(RuleBroken, match="far to cycle"):
        town.place(act, look, town.first)
    town.place(act, look, town.first, anyway=True)


def test_what_has_begun_or_ended_is_not_moved(town: Town, act: Act, look: Act, makers: Makers, at: Any) -> None:
    code = town.place(act, look, town.first)
    at(town.first.starts_at)
    with pytest.raises(RuleBroken, match="has begun"):
        town.move(act, look, code, town.second)


def test_only_a_coordinator_plans_and_a_moment_outside_the_edition_is_not_there(
    town: Town, act: Act, look: Act, makers: Makers
) -> None:
    for person in (town.teacher, makers.school_admin(town.school), makers.host(town.first.offer.company_id)):
        with pytest.raises(NotAllowed):
            town.place(act, look, town.first, by=person)
        with pytest.raises(NotAllowed):
            look(person.actor, edition_by_id, edition_id=town.edition)
    far = v.slot(makers, starts_at=NOW + timedelta(days=40))
    with pytest.raises(NotFound):
        town.place(act, look, far, seen="1")


def test_classes_without_a_visit_stand_in_order_of_who_asked_first(
    town: Town, act: Act, look: Act, makers: Makers
) -> None:
    asked = makers.school_class(town.school, name="8C", size=20)
    v.booking(makers, town.school, town.teacher, town.second, klass=asked, state="declined")
    placed = makers.school_class(town.school, name="5A", size=20)
    v.booking(makers, town.school, town.teacher, town.second, klass=placed)
    makers.school_class(town.school, name="alle groepen 8", is_group=True)
    shown = board_of(look, town)
    assert [one.label for one in shown.waiting] == ["8C Vlieger", "7B Vlieger"]
    assert (shown.placed, shown.classes) == (1, 3)


def test_the_board_is_filtered_by_company_class_status_and_room(town: Town, act: Act, look: Act) -> None:
    town.place(act, look, town.first)
    assert len(board_of(look, town).rows) == 2
    assert len(board_of(look, town, text="vlieger").rows) == 1
    assert len(board_of(look, town, status="proposed").rows) == 1
    assert len(board_of(look, town, status="confirmed").rows) == 0
    assert len(board_of(look, town, municipality="Kadedorp").rows) == 1
    assert len(board_of(look, town, with_room=True).rows) == 1
    assert len(board_of(look, town, level="vo-onder-hv").rows) == 0


def test_the_stamp_of_the_board_moves_with_whatever_it_shows(town: Town, act: Act, look: Act, makers: Makers) -> None:
    def stamp() -> str:
        return str(look(town.coordinator.actor, lambda work: stamp_of(work, edition_by_id(work, town.edition))))

    seen = {stamp()}
    assert stamp() in seen, "nothing happened"
    host = makers.host(town.first.offer.company_id)
    code = town.place(act, look, town.first)
    for n, again in enumerate(
        (
            lambda: None,
            lambda: act(host.actor, operations.set_slot_state, code=town.first.code, state="cancelled"),
            lambda: act(town.teacher.actor, operations.cancel_booking, code=code),
            lambda: act(host.actor, operations.set_offer_state, code=town.first.offer.code, state="closed"),
        )
    ):
        again()
        seen.add(stamp())
        assert len(seen) == n + 2


def test_who_changed_what_is_told_newest_first_and_by_class(
    town: Town, act: Act, look: Act, makers: Makers, at: Any
) -> None:
    code = town.place(act, look, town.first)
    at(NOW + timedelta(minutes=1))
    town.move(act, look, code, town.second)
    at(NOW + timedelta(minutes=2))
    host = makers.host(town.second.offer.company_id)
    act(host.actor, operations.set_slot_state, code=town.second.code, state="cancelled")
    found = look(town.coordinator.actor, changes, edition_id=town.edition)
    assert [one.what for one in found] == ["slot.state", "moved", "proposed"]  # a move is one act, and one line
    of_class = look(town.coordinator.actor, changes, edition_id=town.edition, text="7b")
    assert {one.by for one in of_class} == {"Marit de Boer"}
    assert {one.booking for one in look(town.coordinator.actor, changes, edition_id=town.edition, booking=code)} == {
        code
    }


def test_an_edition_is_made_changed_and_has_its_days(town: Town, act: Act, house: House) -> None:
    actor = town.coordinator.actor
    with pytest.raises(RuleBroken):
        act(actor, operations.make_edition, name="Techniekweek", starts_on=date(2027, 3, 1), ends_on=date(2027, 3, 5))
    made: UUID = act(actor, operations.make_edition, name="Lente", starts_on=date(2027, 3, 1), ends_on=date(2027, 3, 5))
    with pytest.raises(RuleBroken):
        act(actor, operations.set_day, edition_id=made, day=date(2027, 3, 6), kind="event", name="")
    for day in (date(2027, 3, 1), date(2027, 3, 5)):
        act(actor, operations.set_day, edition_id=made, day=day, kind="event", name="Dag op de kade")
    act(actor, operations.set_day, edition_id=made, day=date(2027, 3, 1), kind="closed", name="")
    span = {"starts_on": date(2027, 3, 1), "ends_on": date(2027, 3, 4)}
    act(actor, operations.change_edition, edition_id=made, name="Lenteweek", **span)
    with house.looking(NOBODY, clock.now()) as work:
        days = work.db.execute(select(EditionDay.day, EditionDay.kind).where(EditionDay.edition_id == made)).all()
    assert [tuple(one) for one in days] == [(date(2027, 3, 1), "closed")]
    act(actor, operations.clear_day, edition_id=made, day=date(2027, 3, 1))
    act(actor, operations.clear_day, edition_id=made, day=date(2027, 3, 1))


def test_a_class_list_says_how_many_it_counts_and_never_fewer_than_five(
    town: Town, act: Act, house: House, makers: Makers
) -> None:

    names = "\n".join(f"Kind{chr(97 + n)} Jansen" for n in range(7))
    key = UUID(int=77)
    listed = ListShown("8K", ("po-8",), names, "")
    code = _save(act, town.office, people.make_class, key=key, listed=listed)
    assert _size(house, code) == 7
    three = ListShown("8K", ("po-8",), "\n".join(names.splitlines()[:3]), "")
    _save(act, town.office, people.update_list, code=code, listed=three)
    assert _size(house, code) == 5


def _save(act: Act, by: Person, operation: Any, *, listed: ListShown, **facts: Any) -> Any:
    """As the page does: looks at the difference, and sends its mark along."""
    from dataclasses import replace

    from app.people.queries.classes import class_by_code
    from app.people.queries.roster import difference_for_class
    from app.people.rules.difference import mark_of

    def mark(work: Work) -> str:
        class_id = class_by_code(work, code=facts["code"]).id if "code" in facts else None
        found = difference_for_class(work, class_id=class_id, names=listed.names, levels=listed.levels)
        return mark_of(found, name=listed.name, levels=listed.levels)

    return act(by.actor, operation, listed=replace(listed, mark=act(by.actor, mark)), **facts)


def _size(house: House, code: str) -> int | None:
    with house.counting(NOBODY, clock.now()) as work:
        return work.db.scalars(select(SchoolClass.size).where(SchoolClass.code == code)).one()


def _agree(work: Work, code: str) -> None:
    booking = work.db.scalars(select(Booking).where(Booking.code == code)).one()
    booking.state, booking.school_yes_at, booking.confirmed_at = "confirmed", work.now, work.now


def _put_far(work: Work, town: Town) -> None:
    from app.people.models import School
    from app.visits.models import Location, VisitOffer

    school = work.db.get_one(School, town.school.id)
    school.latitude, school.longitude = 52.4, 4.6
    site = work.db.get_one(Location, work.db.get_one(VisitOffer, town.first.offer.id).location_id)
    site.latitude, site.longitude = 52.7, 4.6
