"""The certificate says what the pupil did, no less and no more, and stays beautiful for every name and
class."""

import dataclasses
import io
import json
import re
import subprocess
from datetime import date

import numpy
import pikepdf
import pytest
import zxingcpp

from app.base.pdf import render
from app.base.pdf.layers import shared_of
from app.certificates.design import CertificateFacts, StepFact, VisitFact, draw, from_snapshot, to_snapshot
from app.certificates.design.folders import design_named, designs
from app.certificates.design.sheet import sheet_for
from app.certificates.design.strip import Strip
from tests.base.test_pdf_names import facts, pages

VISIT = VisitFact("Zeesluis Noorderkade", "Duinmond", date(2026, 11, 23))
STEPS = (
    StepFact("Kijk", "eye", "before"),
    StepFact("Lees", "book-open", "before"),
    StepFact("Bouw", "hammer", "before"),
    StepFact("Vraag", "circle-help", "before"),
    StepFact("Bij sluis", "flag", "during"),
    StepFact("Terug", "rewind", "after"),
    StepFact("Ontwerpen", "pencil", "after"),
    StepFact("Laat zien", "users", "after"),
)
TONES = ("po", "vo")


def strip_for(tone: str, steps: tuple[StepFact, ...], *, visits: int, design: str = "") -> Strip:
    told = dataclasses.replace(facts("Noor", tone), steps=steps, visits=(VISIT,) * visits, design=design)
    if not visits:
        told = dataclasses.replace(told, kind="module")
    return sheet_for(told, design_named(design, tone=tone)).strip


def printed(*those: CertificateFacts) -> bytes:
    return render(draw(those), title="Certificaten", language=those[0].language)


def text(pdf: bytes) -> list[str]:
    done = subprocess.run(["pdftotext", "-raw", "-", "-"], input=pdf, capture_output=True, check=True, timeout=60)
    return [re.sub(r"\s+", " ", page) for page in done.stdout.decode().split("\f")[:-1]]


@pytest.mark.parametrize("tone", TONES)
def test_a_class_is_one_document_in_the_order_given(tone: str) -> None:
    names = ["Zoë Bakker", "Aya El Idrissi", "Sem de Boer"]
    told = text(printed(*(facts(name, tone, number) for number, name in enumerate(names, 1))))
    assert [name for name, page in zip(names, told, strict=True) if name in page] == names
    assert all(f"OW26-7K4M-{number:04d}" in page for number, page in enumerate(told, 1))


@pytest.mark.parametrize("tone", TONES)
def test_everything_that_was_done_stands_on_it(tone: str) -> None:
    (page,) = text(printed(dataclasses.replace(facts("Noor de Vries", tone), steps=STEPS, visits=(VISIT,))))
    for words in [step.label for step in STEPS] + [
        "Noor de Vries",
        "De sluis: een lift voor schepen",
        "uitgave 1.0",
        "Zeesluis Noorderkade",
        "maandag 23 november 2026",
        "Waarom is er een sluis?",
        "Basisschool De Schelpenhoek",
        "groep 7B",
        "24 november 2026",
        "openwerf.example/v",
        "Techniek aan de Kade",
    ]:
        assert words in page, words


@pytest.mark.parametrize("tone", TONES)
def test_without_a_visit_nothing_is_said_of_a_visit_and_nothing_of_less(tone: str) -> None:
    steps = tuple(step for step in STEPS if step.phase != "during")
    (page,) = text(printed(dataclasses.replace(facts("Bram Bakker", tone), visits=(), steps=steps)))
    for word in ("bezoek", "Zeesluis", "zonder", "niet", "afwezig", "aangepast", "gedeeltelijk"):
        assert word not in page.lower(), word


@pytest.mark.parametrize("tone", TONES)
def test_the_strip_shows_the_steps_that_were_done_and_no_others(tone: str) -> None:
    done = tuple(step for step in STEPS if step.label != "Lees")
    strip = strip_for(tone, done, visits=0)
    assert sorted(label.label for label in strip.labels) == sorted(step.label for step in done)
    assert strip.plates == ()


@pytest.mark.parametrize("slug", sorted(designs()))
@pytest.mark.parametrize("visits", [0, 1, 3, 4])
@pytest.mark.parametrize("number", [1, 3, 5, 8])
def test_one_to_eight_steps_stand_side_by_side_on_the_paper(slug: str, visits: int, number: int) -> None:
    design = designs()[slug]
    strip = strip_for(design.tones[0], STEPS[8 - number :], visits=visits, design=slug)
    boxes = [*strip.cold, *strip.plates]
    of_visit = (visits if design.shape == "column" else 1) if visits else 0
    assert len(strip.labels) == number + of_visit
    for box in boxes:
        assert 8 <= box.x <= design.wide - 8 - box.width, box
        assert 8 <= box.y <= design.high - 8 - box.height, box
    for first in range(len(boxes)):
        for second in boxes[first + 1 :]:
            one = boxes[first]
            apart_x = one.x + one.width <= second.x + 0.01 or second.x + second.width <= one.x + 0.01
            apart_y = one.y + one.height <= second.y + 0.01 or second.y + second.height <= one.y + 0.01
            assert apart_x or apart_y, (one, second)
    assert all(label.size >= 8.5 for label in strip.labels)


LONG = "Anne-Fleur Wilhelmina Francisca van der Meulen-de Bruin-Smit"


