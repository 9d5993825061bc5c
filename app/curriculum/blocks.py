"""The line scanner: cuts a page into prose and `:::` blocks, and says where a block was left open.

It knows code fences (nothing inside them opens or closes a block) and which block may hold which.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from app.curriculum.page import Page

KINDS = (
    "question",
    "task",
    "hint",
    "tip",
    "safety",
    "teacher",
    "solution",
    "print",
    "screen",
    "measure",
    "visit",
    "include",
    "recall",
    "was-there",
    "was-not-there",
)
WITH_ID = ("question", "task", "measure", "recall")
FOR_TEACHERS = ("teacher", "solution")
ONE_LINE = ("include", "recall")  # they hold nothing, and no `:::` closes them
_SMALL = frozenset({"hint", "solution", "tip"})
_READ = _SMALL | {"task", "safety", "teacher"}
_INSIDE = _READ | {"question", "measure", "print", "screen", "include", "recall"}
HOLDS: dict[str, frozenset[str]] = {
    "question": _SMALL,
    "task": _SMALL,
    "print": _READ | {"include"},
    "screen": _READ | {"include"},
    "visit": _READ | {"include"},
    "was-there": _INSIDE,
    "was-not-there": _INSIDE,
}
ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
LONGEST_ID = 60
DEEPEST = 6
_BLOCK = re.compile(r" {0,3}:{3,}\s*(.*)$")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})(.*)$")


@dataclass(frozen=True, slots=True)
class Prose:
    line: int
    lines: tuple[str, ...]


@dataclass(slots=True)
class Block:
    kind: str
    words: tuple[str, ...]
    id: str
    options: dict[str, str]
    line: int
    levels: tuple[str, ...] = ()  # level=po-7-8,vo-onder-vmbo: for which pupils
    inside: list["Prose | Block"] = field(default_factory=list)
    is_closed: bool = True
    page: Page | None = None  # of an include: the page on which `inside` stands

    def prose(self) -> tuple[Prose, ...]:
        return tuple(part for part in self.inside if isinstance(part, Prose))

    def blocks(self, *kinds: str) -> tuple["Block", ...]:
        return tuple(part for part in self.inside if isinstance(part, Block) and (not kinds or part.kind in kinds))


Parts = Sequence[Prose | Block]


@dataclass(frozen=True, slots=True)
class _Mark:
    """A line that opens a block (`head`), closes one (head empty), or is text (None)."""

    line: int
    text: str
    head: str | None


def scan(page: Page, first: int) -> list[Prose | Block]:
    """The parts of `page` from line `first` on; what is wrong is noted on the page."""
    marks = list(_marks(page, first))
    opened = sum(1 for mark in marks if mark.head and mark.head.split()[0] not in ONE_LINE)
    closed = sum(1 for mark in marks if mark.head == "")
    return _Builder(page, mend=opened > closed).build(marks)


def walk(parts: Parts) -> Iterator[Block]:
    """All blocks, outer before inner."""
    for part in parts:
        if isinstance(part, Block):
            yield part
            yield from walk(part.inside)


def _marks(page: Page, first: int) -> Iterator[_Mark]:
    fence = ""
    fence_line = 0
    for number, text in enumerate(page.lines[first - 1 :], first):
        found = _FENCE.match(text)
        if fence:
            if found and found[1].startswith(fence) and not found[2].strip():
                fence = ""
            yield _Mark(number, text, None)
        elif found and not (found[1][0] == "`" and "`" in found[2]):
            fence, fence_line = found[1], number
            yield _Mark(number, text, None)
        else:
            block = _BLOCK.match(text)
            yield _Mark(number, text, block[1].strip() if block else None)
    if fence:
        page.wrong("S16", fence_line)


@dataclass(slots=True)
class _Builder:
    """`mend`: more blocks open than close, so one that may not hold the next was left open before it."""

    page: Page
    mend: bool
    parts: list[Prose | Block] = field(default_factory=list)
    open: list[Block] = field(default_factory=list)
    text: list[tuple[int, str]] = field(default_factory=list)

    def build(self, marks: Sequence[_Mark]) -> list[Prose | Block]:
        for mark in marks:
            if mark.head is None:
                self.text.append((mark.line, mark.text))
            elif mark.head and mark.head.split()[0] in ONE_LINE:
                self._stand(mark)
            elif mark.head:
                self._open(mark)
            else:
                self._close(mark)
        self._flush()
        fenced = any(flaw.code == "S16" and flaw.file == self.page.file for flaw in self.page.flaws)
        for block in self.open:
            block.is_closed = False
            if not fenced:  # with a fence left open every block after it is, too: one problem is enough
                self.page.wrong("S06", block.line, kind=block.kind)
        return self.parts

    def _open(self, mark: _Mark) -> None:
        self._flush()
        block = _head(self.page, mark)
        while self.open and block.kind in KINDS and not may_hold(self.open[-1].kind, block.kind):
            outer = self.open[-1]
            if not self.mend:
                self.page.wrong("S09", mark.line, kind=block.kind, outer=outer.kind)
                break
            self.page.wrong("S06", outer.line, kind=outer.kind)
            self.open.pop().is_closed = False
        self._into().append(block)
        self.open.append(block)

    def _stand(self, mark: _Mark) -> None:
        """A block of one line."""
        self._flush()
        block = _head(self.page, mark)
        if self.open and not may_hold(self.open[-1].kind, block.kind):
            self.page.wrong("S09", mark.line, kind=block.kind, outer=self.open[-1].kind)
        self._into().append(block)

    def _close(self, mark: _Mark) -> None:
        self._flush()
        if self.open:
            self.open.pop()
        else:
            self.page.wrong("S07", mark.line)

    def _into(self) -> list[Prose | Block]:
        """What the next part belongs to; deeper than anything of ours goes, all lie side by side."""
        return self.open[:DEEPEST][-1].inside if self.open else self.parts

    def _flush(self) -> None:
        if any(text.strip() for _, text in self.text):
            self._into().append(Prose(self.text[0][0], tuple(text for _, text in self.text)))
        self.text = []


def may_hold(outer: str, inner: str) -> bool:
    """May the one kind of block stand inside the other? Of a kind that is not known nothing is said."""
    return outer not in KINDS or inner in HOLDS.get(outer, frozenset())


def _head(page: Page, mark: _Mark) -> Block:
    """`question choice #why points=2` as a block. Its problems are noted; the block itself always comes."""
    kind, *rest = (mark.head or "").split()
    block = Block(kind, (), "", {}, mark.line)
    words: list[str] = []
    for word in rest:
        name, is_option, value = word.partition("=")
        if word.startswith("#") and not block.id:
            block.id = word[1:]
        elif is_option and name not in block.options and not word.startswith("#"):
            block.options[name] = value
        else:
            words.append(word)
    block.words = tuple(words)
    levels = block.options.pop("level", None)
    block.levels = tuple(dict.fromkeys(levels.split(","))) if levels is not None else ()
    _check_head(page, block)
    return block


def _check_head(page: Page, block: Block) -> None:
    if block.kind not in KINDS:
        page.wrong("S08", block.line, kind=block.kind, known=", ".join(KINDS))
        return
    if not block.id and block.kind in WITH_ID:
        page.wrong("S10", block.line, kind=block.kind)
    if block.id and not (ID.fullmatch(block.id) and len(block.id) <= LONGEST_ID):
        page.wrong("S12", block.line, id=block.id)
    if block.levels and block.kind in FOR_TEACHERS:
        page.wrong("S13", block.line, option="level=", known="-")
        block.levels = ()
    if block.kind == "include" and (block.id or len(block.words) != 1 or not ID.fullmatch(block.words[0])):
        page.wrong("S21", block.line)
    if block.kind not in ("question", "measure"):
        for word in (*(block.words if block.kind != "include" else ()), *block.options):
            page.wrong("S13", block.line, option=word, known="#id" if block.kind in WITH_ID else "-")
