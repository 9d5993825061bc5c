"""Names pasted from a spreadsheet become pupils: whatever order, separator and dirt the spreadsheet had."""

import csv
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass

from app.base.language import N_
from app.base.names import PREFIXES, folded
from app.people.rules.levels import level_from
from app.people.rules.words import HEADERS, SKIPPED

ROWS = 60
NAME_LENGTH = 60

EMPTY_NAME = N_("no first name found")
NO_NAME = N_("this does not look like a name")
LONG_NAME = N_("this is longer than a name")
BAD_LEVEL = N_("we do not know the level “%(said)s”")


@dataclass(frozen=True, slots=True)
class Listed:
    """One child as the list names it. `level` is None when the list says none."""

    line: int
    first: str
    last: str
    level: str | None = None

    @property
    def key(self) -> tuple[str, str]:
        """Two spellings of one name have one key: case, accents and spaces do not matter."""
        return squeezed(self.first), squeezed(self.last)


@dataclass(frozen=True, slots=True)
class Unread:
    """A line we could not use, as it stood, and why."""

    line: int
    text: str
    why: str
    said: str = ""


@dataclass(frozen=True, slots=True)
class Roster:
    pupils: tuple[Listed, ...]
    unread: tuple[Unread, ...]
    doubles: tuple[Listed, ...]  # the same name once more; taken once
    left_out: tuple[str, ...]  # headings of columns we did not keep
    too_many: int = 0  # how many names there were, when that is more than a class holds


@dataclass(frozen=True, slots=True)
class _Columns:
    """Which cell holds what; None: not in this list."""

    first: int | None = None
    prefix: int | None = None
    last: int | None = None
    whole: int | None = None
    level: int | None = None


def squeezed(text: str) -> str:
    return re.sub(r"[^\w]+", " ", folded(text)).strip()


def read_roster(text: str, *, kind: str) -> Roster:
    """Read a list of names for a school of this kind (po, vo).

    With a heading line the headings decide. Without: tabs, semicolons or commas part the cells as
    first name, (prefix), last name, (level); `Berg, Noor van den` is last name first.
    """
    lines = [(number, mended(line)) for number, line in enumerate(text.splitlines(), 1)]
    lines = [(number, line) for number, line in lines if line.strip("\t ;,\"'")]
    mark = _separator([line for _, line in lines])
    rows = [(number, line, _cells(line, mark)) for number, line in lines]
    left_out: tuple[str, ...] = ()
    if rows and (headed := _headings(rows[0][2])):
        columns, left_out = headed
        rows = rows[1:]
    else:
        rows = [(number, line, _last_name_first(line, cells, mark)) for number, line, cells in rows]
        columns = _guess([cells for _, _, cells in rows], kind)
    read = [_child(number, line, cells, columns, kind) for number, line, cells in rows]
    return _sorted_out(read, left_out)


def _sorted_out(read: Iterable[Listed | Unread], left_out: tuple[str, ...]) -> Roster:
    pupils: dict[tuple[str, str], Listed] = {}
    doubles, unread = [], []
    for one in read:
        if isinstance(one, Unread):
            unread.append(one)
        elif one.key in pupils:
            doubles.append(one)
        else:
            pupils[one.key] = one
    found = tuple(pupils.values())
    too_many = len(found) if len(found) > ROWS else 0
    return Roster(found[:ROWS], tuple(unread), tuple(doubles), left_out, too_many)


def mended(line: str) -> str:
    """A line without what copying adds: hard and zero-width spaces, curly quotes, letters read in a wrong alphabet.

    `EsmÃ©e` is UTF-8 read as Windows-1252; a C1 sign is Windows-1252 read as Latin-1.
    """
    line = "".join(_from_1252(sign) if "\x80" <= sign <= "\x9f" else sign for sign in line)
    if re.search("[ÂÃÄÅ][^a-zA-Z\\s]", line):
        with suppress(UnicodeError):
            line = line.encode("cp1252").decode("utf-8")
    line = re.sub("[\u00a0\u2000-\u200a\u202f\u3000]", " ", line)
    line = re.sub("([\u0300-\u036f]{3})[\u0300-\u036f]+", r"\1", line)  # three accents on a letter are kind
    line = re.sub("[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\x00-\x08\x0b-\x1f\x7f]", "", line)
    return line.translate(str.maketrans("‘’`´“”", "''''\"\"")).rstrip()


def _from_1252(sign: str) -> str:
    return sign.encode("latin-1").decode("cp1252", errors="ignore")


def _separator(lines: Sequence[str]) -> str:
    """The sign that parts cells: a tab when there is one, else what stands on most lines; "" for none."""
    if any("\t" in line.strip() for line in lines):
        return "\t"
    for mark in ";,":
        if sum(mark in line for line in lines) * 2 >= len(lines):
            return mark
    return ""


def _cells(line: str, mark: str) -> list[str]:
    cells = next(csv.reader([line], delimiter=mark, skipinitialspace=True), [line]) if mark else [line]
    cells = [" ".join(cell.strip(' "').split()) for cell in cells]
    if len(cells) == 1:
        cells = [re.sub(r"^\s*\d{1,3}[.)]?\s+", "", cells[0]), *cells[1:]]
    return cells


