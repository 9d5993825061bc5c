"""The designs: a folder each under templates/print/certificates, with a design.toml that says what it is."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from app.base.pdf.page import PRINT
from app.certificates.design.columns import FLOOR
from app.certificates.design.strip import SHAPES, Box

HOME = PRINT / "certificates"
FILES = ("class.html", "style.css", "strip.svg", "preview.png")
PAGES = {"landscape": (297.0, 210.0), "portrait": (210.0, 297.0)}
KINDS, TONES = ("visit", "module", "both"), ("po", "vo")
EDGE = 8.0  # nothing stands nearer to the edge of the paper (mm): a school's printer does not reach it
SMALLEST_CODE = 20.0  # read from an arm's length, printed coarsely
OURS = {"po": "poort", "vo": "lijn"}  # of what was issued before there was a choice
_SLUG = re.compile(r"[a-z0-9][a-z0-9-]{1,29}")
_SIZE = re.compile(r"font(?:-size)?:[^;}]*?([0-9.]+)pt")
_BOX = ("x", "y", "width", "height")


class DesignBroken(ValueError):
    """A folder that is no design yet, with a sentence for who makes it."""


@dataclass(frozen=True, slots=True)
class Said:
    name: str
    description: str


@dataclass(frozen=True, slots=True)
class Fit:
    """A place (mm) for words that are made to fit: at most `largest` points, on two lines below `one_line_from`.

    `stands`: from where the words hang in their place: top, middle or bottom.
    """

    box: Box
    largest: float
    one_line_from: float
    stands: str


@dataclass(frozen=True, slots=True)
class Code:
    """Where the QR code stands (mm), a square."""

    x: float
    y: float
    size: float


@dataclass(frozen=True, slots=True)
class Design:
    """`day`: made for several visits on one day. `ink`: full, or light for a printer that should last."""

    slug: str
    orientation: str
    tones: tuple[str, ...]
    kinds: tuple[str, ...]
    visits: int
    day: bool
    ink: str
    shape: str
    strip: Box
    columns: Box
    name: Fit
    title: Fit
    code: Code
    check: Box
    marks: Box
    said: Mapping[str, Said]

    @property
    def wide(self) -> float:
        return PAGES[self.orientation][0]

    @property
    def high(self) -> float:
        return PAGES[self.orientation][1]

    def takes(self, *, tone: str, kind: str, visits: int) -> bool:
        """Is this design for such a certificate?"""
        return tone in self.tones and kind in self.kinds and visits <= self.visits

    def told(self, language: str) -> Said:
        return self.said["en" if language == "en" else "nl"]


@lru_cache(maxsize=1)
def designs() -> dict[str, Design]:
    """All designs of this house by slug, in the order of their folders' names."""
    return {one.slug: one for one in read_designs(HOME)}


def design_named(slug: str, *, tone: str) -> Design:
    """The design; what was issued before there was a choice, or with one that is gone, is drawn in that of its tone."""
    known = designs()
    return known.get(slug) or known[OURS[tone]]


def read_designs(home: Path) -> list[Design]:
    """Raises: DesignBroken: of the first folder that is none."""
    folders = sorted(place for place in home.iterdir() if place.is_dir())
    found = [read_design(place) for place in folders]
    names: dict[tuple[str, str], str] = {}
    for one in found:
        for language, said in one.said.items():
            taken = names.setdefault((language, said.name.casefold()), one.slug)
            if taken != one.slug:
                raise DesignBroken(
                    f"{one.slug}: the name “{said.name}” ({language}) is taken by {taken}. Choose another."
                )
    return found


