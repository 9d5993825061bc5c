"""Plain words go a short way to HTML; it must end where the parser's does."""

from pathlib import Path

import nh3
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.curriculum import markdown
from app.curriculum.checker.folder import SHARED
from app.curriculum.markdown import Writer, plain_line
from app.curriculum.page import Page
from tests.curriculum.lessons import LESSONS

SIGNS = st.sampled_from(
    [*"abzÀé0129 .,:;?!'\"()“”‘’„%€/+=@#~$²³°±×–—…-\n*_`[]<>&\\|{}\t\u00a0", "  \n", "\n\n", "- ", "1. "]
)


def by_the_parser(lines: list[str], monkeypatch: pytest.MonkeyPatch) -> tuple[str, object]:
    import re

    with monkeypatch.context() as patch:
        patch.setattr(markdown, "_LINE", re.compile(r"(?!)"))
        writer = Writer(Page("x.md", tuple(lines), []), {})
        return writer.html(lines, 1), writer.said


@settings(max_examples=400, derandomize=True, database=None)
@given(st.lists(SIGNS, max_size=30).map("".join))
def test_plain_words_become_what_the_parser_makes_of_them(text: str) -> None:
    lines = text.split("\n")
    writer = Writer(Page("x.md", tuple(lines), []), {})
    with pytest.MonkeyPatch.context() as patch:
        assert (writer.html(lines, 1), writer.said) == by_the_parser(lines, patch)


@settings(max_examples=400, derandomize=True, database=None)
@given(st.lists(SIGNS, max_size=12).map("".join))
def test_plain_words_on_one_line_too(text: str) -> None:
    text = text.replace("\n", " ")
    writer = Writer(Page("x.md", (text,), []), {})
    parser = markdown._markdown
    wanted = nh3.clean(parser.renderer.render(parser.parseInline(text), parser.options, {})).strip()
    if markdown._WORDS.fullmatch(text):
        assert writer.inline(text, 1) == wanted
        assert plain_line(text) == markdown.plain(parser.renderInline(text))


def test_most_of_a_lesson_goes_the_short_way() -> None:
    """Else it is not worth its lines: of the paragraphs of our own steps more than half."""
    lines = [
        line
        for file in sorted(LESSONS.glob("*/nl/*.md"))
        if SHARED not in file.parts and file.stem not in ("teacher", "host", "materials")
        for line in Path(file).read_text("utf-8").split("\n")
        if line and line[0].isalpha() and not line.startswith("label:")
    ]
    short = sum(bool(markdown._LINE.fullmatch(line)) for line in lines)
    assert short > len(lines) / 2
