"""host.md: one printed page for the company that opens its doors, with the same six headings in every module."""

import re

from app.curriculum.checker.limits import count_words
from app.curriculum.checker.sections import Section, prose_of, sections
from app.curriculum.checker.title import read_title
from app.curriculum.draft import Texts
from app.curriculum.markdown import Writer, plain
from app.curriculum.page import Page

HEADINGS = {
    "nl": (
        "## Wie er komt",
        "## Wat ze al weten",
        "## Wat ze zullen vragen",
        "## Drie dingen om te laten doen",
        "## Woorden om te vermijden",
        "## Hoe het eindigt",
    ),
    "en": (
        "## Who comes",
        "## What they already know",
        "## What they will ask",
        "## Three things to let them do",
        "## Words to avoid",
        "## How it ends",
    ),
}
THINGS = 3  # which of the headings is the list
MANY = 3
MOST_WORDS = 350  # more does not fit on one page
_ITEM = re.compile(r"[-*+]\s+\S|\d+[.)]\s+\S")


def read_host(writer: Writer, texts: Texts) -> None:
    """The page as HTML, with everything that is wrong with its form."""
    page = writer.page
    first = 2 if read_title(page) else 1
    known = HEADINGS[page.language]
    held = sections(page, first)
    _check_order(page, held)
    before = Section("", first - 1, held[0].line - 1 if held else len(page.lines))
    texts.host = prose_of(writer, before, "host.md")
    for one in held:
        html = prose_of(writer, one, "host.md")
        texts.host += f"<h2>{writer.inline(one.heading[3:], one.line)}</h2>{html}"
        if one.heading == known[THINGS] and html:
            _check_things(page, one)
    if (count := count_words(plain(texts.host))) > MOST_WORDS:
        page.wrong("T18", 1, count=count, limit=MOST_WORDS)


def _check_order(page: Page, held: list[Section]) -> None:
    """Each heading once and in order. Where one cannot stand nothing is said of one that is missing: it may be that."""
    known = HEADINGS[page.language]
    said = ", ".join(heading[3:] for heading in known)
    at, odd = -1, False
    for one in held:
        place = known.index(one.heading) if one.heading in known else -1
        if place <= at:
            page.wrong("T15", one.line, heading=one.heading, known=said)
            odd = True
        else:
            at = place
    for heading in known:
        if not odd and heading not in {one.heading for one in held}:
            page.wrong("T14", 1, heading=heading, known=said)


def _check_things(page: Page, section: Section) -> None:
    count = sum(bool(_ITEM.match(text)) for text in page.lines[section.line : section.last])
    if count != MANY:
        page.wrong("T17", section.line, count=count, heading=section.heading)
