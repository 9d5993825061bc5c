"""What was done before, at the visit and after, in columns: as much of it as can be read, and nothing smaller."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from app.base.pdf.fonts import POINTS_PER_MM, text_width
from app.certificates.design.strip import Box

SIZES = (12.0, 11.5, 11.0, 10.5, 10.0, 9.5, 9.0, 8.5)
FLOOR = SIZES[-1]  # points: below this a child of eight cannot read it
HEADING = 6.5  # mm, above the lines
LEAST, MOST = 52.0, 150.0  # mm, how wide lines run


@dataclass(frozen=True, slots=True)
class Line:
    text: str
    strong: bool = False


Said = tuple[Line, ...]
Told = tuple[str, tuple[Said, ...]]  # a heading, and its lines from the fullest way to say it to the shortest


@dataclass(frozen=True, slots=True)
class Column:
    """A heading with its lines, and the size (points) at which they fit."""

    title: str
    lines: Said
    size: float
    x: float
    y: float
    width: float


@dataclass(frozen=True, slots=True)
class _Set:
    """The columns in one division of the room; `given_up`: how many steps away from the fullest words."""

    columns: tuple[Column, ...]
    given_up: int

    @property
    def size(self) -> float:
        return min((one.size for one in self.columns), default=SIZES[0])

    def rows(self, family: str) -> int:
        return sum(_rows(_widths(one.lines, family), self.size, one.width) for one in self.columns)


@lru_cache(maxsize=256)  # the pupils of a class share them
def columns_in(
    told: tuple[Told, ...], divisions: tuple[tuple[Box, ...], ...], family: str
) -> tuple[tuple[Column, ...], int]:
    """In the division that says most, then is largest, then breaks the fewest lines. One size for all: they are read
    beside each other. With it how much was given up."""
    sets = [_set(told, places, family) for places in divisions]
    best = min(sets, key=lambda one: (one.given_up, -one.size, one.rows(family)))
    columns = tuple(Column(one.title, one.lines, best.size, one.x, one.y, one.width) for one in best.columns)
    return columns, best.given_up


def shorter(lines: Said, more: Sequence[Line]) -> tuple[Said, ...]:
    """A list while it fits; then one paragraph; then only the first of them, with `more[n]` for the n left out."""
    cut = [(*lines[:-left], more[left]) for left in range(1, len(lines))]
    return (lines, paragraph(lines), *(paragraph(one) for one in cut))


def paragraph(lines: Said) -> Said:
    return (Line(" · ".join(line.text for line in lines)),) if lines else ()


def _set(told: Sequence[Told], places: Sequence[Box], family: str) -> _Set:
    found = [_column(title, ways, place, family) for (title, ways), place in zip(told, places, strict=True) if ways[0]]
    return _Set(tuple(column for column, _ in found), sum(given_up for _, given_up in found))


def _column(title: str, ways: Sequence[Said], place: Box, family: str) -> tuple[Column, int]:
    width = min(max(place.width, LEAST), MOST)
    sizes = (
        (number, lines, largest(lines, family, width, place.height - HEADING)) for number, lines in enumerate(ways)
    )
    shortest = (len(ways), ways[-1], FLOOR)
    given_up, lines, size = next(((number, lines, size) for number, lines, size in sizes if size), shortest)
    return Column(title, lines, size, round(place.x, 2), round(place.y, 2), round(width, 2)), given_up


def largest(lines: Sequence[Line], family: str, width: float, height: float) -> float | None:
    """The largest of SIZES at which the wrapped lines stay within the height (mm); None when none does."""
    wide = _widths(lines, family)
    fits = (size for size in SIZES if _rows(wide, size, width) * size * 1.36 / POINTS_PER_MM <= height)
    return next(fits, None)


def _widths(lines: Sequence[Line], family: str) -> list[float]:
    """In mm, set at 100 points."""
    return [text_width(line.text, family=family, weight=700 if line.strong else 400) for line in lines]


def _rows(wide: Sequence[float], size: float, width: float) -> int:
    """How many rows these lines take when they wrap."""
    return sum(1 + int(one * size / 100 / (width * 0.93)) for one in wide)
