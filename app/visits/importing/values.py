"""What somebody meant with a cell: a day, a time, levels, a number; as people in the Netherlands type them. Pure."""

import re
from datetime import date, datetime, time, timedelta
from math import isfinite
from typing import Final

from app.base import clock
from app.base.language import N_
from app.base.levels import BANDS, LEVELS, band_of, level_label
from app.base.names import folded
from app.visits.importing.xlsx import Cell
from app.visits.models.offers import FORMS

MONTHS: Final = ("jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec")
OTHER_MONTHS: Final = {"maa": 3, "mar": 3, "may": 5, "oct": 10}
FORM_WORDS: Final = {
    "rondleiding": "tour",
    "doen": "hands-on",
    "zelf doen": "hands-on",
    "verhaal": "talk",
    "gastles": "guest-lesson",
    "gastles op school": "guest-lesson",
    "online": "online",
}
FIRST_SERIAL, LAST_SERIAL = 36_526, 73_050  # 2000 and 2099, as Excel counts days
DAYS_1904 = 1_462


class Unread(Exception):
    """The cell cannot be used; `message` says what to do."""

    def __init__(self, message: str, **params: object) -> None:
        super().__init__(message)
        self.message, self.params = message, params


def text_of(cell: Cell, *, most: int) -> str:
    """Raises: Unread."""
    _usable(cell)
    said = cell.text or (f"{cell.number:.15g}" if cell.number is not None else "")
    if len(said) > most:
        raise Unread(N_("This is longer than %(most)s characters. Make it shorter."), most=most)
    return said


def number_of(cell: Cell, *, least: int, most: int) -> int:
    """Raises: Unread."""
    _usable(cell)
    number = cell.number
    if number is None and re.fullmatch(r"\d{1,5}", cell.text):
        number = float(cell.text)
    if number is None or not isfinite(number) or number != int(number) or not least <= number <= most:
        raise Unread(N_("Give a whole number from %(least)s to %(most)s."), least=least, most=most)
    return int(number)


def day_of(cell: Cell, *, since_1904: bool = False) -> date:
    """A real date, `5 okt 2026`, `05-10-2026` or `2026-10-05`. Raises: Unread."""
    _usable(cell)
    if cell.number is not None:
        serial = cell.number + (DAYS_1904 if since_1904 else 0)
        if FIRST_SERIAL <= serial < LAST_SERIAL:
            return date(1899, 12, 30) + timedelta(days=int(serial))
    elif found := _day_in(folded(cell.text)):
        return found
    raise Unread(N_("This is no day that we can read. Write it like 05-10-2026."))


def _day_in(said: str) -> date | None:
    """A day of the week in front, and a comma, are passed over."""
    said = re.sub(r"^[a-z]{2,9}[., ]+(?=\d)", "", said.strip())
    try:
        if found := re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", said):
            return date(int(found[1]), int(found[2]), int(found[3]))
        if found := re.fullmatch(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4}|\d{2})", said):
            return date(_year(found[3]), int(found[2]), int(found[1]))
        if found := re.fullmatch(r"(\d{1,2})[-. ]*([a-z]{3,9})\.?[-., ]*(\d{4}|\d{2})", said):
            return date(_year(found[3]), _month(found[2]), int(found[1]))
    except ValueError:
        return None
    return None


def _year(said: str) -> int:
    return int(said) if len(said) == 4 else 2000 + int(said)


def _month(word: str) -> int:
    """Raises: ValueError."""
    short = word[:3]
    return OTHER_MONTHS[short] if short in OTHER_MONTHS else MONTHS.index(short) + 1


def time_of(cell: Cell) -> time:
    """A real time, `9:30`, `9.30`, `09u30`, `9 uur`. Raises: Unread."""
    _usable(cell)
    said = folded(cell.text).replace(" ", "").removesuffix("uur").removesuffix("h")
    if cell.number is not None:
        return _time_of_number(cell.number)
    found = re.fullmatch(r"(\d{1,2})(?:[:.uh](\d{2})(?::00)?)?u?", said)
    if found and int(found[1]) < 24 and int(found[2] or 0) < 60:
        return time(int(found[1]), int(found[2] or 0))
    raise _no_time()


def _time_of_number(number: float) -> time:
    """Of a day the part; a whole number is the hour. 9,3 could be three or thirty minutes, so it is asked."""
    if 0 < number < 1:
        minutes = round(number * 24 * 60)
        if minutes < 24 * 60:
            return time(*divmod(minutes, 60))
    if 1 <= number < 24 and number == int(number):
        return time(int(number))
    raise _no_time()


def _no_time() -> Unread:
    return Unread(N_("This is no time that we can read. Write it like 9:30."))


def moment_of(day: date, at: time) -> datetime:
    """Raises: Unread: on that night the clock skips this hour, or has it twice."""
    moment = clock.at(day, at.hour, at.minute)
    here = moment.astimezone(clock.AMSTERDAM)
    if (here.hour, here.minute) != (at.hour, at.minute):
        raise Unread(N_("The clock goes forward that night: this hour does not exist. Choose another time."))
    if here.utcoffset() != here.replace(fold=1).utcoffset():
        raise Unread(N_("The clock goes back that night: this hour comes twice. Choose another time."))
    return moment


def levels_of(cell: Cell) -> tuple[str, ...]:
    """Bands, from `groep 7-8`, `po-7-8`, `onderbouw vmbo`, `2 kb`. Raises: Unread."""
    _usable(cell)
    if cell.number is not None:
        raise Unread(N_("Excel made a number or a date of this. Write it like “groep 7-8”."))
    found: set[str] = set()
    for part in re.split(r"[,;\n+]| en ", cell.text):
        if said := " ".join(folded(part).split()):
            found |= _bands(said)
    if not found:
        raise Unread(N_("Say at least one level, like “groep 7-8”."))
    return tuple(band for band in BANDS if band in found)


def _bands(said: str) -> set[str]:
    """Raises: Unread."""
    known = {name: band for band in BANDS for name in (band, folded(level_label(band)))}
    known |= {name: band for one in LEVELS if (band := band_of(one)) for name in (one, folded(level_label(one)))}
    known |= {"groep 7/8": "po-7-8", "groep 5/6": "po-5-6", "7/8": "po-7-8", "5/6": "po-5-6"}
    if said not in known:
        raise Unread(
            N_("We do not know the level “%(said)s”. On the sheet “Uitleg” stand all of them."), said=said[:40]
        )
    return {known[said]}


def form_of(cell: Cell) -> str:
    """Raises: Unread."""
    said = folded(text_of(cell, most=40))
    if said in FORMS:
        return said
    if said not in FORM_WORDS:
        raise Unread(N_("We do not know “%(said)s”. Choose one of: %(known)s."), said=said, known=", ".join(FORM_WORDS))
    return FORM_WORDS[said]


def _usable(cell: Cell) -> None:
    if cell.is_formula:
        raise Unread(N_("This is a formula. Copy the cell and paste it as a value."))
    if cell.is_error:
        raise Unread(N_("There is an error in this cell. Type what should stand here."))
