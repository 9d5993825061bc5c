"""The empty list to download: Dutch heads, one example row that is passed over, and a sheet that explains."""

import io
from typing import Any

from xlsxwriter import Workbook

from app.base.levels import BANDS, level_label
from app.base.sheets.as_xlsx import OPTIONS
from app.visits.importing.columns import COLUMNS, EXPLAINED, SHEET

NAME = "aanbod-en-momenten.xlsx"
RULES = (
    "Eén rij per moment. Is er meer dan één moment? Herhaal bedrijf, titel, niveaus en aantallen.",
    "De voorbeeldrij mag blijven staan: een rij waarvan het bedrijf met “Voorbeeld” begint, slaan we over.",
    "Gebruik geen formules en geen samengevoegde cellen.",
    "Je ziet eerst wat er verandert. Pas als je ja zegt, wordt het bewaard: alles, of niets.",
    "Dezelfde lijst nog een keer sturen verandert niets. Wat niet in de lijst staat, blijft zoals het is.",
)


def template() -> bytes:
    out = io.BytesIO()
    book = Workbook(out, OPTIONS)
    head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 2})
    needed = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 2, "bg_color": "#FFD23F"})
    soft = book.add_format({"font_color": "#5A6B75", "italic": True})
    _list(book.add_worksheet(SHEET), head, needed, soft)
    _explained(book.add_worksheet(EXPLAINED), head)
    book.close()
    return out.getvalue()


def _list(sheet: Any, head: Any, needed: Any, soft: Any) -> None:
    for number, one in enumerate(COLUMNS):
        sheet.write_string(0, number, one.head, needed if one.is_needed else head)
        sheet.write(1, number, one.example, soft)
        sheet.set_column(number, number, max(len(one.head), len(str(one.example))) + 3)
    sheet.freeze_panes(1, 2)


def _explained(sheet: Any, head: Any) -> None:
    row = 0
    for line in RULES:
        sheet.write_string(row, 0, line)
        row += 1
    row += 1
    for number, word in enumerate(("Kolom", "Wat je invult", "Nodig?")):
        sheet.write_string(row, number, word, head)
    for one in COLUMNS:
        row += 1
        sheet.write_string(row, 0, one.head)
        sheet.write_string(row, 1, one.meaning)
        sheet.write_string(row, 2, "ja" if one.is_needed else "")
    row += 2
    sheet.write_string(row, 0, "Niveaus die we kennen", head)
    for band in BANDS:
        row += 1
        sheet.write_string(row, 0, level_label(band))
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 70)
