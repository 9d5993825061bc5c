"""Whatever stands in a file, the checker says what is wrong with it: never an exception, and always the same.

Derandomized, so that every run tries the same files.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.base.language import speaking
from app.curriculum.checker.folder import SHARED, Checked, check_module
from app.curriculum.checker.vocabulary import Vocabulary
from app.curriculum.module import PHASES, Module
from app.curriculum.questions import TYPES
from app.curriculum.reading import key_from, module_from
from app.curriculum.snapshot import canonical, freeze
from tests.curriculum import whole
from tests.curriculum.lessons import TODAY, vocabulary

FILES = sorted(whole.WHOLE)
COMMON = sorted(whole.COMMON)
STEPS = [file for file in FILES if re.fullmatch(r"nl/(kijk|bezoek|terug|alles|straks)\.md", file)]
# Pieces of which mistaken files are made: what means something to the checker, and what breaks readers.
PIECES = (
    ":::", "::: question choice #a", "::: question gap #b points=2", "::: task #c level=po-7-8", "::: include veilig",
    "::: recall #a", "::: was-there", "::: question scale #s item=techniek-1/maken", "::: measure #m", "::: hint",
    "```", "~~~", "# Titel", "## Kop", "label: Kijk", "- (x) a: ja", "- [ ] b: nee", "1. a: eerst", "- a: een = twee",
    "- (x) a: rect 1,2 3,4 = daar", "answer: 5 m ± 1%", "answer: 1,500", "rubric: iets", "hint: x", "columns: a | b",
    "rows: 5", "  > terug", "| wat | hoeveel | per | prijs |", "|---|", "{a: woord}", "![x](../media/sluis.svg)",
    "![](nergens)", "<b>", "<!--", "[x](javascript:1)", "&#xE000;", "\u200b", "\ue000", "\x0b", "\t", "---", "- a: [",
    "id: x", "steps:", "  - {id: a}", '"', "{", "*", "**", "\\", "`", "level=", "#", "=",
)  # fmt: skip
words = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
lines = st.lists(st.one_of(st.sampled_from(PIECES), words), max_size=30).map("\n".join)
anything = st.one_of(
    lines.map(str.encode), st.binary(max_size=200), lines.map(lambda text: text.encode("utf-16")), st.just(b"")
)
few = settings(
    max_examples=70,
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@pytest.fixture(scope="module")
def words_known() -> Vocabulary:
    return vocabulary()


class Place:
    """The sound module on disk; `changed` writes one file, and puts it back afterwards."""

    def __init__(self, folder: Path, words: Vocabulary) -> None:
        self.module = whole.write(folder)
        self.shared = folder / SHARED
        self.words = words

    def changed(self, file: str, content: bytes, *, common: bool = False) -> Checked:
        place = (self.shared if common else self.module) / file
        before = place.read_bytes()
        place.write_bytes(content)
        try:
            return check_module(self.module, self.words, TODAY)
        finally:
            place.write_bytes(before)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory, words_known: Vocabulary) -> Place:
    return Place(tmp_path_factory.mktemp("lessons"), words_known)


def holds(found: Checked, file: str, content: bytes) -> None:
    """What is true of every answer of the checker."""
    length = max(content.count(b"\n"), content.count(b"\r")) + 1
    for flaw in found.flaws:
        assert flaw.line >= 1
        if flaw.file.endswith(f"/{file}"):
            assert flaw.line <= length
        for language in ("nl", "en"):
            with speaking(language):
                assert flaw.message
                assert flaw.tip
                assert "\n" not in flaw.message + flaw.file + flaw.source
                (flaw.message + flaw.tip + flaw.source).encode()
    assert (found.draft is None) == any(flaw.is_error for flaw in found.flaws)
    if found.draft:
        reads_back(found)


def reads_back(found: Checked) -> None:
    """A module that passes can be frozen, and what is frozen can be read: in every language, with its key."""
    assert found.draft
    frozen = freeze(found.draft, "zout")
    canonical({"public": frozen.public, "key": frozen.key}).encode()
    key = key_from(frozen.key, frozen.public)
    for language in found.draft.texts:
        module = module_from(frozen.public, UUID(int=1), language)
        assert module.language == language
        assert {question.id for question in questions(module)} == set(key.questions)
        for question in questions(module):
            assert question.type in TYPES
            assert {option.token for option in question.options} <= set(key.questions[question.id].letters)


def questions(module: Module) -> Iterator[object]:
    assert all(step.phase in PHASES for step in module.steps)
    return iter([question for step in module.steps for question in step.all_questions])


@few
@given(file=st.sampled_from(FILES), content=anything)
def test_any_bytes_in_any_file_give_problems_and_no_exception(place: Place, file: str, content: bytes) -> None:
    holds(place.changed(file, content), file, content)


@few
@given(file=st.sampled_from(COMMON), content=anything)
def test_any_bytes_in_a_shared_file_give_problems_and_no_exception(place: Place, file: str, content: bytes) -> None:
    holds(place.changed(file, content, common=True), file, content)


@few
@given(file=st.sampled_from(STEPS), piece=st.sampled_from(PIECES), data=st.data())
def test_a_piece_put_in_or_a_line_taken_out_of_a_step(place: Place, file: str, piece: str, data: st.DataObject) -> None:
    """Near the sound file, where the checker goes deep."""
    text = whole.WHOLE[file].split("\n")
    at = data.draw(st.integers(0, len(text) - 1))
    how = data.draw(st.sampled_from(("before", "instead", "out", "twice", "cut")))
    changed = {
        "before": [*text[:at], piece, *text[at:]],
        "instead": [*text[:at], piece, *text[at + 1 :]],
        "out": [*text[:at], *text[at + 1 :]],
        "twice": [*text[:at], text[at], *text[at:]],
        "cut": text[:at],
    }[how]
    content = "\n".join(changed).encode()
    holds(place.changed(file, content), file, content)


@few
@given(
    file=st.sampled_from([file for file in FILES if file not in STEPS]),
    piece=st.sampled_from(PIECES),
    data=st.data(),
)
def test_a_piece_put_into_one_of_the_other_files(place: Place, file: str, piece: str, data: st.DataObject) -> None:
    text = whole.WHOLE[file]
    at = data.draw(st.integers(0, len(text)))
    content = (text[:at] + piece + text[at + data.draw(st.integers(0, 5)) :]).encode()
    holds(place.changed(file, content), file, content)


@few
@given(file=st.sampled_from(FILES), content=lines.map(str.encode))
def test_the_same_files_always_give_the_same_answer(place: Place, file: str, content: bytes) -> None:
    first, second = place.changed(file, content), place.changed(file, content)
    assert first.flaws == second.flaws
    if first.draft and second.draft:
        assert freeze(first.draft, "zout").sha256 == freeze(second.draft, "zout").sha256


@few
@given(content=st.one_of(lines, words).map(lambda text: f'<svg xmlns="http://www.w3.org/2000/svg">{text}</svg>'))
def test_any_drawing_is_refused_or_has_nothing_that_runs(place: Place, content: str) -> None:
    found = place.changed("media/sluis.svg", content.encode())
    holds(found, "media/sluis.svg", content.encode())
    if found.draft:
        assert not re.search(r"<script|<foreignobject|<!entity|javascript:", content, re.I)
