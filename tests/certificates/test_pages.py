"""The pages of certificates: choose, print, fetch, revoke; and for anyone: is this one real?"""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from app.base.house import House
from app.base.jobs import due_jobs
from app.certificates.operations import revoke_certificate
from app.certificates.operations.guessing import MISTAKES
from app.certificates.operations.guessing import TEN_MINUTES as MINUTES
from tests.certificates.makers import Classroom, classroom, earned
from tests.conftest import NOW
from tests.makers import Makers

ACCENTS = ("Łukasz", "Świątek-van den Berg")


@pytest.fixture
def room(house: House, makers: Makers, tmp_path: Path) -> Classroom:
    return classroom(house, makers, tmp_path / "lessons", pupils=3)


@pytest.fixture
def teacher(room: Classroom, client: FlaskClient, sign_in: Any) -> FlaskClient:
    signed_in: FlaskClient = sign_in(client, room.teacher)
    return signed_in


@pytest.fixture
def visitor(app: Any) -> FlaskClient:
    """Somebody with a paper in hand, who is not signed in."""
    client: FlaskClient = app.test_client()
    return client


def soup(answer: Any, *, status: int = 200) -> BeautifulSoup:
    assert answer.status_code == status
    return BeautifulSoup(answer.text, "html.parser")


def in_english(client: FlaskClient) -> None:
    assert client.post("/language", data={"language": "en", "next": "/"}).status_code == 303


def groups(page: BeautifulSoup) -> dict[str, list[str]]:
    """Heading -> the names under it."""
    return {
        one.h2.find(string=True, recursive=False).strip(): [name.text for name in one.select(".naam-papier")]
        for one in page.select("fieldset")
    }


def told(page: BeautifulSoup) -> str:
    return " ".join(page.get_text(" ").split())


# Before printing


@pytest.mark.parametrize(
    ("language", "headings"),
    [
        ("nl", ["Klaar om te printen", "Nog niet", "Al geprint"]),
        ("en", ["Ready to print", "Not yet", "Printed before"]),
    ],
)
def test_each_pupil_stands_where_it_belongs_and_the_ready_ones_are_ticked(
    room: Classroom, teacher: FlaskClient, language: str, headings: list[str]
) -> None:
    ready, waiting, printed = room.pupils
    booking = room.visit(room.pupils)
    room.present(booking, room.pupils)
    room.done([ready, printed])
    room.prints(printed)
    if language == "en":
        in_english(teacher)
    page = soup(teacher.get(f"/certificates/{room.code}"))
    assert list(groups(page)) == headings
    assert [names[0].split()[0] for names in groups(page).values()] == [ready.name, waiting.name, printed.name]
    boxes = {one["value"]: one.has_attr("checked") for one in page.select("input[name=pupils]")}
    assert boxes == {str(ready.id): True, str(printed.id): False}
    line = {"nl": "Nog niet gedaan: Kijk, Bezoek, Terug.", "en": "Not done yet: Look, Visit, Back."}[language]
    assert line in told(page)


def test_a_class_without_pupils_is_told_so_with_a_way_on(
    makers: Makers, house: House, tmp_path: Path, client: FlaskClient, sign_in: Any
) -> None:
    empty = classroom(house, makers, tmp_path / "lessons", pupils=0)
    page = soup(sign_in(client, empty.teacher).get(f"/certificates/{empty.code}"))
    assert "Niemand heeft deze les" in told(page)
    assert page.select_one(f"a[href='/class/{empty.code}']")
    assert not page.select("form button.actie")


def test_a_class_in_which_nobody_is_ready_has_no_button(room: Classroom, teacher: FlaskClient) -> None:
    assert not soup(teacher.get(f"/certificates/{room.code}")).select(".drukken")


@pytest.mark.parametrize("sent", [{}, {"pupils": "not an id"}, {"pupils": "00000000-0000-7000-8000-000000000000"}])
def test_with_nobody_ticked_it_says_so_and_issues_nothing(
    room: Classroom, teacher: FlaskClient, sent: dict[str, str]
) -> None:
    earned(room)
    page = soup(teacher.post(f"/certificates/{room.code}", data=sent), status=422)
    assert page.select_one("#pupils-fout").text.strip()
    assert not page.select("input[name=pupils][checked]")  # what was not ticked is not ticked for them
    assert room.certificates() == []


