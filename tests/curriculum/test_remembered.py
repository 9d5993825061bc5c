"""An author who checks again gets the same words faster, and never words about a file that is no longer like that."""

import json
import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from app.curriculum.checker import remembered
from app.curriculum.checker.folder import check_module
from app.curriculum.checker.remembered import Remembered
from app.curriculum.checker.vocabulary import FILE
from app.curriculum.flaws import Flaw
from tests.curriculum import lessons, whole
from tests.curriculum.lessons import LESSONS, TODAY, vocabulary
from tests.curriculum.plants import PLANTS


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    """A folder of lessons with one module that has a mistake."""
    folder = tmp_path / "lessons"
    module = whole.write(folder)
    (folder / FILE).write_bytes((LESSONS / FILE).read_bytes())
    lessons.plant(module, "nl/kijk.md", "hint: Kijk naar de tekening.", "explain: §Kijk.")
    return folder


def again(shelf: Path, today=TODAY) -> tuple[tuple[Flaw, ...], list[str]]:
    """As one run of `flask lessons check`: what it says of the module, and what it had to read."""
    checker = Remembered(shelf, vocabulary(), today, shelf.parent / "kept.json")
    flaws = checker.flaws_of(shelf / "proef")
    checker.save()
    return flaws, checker.checked


def test_what_did_not_change_is_not_read_again_and_says_the_same(shelf):
    said, read = again(shelf)
    assert read == ["proef"]
    assert [flaw.code for flaw in said] == ["Q15"]
    assert again(shelf) == (said, [])


@pytest.mark.parametrize("plant", PLANTS, ids=[f"{one[0]} {one[3][:20].strip()}" for one in PLANTS])
def test_every_kind_of_problem_comes_back_as_it_was(plant, tmp_path):
    _, file, old, new, _ = plant
    folder = tmp_path / "lessons"
    module = whole.write(folder)
    (folder / FILE).write_bytes((LESSONS / FILE).read_bytes())
    lessons.plant(folder if file.startswith("_shared/") else module, file, old, new)
    fresh = check_module(module, vocabulary(), TODAY).flaws
    again(folder)
    said, read = again(folder)
    assert read == []
    assert [(one, one.message, one.tip) for one in said] == [(one, one.message, one.tip) for one in fresh]


def _mend(shelf: Path) -> None:
    file = shelf / "proef/nl/kijk.md"
    seen = file.stat()
    file.write_text(file.read_text().replace("explain: Kijk.", "Explain: Kijk."))
    os.utime(file, ns=(seen.st_atime_ns, seen.st_mtime_ns))  # as a copy of an archive does


def _move(shelf: Path) -> None:
    (shelf / "proef/nl/kijk.md").rename(shelf / "proef/nl/bekijk.md")


def _picture(shelf: Path) -> None:
    (shelf / "proef/media/nieuw.svg").write_text("<svg/>")


def _words(shelf: Path) -> None:
    file = shelf / FILE
    file.write_text(file.read_text().replace("water-edge", "water-side"))


def _shared(shelf: Path) -> None:
    next((shelf / "_shared/nl").glob("*.md")).write_text("# Een titel hoort hier niet\n")


def _folder(shelf: Path) -> None:
    (shelf / "proef/nl/leeg.md").mkdir()


@pytest.mark.parametrize("change", [_mend, _move, _picture, _words, _shared, _folder])
def test_whatever_changes_is_read_again(change: Callable[[Path], None], shelf):
    again(shelf)
    change(shelf)
    said, read = again(shelf)
    assert read == ["proef"]
    assert said == check_module(shelf / "proef", vocabulary(), TODAY).flaws


def test_another_day_and_another_checker_read_again(shelf, tmp_path, monkeypatch):
    again(shelf)
    assert again(shelf, TODAY + timedelta(days=1))[1] == ["proef"]
    rules = tmp_path / "house"
    (rules / "app").mkdir(parents=True)
    (rules / "app/rule.py").write_text("MOST = 9\n")
    (rules / "requirements.txt").write_text("markdown-it-py==4\n")
    monkeypatch.setattr(remembered, "HOUSE", rules)
    assert [again(shelf)[1], again(shelf)[1]] == [["proef"], []]
    (rules / "app/rule.py").write_text("MOST = 8\n")
    assert again(shelf)[1] == ["proef"]
    (rules / "requirements.txt").write_text("markdown-it-py==5\n")
    assert again(shelf)[1] == ["proef"]


@pytest.mark.parametrize("broken", ["", "{", "[]", '{"x": 3}', '{"x": ["y", [["Q99", "f", 1, "", {}]]]}', "\xff"])
def test_a_broken_file_of_what_was_said_costs_only_time(broken, shelf):
    kept = shelf.parent / "kept.json"
    kept.write_text(broken, "latin-1")
    said, read = again(shelf)
    assert (read, [one.code for one in said]) == (["proef"], ["Q15"])
    assert list(json.loads(kept.read_text())) == [str(shelf / "proef")]


def test_a_link_is_never_remembered(shelf):
    outside = shelf.parent / "buiten.md"
    outside.write_text("# Buiten\nlabel: Buiten\n")
    (shelf / "proef/nl/straks-nog.md").symlink_to(outside)
    assert again(shelf)[1] == ["proef"]
    assert again(shelf)[1] == ["proef"]


def test_a_module_that_is_gone_is_forgotten(shelf):
    again(shelf)
    (shelf / "proef").rename(shelf / "anders")
    checker = Remembered(shelf, vocabulary(), TODAY, shelf.parent / "kept.json")
    checker.flaws_of(shelf / "anders")
    checker.save()
    assert list(json.loads((shelf.parent / "kept.json").read_text())) == [str(shelf / "anders")]
    assert sorted(one.name for one in shelf.parent.iterdir()) == ["kept.json", "lessons"]
