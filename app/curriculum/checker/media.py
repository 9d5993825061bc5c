"""The pictures of a module: what they are, whether they are safe to serve, and who made them."""

import hashlib
import io
import re
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from PIL import Image

from app.curriculum.checker.vocabulary import LICENCES
from app.curriculum.checker.yaml_text import Read, read_yaml
from app.curriculum.flaws import Flaw
from app.curriculum.markdown import Picture
from app.curriculum.page import Page, page_of

TYPES = {
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".webp": "image/webp",
}
CREDITS = "credits.yml"
KNOWN = ("file", "maker", "licence", "url")
HEAVY = 500  # kB
MOST_PIXELS = 40_000_000
_NOT_IN_SVG = frozenset({"script", "foreignobject", "iframe", "embed", "object", "audio", "video", "handler"})
_OUTSIDE = re.compile(r"url\(\s*['\"]?(?!#|data:image/(?:png|jpeg|webp))|@import|javascript:|expression\(", re.I)
_INSIDE = re.compile(r"#|data:image/(png|jpeg|webp);", re.I)


@dataclass(frozen=True, slots=True)
class Shelf:
    """Pictures by name (None: could not be read), their bytes, and the credit of each."""

    pictures: dict[str, Picture | None] = field(default_factory=dict)
    contents: dict[str, bytes] = field(default_factory=dict)
    credits: dict[str, dict[str, str]] = field(default_factory=dict)
    files: set[str] = field(default_factory=set)


def read_media(folder: Path, flaws: list[Flaw]) -> Shelf:
    """Everything in the folder media/ of one module."""
    shelf = Shelf()
    place = folder / "media"
    for file in sorted(place.iterdir()) if place.is_dir() else ():
        if file.is_file() and not file.name.startswith(".") and file.name != CREDITS:
            shelf.files.add(file.name)
            shelf.pictures[file.name] = None
            _take(shelf, file, f"{folder.name}/media/{file.name}", flaws)
    _read_credits(shelf, place / CREDITS, f"{folder.name}/media/{CREDITS}", flaws)
    return shelf


def _take(shelf: Shelf, file: Path, shown: str, flaws: list[Flaw]) -> None:
    media_type = TYPES.get(file.suffix.lower())
    if media_type is None:
        flaws.append(Flaw("P06", shown, 1, facts={"name": file.name}))
        return
    content = file.read_bytes()
    if len(content) > HEAVY * 1000:
        flaws.append(Flaw("P11", shown, 1, facts={"name": file.name, "size": len(content) // 1000}))
    size = _svg(content, shown, flaws) if file.suffix.lower() == ".svg" else _raster(content, media_type)
    if size is None:
        wanted = file.suffix.lower().lstrip(".")
        flaws.append(Flaw("P07", shown, 1, facts={"name": file.name, "wanted": wanted}))
        return
    sha = hashlib.sha256(content).hexdigest()
    shelf.pictures[file.name] = Picture(file.name, sha, media_type, *size)
    shelf.contents[file.name] = content


def _raster(content: bytes, media_type: str) -> tuple[int | None, int | None] | None:
    """The size, or None when it is not the picture its name says."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Pillow warns of large pictures; they are refused right below
        try:
            with Image.open(io.BytesIO(content)) as picture:
                if picture.get_format_mimetype() != media_type or picture.width * picture.height > MOST_PIXELS:
                    return None
                return picture.size
        except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
            return None


def _svg(content: bytes, shown: str, flaws: list[Flaw]) -> tuple[int | None, int | None] | None:
    """The size by the viewBox, or None when it is no SVG. What may not be in it is noted at its line."""
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        line = content[: max(content.find(b"<!DOCTYPE"), content.find(b"<!ENTITY"))].count(b"\n") + 1
        flaws.append(Flaw("P05", shown, line, facts={"what": "<!DOCTYPE"}))
        return None, None
    try:
        root = ElementTree.fromstring(content)  # noqa: S314 - without a doctype there are no entities to expand
    except ElementTree.ParseError:
        return None
    if _bare(root.tag) != "svg":
        return None
    for what in dict.fromkeys(_dangers(root)):
        flaws.append(Flaw("P05", shown, _line_of(content, what), facts={"what": what}))
    return _size(root, shown, flaws)


def _bare(name: object) -> str:
    return str(name).rpartition("}")[2].lower()


def _dangers(root: ElementTree.Element) -> Iterator[str]:
    for element in root.iter():
        name = _bare(element.tag)
        if name in _NOT_IN_SVG:
            yield f"<{name}>"
        if name == "style" and _OUTSIDE.search(element.text or ""):
            yield "<style>"
        for key, value in element.attrib.items():
            attribute = _bare(key)
            if attribute.startswith("on"):
                yield f"{attribute}="
            elif _leads_outside(attribute, value.strip()):
                yield f"{attribute}={value.strip()[:40]}"


def _leads_outside(attribute: str, value: str) -> bool:
    return (attribute in ("href", "src") and not _INSIDE.match(value)) or bool(_OUTSIDE.search(value))


def _line_of(content: bytes, what: str) -> int:
    start = what.strip("<>").split("=")[0].encode()
    at = content.lower().find(start)
    return content[: max(at, 0)].count(b"\n") + 1


def _size(root: ElementTree.Element, shown: str, flaws: list[Flaw]) -> tuple[int | None, int | None]:
    box = root.attrib.get("viewBox", "").replace(",", " ").split()
    try:
        width, height = (round(float(part)) for part in box[2:4])
    except ValueError:
        flaws.append(Flaw("P12", shown, 1))
        return None, None
    return width, height


def _read_credits(shelf: Shelf, file: Path, shown: str, flaws: list[Flaw]) -> None:
    page = page_of(file.read_bytes(), shown, flaws) if file.is_file() else Page(shown, (), flaws)
    read = read_yaml(page) if page else None
    if page is None or read is None:
        return
    rows = read.value if isinstance(read.value, list) else []
    if read.value and not isinstance(read.value, list):
        page.wrong("M06", 1, key=CREDITS, value="…", wanted='- {file: …, maker: …, licence: …, url: ""}')
        return
    for number, row in enumerate(rows):
        _credit(shelf, page, read, number, row)
    for name in sorted(shelf.files - set(shelf.credits)):
        page.wrong("P03", 1, name=name)


def _credit(shelf: Shelf, page: Page, read: Read, number: int, row: Any) -> None:
    line = read.line(number)
    if not isinstance(row, dict):
        page.wrong("M06", line, key=CREDITS, value=row, wanted='- {file: …, maker: …, licence: …, url: ""}')
        return
    for key in [key for key in KNOWN[:3] if not row.get(key)]:
        page.wrong("M05", line, key=key)
    for key in [key for key in row if key not in KNOWN]:
        page.wrong("M04", read.line(number, key), key=key, known=", ".join(KNOWN))
    name, licence = str(row.get("file", "")), str(row.get("licence", ""))
    if name and name not in shelf.files:
        page.wrong("P10", line, name=name)
    if licence and licence not in LICENCES:
        page.wrong("P04", read.line(number, "licence"), name=name, licence=licence, known=", ".join(LICENCES))
    shelf.credits[name] = {key: str(row.get(key, "")) for key in KNOWN}


def unused(shelf: Shelf, used: Mapping[str, object] | list[str], folder: str, flaws: list[Flaw]) -> None:
    """A note for each picture that stands nowhere."""
    for name in sorted(shelf.files - set(used)):
        flaws.append(Flaw("P08", f"{folder}/media/{name}", 1, facts={"name": name}))
