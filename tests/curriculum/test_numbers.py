"""Numbers as people here write them."""

from decimal import Decimal

import pytest

from app.curriculum.numbers import NoNumber, TwoMeanings, read_quantity, read_target, written


@pytest.mark.parametrize(
    ("text", "language", "number", "unit"),
    [
        ("35.000", "nl", "35000", ""),
        ("35,000", "en", "35000", ""),
        ("0,5", "nl", "0.5", ""),
        ("0,125", "nl", "0.125", ""),
        ("1.234.567,5 m", "nl", "1234567.5", "m"),
        ("35 000 m3", "nl", "35000", "m³"),
        ("35000 kubieke meter", "nl", "35000", "m³"),
        ("18 meter", "nl", "18", "m"),
        ("12,5cm", "nl", "12.5", "cm"),
        ("22 graden", "nl", "22", "°C"),
        ("-5 °C", "nl", "-5", "°C"),
        ("−5", "nl", "-5", ""),
        ("30%", "nl", "30", "%"),
        ("€ 27.000", "nl", "27000", ""),
        ("2.5", "nl", "2.5", ""),  # can be nothing else
    ],
)
def test_a_quantity_is_read_as_it_is_meant(text: str, language: str, number: str, unit: str) -> None:
    assert read_quantity(text, language) == (Decimal(number), unit)


@pytest.mark.parametrize("text", ["1,500", "12,500 m", "1.2.3", "1,2,3"])
def test_what_can_mean_two_things_is_said_to(text: str) -> None:
    with pytest.raises(TwoMeanings):
        read_quantity(text, "nl")


@pytest.mark.parametrize("text", ["", "achttien", "ongeveer 18", "18 of 19", "1/2", "m", "3 4", "9" * 5 + "x1"])
def test_words_are_no_number(text: str) -> None:
    with pytest.raises(NoNumber):
        read_quantity(text, "nl")


@pytest.mark.parametrize(
    ("text", "low", "high", "unit"),
    [
        ("18", "18", "18", ""),
        ("18 m ± 0,5", "17.5", "18.5", "m"),
        ("200 m ± 5%", "190", "210", "m"),
        ("17,5..18,5 m", "17.5", "18.5", "m"),
        ("30% ± 2", "28", "32", "%"),
        ("-20 °C ± 10%", "-22", "-18", "°C"),
    ],
)
def test_an_author_says_how_near_is_near_enough(text: str, low: str, high: str, unit: str) -> None:
    target = read_target(text, "nl")
    assert (target.low, target.high, target.unit) == (Decimal(low), Decimal(high), unit)


def test_numbers_are_written_as_they_are_read() -> None:
    assert written(Decimal("35000"), "nl", "m³") == "35.000 m³"
    assert written(Decimal("35000.50"), "en", "m³") == "35,000.5 m³"
    assert written(Decimal("1500"), "nl") == "1500"
    assert written(Decimal("60"), "nl", "%") == "60%"
    assert written(Decimal("2"), "en", "uur") == "2 h"
