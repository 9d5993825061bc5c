"""Drawings: an SVG may hold shapes and text of its own, and nothing that runs or fetches."""

import re
from collections.abc import Iterator
from xml.etree import ElementTree

from app.curriculum.flaws import Flaw
from app.curriculum.page import printable

Size = tuple[int | None, int | None]

LARGEST_SIDE = 100_000
_NOT_IN_SVG = frozenset({"script", "foreignobject", "iframe", "embed", "object", "audio", "video", "handler"})
_OUTSIDE = re.compile(
    r"url\(\s*['\"]?(?!#|data:image/(?:png|jpeg|webp))|image-set\(|src\(|@import|javascript:|expression\(|\\", re.I
)
_INSIDE = re.compile(r"#|data:image/(png|jpeg|webp);", re.I)
# A drawing with none of these in it has nothing to look for in its tree: that is most of them.
_FETCHES = ("style", "href", "src", "url", "@import", "image-set", "expression", "attributename", "\\", "&")
_SUSPECT = (*_NOT_IN_SVG, *_FETCHES)
_HANDLER = re.compile(r"\son[a-z]+\s*=")
# Before the tree is made: entities can unfold without end, a style sheet fetches, and a browser may read other bytes
# than we do when the drawing names another encoding.
_NOT_XML = re.compile(r"<!DOCTYPE|<!ENTITY|<\?xml-stylesheet", re.I)
_ENCODING = re.compile(r"<\?xml[^>]*encoding\s*=\s*[\"'](?!utf-8[\"'])", re.I)


def svg_size(content: bytes, shown: str, flaws: list[Flaw]) -> Size | None:
    """The size by the viewBox, or None when it is no SVG. What may not be in it is noted at its line."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None
    small = text.lower()
    if found := ("<!" in text or "<?" in text) and (_NOT_XML.search(text) or _ENCODING.search(text)):
        what = found[0] if found[0].startswith("<!") else found[0].split()[0]
        flaws.append(Flaw("P05", shown, text[: found.start()].count("\n") + 1, facts={"what": what}))
        return None, None
    try:
        root = ElementTree.fromstring(text)  # noqa: S314 - without a doctype there are no entities to expand
    except (ElementTree.ParseError, ValueError):
        return None
    if _bare(root.tag) != "svg":
        return None
    for what, sought in dict.fromkeys(_dangers(root)) if _is_suspect(small) else ():
        flaws.append(Flaw("P05", shown, _line_of(text, sought), facts={"what": printable(what)}))
    return _size(root, shown, flaws)


def _is_suspect(small: str) -> bool:
    return any(word in small for word in _SUSPECT) or bool(_HANDLER.search(small))


def _bare(name: object) -> str:
    return str(name).rpartition("}")[2].lower()


def _dangers(root: ElementTree.Element) -> Iterator[tuple[str, str]]:
    """(what it is, what to look for in the text)."""
    for element in root.iter():
        name = _bare(element.tag)
        if name in _NOT_IN_SVG:
            yield f"<{name}>", f"<{name}"
        if name == "style" and _OUTSIDE.search("".join(element.itertext())):
            yield "<style>", "<style"
        for key, value in element.attrib.items():
            attribute, said = _bare(key), value.strip()
            if attribute.startswith("on"):
                yield f"{attribute}=", f"{attribute}="
            elif attribute == "attributename" and _bare(said).rpartition(":")[2] in ("href", "src"):
                yield f"{attribute}={said}", "attributename"  # an animation that changes where a link goes
            elif _leads_outside(attribute, said):
                yield f"{attribute}={said[:40]}", said[:40]


def _leads_outside(attribute: str, value: str) -> bool:
    return (attribute in ("href", "src") and not _INSIDE.match(value)) or bool(_OUTSIDE.search(value))


def _line_of(text: str, sought: str) -> int:
    at = text.lower().find(sought.lower())
    return text[: max(at, 0)].count("\n") + 1


def _size(root: ElementTree.Element, shown: str, flaws: list[Flaw]) -> Size:
    box = root.attrib.get("viewBox", "").replace(",", " ").split()
    try:
        width, height = (round(float(part)) for part in box[2:4])
    except (ValueError, OverflowError):
        width = height = 0
    if not (0 < width <= LARGEST_SIDE and 0 < height <= LARGEST_SIDE):
        flaws.append(Flaw("P12", shown, 1))
        return None, None
    return width, height
