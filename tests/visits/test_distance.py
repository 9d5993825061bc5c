"""How far a visit is, on the board: reckoned from where the school says it stands, and not known until it does."""

from collections.abc import Callable
from datetime import timedelta

from flask.testing import FlaskClient

from app.base.house import House
from app.visits.models import Location
from tests.conftest import NOW
from tests.makers import Makers, Person
from tests.people.test_places import brin
from tests.visits import makers as v

SignIn = Callable[[FlaskClient, Person], FlaskClient]


def test_the_check_of_distance_knows_it_once_the_school_says_where_it_stands(
    client: FlaskClient, sign_in: SignIn, makers: Makers, house: House
) -> None:
    school = makers.school()
    klass = makers.school_class(school, size=14)
    slot = v.slot(makers, starts_at=NOW + timedelta(days=4))
    makers.write(_on_the_map, company_id=slot.offer.company_id)
    edition = v.week_edition(makers)
    sign_in(client, makers.coordinator(schools=[school]))
    url = f"/visits/board/{edition}?class={klass.code}&at={slot.code}"
    assert "afstand niet bekend" in client.get(url).text
    client.post(f"/schools/{brin(house, school)}", data={"address": "", "coordinates": "52.50, 4.61"})
    assert "5,8 km fietsen" in client.get(url).text
    client.post(f"/schools/{brin(house, school)}", data={"address": "", "coordinates": "52.60, 4.61"})
    assert "ver fietsen" in client.get(url).text


def _on_the_map(work, *, company_id) -> None:  # type: ignore[no-untyped-def]  # a maker of this test alone
    place = work.db.query(Location).filter_by(company_id=company_id).one()
    place.latitude, place.longitude = 52.46, 4.61
