"""Numbers and units as authors and pupils write them: `35.000` is thirty-five thousand in Dutch.

What can mean two things is said to be so, and never guessed.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

THOUSANDS = {"nl": ".", "en": ","}
DECIMALS = {"nl": ",", "en": "."}
_SPACES = "\u00a0\u2009\u202f '"  # people put these between thousands
_NUMBER = r"[-−+]?\d[\d.,\u00a0\u2009\u202f']*(?:[ ]\d{3}(?!\d))*(?:,\d+)?"
_PARTS = re.compile(rf"\s*(?:€\s*)?({_NUMBER})\s*(.*?)\s*\Z", re.DOTALL)
_MARGIN = re.compile(rf"(.*?)\s*(?:±|\+/-|\+-)\s*({_NUMBER})\s*(%?)\s*\Z", re.DOTALL)
_RANGE = re.compile(rf"\s*({_NUMBER}?)\s*\.\.\s*({_NUMBER})\s*(.*?)\s*\Z", re.DOTALL)

SPELLINGS = {
    "µm": ("micrometer", "micrometers", "micron", "microns", "um", "μm", "micrometre", "micrometres"),
    "mm": ("millimeter", "millimeters", "millimetre", "millimetres"),
    "cm": ("centimeter", "centimeters", "centimetre", "centimetres"),
    "m": ("meter", "meters", "metre", "metres", "mtr"),
    "km": ("kilometer", "kilometers", "kilometre", "kilometres"),
    "mg": ("milligram", "milligrams"),
    "g": ("gram", "gr", "grams"),
    "kg": ("kilo", "kilogram", "kilo's", "kilos", "kilograms"),
    "ton": ("tonnen", "tonne", "tonnes", "tons"),
    "ml": ("milliliter", "milliliters", "millilitre", "millilitres"),
    "l": ("liter", "liters", "litre", "litres"),
    "m²": (
        "m2",
        "m^2",
        "vierkante meter",
        "vierkante meters",
        "square metres",
        "square metre",
        "square meters",
    ),
    "m³": (
        "m3",
        "m^3",
        "kubieke meter",
        "kubieke meters",
        "kuub",
        "cubic metres",
        "cubic metre",
        "cubic meters",
    ),
    "s": ("sec", "seconde", "seconden", "second", "seconds"),
    "min": ("minuut", "minuten", "minute", "minutes"),
    "uur": ("u", "h", "uren", "hour", "hours"),
    "dagen": ("dag", "day", "days"),
    "°C": ("graden", "graad", "c", "graden celsius", "°", "degrees", "degrees celsius", "celsius"),
    "Hz": ("hertz",),
    "kHz": ("kilohertz",),
    "V": ("volt", "volts"),
    "mV": ("millivolt", "millivolts"),
    "A": ("ampère", "ampere", "amp", "amperes"),
    "mA": ("milliampère", "milliampere", "milliamperes"),
    "W": ("watt", "watts"),
    "kW": ("kilowatt", "kilowatts"),
    "MW": ("megawatt", "megawatts"),
    "kWh": ("kilowattuur", "kilowatturen", "kilowatt hour", "kilowatt hours"),
    "MWh": ("megawattuur", "megawatturen", "megawatt hour", "megawatt hours"),
    "J": ("joule", "joules"),
    "kJ": ("kilojoule", "kilojoules"),
    "MJ": ("megajoule", "megajoules"),
    "N": ("newton", "newtons"),
    "bar": (),
    "m/s": ("meter per seconde", "meter per sec", "metres per second"),
    "km/uur": ("km/u", "km/h", "kmh", "kilometer per uur", "kilometres per hour"),
    "euro": ("eur", "€", "euro's", "euros"),
    "%": ("procent", "percent", "per cent"),
    "dB": ("decibel", "decibels"),
    "stuks": ("stuk", "st", "pieces", "piece"),
}
ENGLISH = {"uur": "h", "stuks": "pieces", "dagen": "days", "km/uur": "km/h", "euro": "euros"}
_BY_SPELLING = {spelling: unit for unit, spellings in SPELLINGS.items() for spelling in (unit.lower(), *spellings)}


class NoNumber(ValueError):
    """There is no number in it, or more than a number and a unit."""


class TwoMeanings(ValueError):
    """The sign in it can be one of thousands or of decimals."""


@dataclass(frozen=True, slots=True)
class Target:
    """What a number has to be: from `low` to `high`, in `unit` ("" for a bare number)."""

    value: Decimal | None  # None when the author gave a range
    low: Decimal
    high: Decimal
    unit: str


def read_number(text: str, language: str) -> Decimal:
    """`35.000` -> 35000 and `0,5` -> 0.5 in Dutch; the signs the other way round in English.

    A sign of the other language that can only be decimals (`2.5` on a Dutch page) is taken as such.

    Raises:
        NoNumber: it is none.
        TwoMeanings: three digits follow the sign for decimals, or the first sign of two is not clear.
    """
    bare = text.strip().replace("−", "-").translate(str.maketrans("", "", _SPACES)).lstrip("+")
    thousands, decimals = THOUSANDS[language], DECIMALS[language]
    grouped = rf"-?[1-9]\d{{0,2}}(?:{re.escape(thousands)}\d{{3}})+(?:{re.escape(decimals)}\d+)?"
    if re.fullmatch(grouped, bare):
        return Decimal(bare.replace(thousands, "").replace(decimals, "."))
    if re.fullmatch(rf"-?[1-9]\d{{0,2}}(?:{re.escape(decimals)}\d{{3}})+", bare):
        raise TwoMeanings(text)
    if re.fullmatch(rf"-?\d+(?:{re.escape(decimals)}\d+)?", bare):
        return Decimal(bare.replace(decimals, "."))
    if re.fullmatch(rf"-?\d+{re.escape(thousands)}\d+", bare):
        return Decimal(bare.replace(thousands, "."))
    if re.fullmatch(r"-?[\d.,]+", bare) and any(sign in bare for sign in ".,"):
        raise TwoMeanings(text)
    raise NoNumber(text)


def read_quantity(text: str, language: str) -> tuple[Decimal, str]:
    """`18 m` -> (18, "m"). The unit is returned as written when it is not one we know.

    Raises:
        NoNumber, TwoMeanings: as `read_number`.
    """
    found = _PARTS.match(text)
    if not found or re.search(r"\d", found[2].replace("m2", "").replace("m3", "").replace("^", "")):
        raise NoNumber(text)
    return read_number(found[1].rstrip(".,"), language), known_unit(found[2].rstrip("."))


def known_unit(text: str) -> str:
    """The unit in our spelling: `kubieke meter` -> `m³`."""
    return _BY_SPELLING.get(" ".join(text.lower().split()), text.strip())


def read_target(text: str, language: str) -> Target:
    """An author's answer: `18`, `18 m`, `18 m ± 0,5`, `18 m ± 5%` or `17,5..18,5 m`.

    Raises:
        NoNumber, TwoMeanings: as `read_number`.
        ArithmeticError: the margin is negative, or the range the wrong way round.
    """
    if found := _RANGE.match(text):
        low, high = _strict(found[1], language), _strict(found[2], language)
        if low >= high:
            raise ArithmeticError(text)
        return Target(None, low, high, known_unit(found[3]))
    margin = _MARGIN.match(text)
    value, unit = read_quantity(margin[1] if margin else text, language)
    _strict((_PARTS.match(margin[1] if margin else text) or [text, text])[1], language)
    if not margin:
        return Target(value, value, value, unit)
    width = _strict(margin[2], language)
    if margin[3]:
        width = abs(value) * width / 100
    if width <= 0:
        raise ArithmeticError(text)
    return Target(value, value - width, value + width, unit)


def _strict(text: str, language: str) -> Decimal:
    """Authors get no benefit of the doubt: `2.5` on a Dutch page has two meanings."""
    bare = text.strip().rstrip(".,")
    thousands = re.escape(THOUSANDS[language])
    if re.search(rf"{thousands}(?!\d{{3}}(?!\d))", bare) or re.match(rf"-?0\d*{thousands}", bare):
        raise TwoMeanings(text)
    return read_number(bare, language)


def written(value: Decimal, language: str, unit: str = "") -> str:
    """`35.000 m³` in Dutch, `35,000 m³` in English; four digits without a sign."""
    plain = format(value.normalize(), "f")
    whole, _, rest = plain.lstrip("-").partition(".")
    if len(whole) > 4:
        whole = f"{int(whole):,}".replace(",", THOUSANDS[language])
    text = ("-" if value < 0 else "") + whole + (DECIMALS[language] + rest if rest else "")
    shown = ENGLISH.get(unit, unit) if language == "en" else unit
    return f"{text}{'' if shown == '%' else ' '}{shown}" if shown else text


def is_known(unit: str, allowed: Collection[str]) -> bool:
    return not unit or unit in allowed
