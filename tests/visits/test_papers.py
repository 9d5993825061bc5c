"""Slips, safety rules, travelling and the lists, on SQLite and PostgreSQL."""

from collections.abc import Callable
from datetime import datetime, time, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from app import daily_jobs, job_handlers
from app.base import clock
from app.base.house import House
from app.base.problems import NotAllowed, NotFound, RuleBroken
from app.base.work import Work
from app.visits import operations, queries
from app.visits.forgetting import forget_slips
from app.visits.models import ConsentSlip, SafetyPass, TransportSheet, VisitOffer
from app.visits.prints.sheets import evacuation, transport_sheet
from app.visits.queries.papers import letter_facts, out_list, papers_now, slip_ticks
from app.visits.queries.preparing import arranged
from app.visits.queries.safety import know_rules, packing_of
from app.visits.queries.transport import TransportNow, transport_of
from tests.conftest import BOTH, NOW
from tests.makers import Makers, Person
from tests.visits import makers as v

pytestmark = BOTH
Act = Callable[..., Any]
At = Callable[[datetime], None]
QUESTIONS = [
    {"text": "Ren je?", "options": ["Ja", "Nee"], "right": 1, "why": "Wie rent kan vallen."},
    {"text": "Wie volg je?", "options": ["De gids", "Niemand", "De hond"], "right": 0, "why": ""},
]
SAYS = {
    "safety": "Loop rustig.\nBlijf achter de lijn.",
    "safety_questions": QUESTIONS,
    "gear": [{"what": "helm", "by": "company"}, {"what": "handschoenen", "by": "pupil"}],
    "forbidden": ["telefoon"],
    "notices": "Er zijn magneten: meld een pacemaker.",
    "supervision": 4,
}


@pytest.fixture
def visit(makers: Makers) -> Any:
    """Six pupils of a class go in two days; a seventh stays at school."""

    class Visit:
        school = makers.school()
        klass = makers.school_class(school, name="7B")
        pupils = makers.pupils(klass, 6)
        teacher = makers.teacher(school, klass)
        offer = v.offer(makers, **SAYS)
        slot = v.slot(makers, offer, starts_at=NOW + timedelta(days=2))
        booking = v.booking(makers, school, teacher, slot, klass=klass, pupils=pupils, expected=6, needs="een rolstoel")
        left = makers.pupil(klass, first="Zoë", last="Achterblijver")
        host = makers.host(offer.company_id, guest_schools=[school])
        everybody = frozenset(one.id for one in pupils)

    return Visit


def count(look: Act, who: Person, table: Any) -> int:
    def read(work: Work) -> int:
        return work.db.scalar(select(func.count()).select_from(table)) or 0

    return look(who.actor, read)  # type: ignore[no-any-return]


def of_booking(look: Act, who: Person, code: str, query: Callable[..., Any]) -> Any:
    def read(work: Work) -> Any:
        return query(work, booking=queries.booking_by_code(work, code))

    return look(who.actor, read)


def travel(look: Act, visit: Any, code: str = "") -> TransportNow:
    return of_booking(look, visit.teacher, code or visit.booking.code, transport_of)  # type: ignore[no-any-return]


def test_slips_are_ticked_and_taken_back_and_nothing_of_them_is_kept(visit: Any, act: Act, look: Act) -> None:
    first, second = visit.pupils[0].id, visit.pupils[1].id
    facts = {"code": visit.booking.code, "seen": visit.everybody}
    assert act(visit.teacher.actor, operations.set_slips, here=[first, second, visit.left.id], **facts) == 2
    assert act(visit.teacher.actor, operations.set_slips, here=[second], **facts) == 1
    on = [one.pupil_id for one in of_booking(look, visit.teacher, visit.booking.code, slip_ticks) if one.is_on]
    assert on == [second]
    assert {column.name for column in ConsentSlip.__table__.columns} == {"id", "school_id", "booking_id", "pupil_id"}


def test_a_slip_that_a_colleague_ticked_meanwhile_stays(visit: Any, act: Act, look: Act) -> None:
    first, second = visit.pupils[0].id, visit.pupils[1].id
    act(visit.teacher.actor, operations.set_slips, code=visit.booking.code, here=[first], seen=visit.everybody)
    assert act(visit.teacher.actor, operations.set_slips, code=visit.booking.code, here=[second], seen=[second]) == 2


