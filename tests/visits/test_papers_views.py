"""The pages of everything before the day: one good and one refused for each, and what never reaches a browser."""

import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pikepdf
import pytest
from flask.testing import FlaskClient

from app.base import clock
from app.base.house import House
from app.curriculum.commands import publish_lessons
from app.learning.forgetting import forget_files
from app.visits.prints.card import class_card
from app.visits.prints.sheets import evacuation
from app.visits.queries.card import card_facts
from app.visits.queries.papers import out_list
from tests.assignments.makers import given
from tests.base.paper import A4, A5, check_paper
from tests.conftest import BOTH, NOW
from tests.curriculum import lessons
from tests.makers import Makers, Person
from tests.visits import makers as v
from tests.visits.test_papers import QUESTIONS, SAYS
from tests.visits.test_views import page, sent

SignIn = Callable[[FlaskClient, Person], FlaskClient]


@pytest.fixture
def visit(makers: Makers) -> Any:
    makers.network()

    class Visit:
        school = makers.school(name="De Vlieger")
        klass = makers.school_class(school, name="7B")
        pupils = makers.pupils(klass, 6)
        twins = (makers.pupil(klass, first="Sofie", last="Boon"), makers.pupil(klass, first="Sofie", last="Bakker"))
        everybody = (*pupils, *twins)
        teacher = makers.teacher(school, klass)
        offer = v.offer(makers, **SAYS)
        slot = v.slot(makers, offer, starts_at=NOW + timedelta(days=2))
        booking = v.booking(makers, school, teacher, slot, klass=klass, pupils=everybody, expected=8)
        host = makers.host(offer.company_id, guest_schools=[school])
        url = f"/visits/booking/{booking.code}"

    return Visit


@pytest.fixture
def teacher(client: FlaskClient, sign_in: SignIn, visit: Any) -> FlaskClient:
    return sign_in(client, visit.teacher)


def pdf_of(
    client: FlaskClient, visit: Any, answer: Any, run_jobs: Callable[[], int], size: tuple[int, int] = A4
) -> Any:
    """The PDF that a form asked for, as the worker makes it."""
    assert answer.status_code == 303, answer.text
    assert run_jobs() == 1
    where = answer.headers["Location"]
    job = where.split("job=")[1].split("#")[0]
    got = client.get(f"{visit.url}/paper/{job}.pdf")
    assert got.status_code == 200, got.text
    with pikepdf.open(io.BytesIO(got.data)) as held:
        check_paper(got.data, language=str(held.Root.Lang), size=size)
    return got


def pages_of(content: bytes) -> int:
    with pikepdf.open(io.BytesIO(content)) as held:
        return len(held.pages)


def fonts_of(content: bytes) -> set[str]:
    with pikepdf.open(io.BytesIO(content)) as held:
        found = {str(font.BaseFont) for sheet in held.pages for font in dict(sheet.Resources.Font).values()}
    return {name.split("+")[-1] for name in found}


def test_the_booking_says_how_far_each_paper_is(teacher: FlaskClient, visit: Any) -> None:
    pupils = [str(one.id) for one in visit.everybody]
    sent(teacher, f"{visit.url}/slips", {"seen": pupils, "pupils": pupils[:5]})
    said = page(teacher, visit.url).get_text(" ", strip=True)
    assert "5 van 8 binnen" in said
    assert "0 van 8 kennen ze" in said


def test_the_teacher_prints_who_is_missing_and_two_of_one_name_are_told_apart(teacher: FlaskClient, visit: Any) -> None:
    pupils = [str(one.id) for one in visit.everybody]
    sent(teacher, f"{visit.url}/slips", {"seen": pupils, "pupils": pupils[:6]})
    missing = [one.get_text() for one in page(teacher, f"{visit.url}/slips/missing").select(".afvinken li")]
    assert missing == ["Sofie Bakker", "Sofie Boon"]


def test_the_letter_shows_itself_before_it_is_made_and_refuses_a_page_of_words(
    teacher: FlaskClient, visit: Any
) -> None:
    said = sent(teacher, f"{visit.url}/letter", {"language": "en", "look": "1", "addition": "Bring <b>water."}, 200)
    text = said.select_one(".briefje").get_text(" ", strip=True)  # type: ignore[union-attr]
    assert "Dear parents," in text
    assert "Bring <b>water." in text
    assert "pacemaker" in text
    refused = sent(teacher, f"{visit.url}/letter", {"language": "nl", "addition": "x" * 241}, 422)
    assert "Hoogstens 240 tekens" in refused.get_text()
    late = {"language": "nl", "back_by": (NOW + timedelta(days=9)).date().isoformat()}
    assert "na het bezoek" in sent(teacher, f"{visit.url}/letter", late, 422).get_text()


