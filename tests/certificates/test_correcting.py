"""A mistake put right: the same number with /2; the old one says replaced, and by which number, in one act."""

import threading
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from app.base import clock
from app.base.house import House
from app.base.problems import NotAllowed, NotFound, RuleBroken
from app.certificates import operations
from app.certificates.operations import correcting
from app.learning.operations import untick_step
from app.people.operations import change_pupil
from tests.certificates.makers import SITE, Classroom, classroom, earned
from tests.certificates.test_operations import revise
from tests.conftest import BOTH, NOW
from tests.makers import Makers, Person

Act = Callable[..., Any]
At = Callable[..., None]


@pytest.fixture
def room(house: House, makers: Makers, tmp_path: Path) -> Classroom:
    return classroom(house, makers, tmp_path / "lessons")


def correct(room: Classroom, number: str, name: str = "Zoë van Dam", by: Person | None = None) -> str:
    facts = {"number": number, "name": name, "site": SITE}
    run: str = room.house.act((by or room.teacher).actor, clock.now(), operations.correct_certificate, **facts)
    return run


def numbers(room: Classroom, pupil: Person) -> list[tuple[str, str]]:
    return [(one.number, one.state) for one in room.certificates() if one.pupil_id == pupil.id]


@BOTH
def test_a_correction_has_the_same_number_and_the_next_behind_it(room: Classroom, at: At) -> None:
    booking = earned(room)
    pupil = room.pupils[0]
    room.prints(pupil)
    first = room.certificate_of(pupil)
    correct(room, first.number)
    assert numbers(room, pupil) == [(first.number, "replaced"), (f"{first.number}/2", "issued")]
    correct(room, f"{first.number}/2", "Zoé van Dam")
    old, second, third = room.certificates()
    assert (old.snapshot, old.revoked_at) == (first.snapshot, NOW)
    assert (third.number, third.revision, third.replaces_id) == (f"{first.number}/3", 3, second.id)
    assert (third.snapshot["name"], third.snapshot["short_name"]) == ("Zoé van Dam", "Zoé van D.")
    assert len({one.snapshot["verify_url"] for one in (old, second, third)}) == 3
    assert room.candidates()[pupil.id].number == third.number
    at(NOW + timedelta(minutes=1))
    room.present(booking, room.pupils, but=[pupil])
    correct(room, third.number)  # was not there after all: what is true is one of the module
    last = room.certificates()[-1]
    assert (last.number[-2:], last.kind, last.snapshot["visits"]) == ("/4", "module", [])


@BOTH
def test_pressed_twice_it_is_one_correction_and_one_run(room: Classroom) -> None:
    earned(room)
    pupil = room.pupils[0]
    room.prints(pupil)
    number = room.certificate_of(pupil).number
    assert correct(room, number) == correct(room, number)
    assert len(numbers(room, pupil)) == 2


@BOTH
def test_two_teachers_who_correct_at_once_make_one(room: Classroom) -> None:
    earned(room)
    pupil, problems = room.pupils[0], []
    room.prints(pupil)
    number, start = room.certificate_of(pupil).number, threading.Barrier(2)

    def press(who: Person) -> None:
        try:
            start.wait()
            correct(room, number, by=who)
        except Exception as problem:
            problems.append(problem)

    threads = [threading.Thread(target=press, args=(one,)) for one in (room.teacher, room.second_teacher())]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert problems == []
    assert numbers(room, pupil) == [(number, "replaced"), (f"{number}/2", "issued")]


@BOTH
def test_with_nothing_true_to_say_it_is_refused_and_a_revoked_one_is_not_corrected(
    room: Classroom, act: Act, at: At
) -> None:
    booking = earned(room)
    pupil, other, *_ = room.pupils
    room.prints(pupil, other)
    at(NOW + timedelta(minutes=1))
    room.present(booking, room.pupils, but=[pupil])
    room.does(untick_step, step_id="terug", pupil_ids=[pupil.id])
    with pytest.raises(RuleBroken) as refused:
        correct(room, room.certificate_of(pupil).number)
    assert refused.value.message == correcting.NOTHING_TRUE
    gone = room.certificate_of(other).number
    act(room.teacher.actor, operations.revoke_certificate, number=gone, reason="weg")
    with pytest.raises(RuleBroken):
        correct(room, gone)
    assert [state for _, state in numbers(room, pupil)] == ["issued"]


@BOTH
def test_regrading_a_changed_module_or_a_step_undone_takes_nothing_from_a_paper_of_which_the_name_is_corrected(
    room: Classroom, house: House, tmp_path: Path
) -> None:
    earned(room)
    pupil = room.pupils[0]
    room.prints(pupil)
    first = room.certificate_of(pupil)
    revise(house, tmp_path / "lessons")
    room.does(untick_step, step_id="terug", pupil_ids=[pupil.id])
    assert room.certificate_of(pupil).snapshot == first.snapshot
    correct(room, first.number)
    corrected = room.certificates()[-1].snapshot
    assert corrected["name"] == "Zoë van Dam"
    same = ("module_title", "module_version", "steps", "prepared", "visits", "reflected", "school_name", "kind")
    assert {key: corrected[key] for key in same} == {key: first.snapshot[key] for key in same}


def test_a_correction_of_one_whose_pupil_has_another_name_now_starts_from_that_name(room: Classroom, act: Act) -> None:
    earned(room)
    pupil = room.pupils[0]
    room.prints(pupil)
    new = {"first": "Noor", "last": "Bakker", "level": "po-7"}
    act(room.teacher.actor, change_pupil, code=room.klass.code, pupil_id=pupil.id, **new)
    correct(room, room.certificate_of(pupil).number, "Noor Bakker")
    corrected = room.certificates()[-1].snapshot
    assert (corrected["name"], corrected["short_name"], corrected["listed_name"]) == ("Noor Bakker", "Noor B.", "")


@BOTH
def test_nobody_else_corrects(room: Classroom, makers: Makers) -> None:
    earned(room)
    room.prints(room.pupils[0])
    number = room.certificates()[0].number
    elsewhere = makers.school()
    for one in (makers.teacher(room.school, makers.school_class(room.school)), makers.school_admin(elsewhere)):
        with pytest.raises(NotFound):
            correct(room, number, by=one)
    for one in (room.pupils[0], makers.coordinator(), makers.host(makers.company(), guest_schools=[room.school])):
        with pytest.raises(NotAllowed):
            correct(room, number, by=one)
    assert len(room.certificates()) == 1
