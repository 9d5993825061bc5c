"""Fonts inside a PDF: text shaped by us, and one font object for all pages and parts that use the same file.

WeasyPrint puts a font of its own in each document, cut down to the letters used, with the numbers of the glyphs kept.
So those of one file fit together in one, cut anew to all that is used.
"""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from typing import Any
from unicodedata import bidirectional

import uharfbuzz as hb
from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream

from app.base.pdf.fonts import OURS, font_file

_BFCHAR = re.compile(rb"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>")
_DROPPED = "GSUB GPOS GDEF BASE JSTF DSIG cmap name post OS/2 MATH STAT meta"


@dataclass(frozen=True, slots=True)
class Glyph:
    number: int
    text: str  # of the whole cluster, on its first glyph
    advance: int
    right: int
    up: int


@dataclass(slots=True)
class Typeface:
    """One font file, opened once for this process. Measures in thousandths of the size."""

    family: str
    weight: int
    face: hb.Face
    font: hb.Font
    widths: dict[int, int] = field(default_factory=dict)
    _shaped: dict[tuple[str, bool, str], list[Glyph] | None] = field(default_factory=dict)

    @property
    def height(self) -> tuple[float, float]:
        """Above and below the base line."""
        told = self.font.get_font_extents("ltr")
        return told.ascender * 1000 / self.face.upem, -told.descender * 1000 / self.face.upem

    def width(self, glyph: int) -> int:
        if glyph not in self.widths:
            self.widths[glyph] = round(self.font.get_glyph_h_advance(glyph) * 1000 / self.face.upem)
        return self.widths[glyph]

    def shaped(self, text: str, *, rtl: bool, language: str) -> list[Glyph] | None:
        """The glyphs from left to right; None where a letter is missing or the text runs in two directions."""
        key = (text, rtl, language)
        if key not in self._shaped:
            if len(self._shaped) > 500:
                self._shaped.clear()
            self._shaped[key] = self._shape(*key) if _is_one_way(text, rtl=rtl) else None
        return self._shaped[key]

    def _shape(self, text: str, rtl: bool, language: str) -> list[Glyph] | None:
        buffer = hb.Buffer()
        buffer.add_str(text)
        buffer.guess_segment_properties()
        buffer.direction = "rtl" if rtl else "ltr"
        if language:
            buffer.language = language
        hb.shape(self.font, buffer)
        infos, places = buffer.glyph_infos or [], buffer.glyph_positions or []
        if any(info.codepoint == 0 for info in infos):
            return None
        starts = sorted({info.cluster for info in infos})
        ends = dict(pairwise([*starts, len(text)]))
        glyphs, told, scale = [], set(), 1000 / self.face.upem
        for info, place in zip(infos, places, strict=True):
            first = info.cluster not in told
            told.add(info.cluster)
            glyphs.append(
                Glyph(
                    info.codepoint,
                    text[info.cluster : ends[info.cluster]] if first else "",
                    round(place.x_advance * scale),
                    round(place.x_offset * scale),
                    round(place.y_offset * scale),
                )
            )
        return glyphs


@lru_cache(maxsize=16)
def typeface(family: str, weight: int) -> Typeface | None:
    """None where it is not installed, or not of the kind we embed."""
    place = font_file(family, weight)
    if place is None:
        return None
    face = hb.Face(hb.Blob.from_file_path(str(place)))
    if "glyf" not in face.table_tags:
        return None
    return Typeface(family, weight, face, hb.Font(face))


def _is_one_way(text: str, *, rtl: bool) -> bool:
    kinds = {bidirectional(letter) for letter in text}
    return kinds <= {"R", "AL", "NSM", "WS"} if rtl else not kinds & {"R", "AL", "AN", "RLE", "RLO", "RLI"}


