"""An event day on SQLite and PostgreSQL: set up, stands, classes, routes that become bookings, mail, presence."""

from collections.abc import Callable, Sequence
from datetime import time, timedelta
from threading import Thread
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from app.access.actor import NOBODY, Actor, Post, Role
from app.base import clock
from app.base.house import House
from app.base.mail import OutgoingMail
from app.base.problems import NotAllowed, NotFound, RuleBroken
from app.base.work import Work
from app.visits import operations
from app.visits.jobs.event import MAIL, is_event_time, send_event_mail
from app.visits.models import Attendance, Booking, BookingChange, BookingPupil, EventPlan, EventStep, VisitSlot
from app.visits.operations.event_day import DayText
from app.visits.operations.event_lists import list_pupils
from app.visits.prints.sheets import evacuation
from app.visits.queries.bookings import booking_by_code
from app.visits.queries.calendar import appointments_of_actor
from app.visits.queries.calling_off import Scope
from app.visits.queries.event import whole_day
from app.visits.queries.event_now import WholeDay
from app.visits.queries.event_reading import day_of_class, open_events, stand_at_gate, stand_days
from app.visits.queries.missing import missing_now
from app.visits.queries.papers import out_list
from app.visits.queries.reminders import bookings_with_reminders
from app.visits.queries.transport import TransportNow, may_share, transport_of
from app.visits.rules.event import DayPlan
from tests.conftest import BOTH
from tests.makers import Makers
from tests.visits import makers as v

pytestmark = BOTH
Act = Callable[..., Any]
QUAY = DayText("Loods 6", "Kadeweg 60", "Havenmond", DayPlan(time(9), 3, 40, 10, 15, 60, 2))


class Quay:
    """Two schools with a class each, four stands of one class at a time, a coordinator."""

    def __init__(self, makers: Makers) -> None:
        self.schools = [makers.school(name=name) for name in ("De Vlieger", "De Meeuw")]
        self.classes = [makers.school_class(one, name="7B", size=25) for one in self.schools]
        self.teachers = [makers.teacher(*pair) for pair in zip(self.schools, self.classes, strict=True)]
        self.pupils = [makers.pupil(self.classes[0], first=name) for name in ("Aya", "Bo", "Cas")]
        self.coordinator = makers.coordinator(schools=self.schools)
        self.edition = v.week_edition(makers)
        self.event = v.event(makers, self.edition)
        self.stands = [v.stand(makers, self.event, n) for n in range(4)]
        pairs = zip(self.classes, self.teachers, strict=True)
        self.codes = [v.event_class(makers, self.event, *pair) for pair in pairs]


@pytest.fixture
def quay(makers: Makers) -> Quay:
    return Quay(makers)


def day_of(look: Act, quay: Quay) -> WholeDay:
    return look(quay.coordinator.actor, whole_day, code=quay.event.code)  # type: ignore[no-any-return]


def route(look: Act, quay: Quay, n: int = 0) -> list[UUID | None]:
    klass = next(one for one in day_of(look, quay).classes if one.code == quay.codes[n])
    return [klass.steps[number].stand_id if number in klass.steps else None for number in (1, 2, 3)]


def make(act: Act, look: Act, quay: Quay, **facts: Any) -> int:
    seen = day_of(look, quay).event.version
    return act(quay.coordinator.actor, operations.make_routes, code=quay.event.code, **{"seen": seen, **facts})  # type: ignore[no-any-return]


def put(act: Act, quay: Quay, number: int, to: object, seen: object, n: int = 0) -> None:
    facts = {"code": quay.event.code, "class_code": quay.codes[n], "number": number}
    act(quay.coordinator.actor, operations.set_step, to=str(to), seen=str(seen or ""), **facts)


def counted(house: House) -> None:
    """The counters of every slot say what is booked there."""
    with house.counting(NOBODY, clock.now()) as work:
        live = work.db.scalars(select(Booking).where(Booking.state == "confirmed")).all()
        for slot in work.db.scalars(select(VisitSlot)):
            here = [one.expected for one in live if one.slot_id == slot.id]
            assert (slot.places_taken, slot.pupils_taken) == (len(here), sum(here))
            assert slot.places_taken <= slot.places