@pytest.mark.parametrize("tone", TONES)
@pytest.mark.parametrize(
    "name", ["Ö", "Sam", LONG, "W" * 60, "Jan " * 250_000], ids=["one", "short", "60", "wide", "1MB"]
)
def test_every_name_keeps_to_one_page_and_eight_millimetres_from_the_edge(tone: str, name: str) -> None:
    pdf = printed(dataclasses.replace(facts(name, tone), steps=STEPS))
    assert len(pdf) < 300_000
    (page,) = pages(pdf, 75)
    grey = numpy.asarray(page)
    edge = int(8 * 75 / 25.4)
    for side in (grey[:edge], grey[-edge:], grey[:, :edge], grey[:, -edge:]):
        assert side.min() > 250


@pytest.mark.parametrize("tone", TONES)
def test_the_code_of_each_page_can_be_read_from_a_coarse_print(tone: str) -> None:
    those = [facts(f"Leerling {number}", tone, number) for number in range(1, 5)]
    for told, page in zip(those, pages(printed(*those), 100), strict=True):
        (found,) = zxingcpp.read_barcodes(numpy.asarray(page))
        assert found.text == told.verify_url


@pytest.mark.parametrize("tone", TONES)
def test_it_is_dark_enough_in_greyscale(tone: str) -> None:
    """The glow stays readable without colour: dark words on light steel."""
    (page,) = pages(printed(dataclasses.replace(facts("Noor", tone), steps=STEPS)), 100)
    mm = 100 / 25.4
    strip = numpy.asarray(page)[int(12 * mm) : int(24 * mm), int(110 * mm) : int(140 * mm)]
    assert strip.min() < 60
    assert numpy.median(strip) > 130


@pytest.mark.parametrize("tone", TONES)
def test_the_visit_glows_on_the_paper(tone: str) -> None:
    """A visit is the plate that glows: coloured from edge to edge, not left white."""
    (page,) = pages(printed(dataclasses.replace(facts("Noor", tone), steps=STEPS, visits=(VISIT,))), 100)
    (plate,), mm = strip_for(tone, STEPS, visits=1).plates, 100 / 25.4
    rows = slice(int((plate.y + 2.5) * mm), int((plate.y + plate.height - 2.5) * mm))
    columns = slice(int((plate.x + 3) * mm), int((plate.x + plate.width - 3) * mm))
    white = numpy.asarray(page)[rows, columns] > 245
    assert white.mean() < 0.02


def test_english_is_english_throughout() -> None:
    for tone in TONES:
        (page,) = text(printed(dataclasses.replace(facts("Sam Green", tone), language="en")))
        assert "Certificate" in page
        assert "Monday 23 November 2026" in page
        assert "edition 1.0" in page
        for dutch in ("Certificaat", "uitgave", "handtekening", "bezoek", "Voorbereid"):
            assert dutch not in page


def test_a_snapshot_prints_the_same_years_later() -> None:
    told = dataclasses.replace(
        facts(LONG), steps=STEPS, logo="a" * 64, funder_line="Mede mogelijk gemaakt door de gemeente"
    )
    kept = json.loads(json.dumps(to_snapshot(told)))
    assert kept["format"] == 2
    assert from_snapshot(kept) == told
    assert draw([from_snapshot(kept)]) == draw([told])
    with pytest.raises(ValueError, match="format"):
        from_snapshot({**kept, "format": 99})


def test_a_snapshot_of_before_the_kinds_is_still_read() -> None:
    """From when there was no kind, no design and no time of a visit."""
    kept = json.loads(json.dumps(to_snapshot(dataclasses.replace(facts(LONG), visits=(VISIT,)))))
    for later in ("kind", "design", "edition_name", "company_logos", "signature", "signed_by", "ahead"):
        del kept[later]
    old = {**kept, "format": 1, "visits": [visit[:3] for visit in kept["visits"]]}
    assert (from_snapshot(old).kind, from_snapshot(old).visits) == ("both", (VISIT,))
    assert from_snapshot({**old, "visits": []}).kind == "module"


def test_what_people_typed_stays_text() -> None:
    nasty = '<img src="file:///etc/hostname">{{ 7 * 7 }}'
    told = dataclasses.replace(facts(nasty), module_title=nasty, prepared=(nasty,), school_name=nasty, class_name=nasty)
    (page,) = text(printed(told))
    assert "{{ 7 * 7 }}" in page
    assert "<img src=" in page


def test_pupils_who_did_the_same_share_one_drawing() -> None:
    here = [facts(f"Leerling {number}", "po", number) for number in range(26)]
    ill = [dataclasses.replace(one, visits=()) for one in here[:2]]
    shared = shared_of(draw([*here, *ill]))
    assert shared
    assert shared.pages == [0] * 26 + [1, 1]


@pytest.mark.parametrize("tone", TONES)
def test_no_page_lies_on_the_drawing_of_somebody_who_did_something_else(tone: str) -> None:
    """Pages share what they draw with; whoever stands first or last, the ill one's paper names no visit."""
    there, ill = facts("Noor", tone, 1), dataclasses.replace(facts("Daan", tone, 2), visits=())
    for those in ([there, ill, there], [ill, there, ill]):
        told = text(printed(*those))
        assert ["Zeesluis Noorderkade" in page for page in told] == [bool(one.visits) for one in those]


def test_the_strip_is_decoration_to_a_screen_reader_and_the_code_has_words() -> None:
    with pikepdf.open(io.BytesIO(printed(facts()))) as opened:
        figures = [
            str(thing.get("/Alt", ""))
            for thing in opened.objects
            if isinstance(thing, pikepdf.Dictionary) and thing.get("/S") == "/Figure"
        ]
    assert figures == ["QR-code om certificaat OW26-7K4M-0001 te controleren"]
