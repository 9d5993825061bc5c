"""Names as nobody should have them: one of them spoils neither the paper of the others nor the name of a file."""

import subprocess
import xml.etree.ElementTree as Xml
from collections.abc import Callable
from datetime import date

from flask.testing import FlaskClient

from app.base.pdf import render
from app.people.cards import PICTURES, LoginCard, draw_cards
from tests.makers import Makers

A4 = 595.3  # points across
XHTML = "{http://www.w3.org/1999/xhtml}"


def _words(pdf: bytes) -> list[tuple[str, float]]:
    """The words of the last page, and where each ends, in points from the left."""
    drawn = subprocess.run(["pdftotext", "-bbox", "-", "-"], input=pdf, capture_output=True, check=True, timeout=60)
    page = Xml.fromstring(drawn.stdout).findall(f".//{XHTML}page")[-1]  # noqa: S314 - made by our own pdftotext
    return [(word.text or "", float(word.get("xMax") or 0)) for word in page.iter(f"{XHTML}word")]


def test_one_name_without_end_pushes_no_childs_pictures_off_the_teachers_list() -> None:
    names = ["W" * 59, "Noor S.", "Pim V."] * 2
    cards = [
        LoginCard(
            name=name,
            class_name="7B",
            class_code="KADE 4731",
            home_url="HTTPS://OPENWERF.EXAMPLE/C/7QX9M2KD4F",
            pictures=(PICTURES[0], PICTURES[3], PICTURES[5]),
        )
        for name in names
    ]
    html = draw_cards(
        cards, language="nl", address="werf.example", network_name="N", school_name="S", printed_on=date(2026, 10, 8)
    )
    found = _words(render(html, title="Inlogkaarten", language="nl"))
    assert sum(word.startswith("helm") for word, _ in found) == len(names)
    assert [word for word, ends in found if ends > A4] == []


def test_a_class_with_a_hostile_name_gives_its_files_a_harmless_one(
    client: FlaskClient, makers: Makers, sign_in: Callable[..., FlaskClient], run_jobs: Callable[[], int]
) -> None:
    klass = makers.school_class(makers.school(), name='../../x"\r\nQ: y')
    makers.pupil(klass, first="<script>alert(1)</script>", last="{{7*7}}")
    sign_in(client, makers.teacher(klass.school, klass))
    page = client.get(f"/classes/{klass.code}/pupils").text
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page
    assert "{{7*7}}" in page, "shown as it is, never reckoned"
    asked = client.post(f"/classes/{klass.code}/cards").headers["Location"].partition("job=")[2]
    run_jobs()
    answer = client.get(f"/classes/{klass.code}/cards/{asked}.pdf")
    assert answer.mimetype == "application/pdf"
    name = answer.headers["Content-Disposition"].partition("filename=")[2]
    assert not set(name) & set('/\\"\r\n:;'), name
