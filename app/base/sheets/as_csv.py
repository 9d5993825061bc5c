"""A table as CSV for a Dutch spreadsheet: UTF-8 with its mark, semicolons, decimal commas. Pure."""

import csv
import io
from datetime import date, datetime

from app.base.sheets.table import Cell, Table, guarded, here

MEDIA_TYPE = "text/csv"


def as_csv(table: Table) -> bytes:
    """Numbers stay numbers and moments are `2026-10-08 10:00`; every text is guarded against being calculated."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow([guarded(head) for head in table.heads])
    writer.writerows([_said(cell) for cell in row] for row in table.rows)
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _said(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return f"{here(cell):%Y-%m-%d %H:%M}"
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, str):
        return guarded(cell)
    return f"{cell:.10g}".replace(".", ",")
