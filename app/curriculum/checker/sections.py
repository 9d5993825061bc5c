"""Pages that are divided by `## headings`, and pages that hold prose alone."""

import re
from dataclasses import dataclass, replace

from app.curriculum.blocks import Prose, scan
from app.curriculum.markdown import Writer
from app.curriculum.page import Page

_FENCE = re.compile(r" {0,3}(```|~~~)")
_HEADING = re.compile(r"##\s+(\S.*?)\s*#*$")


@dataclass(frozen=True, slots=True)
class Section:
    """`heading` as it is written, on `line`; its text goes on until `last`."""

    heading: str
    line: int
    last: int


def sections(page: Page, first: int) -> list[Section]:
    """Every `## heading` from line `first` on, with what stands under it."""
    found: list[Section] = []
    fenced = False
    for number, text in enumerate(page.lines[first - 1 :], first):
        fenced = fenced != bool(_FENCE.match(text))
        heading = None if fenced else _HEADING.fullmatch(text.strip())
        if heading:
            if found:
                found[-1] = replace(found[-1], last=number - 1)
            found.append(Section(f"## {heading[1]}", number, len(page.lines)))
    return found


def prose_of(writer: Writer, section: Section, file: str) -> str:
    """The HTML of what stands under a heading. Blocks have no meaning on such a page, and each is noted."""
    page = writer.page
    upto = Page(page.file, page.lines[: section.last], page.flaws, page.language)
    html = ""
    for part in scan(upto, section.line + 1):
        if isinstance(part, Prose):
            html += writer.html(part.lines, part.line)
        else:
            page.wrong("S09", part.line, kind=part.kind, outer=file)
    if section.heading and not any(text.strip() for text in page.lines[section.line : section.last]):
        page.wrong("T16", section.line, heading=section.heading)
    return html