def test_a_week_after_the_visit_slips_and_who_knew_the_rules_are_forgotten(
    visit: Any, act: Act, look: Act, at: At, house: House, makers: Makers
) -> None:
    act(visit.teacher.actor, operations.set_slips, code=visit.booking.code, here=visit.everybody, seen=visit.everybody)
    act(visit.teacher.actor, operations.pass_together, code=visit.booking.code, pupil_ids=visit.everybody)
    later = v.slot(makers, visit.offer, starts_at=visit.slot.starts_at + timedelta(days=9))
    other = v.booking(makers, visit.school, visit.teacher, later, klass=visit.klass, pupils=visit.pupils[:1])
    act(visit.teacher.actor, operations.set_slips, code=other.code, here=visit.everybody, seen=visit.everybody)
    week = visit.slot.ends_at + timedelta(days=7)
    assert forget_slips(house, week - timedelta(minutes=1)) == 0
    assert forget_slips(house, week) == 6
    assert forget_slips(house, week) == 0
    assert (count(look, visit.teacher, ConsentSlip), count(look, visit.teacher, SafetyPass)) == (1, 0)
    at(week)
    with pytest.raises(RuleBroken):
        act(visit.teacher.actor, operations.set_slips, code=visit.booking.code, here=[], seen=[])


def test_the_worker_forgets_slips_every_day(house: House) -> None:
    assert "visits.forget-slips" in daily_jobs()
    assert "visits.forget-slips" in job_handlers()


def test_a_pupil_who_answers_all_right_knows_the_rules_and_wrong_is_explained(visit: Any, act: Act, look: Act) -> None:
    pupil, code = visit.pupils[0].actor, visit.booking.code
    assert act(pupil, operations.pass_safety, code=code, given={0: 0}) == {0: "Wie rent kan vallen.", 1: ""}
    assert count(look, visit.teacher, SafetyPass) == 0
    assert act(pupil, operations.pass_safety, code=code, given={0: 1, 1: 0}) == {}
    assert act(pupil, operations.pass_safety, code=code, given={0: 1, 1: 0}) == {}
    assert count(look, visit.teacher, SafetyPass) == 1
    packing = look(pupil, packing_of, booking_id=visit.booking.id)
    assert (packing.own, packing.forbidden, packing.is_done) == (("handschoenen",), ("telefoon",), True)


def test_a_pupil_reaches_the_rules_of_the_own_visit_alone(visit: Any, act: Act, makers: Makers) -> None:
    stranger = makers.pupil(makers.school_class(makers.school()))
    for who in (visit.left, stranger):
        with pytest.raises(NotFound):
            act(who.actor, operations.pass_safety, code=visit.booking.code, given={0: 1, 1: 0})
    for who in (visit.teacher, visit.host):
        with pytest.raises(NotAllowed):
            act(who.actor, operations.pass_safety, code=visit.booking.code, given={})


def test_rules_are_for_when_the_visit_is_near(visit: Any, act: Act, at: At) -> None:
    pupil = visit.pupils[0].actor
    for when in (visit.slot.starts_at - timedelta(days=22), visit.slot.ends_at + timedelta(days=8)):
        at(when)
        with pytest.raises(RuleBroken):
            act(pupil, operations.pass_safety, code=visit.booking.code, given={0: 1, 1: 0})


def test_the_host_learns_how_many_know_the_rules_as_they_are_now(
    visit: Any, act: Act, look: Act, makers: Makers
) -> None:
    code, pupil = visit.booking.code, visit.pupils[0].actor
    assert of_booking(look, visit.host, code, know_rules) == 0
    act(pupil, operations.pass_safety, code=code, given={0: 1, 1: 0})
    act(visit.teacher.actor, operations.pass_together, code=code, pupil_ids=[one.id for one in visit.pupils[:4]])
    assert of_booking(look, visit.host, code, know_rules) == 4
    with pytest.raises(NotFound):
        act(visit.teacher.actor, operations.pass_together, code=code, pupil_ids=[visit.left.id])

    def change(work: Work) -> None:
        work.db.get_one(VisitOffer, visit.offer.id).safety_version = 2

    makers.write(change)
    assert of_booking(look, visit.host, code, know_rules) == 0
    assert of_booking(look, visit.teacher, code, papers_now).know_rules == 0
    act(pupil, operations.pass_safety, code=code, given={0: 1, 1: 0})
    assert of_booking(look, visit.host, code, know_rules) == 1


