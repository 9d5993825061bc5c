"""The files of one folder as somebody left them: opened with care, and what cannot be read is said once.

A link that leads out of the folder is never followed, and what is no plain file is never opened.
"""

import os
from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path

from app.curriculum.flaws import Flaw
from app.curriculum.page import MOST_BYTES, Page, page_of, printable

ENDINGS = (".md", ".yml", ".svg", ".png", ".jpg", ".jpeg", ".webp")  # a folder of such a name was meant as a file


@dataclass(slots=True)
class Files:
    """`odd` are the paths of which a problem was noted: they are there, but nothing can be read from them."""

    root: Path
    flaws: list[Flaw]
    odd: set[str] = field(default_factory=set)
    _names: dict[str, tuple[str, ...]] = field(default_factory=dict)
    _pages: dict[str, Page | None] = field(default_factory=dict)

    def shown(self, path: str) -> str:
        """As problems name it: counted from the lessons folder, on one line."""
        return printable(f"{self.root.name}/{path}")

    def names(self, folder: str, endings: Collection[str] = ()) -> tuple[str, ...]:
        """The plain files in it, by name; a name with a dot in front is no part of a lesson."""
        if folder not in self._names:
            self._names[folder] = tuple(self._listed(folder))
        found = self._names[folder]
        return tuple(name for name in found if not endings or name.endswith(tuple(endings)))

    def folders(self, folder: str) -> tuple[str, ...]:
        """The folders in it that are no links, by name."""
        try:
            with os.scandir(self.root / folder) as found:
                return tuple(sorted(printable(one.name) for one in found if one.is_dir(follow_symlinks=False)))
        except OSError:
            return ()

    def has(self, path: str) -> bool:
        """Is there something of that name, readable or not?"""
        folder, _, name = path.rpartition("/")
        return name in self.names(folder) or path in self.odd or folder in self.odd

    def is_folder(self, name: str) -> bool:
        return os.path.isdir(self.root / name)  # Path.is_dir raises where it may not look

    def page(self, path: str, language: str = "nl") -> Page | None:
        """The text of a file that `names` lists, read once. None: a problem was noted."""
        if path not in self._pages:
            content = self.content(path, MOST_BYTES)
            self._pages[path] = None if content is None else page_of(content, self.shown(path), self.flaws, language)
        return self._pages[path]

    def read_pages(self) -> list[Page]:
        """All that were read so far."""
        return [page for page in self._pages.values() if page]

    def content(self, path: str, most: int) -> bytes | None:
        """At most one byte more than `most`, so that the reader can tell that it is too much."""
        try:
            with (self.root / path).open("rb") as file:
                return file.read(most + 1)
        except OSError:
            self._note("M26", path)
            return None

    def missing(self, code: str, path: str, **facts: object) -> None:
        """Note that something should be there and is not."""
        self.flaws.append(Flaw(code, self.shown(path), 1, facts=facts))

    def _listed(self, folder: str) -> list[str]:
        place = self.root / folder
        if place.is_symlink() and self._leads_out(str(place)):
            self._note("M23", folder)
            return []
        try:
            with os.scandir(place) as found:
                entries = sorted(found, key=lambda entry: entry.name)
        except FileNotFoundError:
            return []
        except NotADirectoryError:
            self._note("M25", folder)
            return []
        except OSError:
            self._note("M26", folder)
            return []
        return [entry.name for entry in entries if not entry.name.startswith(".") and self._is_plain(entry, folder)]

    def _is_plain(self, entry: os.DirEntry[str], folder: str) -> bool:
        """Whatever looks like a file of a lesson and is none is noted; a folder of another name is left alone."""
        path = f"{folder}/{entry.name}" if folder else entry.name
        try:
            if entry.is_symlink() and self._leads_out(entry.path):
                self._note("M23", path)
                return False
            if entry.is_file():
                return True
            if not entry.is_dir() or entry.name.endswith(ENDINGS):
                self._note("M24", path)
        except OSError:
            self._note("M26", path)
        return False

    def _leads_out(self, path: str) -> bool:
        root = os.path.realpath(self.root)
        return not os.path.realpath(path).startswith(root + os.sep)

    def _note(self, code: str, path: str) -> None:
        self.odd.add(path)
        self.flaws.append(Flaw(code, self.shown(path), 1, facts={"name": printable(path)}))