def test_one_who_has_not_earned_it_is_refused_though_it_is_sent(room: Classroom, teacher: FlaskClient) -> None:
    page = soup(teacher.post(f"/certificates/{room.code}", data={"pupils": str(room.pupils[0].id)}), status=422)
    assert page.select_one("#pupils-fout").text.strip()
    assert room.certificates() == []


def test_a_pupil_whose_visit_was_missed_is_marked_before_printing(room: Classroom, teacher: FlaskClient) -> None:
    booking = room.visit(room.pupils)
    room.present(booking, room.pupils, but=room.pupils[:1])
    room.done(room.pupils)
    first, *others = soup(teacher.get(f"/certificates/{room.code}")).select(".papiernamen li")
    assert "zonder het bezoek" in told(first)
    assert not any("zonder" in told(one) for one in others)


# The run


def print_all(room: Classroom, client: FlaskClient) -> str:
    """The address of the run's page."""
    sent = {"pupils": [str(one.id) for one in room.pupils]}
    answer = client.post(f"/certificates/{room.code}", data=sent)
    assert answer.status_code == 303
    address: str = answer.headers["Location"]
    return address


def test_while_it_is_made_the_page_asks_again_also_without_javascript(room: Classroom, teacher: FlaskClient) -> None:
    earned(room)
    run = print_all(room, teacher)
    page = soup(teacher.get(run))
    assert page.select_one("#run")["hx-get"] == run
    assert page.select_one("#run noscript a")["href"] == run
    fragment = teacher.get(run, headers={"HX-Request": "true"}).text
    assert "<html" not in fragment
    assert "hx-get" in fragment


def test_when_it_is_ready_the_pdf_has_a_name_that_sorts(room: Classroom, teacher: FlaskClient, run_jobs: Any) -> None:
    earned(room)
    run = print_all(room, teacher)
    assert run_jobs() == 1
    page = soup(teacher.get(run))
    assert not page.select_one("#run").has_attr("hx-get")
    link = page.select_one("a.actie")["href"]
    name = link.rsplit("/", 1)[1]
    assert name.startswith("2026-10_")
    assert name.endswith("_3.pdf")
    answer = teacher.get(link)
    assert answer.data.startswith(b"%PDF")
    assert answer.headers["Cache-Control"] == "no-store"
    assert name in answer.headers["Content-Disposition"]
    assert teacher.head(link).status_code == 200
    for wrong in (f"{run}/andere.pdf", f"{run}/{name}x", f"{run}/..%2f{name}"):
        assert teacher.get(wrong).status_code == 404


def test_before_it_is_ready_there_is_no_file(room: Classroom, teacher: FlaskClient) -> None:
    earned(room)
    run = print_all(room, teacher)
    assert teacher.get(f"{run}/alles.pdf").status_code == 404


def test_a_run_that_failed_says_why_and_that_nothing_is_lost(
    room: Classroom, teacher: FlaskClient, run_jobs: Any, act: Any
) -> None:
    earned(room)
    run = print_all(room, teacher)
    for one in room.certificates():
        act(room.teacher.actor, revoke_certificate, number=one.number, reason="toch niet")
    run_jobs()
    page = soup(teacher.get(run))
    assert not page.select_one("#run").has_attr("hx-get")
    assert "ingetrokken" in told(page)
    assert "De pdf kon niet gemaakt worden" in told(page)