def test_who_goes_off_the_list_no_longer_counts_as_knowing_the_rules(visit: Any, act: Act, look: Act) -> None:
    code = visit.booking.code
    act(visit.teacher.actor, operations.pass_together, code=code, pupil_ids=visit.everybody)
    # The makers moved no places; a list of as many is none either.
    swapped = [one.id for one in visit.pupils[1:]] + [visit.left.id]
    act(visit.teacher.actor, operations.attach_class, code=code, class_code=visit.klass.code, pupil_ids=swapped)
    assert of_booking(look, visit.host, code, know_rules) == 5


def test_only_the_company_writes_its_questions(visit: Any, act: Act, makers: Makers) -> None:
    act(visit.host.actor, operations.set_safety_questions, code=visit.offer.code, questions=QUESTIONS[:1])
    other = makers.host(makers.company())
    with pytest.raises(NotFound):
        act(other.actor, operations.set_safety_questions, code=visit.offer.code, questions=[])
    with pytest.raises(NotAllowed):
        act(visit.teacher.actor, operations.set_safety_questions, code=visit.offer.code, questions=[])


def test_a_transport_sheet_is_filled_in_bit_by_bit(visit: Any, act: Act, look: Act) -> None:
    assert len(travel(look, visit).still) == 4
    act(visit.teacher.actor, operations.set_transport, code=visit.booking.code, mode="bike", adults=1)
    now = travel(look, visit)
    assert (now.needed, now.travel.mode, [one.n for one in now.still]) == (2, "bike", [1, 0, 0])
    day = clock.school_day(visit.slot.starts_at)
    act(
        visit.teacher.actor, operations.set_transport, code=visit.booking.code, mode="bike", adults=2, phone="06 1",
        leaves=time(8, 30), back=time(18, 0), payer="nobody",
    )  # fmt: skip
    now = travel(look, visit)
    assert (now.still, now.travel.leaves_at) == ((), clock.at(day, 8, 30))
    assert count(look, visit.teacher, TransportSheet) == 1


def test_two_groups_of_a_school_share_a_coach_and_both_see_it(visit: Any, act: Act, look: Act, makers: Makers) -> None:
    other = v.booking(makers, visit.school, visit.teacher, v.slot(makers, starts_at=visit.slot.starts_at), expected=20)
    told = {"mode": "coach", "seats": 30, "adults": 2, "payer": "school"}
    act(visit.teacher.actor, operations.set_transport, code=visit.booking.code, shares_with=other.code, **told)
    act(
        visit.teacher.actor,
        operations.set_transport,
        code=other.code,
        shares_with=visit.booking.code,
        **told | {"adults": 3},
    )
    here, there = travel(look, visit), travel(look, visit, other.code)
    assert (here.riders, here.sharing.riders, here.seats_left) == (8, 23, -1)  # type: ignore[union-attr]
    assert (there.sharing.code, there.seats_left) == (visit.booking.code, -1)  # type: ignore[union-attr]
    act(visit.teacher.actor, operations.set_transport, code=other.code, **told)
    assert (travel(look, visit).sharing, travel(look, visit, other.code).sharing) == (None, None)


def test_a_coach_is_shared_on_the_same_half_of_a_day_and_within_a_school(visit: Any, act: Act, makers: Makers) -> None:
    late = v.booking(
        makers, visit.school, visit.teacher, v.slot(makers, starts_at=visit.slot.starts_at + timedelta(hours=12))
    )
    school = makers.school()
    foreign = v.booking(makers, school, makers.teacher(school), v.slot(makers, starts_at=visit.slot.starts_at))
    for code in (late.code, foreign.code, visit.booking.code):
        facts = {"code": visit.booking.code, "mode": "coach", "shares_with": code}
        with pytest.raises(RuleBroken) as broken:
            act(visit.teacher.actor, operations.set_transport, **facts)
        assert broken.value.field == "shares_with"


def test_the_host_sees_numbers_on_the_list_and_the_teacher_names(
    visit: Any, act: Act, look: Act, makers: Makers
) -> None:
    act(visit.teacher.actor, operations.set_transport, code=visit.booking.code, phone="06 0000 0044")
    theirs = look(visit.host.actor, out_list, code=visit.booking.code)
    group = theirs.groups[0]
    assert (group.names, group.expected, group.adults, group.needs) == ((), 6, 2, "een rolstoel")
    assert (group.phone, group.teacher, theirs.with_names) == ("06 0000 0044", "Samira Haddad", False)
    assert not [one for one in visit.pupils if one.last_name in repr(theirs)]
    own = look(visit.teacher.actor, out_list, code=visit.booking.code)
    assert len(own.groups[0].names) == 6
    colleague = makers.teacher(visit.school, makers.school_class(visit.school), name="Joris Prins")
    for who in (colleague, makers.coordinator(), makers.host(makers.company(), guest_schools=[visit.school])):
        with pytest.raises(NotFound):
            look(who.actor, out_list, code=visit.booking.code)


