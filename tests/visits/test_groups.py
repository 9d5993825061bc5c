"""Several groups at one company on one day: each by its own link, in one row above the page."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient

from app.access.actor import Actor, Post, Role
from app.visits import operations
from app.visits.models import Booking
from app.visits.operations.links import day_link
from tests.conftest import NOW
from tests.makers import Makers
from tests.visits import makers as v

Act = Callable[..., Any]


@pytest.fixture
def day(makers: Makers, act: Act) -> Any:
    """Two schools at one company today, one tomorrow, and one elsewhere today."""
    makers.network()

    class Day:
        first, second = makers.school(), makers.school(name="De Tweede Sluis")
        teachers = (makers.teacher(first), makers.teacher(second))
        slot = v.slot(makers, starts_at=NOW + timedelta(minutes=10))
        later = v.slot(makers, slot.offer, starts_at=NOW + timedelta(hours=2))
        tomorrow = v.slot(makers, slot.offer, starts_at=NOW + timedelta(days=1))
        elsewhere = v.slot(makers, starts_at=NOW + timedelta(hours=2))
        bookings = (
            v.booking(makers, first, teachers[0], slot),
            v.booking(makers, second, teachers[1], later),
            v.booking(makers, first, teachers[0], tomorrow),
            v.booking(makers, first, teachers[0], elsewhere),
        )
        host = makers.host(slot.offer.company_id, guest_schools=[first, second])
        links: tuple[str, ...] = ()

    whole = Actor(None, (Post(Role.COORDINATOR),), frozenset({Day.first.id, Day.second.id}))
    Day.links = tuple(act(whole, day_link, booking_id=one.id) for one in Day.bookings)
    return Day


def test_a_link_says_of_another_group_the_hour_and_nothing_else(day: Any, client: FlaskClient) -> None:
    page = client.get(day.links[0]).text
    assert "Vandaag komt nog een groep, om 12:00" in page
    assert day.second.name not in page
    assert day.links[1] not in page


def test_links_of_today_at_one_company_stand_in_a_row_and_others_do_not(day: Any, client: FlaskClient) -> None:
    for link in (day.links[3], day.links[1], day.links[0]):
        page = client.get(link).text
    assert 'aria-current="page"' in page
    assert page.index(day.links[0]) < page.index(day.links[1]), "in order of time"
    assert day.second.name in page
    assert day.links[3] not in page, "of another company"
    assert "komt nog een groep" not in page
    assert "Groepen van vandaag" not in client.get(day.links[3]).text


def test_the_taps_of_each_group_stay_its_own(day: Any, client: FlaskClient, look: Act) -> None:
    for link in day.links[:2]:
        client.get(link)
    client.post(day.links[1], data={"word": "count", "count": "11"})
    client.post(day.links[0], data={"word": "count", "count": "13"})

    def counted(work: Any) -> list[int | None]:
        return [work.db.get_one(Booking, one.id).arrived_count for one in day.bookings]

    whole = Actor(None, (Post(Role.COORDINATOR),), frozenset({day.first.id, day.second.id}))
    assert look(whole, counted) == [13, 11, None, None]


def test_a_renewed_link_leaves_the_row_and_a_group_that_was_called_off_too(
    day: Any, client: FlaskClient, act: Act
) -> None:
    for link in day.links[:2]:
        client.get(link)
    act(day.host.actor, operations.make_day_link, code=day.bookings[1].code, renew=True)
    page = client.get(day.links[0]).text
    assert day.second.name not in page
    assert "komt nog een groep" in page
    coordinator = Actor(day.host.id, (Post(Role.COORDINATOR),), frozenset({day.second.id}))

    def call_off(work: Any) -> None:
        work.db.get_one(Booking, day.bookings[1].id).state = "cancelled"

    act(coordinator, call_off)
    assert "komt nog een groep" not in client.get(day.links[0]).text


def test_a_host_with_an_account_has_all_groups_of_the_day_in_the_row(
    day: Any, client: FlaskClient, sign_in: Any
) -> None:
    page = sign_in(client, day.host).get(f"/visits/arrival/{day.bookings[0].code}").text
    assert f"/visits/arrival/{day.bookings[1].code}" in page
    assert day.second.name in page
    assert day.bookings[2].code not in page, "another day"
