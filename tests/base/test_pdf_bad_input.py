"""What people send to harm, or by mistake: refused or cleaned with a word they can use, or stopped, and the next
document is drawn."""

import base64
import io
import os
import signal
import struct
import subprocess
import sys
import tempfile
import time
import zlib
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from app.base.drawing import clean_drawing
from app.base.pdf import PdfFailed, clean_logo, clean_name, page, render
from app.base.pdf import page as page_module
from app.base.pdf.child import SCRATCH, Limits, Printer
from app.base.problems import RuleBroken
from app.certificates.design import draw
from tests.base.test_pdf_names import facts, pages

ROOT = Path(__file__).parents[2]
NAMES = {
    "1 MB with spaces": "Jan " * 250_000,
    "1 MB without": "x" * 1_000_000,
    "turned around": "Noor\u202egnitset\u202c \u2066x\u2069 \u200f\u061c",
    "3,000 marks": "a" + "\u0301" * 3000,
    "marks of all kinds": "".join(f"e{chr(0x300 + n)}{chr(0x20D0 + n % 16)}" for n in range(100)),
    "tags of a page": "</p></section><script>alert(1)</script><section>",
    "a code of ours": '<div data-code="x" style="left: 0mm; top: 0mm; width: 90mm"></div>',
    "a layer of ours": '</head><script type="application/x-shared-layer">{}</script>',
    "entities": "&lol9; &#0; &#xFFFF; <!DOCTYPE x>",
    "signs without a place": "\x00\x07\ufffe\ufdd0 \U000f0000",
    "flags and faces": "👩‍👩‍👧‍👦 🇳🇱 Noor",
    "nothing": "\u200b\u2060\u00ad",
}


@pytest.mark.parametrize("tone", ["po", "vo"])
@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_whatever_a_name_is_the_certificate_is_one_page_with_a_name_in_its_place(tone: str, name: str) -> None:
    began = time.process_time()
    pdf = render(draw([facts(name, tone), facts("Noor", tone, 2)]), title="t", language="nl")
    assert time.process_time() - began < 10
    assert len(pdf) < 300_000
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert len(opened.pages) == 2
        assert len(opened.Root.StructTreeRoot.K[0].K) == 2
    for drawn in pages(pdf, 50):
        edge = int(8 * 50 / 25.4) - 1
        assert drawn.crop((0, 0, drawn.width, edge)).getextrema()[0] > 250
        assert drawn.crop((0, 0, edge, drawn.height)).getextrema()[0] > 250
    assert len(clean_name(name)) <= 120


def test_long_facts_of_a_class_do_not_hold_up_the_others() -> None:
    told = replace(facts(), school_name="De " * 300, module_title="w" * 2000, prepared=("p " * 2000,) * 3)
    began = time.process_time()
    assert render(draw([told]), title="t", language="nl").startswith(b"%PDF")
    assert time.process_time() - began < 20


def svg(inside: str, before: str = "", more: str = "") -> bytes:
    return f'{before}<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9" {more}>{inside}</svg>'.encode()


LAUGHS = "<!DOCTYPE svg [" + "".join(
    f'<!ENTITY l{n} "{("&l" + str(n - 1) + ";") * 10 if n else "ha"}">' for n in range(10)
)
USES = "".join(f'<g id="g{n}">' + f'<use href="#g{n - 1}"/>' * 10 + "</g>" for n in range(1, 8))
DRAWINGS = {
    "a billion laughs": svg("<text>&l9;</text>", LAUGHS + "]>"),
    "one entity a hundred times": svg(
        "<text>" + "&a;" * 100 + "</text>", f'<!DOCTYPE svg [<!ENTITY a "{"x" * 50_000}">]>'
    ),
    "a file as entity": svg("<text>&a;</text>", '<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/hostname">]>'),
    "ten million squares": svg(f'<defs>{USES}</defs><use href="#g7"/>'),
    "a picture from the disk": svg('<image href="file:///etc/hostname" width="9" height="9"/>'),
    "a picture from elsewhere": svg('<image href="https://example.org/x.png" width="9" height="9"/>'),
    "a picture inside": svg('<image href="data:image/png;base64,AAAA" width="9" height="9"/>'),
    "a style from elsewhere": svg("<style>@import url(https://example.org/x.css)</style>"),
    "a page inside": svg("<foreignObject><p>x</p></foreignObject>"),
    "a script": svg("<script>alert(1)</script>"),
    "deep": svg("<g>" * 5000 + "</g>" * 5000),
    "many": svg("<rect/>" * 20_000),
    "a pattern of patterns": svg(
        '<pattern id="p" width=".0001" height=".0001"/><rect fill="url(#p)" width="9" height="9"/>'
    ),
    "a filter": svg('<filter id="f"><feTurbulence/></filter><rect filter="url(#f)" width="9" height="9"/>'),
    "huge": svg("<text>" + "x" * 400_000 + "</text>"),
}


