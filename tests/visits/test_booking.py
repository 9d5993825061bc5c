"""Booking, dividing a class, cancelling and declining, on SQLite and PostgreSQL."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from app.access.actor import NOBODY
from app.base import clock, doors
from app.base.house import House
from app.base.mail import OutgoingMail
from app.base.problems import NotAllowed, NotFound, RuleBroken
from app.base.work import Work
from app.people.models import Enrolment
from app.visits import operations, queries
from app.visits.models import Booking, VisitSlot
from tests.conftest import BOTH, NOW
from tests.makers import Makers
from tests.visits import makers as v

pytestmark = BOTH
Act = Callable[..., Any]


def taken(house: House, slot: v.MadeSlot) -> tuple[int, int]:
    with house.looking(NOBODY, clock.now()) as work:
        row = work.db.get_one(VisitSlot, slot.id)
        return row.places_taken, row.pupils_taken


def asking(slot: v.MadeSlot, **facts: Any) -> dict[str, Any]:
    return {"slot_code": slot.code, "level": "po-7", "expected": 15, "request_id": "one", **facts}


def school_with_class(makers: Makers, n: int = 28) -> tuple[Any, Any, list[Any], Any]:
    school = makers.school()
    klass = makers.school_class(school)
    pupils = makers.pupils(klass, n)
    return school, klass, pupils, makers.teacher(school, klass)


def listed(look: Act, actor: Any, code: str) -> set[Any]:
    def on_list(work: Work) -> set[Any]:
        return {one.pupil_id for one in queries.presence_list(work, booking=queries.booking_by_code(work, code))}

    return look(actor, on_list)  # type: ignore[no-any-return]


def test_a_booking_takes_one_place_and_its_pupils_and_tells_the_company(makers: Makers, act: Act, house: House) -> None:
    school, _, _, teacher = school_with_class(makers)
    slot = v.slot(makers)
    host = makers.host(slot.offer.company_id)
    act(teacher.actor, operations.book_visit, **asking(slot))
    assert taken(house, slot) == (1, 15)
    with house.looking(NOBODY, clock.now()) as work:
        mail = work.db.scalars(select(OutgoingMail)).one()
    assert mail.address == host.email
    assert school.name in mail.subject


def test_28_pupils_are_divided_over_two_bookings_of_15_and_13_each_with_its_own_list(
    makers: Makers, act: Act, look: Act, house: House
) -> None:
    _, klass, pupils, teacher = school_with_class(makers, 28)
    slot = v.slot(makers, places=2, pupils=30)
    with pytest.raises(RuleBroken, match="Divide the class"):
        act(teacher.actor, operations.book_visit, **asking(slot, expected=28, class_code=klass.code))
    first = act(teacher.actor, operations.book_visit, **asking(slot, class_code=klass.code))
    second = act(
        teacher.actor,
        operations.book_visit,
        **asking(slot, class_code=klass.code, expected=13, request_id="two"),
    )
    one, two = listed(look, teacher.actor, first), listed(look, teacher.actor, second)
    assert (len(one), len(two)) == (15, 13)
    assert one | two == {pupil.id for pupil in pupils}
    assert not one & two
    assert taken(house, slot) == (2, 28)


def test_a_pupil_may_have_several_visits_on_one_day(makers: Makers, act: Act, look: Act) -> None:
    _, klass, pupils, teacher = school_with_class(makers, 12)
    rounds = [v.slot(makers, starts_at=NOW + timedelta(days=2, hours=n)) for n in (0, 2)]
    codes = [
        act(
            teacher.actor,
            operations.book_visit,
            **asking(slot, class_code=klass.code, expected=12, request_id=slot.code),
        )
        for slot in rounds
    ]
    everybody = {pupil.id for pupil in pupils}
    assert [listed(look, teacher.actor, code) for code in codes] == [everybody, everybody]


def test_a_booking_made_in_may_gets_its_class_in_october(makers: Makers, act: Act, look: Act, house: House) -> None:
    _, klass, _, teacher = school_with_class(makers, 14)
    slot = v.slot(makers, starts_at=NOW + timedelta(days=150))
    code = act(teacher.actor, operations.book_visit, **asking(slot))
    assert listed(look, teacher.actor, code) == set()
    act(teacher.actor, operations.attach_class, code=code, class_code=klass.code)
    assert len(listed(look, teacher.actor, code)) == 14
    assert taken(house, slot) == (1, 15)


def test_the_same_form_sent_twice_books_once(makers: Makers, act: Act, house: House) -> None:
    _, _, _, teacher = school_with_class(makers, 1)
    slot = v.slot(makers)
    first = act(teacher.actor, operations.book_visit, **asking(slot))
    assert act(teacher.actor, operations.book_visit, **asking(slot)) == first
    assert taken(house, slot) == (1, 15)


def test_a_double_click_on_the_last_place_is_no_full_slot(makers: Makers, act: Act, house: House) -> None:
    _, _, _, teacher = school_with_class(makers, 1)
    slot = v.slot(makers, places=1, pupils=15)
    with ThreadPoolExecutor(4) as pool:
        sent = [pool.submit(act, teacher.actor, operations.book_visit, **asking(slot)) for _ in range(4)]
    assert len({one.result() for one in sent}) == 1
    assert taken(house, slot) == (1, 15)


def test_a_form_used_again_for_another_group_is_refused_and_not_dropped(makers: Makers, act: Act, house: House) -> None:
    _, _, _, teacher = school_with_class(makers, 1)
    slot = v.slot(makers)
    act(teacher.actor, operations.book_visit, **asking(slot))
    with pytest.raises(RuleBroken, match="Load it again"):
        act(teacher.actor, operations.book_visit, **asking(slot, expected=13))
    assert taken(house, slot) == (1, 15)


@pytest.mark.parametrize(("places", "pupils"), [(1, 30), (2, 29)])
def test_a_slot_without_room_for_the_group_refuses_and_stays_as_it_was(
    makers: Makers, act: Act, house: House, places: int, pupils: int
) -> None:
    slot = v.slot(makers, places=places, pupils=pupils)
    _, _, _, one = school_with_class(makers, 1)
    _, _, _, other = school_with_class(makers, 1)
    act(one.actor, operations.book_visit, **asking(slot))
    with pytest.raises(RuleBroken, match="full"):
        act(other.actor, operations.book_visit, **asking(slot))
    assert taken(house, slot) == (1, 15)


def test_two_schools_at_once_never_take_more_than_there_is(makers: Makers, act: Act, house: House) -> None:
    slot = v.slot(makers, places=5, pupils=75)
    teachers = [school_with_class(makers, 1)[3] for _ in range(2)]

    def book(n: int) -> bool:
        try:
            act(
                teachers[n % 2].actor,
                operations.book_visit,
                **asking(slot, request_id=str(n), expected=10 + n % 6),
            )
        except RuleBroken:
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(book, range(16))) == 5
    assert taken(house, slot)[0] == 5
    assert taken(house, slot)[1] <= 75


def test_what_cannot_be_booked_is_refused(makers: Makers, act: Act, house: House) -> None:
    _, _, _, teacher = school_with_class(makers, 1)
    closed = v.slot(makers, v.offer(makers, state="closed"))
    for slot, facts in [
        (v.slot(makers, starts_at=NOW - timedelta(minutes=1)), {}),
        (v.slot(makers, state="cancelled"), {}),
        (closed, {}),
        (v.slot(makers), {"level": "vo-1-kb"}),
        (v.slot(makers), {"level": "nonsense"}),
        (v.slot(makers), {"expected": 9}),
    ]:
        with pytest.raises(RuleBroken):
            act(teacher.actor, operations.book_visit, **asking(slot, **facts))
        assert taken(house, slot) == (0, 0)


def test_a_slot_or_class_out_of_reach_does_not_exist(makers: Makers, act: Act, house: House) -> None:
    school, _, _, teacher = school_with_class(makers, 1)
    _, strange, _, _ = school_with_class(makers, 1)
    colleagues = makers.school_class(school)
    slot, draft = v.slot(makers), v.slot(makers, v.offer(makers, state="draft"))
    for facts in (
        {"slot_code": "NOSUCH"},
        {"slot_code": draft.code},
        {"class_code": strange.code},
        {"class_code": colleagues.code},
        {"class_code": "NOSUCH"},
    ):
        with pytest.raises(NotFound):
            act(teacher.actor, operations.book_visit, **{**asking(slot), **facts})
    assert taken(house, slot) == (0, 0)


def test_a_smaller_list_frees_places_and_a_larger_one_needs_room(
    makers: Makers, act: Act, look: Act, house: House
) -> None:
    _, klass, pupils, teacher = school_with_class(makers, 15)
    slot = v.slot(makers, places=2, pupils=25)
    code = act(teacher.actor, operations.book_visit, **asking(slot, class_code=klass.code))
    act(teacher.actor, operations.set_pupils, code=code, pupil_ids=[one.id for one in pupils[:12]])
    assert taken(house, slot) == (1, 12)
    act(teacher.actor, operations.book_visit, **asking(slot, expected=12, request_id="two"))
    with pytest.raises(RuleBroken, match="full"):
        act(teacher.actor, operations.set_pupils, code=code, pupil_ids=[one.id for one in pupils[:14]])
    assert taken(house, slot) == (2, 24)
    assert len(listed(look, teacher.actor, code)) == 12


def test_only_pupils_of_the_class_go_on_the_list_and_never_too_many(makers: Makers, act: Act) -> None:
    school, klass, pupils, teacher = school_with_class(makers, 20)
    stranger = makers.pupil(makers.school_class(school))
    code = act(teacher.actor, operations.book_visit, **asking(v.slot(makers), class_code=klass.code))
    with pytest.raises(NotFound):
        act(
            teacher.actor,
            operations.set_pupils,
            code=code,
            pupil_ids=[stranger.id, *(one.id for one in pupils[:10])],
        )
    for some in (pupils[:16], pupils[:9], []):
        with pytest.raises(RuleBroken):
            act(teacher.actor, operations.set_pupils, code=code, pupil_ids=[one.id for one in some])


def test_a_pupil_who_left_the_class_is_not_put_on_a_list(makers: Makers, act: Act, look: Act) -> None:
    _, klass, pupils, teacher = school_with_class(makers, 12)

    def leave(work: Work) -> None:
        work.db.scalars(select(Enrolment).where(Enrolment.pupil_id == pupils[0].id)).one().until_on = work.today

    makers.write(leave)
    code = act(teacher.actor, operations.book_visit, **asking(v.slot(makers), expected=12, class_code=klass.code))
    assert listed(look, teacher.actor, code) == {one.id for one in pupils[1:]}


def test_cancelling_twice_gives_the_places_back_once(makers: Makers, act: Act, house: House) -> None:
    _, _, _, teacher = school_with_class(makers, 1)
    slot = v.slot(makers)
    code = act(teacher.actor, operations.book_visit, **asking(slot))
    for _ in range(2):
        act(teacher.actor, operations.cancel_booking, code=code)
    assert taken(house, slot) == (0, 0)


def test_cancelling_and_declining_at_the_same_moment_gives_the_places_back_once(
    makers: Makers, act: Act, house: House
) -> None:
    school, _, _, teacher = school_with_class(makers, 1)
    slot = v.slot(makers, places=9, pupils=200)
    host = makers.host(slot.offer.company_id, guest_schools=[school])
    act(teacher.actor, operations.book_visit, **asking(slot, request_id="stays"))
    for n in range(5):
        code = act(teacher.actor, operations.book_visit, **asking(slot, request_id=str(n)))

        def end(who: int, code: str = code) -> None:
            try:
                if who % 2:
                    act(teacher.actor, operations.cancel_booking, code=code)
                else:
                    act(host.actor, operations.answer_booking, code=code, yes=False)
            except RuleBroken:
                pass

        with ThreadPoolExecutor(4) as pool:
            list(pool.map(end, range(4)))
        assert taken(house, slot) == (1, 15)


def test_a_visit_that_has_begun_is_neither_cancelled_nor_declined(
    makers: Makers, act: Act, at: Callable[..., None]
) -> None:
    school, _, _, teacher = school_with_class(makers, 1)
    slot = v.slot(makers)
    host = makers.host(slot.offer.company_id, guest_schools=[school])
    code = act(teacher.actor, operations.book_visit, **asking(slot))
    at(slot.starts_at)
    with pytest.raises(RuleBroken):
        act(teacher.actor, operations.cancel_booking, code=code)
    with pytest.raises(RuleBroken):
        act(host.actor, operations.answer_booking, code=code, yes=False)


def test_a_host_confirms_and_the_teacher_gets_a_mail_once(makers: Makers, act: Act, house: House) -> None:
    school, _, _, teacher = school_with_class(makers, 1)
    slot = v.slot(makers)
    host = makers.host(slot.offer.company_id, guest_schools=[school])
    booking = v.booking(makers, school, teacher, slot, state="requested")
    for _ in range(2):
        act(host.actor, operations.answer_booking, code=booking.code, yes=True)
    with house.looking(NOBODY, clock.now()) as work:
        mails = work.db.scalars(select(OutgoingMail)).all()
        assert sorted(mail.address for mail in mails) == sorted([teacher.email, host.email])


def test_another_company_and_another_school_do_not_find_the_booking(makers: Makers, act: Act, look: Act) -> None:
    school, _, _, teacher = school_with_class(makers, 1)
    booking = v.booking(makers, school, teacher)
    other_host = makers.host(makers.company(), guest_schools=[school])
    _, _, _, other_teacher = school_with_class(makers, 1)
    for actor in (other_host.actor, other_teacher.actor):
        with pytest.raises(NotFound):
            look(actor, queries.booking_by_code, code=booking.code)
    with pytest.raises(NotFound):
        act(other_host.actor, operations.answer_booking, code=booking.code, yes=True)
    with pytest.raises(NotFound):
        act(other_teacher.actor, operations.cancel_booking, code=booking.code)
    with pytest.raises(NotAllowed):
        act(other_host.actor, operations.cancel_booking, code=booking.code)


def test_a_host_sees_a_booking_only_while_its_own_window_is_open(
    makers: Makers, look: Act, at: Callable[..., None]
) -> None:
    school, _, _, teacher = school_with_class(makers, 1)
    offer = v.offer(makers)
    old = v.booking(makers, school, teacher, v.slot(makers, offer, starts_at=NOW - timedelta(days=20)))
    new = v.booking(makers, school, teacher, v.slot(makers, offer))
    host = makers.host(offer.company_id, guest_schools=[school])

    def seen() -> set[str]:
        found = look(host.actor, queries.bookings_of_company, company_id=offer.company_id)
        return {one.code for one in found}

    assert seen() == {old.code, new.code}
    at(NOW + timedelta(days=11))
    assert seen() == {new.code}, "another door of the same school opens no old booking"
    with pytest.raises(NotFound):
        look(host.actor, queries.booking_by_code, code=old.code)


def test_a_cancelled_booking_stays_in_the_hosts_sight_for_a_week(
    makers: Makers, act: Act, look: Act, house: House, at: Callable[..., None]
) -> None:
    school, _, _, teacher = school_with_class(makers, 1)
    slot = v.slot(makers)
    code = act(teacher.actor, operations.book_visit, **asking(slot))
    host = makers.host(slot.offer.company_id)
    act(teacher.actor, operations.cancel_booking, code=code)

    def schools() -> frozenset[Any]:
        with house.looking(NOBODY, clock.now()) as work:
            return doors.schools_of_holder(work.db, doors.HOST, slot.offer.company_id, work.now)

    assert schools() == {school.id}
    assert host.actor.guest_schools == frozenset()
    at(NOW + timedelta(days=8))
    assert schools() == frozenset()


def test_nothing_of_a_refused_booking_is_kept(makers: Makers, act: Act, house: House) -> None:
    _, klass, pupils, teacher = school_with_class(makers, 12)
    slot = v.slot(makers)
    with pytest.raises(NotFound):
        act(
            teacher.actor,
            operations.book_visit,
            **asking(slot, class_code=klass.code, pupil_ids=[teacher.id]),
        )
    assert taken(house, slot) == (0, 0)
    with house.looking(teacher.actor, clock.now()) as work:
        assert work.db.scalar(select(func.count(Booking.id))) == 0