def test_who_may_print_for_the_class_sees_the_run_and_its_file_and_nobody_else(
    room: Classroom, client: FlaskClient, sign_in: Any, run_jobs: Any, makers: Makers, app: Any
) -> None:
    earned(room)
    own = sign_in(client, room.teacher)
    run = print_all(room, own)
    run_jobs()
    link = soup(own.get(run)).select_one("a.actie")["href"]
    colleague = room.second_teacher()
    office, elsewhere = makers.school_admin(room.school), makers.school()
    stranger = makers.teacher(elsewhere, makers.school_class(elsewhere))
    for person, status in ((colleague, 200), (office, 200), (stranger, 404), (room.pupils[0], 403)):
        other = sign_in(app.test_client(), person)
        assert {other.get(one).status_code for one in (run, link)} == {status}
    assert due_jobs(room.house, NOW) == []


# Revoking


def test_a_reason_that_is_missing_or_too_long_is_said_beside_the_field_and_kept(
    room: Classroom, teacher: FlaskClient
) -> None:
    earned(room)
    room.prints(room.pupils[0])
    address = f"/certificates/revoke/{room.certificates()[0].number}"
    for reason in ("", "   ", "Naam stond fout. " * 40):
        page = soup(teacher.post(address, data={"reason": reason}), status=422)
        assert page.select_one("#reason-fout").text.strip()
        field = page.select_one("[name=reason]")
        assert (field.get("value") or field.text).strip() == reason.strip()
    assert room.certificates()[0].state == "issued"


def test_a_revoked_one_can_be_printed_anew_and_its_page_says_it_is_done(room: Classroom, teacher: FlaskClient) -> None:
    earned(room)
    room.prints(room.pupils[0])
    number = room.certificates()[0].number
    answer = teacher.post(f"/certificates/revoke/{number}", data={"reason": "naam fout"})
    assert answer.headers["Location"] == f"/certificates/{room.code}"
    page = soup(teacher.get(f"/certificates/{room.code}"))
    assert number in told(page)  # the sentence that says so
    assert "Al geprint" not in groups(page)
    again = soup(teacher.get(f"/certificates/revoke/{number}"))
    assert "al ingetrokken" in told(again)
    assert not again.select("[name=reason]")
    assert teacher.post(f"/certificates/revoke/{number}", data={"reason": "x"}).status_code == 303
    assert teacher.get("/certificates/revoke/OW26-NONE-NONE").status_code == 404


# Is it real?


@pytest.fixture
def paper(room: Classroom, act: Any) -> Any:
    """A certificate of a pupil with a name that says much."""
    from app.people.operations import change_pupil

    pupil = room.pupils[0]
    facts = {"first": ACCENTS[0], "last": ACCENTS[1], "level": "po-7"}
    act(room.teacher.actor, change_pupil, code=room.klass.code, pupil_id=pupil.id, **facts)
    earned(room)
    room.prints(pupil)
    return room.certificate_of(pupil)


def ways_in(paper: Any) -> dict[str, str]:
    code = paper.snapshot["verify_url"].rsplit("/", 1)[1]
    number = paper.number
    return {
        "scanned": paper.snapshot["verify_url"].removeprefix("HTTP://WERF.TEST"),
        "code": f"/v/{code}",
        "lower case": f"/v/{code.lower()}",
        "number": f"/v/{number}",
        "number in lower case": f"/v/{number.lower()}",
        "without dashes": f"/v/{number.replace('-', '')}",
        "with spaces": f"/v/{number.replace('-', '%20')}",
    }


def test_a_real_one_is_valid_however_it_is_asked(visitor: FlaskClient, paper: Any) -> None:
    for way, address in ways_in(paper).items():
        assert soup(visitor.get(address)).select_one(".oordeel").text.strip() == "Geldig", way


def test_the_code_in_the_picture_is_capitals_only_so_that_it_stays_small(paper: Any) -> None:
    assert ways_in(paper)["scanned"].startswith("/V/")
    assert paper.snapshot["verify_url"] == paper.snapshot["verify_url"].upper()


TYPED = ("{}", " {} ", "{}/", "http://werf.test/v/{}", "werf.test/v/{}", "HTTP://WERF.TEST/V/{}/")


