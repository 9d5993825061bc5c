"""Tables as one XLSX. A text is written as a text, whatever it begins with: nothing in it is ever calculated."""

import io
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from xlsxwriter import Workbook

from app.base.sheets.table import Cell, Table, here, plain_text

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
NARROW, WIDE = 8, 46  # characters
OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def as_xlsx(tables: Sequence[Table], *, title: str, at: datetime) -> bytes:
    """A sheet for each table, with its heads held in sight. `at`: when it was made, so that it can be made again."""
    out = io.BytesIO()
    book = Workbook(out, OPTIONS)
    book.set_properties({"title": plain_text(title), "created": here(at)})
    formats = {
        "head": book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 2}),
        "day": book.add_format({"num_format": "dd-mm-yyyy", "align": "left"}),
        "moment": book.add_format({"num_format": "dd-mm-yyyy hh:mm", "align": "left"}),
    }
    for table in tables:
        _add(book, table, formats)
    book.close()
    return out.getvalue()


def _add(book: Any, table: Table, formats: dict[str, Any]) -> None:
    sheet = book.add_worksheet(table.title)
    for column, head in enumerate(table.heads):
        sheet.write_string(0, column, plain_text(head), formats["head"])
        sheet.set_column(column, column, _width(table, column))
    for number, row in enumerate(table.rows, 1):
        for column, cell in enumerate(row):
            _write(sheet, number, column, cell, formats)
    sheet.freeze_panes(1, 1)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def _write(sheet: Any, row: int, column: int, cell: Cell, formats: dict[str, Any]) -> None:
    if cell is None:
        return
    if isinstance(cell, datetime):
        sheet.write_datetime(row, column, here(cell), formats["moment"])
    elif isinstance(cell, date):
        sheet.write_datetime(row, column, cell, formats["day"])
    elif isinstance(cell, str):
        sheet.write_string(row, column, plain_text(cell))
    else:
        sheet.write_number(row, column, cell)


def _width(table: Table, column: int) -> int:
    """For what stands in it; a long head goes over several lines."""
    longest = max(
        (16 if isinstance(row[column], date) else len(str(row[column] or "")) for row in table.rows), default=0
    )
    head = max((len(word) for word in table.heads[column].split()), default=0)
    return min(max(longest + 2, head + 2, NARROW), WIDE)