def _last_name_first(line: str, cells: list[str], mark: str) -> list[str]:
    """`Berg, Noor van den` is one cell that names the family first; `Noor,Berg` are two."""
    return [", ".join(cells)] if mark == "," and len(cells) == 2 and re.search(r",\s", line) else cells


def _headings(cells: Sequence[str]) -> tuple[_Columns, tuple[str, ...]] | None:
    """The columns named by a heading line, and the headings we leave out; None when this is no heading line."""
    names = [_heading(cell) for cell in cells]
    if not {"first", "last", "whole"} & set(names):
        return None
    found = {name: names.index(name) for name in HEADERS if name in names}
    kept_out = (cell for cell, name in zip(cells, names, strict=True) if not name and cell)
    left_out = tuple(cell for cell in kept_out if squeezed(cell) not in SKIPPED)
    if "first" not in found and "last" in found:  # `Naam` beside `Achternaam`: then it is the first name
        found["first"] = found.pop("whole", -1)
    return _Columns(**{name: place for name, place in found.items() if place >= 0}), left_out


def _heading(cell: str) -> str:
    said = cell.casefold().strip(" :*")
    return next((name for name, words in HEADERS.items() if said in words), "")


def _guess(rows: Sequence[Sequence[str]], kind: str) -> _Columns:
    """Columns without headings, from what most rows hold."""
    width = Counter(len(row) for row in rows).most_common(1)[0][0] if rows else 1
    places = list(range(width))
    columns = {place: [row[place] for row in rows if len(row) > place] for place in places}
    while len(places) > 1 and _all(columns[places[0]], lambda cell: cell.strip(".").isdigit() or not cell):
        places.pop(0)
    level = None
    if len(places) > 1 and _all(columns[places[-1]], lambda cell: not cell or level_from(cell, kind) is not None):
        level = places.pop()
    while len(places) > 1 and not any(columns[places[-1]]):
        places.pop()
    if len(places) == 1:
        return _Columns(whole=places[0], level=level)
    if len(places) == 2:
        return _Columns(first=places[0], last=places[1], level=level)
    return _Columns(first=places[0], prefix=places[1], last=places[2], level=level)


def _all(cells: Sequence[str], holds: Callable[[str], bool]) -> bool:
    return bool(cells) and all(holds(cell) for cell in cells) and any(cells)


def _child(number: int, line: str, cells: Sequence[str], columns: _Columns, kind: str) -> Listed | Unread:
    shown = line.replace("\t", " · ")[:80]
    if len(cells) == 1 and columns.last is not None:  # a name typed below a list of columns
        columns = _Columns(whole=0)
    if columns.whole is not None and columns.first is None:
        first, last = _split(_at(cells, columns.whole))
    else:
        first = _at(cells, columns.first)
        last = f"{_at(cells, columns.prefix)} {_at(cells, columns.last)}".strip()
    if "," in last and not _at(cells, columns.prefix):
        last = " ".join(reversed([part.strip() for part in last.split(",", 1)]))
    why = _wrong(first, last)
    said = _at(cells, columns.level)
    level = level_from(said, kind)
    if not why and said and level is None:
        why = BAD_LEVEL
    return Unread(number, shown, why, said[:20]) if why else Listed(number, _cased(first), _cased(last), level)


def _at(cells: Sequence[str], place: int | None) -> str:
    return cells[place] if place is not None and place < len(cells) else ""


def _split(whole: str) -> tuple[str, str]:
    """`Noor van den Berg` and `Berg, Noor van den` and `Berg, van den, Noor` -> first and last name."""
    if "," not in whole:
        first, _, last = whole.partition(" ")
        return first, last
    family, *given = [part.strip() for part in whole.split(",")]
    if len(given) == 2 and given[0].casefold() in PREFIXES:
        return given[1], f"{given[0]} {family}"
    said = given[0] if given else ""
    for prefix in sorted(PREFIXES, key=len, reverse=True):
        if said.casefold().endswith(f" {prefix}"):
            return said[: -len(prefix) - 1].strip(), f"{said[-len(prefix) :]} {family}"
    return said, family


def _wrong(first: str, last: str) -> str:
    if not first:
        return EMPTY_NAME
    if len(first) > NAME_LENGTH or len(last) > NAME_LENGTH:
        return LONG_NAME
    if not any(sign.isalpha() for sign in first) or re.search(r"[@<>{}|\\/=0-9]", first + last):
        return NO_NAME
    return ""


def _cased(name: str) -> str:
    """`NOOR` and `noor` become `Noor`; a name that has both cases is left as the school writes it."""
    if not name or (name != name.upper() and name != name.lower()) or len(name) == 1:
        return name[:1].upper() + name[1:] if len(name) == 1 else name
    words = name.casefold().split(" ")
    small = {word for prefix in PREFIXES for word in prefix.split()} - {"el", "al"}
    return " ".join(word if word in small and len(words) > 1 else _capital(word) for word in words)


def _capital(word: str) -> str:
    if word.startswith("ij"):
        return "IJ" + word[2:]
    return re.sub(r"(^|-|')(\w)", lambda found: found[1] + found[2].upper(), word)


def as_text(listed: Sequence[Listed]) -> str:
    """A class as a list that can be changed and read again; `level` as it is said, `groep 7`."""
    lines = [f"{one.first};{one.last};{one.level or ''}" for one in listed]
    return "\n".join(["voornaam;achternaam;niveau", *lines])
