"""QR codes as one path of rectangles, so that they stay sharp on paper and on screen, with the mask that the standard
asks for: the one with the least penalty.

The encoder of the library weighs the eight masks module by module, which takes five times as long as all the rest.
Here a whole code is one integer, a bit for each module, and a rule of the standard is a handful of shifts.
"""

from functools import lru_cache

import segno
from markupsafe import Markup

MARGIN = 4
Run = tuple[int, int, int]
"""A row of dark modules: x and y of the first, counted from the top left, and how many."""


def qr_svg(text: str, *, label: str) -> Markup:
    """An `<svg>` of the code, error level M, without quiet zone (leave 4 modules white around it).

    `text` is taken as it is: capitals, digits and `$%*+-./: ` alone make a smaller code that scans from
    farther away.
    """
    side, runs = runs_of(text)
    return Markup(
        '<svg class="qr" xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 {side} {side}">'
        '<title>{label}</title><path stroke="#000" d="{path}"/></svg>'
    ).format(side=side, label=label, path=_path(runs))


def runs_of(text: str) -> tuple[int, list[Run]]:
    """How many modules the code is wide, and its dark ones."""
    side, bits = _drawn(text)
    runs: list[Run] = []
    for y in range(side):
        row, x = (bits >> (y * (side + MARGIN))) & ((1 << side) - 1), 0
        while row:
            light = (row & -row).bit_length() - 1
            row >>= light
            dark = (~row & (row + 1)).bit_length() - 1
            row >>= dark
            runs.append((x + light, y, dark))
            x += light + dark
    return side, runs


def mask_of(text: str) -> int:
    """Which of the eight masks (0 to 7) the code of `text` is drawn with."""
    code = _plain(text)
    side = len(code.matrix)
    return _least(side, _as_bits(code), _turns(code.version, code.error))[0]


def _drawn(text: str) -> tuple[int, int]:
    code = _plain(text)
    side, bits, turns = len(code.matrix), _as_bits(code), _turns(code.version, code.error)
    return side, bits ^ turns[_least(side, bits, turns)[0]]


def _plain(text: str) -> segno.QRCode:
    return segno.make(text, error="m", micro=False, mask=0)


def _as_bits(code: segno.QRCode) -> int:
    """A bit for each module, row after row, with a margin that is always light after each row."""
    rows = ("".join("1" if module else "0" for module in reversed(row)) for row in reversed(code.matrix))
    return int(("0" * MARGIN).join(rows), 2)


@lru_cache(maxsize=64)
def _turns(version: int, error: str) -> tuple[int, ...]:
    """What turns a code with mask 0 into the same with each of the eight: it does not depend on what the code says."""
    made = [
        _as_bits(segno.make("0", version=version, error=error, boost_error=False, mask=mask, micro=False))
        for mask in range(8)
    ]
    return tuple(one ^ made[0] for one in made)


def _least(side: int, bits: int, turns: tuple[int, ...]) -> tuple[int, int]:
    """The mask with the least penalty, and that penalty; the first of equals."""
    return min(((mask, _penalty(side, bits ^ turn)) for mask, turn in enumerate(turns)), key=lambda pair: pair[1])


def _penalty(side: int, dark: int) -> int:
    """ISO/IEC 18004, 7.8.3: long runs, blocks, what looks like a finder, and too much of one colour."""
    light = _every(side) & ~dark
    score = 0
    for step in (1, side + MARGIN):
        for colour in (dark, light):
            five = _same(colour, step, 5)
            score += five.bit_count() + 2 * (five & ~(five << step)).bit_count()
        finder = dark & light >> step & _same(dark, step, 3) >> 2 * step & light >> 5 * step & dark >> 6 * step
        before = dark << step | dark << 2 * step | dark << 3 * step | dark << 4 * step
        after = dark >> 7 * step | dark >> 8 * step | dark >> 9 * step | dark >> 10 * step
        score += 40 * (finder & ~(before & after)).bit_count()  # around the code all is light
    for colour in (dark, light):
        pair = colour & colour >> 1
        score += 3 * (pair & pair >> side + MARGIN).bit_count()
    share = dark.bit_count() * 100 / side**2
    return score + 10 * int(abs(share - 50) / 5)


def _same(colour: int, step: int, count: int) -> int:
    """Where `count` of this colour begin, one `step` after the other."""
    found = colour
    for turn in range(1, count):
        found &= colour >> turn * step
    return found


@lru_cache(maxsize=64)
def _every(side: int) -> int:
    return sum(((1 << side) - 1) << (y * (side + MARGIN)) for y in range(side))


def _path(runs: list[Run]) -> str:
    """Runs of dark modules as strokes one module wide, each a step from the last: few commands draw fast."""
    steps: list[str] = []
    last_x, last_y = 0, 0
    for x, y, dark in runs:
        steps.append(f"m{x - last_x} {y - last_y}h{dark}")
        last_x, last_y = x + dark, y
    return "M0 .5" + "".join(steps)
