"""A class that walks an event day in two halves: each its own route, list, companion and presence; nobody twice."""

from collections.abc import Callable
from datetime import timedelta
from threading import Thread
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from app.base import clock
from app.base.house import House
from app.base.problems import NotAllowed, NotFound, RuleBroken
from app.certificates.queries.candidates import candidates_of_visit
from app.visits import operations
from app.visits.event_sheets import event_table
from app.visits.models import BookingPupil, EventClass
from app.visits.operations.closing import forget_day
from app.visits.operations.event_lists import list_pupils
from app.visits.prints.event import arrival_list, timetables
from app.visits.queries.bookings import booking_by_code
from app.visits.queries.calendar import appointments_of_actor
from app.visits.queries.event import whole_day
from app.visits.queries.event_now import ClassOnDay
from app.visits.queries.event_reading import all_stand_days, days_of_event, stand_days
from app.visits.queries.presence import division, presence_list
from tests.conftest import BOTH
from tests.makers import Makers
from tests.visits import makers as v
from tests.visits.test_event import Act, Quay, counted, day_of, make, put, rows

pytestmark = BOTH


@pytest.fixture
def quay(makers: Makers) -> Quay:
    """Of the first class five pupils are in the list, and five come."""
    made = Quay(makers)
    made.pupils += [makers.pupil(made.classes[0], first=name) for name in ("Daan", "Eef")]
    makers.write(lambda work: _five(work, made.codes[0]))
    return made


def _five(work: Any, code: str) -> None:
    work.db.scalars(select(EventClass).where(EventClass.code == code)).one().pupils = 5


def halves(look: Act, quay: Quay, n: int = 0) -> list[ClassOnDay]:
    return [one for one in day_of(look, quay).classes if one.class_id == quay.classes[n].id]


def split(act: Act, quay: Quay) -> str:
    return act(quay.teachers[0].actor, operations.split_class, code=quay.codes[0])  # type: ignore[no-any-return]


def lists(act: Act, quay: Quay) -> None:
    act(quay.teachers[0].actor, list_pupils, event_id=quay.event.id)


def on_list(house: House, klass: ClassOnDay) -> list[set[UUID]]:
    """Of each round, in order."""
    keys = [klass.steps[n].booking_id for n in sorted(klass.steps)]
    held = rows(house, BookingPupil, BookingPupil.booking_id.in_(keys))
    return [{one.pupil_id for one in held if one.booking_id == key} for key in keys]


def test_the_first_half_keeps_the_route_and_the_second_gets_one_of_its_own(
    quay: Quay, act: Act, look: Act, house: House
) -> None:
    make(act, look, quay)
    lists(act, quay)
    (whole,) = halves(look, quay)
    route = {n: step.stand_id for n, step in whole.steps.items()}
    second = split(act, quay)
    assert split(act, quay) == second, "pressed twice it is split once"
    one, two = halves(look, quay)
    assert [(one.name, one.pupils, one.part), (two.name, two.pupils, two.part)] == [
        ("7B deel 1", 3, 1),
        ("7B deel 2", 2, 2),
    ]
    assert {n: step.stand_id for n, step in one.steps.items()} == route
    assert two.steps == {}
    counted(house)
    assert make(act, look, quay) == 9
    one, two = halves(look, quay)
    assert len(two.stands) == 3
    assert all(one.steps[n].stand_id != two.steps[n].stand_id for n in (1, 2, 3)), "stands of one class at a time"
    counted(house)
    assert day_of(look, quay).whole == 2, "two halves are one class"


def test_making_routes_leaves_the_route_of_the_first_half_until_all_is_made_anew(
    quay: Quay, act: Act, look: Act, makers: Makers, house: House
) -> None:
    """Stands side by side come after the split: without a hand's word the rule would send the first half there."""
    make(act, look, quay)
    route = {n: step.stand_id for n, step in halves(look, quay)[0].steps.items()}
    split(act, quay)
    act(quay.coordinator.actor, operations.leave_event, code=quay.codes[1])
    for n in (18, 19, 20):
        v.stand(makers, quay.event, n)
    make(act, look, quay)
    one, two = halves(look, quay)
    assert {n: step.stand_id for n, step in one.steps.items()} == route
    assert len(two.stands) == 3
    make(act, look, quay, anew=True)
    assert {n: step.stand_id for n, step in halves(look, quay)[0].steps.items()} != route
    counted(house)


def test_nobody_is_in_both_halves_and_every_round_of_a_half_has_the_same_list(
    quay: Quay, act: Act, look: Act, house: House
) -> None:
    make(act, look, quay)
    lists(act, quay)
    split(act, quay)
    make(act, look, quay)
    lists(act, quay)
    lists(act, quay)
    aya, bo, cas, daan, eef = (one.id for one in quay.pupils)
    one, two = halves(look, quay)
    assert on_list(house, one) == [{aya, bo, cas}] * 3
    assert on_list(house, two) == [{daan, eef}] * 3


