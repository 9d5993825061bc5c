"""Proposals with their hold, who may call off and until when, divided classes, no-shows and repeated times."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import func, select

from app.access.actor import NOBODY
from app.base import clock
from app.base.house import House
from app.base.problems import NotAllowed, NotFound, RuleBroken
from app.visits import operations, queries
from app.visits.models import BookingChange, Edition, EditionDay, VisitSlot
from app.visits.rules.waiting import Full
from tests.conftest import BOTH, NOW
from tests.makers import Makers, moment
from tests.visits import makers as v
from tests.visits.test_waiting import GroupThatAsks, mails, taken, work_off

pytestmark = BOTH
Act = Callable[..., Any]
At = Callable[[datetime], None]


@pytest.fixture
def asked(makers: Makers, act: Act) -> Any:
    """A class that asked for a place; its company has another time too."""

    class Asked:
        slot = v.slot(makers, v.offer(makers, notice_days=2), starts_at=NOW + timedelta(days=6))
        other = v.slot(makers, slot.offer, starts_at=NOW + timedelta(days=7))
        who = GroupThatAsks(makers)
        host = makers.host(slot.offer.company_id, guest_schools=[who.school])
        code = act(who.actor, operations.book_visit, **who.asks(slot))

    return Asked


def state(look: Act, asked: Any) -> Any:
    return look(asked.who.actor, queries.booking_by_code, code=asked.code)


def test_a_company_proposes_another_time_and_the_school_says_yes(asked: Any, act: Act, look: Act, house: House) -> None:
    act(asked.host.actor, operations.propose, code=asked.code, slot_code=asked.other.code, expected=12, note="Ploeg")
    held = state(look, asked)
    assert (held.state, held.expected, held.slot_code) == ("proposed", 12, asked.other.code)
    assert held.hold_until == NOW + timedelta(hours=48)
    assert (taken(house, asked.slot), taken(house, asked.other)) == ((0, 0), (1, 12))
    for _ in range(2):
        act(asked.who.actor, operations.answer_proposal, code=asked.code, yes=True)
    assert state(look, asked).state == "confirmed"
    assert (taken(house, asked.slot), taken(house, asked.other)) == ((0, 0), (1, 12))


def test_on_the_page_of_a_group_that_asks_the_company_may_choose_among_its_times(
    asked: Any, client: Any, sign_in: Any, at: At
) -> None:
    at(NOW)
    page = BeautifulSoup(sign_in(client, asked.host).get(f"/visits/booking/{asked.code}").text, "html.parser")
    times = [one["value"] for one in page.select("select[name=slot] option")]
    assert times == [asked.slot.code, asked.other.code]


def test_the_days_of_the_week_stand_in_the_language_of_the_reader(
    asked: Any, client: Any, sign_in: Any, at: At
) -> None:
    at(NOW)
    page = BeautifulSoup(sign_in(client, asked.host).get(f"/visits/own/{asked.slot.offer.code}").text, "html.parser")
    days = [one.find_parent("label").get_text() for one in page.select("input[name=weekdays]")]
    assert days == ["Maandag", "Dinsdag", "Woensdag", "Donderdag", "Vrijdag"]


def test_a_proposal_that_does_not_suit_gives_the_places_back_once(
    asked: Any, act: Act, look: Act, house: House
) -> None:
    act(asked.host.actor, operations.propose, code=asked.code, slot_code=asked.other.code, expected=14)
    for _ in range(2):
        act(asked.who.actor, operations.answer_proposal, code=asked.code, yes=False)
    assert state(look, asked).state == "cancelled"
    assert (taken(house, asked.slot), taken(house, asked.other)) == ((0, 0), (0, 0))


def test_a_hold_that_runs_out_is_given_back_by_the_clock_and_both_are_told(
    asked: Any, act: Act, look: Act, house: House, at: At
) -> None:
    act(asked.host.actor, operations.propose, code=asked.code, slot_code=asked.other.code, expected=14)
    at(NOW + timedelta(hours=47))
    work_off(house)
    assert state(look, asked).state == "proposed"
    at(NOW + timedelta(hours=48, minutes=1))
    work_off(house)
    work_off(house)
    assert state(look, asked).state == "cancelled"
    assert taken(house, asked.other) == (0, 0)
    told = mails(house)
    assert sum(asked.who.teacher.email in one and "geantwoord" in one for one in told) == 1
    assert sum(asked.host.email in one and "geantwoord" in one for one in told) == 1


def test_what_the_coordinator_proposes_still_waits_for_the_company(
    asked: Any, act: Act, look: Act, makers: Makers
) -> None:
    coordinator = makers.coordinator()
    actor = replace(coordinator.actor, guest_schools=frozenset({asked.who.school.id}))
    act(actor, operations.propose, code=asked.code, slot_code=asked.other.code, expected=14)
    act(asked.who.actor, operations.answer_proposal, code=asked.code, yes=True)
    assert state(look, asked).state == "requested"


def test_another_company_proposes_nothing_and_a_school_neither(asked: Any, act: Act, makers: Makers) -> None:
    facts = {"code": asked.code, "slot_code": asked.other.code, "expected": 14}
    strange = makers.host(makers.company(), guest_schools=[asked.who.school])
    with pytest.raises(NotFound):
        act(strange.actor, operations.propose, **facts)
    with pytest.raises(NotAllowed):
        act(asked.who.actor, operations.propose, **facts)
    with pytest.raises(RuleBroken, match="school asked for"):
        act(asked.host.actor, operations.propose, **facts | {"slot_code": asked.slot.code})
    elsewhere = v.slot(makers, starts_at=NOW + timedelta(days=7))
    with pytest.raises(NotFound):
        act(asked.host.actor, operations.propose, **facts | {"slot_code": elsewhere.code})


def test_a_colleague_does_not_call_off_what_another_booked_and_the_office_does(
    asked: Any, act: Act, look: Act, makers: Makers
) -> None:
    colleague = makers.teacher(asked.who.school, makers.school_class(asked.who.school))
    with pytest.raises(RuleBroken, match="Only who booked"):
        act(colleague.actor, operations.cancel_booking, code=asked.code)
    assert state(look, asked).state == "requested"
    office = makers.school_admin(asked.who.school)
    act(office.actor, operations.cancel_booking, code=asked.code, reason="De bus rijdt niet")
    assert (state(look, asked).state, state(look, asked).cancel_reason) == ("cancelled", "De bus rijdt niet")


def test_shortly_before_a_school_calls_and_the_coordinator_may_still_cancel(
    asked: Any, act: Act, look: Act, makers: Makers, at: At, house: House
) -> None:
    at(asked.slot.starts_at - timedelta(days=1))
    with pytest.raises(RuleBroken, match="by phone"):
        act(asked.who.actor, operations.cancel_booking, code=asked.code)
    actor = replace(makers.coordinator().actor, guest_schools=frozenset({asked.who.school.id}))
    act(actor, operations.cancel_booking, code=asked.code)
    assert state(look, asked).state == "cancelled"
    assert taken(house, asked.slot) == (0, 0)


def test_after_the_last_day_to_book_the_page_says_whom_to_call(makers: Makers, act: Act) -> None:
    slot = v.slot(makers, v.offer(makers, deadline_days=5), starts_at=NOW + timedelta(days=2))
    who = GroupThatAsks(makers)
    with pytest.raises(RuleBroken) as broken:
        act(who.actor, operations.book_visit, **who.asks(slot))
    assert broken.value.params["who"] == "Koen Smit, 06 0000 0012"


def test_a_class_of_26_is_booked_in_two_groups_over_two_times_or_not_at_all(
    makers: Makers, act: Act, look: Act, house: House
) -> None:
    offer = v.offer(makers)
    slots = [v.slot(makers, offer, places=1, pupils=15, starts_at=NOW + timedelta(days=n)) for n in (3, 4)]
    who = GroupThatAsks(makers, 26)
    facts = {"level": "po-7", "expected": 26, "request_id": "one", "class_code": who.klass.code}
    with pytest.raises(Full):
        act(who.actor, operations.book_class, slot_codes=[slots[0].code], **facts)
    assert [taken(house, slot) for slot in slots] == [(0, 0), (0, 0)]
    both = [slot.code for slot in slots]
    codes = act(who.actor, operations.book_class, slot_codes=both, **facts)
    assert act(who.actor, operations.book_class, slot_codes=both, **facts) == codes, "pressed twice"
    assert [taken(house, slot) for slot in slots] == [(1, 13), (1, 13)]
    lists = [
        {
            one.pupil_id
            for one in look(
                who.actor, queries.presence_list, booking=look(who.actor, queries.booking_by_code, code=code)
            )
        }
        for code in codes
    ]
    assert [len(one) for one in lists] == [13, 13]
    assert lists[0] | lists[1] == {pupil.id for pupil in who.pupils}


def test_a_calm_visit_takes_a_class_of_four(makers: Makers, act: Act, house: House) -> None:
    who = GroupThatAsks(makers, 4)
    with pytest.raises(RuleBroken):
        act(who.actor, operations.book_visit, **who.asks(v.slot(makers)))
    calm = v.slot(makers, v.offer(makers, is_calm=True))
    act(who.actor, operations.book_visit, **who.asks(calm))
    assert taken(house, calm) == (1, 4)


def test_a_host_says_that_nobody_came_and_only_after_the_start(asked: Any, act: Act, look: Act, at: At) -> None:
    act(asked.host.actor, operations.answer_booking, code=asked.code, yes=True)
    with pytest.raises(RuleBroken, match="not begun"):
        act(asked.host.actor, operations.note_no_show, code=asked.code)
    at(asked.slot.starts_at + timedelta(minutes=30))
    for _ in range(2):
        act(asked.host.actor, operations.note_no_show, code=asked.code)
    assert state(look, asked).state == "no-show"


def test_what_happened_is_kept_with_who_and_when(asked: Any, act: Act, house: House) -> None:
    act(asked.host.actor, operations.answer_booking, code=asked.code, yes=True)
    act(asked.who.actor, operations.cancel_booking, code=asked.code, reason="Ziek")
    with house.looking(asked.who.actor, clock.now()) as work:
        held = work.db.scalars(select(BookingChange).order_by(BookingChange.id)).all()
    assert sorted((one.what, one.role, one.note) for one in held) == [
        ("cancelled", "teacher", "Ziek"),
        ("confirmed", "host", ""),
        ("requested", "teacher", ""),
    ]


def test_many_times_in_one_act_leave_out_closed_days_and_what_is_there(makers: Makers, act: Act, house: House) -> None:
    offer = v.offer(makers, gap_minutes=15)
    host = makers.host(offer.company_id)
    network = makers.network()
    edition = makers.row(
        Edition, network_id=network, name="Week", starts_on=date(2026, 10, 1), ends_on=date(2026, 11, 30)
    )
    makers.row(EditionDay, edition_id=edition, day=date(2026, 10, 20), kind="closed", name="herfstvakantie")
    facts = {"code": offer.code, "first": date(2026, 10, 13), "last": date(2026, 10, 27), "weekdays": {1}}
    facts |= {"starts": time(9), "minutes": 60, "rounds": 2, "places": 1, "pupils": 15}
    assert act(host.actor, operations.add_slots, **facts) == 4
    with house.looking(NOBODY, clock.now()) as work:
        starts = list(work.db.scalars(select(VisitSlot.starts_at).order_by(VisitSlot.starts_at)))
    assert starts == [moment(2026, 10, day, *at) for day in (13, 27) for at in ((9, 0), (10, 15))]
    with pytest.raises(RuleBroken, match="there already"):
        act(host.actor, operations.add_slots, **facts)
    assert act(host.actor, operations.add_slots, **facts | {"rounds": 3}) == 2
    with house.looking(NOBODY, clock.now()) as work:
        assert work.db.scalar(select(func.count(VisitSlot.id))) == 6
    with pytest.raises(NotFound):
        act(makers.host(makers.company()).actor, operations.add_slots, **facts)
