"""Looks at drawn pages the way a printer, a scanner and a reader do, so that a design can be trusted with any class."""

import io
import re
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import unescape
from importlib.util import find_spec
from itertools import accumulate, combinations, cycle
from typing import Any

import pikepdf
from PIL import Image, ImageChops

from app.base.pdf import missing_glyphs, render_in_child
from app.certificates.design import CertificateFacts, draw
from app.certificates.design.folders import EDGE, Design
from app.certificates.design.samples import NAMES, pictures, sample

DPI, COARSE = 110, 60
NO_COLOUR = 2  # of 255: the rounding of a picture
MM = 25.4 / 72  # of a point
LEAST_CONTRAST = 4.5
SIZES: tuple[dict[str, Any], ...] = (
    {"visits": 1, "steps": 1, "logos": 0},
    {"visits": 1, "steps": 3, "signed": True},
    {"visits": 2, "steps": 5, "logos": 1, "ahead": True},
    {"visits": 3, "steps": 6, "revision": 2},
    {"visits": 4, "steps": 8},
    {"visits": 4, "steps": 8, "long": True, "signed": True, "ahead": True},
)
_WORD = re.compile(r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)</word>')


@dataclass(frozen=True, slots=True)
class Word:
    """A word where it stands on the paper, in mm."""

    text: str
    left: float
    top: float
    right: float
    bottom: float


def tools_missing() -> list[str]:
    """What this machine lacks, so that part of the looking is left out."""
    programs = [name for name in ("pdftotext", "pdftoppm") if shutil.which(name) is None]
    return programs + (["zxing-cpp"] if find_spec("zxingcpp") is None else [])


def cases(design: Design, *, sizes: Sequence[dict[str, Any]] = SIZES) -> list[CertificateFacts]:
    """Every kind, tone and language that the design is for, with few and many steps and visits and the hard names."""
    names = cycle(NAMES)
    found = []
    for tone in design.tones:
        for kind in design.kinds:
            for language in ("nl", "en"):
                next(names)  # so that each name meets each size
                for size in sizes:
                    asked = {**size, "visits": min(size["visits"], design.visits)}
                    found.append(
                        sample(design=design.slug, tone=tone, kind=kind, language=language, name=next(names), **asked)
                    )
    return found


def problems_of(design: Design, those: Sequence[CertificateFacts]) -> list[str]:
    """Sentences, each with the case it was seen in; none is a design that can be used."""
    found: list[str] = []
    for language in dict.fromkeys(one.language for one in those):
        some = [one for one in those if one.language == language]
        pdf = render_in_child(draw(some), title=design.slug, language=language, images=pictures())
        found += _of_document(pdf, some)
        found += _colours(design, pdf, some)
        found += [
            f"{_case(facts)}: {problem}"
            for facts, words, picture in zip(some, _words(pdf), pages(pdf), strict=True)
            for problem in _of_page(design, facts, words, picture)
        ]
    return found


def pages(pdf: bytes, *, dpi: int = DPI, grey: bool = True) -> list[Image.Image]:
    """Every page as a picture, in grey as a school's printer does it; none where pdftoppm is missing."""
    kind = ["-gray"] if grey else []
    program = shutil.which("pdftoppm")
    if program is None:
        return _none(pdf)
    done = subprocess.run(  # noqa: S603 - our own file, fixed words
        [program, "-r", str(dpi), *kind, "-"], input=pdf, capture_output=True, check=True, timeout=300
    ).stdout
    found, start = [], 0
    while start < len(done):
        head = re.match(rb"P[56]\s(\d+) (\d+)\s255\s", done[start : start + 40])
        assert head
        size = (int(head[1]), int(head[2]))
        mode = "L" if grey else "RGB"
        end = start + head.end() + size[0] * size[1] * len(mode)
        found.append(Image.frombytes(mode, size, done[start + head.end() : end]))
        start = end
    return found


def _none(pdf: bytes) -> list[Image.Image]:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return [Image.new("L", (1, 1), 255) for _ in opened.pages]


def _colours(design: Design, pdf: bytes, those: Sequence[CertificateFacts]) -> Iterator[str]:
    """What saves ink has no colour, whatever logos and signatures schools and companies send."""
    if design.ink != "light":
        return
    for facts, picture in zip(those, pages(pdf, dpi=COARSE, grey=False), strict=True):
        red, green, blue = picture.convert("RGB").split()
        apart = [max(ImageChops.difference(red, other).tobytes()) for other in (green, blue)]
        if max(apart) > NO_COLOUR:
            yield f"{_case(facts)}: prints in colour, and the design says that it saves ink."


def _case(facts: CertificateFacts) -> str:
    steps, visits = len(facts.steps), len(facts.visits)
    return f"{facts.tone}, {facts.kind}, {facts.language}, {visits} visits, {steps} steps, {facts.name}"


def _of_document(pdf: bytes, those: Sequence[CertificateFacts]) -> Iterator[str]:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        if len(opened.pages) != len(those):
            yield f"{len(those)} certificates make {len(opened.pages)} pages: something is too large for its page."
        for thing in opened.objects:
            if _is_face(thing) and not any(key in thing for key in ("/FontFile", "/FontFile2", "/FontFile3")):
                yield f"the font {thing.get('/FontName')} is not in the file."


