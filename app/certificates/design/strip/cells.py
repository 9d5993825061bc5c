"""What every strip is put together from: boxes of steel, words and icons on them. All measures in mm."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from app.base.language import gettext, ngettext
from app.base.pdf.fonts import text_width
from app.base.pdf.page import icon
from app.certificates.design.facts import StepFact

WHITE, INK = "#fff", "#0E2236"
FLOOR = 8.5  # points: smaller a child cannot read it
NARROW = "Werf Atkinson"
GAP = 0.8


@dataclass(frozen=True, slots=True)
class Box:
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Label:
    """Words on the strip, set as real text above the drawing. `narrow`: in letters that take less room than those of
    the page; `thin` too where that is not enough."""

    label: str
    x: float
    y: float
    width: float
    size: float
    glow: bool = False
    narrow: bool = False
    thin: bool = False


@dataclass(frozen=True, slots=True)
class Icons:
    """Icons of one size and colour, as one path; `scale` turns the icon's field of 24 into mm."""

    scale: float
    colour: str
    path: str


@dataclass(frozen=True, slots=True)
class Strip:
    """`cold`: done and cooled; `plates`: the visits, glowing; `seams`: lines on them between what was done there.

    `columns`: where the texts of before, visit and after hang; a width of 0 is no place. `rollers`: the middles of
    the wheels beside the plates. `shift`: how far (mm) the text may move down, where little stands below it.
    """

    cold: tuple[Box, ...]
    plates: tuple[Box, ...]
    seams: tuple[float, ...]
    icons: tuple[Icons, ...]
    labels: tuple[Label, ...]
    columns: tuple[Box, ...]
    rollers: tuple[tuple[float, float], ...] = ()
    shift: float = 0.0
    divisions: tuple[tuple[Box, ...], ...] = ()  # other places for the columns, where texts ask for them


@dataclass(frozen=True, slots=True)
class Cell:
    """A step in its place, before it is known how icon and words stand in it."""

    label: str
    icon: str
    box: Box
    glow: bool = False


class Placed(NamedTuple):
    """A cell with its words, and the icon's x, y and side; a side of 0 is no icon."""

    cell: Cell
    label: Label
    x: float
    y: float
    side: float


def of_phase(steps: Iterable[StepFact], phase: str) -> list[StepFact]:
    return [StepFact(*step) for step in steps if step[2] == phase]


def visit_step(visits: int) -> StepFact:
    told = gettext("On a visit") if visits == 1 else ngettext("%(n)s visit", "%(n)s visits", visits)
    return StepFact(told, "factory", "during")


def row(steps: Sequence[StepFact], place: Box, *, gap: float, glow: bool = False) -> list[Cell]:
    """Side by side over the whole width."""
    if not steps:
        return []
    first = 2 if glow else 1  # the visit itself gets twice the room of what was done there
    unit = (place.width - gap * (len(steps) - 1)) / (len(steps) - 1 + first)
    cells, x = [], place.x
    for number, (label, picture, _) in enumerate(steps):
        width = unit * (first if number == 0 else 1)
        cells.append(Cell(label, picture, Box(round(x, 2), place.y, round(width, 2), place.height), glow))
        x += width + gap
    return cells


def pile(
    steps: Sequence[StepFact], place: Box, *, tallest: float, upwards: bool = False, glowing: int = 0
) -> list[Cell]:
    """Above each other, from the top down or from the bottom up; none taller than `tallest`. The first `glowing` of
    them belong to the visit."""
    if not steps:
        return []
    height = min(tallest, (place.height - GAP * (len(steps) - 1)) / len(steps))
    cells = []
    for number, (label, picture, _) in enumerate(steps):
        down = number * (height + GAP)
        y = place.y + place.height - height - down if upwards else place.y + down
        box = Box(place.x, round(y, 2), place.width, round(height, 2))
        cells.append(Cell(label, picture, box, number < glowing))
    return cells


def standing(cell: Cell, *, family: str) -> Placed:
    """Icon above words, in a column; words alone where it is too low for both."""
    box = cell.box
    side = min(13.0 if cell.glow else 8.0, max(4.6, box.height * 0.3)) if box.height >= 10 else 0.0
    between = 0.8 if side else 0.0
    size, narrow, thin = _readable(cell, family)
    line = size * 1.2 / 72 * 25.4
    y = box.y + (box.height - side - between - line) / 2
    label = Label(cell.label, box.x, round(y + side + between, 2), box.width, round(size, 1), cell.glow, narrow, thin)
    return Placed(cell, label, box.x + (box.width - side) / 2, y, side)


def _readable(cell: Cell, family: str) -> tuple[float, bool, bool]:
    """The size (points) at which the words stand in the width; in narrow letters, and thin ones, when it must be."""
    most = 11.0 if cell.glow else FLOOR
    size = min(most, 100 * (cell.box.width - 2.4 + 0.8 * (not cell.glow)) / _wide(cell.label, family))
    if size >= FLOOR:
        return size, False, False
    room = cell.box.width - 0.6
    thin = 100 * room / _wide(cell.label, NARROW) < FLOOR
    return min(FLOOR, 100 * room / _wide(cell.label, NARROW, 400 if thin else 700)), True, thin


def _wide(words: str, family: str, weight: int = 700) -> float:
    return max(text_width(words, family=family, weight=weight), 0.001)


def lying(cell: Cell, *, family: str, size: float, side: float, centred: bool = True) -> Placed:
    """Icon before words, in a row; words alone where both would be too small to read."""
    box, whole = cell.box, _wide(cell.label, family)
    if 100 * (box.width - side * 1.3 - 4) / whole < FLOOR:
        side = 0.0
    between = side * 0.3
    size = min(size, 100 * (box.width - side - between - (4 if side else 1.6)) / whole)
    width = whole * size / 100
    centred = centred or not side
    x = box.x + (box.width - side - between - width) / 2 if centred else box.x + 2.4
    line = size * 1.2 / 72 * 25.4
    label = Label(
        cell.label,
        round(x + side + between, 2),
        round(box.y + (box.height - line) / 2, 2),
        round(width + 2, 2),
        round(size, 1),
        cell.glow,
    )
    return Placed(cell, label, x, box.y + (box.height - side) / 2, side)


def drawn(placed: Iterable[Placed]) -> tuple[Icons, ...]:
    """Icons of one size and colour together: few paths draw fast."""
    paths: dict[tuple[float, str], list[str]] = {}
    for cell, _, x, y, side in placed:
        if side:
            scale = round(side / 24, 4)
            colour = INK if cell.glow else WHITE
            paths.setdefault((scale, colour), []).append(f"M{x / scale:.2f} {y / scale:.2f}{icon(cell.icon)}")
    return tuple(Icons(scale, colour, "".join(found)) for (scale, colour), found in paths.items())
