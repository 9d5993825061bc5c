"""An offer: draft, open, copied; which lessons go with it, how far it is; safety that changes, sizes as counts."""

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from app.access.actor import NOBODY
from app.base import clock
from app.base.house import House
from app.base.mail import OutgoingMail
from app.base.problems import NotFound, RuleBroken
from app.base.work import Work
from app.people.models import Company, School
from app.visits import operations, queries
from app.visits.models import BookingChange, Location, VisitOffer, VisitSlot
from app.visits.operations import OfferText
from app.visits.rules.offer import bike_trip, goes_with, safety_differs
from tests.conftest import BOTH
from tests.makers import Makers, Person
from tests.visits import makers as v

Act = Callable[..., Any]
Look = Callable[..., Any]
SignIn = Callable[[FlaskClient, Person], FlaskClient]
WRITTEN = dict.fromkeys(("title", "summary", "see", "do", "meet", "address", "place", "entrance", "contact"), "Hal")
TYPED = {**WRITTEN, "levels": "po-7-8", "min_group": "10", "max_group": "15"}
SHOES = {"what": "schoenen", "by": "company", "sizes": ["36", "37"]}


def text(**said: Any) -> OfferText:
    return OfferText(**{**WRITTEN, "levels": ["po-7-8"], "wear": [], "min_group": 10, "max_group": 15, **said})


def school(makers: Makers) -> tuple[Any, Person]:
    made = makers.school()
    return made, makers.teacher(made, makers.school_class(made))


def offer_row(house: House, code: str) -> VisitOffer:
    with house.looking(NOBODY, clock.now()) as work:
        return work.db.scalars(select(VisitOffer).where(VisitOffer.code == code)).one()


def mails(house: House) -> list[str]:
    with house.looking(NOBODY, clock.now()) as work:
        return list(work.db.scalars(select(OutgoingMail.address).order_by(OutgoingMail.id)))


# Rules


def test_modules_that_a_company_chose_go_with_it_else_those_of_its_kind() -> None:
    assert goes_with(modules=[], kind="steel", slug="staal", visit_kind="steel")
    assert not goes_with(modules=["wind"], kind="steel", slug="staal", visit_kind="steel")
    assert goes_with(modules=["wind"], kind="steel", slug="wind", visit_kind=None)


@pytest.mark.parametrize(
    ("change", "differs"),
    [
        ({"safety": "Blijf  bij de gids.\n"}, False),
        ({"gear": [{**SHOES, "sizes": []}]}, False),
        ({"safety": "Blijf bij de gids. Ren niet."}, True),
        ({"gear": []}, True),
        ({"gear": [{**SHOES, "by": "school"}]}, True),
        ({"forbidden": ["telefoon"]}, True),
    ],
)
def test_safety_differs_when_a_class_would_do_something_else(change: dict[str, Any], differs: bool) -> None:
    before = {"safety": "Blijf bij de gids.", "gear": [SHOES], "forbidden": []}
    assert safety_differs(before, {**before, **change}) is differs


def test_a_bike_trip_is_about_as_long_as_roads_are() -> None:
    """From Haarlem's station to that of Zandvoort: about 8 km as the crow flies."""
    start, end = (52.3876, 4.6384), (52.3756, 4.5306)
    primary, secondary = bike_trip(start, end, kind="po"), bike_trip(start, end, kind="vo")
    assert primary is not None
    assert secondary is not None
    assert primary.km == secondary.km == pytest.approx(9.7, abs=0.2)
    assert primary.minutes == pytest.approx(49, abs=1)
    assert secondary.minutes == pytest.approx(39, abs=1)
    assert bike_trip(start, (None, None), kind="po") is None
    assert bike_trip(start, (53.2, 6.56), kind="vo") is None, "nobody cycles to Groningen"
    same = bike_trip(start, start, kind="po")
    assert same is not None
    assert same.minutes == 1


# What a host does


@BOTH
def test_a_draft_is_seen_by_its_company_alone_until_it_opens(makers: Makers, act: Act, look: Look) -> None:
    company = makers.company()
    host, (_, teacher) = makers.host(company), school(makers)
    code = act(host.actor, operations.make_offer, company_id=company, kind="steel", told=text(), draft=True)
    assert look(host.actor, queries.offer_by_code, code=code).state == "draft"
    with pytest.raises(NotFound):
        look(teacher.actor, queries.offer_by_code, code=code)
    assert look(teacher.actor, queries.open_offers_of, company_id=company) == ()
    act(host.actor, operations.set_offer_state, code=code, state="open")
    assert look(teacher.actor, queries.offer_by_code, code=code).state == "open"


@BOTH
def test_a_copy_says_all_that_last_years_offer_said_and_has_no_times(makers: Makers, act: Act, house: House) -> None:
    old = v.offer(makers, safety="Blijf bij de gids.", gear=[SHOES], safety_version=4, is_calm=True, state="closed")
    v.slot(makers, old)
    code = act(makers.host(old.company_id).actor, operations.copy_offer, code=old.code)
    fresh = offer_row(house, code)
    assert (fresh.copied_from, fresh.state, fresh.safety_version) == (old.id, "draft", 1)
    assert (fresh.safety, fresh.gear, fresh.is_calm) == ("Blijf bij de gids.", [SHOES], True)
    with house.looking(NOBODY, clock.now()) as work:
        assert work.db.scalars(select(VisitSlot).where(VisitSlot.offer_id == fresh.id)).all() == []
    with pytest.raises(NotFound):
        act(makers.host(makers.company()).actor, operations.copy_offer, code=old.code)


