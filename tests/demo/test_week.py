"""`DEMO=week`: a whole Technology Week beside the demo, in one go, within what its places hold."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from app.access.actor import NOBODY
from app.base import clock
from app.base.house import House
from app.base.mail import OutgoingMail
from app.people import demo_accounts
from app.people.models import Company, Pupil, School, SchoolClass
from app.visits.models import Booking, Edition, VisitOffer, VisitSlot
from app.visits.rules import CLOSED, LIVE
from tests.demo.stage import a_house, load_at, publish, rows, short_lessons
from tests.makers import moment

WHEN = moment(2026, 11, 26)


@pytest.fixture(scope="module")
def week(tmp_path_factory: pytest.TempPathFactory, empty_sqlite: Path) -> Iterator[House]:
    folder = tmp_path_factory.mktemp("week")
    (folder / "openwerf.db").write_bytes(empty_sqlite.read_bytes())
    lessons = short_lessons(tmp_path_factory.mktemp("lessons"))
    with a_house(f"sqlite:///{folder / 'openwerf.db'}", folder, lessons=lessons) as house:
        publish(house, lessons)
        house = replace(house, settings=replace(house.settings, demo_week=True))
        assert "The week is loaded" in load_at(house, WHEN)
        yield house


def test_there_are_as_many_schools_classes_pupils_and_companies_as_in_a_real_week(week: House) -> None:
    assert Counter(one.kind for one in rows(week, School)) == {"po": 52, "vo": 7}
    assert len(rows(week, SchoolClass)) == 160
    assert len(rows(week, Pupil)) == 4000
    assert len(rows(week, Company)) == 60


def test_no_time_holds_more_than_it_can_and_its_counters_say_what_is_booked(week: House) -> None:
    groups: Counter[object] = Counter()
    pupils: Counter[object] = Counter()
    for one in rows(week, Booking):
        if one.state in LIVE:
            groups[one.slot_id] += 1
            pupils[one.slot_id] += one.expected
    for slot in rows(week, VisitSlot):
        assert (slot.places_taken, slot.pupils_taken) == (groups[slot.id], pupils[slot.id])
        assert slot.places_taken <= slot.places
        assert slot.pupils_taken <= slot.pupils


def test_this_years_week_has_ten_half_days_and_classes_without_a_visit_and_last_years_is_closed(week: House) -> None:
    by_edition = dict(rows(week, VisitOffer.id, VisitOffer.edition_id))
    names = dict(rows(week, Edition.id, Edition.name))
    offer_of = dict(rows(week, VisitSlot.id, VisitSlot.offer_id))
    halves = {
        (names[by_edition[one.offer_id]], one.starts_at.astimezone(clock.AMSTERDAM).strftime("%d %H"))
        for one in rows(week, VisitSlot)
        if one.state != "event"  # rounds of the event
    }
    assert Counter(name for name, _ in halves if name.startswith("Techniekweek")) == {
        "Techniekweek 2027": 10, "Techniekweek 2026 (vorige)": 10,
    }  # fmt: skip
    states = Counter((names[by_edition[offer_of[one.slot_id]]], one.state) for one in rows(week, Booking))
    assert states["Techniekweek 2026 (vorige)", CLOSED] > 100
    assert {"requested", "confirmed", "declined"} <= {state for name, state in states if name == "Techniekweek 2027"}
    booked = {one.class_id for one in rows(week, Booking) if one.state in LIVE}
    assert len([one for one in rows(week, SchoolClass) if one.id not in booked]) >= 11


def test_no_letter_waits_about_what_never_happened(week: House) -> None:
    told = {one.address for one in rows(week, OutgoingMail)}
    assert told
    assert told <= {one.email for one in demo_accounts.STAFF}


def test_loaded_again_nothing_is_doubled_and_weeks_later_its_monday_is_a_monday(week: House) -> None:
    before = len(rows(week, Booking))
    assert load_at(week, WHEN + timedelta(hours=3)) == "The demo is there."
    later = WHEN + timedelta(days=10)
    load_at(week, later)
    assert len(rows(week, Booking)) == before
    with week.looking(NOBODY, later) as work:
        week_now = work.db.scalars(select(Edition).where(Edition.name == "Techniekweek 2027")).one()
        days = work.db.scalars(
            select(VisitSlot.starts_at)
            .join(VisitOffer, VisitOffer.id == VisitSlot.offer_id)
            .where(VisitOffer.edition_id == week_now.id)
        ).all()
    assert week_now.starts_on.weekday() == 0
    assert {week_now.starts_on <= clock.school_day(day) <= week_now.ends_on for day in days} == {True}
