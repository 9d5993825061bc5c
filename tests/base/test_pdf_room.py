"""The PDF room keeps its doors shut, its child within limits, and tells people something they can use."""

import base64
import contextlib
import io
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from app.base.pdf import PdfFailed, clean_logo, render
from app.base.pdf.child import Limits, Printer
from app.base.problems import RuleBroken

ROOT = Path(__file__).parents[2]
SHEET = '<html lang="nl"><head><title>t</title>{head}</head><body>{body}</body></html>'


def sheet(body: str = "", head: str = "") -> str:
    return SHEET.format(head=head, body=body)


@pytest.mark.parametrize(
    "html",
    [
        sheet('<img src="file:///etc/hostname" alt="x">'),
        sheet('<img src="http://127.0.0.1:9/x.png" alt="x">'),
        sheet('<img src="https://example.org/x.png" alt="x">'),
        sheet('<img src="ftp://127.0.0.1/x.png" alt="x">'),
        sheet('<img src="asset:../../wsgi.py" alt="x">'),
        sheet('<img src="asset:fonts/%2e%2e/%2e%2e/wsgi.py" alt="x">'),
        sheet('<img src="asset:cards/document.html" alt="x">'),
        sheet('<img src="asset:logo/never-handed-in" alt="x">'),
        sheet('<img src="data:text/html;base64,PGI+" alt="x">'),
        sheet(head='<link rel="stylesheet" href="http://127.0.0.1:9/x.css">'),
        sheet(head='<link rel="attachment" href="file:///etc/hostname">'),
        sheet(head="<style>@import url(file:///etc/hostname);</style>"),
        sheet('<p style="background: url(file:///etc/hostname)">x</p>'),
        sheet('<svg width="9" height="9"><image href="file:///etc/hostname" width="9" height="9"/></svg>'),
        sheet('<object data="file:///etc/hostname"></object>'),
    ],
)
def test_paper_reads_nothing_but_our_own_assets(html: str) -> None:
    with pytest.raises(PdfFailed) as failed:
        render(html, title="t", language="nl")
    assert failed.value.reason.startswith("refused")
    assert "hostname" not in failed.value.message
    assert "Traceback" not in failed.value.message


def test_a_document_has_its_title_and_language_and_tags_and_claims_no_conformance() -> None:
    pdf = render(sheet("<h1>Hoi</h1>"), title="Certificaten groep 7B", language="nl")
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert str(opened.Root.Lang) == "nl"
        assert bool(opened.Root.MarkInfo.Marked)
        assert opened.docinfo["/Title"] == "Certificaten groep 7B"
        assert "/StructTreeRoot" in opened.Root
        assert b"pdfuaid" not in pdf
        assert b"pdfaid" not in pdf


def test_a_picture_that_was_handed_in_is_printed() -> None:
    out = io.BytesIO()
    Image.new("RGB", (30, 30), "red").save(out, "PNG")
    pdf = render(sheet('<img src="asset:logo/a1" alt="logo">'), title="t", language="nl", images={"a1": out.getvalue()})
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert len(list(opened.pages[0].get_images())) == 1


def bomb() -> str:
    """A drawing of ten million squares in a few hundred bytes."""
    layers = ['<g id="a0"><rect width="1" height="1"/></g>']
    for number in range(1, 8):
        layers.append(f'<g id="a{number}">' + f'<use href="#a{number - 1}"/>' * 10 + "</g>")
    defs = f"<defs>{''.join(layers)}</defs>"
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">{defs}<use href="#a7"/></svg>'
    data = base64.b64encode(svg.encode()).decode()
    return sheet(f'<img src="data:image/svg+xml;base64,{data}" alt="x">')


@pytest.mark.parametrize("limits", [Limits(wall=8, cpu=60), Limits(wall=60, cpu=5)])
def test_a_document_without_end_is_stopped_and_the_next_one_is_printed(limits: Limits) -> None:
    printer = Printer(limits)
    try:
        with pytest.raises(PdfFailed) as failed:
            printer.render(bomb(), title="t", language="nl")
        assert "too long" in failed.value.message
        assert failed.value.reason in ("wall time", "processor time")
        assert printer.render(sheet("<p>Verder</p>"), title="t", language="nl").startswith(b"%PDF")
    finally:
        printer.close()


def test_a_document_that_eats_memory_is_stopped_and_the_next_one_is_printed() -> None:
    printer = Printer(Limits(memory=420_000_000))
    try:
        with pytest.raises(PdfFailed) as failed:
            printer.render(sheet("<p>woord <b>woord</b></p>" * 200_000), title="t", language="nl")
        assert "Nothing was lost" in failed.value.message
        assert printer.render(sheet("<p>Verder</p>"), title="t", language="nl").startswith(b"%PDF")
    finally:
        printer.close()


def test_one_child_lives_on_and_is_replaced_after_its_share() -> None:
    printer = Printer(Limits(documents=2))
    try:
        lived = []
        for _ in range(3):
            printer.render(sheet("<p>x</p>"), title="t", language="nl")
            lived.append(printer._child.process.pid if printer._child else None)
        assert lived[0] is not None
        assert lived[1] is None
        assert lived[2] not in (None, lived[0])
    finally:
        printer.close()


