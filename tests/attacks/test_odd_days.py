"""Years that were mistyped: said beside the field, and never a broken page."""

from collections.abc import Callable
from datetime import datetime, timedelta, timezone

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from app.base.house import House
from app.visits.models import Booking, VisitSlot
from app.visits.rules import AHEAD
from tests.conftest import NOW
from tests.makers import Makers
from tests.visits import makers as visits

LAST = datetime(9999, 12, 30, 8, tzinfo=timezone.utc)  # noqa: UP017


@pytest.mark.parametrize("day", ["0001-01-01", "2062-11-26", "9999-12-31"])
def test_a_visit_in_a_year_that_nobody_plans_is_refused_beside_the_day(
    client: FlaskClient, makers: Makers, house: House, sign_in: Callable[..., FlaskClient], day: str
) -> None:
    offer = visits.offer(makers)
    sign_in(client, makers.host(offer.company_id))
    sent = {"day": day, "starts": "00:05", "ends": "01:30", "places": "1", "pupils": "15"}
    answer = client.post(f"/visits/own/{offer.code}/slots", data=sent)
    assert answer.status_code == 422
    assert day in answer.text, "what was typed is kept"
    with house.store.reading("everywhere") as db:
        assert db.scalar(select(func.count(VisitSlot.id))) == 0


@pytest.mark.parametrize("starts_at", [LAST, NOW + AHEAD + timedelta(minutes=1)])
def test_a_visit_that_far_away_that_was_kept_before_is_not_booked_and_takes_no_place(
    client: FlaskClient, makers: Makers, house: House, sign_in: Callable[..., FlaskClient], starts_at: datetime
) -> None:
    klass = makers.school_class(makers.school())
    slot = visits.slot(makers, starts_at=starts_at)
    sign_in(client, makers.teacher(klass.school, klass))
    sent = {"slot": slot.code, "level": "po-7", "expected": "12", "request_id": "once", "safety_version": "1"}
    assert client.post(f"/visits/{slot.offer.code}/book", data=sent).status_code == 422
    with house.store.reading("everywhere") as db:
        assert db.get_one(VisitSlot, slot.id).places_taken == 0
        assert db.scalar(select(func.count(Booking.id))) == 0