def test_a_pupil_goes_to_the_other_half_in_all_rounds_at_once_and_places_follow(
    quay: Quay, act: Act, look: Act, house: House
) -> None:
    split(act, quay)
    make(act, look, quay)
    lists(act, quay)
    aya, bo, cas, daan, eef = (one.id for one in quay.pupils)
    one, two = halves(look, quay)
    code = two.steps[2].booking_code
    teacher = quay.teachers[0].actor
    pupils = look(teacher, lambda work: division(work, booking=booking_by_code(work, code)))
    assert [row.pupil.id for row in pupils if row.is_elsewhere] == [aya, bo, cas]
    act(teacher, operations.set_day_pupils, code=code, pupil_ids=[aya, daan, eef])
    one, two = halves(look, quay)
    assert (on_list(house, one), on_list(house, two)) == ([{bo, cas}] * 3, [{aya, daan, eef}] * 3)
    assert (one.pupils, two.pupils) == (2, 3)
    counted(house)
    with pytest.raises(RuleBroken, match="nobody is left"):
        act(teacher, operations.set_day_pupils, code=code, pupil_ids=[aya, bo, cas, daan, eef])
    assert on_list(house, halves(look, quay)[0]) == [{bo, cas}] * 3, "all of it or nothing"
    counted(house)


def test_presence_and_certificates_see_each_pupil_in_its_own_half(
    quay: Quay, act: Act, look: Act, at: Callable[..., None]
) -> None:
    split(act, quay)
    make(act, look, quay)
    lists(act, quay)
    aya, bo, cas, daan, eef = (one.id for one in quay.pupils)
    one, two = halves(look, quay)
    teacher = quay.teachers[0].actor
    at(clock.at(quay.event.day, 12, 30))
    for klass, absent in ((one, [bo]), (two, [])):
        seen = [aya, bo, cas, daan, eef]
        there = act(teacher, operations.mark_day, code=klass.steps[1].booking_code, absent=absent, seen=seen)
        assert there == 2
    for klass, there in ((one, [True, False, True]), (two, [True, True])):
        for step in klass.steps.values():
            found = look(
                teacher, lambda work, s=step: presence_list(work, booking=booking_by_code(work, s.booking_code))
            )
            assert [held.present for held in found] == there
    found = look(teacher, candidates_of_visit, code=two.steps[3].booking_code)
    assert found.class_name == "7B", "a certificate is of the class, not of a half"
    said = {pupil.pupil.id: pupil for pupil in found.pupils}
    assert set(said) == {aya, bo, cas, daan, eef}
    for pupil in (aya, cas, daan, eef):
        assert said[pupil].verdict.earned, "its own three rounds, not six"
    assert not said[bo].verdict.earned


def test_a_host_and_every_list_name_the_half_and_count_it_once(quay: Quay, act: Act, look: Act, makers: Makers) -> None:
    split(act, quay)
    make(act, look, quay)
    days = look(quay.coordinator.actor, all_stand_days, code=quay.event.code)
    groups = [group for day in days for held in day.rounds for group in held.groups]
    assert sorted({group.class_name for group in groups}) == ["7B", "7B deel 1", "7B deel 2"]
    assert sum(group.pupils for group in groups) == 3 * (25 + 5)
    day = day_of(look, quay)
    table = event_table(day, "arrival", language="nl")
    assert sum(row[4] for row in table.rows) == 30  # type: ignore[misc]
    assert [row[3] for row in table.rows] != []
    routes = event_table(day, "routes", language="nl")
    assert {row[1] for row in routes.rows} == {"7B", "7B deel 1", "7B deel 2"}
    of_days = look(quay.coordinator.actor, days_of_event, code=quay.event.code)
    assert "7B part 2" in timetables(of_days, language="en", size=10)
    assert arrival_list(of_days, language="nl", size=10).count("deel") == 2
    assert len({one.wave for one in halves(look, quay)}) == 1, "they come together"


def test_each_half_has_its_companion_and_it_goes_the_day_after(
    quay: Quay, act: Act, look: Act, makers: Makers, house: House, at: Callable[..., None]
) -> None:
    second = split(act, quay)
    make(act, look, quay)
    teacher = quay.teachers[0].actor
    act(teacher, operations.set_day_phone, code=second, phone="06 2", companion="Els  van 8A")
    one, two = halves(look, quay)
    stand = next(held for held in quay.stands if held.id == two.steps[1].stand_id)
    host = makers.host(stand.offer.company_id, guest_schools=quay.schools)
    (mine,) = look(host.actor, stand_days, code=quay.event.code)
    told = {group.class_name: group.teacher for held in mine.rounds for group in held.groups}
    assert told["7B deel 2"] == "Els van 8A"
    assert told.get("7B deel 1", one.teacher) == one.teacher
    at(clock.at(quay.event.day, 23))
    act(makers.school_admin(quay.schools[0]).actor, forget_day)
    assert halves(look, quay)[1].companion == "Els van 8A"
    at(clock.at(quay.event.day + timedelta(days=1), 6))
    act(makers.school_admin(quay.schools[0]).actor, forget_day)
    assert {held.companion for held in rows(house, EventClass)} == {""}


