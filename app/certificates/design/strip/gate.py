"""The gate: before climbs on the left, the visit lies over the top, after comes down on the right and coils."""

from collections.abc import Sequence

from app.certificates.design.strip.asked import Asked
from app.certificates.design.strip.cells import (
    GAP,
    Box,
    Strip,
    drawn,
    lying,
    of_phase,
    pile,
    row,
    standing,
    visit_step,
)

THICK, TOP, CORNER = 16.0, 36.0, 36.0
MIDDLES = (0.0, 60.0, 86.0, 100.0)  # mm, for the column of visits


def gate(asked: Asked) -> Strip:
    """Works for any page: the frame takes its measures from it."""
    wide, high, visits = asked.wide, asked.high, asked.visits
    left = pile(
        of_phase(asked.steps, "before"), Box(12, TOP, THICK, high - 12 - TOP), tallest=high * 0.193, upwards=True
    )
    right = pile(of_phase(asked.steps, "after"), Box(wide - 28, TOP, THICK, high - 57 - TOP), tallest=high * 0.186)
    during = of_phase(asked.steps, "during")
    plate = Box(46, 10.6, wide - 92, 18.8)
    hot = row([visit_step(visits), *during], plate, gap=0, glow=True) if visits else []
    over = row(during, Box(CORNER, 12, wide - 2 * CORNER, THICK), gap=GAP) if not visits else []
    used = min((cell.box.y for cell in left), default=high - 12 + GAP)
    ends = max((cell.box.y + cell.box.height for cell in right), default=TOP - GAP)
    plain = [Box(12, TOP, THICK, used - GAP - TOP), Box(wide - 28, ends + GAP, THICK, high - 34 - ends - GAP)]
    if visits:
        plain += [Box(CORNER, 12, 8.6, THICK), Box(wide - 44.6, 12, 8.6, THICK)]
    elif not over:
        plain.append(Box(CORNER, 12, wide - 2 * CORNER, THICK))
    placed = [
        *(standing(cell, family="Werf Lexend") for cell in (*left, *right)),
        *(lying(cell, family="Werf Lexend", size=10, side=6) for cell in over),
        *(
            lying(cell, family="Werf Bricolage", size=17 if first else 12.5, side=9 if first else 6.5)
            for first, cell in ((number == 0, cell) for number, cell in enumerate(hot))
        ),
    ]
    cold = [cell.box for cell in (*left, *over, *right)] + [box for box in plain if box.height > 0]
    return Strip(
        cold=tuple(cold),
        plates=(plate,) if visits else (),
        seams=tuple(cell.box.x for cell in hot[1:]),
        icons=drawn(placed),
        labels=tuple(one.label for one in placed),
        columns=_columns(asked, middle=100.0 if visits > 2 else 0.0),
        divisions=() if wide < high else tuple(_columns(asked, middle=middle) for middle in MIDDLES),
    )


def _columns(asked: Asked, *, middle: float) -> tuple[Box, ...]:
    """In the middle: beside each other, or under each other where the page is narrow. `middle`: how wide (mm) the
    second of three is; 0: as the others."""
    place, shown = asked.columns, [bool(lines) for lines in asked.told]
    count = max(sum(shown), 1)
    if place.width < 180:
        return _under(place, shown, asked.told)
    least = 150.0 if count == 1 else (place.width - 4) / 2 if count == 2 else (place.width - 8) / 3
    middle = middle if middle and count == 3 else least
    side = (place.width - 8 - middle) / 2 if count == 3 else least
    widths = [there * (middle if number == 1 else side) for number, there in enumerate(shown)]
    x = place.x + (place.width - sum(widths) - 4 * (count - 1)) / 2
    boxes = []
    for width in widths:
        boxes.append(Box(x, place.y, width, place.height))
        x += width + 4 if width else 0
    return tuple(boxes)


def _under(place: Box, shown: Sequence[bool], told: Sequence[int]) -> tuple[Box, ...]:
    """Each in proportion to what it says, all of them in the middle of the height."""
    lines = [number + 2.1 if there else 0.0 for number, there in zip(told, shown, strict=True)]
    unit = min(5.8, place.height / max(sum(lines), 1))
    y = place.y + (place.height - unit * sum(lines)) / 2
    boxes = []
    for number, there in zip(lines, shown, strict=True):
        boxes.append(Box(place.x, round(y, 2), place.width if there else 0, round(unit * number, 2)))
        y += unit * number
    return tuple(boxes)