def test_a_divided_class_is_on_one_list_group_by_group(visit: Any, look: Act, makers: Makers) -> None:
    slot = v.slot(makers, visit.offer, starts_at=visit.slot.starts_at + timedelta(minutes=30))
    v.booking(makers, visit.school, visit.teacher, slot, klass=visit.klass, pupils=[visit.left], expected=1)
    v.booking(makers, visit.school, visit.teacher, slot, klass=visit.klass, expected=1, state="cancelled")
    own = look(visit.teacher.actor, out_list, code=visit.booking.code)
    assert [len(group.names) for group in own.groups] == [6, 1]


def test_the_letter_says_what_the_company_asks(visit: Any, look: Act, makers: Makers) -> None:
    facts = look(visit.teacher.actor, letter_facts, code=visit.booking.code, with_names=True)
    assert (facts.gear_own, facts.gear_given, facts.forbidden) == (("handschoenen",), ("helm",), ("telefoon",))
    assert len(facts.names) == 6
    assert look(visit.teacher.actor, letter_facts, code=visit.booking.code).names == ()
    colleague = makers.teacher(visit.school, makers.school_class(visit.school), name="Joris Prins")
    with pytest.raises(NotFound):
        look(colleague.actor, letter_facts, code=visit.booking.code)
    with pytest.raises(NotAllowed):
        look(visit.host.actor, letter_facts, code=visit.booking.code)


def test_both_classes_read_on_their_own_sheet_that_they_share_a_coach(
    visit: Any, act: Act, look: Act, makers: Makers
) -> None:
    klass = makers.school_class(visit.school, name="8A")
    other = v.booking(makers, visit.school, visit.teacher, visit.slot, klass=klass, expected=13)
    act(visit.teacher.actor, operations.set_transport, code=visit.booking.code, mode="coach", shares_with=other.code)
    office = makers.school_admin(visit.school)
    for mine, theirs in ((visit.booking, "8A"), (other, "7B")):
        booking = look(office.actor, queries.booking_by_code, code=mine.code)
        html = transport_sheet(booking, look(office.actor, transport_of, booking=booking), language="nl")
        assert f"met een touringcar, gedeeld met {theirs}" in html


def test_what_one_class_said_of_the_coach_need_not_be_said_again_by_the_other(
    visit: Any, act: Act, look: Act, makers: Makers
) -> None:
    klass = makers.school_class(visit.school, name="8A")
    other = v.booking(makers, visit.school, visit.teacher, visit.slot, klass=klass, expected=13)
    told = {"mode": "coach", "payer": "school", "seats": 50, "leaves": time(8), "back": time(18)}
    act(visit.teacher.actor, operations.set_transport, code=visit.booking.code, shares_with=other.code, **told)
    now = travel(look, visit, other.code)
    open_ = [one.message for one in now.still]
    assert open_ == ["How many adults go along?", "Which phone can the company call on the day?"]
    assert (now.travel.mode, now.travel.payer, now.travel.seats) == ("coach", "school", 50)

    def prepared(work: Work) -> bool:
        booking = queries.booking_by_code(work, other.code)
        return arranged(work, [booking])[booking.id].has_transport

    assert look(visit.teacher.actor, prepared)
    act(visit.teacher.actor, operations.set_transport, code=visit.booking.code, mode="bike")
    assert travel(look, visit, other.code).still[0].message == "How do you travel?"
    assert not look(visit.teacher.actor, prepared), "no coach any more"


def test_a_name_from_right_to_left_stands_so_on_the_list(visit: Any, look: Act, makers: Makers) -> None:
    slot = v.slot(makers, visit.offer, starts_at=visit.slot.starts_at + timedelta(days=1))
    pupil = makers.pupil(visit.klass, first="محمد", last="الحسيني")
    booking = v.booking(makers, visit.school, visit.teacher, slot, klass=visit.klass, pupils=[pupil], expected=1)
    html = evacuation(look(visit.teacher.actor, out_list, code=booking.code), language="nl")
    assert html.count("direction: rtl") == 1
