"""ids.lock of a module's folder: written after it was published, so that git and a review see what is out."""

import os
from pathlib import Path

from app.access.actor import NOBODY
from app.base import clock
from app.base.house import House
from app.base.language import gettext
from app.curriculum.checker.files import Files
from app.curriculum.checker.identity import read_lock
from app.curriculum.flaws import Flaw
from app.curriculum.lock.file import NAME, text_of
from app.curriculum.lock.reading import join
from app.curriculum.queries import lock_of


def write_lock(house: House, folder: Path) -> str:
    """Write what is out of the module: what the database knows, and what its ids.lock knew before.

    Returns a line to say: that it was written, or why it could not be; "" when there is nothing new.
    """
    with house.looking(NOBODY, clock.now()) as work:
        held = lock_of(work, slug=folder.name)
    flaws: list[Flaw] = []
    before = read_lock(Files(folder, flaws))
    joined = join(lock for lock in (before, held) if lock)
    if flaws or joined is None:
        return ""  # a lock that cannot be read was said by the checker, and is not overwritten
    text, file = text_of(joined), folder / NAME
    if before and text == text_of(before):
        return ""
    try:
        _replace(file, text)
    except OSError as error:
        return gettext("%(file)s could not be written: %(why)s", file=_shown(file), why=error.strerror or "?")
    return gettext("%(file)s written: put it in git with the module", file=_shown(file))


def _replace(file: Path, text: str) -> None:
    """All or nothing: whoever reads it meanwhile gets the old one or the new one."""
    fresh = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        fresh.write_text(text, "utf-8")
        fresh.replace(file)
    finally:
        fresh.unlink(missing_ok=True)


def _shown(file: Path) -> str:
    return f"{file.parent.name}/{file.name}"
