"""Printed before the visit: worth nothing until presence says so, void for who was absent, then settled for good."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete

from app.base import clock
from app.base.doors import CERTIFICATE, find
from app.base.house import House
from app.base.problems import RuleBroken
from app.certificates import operations, queries, rules
from app.certificates.jobs.settling import settle_all
from app.certificates.models import Certificate
from app.visits.models import Booking, BookingPupil, VisitSlot
from app.visits.operations import close_visit
from app.web.pages import at_door
from tests.certificates.makers import Classroom, classroom
from tests.certificates.test_kinds import a_visit, of_visit, print_visit, prints
from tests.conftest import BOTH, NOW
from tests.makers import Makers, Person

Act = Callable[..., Any]
At = Callable[..., None]
TOMORROW = NOW + timedelta(days=1)
AFTERWARDS = TOMORROW + timedelta(hours=4)


@pytest.fixture
def room(house: House, makers: Makers, tmp_path: Path) -> Classroom:
    return classroom(house, makers, tmp_path / "lessons")


@pytest.fixture
def booking(room: Classroom) -> Any:
    """A visit of tomorrow, of which the certificates lie printed."""
    made = a_visit(room, room.pupils, at=TOMORROW)
    print_visit(room, made.code, *room.pupils)
    return made


def seen(room: Classroom, certificate: Certificate) -> queries.Seen:
    """As who scans it sees it."""
    secret = certificate.snapshot["verify_url"].rsplit("/", 1)[1]
    with room.house.store.reading(frozenset()) as db:
        passage = find(db, CERTIFICATE, room.house.seal.digest(CERTIFICATE, secret), clock.now())
    assert passage is not None
    with room.house.looking(at_door(passage.school_id), clock.now()) as work:
        return queries.certificate_at_door(work, certificate_id=passage.subject_id)


def is_now(room: Classroom, pupil: Person) -> list[str]:
    return [seen(room, one).is_now for one in room.certificates() if one.pupil_id == pupil.id]


def closes(room: Classroom, code: str) -> None:
    room.house.act(room.teacher.actor, clock.now(), close_visit, code=code)


@BOTH
def test_before_the_visit_it_is_not_valid_yet_afterwards_presence_decides(
    room: Classroom, booking: Any, at: At, look: Act
) -> None:
    absent, there, *_ = room.pupils
    assert {one.kind for one in room.certificates()} == {"visit"}
    assert all(one.snapshot["ahead"] for one in room.certificates())
    assert {is_now(room, one)[0] for one in room.pupils} == {"ahead"}
    assert look(there.actor, queries.certificates_of_pupil, pupil_id=there.id) == []
    at(AFTERWARDS)
    assert is_now(room, there) == ["ahead"]  # nobody said anything yet
    room.present(booking, room.pupils, but=[absent])
    assert (is_now(room, absent), is_now(room, there)) == (["void"], ["valid"])
    assert look(absent.actor, queries.certificates_of_pupil, pupil_id=absent.id) == []
    assert len(look(there.actor, queries.certificates_of_pupil, pupil_id=there.id)) == 1


@BOTH
def test_the_teacher_reads_which_numbers_not_to_hand_out_and_a_word_taken_back_is_followed(
    room: Classroom, booking: Any, at: At
) -> None:
    absent = room.pupils[0]
    at(AFTERWARDS)
    room.present(booking, room.pupils, but=[absent])
    ((one, paper),) = of_visit(room, booking.code).not_to_hand_out
    assert (one.pupil.id, paper.number, paper.why) == (
        absent.id,
        room.certificate_of(absent).number,
        rules.NOT_HANDED_OUT,
    )
    at(AFTERWARDS + timedelta(minutes=5))
    room.present(booking, room.pupils)
    assert of_visit(room, booking.code).not_to_hand_out == ()
    assert is_now(room, absent) == ["valid"]


@BOTH
def test_what_is_settled_rests_on_nothing_else_any_more(room: Classroom, booking: Any, at: At) -> None:
    absent, there, *_ = room.pupils
    at(AFTERWARDS)
    room.present(booking, room.pupils, but=[absent])
    assert settle_all(room.house, clock.now()) == 0  # a word may still be taken back
    closes(room, booking.code)
    assert settle_all(room.house, clock.now()) == 4
    assert settle_all(room.house, clock.now()) == 0
    room.makers.write(lambda work: work.db.execute(delete(BookingPupil)))
    assert (is_now(room, absent), is_now(room, there)) == (["void"], ["valid"])
    assert {one.state for one in room.certificates()} == {"issued", "void"}
    assert all(one.settled_at for one in room.certificates())


def test_of_whom_nobody_said_anything_it_never_becomes_valid(room: Classroom, booking: Any, at: At) -> None:
    unsaid, *others = room.pupils
    at(AFTERWARDS)
    room.present(booking, others)
    closes(room, booking.code)
    settle_all(room.house, clock.now())
    assert (is_now(room, unsaid), is_now(room, others[0])) == (["void"], ["valid"])


@pytest.mark.parametrize("state", ["cancelled", "declined", "no-show"])
@BOTH
def test_of_a_visit_that_does_not_go_on_every_paper_is_void(room: Classroom, booking: Any, state: str) -> None:
    def ends(work: Any) -> None:
        work.db.get_one(Booking, booking.id).state = state

    room.makers.write(ends)
    assert {is_now(room, one)[0] for one in room.pupils} == {"void"}
    assert {paper.why for _, paper in of_visit(room, booking.code).not_to_hand_out} == {rules.CALLED_OFF}
    assert settle_all(room.house, clock.now()) == 4
    assert {one.state for one in room.certificates()} == {"void"}


@BOTH
def test_a_visit_that_was_moved_is_said_and_printing_again_corrects_the_day(room: Classroom, booking: Any) -> None:
    pupil = room.pupils[0]

    def moves(work: Any) -> None:
        slot = work.db.get_one(VisitSlot, work.db.get_one(Booking, booking.id).slot_id)
        slot.starts_at, slot.ends_at = slot.starts_at + timedelta(days=2), slot.ends_at + timedelta(days=2)

    room.makers.write(moves)
    assert is_now(room, pupil) == ["void"]
    assert {paper.why for _, paper in of_visit(room, booking.code).not_to_hand_out} == {rules.MOVED}
    print_visit(room, booking.code, pupil)
    old, new = [one for one in room.certificates() if one.pupil_id == pupil.id]
    assert (old.state, new.number) == ("replaced", f"{old.number}/2")
    assert new.snapshot["visits"][0][2] == (TOMORROW + timedelta(days=2)).date().isoformat()
    assert seen(room, old).newer == new.number
    assert is_now(room, pupil) == ["replaced", "ahead"]


def test_one_false_line_makes_a_paper_of_two_visits_void(room: Classroom, at: At) -> None:
    pupil = room.pupils[0]
    first = a_visit(room, room.pupils, at=TOMORROW)
    second = a_visit(room, room.pupils, company="Papierfabriek", at=TOMORROW + timedelta(hours=2))
    print_visit(room, first.code, pupil)
    at(AFTERWARDS + timedelta(hours=3))
    room.present(first, room.pupils)
    assert is_now(room, pupil) == ["ahead"]
    room.present(second, room.pupils, but=[pupil])
    assert is_now(room, pupil) == ["void"]
    print_visit(room, first.code, pupil)
    held = room.certificates()[-1]
    assert (held.number[-2:], [visit[0] for visit in held.snapshot["visits"]]) == ("/2", ["Zeesluis Noord"])
    assert is_now(room, pupil) == ["replaced", "valid"]


def test_who_was_put_off_the_list_has_a_paper_that_is_void(room: Classroom, booking: Any) -> None:
    pupil = room.pupils[0]
    gone = delete(BookingPupil).where(BookingPupil.pupil_id == pupil.id)
    room.makers.write(lambda work: work.db.execute(gone))
    assert is_now(room, pupil) == ["void"]
    assert is_now(room, room.pupils[1]) == ["ahead"]


@BOTH
def test_a_lesson_prints_those_of_its_visit_ahead_and_later_one_of_both(room: Classroom, at: At) -> None:
    ill, pupil, *_ = room.pupils
    made = room.visit(room.pupils, at=TOMORROW)
    prints(room, *room.pupils, kind="visit")
    at(AFTERWARDS)
    room.present(made, room.pupils, but=[ill])
    room.done([ill, pupil])
    prints(room, ill, pupil)
    of = {
        one.id: [(row.kind, row.state) for row in room.certificates() if row.pupil_id == one.id] for one in (ill, pupil)
    }
    assert of[pupil.id] == [("visit", "replaced"), ("both", "issued")]
    assert of[ill.id] == [("visit", "issued"), ("module", "issued")]
    assert is_now(room, ill) == ["void", "valid"]


def test_when_the_visit_is_over_and_nobody_said_who_was_there_nothing_is_printed_ahead(room: Classroom) -> None:
    made = a_visit(room, room.pupils)
    assert {one.verdict.why for one in of_visit(room, made.code).pupils} == {rules.NOT_SAID}


@BOTH
@pytest.mark.parametrize("state", ["requested", "proposed"])
def test_a_visit_that_is_not_confirmed_is_not_printed_ahead_and_the_page_says_what_to_do(
    room: Classroom, client: Any, sign_in: Any, act: Act, state: str
) -> None:
    made = a_visit(room, room.pupils, at=TOMORROW, state=state)
    assert {one.verdict.why for one in of_visit(room, made.code).pupils} == {rules.NOT_CONFIRMED}
    with pytest.raises(RuleBroken):
        print_visit(room, made.code, *room.pupils)
    page = sign_in(client, room.teacher).get(f"/certificates/visit/{made.code}").text
    assert "nog geen ja gezegd" in page
    assert f"/visits/booking/{made.code}" in page
    assert 'name="pupils"' not in page

    def confirm(work: Any) -> None:
        work.db.get_one(Booking, made.id).state = "confirmed"

    act(room.teacher.actor, confirm)
    assert all(one.verdict.ahead for one in of_visit(room, made.code).pupils)
    page = client.get(f"/certificates/visit/{made.code}").text
    assert "nog geen ja gezegd" not in page
    assert page.count('name="pupils"') == len(room.pupils)


def test_of_a_lesson_too_nothing_is_printed_ahead_of_a_visit_that_is_not_confirmed(
    room: Classroom, client: Any, sign_in: Any
) -> None:
    room.visit(room.pupils, at=TOMORROW, state="requested")
    page = sign_in(client, room.teacher).get(f"/certificates/{room.code}?kind=visit").text
    assert "nog geen ja gezegd" in page
    assert 'name="pupils"' not in page


# Erased


@BOTH
def test_details_erased_takes_the_name_and_leaves_what_can_be_checked(
    room: Classroom, booking: Any, at: At, act: Act
) -> None:
    pupil, unsaid = room.pupils[0], room.pupils[1]
    at(AFTERWARDS)
    room.present(booking, [pupil])
    number = room.certificate_of(pupil).number
    assert act(room.teacher.actor, operations.erase_details, pupil_id=pupil.id) == 1
    assert act(room.teacher.actor, operations.erase_details, pupil_id=pupil.id) == 0
    act(room.teacher.actor, operations.erase_details, pupil_id=unsaid.id)
    erased = [one for one in room.certificates() if one.pupil_id is None]
    assert [(one.number == number, one.state) for one in sorted(erased, key=lambda one: one.state)] == [
        (True, "issued"),
        (False, "void"),
    ]
    for one in erased:
        assert pupil.last_name not in str(one.snapshot)
        assert [one.snapshot[name] for name in ("name", "short_name", "listed_name")] == ["", "", ""]
        assert one.snapshot["visits"]
    found = seen(room, next(one for one in erased if one.number == number))
    assert (found.is_now, found.is_erased, found.facts.school_name) == ("valid", True, room.school.name)
