"""A table as values, and what may stand in a cell of a file that a spreadsheet opens. Pure."""

from dataclasses import dataclass
from datetime import date, datetime

from app.base.clock import AMSTERDAM

Cell = str | int | float | date | datetime | None  # a moment is aware
STARTS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")  # a spreadsheet would calculate; the wide ones too
STEM = 40  # characters of the name of a class in a file name
LONGEST = 1_000  # characters of a cell


@dataclass(frozen=True, slots=True)
class Table:
    """`title`: at most 31 characters, ours alone. Each row is as long as `heads`."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def plain_text(text: str) -> str:
    """On one line, without signs that no file takes, and not endless."""
    shown = "".join(sign if sign.isprintable() else " " for sign in text[: 2 * LONGEST])
    return " ".join(shown.split())[:LONGEST]


def guarded(text: str) -> str:
    """A text that a spreadsheet takes as text: what looks like a formula gets an apostrophe in front.

    Also when spaces, a tab or a line break come first: some programs pass over them. Looked at as it will stand in the
    file: a sign that nobody sees may stand before the formula, and is taken away.
    """
    shown = plain_text(text)
    is_formula = any(one.lstrip().startswith(STARTS) for one in (text, shown)) or text[:1] in ("\t", "\r", "\n")
    return f"'{shown}" if is_formula else shown


def file_stem(class_name: str, about: str) -> str:
    """`groep-7B-zeesluis`: only signs that every disk takes."""
    shown = "".join(sign if sign.isascii() and sign.isalnum() else "-" for sign in class_name[:STEM])
    return f"{'-'.join(filter(None, shown.split('-'))) or 'klas'}-{about}"


def here(moment: datetime) -> datetime:
    """As a clock in a Dutch classroom shows it; files know no time zones."""
    return moment.astimezone(AMSTERDAM).replace(tzinfo=None, microsecond=0)
