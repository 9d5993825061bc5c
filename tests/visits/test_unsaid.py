"""A visit of which nobody said anything: both are asked once, one tap answers, and without one it closes unclaimed."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from app.base.house import House
from app.base.mail import OutgoingMail
from app.base.problems import NotFound, RuleBroken
from app.visits import operations
from app.visits.jobs.closing import after_the_day
from app.visits.models import Booking
from app.visits.queries.unsaid import unsaid_now
from app.visits.rules import unsaid
from tests.conftest import BOTH, NOW
from tests.makers import Makers
from tests.visits import makers as v

Act = Callable[..., Any]
DAY = timedelta(days=1)


@pytest.fixture
def visit(makers: Makers) -> Any:
    """It ended three days ago, and nobody said a word."""
    makers.network()

    class Visit:
        school = makers.school(name="De Meeuw")
        klass = makers.school_class(school, name="7B")
        pupils = makers.pupils(klass, 6)
        teacher = makers.teacher(school, klass)
        slot = v.slot(makers, starts_at=NOW - 3 * DAY - timedelta(hours=2))
        booking = v.booking(makers, school, teacher, slot, klass=klass, pupils=pupils, expected=6)
        host = makers.host(slot.offer.company_id, guest_schools=[school])
        coordinator = makers.coordinator(schools=[school])
        code = booking.code
        url = f"/visits/booking/{booking.code}"

    return Visit


def state(makers: Makers, visit: Any) -> tuple[str, int | None, int | None]:
    def read(work: Any) -> tuple[str, int | None, int | None]:
        held = work.db.get_one(Booking, visit.booking.id)
        return held.state, held.present_count, held.arrived_count

    return makers.write(read)  # type: ignore[no-any-return]


def mails(makers: Makers) -> list[str]:
    return sorted(makers.write(lambda work: list(work.db.scalars(select(OutgoingMail.address)))))


@BOTH
def test_both_are_asked_once_with_a_link_that_takes_one_tap(visit: Any, makers: Makers, house: House) -> None:
    after_the_day(house, NOW - DAY)
    assert mails(makers) == [], "not before the third day"
    for days in (0, 1, 5):
        after_the_day(house, NOW + days * DAY)
    assert mails(makers) == sorted([visit.teacher.email, visit.host.email])
    body = makers.write(lambda work: work.db.scalars(select(OutgoingMail.body)).first())
    assert f"{visit.url}#took-place" in body
    assert not [one for one in visit.pupils if one.last_name in body]


@BOTH
def test_without_an_answer_it_closes_after_two_weeks_and_claims_nothing(
    visit: Any, makers: Makers, house: House, look: Act
) -> None:
    after_the_day(house, NOW)
    after_the_day(house, NOW + 10 * DAY)
    assert state(makers, visit)[0] == "confirmed"
    (row,) = look(visit.coordinator.actor, unsaid_now)
    assert (row.asked_at, row.closes_at) == (NOW, visit.slot.ends_at + 14 * DAY)
    after_the_day(house, NOW + 11 * DAY)
    assert state(makers, visit) == ("unsaid", None, None)
    (row,) = look(visit.coordinator.actor, unsaid_now)
    assert row.closes_at is None


def test_a_worker_that_was_away_leaves_a_week_to_answer_and_asks_nobody_after_a_month(
    visit: Any, makers: Makers, house: House
) -> None:
    after_the_day(house, NOW + 15 * DAY)
    assert len(mails(makers)) == 2
    after_the_day(house, NOW + 21 * DAY)
    assert state(makers, visit)[0] == "confirmed"
    after_the_day(house, NOW + 22 * DAY)
    assert state(makers, visit)[0] == "unsaid"
    old = v.slot(makers, starts_at=NOW - 40 * DAY)
    late = v.booking(makers, visit.school, visit.teacher, old)
    after_the_day(house, NOW)
    assert len(mails(makers)) == 2
    assert makers.write(lambda work: work.db.get_one(Booking, late.id).state) == "unsaid"


def test_one_tap_of_either_side_answers_and_the_last_one_stands(
    visit: Any, makers: Makers, house: House, client: FlaskClient, sign_in: Any, look: Act
) -> None:
    for person in (visit.teacher, visit.host, visit.coordinator):
        assert "Ging dit bezoek door?" in sign_in(client, person).get(visit.url).text
    host = sign_in(client, visit.host)
    host.post(f"{visit.url}/took-place", data={"yes": "0"})
    assert state(makers, visit)[0] == "no-show"
    teacher = sign_in(client, visit.teacher)
    assert "Iemand zei nee" in teacher.get(visit.url).text
    answer = teacher.post(f"{visit.url}/took-place", data={"yes": "1"}, follow_redirects=True)
    assert "Dank je: het bezoek ging door." in answer.text
    assert state(makers, visit) == ("held", None, None)
    assert look(visit.coordinator.actor, unsaid_now) == ()
    after_the_day(house, NOW + 11 * DAY)
    assert state(makers, visit) == ("closed", None, None)
    text = teacher.get(visit.url).text
    assert "Hoeveel leerlingen er waren, is niet geteld." in text
    assert "van 6 leerlingen waren er" not in text, "no number that nobody counted"


def test_what_was_counted_closed_or_is_still_to_come_is_not_asked(
    visit: Any, makers: Makers, house: House, act: Act
) -> None:
    teacher, code = visit.teacher.actor, visit.code
    to_come = v.booking(makers, visit.school, visit.teacher, v.slot(makers))
    with pytest.raises(RuleBroken):
        act(teacher, operations.say_took_place, code=to_come.code, took_place=True)
    act(teacher, operations.mark_presence, code=code, absent=[], seen=[one.id for one in visit.pupils])
    after_the_day(house, NOW)
    assert mails(makers) == []
    with pytest.raises(RuleBroken):
        act(teacher, operations.say_took_place, code=code, took_place=False)
    stranger = makers.host(makers.company(), guest_schools=[visit.school])
    other = makers.school()
    for who in (stranger, makers.teacher(other, makers.school_class(other))):
        with pytest.raises(NotFound):
            act(who.actor, operations.say_took_place, code=code, took_place=True)


def test_a_visit_that_closed_without_a_word_takes_no_answer_count_or_tap(
    visit: Any, makers: Makers, house: House, act: Act, client: FlaskClient, sign_in: Any
) -> None:
    after_the_day(house, NOW)
    after_the_day(house, NOW + 11 * DAY)
    for operation, facts in (
        (operations.say_took_place, {"took_place": True}),
        (operations.mark_presence, {"absent": [], "seen": []}),
        (operations.close_visit, {}),
    ):
        with pytest.raises(RuleBroken):
            act(visit.teacher.actor, operation, code=visit.code, **facts)
    page = sign_in(client, visit.teacher).get(visit.url).text
    assert "Niemand zei of het doorging" in page
    assert "De plekken zijn weer vrij" not in page
    assert "gesloten, zonder aantallen" in sign_in(client, visit.coordinator).get("/visits/office/unsaid").text


def test_the_office_answers_from_its_list(visit: Any, makers: Makers, client: FlaskClient, sign_in: Any) -> None:
    office = sign_in(client, visit.coordinator)
    assert "De Meeuw" in office.get("/visits/office/unsaid").text
    answer = office.post(f"{visit.url}/took-place", data={"yes": "1", "office": "1"}, follow_redirects=True)
    assert "Van elk bezoek is iets gezegd" in answer.text
    assert sign_in(client, visit.teacher).get("/visits/office/unsaid").status_code == 403


def test_when_both_are_asked_and_when_it_closes() -> None:
    def asks(days: float, *, asked: bool = False) -> bool:
        return unsaid.is_to_be_asked(ends_at=NOW - days * DAY, asked_at=NOW if asked else None, now=NOW)

    assert [asks(2.9), asks(3), asks(27.9), asks(28), asks(3, asked=True)] == [False, True, True, False, False]
    assert unsaid.closes_at(ends_at=NOW, asked_at=NOW + 3 * DAY) == NOW + 14 * DAY
    assert unsaid.closes_at(ends_at=NOW, asked_at=NOW + 20 * DAY) == NOW + 27 * DAY