def font_object(pdf: Pdf, face: Typeface, used: dict[int, str]) -> Object:
    """The font with these glyphs (and what each means) as an object of `pdf`, to be written as glyph numbers."""
    program = _cut(face, used)
    mark = hashlib.sha256(program).hexdigest()
    tag = "".join(chr(65 + int(mark[place : place + 2], 16) % 26) for place in range(0, 12, 2))
    name = Name(f"/{tag}+{face.family.replace(' ', '')}-{face.weight}")
    above, below = (round(part) for part in face.height)
    file = Stream(pdf, program)
    file.Length1 = len(program)
    described = Dictionary(
        Type=Name.FontDescriptor,
        FontName=name,
        Flags=4,
        FontBBox=Array([-500, -below, 2000, above]),
        ItalicAngle=0,
        Ascent=above,
        Descent=-below,
        CapHeight=above,
        StemV=80,
        FontFile2=pdf.make_indirect(file),
    )
    widths: list[object] = []
    for glyph in sorted(used):
        widths += [glyph, Array([face.width(glyph)])]
    below_it = Dictionary(
        Type=Name.Font,
        Subtype=Name.CIDFontType2,
        BaseFont=name,
        CIDSystemInfo=Dictionary(Registry=b"Adobe", Ordering=b"Identity", Supplement=0),
        CIDToGIDMap=Name.Identity,
        DW=0,
        W=Array(widths),
        FontDescriptor=pdf.make_indirect(described),
    )
    return pdf.make_indirect(
        Dictionary(
            Type=Name.Font,
            Subtype=Name.Type0,
            BaseFont=name,
            Encoding=Name("/Identity-H"),
            DescendantFonts=Array([pdf.make_indirect(below_it)]),
            ToUnicode=pdf.make_indirect(Stream(pdf, _to_unicode(used))),
        )
    )


def _cut(face: Typeface, used: Iterable[int]) -> bytes:
    wanted = hb.SubsetInput()
    wanted.glyph_set.update({0, *used})
    wanted.flags = hb.SubsetFlags.RETAIN_GIDS | hb.SubsetFlags.NO_HINTING | hb.SubsetFlags.NOTDEF_OUTLINE
    wanted.drop_table_tag_set.update(int.from_bytes(tag.ljust(4).encode()) for tag in _DROPPED.split())
    data: bytes = hb.subset(face.face, wanted).blob.data
    return data


def _to_unicode(used: dict[int, str]) -> bytes:
    pairs = [f"<{glyph:04x}> <{text.encode('utf-16-be').hex()}>" for glyph, text in sorted(used.items()) if text]
    blocks = [pairs[start : start + 100] for start in range(0, len(pairs), 100)]
    said = "\n".join(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks)
    return (
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        "/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def\n"
        "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
        "1 begincodespacerange\n<0000> <ffff>\nendcodespacerange\n"
        f"{said}\nendcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"
    ).encode()


def one_font_each(pdf: Pdf, fonts: Iterable[Object]) -> None:
    """Lets every dictionary of fonts (`/Font` of some resources) that names a file of ours name one object."""
    found: dict[tuple[str, int], list[tuple[Object, str, Object]]] = {}
    known: dict[tuple[int, int], tuple[str, int] | None] = {}
    for named in fonts:
        for name, font in named.items():
            if font.objgen not in known:
                known[font.objgen] = _file_of(font)
            if key := known[font.objgen]:
                found.setdefault(key, []).append((named, name, font))
    for (family, weight), places in found.items():
        face, apart = typeface(family, weight), {font.objgen: font for _, _, font in places}
        if len(apart) > 1 and face and (used := _used(face, list(apart.values()))):
            whole = font_object(pdf, face, used)
            for named, name, _ in places:
                named[name] = whole


def _file_of(font: Object) -> tuple[str, int] | None:
    """Which of our files a font was cut from: its own name says so, ours or WeasyPrint's."""
    if font.get("/Subtype") != Name.Type0:
        return None
    said = str(font.BaseFont).rpartition("+")[2]
    for family, weight in OURS:
        if said == f"{family.replace(' ', '')}-{weight}":
            return family, weight
    program = font.DescendantFonts[0].FontDescriptor.get("/FontFile2")
    if program is None or "Werf" not in said:
        return None
    content = program.read_bytes()
    for family, weight in OURS:
        if f"{family.replace(' ', '')}-{weight}".encode("utf-16-be") in content:
            return family, weight
    return None


def _used(face: Typeface, fonts: Iterable[Object]) -> dict[int, str] | None:
    """The glyphs of all these and what they mean; None when they do not count glyphs as the file does."""
    used: dict[int, str] = {}
    for font in fonts:
        for first, widths in _pairs(list(font.DescendantFonts[0].W)):
            for step, width in enumerate(widths):
                if abs(face.width(first + step) - float(width)) > 2:
                    return None
                used.setdefault(first + step, "")
        for glyph, text in _BFCHAR.findall(font.ToUnicode.read_bytes()):
            if not used.get(int(glyph, 16)):
                used[int(glyph, 16)] = bytes.fromhex(text.decode()).decode("utf-16-be")
    return used


def _pairs(widths: list[Any]) -> Iterable[tuple[int, list[Any]]]:
    return ((int(first), list(some)) for first, some in zip(widths[::2], widths[1::2], strict=True))
