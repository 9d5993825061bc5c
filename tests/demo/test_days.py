"""The demo loads on any day of the year, and moves along: its visits are always on the last and the next school day."""

import shutil
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from app.access.actor import NOBODY
from app.assignments.models import Assignment
from app.base import clock
from app.base.house import House
from app.certificates.models import Certificate
from app.certificates.queries import candidates
from app.demo.days import is_school_day, last_school_day, next_school_day
from app.demo.setting import actor_of
from app.insight.queries import reach
from app.learning.models import Answer, Progress
from app.people.models import Network, Pupil, School
from app.people.queries import classes_of_actor
from app.visits.models import Booking, VisitSlot
from tests.demo.stage import a_house, empty, load_at, publish, rows, short_lessons
from tests.makers import moment

TEACHERS = ("samira@devlieger.example", "joost@hetbaken.example")
TELLING = [
    pytest.param(moment(2026, 10, 3, 10), id="saturday"),
    pytest.param(moment(2026, 10, 5, 8), id="monday morning"),
    pytest.param(moment(2026, 10, 14, 10), id="autumn holiday"),
    pytest.param(moment(2026, 10, 25, 2, 30), id="the night the clock goes back"),
    pytest.param(moment(2026, 12, 22, 10), id="christmas holiday, which ends in another year"),
    pytest.param(moment(2027, 1, 4, 0, 5), id="just after midnight on the first school day"),
    pytest.param(moment(2027, 3, 28, 3, 30), id="the night the clock goes forward"),
    pytest.param(moment(2027, 5, 1, 23, 50), id="may holiday, just before midnight"),
    pytest.param(moment(2027, 7, 12, 10), id="summer holiday, first days"),
    pytest.param(moment(2027, 8, 1, 10), id="first day of a school year, in the holiday"),
    pytest.param(moment(2027, 8, 20, 10), id="summer holiday, last days"),
    pytest.param(moment(2027, 8, 24, 10), id="second school day of the year"),
    pytest.param(moment(2028, 2, 29, 10), id="29 february"),
]


@pytest.fixture(scope="module")
def short(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return short_lessons(tmp_path_factory.mktemp("short"))


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory, empty_sqlite: Path, short: Path) -> Path:
    """A database with the lessons and nothing else."""
    folder = tmp_path_factory.mktemp("stage")
    shutil.copy(empty_sqlite, folder / "openwerf.db")
    with a_house(f"sqlite:///{folder / 'openwerf.db'}", folder) as house:
        publish(house, short)
    return folder


@pytest.fixture
def house(tmp_path: Path, stage: Path) -> Iterator[House]:
    shutil.copytree(stage, tmp_path / "data")
    with a_house(f"sqlite:///{tmp_path / 'data' / 'openwerf.db'}", tmp_path / "data") as made:
        yield made


@pytest.fixture(params=["sqlite", "postgres"])
def either(request: pytest.FixtureRequest, tmp_path: Path, short: Path) -> Iterator[House]:
    """The same on SQLite and on PostgreSQL."""
    if request.param == "sqlite":
        yield request.getfixturevalue("house")
        return
    url: str = request.getfixturevalue("postgres_url")
    empty(url)
    with a_house(url, tmp_path) as made:
        publish(made, short)
        yield made


def is_whole(house: House, now: datetime) -> None:
    """What somebody would miss on the first page of the demo on this day."""
    today = clock.school_day(now)
    slots = {one.id: one for one in rows(house, VisitSlot)}
    visits = {clock.school_day(slots[one.slot_id].starts_at) for one in rows(house, Booking)}
    assert visits == {last_school_day(today), next_school_day(today)}
    hours = {one.starts_at.astimezone(clock.AMSTERDAM).strftime("%H:%M") for one in slots.values()}
    assert hours == {"09:30", "11:00"}
    assert all(one.ends_at - one.starts_at == timedelta(minutes=80) for one in slots.values())
    assert all(is_school_day(clock.school_day(one.starts_at)) for one in slots.values())
    assert all(one.opens_on <= today <= one.closes_on for one in rows(house, Assignment))
    held = [one.arrived_at for one in rows(house, Booking) if one.arrived_at]
    assert [clock.school_day(one) for one in held] == [last_school_day(today)]
    for row in rows(house, Progress):
        assert all(one is None or one <= now for one in (row.at_step_since, row.help_since))
    assert any(one.help_since for one in rows(house, Progress))
    _teachers_see_their_class(house, now)


def _teachers_see_their_class(house: House, now: datetime) -> None:
    codes = dict(rows(house, Assignment.class_id, Assignment.code))
    for email in TEACHERS:
        actor = actor_of(house, email, now)
        with house.looking(actor, now) as work:
            (klass,) = classes_of_actor(work)
            found = candidates(work, code=codes[klass.id])
        assert klass.pupils == len(found.pupils) in (24, 26)
        printed = [one for one in found.pupils if one.number]
        assert len(printed) == (5 if email.startswith("samira") else 0)
        assert {one.outdated for one in printed} <= {""}


