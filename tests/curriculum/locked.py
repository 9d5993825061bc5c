"""A module that is out, and its lock: what a change of it is compared with."""

from pathlib import Path

from app.curriculum.checker.folder import Checked, check_module
from app.curriculum.lock.changes import Change, changes
from app.curriculum.lock.file import NAME, text_of
from app.curriculum.lock.reading import lock_from_versions
from app.curriculum.lock.values import Lock
from app.curriculum.snapshot import freeze
from tests.curriculum.lessons import TODAY, plant, vocabulary


def lock_of_folder(folder: Path, salt: str = "salt") -> Lock:
    """What would be out if the folder were published as it is."""
    draft = check_module(folder, vocabulary(), TODAY, lock=None).draft
    assert draft is not None, "the module has errors"
    frozen = freeze(draft, salt)
    lock = lock_from_versions([(frozen.public, frozen.key)])
    assert lock is not None
    return lock


def publish_lock(folder: Path) -> Lock:
    """Write the ids.lock of the folder as it is now."""
    lock = lock_of_folder(folder)
    (folder / NAME).write_text(text_of(lock), "utf-8")
    return lock


def check(folder: Path) -> Checked:
    return check_module(folder, vocabulary(), TODAY)


def changed(folder: Path, file: str, old: str, new: str) -> tuple[Change, ...]:
    """What a change of one place is, after the folder as it was."""
    before = lock_of_folder(folder)
    plant(folder, file, old, new)
    return changes(before, lock_of_folder(folder))
