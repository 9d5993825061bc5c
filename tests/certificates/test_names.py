"""Names before printing: drawn as paper draws them, changed for this paper alone, and cleaned with a word."""

import base64
import io
import re
from pathlib import Path
from typing import Any

import numpy
import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from fontTools.ttLib import TTFont
from PIL import Image

from app.base.house import House
from app.base.pdf.fonts import font_file
from app.certificates.nameplates import FIRST, WEIGHTS, plate
from tests.certificates.makers import Classroom, classroom, earned
from tests.makers import Makers

CSS = Path("app/static/css/fonts-po.css")
LATIN = ["Noor de Vries", "Łukasz Świątek", "Nguyễn Thị Ánh", "Çağla Yılmaz", "Zoë Ñ", "O"]
OTHERS = ["محمد علي", "דוד לוי", "ሰላም", "王小明", "Олександр", "Γιώργος", "Łukasz Иван"]


@pytest.fixture
def room(house: House, makers: Makers, tmp_path: Path) -> Classroom:
    made = classroom(house, makers, tmp_path / "lessons", pupils=2)
    earned(made)
    return made


@pytest.fixture
def teacher(room: Classroom, client: FlaskClient, sign_in: Any) -> FlaskClient:
    signed_in: FlaskClient = sign_in(client, room.teacher)
    return signed_in


def web_glyphs(weight: int) -> dict[int, int]:
    """letter -> its width in thousandths, in the files that a browser takes for Lexend of this weight."""
    found: dict[int, int] = {}
    rule = re.compile(r"@font-face\{font-family:\"Lexend\";font-weight:(\d+);[^}]*url\(\.\./([^)]+)\)[^}]*\}")
    for said, place in rule.findall(CSS.read_text()):
        if int(said) == weight:
            with TTFont(Path("app/static") / place) as font:
                units = font["head"].unitsPerEm
                found |= {sign: font["hmtx"][name][0] * 1000 // units for sign, name in font.getBestCmap().items()}
    return found


@pytest.mark.parametrize("tone", WEIGHTS)
def test_the_font_of_the_page_is_the_face_of_the_paper(tone: str) -> None:
    """Every letter that paper would take from its first font, the page has too, and as wide."""
    place = font_file(FIRST, WEIGHTS[tone])
    assert place
    web = web_glyphs(WEIGHTS[tone])
    with TTFont(place) as paper:
        units = paper["head"].unitsPerEm
        widths = {sign: paper["hmtx"][name][0] * 1000 // units for sign, name in paper.getBestCmap().items()}
    letters = {sign: width for sign, width in widths.items() if chr(sign).isalpha()}
    assert len(letters) > 300
    assert {chr(sign) for sign in letters} - {chr(sign) for sign in web} == set()
    assert {chr(sign) for sign, width in letters.items() if abs(width - web[sign]) > 1} == set()


@pytest.mark.parametrize("name", LATIN)
def test_a_latin_name_is_text_in_that_font(name: str) -> None:
    assert plate(name, "po").picture == ""


@pytest.mark.parametrize("name", OTHERS)
def test_a_name_of_another_script_is_a_picture_by_the_font_of_the_paper(name: str) -> None:
    """Never two faces in one name, and never a browser's own choice."""
    drawn = plate(name, "vo")
    assert drawn.missing == ()
    content = base64.b64decode(drawn.picture.partition(",")[2])
    with Image.open(io.BytesIO(content)) as picture:
        ink = numpy.asarray(picture.convert("RGBA"))[:, :, 3] > 128
    assert ink.any()
    assert not ink[0].any()  # nothing is cut off
    assert not ink[-1].any()
    assert drawn.width > 10


def test_a_letter_that_no_font_has_is_flagged() -> None:
    assert plate("A\U0001f600", "po").missing == ("\U0001f600",)


def sends(room: Classroom, client: FlaskClient, name: str, *, look: bool = False) -> Any:
    first = room.pupils[0]
    form = {"pupils": [str(one.id) for one in room.pupils], f"name-{first.id}": name}
    return client.post(f"/certificates/{room.code}", data=form | ({"look": "1"} if look else {}))


def field_of(room: Classroom, answer: Any) -> Any:
    return BeautifulSoup(answer.text, "html.parser").select_one(f"#name-{room.pupils[0].id}")


def test_another_name_stands_on_this_paper_and_nowhere_else(room: Classroom, teacher: FlaskClient) -> None:
    name = field_of(room, teacher.get(f"/certificates/{room.code}"))["value"]
    looked = sends(room, teacher, "Noor de Vries-Bakker", look=True)
    assert looked.status_code == 200
    assert "Noor de Vries-Bakker" in BeautifulSoup(looked.text, "html.parser").select_one(".naam-papier").text
    assert room.certificates() == []  # looking prints nothing
    assert sends(room, teacher, "Noor de Vries-Bakker").status_code == 303
    assert room.certificate_of(room.pupils[0]).snapshot["name"] == "Noor de Vries-Bakker"
    assert room.candidates()[room.pupils[0].id].name == name  # the class list is as it was


@pytest.mark.parametrize(
    ("typed", "left", "word"),
    [
        ("", "", "Typ de naam"),
        ("\u202e\u200b\t", "", "Typ de naam"),
        ("No\u202eor\x07 de Vries", "Noor de Vries", "niet te printen"),
        ("Jan " * 100_000, ("Jan " * 30).strip(), "hoogstens 120"),
        ("Z" + "\u0301" * 3000, None, "niet te printen"),
    ],
    ids=["empty", "unseen", "bidi", "400 kB", "marks"],
)
def test_what_cannot_be_printed_is_cleaned_with_a_word_and_nothing_is_printed_yet(
    room: Classroom, teacher: FlaskClient, typed: str, left: str | None, word: str
) -> None:
    answer = sends(room, teacher, typed)
    assert answer.status_code == 422
    field = field_of(room, answer)
    assert field["aria-invalid"] == "true"
    said = BeautifulSoup(answer.text, "html.parser").select_one(f"#{field['aria-describedby']}")
    assert said is not None
    assert word in said.text or (typed.startswith("Z") and "120" in said.text)
    assert left is None or field["value"] == left
    assert len(field["value"]) <= 120
    assert room.certificates() == []


def test_a_megabyte_is_cut_off_and_said_and_more_is_refused_with_a_page(room: Classroom, teacher: FlaskClient) -> None:
    answer = sends(room, teacher, "x" * 1_000_000)
    assert answer.status_code == 422
    assert field_of(room, answer)["value"] == "x" * 120
    assert sends(room, teacher, "x" * 4_000_000).status_code == 413
    assert room.certificates() == []


def test_an_empty_field_of_who_is_not_ticked_holds_nobody_up(room: Classroom, teacher: FlaskClient) -> None:
    first, second = room.pupils
    form = {"pupils": str(second.id), f"name-{first.id}": ""}
    assert teacher.post(f"/certificates/{room.code}", data=form).status_code == 303
    assert [one.pupil_id for one in room.certificates()] == [second.id]


def test_a_name_of_somebody_elses_pupil_changes_nothing(room: Classroom, teacher: FlaskClient, makers: Makers) -> None:
    elsewhere = makers.school()
    stranger = makers.pupil(makers.school_class(elsewhere))
    form = {"pupils": str(room.pupils[0].id), f"name-{stranger.id}": "Wie", "name-nonsense": "Wat"}
    assert teacher.post(f"/certificates/{room.code}", data=form).status_code == 303
    assert [one.pupil_id for one in room.certificates()] == [room.pupils[0].id]
