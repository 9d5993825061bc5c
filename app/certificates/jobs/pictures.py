"""Logos and signatures by hash, as they were when each paper was issued."""

from collections.abc import Collection
from contextlib import suppress

from app.base.files import Files
from app.base.problems import NotFound


def found(files: Files, wanted: Collection[str]) -> dict[str, bytes]:
    """One whose file is gone (a restore without it) is left out: names say the same, and children do not wait for a
    picture."""
    held = {}
    for sha in wanted:
        with suppress(NotFound):
            held[sha] = files.get(sha)
    return held
