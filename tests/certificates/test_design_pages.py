"""The office offers designs, a school chooses and signs, and what is issued from then on has it."""

import io
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from PIL import Image

from app.base import clock
from app.base.house import House
from app.base.problems import RuleBroken
from app.certificates.design import from_snapshot
from app.certificates.design.samples import SIGNATURE, pictures
from app.certificates.design.signature import clean_signature
from app.certificates.operations import choose_design, offer_designs, set_signature
from app.certificates.queries.wall import periods_for_wall, walls
from app.people.models import Company, Pupil
from tests.base.paper import check_paper
from tests.certificates.makers import Classroom, classroom, earned
from tests.certificates.test_pages import in_english, soup, told
from tests.conftest import BOTH
from tests.makers import Makers
from tests.visits import makers as visits

OFFER = {"po": "poort-staand", "vo": "lijn", "day": "dag", "allowed": ["inktarm"]}


@pytest.fixture
def room(house: House, makers: Makers, tmp_path: Path) -> Classroom:
    return classroom(house, makers, tmp_path / "lessons", pupils=2)


def photo(tone: int = 190) -> bytes:
    """A signature on grey paper, as a phone takes it."""
    picture = Image.new("RGB", (700, 400), (tone, tone, tone - 6))
    pen = Image.open(io.BytesIO(pictures()[SIGNATURE]))
    picture.paste(pen, (30, 90), pen)
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=80)
    return out.getvalue()


def checked(page: BeautifulSoup, name: str) -> list[str]:
    return [str(one["value"]) for one in page.select(f"input[name={name}][checked]")]


def test_without_a_choice_the_network_offers_all_designs_with_a_picture_of_each(
    makers: Makers, client: FlaskClient, sign_in: Any
) -> None:
    makers.network()
    sign_in(client, makers.coordinator())
    page = soup(client.get("/designs"))
    assert len(checked(page, "allowed")) == len(page.select(".ontwerp img")) == 6
    assert client.get(str(page.select_one(".ontwerp img")["src"])).mimetype == "image/png"  # type: ignore[index]
    assert client.get("/designs/picture/weg.png").status_code == 404
    in_english(client)
    assert "Ink-light" in told(soup(client.get("/designs")))


def test_an_edition_has_its_own_offer_and_the_network_keeps_its_own(
    makers: Makers, client: FlaskClient, sign_in: Any
) -> None:
    edition = visits.edition(makers)
    sign_in(client, makers.coordinator())
    assert "nog niets gekozen" in told(soup(client.get(f"/designs/{edition}")))
    assert client.post(f"/designs/{edition}", data=OFFER).status_code == 303
    page = soup(client.get(f"/designs/{edition}"))
    assert page.select_one("#po option[selected]")["value"] == "poort-staand"  # type: ignore[index]
    assert set(checked(page, "allowed")) == {"poort-staand", "lijn", "dag", "inktarm"}
    assert soup(client.get("/designs")).select_one("#po option[selected]")["value"] == "poort"  # type: ignore[index]


@pytest.mark.parametrize(("field", "slug"), [("po", "lijn"), ("po", "weg"), ("vo", "dag"), ("day", "weg")])
def test_a_design_that_is_not_for_it_is_refused_at_its_field(
    makers: Makers, client: FlaskClient, sign_in: Any, field: str, slug: str
) -> None:
    makers.network()
    sign_in(client, makers.coordinator())
    page = soup(client.post("/designs", data={**OFFER, field: slug}), status=422)
    assert page.select_one(f"#{field}-fout")


def test_a_school_chooses_among_what_is_offered_and_its_certificates_have_it(
    room: Classroom, client: FlaskClient, sign_in: Any, act: Any
) -> None:
    office = room.makers.coordinator()
    act(office.actor, offer_designs, edition_id=None, **OFFER)
    sign_in(client, room.makers.school_admin(room.school))
    page = soup(client.get("/school/certificates"))
    assert [str(one["value"]) for one in page.select("input[name=design]")] == ["", "inktarm"]
    assert client.post("/school/certificates", data={"design": "inktarm", "day": ""}).status_code == 303
    assert checked(soup(client.get("/school/certificates")), "design") == ["inktarm"]
    soup(client.post("/school/certificates", data={"design": "poort", "day": ""}), status=422)
    earned(room)
    room.prints(room.pupils[0])
    assert from_snapshot(room.certificate_of(room.pupils[0]).snapshot).design == "inktarm"