@pytest.mark.parametrize("drawing", DRAWINGS.values(), ids=DRAWINGS)
def test_a_drawing_that_is_a_bomb_is_refused_when_it_is_sent(drawing: bytes) -> None:
    began = time.process_time()
    with pytest.raises(RuleBroken) as refused:
        clean_drawing(drawing)
    assert time.process_time() - began < 1
    assert str(refused.value.message).count(" ") > 5
    with pytest.raises(RuleBroken):
        clean_logo(drawing)


def png_of(width: int, height: int) -> bytes:
    """A PNG of a few kilobytes that unfolds to this size."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    rows = zlib.compress(b"\0" * min((width // 8 + 1) * height, 60_000_000), 9)
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


@pytest.mark.parametrize("side", [12_000, 20_000, 60_000, 2**31 - 1])
def test_a_picture_that_unfolds_is_refused_when_it_is_sent_and_when_it_is_printed(side: int) -> None:
    bomb = png_of(side, side)
    with pytest.raises(RuleBroken) as refused:
        clean_logo(bomb)
    assert "Choose a" in refused.value.message
    with pytest.raises(PdfFailed) as failed:
        render(draw([replace(facts(), logo="a1")]), title="t", language="nl", images={"a1": bomb})
    assert failed.value.reason.startswith("refused")


@pytest.mark.parametrize("content", [*list(DRAWINGS.values())[:5], b"GIF89a", b"%PDF-1.7", b""])
def test_only_a_png_of_ours_is_printed_as_a_logo(content: bytes) -> None:
    with pytest.raises(PdfFailed) as failed:
        render(draw([replace(facts(), logo="a1")]), title="t", language="nl", images={"a1": content})
    assert failed.value.reason.startswith("refused")


def as_picture(drawing: bytes) -> str:
    data = base64.b64encode(drawing).decode()
    return f'<p>x</p><img src="data:image/svg+xml;base64,{data}" alt="x">'


ENDLESS = {
    "ten million squares": as_picture(
        DRAWINGS["ten million squares"].replace(b"<defs>", b'<defs><g id="g0"><rect width="1" height="1"/></g>')
    ),
    "one entity a hundred times": as_picture(DRAWINGS["one entity a hundred times"]),
    "columns without end": "<div style='columns: 500'>" + "<table><tr><td>x" * 400 + "</div>",
}


def made_or_told(printer: Printer, html: str) -> bool:
    """Is there a page, or a word that the person can use?"""
    try:
        return printer.render(html, title="t", language="nl").startswith(b"%PDF")
    except PdfFailed as failed:
        return "Nothing was lost" in failed.message


@pytest.mark.parametrize("html", ENDLESS.values(), ids=ENDLESS)
def test_what_would_go_on_for_ever_is_stopped_and_the_next_document_is_drawn(html: str) -> None:
    printer = Printer(Limits(wall=25, cpu=4, memory=900_000_000))
    try:
        began = time.monotonic()
        assert made_or_told(printer, html)
        assert time.monotonic() - began < 40
        assert printer.render("<p>Verder</p>", title="t", language="nl").startswith(b"%PDF")
    finally:
        printer.close()


@pytest.mark.parametrize(
    "style",
    [
        "font-size: 1e9px",
        "font-size: 1e300pt",
        "width: 1e9mm; border: 1e9mm solid",
        "margin-left: -1e30px",
        "line-height: 1e20",
    ],
)
def test_measures_without_reason_end_in_a_word_or_a_page(style: str) -> None:
    printer = Printer(Limits(wall=25, cpu=6))
    try:
        for html in (f'<p style="{style}">x</p>', f'<section class="sheet"><p style="{style}">x</p></section>'):
            assert made_or_told(printer, html)
        assert printer.render("<p>Verder</p>", title="t", language="nl").startswith(b"%PDF")
    finally:
        printer.close()


@pytest.mark.parametrize(
    "template",
    [
        "{% for n in range(10 ** 9) %}x{% endfor %}",
        "{% for n in range(99999) %}{% for m in range(99999) %}x{% endfor %}{% endfor %}",
        "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
        "{% include 'loop.html' %}",
    ],
)
def test_a_template_that_loops_ends_in_a_word(template: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "loop.html").write_text(template)
    monkeypatch.setattr(page_module.__globals__["_environment"]().loader, "searchpath", [str(tmp_path)])
    was = signal.signal(signal.SIGALRM, _give_up)  # else it fills the memory of whoever breaks what stops it
    signal.alarm(15)
    try:
        with pytest.raises(PdfFailed) as failed:
            page("loop.html", language="nl")
        assert "Nothing was lost" in failed.value.message
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, was)
        page_module.__globals__["_environment"].cache_clear()


def _give_up(*_: object) -> None:
    raise TimeoutError("nothing stopped it")


def test_a_child_that_is_killed_leaves_nothing_in_the_temporary_folder() -> None:
    printer = Printer(Limits(wall=60, cpu=4))
    scratch = None
    try:
        printer.render('<link rel="stylesheet" href="asset:fonts.css"><p>x</p>', title="t", language="nl")
        scratch = Path(printer._child.scratch)
        assert scratch.is_dir()
        with pytest.raises(PdfFailed):
            printer.render(ENDLESS["ten million squares"], title="t", language="nl")
        assert not scratch.exists()
    finally:
        printer.close()


def test_what_a_killed_worker_left_is_swept_by_the_next_child(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    gone = subprocess.run([sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True, check=True)
    left, here = tmp_path / f"{SCRATCH}{int(gone.stdout)}-x", tmp_path / f"{SCRATCH}{os.getpid()}-y"
    for folder in (left, here):
        (folder / "weasyprint-1").mkdir(parents=True)
    printer = Printer()
    try:
        printer.get_ready()
        assert not left.exists()
        assert here.exists()
    finally:
        printer.close()


FULL = """
import resource, sys
from pathlib import Path
from app.base.files import Files
from app.base.problems import RuleBroken
files = Files(Path(sys.argv[1]))
resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, resource.RLIM_INFINITY))
try:
    files.put(b"x" * 2_000_000)
except RuleBroken as problem:
    print(problem.message)
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
print([str(file) for file in files.root.rglob("*") if file.is_file()])
print(len(files.get(files.put(b"x" * 2_000_000))))
"""


def test_a_disk_that_fills_leaves_no_half_file_and_says_so_and_later_it_goes_on(tmp_path: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", FULL, str(tmp_path / "files")], cwd=ROOT, capture_output=True, text=True, check=True
    )
    message, left, again = ran.stdout.splitlines()
    assert "no room left on the disk" in message
    assert left == "[]"
    assert again == "2000000"


def test_a_good_logo_is_still_printed() -> None:
    out = io.BytesIO()
    Image.new("RGBA", (900, 400), "teal").save(out, "PNG")
    logo = clean_logo(out.getvalue())
    pdf = render(draw([replace(facts(), logo="a1")]), title="t", language="nl", images={"a1": logo})
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert len(list(opened.pages[0].get_images())) == 1
