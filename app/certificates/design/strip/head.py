"""One line over the whole width, in three parts that are never too narrow for the text that hangs on them."""

from collections.abc import Sequence

from app.certificates.design.strip.asked import Asked
from app.certificates.design.strip.cells import GAP, Box, Strip, drawn, lying, of_phase, row, visit_step

LEAST, LEAST_OF_MANY = 62.0, 96.0  # mm; the second where three visits and more are named


def head(asked: Asked) -> Strip:
    """`place` is the cold strip; the plate stands out 2.9 mm above and below it."""
    place, visits, family = asked.place, asked.visits, asked.family
    middle = ([visit_step(visits)] if visits else []) + of_phase(asked.steps, "during")
    parts = [of_phase(asked.steps, "before"), middle, of_phase(asked.steps, "after")]
    # a part without steps still has its place when there is something to say in it
    counts = [len(part) or int(bool(lines)) for part, lines in zip(parts, asked.told, strict=True)]
    least = [LEAST, LEAST_OF_MANY if visits > 2 else LEAST, LEAST]
    x, cold, hot, placed, columns, plates = place.x, [], [], [], [], []
    for number, (part, width) in enumerate(zip(parts, _shares(counts, least, whole=place.width), strict=True)):
        columns.append(Box(round(x, 2), asked.columns.y, max(width - 6, 0), asked.columns.height))
        if number == 1 and visits:
            end = GAP if counts[2] else 0
            plate = Box(x + 0.4, place.y - 2.9, width - end - 0.8, place.height + 5.8)
            plates.append(plate)
            hot = row(part, _inside(plate, 1.3 + asked.inset), gap=0, glow=True)
            placed += [lying(cell, family=family, size=11, side=4.6) for cell in hot]
        elif part:
            end = GAP if number < 2 and any(counts[number + 1 :]) else 0
            found = row(part, Box(x, place.y, width - end, place.height), gap=GAP)
            cold += [cell.box for cell in found]
            placed += [lying(cell, family=family, size=8.5, side=3.4, centred=False) for cell in found]
        elif width:
            cold.append(Box(x, place.y, width - GAP, place.height))
        x += width
    if not any(counts):
        cold.append(place)
    return Strip(
        cold=tuple(cold),
        plates=tuple(plates),
        seams=tuple(cell.box.x for cell in hot[1:]),
        icons=drawn(placed),
        labels=tuple(one.label for one in placed),
        columns=tuple(columns),
    )


def _inside(plate: Box, aside: float) -> Box:
    return Box(plate.x + aside, plate.y + 1.3, plate.width - 2 * aside, plate.height - 2.6)


def _shares(counts: Sequence[int], least: Sequence[float], *, whole: float) -> list[float]:
    """Widths in proportion to the counts, none that is there below its least."""
    free = whole - sum(room for room, count in zip(least, counts, strict=True) if count)
    every = max(sum(counts), 1)
    return [room + free * count / every if count else 0.0 for room, count in zip(least, counts, strict=True)]
