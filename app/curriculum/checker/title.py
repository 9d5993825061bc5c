"""The first line of a page: its title."""

import re

from app.curriculum.page import Page

_TITLE = re.compile(r"#\s+(\S.*)")


def read_title(page: Page) -> str:
    """The text of the first line, which must be `# title`; empty when it is not."""
    found = _TITLE.match(page.lines[0].strip()) if page.lines else None
    if not found:
        page.wrong("S02", 1)
        return ""
    return found[1].strip()
