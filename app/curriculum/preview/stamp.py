"""Has a file of the lessons changed? Names, sizes and times say so; nothing is read."""

import hashlib
from pathlib import Path


def stamp_of(*places: Path) -> str:
    """The same as long as no file in these places is added, removed or saved. Places may be files, or not there."""
    found: list[str] = []
    for place in places:
        for file in sorted([place, *place.rglob("*")]):
            try:
                facts = file.lstat()
            except OSError:
                continue  # gone while we looked, as an editor does when it saves
            found.append(f"{file} {facts.st_mtime_ns} {facts.st_size} {facts.st_ino}")
    return hashlib.sha256("\n".join(found).encode("utf-8", "surrogateescape")).hexdigest()[:16]
