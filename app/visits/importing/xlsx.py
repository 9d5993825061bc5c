"""A workbook as cells, with limits on everything: only what stands in it is read, nothing is worked out.

Read by hand and not with a library of spreadsheets, because the row must be told apart by what a person sees: a
formula, cells that were merged, a value that is an error (docs/decisions/0028-sheets-read-with-limits.md).
"""

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any
from xml.parsers import expat

from app.base.language import N_
from app.base.problems import RuleBroken
from app.base.zips import BROKEN

MOST_BYTES = 2 * 1024 * 1024
MOST_UNPACKED = 24 * 1024 * 1024  # of all parts that are read together
MOST_PARTS = 400
MOST_ROWS, MOST_COLUMNS = 2_000, 60
MOST_CELLS = 60_000
LONGEST = 2_000  # characters of a cell
_REFERENCE = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})")
OLD = b"\xd0\xcf\x11\xe0"


@dataclass(frozen=True, slots=True)
class Cell:
    """`text` as it was typed, or a `number`; a date and a time are numbers too."""

    at: str  # A1
    text: str = ""
    number: float | None = None
    is_formula: bool = False
    is_error: bool = False

    @property
    def is_empty(self) -> bool:
        return not self.text and self.number is None and not self.is_formula


@dataclass(frozen=True, slots=True)
class Sheet:
    """`rows`: row -> column (from 0) -> cell. `merged`: as `A3:A5`. `since_1904`: how days are counted."""

    name: str
    rows: dict[int, dict[int, Cell]]
    merged: tuple[str, ...] = ()
    since_1904: bool = False


def place_of(reference: str) -> tuple[int, int]:
    """Row (from 1) and column (from 0) of `C5`. Raises: ValueError."""
    found = _REFERENCE.fullmatch(reference)
    if found is None:
        raise ValueError(reference)
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - 64
    return int(found[2]), column - 1


def name_of(row: int, column: int) -> str:
    """`C5` of row 5 and column 2."""
    letters, column = "", column + 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row}"


def read_workbook(content: bytes, *, wanted: tuple[str, ...]) -> Sheet:
    """The sheet with one of the names `wanted`, else the first that is not hidden.

    Raises: RuleBroken (`file`): what is wrong with the file, and what to do.
    """
    _look_at_it(content)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as opened:
            return _Book(opened).sheet(wanted)
    except expat.ExpatError:
        raise _refused(DAMAGED) from None
    except (*BROKEN, KeyError):
        raise _refused(DAMAGED) from None


DAMAGED = N_("The file is damaged or came over only in part. Open it in your spreadsheet, save it and send it again.")
NO_SHEET = N_("This is not an Excel file. Save the list as “Excel workbook (.xlsx)” and send that.")
TOO_BIG = N_("There is too much in this file. Send at most %(rows)s rows, and delete sheets and pictures.")


def _look_at_it(content: bytes) -> None:
    if len(content) > MOST_BYTES:
        raise _refused(
            N_("The file is bigger than %(most)s MB. Delete sheets and pictures, and send it again."), most=2
        )
    if content.startswith(OLD):
        raise _refused(
            N_("This is an old Excel file, or it has a password. Save it as “Excel workbook (.xlsx)” without one.")
        )
    if not content.startswith(b"PK\x03\x04"):
        raise _refused(NO_SHEET)


def _refused(message: str, **params: object) -> RuleBroken:
    return RuleBroken("file", message, **params)


class _Book:
    """The parts of one workbook, each read at most once and never further than the limit."""

    def __init__(self, opened: zipfile.ZipFile) -> None:
        names = {info.filename: info for info in opened.infolist()}
        if len(names) > MOST_PARTS:
            raise _refused(TOO_BIG, rows=MOST_ROWS)
        if "xl/workbook.xml" not in names:
            raise _refused(NO_SHEET)
        if any(name.lower().endswith(("vbaproject.bin", ".xlm")) or "macrosheets" in name.lower() for name in names):
            raise _refused(N_("There are macros in this file. Save it as “Excel workbook (.xlsx)”, without macros."))
        self.opened, self.names, self.left = opened, names, MOST_UNPACKED

    def sheet(self, wanted: tuple[str, ...]) -> Sheet:
        book = _Workbook()
        _parse(self.part("xl/workbook.xml"), book.start)
        targets = _Targets()
        _parse(self.part("xl/_rels/workbook.xml.rels"), targets.start)
        seen = [one for one in book.sheets if not one[2]] or book.sheets
        if not seen:
            raise _refused(NO_SHEET)
        name, relation, _ = next((one for one in seen if one[0].strip().casefold() in wanted), seen[0])
        strings = _Strings()
        if "xl/sharedStrings.xml" in self.names:
            _parse(self.part("xl/sharedStrings.xml"), strings.start, strings.end, strings.said)
        found = _Cells(strings.found)
        _parse(self.part(targets.found[relation]), found.start, found.end, found.said)
        return Sheet(name, found.rows, tuple(found.merged), book.since_1904)

    def part(self, name: str) -> bytes:
        with self.opened.open(self.names[name]) as stream:
            content = stream.read(self.left + 1)
        self.left -= len(content)
        if self.left < 0:
            raise _refused(TOO_BIG, rows=MOST_ROWS)
        return content