def test_what_was_issued_keeps_its_design_and_signature(room: Classroom, act: Any, house: House) -> None:
    earned(room)
    admin = room.makers.school_admin(room.school)
    sha = house.files.put(clean_signature(photo()))
    act(admin.actor, set_signature, sha=sha, signed_by="M. Jansen, directeur")
    room.prints(room.pupils[0])
    act(admin.actor, set_signature, sha=None, signed_by="")
    act(admin.actor, choose_design, design="inktarm", day="")
    room.prints(room.pupils[1])
    first, second = (from_snapshot(room.certificate_of(one).snapshot) for one in room.pupils)
    assert (first.design, first.signature, first.signed_by) == ("poort", sha, "M. Jansen, directeur")
    assert (second.design, second.signature, second.signed_by) == ("inktarm", None, "")


def test_the_logo_of_the_company_stands_on_what_is_issued(room: Classroom, house: House) -> None:
    booking = earned(room)
    sha = house.files.put(pictures()["kringmetaal"])
    with house.store.acting("everywhere") as db:
        for company in db.query(Company):
            company.logo_sha = sha
        db.commit()
    room.prints(room.pupils[0])
    facts = from_snapshot(room.certificate_of(room.pupils[0]).snapshot)
    assert booking
    assert [(logo.sha, logo.company) for logo in facts.company_logos] == [(sha, "Zeesluis Noord")]


def test_a_signature_is_sent_seen_replaced_and_taken_away(room: Classroom, client: FlaskClient, sign_in: Any) -> None:
    sign_in(client, room.makers.school_admin(room.school))
    assert client.get("/school/certificates/signature.png").status_code == 404
    nothing = client.post("/school/certificates/signature", data={"signed_by": "M. Jansen"})
    assert "Kies eerst een foto" in told(soup(nothing, status=422)) or nothing.status_code == 422
    nameless = {"signature": (io.BytesIO(photo()), "x.jpg"), "signed_by": ""}
    soup(client.post("/school/certificates/signature", data=nameless), status=422)
    good = {"signature": (io.BytesIO(photo()), "x.jpg"), "signed_by": "M. Jansen"}
    assert client.post("/school/certificates/signature", data=good).status_code == 303
    seen = client.get("/school/certificates/signature.png")
    assert (seen.mimetype, seen.headers["Cache-Control"]) == ("image/png", "no-store")
    assert client.post("/school/certificates/signature", data={"signed_by": "A. de Wit"}).status_code == 303
    assert "A. de Wit" in told(soup(client.get("/school/certificates")))
    assert client.post("/school/certificates/signature/off").status_code == 303
    assert client.get("/school/certificates/signature.png").status_code == 404


def test_another_school_sees_nothing_of_a_signature(
    room: Classroom, client: FlaskClient, sign_in: Any, act: Any
) -> None:
    act(room.makers.school_admin(room.school).actor, set_signature, sha="a" * 64, signed_by="M. Jansen")
    sign_in(client, room.makers.school_admin(room.makers.school()))
    assert "M. Jansen" not in client.get("/school/certificates").text
    assert client.get("/school/certificates/signature.png").status_code == 404


@pytest.mark.parametrize("path", ["/designs", "/school/certificates"])
def test_a_teacher_chooses_no_design(room: Classroom, client: FlaskClient, sign_in: Any, path: str) -> None:
    sign_in(client, room.teacher)
    assert client.get(path).status_code == 403
    assert client.post(path, data=OFFER).status_code == 403


def test_the_paper_round_a_signature_is_not_printed() -> None:
    with Image.open(io.BytesIO(clean_signature(photo()))) as drawn:
        assert drawn.mode == "RGBA"
        assert drawn.width <= 900
        clear = drawn.getchannel("A").histogram()[0] / (drawn.width * drawn.height)
    assert clear > 0.7


@pytest.mark.parametrize("content", [b"no picture", b"<svg xmlns='http://www.w3.org/2000/svg'/>"])
def test_what_is_no_signature_is_refused(content: bytes) -> None:
    with pytest.raises(RuleBroken) as caught:
        clean_signature(content)
    assert caught.value.field == "signature"


def test_an_empty_page_is_no_signature() -> None:
    out = io.BytesIO()
    Image.new("RGB", (300, 200), "white").save(out, "PNG")
    with pytest.raises(RuleBroken, match="nothing to see"):
        clean_signature(out.getvalue())


# For a company's wall


