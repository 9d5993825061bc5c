"""The folder lessons/_shared: texts that more modules include, their pictures, and sets of opinions.

A module reads only what it uses, and hears only of its problems (app/curriculum/checker/shelf.py checks it whole).
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path

from app.curriculum.blocks import ID, Block, Parts, may_hold, scan
from app.curriculum.checker.files import Files
from app.curriculum.checker.media import CREDITS, Shelf, read_media
from app.curriculum.checker.media import FOLDER as MEDIA
from app.curriculum.checker.opinions import OpinionSet, read_set
from app.curriculum.flaws import Flaw
from app.curriculum.markdown import Writer
from app.curriculum.page import Page

NAME = "_shared"
SETS = "instruments"


@dataclass(frozen=True, slots=True)
class Fragment:
    """A text to include; its problems are noted on its own page."""

    writer: Writer
    parts: Parts

    @property
    def page(self) -> Page:
        return self.writer.page


@dataclass(slots=True)
class Shared:
    """`used`: names of its pictures that were shown, in order of first use."""

    root: Path
    units: Collection[str]
    flaws: list[Flaw]
    used: list[str] = field(default_factory=list)
    files: Files = field(init=False)
    _fragments: dict[str, Fragment | None] = field(default_factory=dict)
    _sets: dict[str, OpinionSet | None] = field(default_factory=dict)
    _shelf: Shelf | None = None
    _of_pictures: list[Flaw] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.files = Files(self.root, self.flaws)

    def fragment(self, language: str, name: str) -> Fragment | None:
        """The text of that name. None: it is not there, or could not be read."""
        path = f"{language}/{name}.md"
        if path not in self._fragments:
            self._fragments[path] = self._read(path, language)
        return self._fragments[path]

    def include(self, block: Block, page: Page, outer: str) -> None:
        """Put the parts of the text it names into an include block."""
        name = " ".join(block.words)
        if not ID.fullmatch(name):
            return  # said already: it does not name a text
        fragment = self.fragment(page.language, name)
        path = f"{page.language}/{name}.md"
        if fragment is None:
            if not self.files.has(path):
                page.wrong("S18", block.line, name=name, file=self.files.shown(path))
            return
        block.inside, block.page = list(fragment.parts), fragment.page
        for inner in fragment.parts:
            if isinstance(inner, Block) and outer and not may_hold(outer, inner.kind):
                page.wrong("S09", block.line, kind=inner.kind, outer=outer)

    def writer_of(self, page: Page) -> Writer:
        """The writer of an included page."""
        return next(one.writer for one in self._fragments.values() if one and one.page is page)

    def opinions(self, language: str, name: str) -> OpinionSet | None:
        """The set of that name in that language. None: it is not there, or could not be read."""
        path = f"{SETS}/{name}/{language}.md"
        if path not in self._sets:
            there = f"{language}.md" in self.files.names(f"{SETS}/{name}")
            self._sets[path] = read_set(self.files, f"{SETS}/{name}", language, self.units) if there else None
        return self._sets[path]

    def set_names(self) -> tuple[str, ...]:
        return self.files.folders(SETS)

    def shelf(self) -> Shelf:
        """Its pictures, read when the first is shown."""
        if self._shelf is None:
            self._shelf = read_media(Files(self.root, self._of_pictures))
        return self._shelf

    def problems_of_pictures(self, *, whole: bool = False) -> list[Flaw]:
        """Only of those that were shown, or of the `whole` folder: another module's trouble is not this one's."""
        return [flaw for flaw in self._of_pictures if whole or self._matters(flaw)]

    def _matters(self, flaw: Flaw) -> bool:
        """Is it of a picture that was shown, or of all their credits?"""
        shown = {self.files.shown(f"{MEDIA}/{name}") for name in self.used}
        of_credits = flaw.file == self.files.shown(f"{MEDIA}/{CREDITS}") and "name" not in flaw.facts
        return flaw.file in shown or flaw.facts.get("name") in self.used or (of_credits and bool(self.used))

    def _read(self, path: str, language: str) -> Fragment | None:
        folder, _, file = path.rpartition("/")
        page = self.files.page(path, language) if file in self.files.names(folder) else None
        if page is None:
            return None
        parts = scan(page, 1)
        if not parts:
            page.wrong("S15", 1)
        shows = any("../media/" in line for line in page.lines)
        pictures = self.shelf().pictures if shows else {}
        return Fragment(Writer(page, pictures, self.used, no_title="S19"), parts)
