"""A column beside the text: each visit is a plate between rollers, and its text stands beside it."""

from app.base.language import gettext
from app.certificates.design.strip.asked import Asked
from app.certificates.design.strip.cells import (
    GAP,
    Box,
    Cell,
    Label,
    Placed,
    Strip,
    drawn,
    of_phase,
    pile,
    standing,
)

PITCH = {1: 52.0, 2: 40.0, 3: 34.0, 4: 28.5}
ROLL = 9.4  # between two plates, where the rollers are
MOST = 4 * PITCH[4]
TALLEST = 30.0


def column(asked: Asked) -> Strip:
    """`place` is the strip; `columns` where texts may be, its top that of the first text above the visits."""
    visits = min(asked.visits, len(PITCH))
    return _visited(asked, visits) if visits else _plain(asked)


def _visited(asked: Asked, visits: int) -> Strip:
    place, texts, pitch = asked.place, asked.columns, PITCH[visits]
    shift = (MOST - visits * pitch) * 0.5
    top = texts.y + texts.height + shift
    plates = [
        Box(place.x - 2.5, top + number * pitch + ROLL / 2, place.width + 5, pitch - ROLL) for number in range(visits)
    ]
    bottom = top + visits * pitch
    before = of_phase(asked.steps, "before")
    during, after = of_phase(asked.steps, "during"), of_phase(asked.steps, "after")
    above = Box(place.x, place.y, place.width, top - ROLL / 2 - GAP - place.y)
    under = Box(place.x, bottom + ROLL / 2 + GAP, place.width, place.y + place.height - bottom - ROLL / 2 - GAP)
    cells = [
        *pile(list(reversed(before)), above, tallest=TALLEST, upwards=True),
        *pile([*during, *after], under, tallest=TALLEST, glowing=len(during)),
    ]
    belt = [Box(place.x, top + number * pitch - ROLL / 2, place.width, ROLL) for number in range(visits + 1)]
    marks = [_mark(plate, number, visits, asked.family) for number, plate in enumerate(plates, 1)]
    steps = [standing(cell, family=asked.family) for cell in cells]
    return Strip(
        cold=(*(cell.box for cell in cells if not cell.glow), *belt, *_rest(cells, above, under)),
        plates=(*plates, *(cell.box for cell in cells if cell.glow)),
        seams=(),
        icons=drawn([*steps, *(mark for mark in marks if mark.side)]),
        labels=(*(mark.label for mark in marks), *(one.label for one in steps)),
        columns=(
            Box(texts.x, texts.y + shift, texts.width, texts.height - ROLL / 2),
            Box(texts.x, top, texts.width, visits * pitch),
            Box(texts.x, bottom + 2, texts.width, 21 if visits < len(PITCH) else 15),
        ),
        rollers=tuple((x, box.y + ROLL / 2) for box in belt for x in (place.x - 2, place.x + place.width + 2)),
        shift=shift,
    )


def _plain(asked: Asked) -> Strip:
    """Without a visit one pile of all that was done, from the top to the bottom."""
    place, texts = asked.place, asked.columns
    steps = [step for phase in ("before", "during", "after") for step in of_phase(asked.steps, phase)]
    cells = pile(steps, place, tallest=place.height)
    placed = [standing(cell, family=asked.family) for cell in cells]
    shift = MOST * 0.42
    return Strip(
        cold=tuple(cell.box for cell in cells) or (place,),
        plates=(),
        seams=(),
        icons=drawn(placed),
        labels=tuple(one.label for one in placed),
        columns=(
            Box(texts.x, texts.y + shift, texts.width, 26),
            Box(texts.x, texts.y + shift, 0, 0),
            Box(texts.x, texts.y + shift + (30 if asked.told[0] else 0), texts.width, 26),
        ),
        shift=shift,
    )


def _rest(cells: list[Cell], above: Box, under: Box) -> list[Box]:
    """Plain steel where no step stands."""
    first = min((cell.box.y for cell in cells if cell.box.y < under.y), default=above.y + above.height + GAP)
    last = max((c.box.y + c.box.height for c in cells if c.box.y >= under.y), default=under.y - GAP)
    rest = [
        Box(above.x, above.y, above.width, round(first - GAP - above.y, 2)),
        Box(under.x, round(last + GAP, 2), under.width, round(under.y + under.height - last - GAP, 2)),
    ]
    return [box for box in rest if box.height > 0.5]


def _mark(plate: Box, number: int, visits: int, family: str) -> Placed:
    """What stands on a plate: its number, or of a single visit what it is."""
    if visits == 1:
        return standing(Cell(gettext("On a visit"), "factory", plate, glow=True), family=family)
    line = 26 * 1.2 / 72 * 25.4
    label = Label(str(number), plate.x, round(plate.y + (plate.height - line) / 2, 2), plate.width, 26, glow=True)
    return Placed(Cell("", "factory", plate, glow=True), label, plate.x, plate.y, 0)