@BOTH
@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_letter_is_one_page_in_our_letters_with_a_telling_name(
    teacher: FlaskClient, visit: Any, run_jobs: Callable[[], int], language: str
) -> None:
    answer = teacher.post(f"{visit.url}/letter", data={"language": language, "addition": "Neem water mee."})
    got = pdf_of(teacher, visit, answer, run_jobs)
    assert pages_of(got.data) == 1
    assert all("Werf" in name or "Noto" in name for name in fonts_of(got.data)), fonts_of(got.data)
    called = {"nl": "brief-ouders-7b", "en": "letter-parents-7b"}[language]
    assert called in got.headers["Content-Disposition"]
    kept = page(teacher, answer.headers["Location"].split("#")[0])
    assert kept.select_one("[name=addition]").get_text(strip=True) == "Neem water mee."  # type: ignore[union-attr]


def test_with_names_each_pupil_has_a_letter(
    teacher: FlaskClient, visit: Any, run_jobs: Callable[[], int], house: House
) -> None:
    answer = teacher.post(f"{visit.url}/letter", data={"language": "nl", "names": "y"})
    assert pages_of(pdf_of(teacher, visit, answer, run_jobs).data) == 8


def test_the_longest_letter_is_one_page_still(
    client: FlaskClient, sign_in: SignIn, visit: Any, makers: Makers, run_jobs: Callable[[], int]
) -> None:
    words = "Je ziet de pompen en je staat zelf op de brug. " * 8
    offer = v.offer(
        makers, see=words, do=words, notices=words[:300], forbidden=["telefoon"] * 6,
        wear=["dichte schoenen", "lange broek", "haar in een staart"],
    )  # fmt: skip
    booking = v.booking(
        makers, visit.school, visit.teacher, v.slot(makers, offer), klass=visit.klass, pupils=visit.pupils
    )
    visit.url = f"/visits/booking/{booking.code}"
    data = {"language": "nl", "addition": "Neem water mee. " * 14}
    answer = sign_in(client, visit.teacher).post(f"{visit.url}/letter", data=data)
    assert pages_of(pdf_of(client, visit, answer, run_jobs).data) == 1


@BOTH
def test_papers_are_gone_after_a_day_and_are_of_who_asked(
    teacher: FlaskClient, visit: Any, run_jobs: Callable[[], int], house: House, sign_in: SignIn, makers: Makers
) -> None:
    answer = teacher.post(f"{visit.url}/out")
    got = pdf_of(teacher, visit, answer, run_jobs)
    assert "ontruiming-7b" in got.headers["Content-Disposition"]
    assert pages_of(got.data) == 1
    job = answer.headers["Location"].split("job=")[1].split("#")[0]
    other = v.booking(makers, visit.school, visit.teacher, visit.slot, klass=visit.klass)
    assert teacher.get(f"/visits/booking/{other.code}/paper/{job}.pdf").status_code == 404
    sign_in(teacher, makers.teacher(visit.school, visit.klass, name="Joris Prins"))
    assert teacher.get(f"{visit.url}/paper/{job}.pdf").status_code == 404
    sign_in(teacher, visit.teacher)
    assert forget_files(house, clock.now() + timedelta(hours=23)) == 0
    assert forget_files(house, clock.now() + timedelta(days=1)) == 1
    assert teacher.get(f"{visit.url}/paper/{job}.pdf").status_code == 404


def test_a_host_sees_numbers_and_no_names_on_the_list_and_its_pdf(
    client: FlaskClient, sign_in: SignIn, visit: Any, run_jobs: Callable[[], int], house: House
) -> None:
    host = sign_in(client, visit.host)
    said = page(host, f"{visit.url}/out").get_text(" ", strip=True)
    assert "8" in said
    with house.looking(visit.host.actor, clock.now()) as work:
        html = evacuation(out_list(work, code=visit.booking.code), language="nl")
    for one in visit.everybody:
        assert one.last_name not in said + html
        assert one.name.split()[0] not in html
    assert pages_of(pdf_of(host, visit, host.post(f"{visit.url}/out"), run_jobs).data) == 1
    assert "0 van 8 leerlingen kennen de regels" in page(host, visit.url).get_text(" ", strip=True)
    for closed in ("letter", "slips", "safety", "safety/board", "transport"):
        assert host.get(f"{visit.url}/{closed}").status_code == 403


