"""What a reader hears: every page has its own structure, and joining keeps it."""

import io
import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

import pikepdf
import pytest
from PIL import Image

from app.base.pdf import render
from app.base.pdf.parts import Order, joined, render_parts
from app.certificates.design import draw
from tests.base.test_pdf_names import NAMES, facts, laid_out

TONES = ("po", "vo")


def drawn(*names: str, tone: str = "po", way=str, **more) -> bytes:
    those = [replace(facts(name, tone, number), **more) for number, name in enumerate(names, 1)]
    return render(way(draw(those)), title="Certificaten groep 7B", language="nl")


def heard(pdf: bytes, page: int) -> list[str]:
    """The tags of a page in the order in which they are read, each with its words, two blanks deeper for each step."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        words = words_of(opened, page)
        return [
            line
            for kid in opened.Root.StructTreeRoot.K[0].K
            for line in lines_of(kid, opened.pages[page].objgen, words, 0)
        ]


def lines_of(element, page, words: dict[int, str], deep: int) -> Iterator[str]:
    kids = list(element.get("/K", []))
    inside = [line for kid in kids if not isinstance(kid, int) for line in lines_of(kid, page, words, deep + 1)]
    if "/Pg" in element and element.Pg.objgen != page:
        return
    if "/Pg" not in element and not inside:
        return
    own = str(element.get("/ActualText", "")) or " ".join(words.get(kid, "") for kid in kids if isinstance(kid, int))
    picture = f"[{element.Alt}]" if "/Alt" in element else ""
    yield f"{'  ' * deep}{str(element.S)[1:]} {picture or own}".rstrip()
    yield from inside


def words_of(pdf: pikepdf.Pdf, page: int) -> dict[int, str]:
    """The words of each marked content of a page, by the ToUnicode of its fonts."""
    found: dict[int, str] = {}
    mark, now = -1, {}
    for operands, operator in pikepdf.parse_content_stream(pdf.pages[page]):
        if str(operator) == "BDC":
            mark = int(operands[1].MCID)
        elif str(operator) == "EMC":
            mark = -1
        elif str(operator) == "Tf":
            now = letters_of(pdf.pages[page].Resources.Font[str(operands[0])])
        elif str(operator) == "TJ":
            shown = b"".join(bytes(part) for part in operands[0] if isinstance(part, pikepdf.String)).hex()
            glyphs = (shown[place : place + 4] for place in range(0, len(shown), 4))
            found[mark] = found.get(mark, "") + "".join(now.get(glyph, "") for glyph in glyphs)
    assert -1 not in found, "words that nobody hears"
    return found


def letters_of(font) -> dict[str, str]:
    pairs = re.findall(rb"<([0-9a-f]{4})> <([0-9a-f]+)>", font.ToUnicode.read_bytes().lower())
    return {glyph.decode(): bytes.fromhex(text.decode()).decode("utf-16-be") for glyph, text in pairs}


def check_structure(pdf: bytes) -> None:
    """Each mark on each page belongs to the element that owns it, and nothing is painted outside marks."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert not opened.check_pdf_syntax()
        nums = list(opened.Root.StructTreeRoot.ParentTree.Nums)
        owners = dict(zip(nums[::2], nums[1::2], strict=True))
        assert sorted(page.StructParents for page in opened.pages) == sorted(owners)
        for page in opened.pages:
            marks, depth = [], 0
            for operands, operator in pikepdf.parse_content_stream(page):
                if str(operator) == "BDC":
                    marks.append(int(operands[1].MCID))
                depth += {"BDC": 1, "BMC": 1, "EMC": -1}.get(str(operator), 0)
                assert depth or str(operator) not in ("TJ", "Tj", "f", "S", "Do", "sh", "B"), operator
            assert sorted(marks) == list(range(len(marks)))
            held = owners[page.StructParents]
            assert len(held) == len(marks)
            for mark, owner in enumerate(held):
                assert mark in list(owner.K)
                assert owner.Pg.objgen == page.objgen


@pytest.mark.parametrize("way", [str, laid_out], ids=["set by us", "laid out"])
@pytest.mark.parametrize("tone", TONES)
def test_a_reader_hears_each_certificate_whole_and_in_order(tone: str, way) -> None:
    pdf = drawn("Noor de Vries", "Łukasz Świątek", "محمد العلي", tone=tone, way=way)
    check_structure(pdf)
    for page, name in enumerate(("Noor de Vries", "Łukasz Świątek", "محمد العلي")):
        told = heard(pdf, page)
        assert told[0] == "Sect"
        said = [line.strip() for line in told]
        assert said[1] == "H1 Certificaat"
        if way is str:
            assert said.index(f"P {name}") == (3 if tone == "po" else 2), "after what leads to it"
        assert f"P OW26-7K4M-{page + 1:04d}" in said
        assert said[-1] == f"Figure [QR-code om certificaat OW26-7K4M-{page + 1:04d} te controleren]"
        assert any(line.startswith("L") for line in said)
        at = [
            next(place for place, line in enumerate(said) if words in line)
            for words in (
                "H1",
                "van" if tone == "po" else "H1",
                "heeft" if tone == "vo" else "module",
                "Zeesluis",
                "OW26",
                "Figure",
            )
        ]
        assert at == sorted(at)