@BOTH
def test_an_offer_stands_at_a_site_of_its_own_company(makers: Makers, act: Act, house: House) -> None:
    company = makers.company()
    host = makers.host(company)
    where = {"address": "Kade 2", "place": "Kadedorp", "entrance": "Poort 1"}
    mine = makers.row(Location, company_id=company, **where)
    theirs = makers.row(Location, company_id=makers.company(), **where)
    facts = {"company_id": company, "kind": "steel"}
    code = act(host.actor, operations.make_offer, told=text(site_id=mine), **facts)
    assert offer_row(house, code).location_id == mine
    with pytest.raises(NotFound):
        act(host.actor, operations.make_offer, told=text(site_id=theirs), **facts)
    with pytest.raises(NotFound):
        act(host.actor, operations.make_offer, told=text(modules=["bestaat-niet"]), **facts)


@BOTH
def test_a_smaller_group_may_come_to_a_calm_visit(makers: Makers, act: Act) -> None:
    _, teacher = school(makers)
    usual, calm = v.slot(makers), v.slot(makers, v.offer(makers, is_calm=True))
    asked = {"level": "po-7", "expected": 4}
    with pytest.raises(RuleBroken, match="at least"):
        act(teacher.actor, operations.book_visit, slot_code=usual.code, request_id="one", **asked)
    act(teacher.actor, operations.book_visit, slot_code=calm.code, request_id="two", **asked)


# Safety rules that change


@BOTH
def test_changed_safety_rules_are_confirmed_again_by_each_school_that_booked(
    makers: Makers, act: Act, look: Look, house: House
) -> None:
    (one, first), (two, second) = school(makers), school(makers)
    slot = v.slot(makers, v.offer(makers, safety="Blijf bij de gids."))
    here, again = (v.booking(makers, one, first, slot) for _ in range(2))
    there = v.booking(makers, two, second, slot, state="requested")
    gone = v.booking(makers, two, second, slot, state="cancelled")
    host = makers.host(slot.offer.company_id, guest_schools=[one, two])
    change = {"code": slot.offer.code}
    assert act(host.actor, operations.change_offer, told=text(safety="Blijf  bij de gids."), **change) == 0
    assert mails(house) == []
    assert act(host.actor, operations.change_offer, told=text(safety="Bril op."), **change) == 3
    assert sorted(mails(house)) == sorted([first.email, second.email]), "one mail, though one booked for two groups"

    def waiting() -> set[str]:
        offer = look(host.actor, queries.offer_by_code, code=slot.offer.code)
        return {row.code for row in look(host.actor, queries.unconfirmed, offer=offer)}

    assert waiting() == {here.code, again.code, there.code}
    with pytest.raises(RuleBroken, match="changed again"):
        act(first.actor, operations.confirm_safety, code=here.code, version=1)
    for _ in range(2):
        act(first.actor, operations.confirm_safety, code=here.code, version=2)
    assert waiting() == {again.code, there.code}
    with pytest.raises(NotFound):
        act(first.actor, operations.confirm_safety, code=there.code, version=2)
    with pytest.raises(RuleBroken):
        act(second.actor, operations.confirm_safety, code=gone.code, version=2)
    with house.looking(first.actor, clock.now()) as work:
        said = work.db.scalars(select(BookingChange)).one()
    assert (said.what, said.by, said.booking_id) == ("safety", first.id, here.id)


@BOTH
def test_the_coordinator_who_changes_safety_rules_asks_all_schools_too(makers: Makers, act: Act, house: House) -> None:
    one, first = school(makers)
    slot = v.slot(makers)
    v.booking(makers, one, first, slot)
    coordinator = makers.coordinator()
    actor = type(coordinator.actor)(coordinator.id, coordinator.actor.posts, frozenset({one.id}))
    told = text(forbidden=["telefoon"])
    assert act(actor, operations.change_offer, code=slot.offer.code, told=told) == 1
    assert mails(house) == [first.email]


@BOTH
def test_sizes_of_gear_are_counts_and_never_more_than_come(makers: Makers, act: Act, look: Look) -> None:
    one, teacher = school(makers)
    helmet = {"what": "helm", "by": "company", "sizes": []}
    slot = v.slot(makers, v.offer(makers, gear=[SHOES, helmet]))
    booked = v.booking(makers, one, teacher, slot, expected=12)
    counts = {"schoenen": {"36": 5, "99": 3}, "helm": {"M": 2}, "bril": {"S": 1}}
    act(teacher.actor, operations.set_sizes, code=booked.code, counts=counts)
    host = makers.host(slot.offer.company_id, guest_schools=[one])

    def seen(work: Work) -> Any:
        return queries.sizes_of(work, booking=queries.booking_by_code(work, booked.code))

    assert look(host.actor, seen) == {"schoenen": {"36": 5, "37": 0}}
    for wrong in ({"36": 13}, {"36": 7, "37": 6}, {"36": -1}):
        with pytest.raises(RuleBroken):
            act(teacher.actor, operations.set_sizes, code=booked.code, counts={"schoenen": wrong})
    with pytest.raises(NotFound):
        act(school(makers)[1].actor, operations.set_sizes, code=booked.code, counts=counts)