@pytest.mark.parametrize("when", TELLING)
def test_the_demo_is_whole_on_every_kind_of_day(house: House, when: datetime) -> None:
    assert load_at(house, when) == "The demo is loaded."
    is_whole(house, when)


def test_started_on_later_days_it_moves_along_and_stays_whole(either: House) -> None:
    """Overnight, over a weekend, into and out of every holiday, and on into the next school year."""
    house = either
    load_at(house, moment(2027, 6, 24, 15))
    for when in (
        moment(2027, 6, 25, 9),
        moment(2027, 6, 26, 9),
        moment(2027, 6, 28, 16),
        moment(2027, 7, 20, 10),
        moment(2027, 8, 24, 10),
        moment(2027, 10, 31, 12),
        moment(2028, 3, 1, 9),
    ):
        assert "moved along" in load_at(house, when)
        is_whole(house, when)
        with house.counting(actor_of(house, "marit@werf.example", when), when) as work:
            line = reach(work).this_year
        school_year = clock.school_day(when).year - (clock.school_day(when).month < 8)
        assert line.year == f"{school_year}-{school_year + 1}"
        assert (line.classes, line.primary, line.secondary, line.visits) == (2, 1, 1, 1)


def test_what_a_certificate_says_of_the_visit_moves_along_with_the_visit(house: House) -> None:
    load_at(house, moment(2026, 10, 8))
    load_at(house, moment(2026, 10, 13))  # autumn holiday: the last school day was the 9th
    snapshots = [one.snapshot for one in rows(house, Certificate) if one.ahead_of is None]
    assert {day for one in snapshots for _, _, day, *_ in one["visits"]} == {"2026-10-09"}
    assert {one["issued_on"] for one in snapshots} == {"2026-10-13"}


def test_times_that_a_visitor_added_do_not_stop_the_demo_from_starting(house: House) -> None:
    """A host offers every weekday; after the move a holiday lies over half of them."""
    load_at(house, moment(2027, 6, 24))
    offer = rows(house, VisitSlot)[0].offer_id
    added = [date(2027, 6, 24) + timedelta(days=n) for n in range(-7, 21)]

    def add(work: object) -> None:
        for number, day in enumerate(added):
            at = clock.at(day, 14)
            work.db.add(  # type: ignore[attr-defined]
                VisitSlot(
                    id=work.new_id(), code=f"EXTRA{number}", offer_id=offer, starts_at=at, state="open",  # type: ignore[attr-defined]
                    ends_at=at + timedelta(hours=1), places=1, pupils=10, places_taken=0, pupils_taken=0,
                )
            )  # fmt: skip

    house.act_everywhere(NOBODY, moment(2027, 6, 24), add)
    assert "moved along" in load_at(house, moment(2027, 7, 13))
    starts = [one.starts_at for one in rows(house, VisitSlot) if one.offer_id == offer]
    assert len(set(starts)) == len(starts) == 8 + len(added)


def test_a_database_with_a_school_of_its_own_is_left_alone(house: House) -> None:
    def found(work: object) -> None:
        school = School(id=work.new_id(), brin="01AB00", name="S", kind="po", place="P", municipality="P")  # type: ignore[attr-defined]
        work.db.add(school)  # type: ignore[attr-defined]

    house.act_everywhere(NOBODY, moment(2026, 10, 8), found)
    assert "is not loaded" in load_at(house, moment(2026, 10, 8))
    assert (len(rows(house, School)), rows(house, Pupil), rows(house, Network)) == (1, [], [])


def test_without_lessons_it_says_what_to_do_first(tmp_path: Path, empty_sqlite: Path) -> None:
    shutil.copy(empty_sqlite, tmp_path / "openwerf.db")
    with a_house(f"sqlite:///{tmp_path / 'openwerf.db'}", tmp_path) as bare:
        assert "flask lessons publish" in load_at(bare, moment(2026, 10, 8))
        assert rows(bare, School) == []


@pytest.mark.parametrize("either", ["postgres"], indirect=True)
def test_a_loading_that_was_broken_off_begins_anew(either: House) -> None:
    """Ctrl-C in the middle of the first start: the next start must not be left with half a demo for ever."""

    house = either

    def broken_off(_: object) -> None:
        if rows(house, Answer):
            raise KeyboardInterrupt

    stopped = House(house.settings, house.store, house.files, house.seal, broken_off)
    with pytest.raises(KeyboardInterrupt):
        load_at(stopped, moment(2026, 10, 8))
    assert rows(house, Answer)
    assert load_at(house, moment(2026, 10, 8, 11)) == "The demo is loaded."
    is_whole(house, moment(2026, 10, 8, 11))
