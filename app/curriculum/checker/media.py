"""The pictures of a module: what they are, whether they are safe to serve, and who made them."""

import hashlib
import io
import re
import struct
import warnings
from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Any

from PIL import Image

from app.curriculum.checker.files import Files
from app.curriculum.checker.svg import svg_size
from app.curriculum.checker.vocabulary import LICENCES
from app.curriculum.checker.yaml_text import Read, read_yaml
from app.curriculum.flaws import Flaw
from app.curriculum.markdown import Picture
from app.curriculum.page import Page, printable

TYPES = {
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".webp": "image/webp",
}
FOLDER, CREDITS = "media", "credits.yml"
LIKE = '- {file: …, maker: …, licence: …, url: ""}'
NAME = re.compile(r"[A-Za-z0-9._-]{1,100}")
LARGEST = 5_000_000  # bytes
KNOWN = ("file", "maker", "licence", "url")
HEAVY = 500  # kB
MOST_PIXELS = 20_000_000


class _Unknown(dict[str, Picture | None]):
    """Pictures of a folder that could not be read: any of them may be there."""

    def __contains__(self, _: object) -> bool:
        return True

    def __missing__(self, _: str) -> None:
        return None


@dataclass(frozen=True, slots=True)
class Shelf:
    """Pictures by name (None: could not be read), their bytes, and the credit of each."""

    pictures: dict[str, Picture | None] = field(default_factory=dict)
    contents: dict[str, bytes] = field(default_factory=dict)
    credits: dict[str, dict[str, str]] = field(default_factory=dict)
    files: set[str] = field(default_factory=set)

    def with_others(self, others: "Shelf", folder: str) -> "Shelf":
        """With the pictures of another shelf, under names that begin with `folder`."""
        there = {name: f"{folder}/{name}" for name in others.pictures}
        return Shelf(
            self.pictures | {there[name]: picture for name, picture in others.pictures.items()},
            self.contents | {there[name]: content for name, content in others.contents.items()},
            self.credits | {there[name]: credit for name, credit in others.credits.items() if name in there},
            self.files,
        )


def read_media(files: Files) -> Shelf:
    """Everything in the folder media/ of one module, or of what modules share."""
    names = files.names(FOLDER)
    shelf = Shelf(_Unknown() if FOLDER in files.odd else {})
    for name in names:
        if name != CREDITS:
            shelf.files.add(name)
            shelf.pictures[name] = None
            _take(shelf, files, name)
    for path in files.odd:  # it is there, and its problem was said: who shows it need not hear it again
        shelf.pictures.setdefault(path.rpartition("/")[2], None)
    _read_credits(shelf, files)
    return shelf


def _take(shelf: Shelf, files: Files, name: str) -> None:
    path, ending = f"{FOLDER}/{name}", PurePath(name).suffix.lower()
    shown, media_type = files.shown(path), TYPES.get(ending)
    facts: dict[str, object] = {"name": printable(name)}
    if not NAME.fullmatch(name):
        files.flaws.append(Flaw("P14", shown, 1, facts=facts))
        return
    if media_type is None:
        files.flaws.append(Flaw("P06", shown, 1, facts=facts))
        return
    content = files.content(path, LARGEST)
    if content is None:
        return
    if len(content) > LARGEST:
        files.flaws.append(Flaw("P13", shown, 1, facts=facts))
        return
    if len(content) > HEAVY * 1000:
        files.flaws.append(Flaw("P11", shown, 1, facts={**facts, "size": len(content) // 1000}))
    size = svg_size(content, shown, files.flaws) if ending == ".svg" else _raster(content, media_type)
    if size is None:
        files.flaws.append(Flaw("P07", shown, 1, facts={**facts, "wanted": ending.lstrip(".")}))
        return
    sha = hashlib.sha256(content).hexdigest()
    shelf.pictures[name] = Picture(name, sha, media_type, *size)
    shelf.contents[name] = content


def _raster(content: bytes, media_type: str) -> tuple[int | None, int | None] | None:
    """The size, or None when it is not the picture its name says."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Pillow warns of large pictures; they are refused right below
        try:
            with Image.open(io.BytesIO(content), formats=("PNG", "JPEG", "WEBP")) as picture:
                size = picture.size
                if picture.get_format_mimetype() != media_type or size[0] * size[1] > MOST_PIXELS:
                    return None
                picture.draft("RGB", (64, 64))  # a photo is decoded at an eighth: enough to know that it is whole
                picture.load()
                return size
        except (OSError, ValueError, SyntaxError, EOFError, struct.error, Image.DecompressionBombError):
            return None


def _read_credits(shelf: Shelf, files: Files) -> None:
    path = f"{FOLDER}/{CREDITS}"
    if path in files.odd:
        return
    there = CREDITS in files.names(FOLDER)
    page = files.page(path) if there else Page(files.shown(path), (), files.flaws)
    read = read_yaml(page) if page else None
    if page is None or read is None:
        return
    if read.value and not isinstance(read.value, list):
        page.wrong("M06", 1, key=CREDITS, value="…", wanted=LIKE)
        return
    for number, row in enumerate(read.value or ()):
        _credit(shelf, page, read, number, row)
    for name in sorted(name for name in shelf.files - set(shelf.credits) if NAME.fullmatch(name)):
        page.wrong("P03", 1, name=name)


def _credit(shelf: Shelf, page: Page, read: Read, number: int, row: Any) -> None:
    line = read.line(number)
    if not isinstance(row, dict):
        page.wrong("M06", line, key=CREDITS, value=row if isinstance(row, str) else "…", wanted=LIKE)
        return
    name, licence = str(row.get("file", "")), str(row.get("licence", ""))
    for key in [key for key in KNOWN[:3] if key not in row]:
        page.wrong("M05", line, key=key, name=name)
    for key, value in row.items():
        if key not in KNOWN:
            page.wrong("M04", read.line(number, key), key=key, name=name, known=", ".join(KNOWN))
        elif not isinstance(value, str) or not (value or key == "url"):
            said = value if isinstance(value, str) else "…"
            page.wrong("M06", read.line(number, key), key=key, name=name, value=said, wanted=LIKE)
    if name and name not in shelf.pictures:
        page.wrong("P10", line, name=name)
    if licence and licence not in LICENCES:
        page.wrong("P04", read.line(number, "licence"), name=name, licence=licence, known=", ".join(LICENCES))
    shelf.credits[name] = {key: str(row.get(key, "")) for key in KNOWN}


def unused(shelf: Shelf, used: Collection[str], files: Files) -> None:
    """A note for each picture that could be shown and stands nowhere."""
    for name in sorted(shelf.files - set(used)):
        if NAME.fullmatch(name):
            files.flaws.append(Flaw("P08", files.shown(f"{FOLDER}/{name}"), 1, facts={"name": name}))