def read_design(place: Path, *, needs_preview: bool = True) -> Design:
    """Raises: DesignBroken: a file is missing, or something in design.toml is unknown, missing or impossible."""
    slug = place.name
    if not _SLUG.fullmatch(slug):
        raise DesignBroken(f"{slug}: name the folder with 2 to 30 small letters, digits and hyphens.")
    for name in ("design.toml", *FILES):
        if not (place / name).is_file() and (needs_preview or name != "preview.png"):
            cure = f" Make it with: flask certificates design preview {slug}" if name == "preview.png" else ""
            raise DesignBroken(f"{slug}: {name} is missing.{cure}")
    try:
        told = tomllib.loads((place / "design.toml").read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        raise DesignBroken(f"{slug}: design.toml cannot be read: {problem}.") from problem
    reader = _Reader(slug, told)
    made = reader.design()
    reader.end()
    _check(made)
    _check_letters(slug, (place / "style.css").read_text("utf-8"))
    return made


def _check_letters(slug: str, css: str) -> None:
    for size in _SIZE.findall(css):
        if float(size) < FLOOR:
            raise DesignBroken(f"{slug}: letters of {size} points in style.css are too small; {FLOOR:g} is the least.")


class _Reader:
    """Takes what it knows out of the table; what is left at the end nobody knows."""

    def __init__(self, slug: str, told: Mapping[str, Any]) -> None:
        self.slug, self.left = slug, dict(told)

    def design(self) -> Design:
        orientation = self.one_of("orientation", tuple(PAGES))
        return Design(
            slug=self.slug,
            orientation=orientation,
            tones=self.some_of("tones", TONES),
            kinds=self.some_of("kinds", KINDS),
            visits=int(self.number("visits")),
            day=self.one_of("day", (True, False)),
            ink=self.one_of("ink", ("full", "light")),
            shape=self.one_of("shape", tuple(SHAPES)),
            strip=Box(*self.numbers("strip", _BOX)),
            columns=Box(*self.numbers("columns", _BOX)),
            name=self.fit("name"),
            title=self.fit("title"),
            code=Code(*self.numbers("code", ("x", "y", "size"))),
            check=Box(*self.numbers("check", _BOX)),
            marks=Box(*self.numbers("marks", _BOX)),
            said={language: self.said(language) for language in ("nl", "en")},
        )

    def end(self) -> None:
        if self.left:
            raise self.broken(f"unknown in design.toml: {', '.join(sorted(self.left))}.")

    def broken(self, sentence: str) -> DesignBroken:
        return DesignBroken(f"{self.slug}: {sentence}")

    def take(self, key: str) -> Any:
        if key not in self.left:
            raise self.broken(f"design.toml does not say `{key}`.")
        return self.left.pop(key)

    def one_of(self, key: str, known: tuple[Any, ...]) -> Any:
        value = self.take(key)
        if value not in known or isinstance(value, bool) is not isinstance(known[0], bool):
            raise self.broken(f"`{key}` is one of: {', '.join(str(one).lower() for one in known)}.")
        return value

    def some_of(self, key: str, known: tuple[str, ...]) -> tuple[str, ...]:
        value = self.take(key)
        if not isinstance(value, list) or not value or any(one not in known for one in value):
            raise self.broken(f"`{key}` lists some of: {', '.join(known)}.")
        return tuple(one for one in known if one in value)

    def number(self, key: str) -> float:
        return self._number(key, self.take(key))

    def numbers(self, key: str, names: tuple[str, ...]) -> list[float]:
        table = self._table(key, set(names))
        return [self._number(f"{key}.{name}", table[name]) for name in names]

    def fit(self, key: str) -> Fit:
        table = self._table(key, {*_BOX, "largest", "one_line_from", "stands"})
        if table["stands"] not in ("top", "middle", "bottom"):
            raise self.broken(f"`{key}.stands` is one of: top, middle, bottom.")
        box = Box(*(self._number(f"{key}.{name}", table[name]) for name in _BOX))
        sizes = [self._number(f"{key}.{name}", table[name]) for name in ("largest", "one_line_from")]
        return Fit(box, sizes[0], sizes[1], table["stands"])

    def said(self, language: str) -> Said:
        table = self._table(language, {"name", "description"})
        if not all(isinstance(one, str) and one.strip() for one in table.values()):
            raise self.broken(f"`{language}` has a name and a description in words.")
        return Said(table["name"], table["description"])

    def _table(self, key: str, names: set[str]) -> dict[str, Any]:
        table = self.take(key)
        if not isinstance(table, dict) or set(table) != names:
            raise self.broken(f"`{key}` says exactly: {', '.join(sorted(names))}.")
        return table

    def _number(self, key: str, value: Any) -> float:
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 300:
            raise self.broken(f"`{key}` is a number from 0 to 300.")
        return float(value)


def _check(made: Design) -> None:
    """Nothing near the edge, and a code that can be read."""
    square = Box(made.code.x, made.code.y, made.code.size, made.code.size)
    places = {"name": made.name.box, "title": made.title.box, "code": square, "check": made.check, "marks": made.marks}
    places["strip"] = made.strip
    for key, box in places.items():
        right, bottom = made.wide - box.x - box.width, made.high - box.y - box.height
        if min(box.x, box.y, right, bottom) < EDGE:
            raise DesignBroken(f"{made.slug}: `{key}` comes within {EDGE:g} mm of the edge of the paper.")
    if made.code.size < SMALLEST_CODE:
        raise DesignBroken(f"{made.slug}: `code.size` is at least {SMALLEST_CODE:g} mm, or it cannot be scanned.")
    if made.day and made.visits < 2:
        raise DesignBroken(f"{made.slug}: a design for a day has room for at least 2 `visits`.")