def _received(room: Classroom, company: str, *, present: int, thanks: list[str], state: str = "held") -> None:
    at = clock.now() - timedelta(days=1, hours=len(company) % 5)
    room.visit(
        room.pupils, company=company, at=at, state=state, present_count=present, thanks=thanks, thanks_at=clock.now()
    )


def test_a_company_gets_its_counts_and_thanks_and_no_small_count_of_pupils(room: Classroom, house: House) -> None:
    edition = visits.edition(room.makers)
    _received(room, "Walserij", present=24, thanks=["Dank je wel!"])
    _received(room, "Kringmetaal", present=3, thanks=[])
    _received(room, "Sluis", present=20, thanks=[], state="cancelled")
    with house.counting(room.makers.coordinator().actor, clock.now()) as work:
        found = {one.company: one for one in walls(work, period_id=edition, company_id=None)}
    assert set(found) == {"Walserij", "Kringmetaal"}
    assert (found["Walserij"].classes, found["Walserij"].pupils, found["Walserij"].thanks) == (1, 24, ("Dank je wel!",))
    assert found["Kringmetaal"].pupils is None


@BOTH
def test_a_sentence_with_a_name_that_came_into_the_class_later_does_not_reach_the_wall(
    room: Classroom, house: House
) -> None:
    """Sent when nobody of that name was there; also the name of another class is nobody's business to filter."""
    edition = visits.edition(room.makers)
    thanks = ["Vera wilde niet meer weg.", "Dank je wel!", "Een VÉRA-kraan!", "Juul zwaaide."]
    _received(room, "Walserij", present=24, thanks=thanks)

    def on_the_wall() -> tuple[str, ...]:
        with house.counting(room.makers.coordinator().actor, clock.now()) as work:
            (found,) = walls(work, period_id=edition, company_id=None)
        return found.thanks

    assert on_the_wall() == tuple(thanks)

    def renamed(work: Any) -> None:
        work.db.get_one(Pupil, room.pupils[0].id).first_name = "Véra"

    house.act_everywhere(room.teacher.actor, clock.now(), renamed)
    assert on_the_wall() == ("Dank je wel!", "Juul zwaaide.")


def test_the_certificate_of_a_year_counts_a_class_that_came_in_parts_or_twice_once(
    room: Classroom, house: House
) -> None:
    offer = visits.offer(room.makers, company_id=room.makers.company(name="Walserij"), min_group=1, max_group=30)
    for hours, present in ((3, 14), (27, 12)):
        slot = visits.slot(room.makers, offer, starts_at=clock.now() - timedelta(hours=hours))
        facts = {"klass": room.klass, "state": "closed", "present_count": present}
        visits.booking(room.makers, room.school, room.teacher, slot, **facts)
    with house.counting(room.makers.coordinator().actor, clock.now()) as work:
        (year,) = (one for one in periods_for_wall(work) if one.is_year)
        (found,) = walls(work, period_id=year.id, company_id=None)
    assert (found.edition, found.classes, found.pupils) == ("Schooljaar 2026-2027", 1, 26)


def test_a_host_prints_its_own_and_no_other_company(
    room: Classroom, client: FlaskClient, sign_in: Any, run_jobs: Any
) -> None:
    edition = visits.edition(room.makers)
    _received(room, "Walserij", present=24, thanks=["Dank je wel!"])
    _received(room, "Kringmetaal", present=30, thanks=[])
    with room.house.store.reading("everywhere") as db:
        company = next(one.id for one in db.query(Company) if one.name == "Kringmetaal")
    sign_in(client, room.makers.host(company))
    assert "Techniekweek 2026" in told(soup(client.get("/wall")))
    answer = client.post(f"/wall/{edition}")
    assert answer.status_code == 303
    assert run_jobs() == 1
    job = answer.headers["Location"].split("job=")[1].split("&")[0]
    pdf = client.get(f"/wall/{edition}/{job}.pdf")
    check_paper(pdf.data, language="nl")
    assert pdf.mimetype == "application/pdf"
    assert "kringmetaal" in pdf.headers["Content-Disposition"]
    from tests.certificates.test_design import text

    (page,) = text(pdf.data)
    assert "Kringmetaal" in page
    assert "30 leerlingen" in page


def test_who_is_no_host_has_no_wall(room: Classroom, client: FlaskClient, sign_in: Any) -> None:
    sign_in(client, room.teacher)
    assert client.get("/wall").status_code == 403
