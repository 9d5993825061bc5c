"""The strip of steel on a certificate: where each step that was done stands. All measures in mm on A4
landscape."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.base.language import gettext, ngettext
from app.base.pdf.fonts import text_width
from app.base.pdf.page import icon
from app.certificates.design.facts import StepFact, Tone

WHITE, INK = "#fff", "#0E2236"
GAP = 0.8


@dataclass(frozen=True, slots=True)
class Box:
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Label:
    """Words on the strip, set as real text above the drawing."""

    label: str
    x: float
    y: float
    width: float
    size: float
    glow: bool = False


@dataclass(frozen=True, slots=True)
class Icons:
    """Icons of one size and colour, as one path; `scale` turns the icon's field of 24 into mm."""

    scale: float
    colour: str
    path: str


@dataclass(frozen=True, slots=True)
class Strip:
    cold: tuple[Box, ...]
    plate: Box | None
    seams: tuple[float, ...]
    icons: tuple[Icons, ...]
    labels: tuple[Label, ...]
    columns: tuple[Box, ...] = ()
    """In the sober design: where the texts of before, visit and after hang."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A step in its place, before it is known how icon and words stand in it."""

    label: str
    icon: str
    box: Box
    glow: bool = False


def strip_for(tone: Tone, steps: Sequence[StepFact], *, visits: int) -> Strip:
    """The strip of what was done; without a visit there is no glow and nothing is missing."""
    return _gate(steps, visits) if tone == "po" else _head(steps, visits)


def _gate(steps: Sequence[StepFact], visits: int) -> Strip:
    """Primary: before climbs on the left, the visit lies over the top, after comes down on the right."""
    left = _column(_of(steps, "before"), x=12, bottom=198, top=36, tallest=40.5, upwards=True)
    right = _column(_of(steps, "after"), x=269, bottom=153, top=36, tallest=39, upwards=False)
    during = _of(steps, "during")
    plate = Box(46, 10.6, 205, 18.8) if visits else None
    hot = _row([_visit_step(visits), *during], Box(46, 10.6, 205, 18.8), gap=0, glow=True) if visits else []
    over = _row(during, Box(36, 12, 225, 16), gap=GAP) if during and not visits else []
    used = min((cell.box.y for cell in left), default=198.0 + GAP)
    ends = max((cell.box.y + cell.box.height for cell in right), default=36.0 - GAP)
    plain = [Box(12, 36, 16, used - GAP - 36), Box(269, ends + GAP, 16, 176 - ends - GAP)]
    if plate:
        plain += [Box(36, 12, 8.6, 16), Box(252.4, 12, 8.6, 16)]
    elif not over:
        plain.append(Box(36, 12, 225, 16))
    cold = [cell.box for cell in (*left, *over, *right)] + [box for box in plain if box.height > 0]
    standing = [_standing(cell) for cell in (*left, *right)]
    lying = [_lying(cell, family="Werf Lexend", size=10, side=6) for cell in over]
    glowing = [
        _lying(cell, family="Werf Bricolage", size=17 if number == 0 else 12.5, side=9 if number == 0 else 6.5)
        for number, cell in enumerate(hot)
    ]
    return _strip(cold, plate, hot, [*standing, *lying, *glowing])


def _head(steps: Sequence[StepFact], visits: int) -> Strip:
    """Secondary: one line over the whole width, in three parts that are never too narrow for their text."""
    middle = ([_visit_step(visits)] if visits else []) + _of(steps, "during")
    parts = [_of(steps, "before"), middle, _of(steps, "after")]
    widths = _shares([len(part) for part in parts], whole=273, least=62)
    x, cold, hot, placed, columns = 12.0, [], [], [], []
    plate: Box | None = None
    for number, (part, width) in enumerate(zip(parts, widths, strict=True)):
        columns.append(Box(x, 30.5, max(width - 6, 0), 35))
        if number == 1 and visits:
            plate = Box(x + 0.4, 11.1, width - GAP - 0.8, 14.8)
            hot = _row(part, Box(x + 1.7, 12.4, width - GAP - 3.4, 12.2), gap=0, glow=True)
            placed += [_lying(cell, family="Werf Atkinson", size=11, side=4.6) for cell in hot]
        elif part:
            row = _row(part, Box(x, 14, width - GAP, 9), gap=GAP)
            cold += [cell.box for cell in row]
            placed += [_lying(cell, family="Werf Atkinson", size=8.5, side=3.4, centred=False) for cell in row]
        x += width
    return _strip(cold, plate, hot, placed, columns)


