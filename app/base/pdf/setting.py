"""Sets the lines of a page ourselves, where they say all that is needed: a class in milliseconds.

HarfBuzz shapes them from the same files that WeasyPrint uses, and places them by the same rules of CSS.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from pikepdf import Dictionary, Pdf

from app.base.pdf.fonts import POINTS_PER_MM
from app.base.pdf.lines import Line
from app.base.pdf.tags import Node
from app.base.pdf.typefaces import Glyph, Typeface, font_object, typeface


@dataclass(slots=True)
class Fonts:
    """The typefaces used so far, their names on the page, and the glyphs of each with what they mean."""

    names: dict[tuple[str, int], str] = field(default_factory=dict)
    used: dict[tuple[str, int], dict[int, str]] = field(default_factory=dict)

    def name(self, face: Typeface, glyphs: Iterable[Glyph]) -> str:
        key = (face.family, face.weight)
        used = self.used.setdefault(key, {})
        for glyph in glyphs:
            if not used.get(glyph.number):
                used[glyph.number] = glyph.text
        return self.names.setdefault(key, f"S{len(self.names)}")

    def objects(self, pdf: Pdf) -> Dictionary:
        made = Dictionary()
        for (family, weight), name in self.names.items():
            face = typeface(family, weight)
            assert face is not None
            made[f"/{name}"] = font_object(pdf, face, self.used[family, weight])
        return made


def can_set(lines: Sequence[Line]) -> bool:
    """Whether each has a font we can embed, every letter in it, and one direction."""
    return all(_shaped(line) is not None for line in lines)


def _shaped(line: Line) -> tuple[Typeface, list[list[Glyph]]] | None:
    face = typeface(line.family, line.weight)
    rows = [face.shaped(text, rtl=line.rtl, language=line.language) for text in line.texts] if face else [None]
    told = [row for row in rows if row is not None]
    return (face, told) if face and len(told) == len(rows) else None


def placed_lines(lines: Sequence[Line], fonts: Fonts, *, height: float, first_mark: int) -> tuple[str, list[Node]]:
    """The commands that write the lines on a page of `height` points, and what a screen reader hears of them."""
    commands: list[str] = []
    nodes: list[Node] = []
    for line in lines:
        found = _shaped(line)
        assert found is not None
        if any(line.texts):
            mark = first_mark + len(nodes)
            commands.append(_written(line, *found, fonts, height=height, mark=mark))
            nodes.append(Node("P", [mark], actual=" ".join(line.texts)))
    return "".join(commands), nodes


def _written(line: Line, face: Typeface, rows: list[list[Glyph]], fonts: Fonts, *, height: float, mark: int) -> str:
    above, below = (part * line.size / 1000 for part in face.height)
    leading = line.leading * line.size
    red, green, blue = (f"{int(line.colour[place : place + 2], 16) / 255:.4g}" for place in (1, 3, 5))
    out = [f"/P <</MCID {mark}>> BDC {red} {green} {blue} rg BT\n"]
    for number, glyphs in enumerate(rows):
        wide = sum(glyph.advance for glyph in glyphs) * line.size / 1000
        room = {"left": 0.0, "center": 0.5, "right": 1.0}[line.align] * (line.width * POINTS_PER_MM - wide)
        left = line.left * POINTS_PER_MM + room
        base = height - line.top * POINTS_PER_MM - number * leading - (leading - above - below) / 2 - above
        font = fonts.name(face, glyphs)
        out.append(f"/{font} {line.size:g} Tf 1 0 0 1 {left:.2f} {base:.2f} Tm\n{_shown(face, glyphs, line.size)}")
    return "".join(out) + "ET EMC\n"


def _shown(face: Typeface, glyphs: Sequence[Glyph], size: float) -> str:
    """Glyph numbers in hex, with the steps between them where they differ from the width of the glyph."""
    out, numbers, rise = ["["], "", 0
    for glyph in glyphs:
        if glyph.up != rise or glyph.right:
            numbers = _flushed(out, numbers)
        if glyph.up != rise:
            rise = glyph.up
            out.append(f"] TJ {rise * size / 1000:.2f} Ts [")
        if glyph.right:
            out.append(f"{-glyph.right:g} ")
        numbers += f"{glyph.number:04x}"
        if step := face.width(glyph.number) - glyph.advance + glyph.right:
            numbers = _flushed(out, numbers)
            out.append(f"{step:g} ")
    _flushed(out, numbers)
    out.append("] TJ\n" if not rise else "] TJ 0 Ts\n")
    return "".join(out)


def _flushed(out: list[str], numbers: str) -> str:
    if numbers:
        out.append(f"<{numbers}>")
    return ""
