"""The pages that are no step: about.md (title, one line, goals), materials.md (a table) and teacher.md (the guide)."""

import re
from collections.abc import Sequence
from decimal import Decimal

from app.curriculum.blocks import Prose, scan
from app.curriculum.checker.step import read_title
from app.curriculum.draft import MaterialDraft, Texts
from app.curriculum.markdown import Writer, plain_line
from app.curriculum.numbers import NoNumber, TwoMeanings, read_number
from app.curriculum.page import Page

MOST_SUMMARY = 140
GOALS = {"nl": "## Wat je leert", "en": "## What you learn"}
HEAD = {"nl": "| wat | hoeveel | per | prijs |", "en": "| what | how many | per | price |"}
PER = {
    "nl": {"leerling": "pupil", "tweetal": "pair", "groep": "group", "klas": "class"},
    "en": {"pupil": "pupil", "pair": "pair", "group": "group", "class": "class"},
}
_ITEM = re.compile(r"[-*]\s+(\S.*)$")


def read_about(writer: Writer, texts: Texts) -> None:
    page = writer.page
    texts.title = plain_line(read_title(page))
    goals = next((n for n, text in enumerate(page.lines, 1) if text.strip() == GOALS[page.language]), 0)
    upto = goals - 1 if goals else len(page.lines)
    _summary(page, texts, upto)
    if not goals:
        page.wrong("T06", len(page.lines), heading=GOALS[page.language])
        return
    texts.goals = tuple(_goals(page, goals))
    if not texts.goals:
        page.wrong("T06", goals, heading=GOALS[page.language])


def _summary(page: Page, texts: Texts, upto: int) -> None:
    """The first paragraph; whatever else stands before the goals is shown nowhere."""
    words: list[str] = []
    for number, text in enumerate(page.lines[1:upto], 2):
        if words and not text.strip():
            rest = next((n for n in range(number, upto) if page.lines[n].strip()), None)
            if rest is not None:
                page.wrong("T11", rest + 1)
            break
        if text.strip():
            words.append(text.strip())
    texts.summary = plain_line(" ".join(words))
    if not words:
        page.wrong("T04", 1)
    elif len(texts.summary) > MOST_SUMMARY:
        page.wrong("T05", 3, count=len(texts.summary))


def _goals(page: Page, heading: int) -> list[str]:
    found: list[str] = []
    for number, text in enumerate(page.lines[heading:], heading + 1):
        item = _ITEM.match(text)
        if item:
            found.append(plain_line(item[1].strip()))
        elif text.strip() and text.startswith("  ") and found:
            found[-1] += " " + plain_line(text.strip())
        elif text.strip():
            page.wrong("T11", number)
            break
    return found


def read_materials(writer: Writer, texts: Texts) -> None:
    """The rows of the table; the words around it are kept as a note."""
    page = writer.page
    read_title(page)
    head = next((n for n, text in enumerate(page.lines, 1) if _cells(text) == _cells(HEAD[page.language])), 0)
    if not head:
        page.wrong("T07", 1, head=HEAD[page.language])
        return
    last = head
    while last < len(page.lines) and page.lines[last].strip().startswith("|"):
        last += 1
    rows = [(number, _cells(page.lines[number - 1])) for number in range(head + 2, last + 1)]
    texts.materials = tuple(found for number, row in rows if (found := _material(page, number, row)))
    note = [*page.lines[1 : head - 1], *([""] * (last - head + 1)), *page.lines[last:]]
    texts.materials_note = writer.html(note, 2)


def _cells(text: str) -> list[str]:
    return [cell.strip() for cell in text.strip().strip("|").split("|")] if "|" in text else []


def _material(page: Page, line: int, row: Sequence[str]) -> MaterialDraft | None:
    if len(row) != 4:
        page.wrong("T07", line, head=HEAD[page.language])
        return None
    what, amount, per, price = row
    many = _number(page, amount)
    if many is None or many <= 0:
        page.wrong("T10", line, text=amount)
    if per not in PER[page.language]:
        page.wrong("T08", line, text=per, known=", ".join(PER[page.language]))
    cost = None if price == "-" else _number(page, price)
    if price != "-" and (cost is None or cost < 0):
        page.wrong("T09", line, text=price)
    return MaterialDraft(plain_line(what), many or Decimal(0), PER[page.language].get(per, ""), cost)


def _number(page: Page, text: str) -> Decimal | None:
    try:
        return read_number(text, page.language)
    except (NoNumber, TwoMeanings):
        return None


def read_guide(writer: Writer, texts: Texts) -> None:
    page = writer.page
    first = 2 if read_title(page) else 1
    parts = scan(page, first)
    if not parts:
        page.wrong("S15", 1)
    texts.guide = "".join(writer.html(part.lines, part.line) for part in parts if isinstance(part, Prose))
    for part in parts:
        if not isinstance(part, Prose):
            page.wrong("S09", part.line, kind=part.kind, outer="teacher.md")
