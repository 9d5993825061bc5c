"""An event day in agendas by mail: one appointment for the day, put right, taken out; and no word to who had none."""

from base64 import b64decode
from collections.abc import Callable
from dataclasses import replace
from datetime import time
from typing import Any

import pytest
from icalendar import Calendar

from app.base import clock
from app.base.house import House
from app.base.mail import OutgoingMail
from app.base.problems import RuleBroken
from app.people.models import Company
from app.visits import operations
from app.visits.models import VisitSlot
from app.visits.queries.calendar import appointments_of_actor
from app.visits.queries.calling_off import Scope, what_goes
from app.visits.rules.event import DayPlan
from tests.conftest import BOTH
from tests.makers import Makers
from tests.visits import makers as v
from tests.visits.test_event import QUAY, Act, Quay, day_of, make, rows

pytestmark = BOTH


@pytest.fixture
def quay(makers: Makers) -> Quay:
    return Quay(makers)


def tell(act: Act, quay: Quay) -> None:
    act(quay.coordinator.actor, operations.tell_programme, code=quay.event.code, site="http://w.t")


def invitations(house: House, address: str) -> list[tuple[str, Any]]:
    """(method, event) of every invitation to this person, in order."""
    found = []
    for mail in rows(house, OutgoingMail, OutgoingMail.address == address):
        for one in mail.attachments:
            calendar = Calendar.from_ical(b64decode(one["content"]))
            (event,) = calendar.walk("VEVENT")
            assert str(calendar["METHOD"]) == one["method"]
            found.append((one["method"], event))
    return sorted(found, key=lambda one: int(one[1]["SEQUENCE"]))


def test_a_route_of_three_rounds_is_one_invitation_and_the_feed_knows_it_under_the_same_name(
    quay: Quay, act: Act, look: Act, house: House
) -> None:
    make(act, look, quay)
    assert rows(house, OutgoingMail) == []
    tell(act, quay)
    teacher = quay.teachers[0]
    ((method, event),) = invitations(house, teacher.email)
    assert (method, event["STATUS"]) == ("REQUEST", "CONFIRMED")
    assert event["DTSTART"].dt == clock.at(quay.event.day, 9)
    assert "Loods 6" in event["LOCATION"]
    (feed,) = look(teacher.actor, appointments_of_actor)
    assert event["UID"] == f"{feed.id}@openwerf"
    assert event["SEQUENCE"] <= feed.sequence


def test_a_host_has_one_invitation_for_the_stand(quay: Quay, act: Act, look: Act, house: House, makers: Makers) -> None:
    host = makers.host(quay.stands[0].offer.company_id, guest_schools=quay.schools)
    make(act, look, quay)
    tell(act, quay)
    ((method, event),) = invitations(house, host.email)
    assert (method, event["UID"]) == ("REQUEST", f"{quay.stands[0].id}@openwerf")
    assert str(event["SUMMARY"]).startswith("Dag op de kade")  # and who comes, if the routes lead there
    feed = look(host.actor, appointments_of_actor)
    assert {one.id for one in feed} <= {quay.stands[0].id}


def test_another_time_or_place_is_put_right_with_a_higher_number_and_another_wave_is_no_news(
    quay: Quay, act: Act, look: Act, house: House
) -> None:
    make(act, look, quay)
    tell(act, quay)
    teacher = quay.teachers[0]
    act(quay.coordinator.actor, operations.change_event, code=quay.event.code, told=replace(QUAY, bikes_at="Achter"))
    assert len(invitations(house, teacher.email)) == 1
    later = replace(QUAY, plan=DayPlan(time(10), 3, 40, 10, 15, 60, 2))
    act(quay.coordinator.actor, operations.change_event, code=quay.event.code, told=later)
    (_, first), (method, second) = invitations(house, teacher.email)
    assert (method, second["UID"]) == ("REQUEST", first["UID"])
    assert second["SEQUENCE"] > first["SEQUENCE"]
    assert second["DTSTART"].dt == clock.at(quay.event.day, 10)


def test_signed_off_it_goes_out_of_the_agenda_once_and_comes_back_with_the_class(
    quay: Quay, act: Act, look: Act, house: House
) -> None:
    make(act, look, quay)
    tell(act, quay)
    teacher = quay.teachers[0]
    for _ in range(2):
        act(teacher.actor, operations.leave_event, code=quay.codes[0])
    (_, first), (method, second) = invitations(house, teacher.email)
    assert (method, second["STATUS"], second["UID"]) == ("CANCEL", "CANCELLED", first["UID"])
    assert second["SEQUENCE"] > first["SEQUENCE"]
    facts = {"level": "po-7", "pupils": 24, "way": "bike", "class_code": quay.classes[0].code}
    act(teacher.actor, operations.join_event, code=quay.event.code, **facts)
    make(act, look, quay)
    tell(act, quay)
    third = invitations(house, teacher.email)[2]
    assert (third[0], third[1]["UID"]) == ("REQUEST", first["UID"])
    assert third[1]["SEQUENCE"] > second["SEQUENCE"]