def test_a_coordinator_sees_the_numbers_of_all_groups_of_the_day_and_no_names(
    client: FlaskClient, sign_in: SignIn, visit: Any, run_jobs: Callable[[], int], makers: Makers
) -> None:
    other = makers.school(name="De Ebstroom")
    v.booking(makers, other, makers.teacher(other), visit.slot, expected=11)
    v.booking(makers, other, makers.teacher(other), v.slot(makers, starts_at=visit.slot.starts_at), expected=13)
    office = sign_in(client, makers.coordinator(schools=[visit.school, other]))
    said = page(office, f"{visit.url}/out").get_text(" ", strip=True)
    assert "8 leerlingen" in said
    assert "De Ebstroom" in said
    assert "11 leerlingen" in said
    assert "13 leerlingen" not in said, "at another company"
    assert not [one for one in visit.everybody if one.last_name in said]
    assert pages_of(pdf_of(office, visit, office.post(f"{visit.url}/out"), run_jobs).data) == 1
    assert "Als iedereen naar buiten moet" in page(office, visit.url).get_text(" ", strip=True)


def test_the_card_of_a_class_is_one_a5_with_its_code_the_number_and_whom_to_call(
    teacher: FlaskClient, visit: Any, run_jobs: Callable[[], int], house: House, makers: Makers, sign_in: SignIn
) -> None:
    teacher.post(f"{visit.url}/phone", data={"phone": "06 0000 0044"})
    assert "8 leerlingen" in page(teacher, f"{visit.url}/card").get_text(" ", strip=True)
    drawn = pdf_of(teacher, visit, teacher.post(f"{visit.url}/card"), run_jobs, A5)
    assert pages_of(drawn.data) == 1
    with house.looking(visit.teacher.actor, clock.now()) as work:
        facts = card_facts(work, code=visit.booking.code)
    html = class_card(facts, language="nl", address=f"http://w.t/visits/qr/{visit.booking.code}")
    for said in ("7B", "06 0000 0044", "112", "Koen Smit, 06 0000 0012", "Sluiskade 14"):
        assert said in html
    for one in visit.everybody:
        assert one.last_name not in html
    colleague = makers.teacher(visit.school, makers.school_class(visit.school), name="Joris Prins")
    for who in (colleague, makers.teacher(makers.school())):
        assert sign_in(teacher, who).get(f"{visit.url}/card").status_code == 404


def test_another_school_finds_none_of_it(client: FlaskClient, sign_in: SignIn, visit: Any, makers: Makers) -> None:
    school = makers.school()
    stranger = sign_in(client, makers.teacher(school, makers.school_class(school)))
    for path in ("letter", "slips", "slips/missing", "safety", "safety/board", "transport", "out", "card"):
        assert stranger.get(f"{visit.url}/{path}").status_code == 404, path
    for path in ("letter", "slips", "safety", "transport", "transport/pdf", "out", "card"):
        assert stranger.post(f"{visit.url}/{path}", data={"language": "nl"}).status_code == 404, path


def test_transport_is_kept_and_a_bad_time_is_said_beside_it(
    teacher: FlaskClient, visit: Any, run_jobs: Callable[[], int]
) -> None:
    sent(teacher, f"{visit.url}/transport", {"mode": "bike", "adults": "1"})
    said = page(teacher, f"{visit.url}/transport").get_text(" ", strip=True)
    assert "2 nodig: één op elke 4 leerlingen" in said
    assert "Nog te vinden volwassenen: 1." in said
    refused = sent(teacher, f"{visit.url}/transport", {"mode": "bike", "leaves": "23:59"}, 422)
    assert "te laat" in refused.select_one("#leaves-fout").get_text()  # type: ignore[union-attr]
    got = pdf_of(teacher, visit, teacher.post(f"{visit.url}/transport/pdf"), run_jobs)
    assert pages_of(got.data) == 1
    assert "vervoer-7b" in got.headers["Content-Disposition"]


def test_a_pupil_answers_and_the_key_comes_only_after_it(client: FlaskClient, sign_in: SignIn, visit: Any) -> None:
    pupil, url = sign_in(client, visit.pupils[0]), f"/visits/safety/{visit.booking.code}"
    before = client.get(url).text
    assert "Ren je?" in before
    assert "Blijf achter de lijn." in before
    assert "Wie rent kan vallen." not in before
    assert '"right"' not in before
    wrong = sent(pupil, url, {"q0": "0", "q1": "0"}, 422)
    assert "Wie rent kan vallen." in wrong.get_text()
    assert "Goed!" in wrong.get_text()
    sent(pupil, url, {"q0": "1", "q1": "0"})
    assert "Je bent klaar voor de veiligheid!" in page(pupil, url).get_text()


