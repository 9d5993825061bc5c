"""A QR code is drawn with the mask that the standard asks for, and says what it was given."""

import random
from itertools import groupby

import numpy
import pytest
import segno
import zxingcpp

from app.base.qr import mask_of, qr_svg, runs_of

RANDOM = random.Random(7)
SIGNS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
TEXTS = [f"HTTPS://OPENWERF.EXAMPLE/V/{''.join(RANDOM.choices(SIGNS, k=26))}" for _ in range(20)] + [
    "1",
    "een tekst in kleine letters",
    "https://openwerf.example/c/" + "x" * 200,
]


def penalty(rows: list[list[int]]) -> int:
    """ISO/IEC 18004, 7.8.3, module by module."""
    side = len(rows)
    score = sum(of_line(line) for line in rows) + sum(of_line(list(column)) for column in zip(*rows, strict=True))
    for y in range(side - 1):
        for x in range(side - 1):
            score += 3 * (rows[y][x] == rows[y + 1][x] == rows[y][x + 1] == rows[y + 1][x + 1])
    share = sum(map(sum, rows)) * 100 / side**2
    return score + 10 * int(abs(share - 50) / 5)


def of_line(line: list[int]) -> int:
    runs = [len(list(group)) for _, group in groupby(line)]
    score = sum(run - 2 for run in runs if run >= 5)
    wide = [0] * 4 + line + [0] * 4
    for place in range(4, len(line) - 2):
        if wide[place : place + 7] == [1, 0, 1, 1, 1, 0, 1]:
            score += 40 * (not any(wide[place - 4 : place]) or not any(wide[place + 7 : place + 11]))
    return score


def rows_of(text: str) -> list[list[int]]:
    side, runs = runs_of(text)
    rows = [[0] * side for _ in range(side)]
    for x, y, dark in runs:
        rows[y][x : x + dark] = [1] * dark
    return rows


@pytest.mark.parametrize("text", TEXTS)
def test_a_code_has_the_mask_with_the_least_penalty(text: str) -> None:
    those = [[list(row) for row in segno.make(text, error="m", micro=False, mask=mask).matrix] for mask in range(8)]
    scores = [penalty(one) for one in those]
    assert mask_of(text) == scores.index(min(scores))
    assert rows_of(text) == those[mask_of(text)]


@pytest.mark.parametrize("text", TEXTS)
def test_a_code_says_what_it_was_given(text: str) -> None:
    picture = numpy.pad(numpy.kron(1 - numpy.array(rows_of(text)), numpy.ones((4, 4))) * 255, 16, constant_values=255)
    (found,) = zxingcpp.read_barcodes(picture.astype(numpy.uint8))
    assert found.text == text
    assert "<title>R&amp;D</title>" in qr_svg(text, label="R&D")


def test_capitals_make_a_smaller_code() -> None:
    assert runs_of(TEXTS[0])[0] < runs_of(TEXTS[0].lower())[0]
