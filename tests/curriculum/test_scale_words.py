"""The words of a scale never change under pupils who answered: what was asked before must be what is asked after."""

import shutil
from pathlib import Path

import pytest

from tests.curriculum.lessons import LESSONS, plant, write
from tests.curriculum.locked import check, publish_lock

SET = "instruments/techniek-po-1"
BEFORE, AFTER = "\n::: question scale #vooraf item={}\n:::\n", "\n::: question scale #achteraf item={}\n:::\n"
LINE = "explain: GEHEIM-UITLEG\n:::\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A module that asks one item before and after the visit, and is out."""
    folder = write(tmp_path / "lessons")
    shutil.copytree(LESSONS / "_shared", folder.parent / "_shared")
    item = "techniek-po-1/maken"
    plant(folder, "nl/kijk.md", LINE, LINE + BEFORE.format(item))
    plant(folder, "en/kijk.md", "- ( ) c: To fish\n:::\n", "- ( ) c: To fish\n:::\n" + BEFORE.format(item))
    for language, first in (("nl", "Dit was het.\n"), ("en", "label: Back\n")):
        plant(folder, f"{language}/terug.md", first, first + AFTER.format(item))
    assert check(folder).errors == ()
    publish_lock(folder)
    return folder


def lines(folder: Path) -> list[tuple[str, str]]:
    return [(flaw.code, flaw.source.split(" item=")[0]) for flaw in check(folder).errors]


BOTH = [("I12", "::: question scale #vooraf"), ("I12", "::: question scale #achteraf")]


@pytest.mark.parametrize("language", ["nl", "en"])
def test_other_words_in_the_set_are_found_at_each_question_that_asks_it(folder: Path, language: str) -> None:
    file = folder.parent / "_shared" / SET / f"{language}.md"
    text = file.read_text("utf-8")
    first = "Ik vind het leuk" if language == "nl" else next(line for line in text.split("\n") if line.startswith("I "))
    file.write_text(text.replace(first, first + " altijd", 1), "utf-8")
    plant(folder, "module.yml", "version: 1.0", "version: 1.1")
    assert sorted(lines(folder)) == sorted(BOTH)


def test_another_item_under_the_same_id_is_refused_in_a_new_edition_too(folder: Path) -> None:
    for name in ("kijk", "terug"):
        for language in ("nl", "en"):
            plant(folder, f"{language}/{name}.md", "techniek-po-1/maken", "techniek-po-1/saai")
    plant(folder, "module.yml", "version: 1.0", "version: 2.0")
    assert sorted(lines(folder)) == sorted(BOTH)


def test_a_scale_that_stays_as_it_was_is_fine(folder: Path) -> None:
    plant(folder, "nl/kijk.md", "Het water in zee", "Het zeewater")
    plant(folder, "module.yml", "version: 1.0", "version: 1.1")
    assert check(folder).errors == ()