# Pages


def test_the_least_that_must_be_typed_makes_an_offer_and_a_draft_is_shown_as_a_school_sees_it(
    client: FlaskClient, sign_in: SignIn, makers: Makers, house: House
) -> None:
    makers.network()
    company = makers.company()
    sign_in(client, makers.host(company))
    assert client.get("/visits/own/new").status_code == 200
    made = client.post("/visits/own/new", data={**TYPED, "save": "draft"})
    assert made.status_code == 303
    shown = client.get(made.headers["Location"])
    assert "Zo ziet een school het straks" in shown.text
    code = made.headers["Location"].rsplit("/", 1)[1]
    more = {"safety": "Bril op.", "gear-0-what": "bril", "gear-0-by": "school", "gear-1-what": "", "photos": "no"}
    more |= {"supervision": "8", "is_calm": "y", "languages": ["nl", "pl"], "form": "hands-on", "notices": "Magneten"}
    answer = client.post(f"/visits/own/{code}/edit", data={**TYPED, **more, "save": "look"})
    assert answer.headers["Location"].endswith(f"/visits/{code}")
    found = client.get(f"/visits/{code}").text
    for words in ("Bril op.", "neemt de school mee", "op 8 leerlingen", "prikkelarm", "Pools", "Magneten", "Zelf doen"):
        assert words in found, words
    kept = client.get(f"/visits/own/{code}/edit").text
    assert 'value="bril"' in kept
    refused = client.post(f"/visits/own/{code}/edit", data={**TYPED, "title": "", "address": ""})
    assert refused.status_code == 422
    assert refused.text.count("Vul dit in.") >= 2
    twice = {"gear-0-what": "bril", "gear-0-by": "pupil", "gear-1-what": "Bril", "gear-1-by": "pupil"}
    assert "twee keer hetzelfde" in client.post(f"/visits/own/{code}/edit", data={**TYPED, **twice}).text
    assert offer_row(house, code).supervision == 8


def test_the_school_reads_the_new_rules_on_its_booking_and_the_host_sees_the_yes(
    client: FlaskClient, sign_in: SignIn, makers: Makers, act: Act
) -> None:
    makers.network()
    one, teacher = school(makers)
    slot = v.slot(makers, v.offer(makers, gear=[SHOES]))
    booked = v.booking(makers, one, teacher, slot, expected=12)
    host = makers.host(slot.offer.company_id, guest_schools=[one])
    act(host.actor, operations.change_offer, code=slot.offer.code, told=text(safety="Bril op.", gear=[SHOES]))
    page = f"/visits/booking/{booked.code}"
    sign_in(client, host)
    assert "wacht op een ja" in client.get(f"/visits/own/{slot.offer.code}").text
    assert "nog niet bevestigd" in client.get(page).text
    sign_in(client, teacher)
    found = client.get(page).text
    assert "De veiligheidsregels zijn veranderd. Lees ze en bevestig opnieuw." in found
    assert "Bril op." in found
    assert client.post(f"{page}/safety/agreed", data={"version": "2"}).status_code == 303
    assert "bevestig opnieuw" not in client.get(page).text
    assert client.post(f"{page}/sizes", data={"size-0-0": "4", "size-0-1": ""}).status_code == 303
    assert "geen heel getal" in client.post(f"{page}/sizes", data={"size-0-0": "vier"}).text
    sign_in(client, host)
    assert "4 × 36" in client.get(page).text


def test_a_school_sees_how_far_it_is_by_bike(
    client: FlaskClient, sign_in: SignIn, makers: Makers, house: House
) -> None:
    makers.network()
    one, teacher = school(makers)
    made = v.offer(makers)

    def put(work: Work) -> None:
        here = work.db.get_one(School, one.id)
        here.latitude, here.longitude = 52.3876, 4.6384
        site = work.db.scalars(select(Location)).one()
        site.latitude, site.longitude = 52.3756, 4.5306

    makers.write(put)
    sign_in(client, teacher)
    assert "ongeveer 9,7 km, 49 minuten fietsen" in client.get(f"/visits/{made.code}").text


def test_the_coordinator_makes_an_offer_for_a_company(
    client: FlaskClient, sign_in: SignIn, makers: Makers, house: House
) -> None:
    makers.network()
    company = makers.company()
    sign_in(client, makers.coordinator())
    assert client.get("/visits/own/new").status_code == 404
    with house.looking(NOBODY, clock.now()) as work:
        code = work.db.get_one(Company, company).code
    made = client.post(f"/visits/own/new?company={code}", data=TYPED)
    assert made.status_code == 303
    assert client.get(made.headers["Location"]).status_code == 200