def rows(house: House, table: type[Any], *wanted: Any) -> Sequence[Any]:
    with house.counting(NOBODY, clock.now()) as work:
        found: Sequence[Any] = work.db.scalars(select(table).where(*wanted)).all()
        return found


def test_routes_become_confirmed_bookings_that_take_their_places(quay: Quay, act: Act, look: Act, house: House) -> None:
    assert make(act, look, quay) == 6
    booked = rows(house, Booking)
    assert {one.state for one in booked} == {"confirmed"}
    assert len({(one.class_id, one.slot_id) for one in booked}) == 6
    assert {one.booked_by for one in booked} == {one.id for one in quay.teachers}
    assert {one.what for one in rows(house, BookingChange)} == {"confirmed"}
    counted(house)
    assert make(act, look, quay) == 6
    assert len(rows(house, Booking)) == 6, "made again nothing changes"


def test_an_older_page_and_the_second_of_two_coordinators_change_nothing(
    quay: Quay, act: Act, look: Act, house: House, makers: Makers
) -> None:
    seen = day_of(look, quay).event.version
    make(act, look, quay)
    with pytest.raises(RuleBroken, match="first"):
        make(act, look, quay, seen=seen)
    was = route(look, quay)
    free = v.stand(makers, quay.event, 8).id
    put(act, quay, 1, free, was[0])
    with pytest.raises(RuleBroken, match="first"):
        put(act, quay, 1, quay.stands[0].id, was[0])
    assert route(look, quay)[0] == free
    counted(house)