def test_without_questions_reading_is_enough(client: FlaskClient, sign_in: SignIn, visit: Any, makers: Makers) -> None:
    offer = v.offer(makers, safety="Loop rustig.")
    booking = v.booking(
        makers, visit.school, visit.teacher, v.slot(makers, offer), klass=visit.klass, pupils=visit.twins
    )
    pupil, url = sign_in(client, visit.twins[0]), f"/visits/safety/{booking.code}"
    assert "Ik heb het gelezen" in page(pupil, url).get_text()
    sent(pupil, url, {"read": "1"})
    assert "Je bent klaar voor de veiligheid!" in page(pupil, url).get_text()
    assert sign_in(client, visit.pupils[0]).get(url).status_code == 404  # stays at school


def test_on_the_board_an_answer_is_right_or_not_and_no_name_is_seen(teacher: FlaskClient, visit: Any) -> None:
    url = f"{visit.url}/safety/board"
    for query in ("", "?step=1", "?step=1&option=1", "?step=99", "?step=x&option=-1"):
        said = page(teacher, url + query).get_text(" ", strip=True)
        assert not [one for one in visit.everybody if one.last_name in said]
        assert "Wie rent" not in said
    assert "Wie rent kan vallen." in page(teacher, f"{url}?step=1&option=0").get_text()
    assert "Goed!" in page(teacher, f"{url}?step=1&option=1").get_text()


def test_done_together_counts_for_those_who_were_there(
    client: FlaskClient, sign_in: SignIn, teacher: FlaskClient, visit: Any
) -> None:
    sent(teacher, f"{visit.url}/safety", {"pupils": [str(one.id) for one in visit.pupils]})
    said = page(teacher, f"{visit.url}/safety")
    assert "6 van 8 kennen ze" in said.get_text(" ", strip=True)
    assert len(said.select("[name=pupils]")) == 2
    assert "6 van 8 leerlingen kennen de regels" in page(sign_in(client, visit.host), visit.url).get_text(
        " ", strip=True
    )


def test_a_host_writes_questions_and_is_told_what_is_not_right_yet(
    client: FlaskClient, sign_in: SignIn, visit: Any
) -> None:
    host, url = sign_in(client, visit.host), f"/visits/own/{visit.offer.code}/safety"
    assert page(host, url).select_one("[name=questions-0-text]")["value"] == "Ren je?"  # type: ignore[index]
    rights = {f"questions-{n}-right": "0" for n in range(5)}
    one = {"questions-0-text": "Wat doe je?", "questions-0-options-0": "Wachten"}
    assert "twee tot vier antwoorden" in sent(host, url, rights | one, 422).get_text()
    # The second answer is left empty: the third moves up, and stays the right one.
    empty = {f"questions-0-options-{n}": "" for n in (1, 3)}
    sent(host, url, rights | one | empty | {"questions-0-options-2": "Kijken", "questions-0-right": "2"})
    shown = page(host, url)
    assert shown.select_one("[name=questions-0-options-1]")["value"] == "Kijken"  # type: ignore[index]
    assert shown.select_one("[name=questions-0-right] [selected]")["value"] == "1"  # type: ignore[index]
    assert len(QUESTIONS) == 2


def test_the_start_of_a_pupil_says_what_comes_along_and_what_stays_at_home(
    client: FlaskClient, sign_in: SignIn, visit: Any, act: Any, makers: Makers, house: House, tmp_path: Any
) -> None:
    lessons.write(tmp_path / "lessons")
    publish_lessons(house, tmp_path / "lessons")
    given(makers, visit.teacher, visit.klass, bookings=[visit.booking.id])
    pupil = sign_in(client, visit.pupils[0])
    said = page(pupil, "/").get_text(" ", strip=True)
    for words in ("dichte schoenen", "handschoenen", "Mag daar niet", "telefoon", "Lees de veiligheidsregels"):
        assert words in said
    assert "Nog 2 nachtjes slapen" in said
    pupil.post("/language", data={"language": "en"})
    said = page(pupil, "/").get_text(" ", strip=True)
    for words in ("Bring along", "Not allowed there", "Read the safety rules", "2 more nights"):
        assert words in said


def test_a_visit_that_goes_with_no_lesson_is_on_the_start_once_the_company_said_yes(
    client: FlaskClient, sign_in: SignIn, visit: Any, makers: Makers
) -> None:
    pupil = sign_in(client, visit.pupils[0])
    assert "Nog 2 nachtjes slapen" in page(pupil, "/").get_text(" ", strip=True)
    newcomer = makers.pupil(visit.klass, first="Wout", last="Nieuw")
    v.booking(makers, visit.school, visit.teacher, visit.slot, klass=visit.klass, pupils=[newcomer], state="requested")
    assert "nachtjes" not in page(sign_in(client, newcomer), "/").get_text(" ", strip=True)
