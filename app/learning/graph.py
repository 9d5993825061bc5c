"""The graph of a table of measurements: one column as bars, more columns as dots and a line against the first. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from app.curriculum.numbers import written

WIDTH, HEIGHT = 300, 205  # of the drawing, in its own units: dots on a phone
LEFT, RIGHT, TOP, BOTTOM = 52, 14, 32, 42
STEPS = 5  # lines at most, beside the one at the bottom
LOW_SHARE = 0.6  # from what part of the highest value on the axis need not begin at nothing
SAME = 1e-9  # as a part of the value: closer together is one place
SIGN_WIDTH = 8  # of a digit at an axis


@dataclass(frozen=True, slots=True)
class Tick:
    at: float
    text: str


@dataclass(frozen=True, slots=True)
class Dot:
    """A measurement: where it is drawn, and what it says in words."""

    x: float
    y: float
    text: str


@dataclass(frozen=True, slots=True)
class Bar:
    x: float
    y: float
    width: float
    height: float
    text: str


@dataclass(frozen=True, slots=True)
class Graph:
    """All positions in a drawing of WIDTH x HEIGHT; `line`: the points of a polyline, empty for bars."""

    across: str
    up: str
    x_ticks: tuple[Tick, ...]
    y_ticks: tuple[Tick, ...]
    dots: tuple[Dot, ...]
    bars: tuple[Bar, ...]
    line: str
    left: float
    zero: float  # where the horizontal axis lies
    width: int = WIDTH
    height: int = HEIGHT
    right: int = WIDTH - RIGHT
    bottom: int = HEIGHT - BOTTOM
    top: int = TOP


@dataclass(frozen=True, slots=True)
class _Axis:
    low: float
    high: float
    step: float

    def part(self, value: float) -> float:
        """0 at the low end, 1 at the high end."""
        return (value - self.low) / (self.high - self.low)

    @property
    def marks(self) -> list[float]:
        count = round((self.high - self.low) / self.step)
        return [self.low + number * self.step for number in range(count + 1)]


def graphs(columns: Sequence[str], rows: Sequence[Sequence[str]], *, language: str) -> tuple[Graph, ...]:
    """The graphs of a table; none when there is nothing to draw. A cell is a number with a point, or empty."""
    cells = [[float(cell) if cell else None for cell in row] for row in rows]
    if len(columns) == 1:
        values = [(number, row[0]) for number, row in enumerate(cells, 1) if row[0] is not None]
        return (_bars(columns[0], values, language),) if values else ()
    found = []
    for place, name in enumerate(columns[1:], 1):
        pairs = ((row[0], row[place]) for row in cells)
        points = [(x, y) for x, y in pairs if x is not None and y is not None]
        if points:
            found.append(_dots(columns[0], name, points, language))
    return tuple(found)


def _bars(name: str, values: Sequence[tuple[int, float]], language: str) -> Graph:
    up = _axis([value for _, value in values], from_zero=True)
    left = _left(up, language)
    places = values[-1][0]
    pitch = (WIDTH - RIGHT - left) / places
    zero = _y(up, 0)
    bars = tuple(
        Bar(
            round(left + (number - 1) * pitch + pitch * 0.15, 1),
            round(min(_y(up, value), zero), 1),
            round(pitch * 0.7, 1),
            round(max(abs(_y(up, value) - zero), 1.0), 1),
            f"{number}: {_said(value, language)}",
        )
        for number, value in values
    )
    ticks = tuple(Tick(round(left + (number - 0.5) * pitch, 1), str(number)) for number in range(1, places + 1))
    return Graph("", name, _thinned(ticks), _ticks_up(up, language), (), bars, "", left, round(zero, 1))


def _dots(across: str, name: str, points: Sequence[tuple[float, float]], language: str) -> Graph:
    sideways, up = _axis([x for x, _ in points]), _axis([y for _, y in points])
    left = _left(up, language)
    width = WIDTH - RIGHT - left
    dots = tuple(
        Dot(
            round(left + sideways.part(x) * width, 1),
            round(_y(up, y), 1),
            f"{_said(x, language)}: {_said(y, language)}",
        )
        for x, y in sorted(points)
    )
    is_one_each = all(one.x != other.x for one, other in pairwise(dots))  # of two at one place none comes first
    line = " ".join(f"{dot.x},{dot.y}" for dot in dots) if len(dots) > 1 and is_one_each else ""
    ticks = tuple(Tick(round(left + sideways.part(mark) * width, 1), _said(mark, language)) for mark in sideways.marks)
    return Graph(across, name, _thinned(ticks), _ticks_up(up, language), dots, (), line, left, HEIGHT - BOTTOM)


def _axis(values: Sequence[float], *, from_zero: bool = False) -> _Axis:
    """Round marks around these values; from nothing on, unless that would press them together."""
    low, high = min(values), max(values)
    if from_zero or (0 <= low <= high * LOW_SHARE):
        low = min(low, 0.0)
        high = max(high, 0.0)
    if high - low <= SAME * max(abs(low), abs(high)):
        low, high = (0.0, high or 1.0) if low >= 0 else (low, 0.0)
    step = _round_step((high - low) / STEPS)
    first, last = _down(low, step), -_down(-high, step)
    return _Axis(first, last if last > first else first + step, step)


def _round_step(least: float) -> float:
    """The first of 1, 2, 5, 10, 20 ... that is at least so much."""
    size = Decimal(10) ** Decimal(repr(least)).adjusted()
    return float(next(one * size for one in (1, 2, 5, 10) if float(one * size) >= least))


def _down(value: float, step: float) -> float:
    """The last mark at or below; a hair above one counts as on it."""
    return round((value + step * 1e-9) // step) * step


def _thinned(ticks: tuple[Tick, ...]) -> tuple[Tick, ...]:
    """Only as many numbers under the axis as fit beside each other."""
    longest = max(len(tick.text) for tick in ticks)
    pitch = ticks[1].at - ticks[0].at if len(ticks) > 1 else WIDTH
    return ticks[:: max(1, -int(-SIGN_WIDTH * (longest + 1) // pitch))]


def _ticks_up(up: _Axis, language: str) -> tuple[Tick, ...]:
    return tuple(Tick(round(_y(up, mark), 1), _said(mark, language)) for mark in up.marks)


def _left(up: _Axis, language: str) -> float:
    """Room for the longest number at the side."""
    longest = max(len(_said(mark, language)) for mark in up.marks)
    return min(max(LEFT - 16, 14 + SIGN_WIDTH * longest), WIDTH // 2)


def _y(up: _Axis, value: float) -> float:
    return TOP + (1 - up.part(value)) * (HEIGHT - TOP - BOTTOM)


def _said(value: float, language: str) -> str:
    """As it is written here, without the dust of binary fractions."""
    return written(Decimal(f"{value:.10g}"), language)