def test_of_two_classes_one_stays_away_and_the_day_stands_in_the_agenda_with_the_other(
    quay: Quay, act: Act, look: Act, house: House, makers: Makers
) -> None:
    teacher = quay.teachers[0]
    other = makers.school_class(quay.schools[0], name="8A")
    code = v.event_class(makers, quay.event, other, teacher)
    make(act, look, quay)
    tell(act, quay)
    ((_, first),) = invitations(house, teacher.email)
    assert {"7B", "8A"} == set(str(first["SUMMARY"]).partition(":")[0].split(", "))
    act(quay.coordinator.actor, operations.leave_event, code=code)
    method, second = invitations(house, teacher.email)[1]
    assert (method, second["UID"]) == ("REQUEST", first["UID"])
    assert str(second["SUMMARY"]).startswith("7B:")


def test_who_was_never_told_gets_no_word_of_what_changed(quay: Quay, act: Act, look: Act, house: House) -> None:
    make(act, look, quay)
    later = replace(QUAY, plan=DayPlan(time(10), 3, 40, 10, 15, 60, 2))
    act(quay.coordinator.actor, operations.change_event, code=quay.event.code, told=later)
    act(quay.teachers[0].actor, operations.leave_event, code=quay.codes[0])
    assert rows(house, OutgoingMail) == []


def test_a_company_without_a_stand_has_the_day_out_of_its_agenda(
    quay: Quay, act: Act, look: Act, house: House, makers: Makers
) -> None:
    empty = v.stand(makers, quay.event, 9)
    host = makers.host(empty.offer.company_id)
    put_nobody_there = {"code": quay.event.code, "stand_id": empty.id}
    make(act, look, quay)
    tell(act, quay)
    used = {stand for one in day_of(look, quay).classes for stand in one.stands}
    if empty.id in used:
        for code in quay.codes:
            act(quay.coordinator.actor, operations.leave_event, code=code)
    act(quay.coordinator.actor, operations.drop_stand, **put_nobody_there)
    (_, first), (method, second) = invitations(house, host.email)
    assert (method, second["UID"]) == ("CANCEL", first["UID"])
    assert second["SEQUENCE"] > first["SEQUENCE"]


def test_two_halves_of_a_class_are_one_invitation(
    quay: Quay, act: Act, look: Act, house: House, makers: Makers, at: Callable[..., None]
) -> None:
    act(quay.teachers[0].actor, operations.split_class, code=quay.codes[0])
    make(act, look, quay)
    tell(act, quay)
    ((_, event),) = invitations(house, quay.teachers[0].email)
    assert str(event["SUMMARY"]).startswith("7B:")


def call_off(act: Act, quay: Quay, scope: Scope, look: Act) -> None:
    seen = [one.code for one in look(quay.coordinator.actor, what_goes, scope=scope).bookings]
    facts = {"scope": scope, "reason": "De kraan is stuk", "seen": seen, "site": "http://w.t"}
    act(quay.coordinator.actor, operations.call_off, **facts)


def test_a_stand_of_which_every_round_is_called_off_leaves_the_agenda_of_its_hosts_once(
    quay: Quay, act: Act, look: Act, house: House, makers: Makers
) -> None:
    stand = quay.stands[0]
    host = makers.host(stand.offer.company_id, guest_schools=quay.schools)
    make(act, look, quay)
    tell(act, quay)
    first_round, *_ = rows(house, VisitSlot, VisitSlot.offer_id == stand.offer.id)
    call_off(act, quay, Scope("slot", first_round.code), look)
    assert len(invitations(house, host.email)) == 1, "with two rounds left the day stays"
    for _ in range(2):
        call_off(act, quay, Scope("offer", stand.offer.code), look)
    (_, first), (method, second) = invitations(house, host.email)
    assert (method, second["STATUS"], second["UID"]) == ("CANCEL", "CANCELLED", first["UID"])
    assert second["SEQUENCE"] > first["SEQUENCE"]
    tell(act, quay)
    act(quay.coordinator.actor, operations.drop_stand, code=quay.event.code, stand_id=stand.id)
    assert len(invitations(house, host.email)) == 2, "who called off is not asked again, nor told twice"


def test_a_company_that_calls_off_everything_keeps_its_other_agendas_and_the_teacher_keeps_the_day(
    quay: Quay, act: Act, look: Act, house: House, makers: Makers
) -> None:
    """Two stands of one company are two appointments, each with its own name, and both go."""
    company = quay.stands[0].offer.company_id
    other = v.stand(makers, quay.event, 8, v.offer(makers, company_id=company, min_group=1, max_group=30))
    host, neighbour = makers.host(company, guest_schools=quay.schools), makers.host(quay.stands[1].offer.company_id)
    make(act, look, quay)
    tell(act, quay)
    with house.store.reading("everywhere") as db:
        code = db.get_one(Company, company).code
    call_off(act, quay, Scope("company", code), look)
    told = invitations(house, host.email)
    assert sorted(str(event["UID"]) for method, event in told if method == "CANCEL") == sorted(
        f"{one.id}@openwerf" for one in (quay.stands[0], other)
    )
    assert [method for method, _ in invitations(house, neighbour.email)] == ["REQUEST"]
    assert [method for method, _ in invitations(house, quay.teachers[0].email)] == ["REQUEST"]


def test_an_older_page_of_the_day_notices_that_a_round_was_called_off(
    quay: Quay, act: Act, look: Act, house: House
) -> None:
    make(act, look, quay)
    seen = day_of(look, quay).event.version
    call_off(act, quay, Scope("offer", quay.stands[0].offer.code), look)
    with pytest.raises(RuleBroken):
        act(quay.coordinator.actor, operations.make_routes, code=quay.event.code, seen=seen)