def test_two_coordinators_at_the_same_moment_make_one_set_of_routes(quay: Quay, house: House, look: Act) -> None:
    seen, said = day_of(look, quay).event.version, []

    def press() -> None:
        facts = {"code": quay.event.code, "seen": seen}
        try:
            said.append(house.act(quay.coordinator.actor, clock.now(), operations.make_routes, **facts))  # type: ignore[arg-type]
        except RuleBroken:
            said.append(None)

    threads = [Thread(target=press) for _ in range(2)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert sorted(said, key=str) == [6, None]
    assert len(rows(house, Booking)) == 6
    counted(house)


def test_what_is_chosen_by_hand_stays_until_all_is_made_anew(quay: Quay, act: Act, look: Act, house: House) -> None:
    make(act, look, quay)
    was = route(look, quay)
    put(act, quay, 2, "-", was[1])
    assert route(look, quay) == [was[0], None, was[2]]
    make(act, look, quay)
    assert route(look, quay)[1] is None, "free on purpose"
    make(act, look, quay, anew=True)
    assert None not in route(look, quay)
    counted(house)


def test_a_full_stand_another_level_and_the_same_company_are_refused(
    quay: Quay, act: Act, look: Act, house: House, makers: Makers
) -> None:
    vo = v.stand(makers, quay.event, 9, v.offer(makers, levels=("vo-onder-vmbo",), min_group=1, max_group=30))
    put(act, quay, 1, quay.stands[0].id, "")
    for number, to, n, why in (
        (1, quay.stands[0].id, 1, "full"),
        (2, quay.stands[0].id, 0, "already"),
        (2, vo.id, 0, "level"),
    ):
        with pytest.raises(RuleBroken, match=why):
            put(act, quay, number, to, "", n=n)
    assert len(rows(house, Booking)) == 1
    counted(house)


def test_nothing_is_half_done_when_one_place_is_not_there(
    quay: Quay, act: Act, look: Act, house: House, makers: Makers
) -> None:
    """Somebody takes the place between the reading and the taking: then no class has a route at all."""
    slots = [one.id for stand in quay.stands for one in stand.slots]

    def fill(work: Work) -> None:
        for key in slots:
            slot = work.db.get_one(VisitSlot, key)
            slot.pupils_taken = slot.pupils

    makers.write(fill)
    with pytest.raises(RuleBroken, match="full"):
        make(act, look, quay)
    assert rows(house, Booking) == []
    assert rows(house, EventStep) == []


def test_a_teacher_says_the_class_comes_once_changes_the_number_and_signs_it_off(
    quay: Quay, act: Act, look: Act, house: House, makers: Makers
) -> None:
    other = makers.school_class(quay.schools[0], name="8A")
    teacher = makers.teacher(quay.schools[0], other)
    facts = {"code": quay.event.code, "class_code": other.code, "level": "po-8", "pupils": 20, "way": "coach"}
    code = act(teacher.actor, operations.join_event, **facts)
    assert act(teacher.actor, operations.join_event, **facts) == code
    assert [len(one.classes) for one in look(teacher.actor, open_events)] == [2]
    make(act, look, quay)
    act(teacher.actor, operations.change_class, code=code, pupils=28, way="coach", needs="een rolstoel")
    counted(house)
    with pytest.raises(RuleBroken, match="at most"):
        act(teacher.actor, operations.change_class, code=code, pupils=31, way="coach", needs="")
    act(teacher.actor, operations.leave_event, code=code)
    act(teacher.actor, operations.leave_event, code=code)
    counted(house)
    assert len(rows(house, Booking, Booking.state == "cancelled")) == 3
    with pytest.raises(NotFound):
        look(teacher.actor, day_of_class, code=code)


def test_another_schools_class_is_not_there_and_a_colleague_leaves_it_alone(
    quay: Quay, act: Act, look: Act, makers: Makers
) -> None:
    for operation, facts in (
        (operations.leave_event, {}),
        (operations.change_class, {"pupils": 3, "way": "bike", "needs": ""}),
        (operations.set_day_phone, {"phone": "06"}),
    ):
        with pytest.raises(NotFound):
            act(quay.teachers[1].actor, operation, code=quay.codes[0], **facts)
    with pytest.raises(NotFound):
        look(quay.teachers[1].actor, day_of_class, code=quay.codes[0])
    colleague = makers.teacher(quay.schools[0], makers.school_class(quay.schools[0], name="8A"))
    with pytest.raises(RuleBroken, match="Only who booked"):
        act(colleague.actor, operations.leave_event, code=quay.codes[0])
    with pytest.raises(NotAllowed):
        act(quay.teachers[0].actor, operations.make_routes, code=quay.event.code, seen=1)


def test_the_times_move_with_the_plan_and_a_round_with_classes_does_not_go(
    quay: Quay, act: Act, look: Act, house: House
) -> None:
    make(act, look, quay)
    later = DayPlan(time(9, 50), 3, 40, 10, 15, 60, 2)
    told = DayText("Hal 4", "Kadeweg 1", "Havenmond", later)
    act(quay.coordinator.actor, operations.change_event, code=quay.event.code, told=told)
    first = {one.starts_at.astimezone(clock.AMSTERDAM).strftime("%H:%M") for one in rows(house, VisitSlot)}
    assert first == {"09:50", "10:40", "11:30"}
    fewer = DayText("Hal 4", "Kadeweg 1", "Havenmond", DayPlan(time(9), 2, 40, 10, 15, 60, 2))
    with pytest.raises(RuleBroken) as refused:
        act(quay.coordinator.actor, operations.change_event, code=quay.event.code, told=fewer)
    assert refused.value.field == "rounds"
    counted(house)


def test_stands_get_a_number_a_square_and_a_slot_for_each_round(
    quay: Quay, act: Act, look: Act, house: House, makers: Makers
) -> None:
    offer = v.offer(makers, max_group=28)
    facts = {"code": quay.event.code, "offer_codes": [offer.code, quay.stands[0].offer.code]}
    assert act(quay.coordinator.actor, operations.add_stands, **facts) == 1
    assert act(quay.coordinator.actor, operations.add_stands, **facts) == 0
    new = next(one for one in day_of(look, quay).stands if one.offer_id == offer.id)
    assert (new.number, len(new.rooms), {room.is_open for room in new.rooms.values()}) == ("4", 3, {True})
    change = {"code": quay.event.code, "stand_id": new.id, "groups": 1, "pupils": 28}
    with pytest.raises(RuleBroken, match="number"):
        act(quay.coordinator.actor, operations.change_stand, number="0", column=9, row=9, **change)
    act(quay.coordinator.actor, operations.change_stand, number="b2", column=9, row=9, **change)
    put(act, quay, 1, new.id, "")
    with pytest.raises(RuleBroken, match="Classes go"):
        act(quay.coordinator.actor, operations.drop_stand, code=quay.event.code, stand_id=new.id)
    put(act, quay, 1, "", new.id)
    act(quay.coordinator.actor, operations.drop_stand, code=quay.event.code, stand_id=new.id)
    act(quay.coordinator.actor, operations.add_stands, code=quay.event.code, offer_codes=[offer.code])
    assert len(rows(house, VisitSlot, VisitSlot.offer_id == offer.id)) == 3, "the slots are used again"


def test_a_round_is_no_visit_of_its_own(quay: Quay, act: Act, look: Act, house: House, makers: Makers) -> None:
    make(act, look, quay)
    booking = rows(house, Booking, Booking.school_id == quay.schools[0].id)[0]
    with pytest.raises(RuleBroken, match="event day"):
        act(quay.teachers[0].actor, operations.cancel_booking, code=booking.code)
    slot = quay.stands[0].slots[0]
    host = makers.host(slot.offer.company_id)
    with pytest.raises(RuleBroken, match="event day"):
        act(host.actor, operations.set_slot_state, code=slot.code, state="open")
    facts = {"slot_code": slot.code, "level": "po-7", "expected": 5, "request_id": "x"}
    with pytest.raises(RuleBroken, match="not offered"):
        act(quay.teachers[0].actor, operations.book_visit, **facts)
    with pytest.raises(RuleBroken, match="has a plan"):
        act(quay.coordinator.actor, operations.clear_day, edition_id=quay.edition, day=quay.event.day)


def test_an_event_day_is_one_thing_in_agenda_reminders_and_what_is_missing(
    quay: Quay, act: Act, look: Act, at: Callable[..., None]
) -> None:
    make(act, look, quay)
    (one,) = look(quay.teachers[0].actor, appointments_of_actor)
    assert (one.title, one.company, one.id) != ("", "", None)
    assert (one.ends_at - one.starts_at) == timedelta(minutes=140)
    assert look(quay.teachers[0].actor, missing_now, weeks=4) == ()
    at(clock.at(quay.event.day - timedelta(days=1), 9, 30))
    schools = frozenset(one.id for one in quay.schools)
    assert look(Actor(None, (Post(Role.COORDINATOR),), schools), bookings_with_reminders) == ()


def test_one_mail_the_day_before_and_one_after_whatever_the_number_of_rounds(
    quay: Quay, act: Act, look: Act, house: House, makers: Makers, at: Callable[..., None]
) -> None:
    hosts = [makers.host(one.offer.company_id) for one in quay.stands]
    make(act, look, quay)

    class Task:
        def __init__(self) -> None:
            self.house = house

    expected = {one.email for one in (*hosts, *quay.teachers)}
    for when, people in ((-1, expected), (1, {one.email for one in quay.teachers})):
        at(clock.at(quay.event.day + timedelta(days=when), 9))
        before = len(rows(house, OutgoingMail))
        assert is_event_time(house, clock.now())
        send_event_mail(Task())  # type: ignore[arg-type]
        assert not is_event_time(house, clock.now())
        send_event_mail(Task())  # type: ignore[arg-type]
        sent = rows(house, OutgoingMail)[before:]
        assert (len(sent), {one.address for one in sent}) == (len(people), people)
    assert MAIL == "visits.event-mail"


def test_the_programme_is_told_once_to_each_teacher_and_host(quay: Quay, act: Act, look: Act, house: House) -> None:
    with pytest.raises(RuleBroken, match="no routes"):
        act(quay.coordinator.actor, operations.tell_programme, code=quay.event.code, site="http://w.t")
    make(act, look, quay)
    assert act(quay.coordinator.actor, operations.tell_programme, code=quay.event.code, site="http://w.t") == 2
    mail = rows(house, OutgoingMail)
    assert {one.address for one in mail} == {one.email for one in quay.teachers}
    assert quay.codes[0] in "".join(one.body for one in mail)


def test_pupils_come_on_the_list_of_each_round_and_presence_is_said_once_for_the_day(
    quay: Quay, act: Act, look: Act, house: House, at: Callable[..., None]
) -> None:
    make(act, look, quay)
    office = Actor(None, (Post(Role.SCHOOL_ADMIN, school_id=quay.schools[0].id),))
    assert act(office, list_pupils, event_id=quay.event.id) == 3
    assert act(office, list_pupils, event_id=quay.event.id) == 0
    assert len(rows(house, BookingPupil)) == 9
    at(clock.at(quay.event.day, 9, 5))
    booking = rows(house, Booking, Booking.school_id == quay.schools[0].id)[0]
    seen, gone = {one.id for one in quay.pupils}, {quay.pupils[0].id}
    teacher = quay.teachers[0].actor
    present = act(teacher, operations.mark_day, code=booking.code, absent=gone, seen=seen, client_id="c-1")
    act(teacher, operations.mark_day, code=booking.code, absent=gone, seen=seen, client_id="c-1")
    assert present == 2
    assert len(rows(house, Attendance)) == 9
    assert {one.present_count for one in rows(house, Booking, Booking.school_id == quay.schools[0].id)} == {2}


def test_a_host_reads_numbers_and_on_the_day_the_phone_and_never_a_pupils_name(
    quay: Quay, act: Act, look: Act, house: House, makers: Makers, at: Callable[..., None]
) -> None:
    make(act, look, quay)
    act(quay.teachers[0].actor, operations.set_day_phone, code=quay.codes[0], phone="06 0000 0099")
    first = next(one for one in quay.stands if one.id == route(look, quay)[0])
    host = makers.host(first.offer.company_id, guest_schools=quay.schools)
    (day,) = look(host.actor, stand_days, code=quay.event.code)
    group = day.rounds[0].groups[0]
    assert (group.school, group.class_name, group.pupils, group.phone) == ("De Vlieger", "7B", 25, "")
    assert "Aya" not in repr(day)
    at(clock.at(quay.event.day, 8))
    (day,) = look(host.actor, stand_days, code=quay.event.code)
    assert day.rounds[0].groups[0].phone == "06 0000 0099"
    slots = {one.id for one in first.slots}
    booking = next(one for one in rows(house, Booking) if one.slot_id in slots)
    gate = Actor(booking.id, (Post(Role.GATE),), frozenset(one.id for one in quay.schools))
    assert look(gate, stand_at_gate).stand.id == first.id
    stranger = makers.host(makers.company())
    with pytest.raises(NotFound):
        look(stranger.actor, stand_days, code=quay.event.code)


def test_a_stand_that_is_called_off_leaves_gaps_that_new_routes_fill(
    quay: Quay, act: Act, look: Act, house: House, makers: Makers
) -> None:
    make(act, look, quay)
    gone = route(look, quay)[0]
    stand = next(one for one in quay.stands if one.id == gone)
    host = makers.host(stand.offer.company_id, guest_schools=quay.schools)
    live = [one for one in rows(house, Booking) if one.slot_id in {slot.id for slot in stand.slots}]
    told = {"reason": "Brand in de hal", "seen": [one.code for one in live], "site": "http://w.t"}
    act(host.actor, operations.call_off, scope=Scope("offer", stand.offer.code), **told)
    assert route(look, quay)[0] is None
    assert "zoekt een andere stand" in "".join(one.body for one in rows(house, OutgoingMail))
    make(act, look, quay)
    assert gone not in route(look, quay)
    assert None not in route(look, quay)
    counted(house)


def test_nothing_changes_once_the_day_has_begun(quay: Quay, act: Act, look: Act, at: Callable[..., None]) -> None:
    make(act, look, quay)
    at(clock.at(quay.event.day, 9, 1))
    with pytest.raises(RuleBroken, match="has begun"):
        make(act, look, quay)
    with pytest.raises(RuleBroken, match="has begun"):
        act(quay.teachers[0].actor, operations.leave_event, code=quay.codes[0])


def test_a_plan_is_made_once_for_a_day_of_kind_event_alone(quay: Quay, act: Act, makers: Makers, house: House) -> None:
    v.edition_day(makers, quay.edition, quay.event.day + timedelta(days=1), kind="event", name="Tweede dag")
    facts = {"edition_id": quay.edition, "day": quay.event.day + timedelta(days=1), "told": QUAY}
    code = act(quay.coordinator.actor, operations.make_event, **facts)
    assert act(quay.coordinator.actor, operations.make_event, **facts) == code
    assert len(rows(house, EventPlan)) == 2
    facts["day"] = quay.event.day + timedelta(days=2)
    with pytest.raises(NotFound):
        act(quay.coordinator.actor, operations.make_event, **facts)


def test_papers_of_a_round_lead_to_the_place_of_the_day_and_not_to_the_companys_own_site(
    quay: Quay, act: Act, look: Act, makers: Makers
) -> None:
    make(act, look, quay)
    act(quay.teachers[0].actor, list_pupils, event_id=quay.event.id)
    klass = next(one for one in day_of(look, quay).classes if one.code == quay.codes[0])
    codes = [klass.steps[n].booking_code for n in (1, 2, 3)]
    booking = look(quay.teachers[0].actor, booking_by_code, code=codes[2])
    assert (booking.where, booking.entrance.startswith("Loods 6, stand ")) == ("Kadeweg 60, Havenmond", True)
    assert booking.contact == "06 0000 0600", "whoever is lost on the day rings its organisation"
    out = look(quay.teachers[0].actor, out_list, code=codes[2])
    assert (out.company, out.place, out.entrance) == ("Loods 6", "Kadeweg 60, Havenmond", "")
    assert [(len(one.names), one.starts_at) for one in out.groups] == [(3, clock.at(quay.event.day, 9))]
    stand = next(one for one in quay.stands if one.id == klass.steps[3].stand_id)
    host = makers.host(stand.offer.company_id, guest_schools=quay.schools)
    theirs = look(host.actor, out_list, code=codes[2])
    assert (theirs.place, theirs.in_turn, theirs.with_names) == ("Loods 6, Havenmond", True, False)
    assert "Sluiskade" not in evacuation(theirs, language="nl")
    assert theirs.company != "Loods 6", "a company keeps its name"


def test_a_class_travels_to_the_day_once_whatever_round_says_so(quay: Quay, act: Act, look: Act) -> None:
    make(act, look, quay)
    klass = next(one for one in day_of(look, quay).classes if one.code == quay.codes[0])
    codes = [klass.steps[n].booking_code for n in (1, 2, 3)]
    said = {"mode": "bike", "leaves": time(8, 15), "back": time(12), "adults": 3, "phone": "06 1", "payer": "nobody"}
    act(quay.teachers[0].actor, operations.set_transport, code=codes[1], **said)
    for code in codes:
        now = look(quay.teachers[0].actor, lambda work, code=code: _travel_of(work, code))
        assert (now.travel.mode, now.still) == ("bike", ())
        assert "Bij de blauwe vlag" in now.how
    with pytest.raises(RuleBroken, match="too late"):
        act(quay.teachers[0].actor, operations.set_transport, code=codes[2], leaves=time(9, 15))
    assert not look(quay.teachers[0].actor, lambda work: may_share(work, booking=booking_by_code(work, codes[0])))


def _travel_of(work: Work, code: str) -> TransportNow:
    return transport_of(work, booking=booking_by_code(work, code))
