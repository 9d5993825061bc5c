"""A drawing (SVG) that somebody sends, made anew from a short list of shapes: nothing in it runs, fetches or repeats.

What only says who made it (metadata, notes of the drawing program) is left out; what could do something is refused
with a sentence that says what to do. Nothing that refers to another piece may be nested, so that a small file cannot
unfold into millions of shapes.
"""

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError, XMLParser, tostring

from app.base.language import N_
from app.base.problems import RuleBroken

MOST_BYTES = 300_000
MOST_ELEMENTS = 3_000
DEEPEST = 30
LARGEST_SIDE = 100_000
SVG = "http://www.w3.org/2000/svg"
_SHAPES_ALLOWED = (
    "svg g defs path rect circle ellipse line polyline polygon text tspan linearGradient radialGradient "
    "stop clipPath style"
)
_SHAPES = frozenset(_SHAPES_ALLOWED.split())
_LEFT_OUT = frozenset({"title", "desc", "metadata"})  # with all that is in them; and what is of no drawing at all
_PAINT_ALLOWED = (
    "fill fill-opacity fill-rule stroke stroke-width stroke-opacity stroke-linecap stroke-linejoin "
    "stroke-miterlimit stroke-dasharray stroke-dashoffset opacity color stop-color stop-opacity clip-path "
    "clip-rule display visibility font-family font-size font-weight font-style text-anchor letter-spacing "
    "paint-order"
)
_PAINT = frozenset(_PAINT_ALLOWED.split())
_ATTRIBUTES_ALLOWED = (
    "id class d x y x1 y1 x2 y2 cx cy r rx ry fx fy width height points transform viewBox "
    "preserveAspectRatio gradientUnits gradientTransform spreadMethod offset dx dy clipPathUnits href "
    "style"
)
_ATTRIBUTES = frozenset(_ATTRIBUTES_ALLOWED.split()) | _PAINT
_HERE = re.compile(r"url\(\s*['\"]?#[\w.:-]+['\"]?\s*\)")
_DOES = re.compile(r"url|@|\\|expression|javascript|behavior|<", re.I)
_BEFORE = re.compile(r"<!DOCTYPE|<!ENTITY|<\?(?!xml\s)", re.I)
_OTHER_ENCODING = re.compile(r"<\?xml[^>]*encoding\s*=\s*[\"'](?!utf-8[\"'])", re.I)
_NO_SVG = N_(
    "We cannot read this drawing. Open it in your drawing program and save it again as “plain SVG”, or as PNG."
)
_TOO_MUCH = N_("This drawing is too detailed for a logo. Choose a simpler one, or save it as PNG.")


def is_drawing(content: bytes) -> bool:
    """Was an SVG sent, whatever the name of the file says?"""
    return b"<svg" in content[:4096].lower() or content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"<?xml", b"<!"))


def clean_drawing(content: bytes, *, field: str = "logo") -> bytes:
    """The drawing again, with nothing but shapes, colours and letters.

    Raises:
        RuleBroken: (`field`) too large, too detailed, no SVG, or with something in it that could run or fetch.
    """
    if len(content) > MOST_BYTES:
        raise RuleBroken(field, N_("This drawing is larger than 300 kB. Save it as PNG, or choose a simpler one."))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise RuleBroken(field, _NO_SVG) from None
    if found := _BEFORE.search(text) or _OTHER_ENCODING.search(text):
        raise _refused(field, found[0].split()[0])
    anew = _Anew(field)
    parser = XMLParser(target=anew)  # noqa: S314 - without a doctype there are no entities to expand
    try:
        parser.feed(text)
        root = parser.close()
    except (ParseError, ValueError):
        raise RuleBroken(field, _NO_SVG) from None
    if root is None:
        raise RuleBroken(field, _NO_SVG)
    _with_size(root, field)
    made: bytes = tostring(root, encoding="utf-8")
    return made


def _refused(field: str, what: str) -> RuleBroken:
    return RuleBroken(
        field,
        N_("There is something in this drawing that we do not show: %(what)s. Save it as “plain SVG”, or as PNG."),
        what=what[:40],
    )


