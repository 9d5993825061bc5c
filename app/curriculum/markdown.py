"""Prose to safe HTML: CommonMark with tables, no raw HTML, pictures by the hash of their content.

Done once, when a module is checked or published; pages never parse Markdown.
"""

import html as entities
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token

from app.curriculum.page import Page

TAGS = set(
    re.findall(
        r"\w+",
        """
    a aside blockquote br code em figure h2 h3 h4 hr img li ol p pre strong
    table tbody td th thead tr ul
""",
    )
)
ATTRIBUTES = {
    "a": {"href"},
    "aside": {"class"},
    "img": {"src", "alt", "width", "height", "loading"},
    "ol": {"start"},
    "td": {"class"},
    "th": {"class"},
}
_PICTURE = re.compile(r"\.\./media/([A-Za-z0-9._-]+)")
_LONE = re.compile(r"<p>(<img [^>]*>)</p>")
_TAG = re.compile(r"<[^>]*>")
_BREAK = re.compile(r"(?=<br|</(?:p|li|h\d|td|th|figure|blockquote)>)")
_ALT = re.compile(r'<img [^>]*alt="([^"]*)"[^>]*>')

# Plain words, in which nothing can mean anything in Markdown or in HTML, are most of what a lesson says. They are
# written as the parser would, in a tenth of the time (tests/curriculum/test_markdown.py holds the two equal).
_SIGNS = r"A-Za-zÀ-ÿŒœ0-9.,:;?!'\"()“”‘’„%€/+=@#~$²³°±–—…-"
_WORDS = re.compile(rf"[{_SIGNS}](?:[ {_SIGNS}]*[{_SIGNS}])?")
_LINE = re.compile(rf"[A-Za-zÀ-ÿ\"'“‘„](?:[ {_SIGNS}]*[{_SIGNS}])?")  # nothing that opens a list, a heading or a table

_markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
_suspicious = MarkdownIt("commonmark", {"html": True}).enable("table")


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of a module as it will be served. Sizes are in CSS pixels, None when not known."""

    name: str
    sha256: str
    media_type: str
    width: int | None
    height: int | None


@dataclass(slots=True)
class Writer:
    """Writes the prose of one page as HTML and notes what is wrong with it."""

    page: Page
    pictures: Mapping[str, Picture | None]  # None: it is there, but could not be read
    used: list[str] = field(default_factory=list)  # names of pictures, in order of first use
    said: dict[int, tuple[tuple[int, str], ...]] = field(default_factory=dict)  # by first line: what a pupil reads
    no_title: str = "S03"  # the problem when there is a `# title` in it

    def html(self, lines: Sequence[str], first: int) -> str:
        """Whole paragraphs; `first` is the line of the page where `lines` begin."""
        if all(not line or _LINE.fullmatch(line) for line in lines):
            return self._words(lines, first)
        source = "\n".join(lines)
        self._refuse_html(source, first)
        tokens = _markdown.parse(source)
        self.said[first] = tuple(_texts(tokens, first))
        self._prepare(tokens, first)
        written = _markdown.renderer.render(tokens, _markdown.options, {})
        return _safe(_LONE.sub(r"<figure>\1</figure>", written))

    def inline(self, text: str, line: int) -> str:
        """One line of text, without a paragraph around it."""
        if _WORDS.fullmatch(text):
            return text
        self._refuse_html(text, line)
        tokens = _markdown.parseInline(text)
        self._prepare(tokens, line)
        return _safe(_markdown.renderer.render(tokens, _markdown.options, {})).strip()

    def _words(self, lines: Sequence[str], first: int) -> str:
        """Paragraphs of plain words."""
        groups: list[tuple[int, list[str]]] = []
        for number, line in enumerate(lines, first):
            if line and groups and number == groups[-1][0] + len(groups[-1][1]):
                groups[-1][1].append(line)
            elif line:
                groups.append((number, [line]))
        self.said[first] = tuple((number, " ".join(held)) for number, held in groups)
        return "\n".join("<p>" + "\n".join(held) + "</p>" for _, held in groups)

    def _refuse_html(self, source: str, first: int) -> None:
        if "<" not in source:
            return
        found: dict[int, str] = {}
        for token, line in _with_lines(_suspicious.parse(source), first):
            if token.type in ("html_block", "html_inline"):
                found.setdefault(line, token.content.strip().split("\n")[0][:60])
        for line, html in found.items():
            self.page.wrong("T03", line, html=html)

    def _prepare(self, tokens: list[Token], first: int) -> None:
        for token, line in _with_lines(tokens, first):
            if token.type == "heading_open" and token.tag == "h1":
                self.page.wrong(self.no_title, line)
            elif token.type in ("th_open", "td_open"):
                _align(token)
            elif token.type == "image":
                self._picture(token, line)
            elif token.type == "link_open":
                self._link(str(token.attrs.get("href", "")), line)

    def _picture(self, token: Token, line: int) -> None:
        path = str(token.attrs.get("src", ""))
        if not token.content.strip():
            self.page.wrong("P02", line)
        found = _PICTURE.fullmatch(path)
        if not found:
            self.page.wrong("P09", line, path=path)
            return
        name = found[1]
        if name not in self.used:
            self.used.append(name)
        if name not in self.pictures:
            self.page.wrong("P01", line, name=name)
        elif picture := self.pictures[name]:
            token.attrs = _served(picture)

    def _link(self, target: str, line: int) -> None:
        if not re.match(r"(https?://|mailto:)[^\s]+$", target):
            self.page.wrong("T12", line, link=target)


def _texts(tokens: Sequence[Token], first: int) -> Iterator[tuple[int, str]]:
    """(line, text) of each paragraph, heading and list item; tables, code and pictures left out."""
    table = 0
    for token in tokens:
        table += {"table_open": 1, "table_close": -1}.get(token.type, 0)
        if token.type == "inline" and not table:
            words = "".join(_said(child) for child in token.children or ())
            if words.strip():
                yield first + (token.map or [0])[0], words


def plain(html: str) -> str:
    """HTML of ours as plain text; a picture becomes its description."""
    words = _TAG.sub("", _BREAK.sub(" ", _ALT.sub(r" \1 ", html)))
    return " ".join(entities.unescape(words).split())


def plain_line(text: str) -> str:
    """One line of Markdown as plain text."""
    if _WORDS.fullmatch(text):
        return " ".join(text.split())
    return plain(_markdown.renderInline(text))


def _said(token: Token) -> str:
    return " " if token.type in ("softbreak", "hardbreak") else token.content if token.type != "image" else ""


def _with_lines(tokens: list[Token], first: int) -> Iterator[tuple[Token, int]]:
    """Tokens and those inside them, each with its line on the page."""
    line = first
    for token in tokens:
        line = first + token.map[0] if token.map else line
        yield token, line
        inner = line
        for child in token.children or ():
            yield child, inner
            inner += child.type in ("softbreak", "hardbreak")


def _served(picture: Picture) -> dict[str, Any]:
    sizes = {"width": picture.width, "height": picture.height} if picture.width and picture.height else {}
    return {"src": f"/media/{picture.sha256}", "alt": "", **sizes, "loading": "lazy"}


def _align(token: Token) -> None:
    """Right-aligned columns by a class, because style attributes are not allowed in our pages."""
    style = str(token.attrs.pop("style", ""))
    if "right" in style or "center" in style:
        token.attrs["class"] = "right" if "right" in style else "center"


def _safe(html: str) -> str:
    return nh3.clean(
        html,
        tags=TAGS,
        attributes=ATTRIBUTES,
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener noreferrer",
    ).strip()
