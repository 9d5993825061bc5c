"""Hostile and unlucky hands at the gate: what was moved, called off, closed or cut off in the middle."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from app.access.actor import Actor, Post, Role
from app.base import clock
from app.base.house import House
from app.base.jobs import LEASE, due_jobs, run_job
from app.base.problems import NotFound, RuleBroken
from app.people.models import Enrolment
from app.visits import operations
from app.visits.models import ArrivalWord, Booking, VisitSlot
from app.visits.operations.links import day_link, link_follows
from app.visits.operations.papers import PAPER
from app.visits.queries.gate import gate_now
from tests.conftest import NOW
from tests.makers import Makers
from tests.visits import makers as v
from tests.visits.test_gate import link, say, visit

__all__ = ["link", "visit"]  # the same visit as in test_gate.py

Act = Callable[..., Any]
At = Callable[[datetime], None]
DAY = timedelta(days=1)


def change(makers: Makers, visit: Any, **facts: Any) -> None:
    def write(work: Any) -> None:
        held = work.db.get_one(Booking, visit.booking.id)
        for name, value in facts.items():
            setattr(held, name, value)

    makers.write(write)


def words(makers: Makers) -> int:
    return makers.write(lambda work: work.db.scalar(select(func.count(ArrivalWord.id))))  # type: ignore[no-any-return]


@pytest.mark.parametrize("state", ["cancelled", "declined"])
def test_the_link_of_a_visit_that_was_called_off_says_so_and_takes_nothing(
    state: str, visit: Any, makers: Makers, client: FlaskClient, link: str
) -> None:
    change(makers, visit, state=state)
    page = client.get(link).text
    assert "Dit bezoek gaat niet door." in page
    assert "data-gate-foot><form" not in page
    for word in ("here", "count", "no-show", "late", "undo", "broken-off"):
        answer = client.post(link, data={"word": word, "count": "5", "reason": "weather"})
        assert answer.status_code == 422, word
    later = {"word": "here", "client": "c-1", "owner": ""}
    sent = client.post(link, data=later, headers={"Accept": "application/json"})
    assert (sent.status_code, sent.get_json()["state"]) == (422, "refused"), "the phone lets go of it"
    assert words(makers) == 0


def test_a_visit_that_moved_to_another_day_keeps_its_link_and_is_shut_till_then(
    visit: Any, makers: Makers, client: FlaskClient, link: str, at: At
) -> None:
    later = v.slot(makers, visit.slot.offer, starts_at=NOW + 2 * DAY)
    change(makers, visit, slot_id=later.id)
    today = client.get(link)
    assert today.status_code == 410
    assert "10 okt" in today.text
    assert visit.school.name not in today.text
    assert client.post(link, data={"word": "here"}).status_code == 422
    at(NOW + 2 * DAY)
    assert "Groep is er" in client.get(link).text
    assert client.post(link, data={"word": "here"}).status_code == 303


def test_a_visit_that_went_to_another_company_leaves_the_first_ones_link_with_nothing(
    visit: Any, makers: Makers, client: FlaskClient, link: str, act: Act
) -> None:
    client.get(link)
    there = v.slot(makers, starts_at=NOW + timedelta(hours=1))
    change(makers, visit, slot_id=there.id)
    whole = Actor(None, (Post(Role.COORDINATOR),), frozenset({visit.school.id}))
    act(whole, link_follows, booking_id=visit.booking.id, company_id=there.offer.company_id)
    assert client.get(link).status_code == 404
    assert client.post(link, data={"word": "here"}).status_code == 404
    assert "Open deze groep" not in client.get(f"/visits/qr/{visit.code}").text, "the phone held it"
    theirs = act(whole, day_link, booking_id=visit.booking.id)
    assert theirs != link
    assert "Groep is er" in client.get(theirs).text


def test_a_word_from_a_phone_that_came_after_closing_is_refused_and_let_go(
    visit: Any, makers: Makers, client: FlaskClient, link: str, act: Act, at: At
) -> None:
    say(act, visit, "count", "c-1", count=6)
    at(NOW + timedelta(minutes=20))
    act(visit.office.actor, operations.close_visit, code=visit.code)
    late = {"word": "count", "count": "4", "client": "c-2", "owner": "", "ago": "600000"}
    sent = client.post(link, data=late, headers={"Accept": "application/json"})
    assert sent.status_code == 422
    assert "gesloten" in sent.get_json()["message"]
    again = late | {"client": "c-1", "count": "6"}
    assert client.post(link, data=again, headers={"Accept": "application/json"}).status_code == 200, "it was counted"
    assert makers.write(lambda work: work.db.get_one(Booking, visit.booking.id).arrived_count) == 6


def test_a_tap_too_late_to_take_back_is_said_on_the_page(
    visit: Any, client: FlaskClient, link: str, act: Act, at: At
) -> None:
    say(act, visit, "count", "c-1", count=6)
    at(NOW + timedelta(minutes=40))
    answer = client.post(link, data={"word": "undo"})
    assert answer.status_code == 422
    assert "Terugnemen kan 15 minuten" in answer.text or "15 minuten" in answer.text


def test_a_pupil_who_moved_to_another_class_is_still_on_the_list_of_the_visit(
    visit: Any, makers: Makers, act: Act
) -> None:
    other = makers.school_class(visit.school, name="8C")
    theirs = makers.teacher(visit.school, other, name="Joris Prins")
    gone = visit.pupils[0]

    def move(work: Any) -> None:
        row = work.db.scalars(select(Enrolment).where(Enrolment.pupil_id == gone.id)).one()
        row.class_id = other.id

    makers.write(move)
    there = act(visit.teacher.actor, operations.mark_presence, code=visit.code, absent=[], seen=list(visit.everybody))
    assert there == 6, "who goes along was said before"
    with pytest.raises(NotFound):
        act(theirs.actor, operations.mark_presence, code=visit.code, absent=[gone.id], seen=[gone.id])


def test_two_pages_of_one_host_do_not_undo_each_other(visit: Any, client: FlaskClient, link: str, look: Act) -> None:
    """Two tabs: in both it is before the group came; one counts, the other presses the first button after that."""
    client.post(link, data={"word": "here"})
    client.post(link, data={"word": "count", "count": "5"})
    client.post(link, data={"word": "here"})
    now = look(visit.gate, gate_now)
    assert (now.booking.state, now.booking.arrived_count) == ("held", 5)
    assert "5" in client.get(link).text


def test_a_link_that_was_changed_by_one_letter_or_is_of_another_kind_opens_nothing(
    visit: Any, client: FlaskClient, link: str
) -> None:
    token = link.rsplit("/", 1)[1]
    other = "B" if token[-1] != "B" else "C"
    for wrong in (
        token[:-1] + other,
        token.lower(),
        token[:-1],
        token + "A",
        token[::-1],
        "%00" * 9,
        "../../visits/day",
    ):
        assert client.get(f"/visits/gate/{wrong}").status_code in (404, 308, 302), wrong
        assert client.post(f"/visits/gate/{wrong}", data={"word": "here"}).status_code in (404, 405), wrong
    assert client.get(link).status_code == 200


class Killed(BaseException):
    """What a worker sees that is told to die at once."""


def test_a_worker_that_is_killed_while_it_draws_leaves_a_paper_that_the_next_one_makes(
    visit: Any, act: Act, house: House, app: Any, at: At, client: FlaskClient, sign_in: Any
) -> None:
    job = act(visit.teacher.actor, operations.start_out_list, code=visit.code, language="nl")

    def dies(task: Any) -> dict[str, Any]:
        raise Killed

    with pytest.raises(Killed):
        run_job(house, {PAPER: dies}, job)
    assert due_jobs(house, clock.now()) == [], "its lease still runs"
    at(NOW + LEASE + timedelta(seconds=1))
    assert job in due_jobs(house, clock.now())
    assert run_job(house, app.extensions["handlers"], job)
    teacher = sign_in(client, visit.teacher)
    pdf = teacher.get(f"/visits/booking/{visit.code}/paper/{job}.pdf")
    assert pdf.data.startswith(b"%PDF")


def test_a_count_before_the_day_begins_is_not_taken_whatever_the_phone_says(
    visit: Any, makers: Makers, act: Act, at: At
) -> None:
    def tomorrow(work: Any) -> None:
        slot = work.db.get_one(VisitSlot, visit.slot.id)
        slot.starts_at, slot.ends_at = slot.starts_at + DAY, slot.ends_at + DAY

    makers.write(tomorrow)
    with pytest.raises(RuleBroken):
        say(act, visit, "count", "c-1", count=5, ago=-2 * DAY)
