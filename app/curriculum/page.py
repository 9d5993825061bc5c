"""A text file while it is read: its lines, and a place to note what is wrong with them."""

import re
from dataclasses import dataclass
from html import unescape

from app.curriculum.flaws import Flaw

MOST_LINES, MOST_LINE, MOST_BYTES = 2000, 4000, 100_000  # more is no page of a lesson, and slow to read
# Control characters, signs of width nought, marks that turn the direction of a line, and Unicode's private area, in
# which our own marks stand (app/curriculum/gaps.py).
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u2028-\u202e\u2060-\u2069\ue000-\uf8ff\ufeff\U000f0000-\U0010ffff\ud800-\udfff]"
)
_ENTITY = re.compile(r"&#(?:[0-9]{1,7}|[xX][0-9a-fA-F]{1,6});")


@dataclass(frozen=True, slots=True)
class Page:
    """`file` is counted from the lessons folder; all pages of a module share one list of flaws."""

    file: str
    lines: tuple[str, ...]
    flaws: list[Flaw]
    language: str = "nl"

    def wrong(self, code: str, line: int, **facts: object) -> None:
        """Note a problem at `line`, counted from 1."""
        source = self.lines[line - 1].strip() if 0 < line <= len(self.lines) else ""
        self.flaws.append(Flaw(code, self.file, max(line, 1), source, facts))


def page_of(content: bytes, file: str, flaws: list[Flaw], language: str = "nl") -> Page | None:
    """The page, or None when the bytes are no text of ours: the one problem is noted at the line where it breaks."""
    broken = content.find(b"\x00")  # in UTF-16 every other byte is
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        broken = min(broken, error.start) if broken >= 0 else error.start
    if broken >= 0:
        flaws.append(Flaw("S01", file, content[:broken].count(b"\n") + 1))
        return None
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if len(content) > MOST_BYTES or len(lines) > MOST_LINES or max(map(len, lines)) > MOST_LINE:
        flaws.append(Flaw("S26", file, _too_long(lines)))
        return None
    if not file.endswith(".yml"):  # a tab is a mistake in YAML, and four spaces in Markdown
        lines = [line.expandtabs(4) for line in lines]
    page = Page(file, tuple(map(without_unseen, lines)), flaws, language)
    if _UNSEEN.search(text) or "&#" in text:
        _note_unseen(page, lines)
    return page


def without_unseen(text: str) -> str:
    """Without the signs that nobody can see; the same text when there are none."""
    return _UNSEEN.sub("", text)


def first_unseen(text: str) -> str:
    """`U+200B`, or nothing; also of one that is written as an entity."""
    found = _UNSEEN.search(_ENTITY.sub(lambda entity: _decoded(entity[0]), text))
    return f"U+{ord(found[0]):04X}" if found else ""


def _decoded(entity: str) -> str:
    """The sign itself; also of numbers that HTML would replace."""
    number = int(entity[3:-1], 16) if entity[2] in "xX" else int(entity[2:-1])
    return chr(number) if 0xD800 <= number <= 0xDFFF else unescape(entity)


def _note_unseen(page: Page, lines: list[str]) -> None:
    for number, line in enumerate(lines, 1):
        if sign := first_unseen(line):
            page.wrong("T13", number, sign=sign)


def _too_long(lines: list[str]) -> int:
    """The line where it becomes too much."""
    wide = next((number for number, line in enumerate(lines, 1) if len(line) > MOST_LINE), 0)
    return wide or min(len(lines), MOST_LINES)


def printable(name: str) -> str:
    """The name of a file as it can be said on one line of any screen."""
    return "".join(sign if sign.isprintable() else "\ufffd" for sign in name)
