"""Of what kind a certificate is: of the visit, of the module, of both; each says what was done, and no more."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from app.base import clock
from app.base.house import House
from app.base.problems import NotFound, RuleBroken
from app.certificates import operations, queries, rules
from app.certificates.queries import VISIT_ALONE
from app.people.operations import change_pupil
from tests.certificates.makers import SITE, Classroom, classroom, earned
from tests.conftest import BOTH, NOW
from tests.makers import Makers, Person
from tests.visits import makers as visits

Act = Callable[..., Any]
At = Callable[..., None]
TOMORROW = NOW + timedelta(days=1)


@pytest.fixture
def room(house: House, makers: Makers, tmp_path: Path) -> Classroom:
    return classroom(house, makers, tmp_path / "lessons")


def prints(room: Classroom, *pupils: Person, kind: str | None = None, **more: Any) -> str:
    facts = {"code": room.code, "pupil_ids": [one.id for one in pupils], "site": SITE, "kind": kind, **more}
    code: str = room.house.act(room.teacher.actor, clock.now(), operations.print_certificates, **facts)
    return code


def seen_as(room: Classroom, kind: str) -> dict[Any, queries.Candidate]:
    with room.house.looking(room.teacher.actor, clock.now()) as work:
        return {one.pupil.id: one for one in queries.candidates(work, code=room.code, kind=kind).pupils}


def papers(room: Classroom, pupil: Person) -> list[tuple[str, str]]:
    return [(one.kind, one.state) for one in room.certificates() if one.pupil_id == pupil.id]


def a_visit(room: Classroom, pupils: list[Person], **facts: Any) -> visits.MadeBooking:
    """A booking of the class that no lesson goes with."""
    at = facts.pop("at", NOW - timedelta(hours=3))
    company = room.makers.company(name=facts.pop("company", "Zeesluis Noord"))
    offer = visits.offer(room.makers, company_id=company, min_group=1, max_group=30, **facts.pop("offer", {}))
    slot = visits.slot(room.makers, offer, starts_at=at, places_taken=1, pupils_taken=len(pupils))
    return visits.booking(
        room.makers, room.school, room.teacher, slot, klass=room.klass, pupils=pupils, expected=len(pupils), **facts
    )


def of_visit(room: Classroom, code: str, by: Person | None = None) -> queries.Candidates:
    with room.house.looking((by or room.teacher).actor, clock.now()) as work:
        return queries.candidates_of_visit(work, code=code)


def print_visit(room: Classroom, code: str, *pupils: Person) -> str:
    return prints(room, *pupils, code=code, source=VISIT_ALONE)


@BOTH
def test_each_kind_says_what_was_done_and_nothing_of_the_rest(room: Classroom) -> None:
    both, visit, module, ill = room.pupils
    booking = room.visit(room.pupils)
    room.present(booking, room.pupils, but=[ill])
    room.done([both, module, ill])
    prints(room, both, ill)
    prints(room, visit, kind="visit")
    prints(room, module, kind="module")
    facts = {one.pupil_id: one.snapshot for one in room.certificates()}
    assert [facts[one.id]["kind"] for one in room.pupils] == ["both", "visit", "module", "module"]
    assert [len(facts[one.id]["visits"]) for one in room.pupils] == [1, 1, 0, 0]
    assert facts[visit.id]["module_title"] == ""
    assert facts[visit.id]["steps"] == facts[visit.id]["prepared"] == facts[visit.id]["reflected"] == []
    assert [label for label, *_ in facts[module.id]["steps"]] == ["Kijk", "Terug"]
    assert {one.kind for one in room.certificates()} == {"both", "visit", "module"}


def test_the_page_names_the_fullest_that_is_earned_and_what_is_missing_for_the_fuller(room: Classroom) -> None:
    both, visit, module, ill = room.pupils
    booking = room.visit(room.pupils)
    room.present(booking, room.pupils, but=[ill])
    room.done([both, ill])
    room.done([module], "kijk", "terug")
    found = room.candidates()
    assert [found[one.id].fullest for one in room.pupils] == ["both", "visit", "module", "module"]
    fuller = [found[one.id].fuller for one in room.pupils]
    assert [one and (one.missing, one.why) for one in fuller] == [
        None,
        (("Kijk", "Bezoek", "Terug"), rules.NOT_DONE),
        (("Bezoek",), rules.NOT_DONE),
        ((), rules.WAS_ABSENT),
    ]


@BOTH
def test_nobody_who_was_ill_gets_one_of_the_visit_whatever_is_asked(room: Classroom) -> None:
    ill, *there = room.pupils
    booking = room.visit(room.pupils)
    room.present(booking, room.pupils, but=[ill])
    with pytest.raises(RuleBroken):
        prints(room, ill, kind="visit")
    prints(room, *room.pupils, kind="visit")
    assert sorted(one.pupil_id for one in room.certificates()) == sorted(one.id for one in there)


@BOTH
def test_one_of_both_takes_the_place_of_the_one_that_was_handed_out_at_the_gate(room: Classroom, look: Act) -> None:
    pupil = room.pupils[0]
    booking = room.visit(room.pupils)
    room.present(booking, room.pupils)
    prints(room, pupil, kind="visit")
    assert room.candidates()[pupil.id].number is None  # it does not say all
    room.done([pupil])
    prints(room, pupil)
    assert papers(room, pupil) == [("visit", "replaced"), ("both", "issued")]
    old, new = room.certificates()
    assert new.replaces_id == old.id
    assert new.number.partition("/")[0] != old.number
    assert [one.number for one in look(pupil.actor, queries.certificates_of_pupil, pupil_id=pupil.id)] == [new.number]
    prints(room, pupil, kind="visit")  # there is one that says more: that is printed again
    assert len(room.certificates()) == 2


def test_a_kind_that_is_not_offered_is_the_default(room: Classroom) -> None:
    room.done(room.pupils, "kijk", "terug")
    assert {one.verdict.kind for one in seen_as(room, "visit").values()} == {"module"}  # no visit goes with it
    room.visit(room.pupils)
    assert {one.verdict.kind for one in seen_as(room, "nonsense").values()} == {"both"}


# The name for print


@BOTH
def test_a_name_edited_for_print_stands_in_the_snapshot_alone(room: Classroom, act: Act) -> None:
    earned(room)
    edited, emptied, other, _ = room.pupils
    names = {edited.id: f"  {edited.name}\u202e  van der Zee ", emptied.id: " \u200b ", other.id: "Abdel Karim Öz"}
    prints(room, *room.pupils, names=names)
    snapshot = {one.pupil_id: one.snapshot for one in room.certificates()}
    assert snapshot[edited.id]["name"] == f"{edited.name} van der Zee"
    assert snapshot[edited.id]["short_name"] == f"{edited.name} van der Z."
    assert snapshot[emptied.id]["name"] == f"{emptied.name} {emptied.last_name}"
    assert snapshot[other.id]["short_name"] == "Abdel K."
    assert room.candidates()[edited.id].outdated == ""  # what the teacher typed is no mistake
    new = {"first": "Heel", "last": "Anders", "level": "po-7"}
    act(room.teacher.actor, change_pupil, code=room.klass.code, pupil_id=edited.id, **new)
    assert room.candidates()[edited.id].outdated == rules.NAME_CHANGED


# A visit without a lesson


@BOTH
def test_a_visit_without_a_lesson_gives_one_to_who_was_there(room: Classroom) -> None:
    ill, *there = room.pupils
    booking = a_visit(room, room.pupils)
    room.present(booking, room.pupils, but=[ill])
    found = of_visit(room, booking.code)
    assert [one.verdict.earned for one in found.pupils] == [False, True, True, True]
    assert (found.given, found.module, found.title) == (None, None, "Zeesluis Noord")
    print_visit(room, booking.code, *room.pupils)
    made = room.certificates()
    assert sorted(one.pupil_id for one in made) == sorted(one.id for one in there)
    assert {(one.assignment_id, one.booking_id, one.kind) for one in made} == {(None, booking.id, "visit")}
    print_visit(room, booking.code, *there)
    assert len(room.certificates()) == 3


@BOTH
def test_all_visits_of_the_day_stand_on_one_paper_whichever_of_them_is_asked(room: Classroom) -> None:
    first = a_visit(room, room.pupils, at=NOW - timedelta(hours=4))
    second = a_visit(room, room.pupils[:2], company="Papierfabriek", at=NOW - timedelta(hours=2))
    a_visit(room, room.pupils, company="Windpark", at=NOW - timedelta(days=3))
    room.present(first, room.pupils)
    room.present(second, room.pupils[:2])
    print_visit(room, second.code, *room.pupils)
    told = {one.pupil_id: [visit[0] for visit in one.snapshot["visits"]] for one in room.certificates()}
    assert told[room.pupils[0].id] == ["Zeesluis Noord", "Papierfabriek"]
    assert told[room.pupils[3].id] == ["Zeesluis Noord"]
    assert room.certificate_of(room.pupils[0]).snapshot["visits"][0][3:] == ["06:00", "Schut een schip door de sluis"]
    assert all(one.number for one in of_visit(room, first.code).pupils)


@BOTH
def test_another_class_and_another_school_do_not_reach_the_certificates_of_a_visit(
    room: Classroom, makers: Makers
) -> None:
    booking = a_visit(room, room.pupils)
    room.present(booking, room.pupils)
    elsewhere = makers.school()
    strangers = [
        makers.teacher(room.school, makers.school_class(room.school)),
        makers.teacher(elsewhere, makers.school_class(elsewhere)),
        makers.school_admin(elsewhere),
    ]
    for one in strangers:
        with pytest.raises(NotFound):
            of_visit(room, booking.code, by=one)
        with pytest.raises(NotFound):
            room.house.act(
                one.actor, NOW, operations.print_certificates,
                code=booking.code, source=VISIT_ALONE, pupil_ids=[room.pupils[0].id], site=SITE,
            )  # fmt: skip
    assert room.certificates() == []
    assert len(of_visit(room, booking.code, by=makers.school_admin(room.school)).pupils) == 4


def test_a_visit_of_a_later_day_holds_up_no_certificate_of_the_visit_that_was(room: Classroom) -> None:
    was = room.visit(room.pupils)
    room.visit(room.pupils, company="Papierfabriek", at=TOMORROW)
    room.present(was, room.pupils)
    prints(room, room.pupils[0], kind="visit")
    (held,) = room.certificates()
    assert [visit[0] for visit in held.snapshot["visits"]] == ["Zeesluis Noord"]
    assert held.ahead_of is None


def test_a_run_of_a_whole_school_prints_nothing_ahead(room: Classroom, act: Act) -> None:
    booking = a_visit(room, room.pupils, at=TOMORROW)
    with pytest.raises(RuleBroken):
        act(room.teacher.actor, operations.issue_class, code=booking.code, source=VISIT_ALONE, site=SITE)
    assert room.certificates() == []