def _of(steps: Iterable[StepFact], phase: str) -> list[StepFact]:
    return [StepFact(*step) for step in steps if step[2] == phase]


def _visit_step(visits: int) -> StepFact:
    told = gettext("On a visit") if visits == 1 else ngettext("%(n)s visit", "%(n)s visits", visits)
    return StepFact(told, "factory", "during")


def _column(
    steps: Sequence[StepFact], *, x: float, bottom: float, top: float, tallest: float, upwards: bool
) -> list[Cell]:
    if not steps:
        return []
    height = min(tallest, (bottom - top - GAP * (len(steps) - 1)) / len(steps))
    cells = []
    for number, (label, picture, _) in enumerate(steps):
        y = bottom - height - number * (height + GAP) if upwards else top + number * (height + GAP)
        cells.append(Cell(label, picture, Box(x, round(y, 2), 16, round(height, 2))))
    return cells


def _row(steps: Sequence[StepFact], place: Box, *, gap: float, glow: bool = False) -> list[Cell]:
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


def _shares(counts: Sequence[int], *, whole: float, least: float) -> list[float]:
    """Widths in proportion to the counts, none that is there below `least`."""
    there = [count for count in counts if count]
    free = whole - least * len(there)
    return [least + free * count / sum(there) if count else 0.0 for count in counts]


def _standing(cell: Cell) -> tuple[Cell, Label, float, float, float]:
    """Icon above words, in a column: the cell, the words, and the icon's x, y and side."""
    box = cell.box
    side = min(8.0, max(4.6, box.height * 0.3))
    size = min(8.4, 100 * (box.width - 1.6) / text_width(cell.label, family="Werf Lexend", weight=700))
    line = size * 1.2 / 72 * 25.4
    y = box.y + (box.height - side - 0.8 - line) / 2
    label = Label(cell.label, box.x, round(y + side + 0.8, 2), box.width, round(size, 1))
    return cell, label, box.x + (box.width - side) / 2, y, side


def _lying(
    cell: Cell, *, family: str, size: float, side: float, centred: bool = True
) -> tuple[Cell, Label, float, float, float]:
    """Icon before words, in a row."""
    box, between = cell.box, side * 0.3
    room = box.width - side - between - 4
    size = min(size, 100 * room / text_width(cell.label, family=family, weight=700))
    width = text_width(cell.label, family=family, weight=700) * size / 100
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
    return cell, label, x, box.y + (box.height - side) / 2, side


def _strip(
    cold: Sequence[Box],
    plate: Box | None,
    hot: Sequence[Cell],
    placed: Sequence[tuple[Cell, Label, float, float, float]],
    columns: Sequence[Box] = (),
) -> Strip:
    paths: dict[tuple[float, str], list[str]] = {}
    for cell, _, x, y, side in placed:
        scale = round(side / 24, 4)
        colour = INK if cell.glow else WHITE
        paths.setdefault((scale, colour), []).append(f"M{x / scale:.2f} {y / scale:.2f}{icon(cell.icon)}")
    return Strip(
        cold=tuple(cold),
        plate=plate,
        seams=tuple(cell.box.x for cell in hot[1:]),
        icons=tuple(Icons(scale, colour, "".join(found)) for (scale, colour), found in paths.items()),
        labels=tuple(label for _, label, *_ in placed),
        columns=tuple(columns),
    )
