"""What is served as it stands: third-party files unchanged, icons there, templates the CSP accepts, sizes."""

import gzip
import hashlib
import re
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from app.web import icons, letters, wire

ROOT = Path(__file__).parents[2]
STATIC = ROOT / "app" / "static"
VENDORS = sorted(sums.parent for top in (STATIC, ROOT / "tests") for sums in top.glob("vendor/*/SHA256SUMS"))
PRIMARY = STATIC / "css" / "fonts-po.css"
PAGES = sorted(page for page in (ROOT / "templates").rglob("*.html") if "print" not in page.relative_to(ROOT).parts)
FRAME = ["tokens.css", "base.css", "parts.css", "print.css"]
SHEETS = sorted(sheet.name for sheet in (STATIC / "css").glob("*.css") if sheet.name not in FRAME)

# A tag with its attributes; a value in quotes may hold ">" but Jinja inside a tag is passed over first.
JINJA = re.compile(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
TAG = re.compile(r"<[a-zA-Z][^<>]*(?:\"[^\"]*\"[^<>]*)*>", re.DOTALL)
HANDLER = re.compile(r"\son[a-z]+\s*=", re.IGNORECASE)
STYLED = re.compile(r"\sstyle\s*=", re.IGNORECASE)
INLINE = re.compile(r"<style\b|<script(?![^>]*\bsrc=)[^>]*>", re.IGNORECASE)
ICON = re.compile(r"\bicon\(\s*[\"']([a-z0-9-]+)[\"']|icons\.svg'\)\s*\}\}#([a-z0-9-]+)\"")
ASSET = re.compile(r"\basset\(\s*[\"']([^\"'~]+)[\"']\s*\)")


def test_there_is_something_to_check() -> None:
    assert len(VENDORS) >= 6
    assert PAGES


@pytest.mark.parametrize("folder", VENDORS, ids=lambda folder: folder.name)
def test_a_third_party_folder_is_unchanged_and_carries_its_licence(folder: Path) -> None:
    known = dict(reversed(line.split()) for line in (folder / "SHA256SUMS").read_text().splitlines())
    there = {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in folder.iterdir()}
    there.pop("SHA256SUMS")
    assert there == known
    assert "LICENSE" in there
    assert re.search(r"-\d+\.\d+\.\d+$", folder.name), "the folder says the version"


def test_the_sprite_is_cut_from_the_unchanged_icons() -> None:
    assert icons.SPRITE.read_text(encoding="utf-8") == icons.cut(), "run: python -m app.web.icons"


@pytest.mark.parametrize("weight", letters.WEIGHTS)
def test_the_letters_of_europe_are_cut_from_the_unchanged_font(weight: int) -> None:
    assert letters.made(weight).read_bytes() == letters.cut(weight), "run: python -m app.web.letters"
    declared = next(line for line in PRIMARY.read_text().splitlines() if f"lexend-europe-{weight}" in line)
    ranges = [one.split("-") for one in re.findall(r"U\+([0-9A-F-]+)", declared)]
    asked = {sign for one in ranges for sign in range(int(one[0], 16), int(one[-1], 16) + 1)}
    there = set(TTFont(letters.made(weight)).getBestCmap())
    assert asked - there == {0x131, 0x152, 0x153}, "these are in the first file, which stands below it"


def test_every_icon_a_template_names_is_in_the_sprite() -> None:
    cut = {file.stem for file in icons.icon_files()}
    missing = {
        f"{page.relative_to(ROOT)}: {name}"
        for page in PAGES
        for found in ICON.findall(page.read_text(encoding="utf-8"))
        for name in found
        if name and name not in cut
    }
    assert not missing


def test_every_file_a_template_asks_for_is_there() -> None:
    missing = {
        f"{page.relative_to(ROOT)}: {name}"
        for page in PAGES
        for name in ASSET.findall(page.read_text(encoding="utf-8"))
        if not (STATIC / name).is_file() and name.removeprefix(wire.JOINED) not in wire.FAMILIES
    }
    assert not missing


def test_every_family_is_made_of_files_that_are_there_and_of_one_kind() -> None:
    for family, parts in wire.FAMILIES.items():
        assert len(set(parts)) == len(parts), family
        assert {part.rpartition(".")[2] for part in parts} == {family.rpartition(".")[2]}, family
        assert all((STATIC / part).is_file() for part in parts), family


@pytest.mark.parametrize("script", sorted((STATIC / "js").glob("*.js")), ids=lambda script: script.name)
def test_a_script_leaves_no_name_behind_for_the_next_one_in_its_family(script: Path) -> None:
    """Everything stands in a block of its own; what others may use is said as `window.name`."""
    loose = re.findall(r"^(?:const|let|var|function|class|async function)\s+(\w+)", script.read_text(), re.MULTILINE)
    assert not loose or script.name in ("sw.js", "gate-sw.js")


def test_every_file_a_style_sheet_asks_for_is_there() -> None:
    for sheet in (STATIC / "css").glob("*.css"):
        for url in re.findall(r"url\(([^)]+)\)", sheet.read_text(encoding="utf-8")):
            assert (sheet.parent / url.strip("\"'")).resolve().is_file(), f"{sheet.name}: {url}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT / "templates")))
def test_a_template_holds_no_style_no_handler_and_no_inline_script(page: Path) -> None:
    text = JINJA.sub(lambda found: " " * len(found.group()), page.read_text(encoding="utf-8"))
    assert not INLINE.search(text)
    for tag in TAG.findall(text):
        assert not STYLED.search(tag), tag
        assert not HANDLER.search(tag), tag


def test_our_drawings_hold_no_style_and_no_script() -> None:
    drawings = [*(STATIC / "img").glob("*.svg"), *(ROOT / "templates" / "_parts" / "pictures").glob("*.svg")]
    assert len([drawing for drawing in drawings if drawing.parent.name == "pictures"]) == 12
    for drawing in drawings:
        text = drawing.read_text(encoding="utf-8")
        assert not STYLED.search(text), drawing.name
        assert not HANDLER.search(text), drawing.name
        assert "script" not in text, drawing.name


@pytest.mark.parametrize("sheet", SHEETS)
def test_the_css_of_one_page_stays_small(sheet: str) -> None:
    """Everything a page with this sheet links, declarations of fonts included. It goes over the wire without remarks; a
    browser counts that in tests/journeys/test_weight.py."""
    used = {*FRAME, "fonts-po.css", sheet}
    assert sum(_packed(STATIC / "css" / name) for name in used) < 14_000


def test_a_pupils_lesson_stays_under_100_kb() -> None:
    """What its page asks for, and the fonts a Dutch page needs. No pupil's page has htmx. The browser itself counts in
    tests/journeys/test_weight.py."""
    fonts = [
        "lexend-5.3.0/lexend-latin-400-normal.woff2",
        "lexend-5.3.0/lexend-latin-700-normal.woff2",
        "bricolage-grotesque-5.3.0/bricolage-grotesque-latin-700-normal.woff2",
    ]
    weight = sum((STATIC / "vendor" / font).stat().st_size for font in fonts)
    for family in ("frame-po.css", "lesson.css", "pupil.js", "icons.svg"):
        weight += len(wire.packed(family, "br"))
    assert weight < 92_000, "8 kB is left for the page itself"


def _packed(file: Path) -> int:
    return len(gzip.compress(file.read_bytes(), 9))