def _parse(
    content: bytes,
    start: Callable[[str, dict[str, str]], None],
    end: Callable[[str], None] | None = None,
    said: Callable[[str], None] | None = None,
) -> None:
    """Names come without their namespace. A document type is refused: with it entities could be made."""

    def refuse(*_facts: Any) -> None:
        raise _refused(DAMAGED)

    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = lambda name, facts: start(_plain(name), {_plain(k): v for k, v in facts.items()})
    if end:
        parser.EndElementHandler = lambda name: end(_plain(name))
    if said:
        parser.CharacterDataHandler = said
    parser.Parse(content, True)


def _plain(name: str) -> str:
    return name.rpartition(":")[2]


@dataclass
class _Workbook:
    sheets: list[tuple[str, str, bool]] = field(default_factory=list)  # name, relation, hidden?
    since_1904: bool = False

    def start(self, name: str, facts: dict[str, str]) -> None:
        if name == "sheet":
            self.sheets.append((facts.get("name", ""), facts["id"], facts.get("state", "visible") != "visible"))
        elif name == "workbookPr":
            self.since_1904 = facts.get("date1904", "0") in ("1", "true")


@dataclass
class _Targets:
    found: dict[str, str] = field(default_factory=dict)

    def start(self, name: str, facts: dict[str, str]) -> None:
        if name == "Relationship" and facts.get("TargetMode") != "External":
            target = facts.get("Target", "")
            self.found[facts.get("Id", "")] = target.lstrip("/") if target.startswith("/") else f"xl/{target}"


@dataclass
class _Strings:
    """Texts that cells share. What stands above Japanese words (rPh) is no part of them."""

    found: list[str] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)
    is_text: bool = False
    is_above: bool = False

    def start(self, name: str, _facts: dict[str, str]) -> None:
        if name == "si":
            self.parts = []
        elif name == "rPh":
            self.is_above = True
        self.is_text = name == "t" and not self.is_above

    def end(self, name: str) -> None:
        self.is_text = False
        if name == "si":
            self.found.append("".join(self.parts)[:LONGEST])
        elif name == "rPh":
            self.is_above = False

    def said(self, text: str) -> None:
        if self.is_text:
            self.parts.append(text)


class _Cells:
    """The cells of one sheet; empty ones are left out."""

    def __init__(self, strings: list[str]) -> None:
        self.strings = strings
        self.rows: dict[int, dict[int, Cell]] = {}
        self.merged: list[str] = []
        self.count = self.row = self.column = 0
        self.kind, self.inside, self.is_formula = "", "", False
        self.value: list[str] = []

    def start(self, name: str, facts: dict[str, str]) -> None:
        if name == "row":
            self.row, self.column = int(facts["r"]) if "r" in facts else self.row + 1, -1
        elif name == "c":
            self._begin(facts)
        elif name == "f":
            self.is_formula = True
        elif name == "mergeCell" and len(self.merged) < MOST_ROWS:
            self.merged.append(facts.get("ref", ""))
        self.inside = name

    def _begin(self, facts: dict[str, str]) -> None:
        row, column = place_of(facts["r"]) if "r" in facts else (self.row, self.column + 1)
        self.row, self.column = row, column
        self.kind, self.is_formula, self.value = facts.get("t", "n"), False, []

    def end(self, name: str) -> None:
        self.inside = ""
        if name == "c":
            self._keep()

    def said(self, text: str) -> None:
        if self.inside in ("v", "t"):
            self.value.append(text)

    def _keep(self) -> None:
        cell = self._cell("".join(self.value))
        if cell.is_empty:
            return
        self.count += 1
        if self.row > MOST_ROWS or self.column >= MOST_COLUMNS or self.count > MOST_CELLS:
            raise _refused(TOO_BIG, rows=MOST_ROWS)
        self.rows.setdefault(self.row, {})[self.column] = cell

    def _cell(self, said: str) -> Cell:
        at = name_of(self.row, self.column)
        if self.kind == "s" and said:
            said = self.strings[int(said)] if 0 <= int(said) < len(self.strings) else ""
        elif self.kind == "n" and said:
            return Cell(at, number=float(said), is_formula=self.is_formula)
        text = " ".join("".join(sign if sign.isprintable() else " " for sign in said[:LONGEST]).split())
        return Cell(at, text, is_formula=self.is_formula, is_error=self.kind == "e")


def rows_of(sheet: Sheet) -> Iterator[tuple[int, dict[int, Cell]]]:
    """From the top down."""
    yield from sorted(sheet.rows.items())
