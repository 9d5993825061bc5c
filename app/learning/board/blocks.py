"""The prose of a lesson cut into its blocks: paragraphs, lists, tables, headings, pictures. Pure."""

import math
import re
from dataclasses import dataclass
from html.parser import HTMLParser

from markupsafe import Markup

from app.learning.layout import without_pictures

TEXT, HEADING, PICTURE = "text", "heading", "picture"
LETTERS = 44  # about so many stand on one line of the board, beside a picture
ALONE = {"br", "hr", "img"}  # elements that are never closed
_HEADING = re.compile(r"\s*<h[234]>(?P<text>.*)</h[234]>\s*", re.S)
_ROW = re.compile(r"<(?:li|tr|br|pre)\b")


@dataclass(frozen=True, slots=True)
class Block:
    """One element of prose with all that is in it. `lines`: about how high it is on the board, in lines."""

    kind: str
    html: Markup
    lines: float


def blocks(html: Markup) -> tuple[Block, ...]:
    """The top elements of safe HTML, in order; nothing between them is lost."""
    cutter = _Cutter(str(html))
    return tuple(_block(piece) for piece in cutter.pieces() if piece.strip())


def _block(piece: str) -> Block:
    html = Markup(piece)  # noqa: S704 - was made safe at publication, and is cut between elements only
    text, pictures = without_pictures(html)
    if pictures and not text.strip():
        return Block(PICTURE, pictures[0], 0)
    if heading := _HEADING.fullmatch(piece):
        return Block(HEADING, Markup(heading["text"]), 1.5)  # noqa: S704
    rows = len(_ROW.findall(piece))
    return Block(TEXT, html, max(math.ceil(len(html.striptags()) / LETTERS), rows) + 0.6)


class _Cutter(HTMLParser):
    """Notes where each top element begins."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=False)
        self._html, self._depth, self._cuts = html, 0, [0]
        self._lines = [0]
        for line in html.splitlines(keepends=True):
            self._lines.append(self._lines[-1] + len(line))
        self.feed(html)
        self.close()

    def pieces(self) -> list[str]:
        ends = [*self._cuts[1:], len(self._html)]
        return [self._html[start:end] for start, end in zip(self._cuts, ends, strict=True)]

    def handle_starttag(self, tag: str, _attrs: object) -> None:
        if self._depth == 0:
            line, column = self.getpos()
            self._cuts.append(self._lines[line - 1] + column)
        if tag not in ALONE:
            self._depth += 1

    def handle_endtag(self, tag: str) -> None:
        if tag not in ALONE:
            self._depth -= 1
