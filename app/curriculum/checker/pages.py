"""The pages that are no step: about.md (title, one line, goals, makers), materials.md (a table), teacher.md."""

import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal

from app.curriculum.checker.host import read_host
from app.curriculum.checker.sections import Section, prose_of, sections
from app.curriculum.checker.title import read_title
from app.curriculum.draft import MaterialDraft, Texts
from app.curriculum.markdown import Writer, plain_line
from app.curriculum.numbers import NoNumber, TwoMeanings, read_number
from app.curriculum.page import Page

MOST_SUMMARY = 140
GOALS = {"nl": "## Wat je leert", "en": "## What you learn"}
MADE_BY = {"nl": "## Wie dit maakte", "en": "## Who made this"}
HEAD = {"nl": "| wat | hoeveel | per | prijs |", "en": "| what | how many | per | price |"}
PER = {
    "nl": {"leerling": "pupil", "tweetal": "pair", "groep": "group", "klas": "class"},
    "en": {"pupil": "pupil", "pair": "pair", "group": "group", "class": "class"},
}
_ITEM = re.compile(r"[-*]\s+(\S.*)$")


def read_about(writer: Writer, texts: Texts) -> None:
    """Title, one line, the goals, and perhaps who wrote, paid for and checked it."""
    page = writer.page
    texts.title = plain_line(read_title(page))
    known = (GOALS[page.language], MADE_BY[page.language])
    held = sections(page, 2)
    _summary(page, texts, held[0].line - 1 if held else len(page.lines))
    goals, made_by = (next((one for one in held if one.heading == heading), None) for heading in known)
    others = [one for one in held if one.heading not in known]
    for one in others[goals is None :]:
        page.wrong("T11", one.line)
    for number, one in enumerate(held):
        if one.heading in [before.heading for before in held[:number]]:
            page.wrong("T15", one.line, heading=one.heading, known=", ".join(known))
    if goals is None:  # another heading was perhaps meant to be this one
        page.wrong("T06", others[0].line if others else len(page.lines), heading=known[0])
    else:
        texts.goals = tuple(_goals(page, goals))
        if not texts.goals:
            page.wrong("T06", goals.line, heading=known[0])
    if made_by:
        texts.made_by = prose_of(writer, made_by, "about.md")


def _summary(page: Page, texts: Texts, upto: int) -> None:
    """The first paragraph; whatever else stands before the goals is shown nowhere."""
    words: list[str] = []
    first = 1
    for number, text in enumerate(page.lines[1:upto], 2):
        if words and not text.strip():
            rest = next((n for n in range(number, upto) if page.lines[n].strip()), None)
            if rest is not None:
                page.wrong("T11", rest + 1)
            break
        if text.strip():
            first = first if words else number
            words.append(text.strip())
    texts.summary = plain_line(" ".join(words))
    if not words:
        page.wrong("T04", 1)
    elif len(texts.summary) > MOST_SUMMARY:
        page.wrong("T05", first, count=len(texts.summary))


def _goals(page: Page, held: Section) -> list[str]:
    found: list[str] = []
    for number in range(held.line + 1, held.last + 1):
        text = page.lines[number - 1]
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
    texts.guide = prose_of(writer, Section("", first - 1, len(page.lines)), "teacher.md")
    if not any(text.strip() for text in page.lines[first - 1 :]):
        page.wrong("S15", 1)


ABOUT, MATERIALS, TEACHER, HOST = "about", "materials", "teacher", "host"
PAGES: Mapping[str, Callable[[Writer, Texts], None]] = {
    ABOUT: read_about,
    HOST: read_host,
    MATERIALS: read_materials,
    TEACHER: read_guide,
}
