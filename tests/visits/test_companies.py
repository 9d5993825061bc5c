"""Companies: who they are, where, their hosts by invitation, hours signed off, and the coordinator's list."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import select

from app.access.actor import NOBODY
from app.base import clock
from app.base.house import House
from app.base.mail import OutgoingMail
from app.base.problems import NotAllowed, NotFound, RuleBroken
from app.people import operations as people
from app.people.models import Company, Post
from app.people.operations.companies import Invited
from app.people.queries import company_by_id, hosts_of_company
from app.visits import operations, queries
from app.visits.operations import SiteText
from app.visits.queries import Wish
from tests.conftest import BOTH
from tests.makers import Makers, Person
from tests.visits import makers as v

Act = Callable[..., Any]
Look = Callable[..., Any]
SignIn = Callable[[FlaskClient, Person], FlaskClient]
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 2"><rect width="4" height="2"/></svg>'
KIM = {"host": Invited("Kim de Wit", "Kim@Sluis.example "), "base_url": "http://werf.test"}
SITE = {"address": "Kade 2", "place": "Kadedorp", "entrance": "Poort 1"}


def code_of(house: House, company_id: Any) -> str:
    with house.looking(NOBODY, clock.now()) as work:
        return work.db.get_one(Company, company_id).code


def mails(house: House) -> list[OutgoingMail]:
    with house.looking(NOBODY, clock.now()) as work:
        return list(work.db.scalars(select(OutgoingMail).order_by(OutgoingMail.id)))


@BOTH
def test_a_host_invites_a_colleague_who_chooses_a_password(makers: Makers, act: Act, look: Look, house: House) -> None:
    company = makers.company(name="De Zeesluis")
    host, code = makers.host(company), code_of(house, company)
    act(host.actor, people.invite_host, code=code, **KIM)
    assert {one.name for one in look(host.actor, hosts_of_company, company_id=company)} == {"Koen Smit", "Kim de Wit"}
    (mail,) = mails(house)
    assert mail.address == "kim@sluis.example"
    assert "http://werf.test/welcome/" in mail.body
    with pytest.raises(RuleBroken, match="already"):
        act(host.actor, people.invite_host, code=code, **KIM)


@BOTH
def test_a_post_ends_and_the_last_host_stays_unless_the_network_says_so(
    makers: Makers, act: Act, look: Look, house: House
) -> None:
    company = makers.company()
    host, second, code = makers.host(company), makers.host(company, name="Ton"), code_of(house, company)
    posts = {one.staff_id: one.post_id for one in look(host.actor, hosts_of_company, company_id=company)}
    act(host.actor, people.end_host, code=code, post_id=posts[second.id])
    act(host.actor, people.end_host, code=code, post_id=posts[second.id])
    assert [mail.address for mail in mails(house)] == [second.email]
    with pytest.raises(RuleBroken, match="Invite a colleague"):
        act(host.actor, people.end_host, code=code, post_id=posts[host.id])
    act(makers.coordinator().actor, people.end_host, code=code, post_id=posts[host.id])
    assert look(makers.coordinator().actor, hosts_of_company, company_id=company) == ()


@BOTH
def test_a_teachers_post_is_no_hosts_post(makers: Makers, act: Act, house: House) -> None:
    company, school = makers.company(), makers.school()
    teacher = makers.teacher(school, makers.school_class(school))
    with house.looking(NOBODY, clock.now()) as work:
        post = work.db.scalars(select(Post.id).where(Post.staff_id == teacher.id)).one()
    with pytest.raises(NotFound):
        act(makers.coordinator().actor, people.end_host, code=code_of(house, company), post_id=post)


@BOTH
def test_the_coordinator_lets_a_company_in_with_its_first_host(
    makers: Makers, act: Act, look: Look, house: House
) -> None:
    told = people.CompanyText("Windkade", "Havenmond", "wind", "Wij houden molens draaiend.", "wind op zee", ["wind"])
    coordinator = makers.coordinator()
    code = act(coordinator.actor, people.start_company, told=told, **KIM)
    (row,) = look(coordinator.actor, queries.companies, wish=Wish())
    assert (row.code, row.name, row.sector, row.hosts, row.offers) == (code, "Windkade", "wind op zee", 1, 0)
    with pytest.raises(NotAllowed):
        act(makers.host(makers.company()).actor, people.start_company, told=told, **KIM)


@BOTH
def test_hours_are_typed_then_signed_by_the_company_and_fixed(
    makers: Makers, act: Act, look: Look, house: House
) -> None:
    company, year, coordinator = makers.company(), makers.school_year(), makers.coordinator()
    host, code = makers.host(company), code_of(house, company)
    facts = {"code": code, "period_id": year, "note": "Voorbereiden"}
    first = act(host.actor, operations.note_hours, hours=7.5, **facts)
    wrong = act(host.actor, operations.note_hours, hours=70, **facts)
    act(host.actor, operations.drop_hours, code=code, hours_id=wrong)
    with pytest.raises(RuleBroken, match="quarters"):
        act(host.actor, operations.note_hours, hours=0.1, **facts)
    with pytest.raises(RuleBroken, match="of the company"):
        act(coordinator.actor, operations.sign_hours, code=code)
    assert act(host.actor, operations.sign_hours, code=code) == 1
    (line,) = look(host.actor, queries.hours_of_company, company_id=company)
    assert (line.hours, line.signed_by, line.signed_at) == (7.5, "Koen Smit", clock.now())
    with pytest.raises(RuleBroken, match="signed off"):
        act(host.actor, operations.drop_hours, code=code, hours_id=first)
    (row,) = look(coordinator.actor, queries.companies, wish=Wish())
    assert (row.hours, row.hours_signed) == (7.5, 7.5)


@BOTH
def test_another_companys_site_and_hours_are_not_there(makers: Makers, act: Act, house: House) -> None:
    mine, theirs, year = makers.company(), makers.company(), makers.school_year()
    host, other, code = makers.host(mine), makers.host(theirs), code_of(house, mine)
    site = act(other.actor, operations.add_site, code=code_of(house, theirs), told=SiteText(**SITE))
    facts = {"period_id": year, "hours": 1, "note": "x"}
    hours = act(other.actor, operations.note_hours, code=code_of(house, theirs), **facts)
    for operation, about in (
        (operations.change_site, {"site_id": site, "told": SiteText(**SITE)}),
        (operations.drop_hours, {"hours_id": hours}),
    ):
        with pytest.raises(NotFound):
            act(host.actor, operation, code=code, **about)


@BOTH
def test_the_list_counts_places_of_all_schools_and_keeps_to_what_was_asked(
    makers: Makers, look: Look, house: House
) -> None:
    lock, empty = makers.company(name="De Zeesluis"), makers.company(name="Lege Loods", kind="food")
    offer = v.offer(makers, company_id=lock)
    v.slot(makers, offer, places=4, places_taken=3, pupils_taken=20)
    v.offer(makers, company_id=empty, state="draft")
    coordinator = makers.coordinator().actor

    def names(**asked: str) -> list[str]:
        return [one.name for one in look(coordinator, queries.companies, wish=Wish(**asked))]

    assert names() == ["De Zeesluis", "Lege Loods"]
    assert names(text="zeesl") == names(offers="open") == names(kind="lock-or-harbour") == ["De Zeesluis"]
    assert names(offers="draft") == ["Lege Loods"]
    assert names(offers="none") == []
    row = look(coordinator, queries.companies, wish=Wish())[0]
    assert (row.times, row.groups, row.places) == (1, 3, 4)


# Pages


@pytest.fixture
def company(makers: Makers) -> Any:
    makers.network()
    return makers.company(name="De Zeesluis")


def test_another_companys_page_is_not_there(
    client: FlaskClient, sign_in: SignIn, makers: Makers, house: House, company: Any
) -> None:
    sign_in(client, makers.host(makers.company()))
    code = code_of(house, company)
    assert client.get(f"/visits/company/{code}").status_code == 200, "everybody who is signed in may read it"
    for page in ("edit", "sites/new"):
        assert client.get(f"/visits/company/{code}/{page}").status_code == 404
    for page in ("edit", "logo", "hosts", "hours", "sites/new"):
        assert client.post(f"/visits/company/{code}/{page}", data={"sign": "1"}).status_code == 404
    assert client.get("/visits/companies").status_code == 403


def test_a_company_is_told_by_its_host_and_read_by_a_teacher(
    client: FlaskClient, sign_in: SignIn, makers: Makers, house: House, company: Any
) -> None:
    sign_in(client, makers.host(company))
    code = code_of(house, company)
    assert client.get("/visits/company").headers["Location"].endswith(f"/visits/company/{code}/edit")
    data = {"name": "De Zeesluis", "place": "Havenmond", "kind": "lock-or-harbour", "about": "Wij schutten schepen."}
    assert client.post(f"/visits/company/{code}/edit", data={**data, "topics": ["water"]}).status_code == 303
    refused = client.post(f"/visits/company/{code}/edit", data={**data, "name": ""})
    assert refused.status_code == 422
    assert "Wij schutten schepen." in refused.text
    school = makers.school()
    sign_in(client, makers.teacher(school, makers.school_class(school)))
    found = client.get(f"/visits/company/{code}").text
    assert "Wij schutten schepen." in found
    assert "water" in found
    assert client.get(f"/visits/company/{code}/edit").status_code == 403


def test_a_logo_is_made_anew_and_a_bad_one_gets_a_sentence(
    client: FlaskClient, sign_in: SignIn, makers: Makers, house: House, company: Any
) -> None:
    sign_in(client, makers.host(company))
    url = f"/visits/company/{code_of(house, company)}/logo"

    def send(content: bytes) -> Any:
        return client.post(url, data={"logo": (BytesIO(content), "logo.png")})

    bad = send(SVG.replace(b"<rect", b"<script>alert(1)</script><rect"))
    assert bad.status_code == 422
    assert "&lt;script&gt;" in bad.text
    assert client.get(url).status_code == 404
    assert send(b"").status_code == send(b"\x89PNG half").status_code == 422
    assert send(SVG).status_code == 303
    shown = client.get(url)
    assert shown.mimetype == "image/svg+xml"
    assert "default-src 'none'" in shown.headers["Content-Security-Policy"]
    assert "sandbox" in shown.headers["Content-Security-Policy"]
    picture = BytesIO()
    Image.new("RGB", (4000, 20), "red").save(picture, "PNG", pnginfo=None)
    assert send(picture.getvalue()).status_code == 303
    assert Image.open(BytesIO(client.get(url).data)).width == 1600
    assert client.post(url, data={"remove": "1"}).status_code == 303
    assert client.get(url).status_code == 404


@pytest.mark.parametrize(
    "typed", ["52.4601, 4.6102", "52.4601 4.6102", "https://kaart.example/@52.4601,4.6102,17z", "52,4601; 4,6102"]
)
def test_a_site_is_put_on_the_map_by_pasting(
    client: FlaskClient, sign_in: SignIn, makers: Makers, look: Look, house: House, company: Any, typed: str
) -> None:
    host = makers.host(company)
    sign_in(client, host)
    url = f"/visits/company/{code_of(house, company)}/sites/new"
    assert client.post(url, data={**SITE, "coordinates": typed}).status_code == 303
    (site,) = look(host.actor, queries.sites_of_company, company_id=company)
    assert (site.latitude, site.longitude) == (52.4601, 4.6102)


@pytest.mark.parametrize("typed", ["ergens", "4.6102, 52.4601", "52.4601"])
def test_a_place_that_is_nowhere_is_refused_beside_the_field(
    client: FlaskClient, sign_in: SignIn, makers: Makers, house: House, company: Any, typed: str
) -> None:
    sign_in(client, makers.host(company))
    url = f"/visits/company/{code_of(house, company)}/sites/new"
    answer = client.post(url, data={**SITE, "coordinates": typed})
    assert answer.status_code == 422
    assert BeautifulSoup(answer.text, "html.parser").select("#coordinates-fout")


def test_hosts_and_hours_are_changed_on_the_page(
    client: FlaskClient, sign_in: SignIn, makers: Makers, look: Look, house: House, company: Any
) -> None:
    host, year = makers.host(company), makers.school_year()
    sign_in(client, host)
    page = f"/visits/company/{code_of(house, company)}"
    guest = {"host_name": "Kim de Wit", "email": "kim@sluis.example"}
    assert client.post(f"{page}/hosts", data={**guest, "email": "kim"}).status_code == 422
    assert client.post(f"{page}/hosts", data=guest).status_code == 303
    assert client.post(f"{page}/hours", data={"hours": "veel", "period": str(year), "note": "x"}).status_code == 422
    assert client.post(f"{page}/hours", data={"hours": "7,5", "period": str(year), "note": "Uitleg"}).status_code == 303
    assert client.post(f"{page}/hours", data={"sign": "1"}).status_code == 303
    text = client.get(f"{page}/edit").text
    assert "Kim de Wit" in text
    assert "7,5" in text
    assert "afgetekend" in text
    assert look(host.actor, company_by_id, company_id=company).name == "De Zeesluis"