class _Anew:
    """Hears the drawing piece by piece and builds another one; stops at the first piece that is not allowed."""

    def __init__(self, field: str) -> None:
        self.field = field
        self.root: Element | None = None
        self.open: list[Element | None] = []  # None: inside something that is left out
        self.last: Element | None = None  # the element closed last: what follows is its tail
        self.elements = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self.elements += 1
        if self.elements > MOST_ELEMENTS or len(self.open) >= DEEPEST:
            raise RuleBroken(self.field, _TOO_MUCH)
        space, _, name = tag.rpartition("}")
        name = name if space else tag
        if self.open and (self.open[-1] is None or self._is_left_out(space, name)):
            self.open.append(None)
            return
        if name not in _SHAPES or (name == "svg") == bool(self.open) or self._is_in("style", ""):
            raise _refused(self.field, f"<{name}>")
        made = Element(name, dict(self._kept(name, attributes)))
        if not self.open:
            self.root = made
        elif (parent := self.open[-1]) is not None:
            parent.append(made)
        self.open.append(made)
        self.last = None

    def end(self, _tag: str) -> None:
        self.last = self.open.pop()
        if self.last is not None and self.last.tag == "style" and _DOES.search(self.last.text or ""):
            raise _refused(self.field, "<style>")

    def data(self, text: str) -> None:
        inside = self.open[-1] if self.open else None
        if inside is None:
            return
        if self.last is not None and len(inside) and inside[-1] is self.last:
            self.last.tail = (self.last.tail or "") + text
        elif not len(inside):
            inside.text = (inside.text or "") + text

    def close(self) -> Element | None:
        return self.root

    def _is_left_out(self, space: str, name: str) -> bool:
        """Notes of who made it, and of the program it was made with."""
        return name in _LEFT_OUT or space.lstrip("{") not in ("", SVG)

    def _kept(self, name: str, attributes: dict[str, str]) -> Iterator[tuple[str, str]]:
        """Each `style` is told apart in its attributes, so that one list decides on both."""
        for key, value in attributes.items():
            attribute = key.rpartition("}")[2]
            if attribute.lower().startswith("on"):
                raise _refused(self.field, f"{attribute}=")
            if attribute == "style":
                pairs = (one.partition(":") for one in value.split(";"))
                told = {word.strip(): said.strip() for word, _, said in pairs}
                yield from self._kept(name, {word: said for word, said in told.items() if word in _PAINT})
            elif attribute in _ATTRIBUTES and self._may(name, attribute, value):
                yield attribute, value

    def _may(self, name: str, attribute: str, value: str) -> bool:
        if attribute == "href":
            if not re.fullmatch(r"#[\w.:-]+", value.strip()):
                raise _refused(self.field, f"href={value.strip()[:30]}")
            return name in ("linearGradient", "radialGradient")
        if _DOES.search(_HERE.sub("", value)):
            raise _refused(self.field, f"{attribute}={value.strip()[:30]}")
        return attribute != "clip-path" or not self._is_in("clipPath", name)

    def _is_in(self, what: str, name: str) -> bool:
        return name == what or any(one is not None and one.tag == what for one in self.open)


def _with_size(root: Element, field: str) -> None:
    """Every browser draws it as large as its place when it has a viewBox and no size of its own."""
    box = (root.get("viewBox") or f"0 0 {root.get('width', '')} {root.get('height', '')}").replace(",", " ").split()
    try:
        _x, _y, width, height = (float(part.removesuffix("px")) for part in box)
    except ValueError:
        width = height = 0.0
    if not (0 < width <= LARGEST_SIDE and 0 < height <= LARGEST_SIDE):
        raise RuleBroken(field, _NO_SVG)
    root.set("viewBox", " ".join(part.removesuffix("px") for part in box))
    root.set("xmlns", SVG)
    root.set("width", f"{width:g}")
    root.set("height", f"{height:g}")
