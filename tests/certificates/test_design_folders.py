"""Adding a design is adding a folder: what is wrong with one is said, and every design of ours is safe."""

import io
import re
import shutil
from dataclasses import replace
from itertools import product
from pathlib import Path

import pytest
from PIL import Image

from app.base.drawing import clean_drawing
from app.base.language import speaking
from app.base.pdf import render
from app.base.pdf.grey import grey
from app.certificates.design import LogoFact, draw
from app.certificates.design.checking import cases, problems_of, tools_missing
from app.certificates.design.folders import (
    HOME,
    Design,
    DesignBroken,
    design_named,
    designs,
    read_design,
    read_designs,
)
from app.certificates.design.samples import pictures, sample
from app.certificates.design.sheet import sheet_for
from tests.base.test_pdf_tags import heard
from tests.certificates.test_design import printed, text

FEW = ({"visits": 1, "steps": 2, "logos": 0}, {"visits": 4, "steps": 8, "long": True, "signed": True, "ahead": True})


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(HOME / "lijn", tmp_path / "kade")
    return tmp_path / "kade"


def said(folder: Path) -> str:
    with pytest.raises(DesignBroken) as caught:
        read_design(folder)
    return str(caught.value)


def change(folder: Path, old: str, new: str) -> None:
    place = folder / "design.toml"
    told = place.read_text()
    assert old in told
    place.write_text(told.replace(old, new))


def test_a_folder_that_is_complete_is_a_design(folder: Path) -> None:
    assert read_design(folder).slug == "kade"


@pytest.mark.parametrize("name", ["design.toml", "class.html", "style.css", "strip.svg"])
def test_a_file_that_is_missing_is_named(folder: Path, name: str) -> None:
    (folder / name).unlink()
    assert said(folder) == f"kade: {name} is missing."


def test_a_missing_preview_says_how_to_make_it(folder: Path) -> None:
    (folder / "preview.png").unlink()
    assert said(folder) == "kade: preview.png is missing. Make it with: flask certificates design preview kade"


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ('shape = "head"', 'shape = "head"\ncolour = "red"', "unknown in design.toml: colour."),
        ('shape = "head"\n', "", "design.toml does not say `shape`."),
        ('shape = "head"', 'shape = "star"', "`shape` is one of: column, gate, head."),
        ('tones = ["vo"]', 'tones = ["mbo"]', "`tones` lists some of: po, vo."),
        ("day = false", "day = 1", "`day` is one of: true, false."),
        ("size = 24", "size = 12", "`code.size` is at least 20 mm, or it cannot be scanned."),
        ("x = 205, y = 163", "x = 270, y = 163", "`code` comes within 8 mm of the edge of the paper."),
        ("visits = 4", 'visits = "many"', "`visits` is a number from 0 to 300."),
        ("size = 24 }", "sized = 24 }", "`code` says exactly: size, x, y."),
        ('name = "Line"', 'name = ""', "`en` has a name and a description in words."),
        ("[nl]", "[nl", "design.toml cannot be read"),
    ],
)
def test_what_is_wrong_in_a_manifest_is_said(folder: Path, old: str, new: str, problem: str) -> None:
    change(folder, old, new)
    assert said(folder).startswith(f"kade: {problem}")


def test_letters_that_are_too_small_are_refused_wherever_a_design_says_so(folder: Path) -> None:
    place = folder / "style.css"
    for small in ("font-size: 8pt", 'font: 700 7.5pt/1.2 "Werf Lexend"'):
        place.write_text(f"{(HOME / 'lijn' / 'style.css').read_text()}\n.kade .thanks {{ left: 12mm; {small}; }}")
        assert "are too small; 8.5 is the least." in said(folder)


def test_two_designs_cannot_have_one_name(folder: Path) -> None:
    shutil.copytree(HOME / "lijn", folder.parent / "lijn")
    with pytest.raises(DesignBroken, match="lijn: the name “Lijn”.* is taken by kade"):
        read_designs(folder.parent)


def test_both_levels_have_a_design_across_and_upright_and_there_is_one_that_saves_ink() -> None:
    known = designs().values()
    for tone in ("po", "vo"):
        assert {one.orientation for one in known if tone in one.tones and not one.day} == {"landscape", "portrait"}
        assert any(one.ink == "light" for one in known if tone in one.tones)
        assert any(one.day for one in known if tone in one.tones)


def test_what_was_issued_before_there_was_a_choice_has_the_design_of_its_tone() -> None:
    assert [design_named("", tone=tone).slug for tone in ("po", "vo")] == ["poort", "lijn"]
    assert design_named("weg", tone="vo").slug == "lijn"


@pytest.mark.parametrize("slug", sorted(designs()))
def test_every_design_holds_hard_names_long_titles_and_four_visits(slug: str) -> None:
    assert tools_missing() == []
    assert problems_of(designs()[slug], cases(designs()[slug], sizes=FEW)) == []


