"""A table of measurements. Nothing is right or wrong; what was measured is shown back, with its graph."""

import re
from collections.abc import Collection
from decimal import Decimal
from string import ascii_lowercase

from app.base.language import N_
from app.base.problems import RuleBroken
from app.curriculum.markdown import plain
from app.curriculum.module import QuestionKey
from app.curriculum.numbers import NoNumber, TwoMeanings, read_number, written
from app.curriculum.page import Page
from app.curriculum.questions.kind import (
    NOBODY,
    Facts,
    QuestionType,
    RawOption,
    RawQuestion,
    Sent,
    Value,
    never,
    no_letters,
    no_right,
)

MOST_ROWS, MOST_COLUMNS = 20, 5
LONGEST = 20  # of a cell
_ROWS = re.compile(r"[1-9]\d?")
_UNIT = re.compile(r".*\(([^()]+)\)$")


def facts(raw: RawQuestion, page: Page, _: Collection[str]) -> Facts | None:
    """`columns: lengte (cm) | tijd (s)` and `rows: 5`. Each column becomes an option, by letter."""
    line, columns = raw.fields.get("columns", (0, ""))
    names = [name.strip() for name in columns.split("|")] if columns else []
    if columns and (len(names) > MOST_COLUMNS or not all(names)):
        page.wrong("Q27", line, most=MOST_COLUMNS)
        names = [name for name in names if name][:MOST_COLUMNS]
    raw.options.extend(RawOption(letter, "", name, line) for letter, name in zip(ascii_lowercase, names, strict=False))
    where, rows = raw.fields.get("rows", (0, ""))
    if rows and (not _ROWS.fullmatch(rows) or int(rows) > MOST_ROWS):
        page.wrong("Q28", where, text=rows, most=MOST_ROWS)
        return {"rows": 1}
    return {"rows": int(rows)} if rows and names else None


def read(key: QuestionKey, sent: Sent, language: str) -> Value:
    """A field `cell-<row>-<column letter>` for each cell, rows from 1. Cells may stay empty; trailing rows go."""
    letters = sorted(key.letters.values())
    rows = [
        [_cell(" ".join(sent.get(f"cell-{row}-{letter}", [])), language) for letter in letters]
        for row in range(1, key.facts["rows"] + 1)
    ]
    while rows and not any(rows[-1]):
        rows.pop()
    if not rows:
        raise RuleBroken("answer", N_("Fill in at least one measurement."))
    return {"rows": rows}


def _cell(text: str, language: str) -> str:
    text = text.strip()
    if not text:
        return ""
    try:
        return str(read_number(text[:LONGEST], language))
    except (NoNumber, TwoMeanings):
        message = N_("We could not read a number in “%(text)s”. Write it in digits, like %(example)s.")
        example = written(Decimal("1.5"), language)
        raise RuleBroken("answer", message, text=text[:LONGEST], example=example) from None


def shown(key: QuestionKey, value: Value, language: str) -> str:
    names = [plain(html) for _, html in sorted(key.text(language).options.items())]
    return "; ".join(
        ", ".join(f"{name} {written(Decimal(cell), language)}" for name, cell in zip(names, row, strict=False) if cell)
        for row in value["rows"]
    )


def unit_of(column: str) -> str:
    """The unit between brackets at the end of a column's name, or nothing."""
    found = _UNIT.fullmatch(column.strip())
    return found[1].strip() if found else ""


TYPE = QuestionType(
    "measure", None, frozenset({"columns", "rows"}), 0, False, facts, read, never, no_letters, shown, no_right, NOBODY,
    always=True, secret=False,
)  # fmt: skip
