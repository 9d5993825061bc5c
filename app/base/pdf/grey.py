"""A picture in the greys that a black-and-white printer would make of it, for paper that is to save coloured ink."""

import io
import re
from xml.etree.ElementTree import fromstring, register_namespace, tostring

from PIL import Image
from tinycss2.color5 import parse_color  # the reading of colours that WeasyPrint itself has, and brings

_COLOURS = ("fill", "stroke", "color", "stop-color")
_SAID = re.compile(r"(?i)(?<![\w-])(stop-color|fill|stroke|color)\s*:\s*([^;}!]+)")
_NOTE = re.compile(r"/\*.*?(\*/|$)", re.S)
_KEEP = re.compile(r"(?i)none|inherit|currentcolor|transparent|context-\w+|initial|unset")
_PAINT = re.compile(r"(url\([^)]*\))?\s*(.*)", re.S)
_SVG = "http://www.w3.org/2000/svg"


def grey(picture: bytes) -> bytes:
    """Of a drawing of ours (app/base/drawing.py) or a PNG, with its transparency as it was."""
    return _drawing(picture) if picture[:1] == b"<" else _dots(picture)


def _dots(picture: bytes) -> bytes:
    with Image.open(io.BytesIO(picture), formats=("PNG",)) as opened:
        made = opened.convert("LA")
    out = io.BytesIO()
    made.save(out, "PNG")
    return out.getvalue()


def _drawing(picture: bytes) -> bytes:
    register_namespace("", _SVG)
    root = fromstring(picture)  # noqa: S314 - made anew by clean_drawing: no doctype, no entities
    for one in root.iter():
        for name in _COLOURS:
            if name in one.attrib:
                one.set(name, _paint(one.attrib[name]))
        if one.tag.rpartition("}")[2] == "style":
            one.text = _SAID.sub(lambda found: f"{found[1]}:{_paint(found[2])}", _NOTE.sub("", one.text or ""))
    made: bytes = tostring(root, encoding="utf-8")
    return made


def _paint(said: str) -> str:
    """A colour as its grey; where a gradient is named, also what is painted without it."""
    found = _PAINT.fullmatch(said.strip())
    gradient, colour = (found[1] or "", found[2].strip()) if found else ("", said)
    return f"{gradient} {_colour(colour) if colour else ''}".strip()


def _colour(said: str) -> str:
    """What cannot be read is painted black, as WeasyPrint does."""
    if _KEEP.fullmatch(said):
        return said
    read = parse_color(said)
    if read is None or isinstance(read, str):
        return "#000"
    red, green, blue = (min(max(part, 0.0), 1.0) for part in read.to("srgb").coordinates)
    light = round(255 * (0.299 * red + 0.587 * green + 0.114 * blue))  # as Pillow and printers weigh them
    return f"rgba({light},{light},{light},{read.alpha:g})"
