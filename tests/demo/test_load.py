"""`flask demo load` on an empty database: everybody and everything, in all states, and the same every time."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from app.access.actor import NOBODY
from app.base import clock
from app.base.house import House
from app.base.work import Work
from app.certificates.models import Certificate, PrintRun
from app.certificates.queries import candidates
from app.curriculum.checker.vocabulary import read_vocabulary
from app.demo.setting import actor_of
from app.learning.models import Answer, Mark, Progress, Review, StepTick
from app.people.models import Company, Network, Post, Pupil, School, SchoolClass, Staff
from app.visits.models import Attendance, Booking, BookingPupil, VisitOffer, VisitSlot
from tests.conftest import LESSONS
from tests.demo.stage import a_house, empty, load_at, publish, rows
from tests.makers import moment

# Far apart, on another day of the week and at another time of day: only the dates may differ.
WHEN = {"sqlite": moment(2026, 10, 8), "postgres": moment(2027, 2, 14, 21, 40)}
Loaded = dict[str, House]


@pytest.fixture(scope="module")
def loaded(
    tmp_path_factory: pytest.TempPathFactory, empty_sqlite: Path, request: pytest.FixtureRequest
) -> Iterator[Loaded]:
    """The demo with the real lessons on both databases. No test here writes."""
    folder = tmp_path_factory.mktemp("demo")
    (folder / "openwerf.db").write_bytes(empty_sqlite.read_bytes())
    postgres: str = request.getfixturevalue("postgres_url")
    empty(postgres)
    with a_house(f"sqlite:///{folder / 'openwerf.db'}", folder) as one, a_house(postgres, folder) as other:
        houses = {"sqlite": one, "postgres": other}
        for name, house in houses.items():
            publish(house, LESSONS)
            assert load_at(house, WHEN[name]) == "The demo is loaded."
        yield houses


both = pytest.mark.parametrize("name", ["sqlite", "postgres"])


def days(name: str) -> tuple[date, date]:
    return {"sqlite": (date(2026, 10, 7), date(2026, 10, 9)), "postgres": (date(2027, 2, 12), date(2027, 2, 15))}[name]


@both
def test_there_are_two_schools_two_classes_and_a_company_for_each_kind_of_visit(loaded: Loaded, name: str) -> None:
    house = loaded[name]
    assert len(rows(house, Network)) == 1
    assert {(one.kind, one.brin[:2]) for one in rows(house, School)} == {("po", "99"), ("vo", "99")}
    kinds = [one.kind for one in rows(house, Company)]
    assert sorted(kinds) == sorted(read_vocabulary(Path("lessons")).visit_kinds)
    assert {one.name for one in rows(house, SchoolClass)} == {"7B", "2kb1"}
    sizes = Counter(one.level for one in rows(house, Pupil))
    assert sizes == {"po-7": 26, "vo-2-kb": 24}


@both
def test_visits_are_on_the_last_and_on_the_next_school_day(loaded: Loaded, name: str) -> None:
    slots = {one.id: one for one in rows(loaded[name], VisitSlot)}
    visits = Counter((clock.school_day(slots[one.slot_id].starts_at), one.state) for one in rows(loaded[name], Booking))
    last, following = days(name)
    assert visits == {(last, "held"): 1, (following, "confirmed"): 3, (following, "requested"): 1}


@both
def test_no_slot_holds_more_than_it_has_room_for_and_all_that_was_booked_is_counted(loaded: Loaded, name: str) -> None:
    booked = Counter(one.slot_id for one in rows(loaded[name], Booking))
    for slot in rows(loaded[name], VisitSlot):
        assert slot.places_taken == booked[slot.id]
        assert slot.pupils_taken <= slot.pupils


@both
def test_a_class_that_does_not_fit_is_divided_and_every_pupil_is_in_one_group(loaded: Loaded, name: str) -> None:
    offers = {one.id: one for one in rows(loaded[name], VisitOffer)}
    slots = {one.id: offers[one.offer_id] for one in rows(loaded[name], VisitSlot)}
    bookings = {one.id: slots[one.slot_id] for one in rows(loaded[name], Booking)}
    listed = Counter((bookings[one.booking_id].code, one.pupil_id) for one in rows(loaded[name], BookingPupil))
    assert set(listed.values()) == {1}
    assert Counter(code for code, _ in listed) == {"NRDR7S": 26, "VZLB4P": 26, "PMPS5T": 24}


@both
def test_answers_are_there_in_every_state(loaded: Loaded, name: str) -> None:
    house = loaded[name]
    shares = {one.score / one.out_of for one in rows(house, Mark) if one.by is None}
    assert {0.0, 1.0} < shares  # wrong, right, and some in between
    said = {one.answer_id: one.again for one in rows(house, Review)}
    assert set(said.values()) == {True, False}  # given back, and a word of praise
    open_ones = [one for one in rows(house, Answer) if set(one.value) == {"text"}]
    assert 0 < len(said) < len(open_ones)
    progress = rows(house, Progress)
    assert sum(1 for one in progress if one.help_since) == 2
    assert sum(1 for one in progress if one.completed_at) > 5
    assert sum(1 for one in progress if not one.completed_at) > 5
    assert {one.how for one in rows(house, StepTick)} == {"paper"}
    assert Counter(one.present for one in rows(house, Attendance)) == {True: 24, False: 2}
    assert len(progress) == 26 + 23  # one pupil of the second class has not come in yet


@both
def test_nothing_happened_that_is_still_to_come(loaded: Loaded, name: str) -> None:
    now = WHEN[name]
    assert max(one.at for one in rows(loaded[name], Answer)) <= now
    assert all(one.at_step_since <= now for one in rows(loaded[name], Progress) if one.at_step_since)
    assert all(one.help_since <= now for one in rows(loaded[name], Progress) if one.help_since)
    assert all(one.issued_at <= now for one in rows(loaded[name], Certificate))


@both
def test_five_certificates_are_printed_more_are_earned_and_none_says_what_is_not_so(loaded: Loaded, name: str) -> None:
    house, now = loaded[name], WHEN[name]
    (given,) = {one.assignment_id for one in rows(house, PrintRun) if one.assignment_id}
    code = _code_of_assignment(house, given)
    with house.looking(actor_of(house, "samira@devlieger.example", now), now) as work:
        found = candidates(work, code=code)
    printed = [one for one in found.pupils if one.number]
    waiting = [one for one in found.pupils if one.verdict.earned and not one.number]
    assert (len(printed), bool(waiting)) == (5, True)
    assert [one for one in found.pupils if not one.verdict.earned]
    assert {one.outdated for one in printed} == {""}
    sick = [one for one in found.pupils if not one.visits]
    assert {one.pupil.first_name for one in sick} == {"Daan", "Hanna"}
    assert {paper.number for one in sick for paper in one.not_to_hand_out}
    papers = rows(house, Certificate)
    assert {one.state for one in papers} == {"issued", "replaced", "revoked"}
    assert [bool(one.booking_id) for one in papers if one.ahead_of and one.state == "issued"].count(True) == 2
    assert len([one for one in papers if one.erased_at]) == 1


@both
def test_all_mail_addresses_are_invented_and_everybody_works_somewhere(loaded: Loaded, name: str) -> None:
    staff = rows(loaded[name], Staff)
    assert {one.email.rsplit(".", 1)[1] for one in staff} == {"example"}
    assert {one.staff_id for one in rows(loaded[name], Post)} == {one.id for one in staff}


def told(house: House) -> dict[str, Any]:
    """All of the demo but its keys and its dates."""
    pupils = {one.id: (one.first_name, one.last_name) for one in rows(house, Pupil)}
    answers = {one.id: one for one in rows(house, Answer)}
    opened = house.seal.unlock
    return {
        "names": sorted((*pupils[one.id], one.level, opened(one.secret_locked)) for one in rows(house, Pupil)),
        "staff": sorted((one.email, one.name) for one in rows(house, Staff)),
        "classes": sorted((one.code, one.class_code, one.name) for one in rows(house, SchoolClass)),
        "slots": sorted(one.code for one in rows(house, VisitSlot)),
        "bookings": sorted((one.code, one.state, one.expected, one.needs) for one in rows(house, Booking)),
        "answers": sorted(
            (pupils[one.pupil_id], one.step_id, one.question_id, repr(one.value)) for one in answers.values()
        ),
        "marks": sorted((pupils[answers[one.answer_id].pupil_id], one.score, one.out_of) for one in rows(house, Mark)),
        "reviews": sorted((repr(answers[one.answer_id].value), one.text, one.again) for one in rows(house, Review)),
        "steps": sorted(
            (pupils[one.pupil_id], step, cell.get("done", ""), tuple(cell.get("answered", ())))
            for one in rows(house, Progress)
            for step, cell in one.steps.items()
        ),
        "certificates": sorted((one.number[4:], one.snapshot["name"]) for one in rows(house, Certificate)),
    }  # fmt: skip


@pytest.mark.parametrize(
    "what",
    ["names", "staff", "classes", "slots", "bookings", "answers", "marks", "reviews", "steps", "certificates"],
)
def test_the_demo_is_the_same_every_time_but_for_its_dates(loaded: Loaded, what: str) -> None:
    one, other = (told(house)[what] for house in loaded.values())
    assert one
    assert one == other


def test_a_second_load_on_the_same_day_changes_nothing(loaded: Loaded) -> None:
    before = told(loaded["sqlite"])
    assert load_at(loaded["sqlite"], WHEN["sqlite"] + timedelta(hours=3)) == "The demo is there."
    assert told(loaded["sqlite"]) == before


def test_everybody_of_the_demo_can_begin(loaded: Loaded) -> None:
    """Each account of the sign-in page is somebody who holds a post on the day of loading."""
    from app.people.demo_accounts import STAFF
    from app.people.identity import posts_held

    house, today = loaded["postgres"], clock.school_day(WHEN["postgres"])
    ids = {one.email: one.id for one in rows(house, Staff)}

    def held(work: Work, email: str) -> list[str]:
        return [one.role for one in posts_held(work.db, staff_id=ids[email], today=today)]

    with house.looking(NOBODY, WHEN["postgres"]) as work:
        assert {one.email: held(work, one.email) for one in STAFF} == {one.email: [one.role.value] for one in STAFF}


def _code_of_assignment(house: House, assignment_id: Any) -> str:
    from app.assignments.models import Assignment

    with house.store.reading("everywhere") as db:
        return db.scalars(select(Assignment.code).where(Assignment.id == assignment_id)).one()