@pytest.mark.parametrize("slug", sorted(designs()))
def test_nothing_is_too_small_for_a_child_and_what_is_left_out_is_counted(slug: str) -> None:
    """With one visit or four, few steps or many, short words or long ones, with logos and without."""
    design = designs()[slug]
    asked = product(design.tones, design.kinds, range(1, design.visits + 1), (1, 4, 8), (True, False), (0, 4))
    for tone, kind, visits, steps, long, logos in asked:
        told = sample(design=slug, tone=tone, kind=kind, visits=visits, steps=steps, long=long, logos=logos)
        with speaking("nl"):
            sheet = sheet_for(told, design)
        sizes = [one.size for one in (*sheet.columns, *sheet.stops, *sheet.strip.labels)]
        assert min(sizes) >= 8.5, (tone, kind, visits, steps, long, logos)
        for column in sheet.columns:
            words = " ".join(line.text for line in column.lines)
            named = sum(visit.company in words for visit in told.visits)
            left = next((int(found) for found in re.findall(r"en nog (\d) bezoeken", words)), int("nog één" in words))
            assert not named or named + left == len(told.visits)


def test_visits_that_find_no_place_are_counted_on_paper() -> None:
    """Four companies with long names: some are named, and of the others the number is said."""
    company = "Staalservice en Constructiewerkplaats Van den Heuvel-Rozenboom"
    told = sample(design="poort", visits=4, long=True)
    visits = tuple(visit._replace(company=f"{company} {number}") for number, visit in enumerate(told.visits))
    told = replace(told, visits=visits, company_logos=(LogoFact("sluis", visits[0].company),))
    words = text(render(draw([told]), title="", language="nl", images=pictures()))[0].replace("- ", "-")
    assert re.search(r"en nog (één bezoek|\d bezoeken)", words)
    assert f"{company} 0" in words


def test_a_design_that_saves_ink_prints_no_colour_of_a_logo_or_a_signature() -> None:
    """A PNG, a drawing with a gradient and a style sheet, and a signature in blue."""
    made, told = designs()["inktarm"], sample(design="inktarm", visits=4, signed=True)
    assert problems_of(made, [told]) == []
    full = replace(made, slug="poort")
    assert any("in colour" in one for one in problems_of(full, [replace(told, design="poort")]))


def test_the_grey_of_a_drawing_and_of_a_picture_is_that_of_a_printer() -> None:
    drawing = clean_drawing(
        b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><style>/*a*/.a{fill:#f00;stroke-width:2}</style>'
        b'<linearGradient id="g"><stop stop-color="blue"/></linearGradient><path class="a" d="M0 0h9" '
        b'stroke="url(#g) hsl(120,100%,50%)"/><rect style="fill:none;stroke:rgba(0,0,255,.5)"/>'
        b'<g color="no-colour"/></svg>'
    )
    made = grey(drawing).decode()
    assert ".a{fill:rgba(76,76,76,1);stroke-width:2}" in made
    assert 'stop-color="rgba(29,29,29,1)"' in made
    assert 'stroke="url(#g) rgba(150,150,150,1)"' in made
    assert 'fill="none"' in made
    assert 'stroke="rgba(29,29,29,0.5)"' in made
    assert 'color="#000"' in made
    out = io.BytesIO()
    Image.new("RGBA", (2, 2), (255, 0, 0, 90)).save(out, "PNG")
    assert Image.open(io.BytesIO(grey(out.getvalue()))).getpixel((0, 0)) == (76, 90)


def test_the_check_sees_words_that_stand_on_each_other() -> None:
    made: Design = designs()["lijn"]
    told = sample(design="lijn", tone="vo", name="Noor " * 9)
    moved = replace(made, code=replace(made.code, x=20.0, y=30.0))
    assert any("stands on the code" in problem for problem in problems_of(moved, [told]))


@pytest.mark.parametrize("slug", sorted(designs()))
def test_a_certificate_of_the_visit_alone_names_no_module_and_one_of_the_module_no_visit(slug: str) -> None:
    design = designs()[slug]
    tone = design.tones[0]
    visit = sample(design=slug, tone=tone, kind="visit", visits=2)
    module_ = sample(design=slug, tone=tone, kind="module")
    both = [visit, *([module_] if "module" in design.kinds else [])]
    told = text(printed(*(replace(one, company_logos=(), logo=None) for one in both)))
    assert "was op bezoek bij" in told[0]
    assert "Overslag Noordkade" in told[0]
    for word in ("module", "erts naar staal", "Voorbereid", "Teruggekeken", "Gedaan", "uitgave"):
        assert word not in told[0], word
    for page in told[1:]:
        assert "Van erts naar staal" in page
        assert "bezoek" not in page.replace("Vragen bedacht voor het bedrijf", "").lower()


@pytest.mark.parametrize("slug", sorted(designs()))
def test_what_is_printed_ahead_says_from_when_it_is_valid(slug: str) -> None:
    told = sample(design=slug, tone=designs()[slug].tones[0], ahead=True, logos=0)
    assert "geldig na het bezoek op 8 oktober 2026; controleer op" in text(printed(told))[0]
    assert "geldig na" not in text(printed(replace(told, ahead=False)))[0]


def test_a_screen_reader_hears_nothing_beside_the_kind() -> None:
    visit, module_ = (" ".join(heard(printed(sample(kind=kind, visits=2, logos=0)), 0)) for kind in ("visit", "module"))
    assert "module" not in visit
    assert "P was op bezoek bij   H2 Overslag Noordkade en Walserij Duinkant" in visit
    assert "bezoek bij" not in module_
