"""Workbooks as people send them: a list of offers, and the same made hostile or clumsy."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any

from xlsxwriter import Workbook

from app.visits.importing.columns import COLUMNS

HEADS = [one.head for one in COLUMNS]
ROW: dict[str, Any] = {
    "Bedrijf": "Sluisbeheer",
    "Titel": "Schut een schip",
    "Samenvatting": "Je laat een schip zakken.",
    "Vorm": "doen",
    "Niveaus": "groep 7-8",
    "Minimum": 10,
    "Maximum": 15,
    "Adres": "Sluiskade 14",
    "Plaats": "Kadedorp",
    "Datum": "12-10-2026",
    "Van": "9:30",
    "Tot": "11:00",
    "Groepen": 2,
    "Leerlingen": 30,
}


def row(**changed: Any) -> dict[str, Any]:
    """A good row; a head with `None` is left empty."""
    return {**ROW, **changed}


def workbook(
    rows: Sequence[Mapping[str, Any]], *, heads: Sequence[str] = HEADS, merged: str = "", formulas: bool = False
) -> bytes:
    """Heads in row 1, rows below; a text that begins with `=` is a formula when `formulas`."""
    out = io.BytesIO()
    book = Workbook(out, {"in_memory": True, "strings_to_formulas": formulas, "strings_to_numbers": False})
    sheet = book.add_worksheet("Aanbod")
    day = book.add_format({"num_format": "dd-mm-yyyy"})
    for number, head in enumerate(heads):
        sheet.write(0, number, head)
    for line, one in enumerate(rows, 1):
        for number, head in enumerate(heads):
            value = one.get(head)
            if hasattr(value, "year"):
                sheet.write_datetime(line, number, value, day)
            elif value is not None:
                sheet.write(line, number, value)
    if merged:
        sheet.merge_range(merged, "samen")
    book.close()
    return out.getvalue()


def offers_list(company: str) -> bytes:
    """One offer with one time, of the company with this code."""
    return workbook([row(Bedrijf=company)])


def packed(parts: Mapping[str, str | bytes]) -> bytes:
    """A zip with these parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return out.getvalue()


def with_part(content: bytes, name: str, part: str | bytes) -> bytes:
    """The workbook with one part put in place of what was there."""
    with zipfile.ZipFile(io.BytesIO(content)) as held:
        parts: dict[str, str | bytes] = {one: held.read(one) for one in held.namelist()}
    return packed({**parts, name: part})