def test_figures_say_what_they_show_and_where() -> None:
    out = io.BytesIO()
    Image.new("RGB", (60, 30), "red").save(out, "PNG")
    those = [replace(facts("Noor", tone), logo="a1") for tone in TONES]
    for one in those:
        pdf = render(draw([one]), title="t", language="nl", images={"a1": out.getvalue()})
        with pikepdf.open(io.BytesIO(pdf)) as opened:
            height = float(opened.pages[0].MediaBox[3])
            figures = [
                thing
                for thing in opened.objects
                if isinstance(thing, pikepdf.Dictionary) and thing.get("/S") == "/Figure"
            ]
            assert len(figures) == 2
            for figure in figures:
                left, bottom, right, top = (float(side) for side in figure.A.BBox)
                assert str(figure.Alt)
                assert 20 < left < right < 820
                assert 20 < bottom < top < height / 3, "both stand at the foot of the page"


def test_a_plain_document_has_its_figures_where_they_stand_too() -> None:
    out = io.BytesIO()
    Image.new("RGB", (60, 30), "red").save(out, "PNG")
    style = "@page { size: A4; margin: 0 } img { position: absolute; left: 10mm; top: 20mm; width: 30mm }"
    html = f'<style>{style}</style><img src="asset:logo/a1" alt="rood">'
    with pikepdf.open(io.BytesIO(render(html, title="t", language="nl", images={"a1": out.getvalue()}))) as opened:
        (figure,) = (
            thing for thing in opened.objects if isinstance(thing, pikepdf.Dictionary) and thing.get("/S") == "/Figure"
        )
        box = [round(float(side) / 72 * 25.4) for side in figure.A.BBox]
    assert box == [10, 297 - 35, 40, 297 - 20]


def test_parts_become_one_file_that_says_all_they_said() -> None:
    orders = [
        Order(
            draw([facts(name, tone, number) for number, name in enumerate(NAMES, 1)]),
            title=f"klas {tone}",
            language="nl",
        )
        for tone in (*TONES, *TONES, *TONES)
    ]
    parts = list(render_parts(orders))
    assert [len(pikepdf.open(io.BytesIO(part)).pages) for part in parts] == [len(NAMES)] * 6
    whole = joined(parts, title="Alle klassen", language="nl", names=[one.title for one in orders])
    check_structure(whole)
    for number, part in enumerate(parts):
        for page in (0, len(NAMES) - 1):
            assert heard(whole, number * len(NAMES) + page) == heard(part, page)
    with pikepdf.open(io.BytesIO(whole)) as opened:
        assert str(opened.Root.Lang) == "nl"
        assert bool(opened.Root.MarkInfo.Marked)
        assert bool(opened.Root.ViewerPreferences.DisplayDocTitle)
        assert opened.docinfo["/Title"] == opened.open_metadata()["dc:title"] == "Alle klassen"
        with opened.open_outline() as outline:
            assert [one.title for one in outline.root] == [one.title for one in orders]
            places = [opened.pages.index(pikepdf.Page(one.destination[0])) for one in outline.root]
        assert places == [number * len(NAMES) for number in range(6)]
        programs = [
            bytes(thing.read_raw_bytes())
            for thing in opened.objects
            if isinstance(thing, pikepdf.Stream) and "/Length1" in thing
        ]
    assert len(programs) <= len(set(programs)) + 1
    assert len(whole) < 0.7 * sum(map(len, parts))


def test_other_papers_can_be_joined_too() -> None:
    """Without a structure of ours: WeasyPrint's own, with headings and lists over several pages."""
    one = render("<h1>Een</h1><ul><li>a</li></ul><p style='break-before: page'>b</p>", title="t", language="nl")
    whole = joined([one, one], title="Twee", language="nl")
    check_structure(whole)
    assert [len(heard(whole, page)) > 1 for page in range(4)] == [True] * 4


def test_the_same_facts_make_the_same_file() -> None:
    one, two = drawn(*NAMES), drawn(*NAMES)
    assert one == two
    assert joined([one, two], title="t", language="nl") == joined([two, one], title="t", language="nl")


def test_a_file_bears_no_mark_of_a_conformance_that_nobody_has_validated() -> None:
    for pdf in (drawn("Noor"), joined([drawn("Noor")], title="t", language="nl")):
        with pikepdf.open(io.BytesIO(pdf)) as opened:
            told = opened.Root.Metadata.read_bytes()
        assert b"pdfuaid" not in told
        assert b"pdfaid" not in told


def test_the_outline_of_a_run_is_in_its_own_order() -> None:
    orders = (Order(f"<h1>{number}</h1>", title=str(number), language="nl") for number in range(12))
    said = [heard(part, 0)[-1].split()[-1] for part in render_parts(orders)]
    assert said == [str(number) for number in range(12)]
    assert all(int(one) < int(two) for one, two in pairwise(said))
