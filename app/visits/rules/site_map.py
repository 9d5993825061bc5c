"""The plan of an event's place as a drawing: stands on a grid, and the route of a class as the rolling line. Pure.

Made for paper in grey too: a stand of the route is dark with the number of its round, the line is dark with a light
core, and order never leans on colour.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from xml.sax.saxutils import escape

INK, BLUE, COLD, EDGE, GLOW, WHITE = "#0E2236", "#0A4F78", "#EDF3F6", "#5B7385", "#FFD23F", "#FFFFFF"
CELL, BOX, MARGIN = 100, 66, 10


@dataclass(frozen=True, slots=True)
class Spot:
    """A stand on the map."""

    number: str
    column: int
    row: int


def site_map(spots: Sequence[Spot], route: Sequence[Spot] = (), *, label: str, standalone: bool = True) -> str:
    """SVG. `label`: said by a screen reader. `standalone`: with its namespace, for a file or paper."""
    width = max((one.column for one in spots), default=1) * CELL + 2 * MARGIN
    height = max((one.row for one in spots), default=1) * CELL + 2 * MARGIN
    steps = {(one.column, one.row): n for n, one in enumerate(route, 1)}
    space = ' xmlns="http://www.w3.org/2000/svg"' if standalone else ""
    parts = [
        f'<svg{space} class="terrein" viewBox="0 0 {width} {height}" role="img" aria-label="{_said(label)}">',
        f'<rect x="1" y="1" width="{width - 2}" height="{height - 2}" rx="10" fill="{WHITE}" stroke="{EDGE}"/>',
        *_line(route),
        *(part for one in spots for part in _spot(one, steps.get((one.column, one.row)))),
        "</svg>",
    ]
    return "".join(parts)


def _line(route: Sequence[Spot]) -> list[str]:
    """From stand to stand, around the corner along the paths between them."""
    if len(route) < 2:
        return []
    points = []
    for here, there in pairwise(route):
        points += [_middle(here), *_corners(here, there)]
    points.append(_middle(route[-1]))
    path = "M" + "L".join(f"{x} {y}" for x, y in points)
    common = f'd="{path}" fill="none" stroke-linecap="round" stroke-linejoin="round"'
    return [
        f'<path {common} stroke="{BLUE}" stroke-width="13"/>',
        f'<path {common} stroke="{GLOW}" stroke-width="5"/>',
    ]


def _corners(here: Spot, there: Spot) -> list[tuple[int, int]]:
    """A walk keeps to the paths between the rows, so that the line crosses no stand that it does not visit."""
    (x, y), (to_x, to_y) = _middle(here), _middle(there)
    if (abs(here.column - there.column) == 1 and y == to_y) or (abs(here.row - there.row) == 1 and x == to_x):
        return []
    path_y = y + CELL // 2 if to_y >= y else y - CELL // 2
    if here.row == there.row:
        return [(x, path_y), (to_x, path_y)]
    path_x = to_x + CELL // 2 if x > to_x else to_x - CELL // 2
    if abs(here.row - there.row) == 1:
        return [(x, path_y), (to_x, path_y)]
    last_y = to_y - CELL // 2 if to_y > y else to_y + CELL // 2
    return [(x, path_y), (path_x, path_y), (path_x, last_y), (to_x, last_y)]


def _spot(one: Spot, step: int | None) -> list[str]:
    x, y = _middle(one)
    left, top = x - BOX // 2, y - BOX // 2
    fill, ink, edge = (BLUE, WHITE, INK) if step else (COLD, INK, EDGE)
    size = 30 if len(one.number) < 3 else 22
    found = [
        f'<rect x="{left}" y="{top}" width="{BOX}" height="{BOX}" rx="9" fill="{fill}" stroke="{edge}"'
        f' stroke-width="{3 if step else 1.5}"/>',
        f'<text x="{x}" y="{y + size * 0.36:.0f}" font-size="{size}" font-weight="700" text-anchor="middle"'
        f' fill="{ink}">{escape(one.number)}</text>',
    ]
    if step:
        found += [
            f'<circle cx="{left + BOX}" cy="{top}" r="17" fill="{GLOW}" stroke="{INK}" stroke-width="3"/>',
            f'<text x="{left + BOX}" y="{top + 8}" font-size="22" font-weight="700" text-anchor="middle"'
            f' fill="{INK}">{step}</text>',
        ]
    return found


def _middle(one: Spot) -> tuple[int, int]:
    return MARGIN + one.column * CELL - CELL // 2, MARGIN + one.row * CELL - CELL // 2


def _said(text: str) -> str:
    return escape(text, {'"': "&quot;"})