def test_as_one_again_takes_all_along_on_one_route(quay: Quay, act: Act, look: Act, house: House) -> None:
    second = split(act, quay)
    make(act, look, quay)
    lists(act, quay)
    for _ in range(2):
        act(quay.teachers[0].actor, operations.unite_class, code=second)
    lists(act, quay)
    (whole,) = halves(look, quay)
    assert (whole.name, whole.pupils, whole.part, len(whole.stands)) == ("7B", 5, 0, 3)
    assert on_list(house, whole) == [{one.id for one in quay.pupils}] * 3
    counted(house)
    assert split(act, quay) == second, "and in halves once more"


def test_what_does_not_fit_as_one_stays_in_halves(
    quay: Quay, act: Act, look: Act, makers: Makers, house: House
) -> None:
    small = [v.stand(makers, quay.event, n, v.offer(makers, min_group=1, max_group=4), pupils=4) for n in (8, 9, 10)]
    for number, stand in enumerate(small, 1):
        with pytest.raises(RuleBroken, match="at most"):
            put(act, quay, number, stand.id, "")
    split(act, quay)
    for number, stand in enumerate(small, 1):
        put(act, quay, number, stand.id, "")
    with pytest.raises(RuleBroken):
        act(quay.teachers[0].actor, operations.unite_class, code=quay.codes[0])
    with pytest.raises(RuleBroken):
        act(quay.teachers[0].actor, operations.change_class, code=quay.codes[0], pupils=9, way="bike", needs="")
    assert [one.pupils for one in halves(look, quay)] == [3, 2]
    counted(house)


def test_signed_off_both_halves_go_and_the_class_may_come_again_as_one(
    quay: Quay, act: Act, look: Act, house: House
) -> None:
    second = split(act, quay)
    make(act, look, quay)
    for code in (second, quay.codes[0]):
        act(quay.teachers[0].actor, operations.leave_event, code=code)
    assert halves(look, quay) == []
    counted(house)
    facts = {"level": "po-7", "pupils": 24, "way": "bike"}
    code = act(
        quay.teachers[0].actor, operations.join_event, code=quay.event.code, class_code=quay.classes[0].code, **facts
    )
    assert [(one.code, one.name, one.pupils) for one in halves(look, quay)] == [(code, "7B", 24)]


def test_the_way_and_the_needs_are_of_the_class_and_the_number_of_the_half(quay: Quay, act: Act, look: Act) -> None:
    split(act, quay)
    make(act, look, quay)
    act(
        quay.teachers[0].actor, operations.change_class, code=quay.codes[0], pupils=4, way="coach", needs="een rolstoel"
    )
    told = [(one.pupils, one.way, one.needs) for one in halves(look, quay)]
    assert told == [(4, "coach", "een rolstoel"), (2, "coach", "een rolstoel")]


def test_in_an_agenda_two_halves_are_one_day(quay: Quay, act: Act, look: Act) -> None:
    split(act, quay)
    make(act, look, quay)
    teacher = quay.teachers[0].actor
    (one,) = look(teacher, appointments_of_actor)
    assert one.class_name == "7B"


def test_another_school_another_class_and_a_host_split_nothing(quay: Quay, act: Act, look: Act, makers: Makers) -> None:
    colleague = makers.teacher(quay.schools[0], makers.school_class(quay.schools[0], name="5A"))
    host = makers.host(quay.stands[0].offer.company_id, guest_schools=quay.schools)
    for who, broken in ((quay.teachers[1], NotFound), (colleague, (RuleBroken, NotFound)), (host, NotAllowed)):
        for operation in (operations.split_class, operations.unite_class):
            with pytest.raises(broken):
                act(who.actor, operation, code=quay.codes[0])
    assert [one.part for one in halves(look, quay)] == [0]
    act(quay.coordinator.actor, operations.split_class, code=quay.codes[0])
    assert [one.part for one in halves(look, quay)] == [1, 2], "who plans the day may"


def test_split_in_two_tabs_at_the_same_moment_there_are_two_halves(
    quay: Quay, act: Act, look: Act, house: House
) -> None:
    make(act, look, quay)
    said = []

    def press() -> None:
        said.append(house.act(quay.teachers[0].actor, clock.now(), operations.split_class, code=quay.codes[0]))

    threads = [Thread(target=press) for _ in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert len(said) == 4
    assert len(set(said)) == 1
    assert [one.pupils for one in halves(look, quay)] == [3, 2]
    counted(house)


def test_one_pupil_is_no_two_halves_and_nothing_is_split_once_the_day_began(
    quay: Quay, act: Act, look: Act, at: Callable[..., None]
) -> None:
    act(quay.teachers[0].actor, operations.change_class, code=quay.codes[0], pupils=1, way="foot", needs="")
    with pytest.raises(RuleBroken, match="So few"):
        split(act, quay)
    at(clock.at(quay.event.day, 9, 5))
    with pytest.raises(RuleBroken, match="begun"):
        split(act, quay)
    assert look(quay.coordinator.actor, whole_day, code=quay.event.code).whole == 2
