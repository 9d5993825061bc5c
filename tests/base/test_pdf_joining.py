"""Many classes in one file: what is said comes over to the letter, and the worker needs no more memory for it."""

import io
import subprocess
import sys

import pikepdf
from PIL import Image

from app.base.pdf import render
from app.base.pdf.parts import joined
from tests.base.test_pdf_tags import check_structure, drawn

LOOKS_LIKE_A_POINTER = "Noor (12 0 R) \\ 7 0 R ) ("
PEAK = """
import sys
from pathlib import Path
from app.base.pdf.parts import joined
part = Path(sys.argv[1]).read_bytes()
told = lambda: Path("/proc/self/status").read_text().splitlines()
most = lambda: next(int(line.split()[1]) for line in told() if line.startswith("VmHWM:"))
joined([part] * 2, title="t", language="nl")
before = most()
joined([part] * 40, title="t", language="nl")
print(most() - before)
"""


def test_words_that_look_like_a_pointer_stay_words() -> None:
    out = io.BytesIO()
    Image.new("RGB", (60, 30), "red").save(out, "PNG")
    html = f'<img src="asset:logo/a1" alt="{LOOKS_LIKE_A_POINTER}"><p>.</p>'
    part = render(html, title="t", language="nl", images={"a1": out.getvalue()})
    whole = joined([part, part], title="t", language="nl")
    check_structure(whole)
    with pikepdf.open(io.BytesIO(whole)) as opened:
        figures = [one for one in opened.objects if isinstance(one, pikepdf.Dictionary) and one.get("/S") == "/Figure"]
        assert [str(one.Alt) for one in figures] == [LOOKS_LIKE_A_POINTER] * 2


def test_forty_classes_are_joined_in_the_memory_of_a_few(tmp_path) -> None:
    """1,200 pages. Held as objects, what is said on them took 75 MB; 4,000 pages had the worker over 400."""
    place = tmp_path / "class.pdf"
    place.write_bytes(drawn(*(f"Kind {number}" for number in range(30))))
    ran = subprocess.run([sys.executable, "-c", PEAK, str(place)], check=True, capture_output=True, text=True)
    assert int(ran.stdout) < 40_000, "kB more than for two"