def test_what_is_typed_leads_there_also_when_it_is_the_whole_address(visitor: FlaskClient, paper: Any) -> None:
    for typed in TYPED:
        answer = visitor.get("/v", query_string={"code": typed.format(paper.number)}, follow_redirects=True)
        assert soup(answer).select_one(".oordeel").text.strip() == "Geldig", typed


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_page_shows_what_stands_on_paper_with_the_name_shortened_and_nothing_more(
    visitor: FlaskClient, paper: Any, room: Classroom, language: str
) -> None:
    if language == "en":
        in_english(visitor)
    answer = visitor.get(ways_in(paper)["code"])
    page = soup(answer)
    values = [" ".join(one.text.split()) for one in page.select("dl dd")]
    edition = {"nl": "De proefsluis uitgave 1.0", "en": "De proefsluis edition 1.0"}[language]
    attests = {
        "nl": "voorbereid, bij het bezoek geweest en teruggekeken",
        "en": "prepared, was at the visit and looked back",
    }
    assert values[:4] == ["Łukasz Ś.", attests[language], edition, "Kijk"]
    assert values[4].startswith("Zeesluis Noord, Kadedorp,")
    assert values[5:8] == ["Bezoek", "Terug", f"{room.school.name}, Kadedorp"]
    assert values[-1] == paper.number
    codes = (room.klass.code, room.code, room.klass.class_code)
    for secret in (ACCENTS[1], "Świątek", str(paper.pupil_id), str(paper.id), *codes):
        assert secret not in answer.text
    assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"


def test_a_revoked_one_says_so_and_no_longer_whose_it_was_or_why(
    visitor: FlaskClient, paper: Any, room: Classroom, act: Any
) -> None:
    act(room.teacher.actor, revoke_certificate, number=paper.number, reason="Verhuisd naar opa")
    for way in ("scanned", "number"):
        answer = visitor.get(ways_in(paper)[way])
        page = soup(answer)
        assert page.select_one(".oordeel").text.strip() == "Ingetrokken"
        assert "8 oktober 2026" in told(page)
        for word in ("Łukasz", "opa", "Zeesluis", room.school.name):
            assert word not in answer.text


@pytest.mark.parametrize("code", ["OW26-2222-2222", "-", "x" * 3000, "%00", "<script>alert(1)</script>"])
def test_an_unknown_one_is_unknown_and_says_what_to_do(visitor: FlaskClient, code: str) -> None:
    answer = visitor.get(f"/v/{code}")
    assert answer.status_code == 404
    assert "<script>alert" not in answer.text
    if "/" not in code and code != "%00":
        assert BeautifulSoup(answer.text, "html.parser").select_one(".oordeel").text.strip() == "Onbekend"


def test_nothing_typed_is_the_page_to_type_on(visitor: FlaskClient) -> None:
    for address in ("/v", "/v/", "/v?code=", "/v?code=++"):
        page = soup(visitor.get(address, follow_redirects=True))
        assert page.select_one("input[name=code]")
        assert not page.select(".oordeel")


def test_head_answers_like_get_without_a_page(visitor: FlaskClient, paper: Any) -> None:
    for way in ("scanned", "number"):
        answer = visitor.head(ways_in(paper)[way])
        assert (answer.status_code, answer.data) == (200, b"")
        assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert visitor.head("/v/OW26-2222-2222").status_code == 404


def test_guessing_stops_for_a_while_and_only_mistakes_count(
    visitor: FlaskClient, paper: Any, at: Any, app: Any
) -> None:
    real = ways_in(paper)["scanned"]
    for _ in range(MISTAKES + 5):  # a hall of parents
        assert visitor.get(real).status_code == 200
    for n in range(MISTAKES):
        assert visitor.get(f"/v/OW26-2222-{n:04d}").status_code == 404
    refused = visitor.get("/v/OW26-2222-9999")
    assert refused.status_code == 429
    assert 0 < int(refused.headers["Retry-After"]) <= MINUTES * 60
    elsewhere = app.test_client().get(real, environ_base={"REMOTE_ADDR": "192.0.2.7"})
    assert elsewhere.status_code == 200
    at(NOW + timedelta(minutes=MINUTES, seconds=1))
    assert visitor.get(real).status_code == 200