def test_a_refusal_in_the_child_reaches_the_parent_and_costs_no_child() -> None:
    printer = Printer()
    try:
        printer.render(sheet("<p>x</p>"), title="t", language="nl")
        before = printer._child
        with pytest.raises(PdfFailed) as failed:
            printer.render(sheet('<img src="file:///etc/hostname" alt="x">'), title="t", language="nl")
        assert failed.value.reason.startswith("refused")
        assert printer._child is before
    finally:
        printer.close()


def test_the_child_sees_no_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "not for the child")
    monkeypatch.setenv("DATABASE_URL", "not for the child")
    printer = Printer()
    try:
        printer.render(sheet("<p>x</p>"), title="t", language="nl")
        assert printer._child is not None
        with open(f"/proc/{printer._child.process.pid}/environ", "rb") as seen:
            assert b"not for the child" not in seen.read()
    finally:
        printer.close()


OWNER = """
from app.base.pdf import child, render_in_child
font = "@font-face {font-family: F; src: url(asset:fonts/lexend-400.ttf)} p {font-family: F}"
sheet = "<html lang='nl'><head><title>t</title><style>%s</style></head><body><p>x</p></body></html>" % font
render_in_child(sheet, title="t", language="nl")
print(child._printer._child.process.pid, flush=True)
input()
"""


@pytest.mark.parametrize("end", ["asked", "killed", "owner killed"])
def test_a_child_leaves_nothing_in_the_temporary_folder_however_it_ends(
    end: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    owner = subprocess.Popen([sys.executable, "-c", OWNER], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert owner.stdin is not None
    assert owner.stdout is not None
    child = int(owner.stdout.readline())
    assert [one.name[:15] for one in tmp_path.iterdir()] == ["openwerf-paper-"]
    if end != "asked":
        os.kill(child if end == "killed" else owner.pid, signal.SIGKILL)
    with contextlib.suppress(BrokenPipeError):
        owner.communicate(b"\n", timeout=30)
    until = time.monotonic() + 20
    while list(tmp_path.iterdir()) and time.monotonic() < until:
        time.sleep(0.05)
    assert list(tmp_path.iterdir()) == []


def picture(kind: str, size: tuple[int, int] = (400, 200)) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "orange").save(out, kind)
    return out.getvalue()


def noisy() -> bytes:
    out = io.BytesIO()
    Image.effect_noise((200, 200), 90).save(out, "PNG")
    return out.getvalue()


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "GIF"])
def test_a_logo_is_drawn_anew(kind: str) -> None:
    with Image.open(io.BytesIO(clean_logo(picture(kind)))) as logo:
        assert logo.format == "PNG"
        assert logo.size == (400, 200)
        assert not logo.info.get("exif")


def test_a_large_logo_becomes_small() -> None:
    with Image.open(io.BytesIO(clean_logo(picture("PNG", (5000, 4000))))) as logo:
        assert logo.width * logo.height <= 4_000_000


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"not a picture",
        b'<svg xmlns="http://www.w3.org/2000/svg"/>',
        b"%PDF-1.7",
        noisy()[:20_000],
        picture("BMP"),
        picture("PNG", (12_000, 12_000)),
        b"\x89PNG" * 3_000_000,
    ],
    ids=["empty", "words", "svg", "pdf", "half", "bmp", "too many dots", "too heavy"],
)
def test_what_is_no_logo_is_refused_in_words(content: bytes) -> None:
    with pytest.raises(RuleBroken) as refused:
        clean_logo(content)
    assert refused.value.field == "logo"
    assert "Choose a" in refused.value.message


PAPERS = {
    "app/assignments/jobs.py": "tests/assignments/test_prints.py",
    "app/certificates/jobs/checking.py": "tests/certificates/test_verify.py",
    "app/certificates/jobs/printing.py": "tests/certificates/test_operations.py",
    "app/certificates/jobs/wall.py": "tests/certificates/test_design_pages.py",
    "app/learning/jobs.py": "tests/learning/test_dossier.py tests/learning/test_exports.py "
    "tests/learning/test_substitute.py",
    "app/people/jobs.py": "tests/people/test_cards.py",
    "app/visits/prints/drawing.py": "tests/visits/test_papers_views.py",
    "app/visits/prints/event.py": "tests/visits/test_event_pages.py",
}
SAMPLES = {"app/certificates/commands.py", "app/certificates/design/checking.py"}  # of designs, for who makes one


def test_every_paper_of_the_house_comes_out_of_one_room_and_is_looked_at() -> None:
    """Login cards, letters, guides, host pages, reports and certificates: one pipeline and one look
    (tests/base/paper.py)."""
    makers = set()
    for file in (ROOT / "app").rglob("*.py"):
        text, name = file.read_text(), file.relative_to(ROOT).as_posix()
        if name.startswith("app/base/pdf/"):
            continue
        assert not re.search(r"^\s*(import|from) (weasyprint|pydyf|uharfbuzz|reportlab|fpdf)", text, re.M), name
        assert not re.search(r"from app\.base\.pdf(\.engine)? import [^\n]*\b(render|engine)\b", text), name
        is_for_people = name not in ("app/certificates/commands.py", "app/certificates/design/checking.py")  # samples
        if is_for_people and re.search(
            r"^from app\.base\.pdf\S* import .*\b(render_in_child|render_parts)\b", text, re.M
        ):
            makers.add(name)
    assert makers == set(PAPERS)
    for tests in PAPERS.values():
        assert all("check_paper(" in (ROOT / test).read_text() for test in tests.split()), tests
