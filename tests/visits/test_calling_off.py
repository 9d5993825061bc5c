"""A company calls off: who booked hears of it with other visits, the places come back once, the office helps on."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from app.access.actor import Actor
from app.base.house import House
from app.base.mail import OutgoingMail
from app.base.problems import NotAllowed, NotFound, RuleBroken
from app.visits.models import Booking, BookingChange, VisitSlot
from app.visits.operations import book_visit, call_off, propose_instead, set_slot_state
from app.visits.queries.calling_off import Scope, called_off, what_goes
from tests.conftest import BOTH, NOW
from tests.makers import Makers, Person
from tests.visits import makers as v

Act = Callable[..., Any]
SITE = "http://werf.test"


@pytest.fixture
def place(makers: Makers) -> Any:
    """Two schools with a class on one slot; another company has one place at the same moment."""
    makers.network()

    class Place:
        one, two = makers.school(name="De Meeuw"), makers.school(name="De Stern")
        klass = makers.school_class(one, name="7B")
        teacher, other = makers.teacher(one, klass), makers.teacher(two)
        slot = v.slot(makers, places_taken=2, pupils_taken=29)
        host = makers.host(slot.offer.company_id, guest_schools=[one, two])
        first = v.booking(makers, one, teacher, slot, klass=klass, expected=15)
        second = v.booking(makers, two, other, slot, expected=14, state="requested")
        paper = v.offer(makers, company_id=makers.company(name="Papier Kegge"), title="Maak papier")
        spare = v.slot(makers, paper, places=1, starts_at=NOW + timedelta(days=3))
        office = _office(makers, one, two)

    return Place


def _office(makers: Makers, *schools: Any) -> Person:
    made = makers.coordinator()
    return replace(made, actor=replace(made.actor, guest_schools=frozenset(one.id for one in schools)))


def row(house: House, table: type, key: Any) -> Any:
    from app.access.actor import NOBODY
    from app.base import clock

    return house.act_everywhere(NOBODY, clock.now(), lambda work: work.db.get_one(table, key))


def rows(makers: Makers, question: Any) -> list[Any]:
    return makers.write(lambda work: list(work.db.scalars(question)))  # type: ignore[no-any-return]


def off(act: Act, who: Actor, scope: Scope, *seen: v.MadeBooking, reason: str = "De hal is dicht") -> Any:
    return act(who, call_off, scope=scope, reason=reason, seen=[one.code for one in seen], site=SITE)


@BOTH
def test_the_places_come_back_once_however_often_it_is_pressed(
    act: Act, makers: Makers, house: House, place: Any
) -> None:
    scope = Scope("slot", place.slot.code)
    assert off(act, place.host.actor, scope, place.first, place.second) == 2
    assert off(act, place.host.actor, scope, place.first, place.second) == 0
    slot = row(house, VisitSlot, place.slot.id)
    assert (slot.state, slot.places_taken, slot.pupils_taken) == ("called-off", 0, 0)
    for one in (place.first, place.second):
        booking = row(house, Booking, one.id)
        assert (booking.state, booking.cancel_reason) == ("cancelled", "De hal is dicht")
    changes = rows(makers, select(BookingChange).where(BookingChange.booking_id == place.first.id))
    assert [(one.what, one.by, one.note) for one in changes] == [("cancelled", place.host.id, "De hal is dicht")]


@BOTH
def test_the_schools_hear_why_and_where_else_and_the_one_free_place_is_named_to_one(
    act: Act, makers: Makers, place: Any
) -> None:
    off(act, place.host.actor, Scope("slot", place.slot.code), place.first, place.second)
    mails = {one.address: one.body for one in rows(makers, select(OutgoingMail))}
    assert set(mails) == {place.teacher.email, place.other.email}
    assert all("De hal is dicht" in body for body in mails.values())
    link = f"{SITE}/visits/{place.spare.offer.code}?slot={place.spare.code}"
    assert sum(link in body for body in mails.values()) == 1


def test_who_booked_with_more_classes_gets_one_mail(act: Act, makers: Makers, place: Any) -> None:
    later = v.slot(makers, place.slot.offer, starts_at=NOW + timedelta(days=4), places_taken=1, pupils_taken=10)
    third = v.booking(makers, place.one, place.teacher, later, expected=10)
    assert off(act, place.host.actor, Scope("offer", place.slot.offer.code), place.first, place.second, third) == 3
    to_teacher = select(OutgoingMail).where(OutgoingMail.address == place.teacher.email)
    assert len(rows(makers, to_teacher)) == 1


def test_stopping_new_bookings_leaves_who_booked_alone(act: Act, house: House, place: Any) -> None:
    act(place.host.actor, set_slot_state, code=place.slot.code, state="cancelled")
    assert row(house, Booking, place.first.id).state == "confirmed"
    assert off(act, place.host.actor, Scope("slot", place.slot.code), place.first, place.second) == 2


def test_a_class_that_booked_meanwhile_is_shown_first(act: Act, house: House, place: Any) -> None:
    with pytest.raises(RuleBroken, match="Meanwhile another class"):
        off(act, place.host.actor, Scope("slot", place.slot.code), place.first)
    assert row(house, Booking, place.first.id).state == "confirmed"


def test_the_schools_must_hear_why(act: Act, place: Any) -> None:
    for reason in ("", "   ", "x" * 201):
        with pytest.raises(RuleBroken) as refused:
            off(act, place.host.actor, Scope("slot", place.slot.code), place.first, place.second, reason=reason)
        assert refused.value.field == "reason"


def test_an_offer_or_a_whole_company_goes_at_once_and_what_has_begun_stays(
    act: Act, makers: Makers, house: House, place: Any
) -> None:
    later = v.slot(makers, place.slot.offer, starts_at=NOW + timedelta(days=5))
    past = v.slot(makers, place.slot.offer, starts_at=NOW - timedelta(hours=1))
    assert off(act, place.host.actor, Scope("offer", place.slot.offer.code), place.first, place.second) == 2
    states = {one.id: row(house, VisitSlot, one.id).state for one in (later, past, place.slot, place.spare)}
    assert states == {later.id: "called-off", past.id: "open", place.slot.id: "called-off", place.spare.id: "open"}


def test_another_companys_visit_is_not_there_and_a_teacher_may_not(act: Act, makers: Makers, place: Any) -> None:
    stranger = makers.host(makers.company())
    with pytest.raises(NotFound):
        off(act, stranger.actor, Scope("slot", place.slot.code))
    with pytest.raises(NotAllowed):
        off(act, place.teacher.actor, Scope("slot", place.slot.code))
    with pytest.raises(NotFound):
        off(act, place.host.actor, Scope("nonsense", place.slot.code))


@BOTH
def test_nobody_can_take_a_place_on_a_time_that_was_called_off(act: Act, place: Any) -> None:
    off(act, place.host.actor, Scope("slot", place.slot.code), place.first, place.second)
    with pytest.raises(RuleBroken):
        act(place.teacher.actor, book_visit, slot_code=place.slot.code, level="po-7", expected=12, request_id="x")


@BOTH
def test_one_click_keeps_a_place_for_two_days_and_the_second_click_none(
    act: Act, makers: Makers, house: House, place: Any
) -> None:
    off(act, place.host.actor, Scope("slot", place.slot.code), place.first, place.second)
    facts = {"code": place.first.code, "slot_code": place.spare.code, "site": SITE}
    code = act(place.office.actor, propose_instead, **facts)
    assert act(place.office.actor, propose_instead, **facts) == code
    (made,) = rows(makers, select(Booking).where(Booking.code == code))
    assert (made.state, made.class_id, made.expected) == ("proposed", place.klass.id, 15)
    assert made.hold_until == NOW + timedelta(hours=48)
    assert (made.confirmed_at, made.school_yes_at) == (None, None)
    assert row(house, VisitSlot, place.spare.id).places_taken == 1
    with pytest.raises(RuleBroken, match="full"):
        act(place.office.actor, propose_instead, **{**facts, "code": place.second.code})


def test_a_place_is_not_kept_beyond_the_moment_of_the_visit(act: Act, makers: Makers, place: Any) -> None:
    soon = v.slot(makers, place.paper, starts_at=NOW + timedelta(hours=20))
    off(act, place.host.actor, Scope("slot", place.slot.code), place.first, place.second)
    code = act(place.office.actor, propose_instead, code=place.first.code, slot_code=soon.code, site=SITE)
    (made,) = rows(makers, select(Booking).where(Booking.code == code))
    assert made.hold_until == soon.starts_at


def test_the_office_sees_who_still_waits_and_who_has_another_visit(act: Act, look: Any, place: Any) -> None:
    off(act, place.host.actor, Scope("slot", place.slot.code), place.first, place.second)
    before = {one.booking.code: one for one in look(place.office.actor, called_off)}
    assert sum(len(one.instead) for one in before.values()) == 1
    act(place.office.actor, propose_instead, code=place.first.code, slot_code=place.spare.code, site=SITE)
    after = {one.booking.code: one for one in look(place.office.actor, called_off)}
    assert after[place.first.code].since_state == "proposed"
    assert after[place.second.code].instead == ()


def test_of_a_class_in_two_groups_each_needs_another_visit(act: Act, makers: Makers, look: Any, place: Any) -> None:
    later = v.slot(makers, place.slot.offer, starts_at=NOW + timedelta(days=4), places_taken=1, pupils_taken=13)
    half = v.booking(makers, place.one, place.teacher, later, klass=place.klass, expected=13)
    off(act, place.host.actor, Scope("offer", place.slot.offer.code), place.first, place.second, half)
    act(place.office.actor, propose_instead, code=place.first.code, slot_code=place.spare.code, site=SITE)
    waits = {one.booking.code: one.since for one in look(place.office.actor, called_off)}
    assert waits[place.first.code]
    assert waits[half.code] == ""
    more = v.slot(makers, place.paper, starts_at=NOW + timedelta(days=6))
    booked = v.booking(makers, place.one, place.teacher, more, klass=place.klass, expected=13, state="requested")
    waits = {one.booking.code: one.since for one in look(place.office.actor, called_off)}
    assert waits[half.code] == booked.code


def test_what_goes_is_shown_before(look: Any, place: Any) -> None:
    going = look(place.host.actor, what_goes, scope=Scope("slot", place.slot.code))
    assert {one.code for one in going.bookings} == {place.first.code, place.second.code}
    assert sum(len(one) for one in going.instead.values()) == 1


def test_the_page_shows_who_comes_calls_off_and_the_school_finds_the_way_on(
    client: FlaskClient, sign_in: Any, place: Any
) -> None:
    host = sign_in(client, place.host)
    shown = host.get(f"/visits/off/slot/{place.slot.code}").text
    assert "De Meeuw" in shown
    assert "Maak papier" in shown
    url = f"/visits/off/slot/{place.slot.code}"
    assert host.post(url, data={"reason": ""}).status_code == 422
    sent = host.post(url, data={"reason": "Storing", "seen": [place.first.code, place.second.code]})
    assert sent.status_code == 303
    school = sign_in(client, place.teacher)
    page = school.get(f"/visits/booking/{place.first.code}").text
    assert "Storing" in page
    assert f"/visits/{place.spare.offer.code}?slot={place.spare.code}" in page
