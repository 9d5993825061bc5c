"""Lines and codes that say in their own `style` where they stand, read from the pages of a document.

All measures are absolute (mm, pt), so that WeasyPrint draws the same from the same HTML.
"""

import re
from dataclasses import dataclass
from xml.etree.ElementTree import Element, ParseError, fromstring

_PART = re.compile(r"\s*([a-z-]+)\s*:\s*([^;]+?)\s*(?:;|$)")
_MM = re.compile(r"-?\d+(?:\.\d+)?mm")
_FONT = re.compile(r"(\d{3}) (\d+(?:\.\d+)?)pt/(\d+(?:\.\d+)?) ['\"]([^'\"]+)['\"]")
_COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")
_KNOWN = {"position", "left", "top", "width", "font", "text-align", "color", "direction", "white-space"}
_ALIGN = ("left", "center", "right")


@dataclass(frozen=True, slots=True)
class Line:
    """Text on one line or several of one size; place and width in mm from the top left, size in points."""

    texts: tuple[str, ...]
    left: float
    top: float
    width: float
    align: str
    family: str
    weight: int
    size: float
    leading: float
    colour: str
    rtl: bool
    language: str


@dataclass(frozen=True, slots=True)
class Code:
    """A QR code of `side` mm: what it says to a scanner, and what a screen reader says of it."""

    text: str
    label: str
    left: float
    top: float
    side: float


@dataclass(frozen=True, slots=True)
class Sheet:
    """`lines` is None when this page says too little for us to set its lines."""

    lines: tuple[Line, ...] | None
    codes: tuple[Code, ...]


def sheet_of(html: str) -> Sheet:
    """What stands on one page.

    Raises:
        ValueError: a code without its place.
    """
    try:
        section = fromstring(html)  # noqa: S314 - expat; out of our own escaping template, without doctype
    except ParseError:
        return Sheet(None, ())
    codes = tuple(_code(one) for one in section.iter("div") if "data-code" in one.attrib)
    lines: list[Line] = []
    for part in section:
        if "data-code" in part.attrib:
            continue
        line = _line(part, language=section.get("lang", ""))
        if line is None:
            return Sheet(None, codes)
        lines.append(line)
    return Sheet(tuple(lines), codes)


def _code(part: Element) -> Code:
    style = _style(part)
    try:
        left, top, side = (float(style[name][:-2]) for name in ("left", "top", "width"))
    except (KeyError, ValueError):
        raise ValueError("a code without its place") from None
    return Code(part.get("data-code", ""), part.get("title", ""), left, top, side)


def _style(part: Element) -> dict[str, str]:
    return dict(_PART.findall(part.get("style", "")))


def _line(part: Element, *, language: str) -> Line | None:
    style = _style(part)
    font = _FONT.fullmatch(style.get("font", ""))
    placed = all(_MM.fullmatch(style.get(name, "")) for name in ("left", "top", "width"))
    if part.tag != "p" or not font or not placed or not set(style) <= _KNOWN:
        return None
    texts = tuple("".join(one.itertext()).strip() for one in part) if len(part) else ((part.text or "").strip(),)
    align, colour = style.get("text-align", "left"), style.get("color", "#000000")
    if any(one.tag != "b" for one in part) or align not in _ALIGN or not _COLOUR.fullmatch(colour):
        return None
    return Line(
        texts=texts,
        left=float(style["left"][:-2]),
        top=float(style["top"][:-2]),
        width=float(style["width"][:-2]),
        align=align,
        family=font[4],
        weight=int(font[1]),
        size=float(font[2]),
        leading=float(font[3]),
        colour=colour,
        rtl=style.get("direction") == "rtl",
        language=language,
    )
