"""Login cards: each child's own way in, readable by a child and a camera."""

import dataclasses
import subprocess
from datetime import date

import numpy
import pytest
import zxingcpp

from app.base.pdf import render
from app.people.cards import PICTURES, LoginCard, draw_cards
from tests.base.paper import check_paper
from tests.base.test_pdf_names import pages

CARDS = [
    LoginCard(
        name=f"{name} J.",
        class_name="groep 7B",
        class_code="KADE 4731",
        home_url=f"HTTPS://OPENWERF.EXAMPLE/K/7QX9M2KD4F{number:02d}",
        pictures=(PICTURES[number], PICTURES[3], PICTURES[number]),
    )
    for number, name in enumerate(["Noor", "Łukasz", "Çağla", "محمد", "Zoë", "李", "Sem", "Esmée", "Олександр", "Fay"])
]


def printed(cards: list[LoginCard], language: str = "nl") -> bytes:
    html = draw_cards(
        cards,
        language=language,
        address="openwerf.example",
        network_name="Techniek aan de Kade",
        school_name="Basisschool De Schelpenhoek",
        printed_on=date(2026, 11, 24),
    )
    pdf = render(html, title="Inlogkaarten", language=language)
    check_paper(pdf, language=language)
    return pdf


def text(pdf: bytes) -> list[str]:
    done = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True, timeout=60)
    return done.stdout.decode().split("\f")[:-1]


def test_ten_cards_are_two_sheets_and_a_list_for_the_teacher() -> None:
    first, second, teacher = text(printed(CARDS))
    assert first.count("KADE 4731") == 8
    assert second.count("KADE 4731") == 2
    assert all(name in teacher for name in ("Noor J.", "Łukasz J.", "Fay J.", "KADE 4731", "boot, molen, boot"))


def test_each_card_has_its_own_code_that_a_camera_reads() -> None:
    found = [code.text for page in pages(printed(CARDS), 110) for code in zxingcpp.read_barcodes(numpy.asarray(page))]
    assert sorted(found) == sorted(card.home_url for card in CARDS)


@pytest.mark.parametrize(("language", "words"), [("nl", "Je pincode"), ("en", "Your PIN")])
def test_in_secondary_the_card_shows_the_pin(language: str, words: str) -> None:
    cards = [dataclasses.replace(card, pictures=(), pin="40713") for card in CARDS[:3]]
    first, teacher = text(printed(cards, language))
    assert first.count("40713") == 3
    assert words in first
    assert teacher.count("40713") == 3


def test_nothing_is_cut_off_by_a_printer_or_a_pair_of_scissors() -> None:
    for page in pages(printed(CARDS), 75):
        grey = numpy.asarray(page)
        edge = int(5 * 75 / 25.4)
        for side in (grey[:edge], grey[-edge:], grey[:, :edge], grey[:, -edge:]):
            assert side.min() > 240