def _is_face(thing: pikepdf.Object) -> bool:
    return isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") == "/FontDescriptor"


def _words(pdf: bytes) -> list[list[Word]]:
    program = shutil.which("pdftotext")
    if program is None:
        return [[] for _ in _none(pdf)]
    told = subprocess.run(  # noqa: S603 - our own file, fixed words
        [program, "-bbox", "-", "-"], input=pdf, capture_output=True, check=True, timeout=300
    ).stdout.decode()
    return [[_word(*found) for found in _WORD.findall(one)] for one in told.split("<page ")[1:]]


def _word(left: str, top: str, right: str, bottom: str, text: str) -> Word:
    """Where it is drawn; of a font that leaves much room above and below its letters, without that room."""
    box = [float(at) * MM for at in (left, top, right, bottom)]
    bare = unescape(text)
    spare = 0.0 if all(ord(letter) < 0x590 for letter in bare) else 0.22 * (box[3] - box[1])
    return Word(bare, box[0], box[1] + spare, box[2], box[3] - spare)


def _of_page(design: Design, facts: CertificateFacts, words: Sequence[Word], picture: Image.Image) -> Iterator[str]:
    if missing := missing_glyphs(facts.name):
        yield f"no font draws {' '.join(missing)}."
    yield from _said(facts, words)
    yield from _edges(design, words, picture)
    yield from _touching(design, words)
    if picture.width > 1:
        yield from _code(design, facts, picture)
        yield from _contrast(words, picture)


def _said(facts: CertificateFacts, words: Sequence[Word]) -> Iterator[str]:
    if not words:
        return
    told = "".join(word.text for word in words).replace(" ", "")
    asked = [facts.number, facts.school_name, *(facts.module_title,), *(visit.company for visit in facts.visits)]
    asked += [facts.funder_line or "", facts.signed_by]
    for text in asked:
        if text.replace(" ", "") not in told.replace("-\n", ""):
            yield f"“{text}” is not on the page."


def _edges(design: Design, words: Sequence[Word], picture: Image.Image) -> Iterator[str]:
    for word in words:
        inside = (word.left, word.top, design.wide - word.right, design.high - word.bottom)
        if min(inside) < EDGE - 1.5:  # the box of a word is a little larger than what is drawn
            yield f"“{word.text}” stands within {EDGE:g} mm of the edge."
    edge = int(EDGE * picture.height / design.high)
    if edge:
        bare = picture.copy()
        bare.paste(255, (edge, edge, picture.width - edge, picture.height - edge))
        if bare.getextrema()[0] < 250:  # type: ignore[operator]  # grey: two numbers
            yield f"something is drawn within {EDGE:g} mm of the edge."


def _touching(design: Design, words: Sequence[Word]) -> Iterator[str]:
    for one, other in combinations(words, 2):
        across = min(one.right, other.right) - max(one.left, other.left)
        high = min(one.bottom - one.top, other.bottom - other.top)
        down = min(one.bottom, other.bottom) - max(one.top, other.top)
        if across > 0.4 and down > 0.34 * high:
            yield f"“{one.text}” and “{other.text}” stand on each other."
    code = design.code
    for word in words:
        beside = word.right <= code.x - 1 or word.left >= code.x + code.size + 1
        if not beside and word.bottom - 0.5 > code.y - 1 and word.top < code.y + code.size + 1:
            yield f"“{word.text}” stands on the code."


def _code(design: Design, facts: CertificateFacts, picture: Image.Image) -> Iterator[str]:
    if find_spec("zxingcpp") is None:
        return
    import zxingcpp

    read = [found.text for found in zxingcpp.read_barcodes(picture)]
    if read != [facts.verify_url]:
        yield f"the code at {design.code.x:g}, {design.code.y:g} mm cannot be scanned from a print in grey."


def _contrast(words: Sequence[Word], picture: Image.Image) -> Iterator[str]:
    for word in words:
        box = tuple(int(at * DPI / 25.4) for at in (word.left, word.top, word.right, word.bottom))
        if box[2] - box[0] < 3 or box[3] - box[1] < 3 or len(word.text) < 2:
            continue
        counts = picture.crop((box[0], box[1], box[2] + 1, box[3] + 1)).histogram()
        if (ratio := _ratio(_part(counts, 0.02), _part(counts, 0.98))) < LEAST_CONTRAST:
            yield f"“{word.text}” is too faint in grey ({ratio:.1f} to 1)."


def _part(counts: Sequence[int], part: float) -> int:
    """The tone that so large a part of the dots is darker than."""
    sums = accumulate(counts)
    return next(tone for tone, dots in enumerate(sums) if dots > part * sum(counts) or dots == sum(counts))


def _ratio(dark: int, light: int) -> float:
    """As WCAG counts it."""

    def bright(grey: int) -> float:
        part = grey / 255
        return part / 12.92 if part <= 0.03928 else float(((part + 0.055) / 1.055) ** 2.4)

    return (bright(light) + 0.05) / (bright(dark) + 0.05)
