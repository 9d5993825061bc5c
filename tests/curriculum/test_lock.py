"""ids.lock: the same everywhere, readable in a review, and not to be changed by hand."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from app.curriculum.checker.folder import check_module
from app.curriculum.lock.changes import changes
from app.curriculum.lock.file import LockBroken, lock_from_text, text_of
from app.curriculum.lock.reading import join, lock_from_versions
from app.curriculum.lock.values import Version, version_of
from app.curriculum.snapshot import freeze
from tests.curriculum.lessons import TODAY, plant, vocabulary, write
from tests.curriculum.locked import check, lock_of_folder, publish_lock


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write(tmp_path / "lessons")


def test_a_lock_comes_back_from_its_file_as_it_was(folder: Path) -> None:
    lock = lock_of_folder(folder)
    assert lock_from_text(text_of(lock)) == lock


def test_the_salt_of_a_house_leaves_no_trace_in_a_lock(folder: Path) -> None:
    assert text_of(lock_of_folder(folder, "one house")) == text_of(lock_of_folder(folder, "another house"))


def test_a_lock_says_what_each_letter_stands_for(folder: Path) -> None:
    waarom = lock_of_folder(folder).questions["waarom"]
    assert waarom.letters == {"a": "Om te wassen", "b": "Om water tegen te houden", "c": "Om te vissen"}
    assert (waarom.type, waarom.step, waarom.points, waarom.tries) == ("choice", "kijk", 2, 2)


def test_a_lock_says_for_whom_a_question_is(folder: Path) -> None:
    questions = lock_of_folder(folder).questions
    assert [questions[name].audience for name in ("waarom", "gezien", "verhaal")] == [
        "all",
        "was-there",
        "was-not-there",
    ]


def test_a_lock_remembers_what_is_no_more(folder: Path) -> None:
    first = lock_of_folder(folder)
    plant(folder, "module.yml", "version: 1.0", "version: 2.0")
    plant(folder, "nl/bezoek.md", "question open #vraag", "question open #andere-vraag")
    plant(folder, "en/bezoek.md", "question open #vraag", "question open #andere-vraag")
    plant(folder, "module.yml", "evidence: [vraag]", "evidence: [andere-vraag]")
    second = join([lock_of_folder(folder), first])  # in any order
    assert second is not None
    assert second.retired == {"vraag": Version(1, 0)}
    assert second.questions["waarom"].first == Version(1, 0)
    assert second.questions["waarom"].last == Version(2, 0)
    assert "andere-vraag" in second.live_questions
    assert lock_from_text(text_of(second)) == second


def test_a_letter_that_is_gone_keeps_its_meaning(folder: Path) -> None:
    first = lock_of_folder(folder)
    plant(folder, "module.yml", "version: 1.0", "version: 2.0")
    plant(folder, "nl/kijk.md", "- [ ] c: schoorsteen\n", "- [ ] d: wiek\n")
    plant(folder, "en/kijk.md", "- [ ] c: chimney\n", "- [ ] d: sail\n")
    both = join([first, lock_of_folder(folder)])
    assert both is not None
    assert both.questions["delen"].gone == {"c": "schoorsteen"}
    assert lock_from_text(text_of(both)) == both


def without(value: Any, *names: str) -> Any:
    """A JSON value without some names, at every depth."""
    if isinstance(value, dict):
        return {name: without(held, *names) for name, held in value.items() if name not in names}
    return [without(one, *names) for one in value] if isinstance(value, list) else value


def test_a_version_that_was_frozen_before_there_were_locks_is_read_too(folder: Path) -> None:
    draft = check_module(folder, vocabulary(), TODAY, lock=None).draft
    assert draft is not None
    frozen = freeze(draft, "salt")
    later = ("status", "urgent", "goals", "ask", "made_by")  # names that the first format did not have
    before = lock_from_versions([(without(frozen.public, *later), frozen.key)])
    after = lock_from_versions([(frozen.public, frozen.key)])
    assert before is not None
    assert after is not None
    assert [change.kind for change in changes(before, after) if change.kind != "pages"] == []


def test_words_of_the_vocabulary_are_not_the_modules_own(folder: Path) -> None:
    draft = check_module(folder, vocabulary(), TODAY, lock=None).draft
    assert draft is not None
    other = replace(draft, labels={**draft.labels, "topics": {"water": {"nl": "nat", "en": "wet"}}})
    locks = [lock_from_versions([(one.public, one.key)]) for one in (freeze(draft, ""), freeze(other, ""))]
    assert locks[0] == locks[1]


def test_versions_sort_as_numbers() -> None:
    assert version_of("1.10") > version_of("1.9")
    assert (version_of("1.9").next_revision, version_of("1.9").next_edition) == (Version(1, 10), Version(2, 0))


BROKEN = [  # (what becomes of the text, the line)
    (lambda text: text.replace("question delen", "vraag delen"), "question delen"),
    (lambda text: "\n".join(text.split("\n")[:-2]) + "\n", None),
    (lambda text: text.replace("module proef", "<<<<<<< HEAD\nmodule proef"), "module proef"),
    (lambda text: "", None),
]


@pytest.mark.parametrize(("spoil", "near"), BROKEN)
def test_a_lock_that_cannot_be_read_says_where(folder: Path, spoil, near) -> None:
    text = text_of(lock_of_folder(folder))
    with pytest.raises(LockBroken) as broken:
        lock_from_text(spoil(text))
    assert not broken.value.edited
    if near:
        assert broken.value.line == next(n for n, line in enumerate(text.split("\n"), 1) if line.startswith(near))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("a: Om te wassen", "a: Om te spoelen"),
        ("points=2 tries=2", "points=3 tries=2"),
        ("question inhoud", "question inhouden"),
        ("step terug after", "step terug before"),
    ],
)
def test_a_lock_changed_by_hand_is_found_out(folder: Path, old: str, new: str) -> None:
    text = text_of(lock_of_folder(folder))
    assert old in text
    with pytest.raises(LockBroken) as broken:
        lock_from_text(text.replace(old, new))
    assert broken.value.edited


def test_line_ends_of_another_system_do_not_break_a_lock(folder: Path) -> None:
    lock = publish_lock(folder)
    file = folder / "ids.lock"
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes().replace(b"\n", b"\r\n"))
    assert check(folder).errors == ()
    assert lock.slug == "proef"
