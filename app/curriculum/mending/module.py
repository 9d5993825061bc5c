"""A whole module mended: first how each file is written, then the letters and ids that its source language lacks."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from app.base.language import N_
from app.curriculum.blocks import ID, Block, Prose, scan
from app.curriculum.checker.yaml_text import read_yaml
from app.curriculum.flaws import Flaw
from app.curriculum.mending.lines import LOOSE, is_well_written, letter_of, next_letters, rewritten
from app.curriculum.page import Page
from app.curriculum.questions import TYPES
from app.curriculum.questions.kind import QuestionType

Files = Mapping[str, bytes]
NAMED = ("question", "task", "measure")
LONGEST_NEW = 32  # letters of an id that we make
_FENCE = re.compile(r" {0,3}(```|~~~)")
_WORD = re.compile(r"[a-z0-9]+")
_NOT_STEPS = frozenset({"about", "materials", "teacher", "host"})


@dataclass(frozen=True, slots=True)
class Mend:
    """What was done at one line. `message` is an English source with `facts`."""

    file: str
    line: int
    message: str
    facts: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Mended:
    """`files`: those that changed, with their new content."""

    files: Files
    mends: tuple[Mend, ...]


def mend_module(files: Files, used: Mapping[str, str] | None = None) -> Mended:
    """`files`: the texts of a module by their path in it. `used`: ids that were ever out, each with its letters."""
    return _Mender(files, dict(used or {})).run()


@dataclass(slots=True)
class _Mender:
    files: Files
    used: dict[str, str]
    lines: dict[str, list[str]] = field(default_factory=dict)
    mends: list[Mend] = field(default_factory=list)
    ids: set[str] = field(default_factory=set)

    def run(self) -> Mended:
        for file, content in sorted(self.files.items()):
            self._open(file, content)
        source = self._facts().get("language")
        self.ids = set(self.used) | _texts(self._facts().get("retired_questions"))
        steps = [file for file in self.lines if _is_step(file)]
        blocks = {file: list(self._blocks(file)) for file in steps}
        for found in blocks.values():
            self.ids |= {block.id for block in found if block.id}
        for file, found in blocks.items():
            for block in found:
                self._choices(file, block, is_source=file.split("/")[0] == source)
                if file.split("/")[0] == source:
                    self._name(file, block)
        return Mended(self._changed(), tuple(sorted(self.mends, key=lambda mend: (mend.file, mend.line))))

    def _open(self, file: str, content: bytes) -> None:
        try:
            text = content.decode("utf-8")
        except UnicodeDecodeError:
            return  # no text that we can read: the checker says so
        if text.startswith("\ufeff"):
            self._did(file, 1, N_("the invisible sign at the start (BOM) is gone"))
        if "\r" in text:
            self._did(file, 1, N_("line ends are as everywhere else (LF)"))
        self.lines[file] = text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")

    def _facts(self) -> Mapping[str, object]:
        """module.yml as far as it goes; without it no language is the source, and nothing gets a name."""
        read = read_yaml(Page("module.yml", tuple(self.lines.get("module.yml", ())), []))
        return read.value if read and isinstance(read.value, dict) else {}

    def _blocks(self, file: str) -> Iterator[Block]:
        """All blocks of a step; none when its structure is broken, because then we do not know what belongs where."""
        flaws: list[Flaw] = []
        parts = scan(Page(file, tuple(self.lines[file]), flaws), 2)
        if all(flaw.code in ("S10", "S12", "S13") for flaw in flaws):
            yield from _walk(parts)

    def _choices(self, file: str, block: Block, *, is_source: bool) -> None:
        kind = TYPES.get(block.words[0]) if block.kind == "question" and block.words else None
        if kind is None or kind.name not in LOOSE:
            return
        held = [(number, text, letter_of(text, kind)) for number, text in _own_lines(block)]
        choices = [(number, text, letter) for number, text, letter in held if letter is not None]
        missing = sum(not letter for _, _, letter in choices)
        used = {letter for _, _, letter in choices if letter} | set(self.used.get(block.id, ""))
        letters = iter(next_letters(used, missing) if is_source else "")
        for number, text, letter in choices:
            fresh = "" if letter else next(letters, "")
            self._rewrite(file, number, text, kind, fresh)

    def _rewrite(self, file: str, number: int, text: str, kind: QuestionType, letter: str) -> None:
        made = None if is_well_written(text, kind) else rewritten(text, kind, letter)
        if made is None:
            return
        self.lines[file][number - 1] = made
        if letter:
            self._did(file, number, N_("got the letter %(letter)s"), letter=letter)
        else:
            self._did(file, number, N_("brackets and spaces are as the format wants them"))

    def _name(self, file: str, block: Block) -> None:
        if block.id or block.kind not in NAMED or any(word.startswith("#") for word in block.words):
            return
        made = self._free_id(block)
        self.ids.add(made)
        head, option, rest = self.lines[file][block.line - 1].rstrip().partition(_first_option(block))
        self.lines[file][block.line - 1] = f"{head.rstrip()} #{made}{' ' if option else ''}{option}{rest}"
        self._did(file, block.line, N_("got the id %(id)s"), id=made)

    def _free_id(self, block: Block) -> str:
        words = next((_words(text) for _, text in _own_lines(block) if _words(text)), [])
        base = ""
        for word in words:
            if len(base) + len(word) > LONGEST_NEW:
                break
            base = f"{base}-{word}" if base else word
        base = base if ID.fullmatch(base) else block.kind
        many = 1
        while (made := base if many == 1 else f"{base}-{many}") in self.ids:
            many += 1
        return made

    def _did(self, file: str, line: int, message: str, **facts: object) -> None:
        self.mends.append(Mend(file, line, message, facts))

    def _changed(self) -> Files:
        made = {file: "\n".join(lines).encode() for file, lines in self.lines.items()}
        return {file: content for file, content in made.items() if content != self.files[file]}


def _texts(value: object) -> set[str]:
    return {str(one) for one in value} if isinstance(value, list) else set()


def _is_step(file: str) -> bool:
    folder, _, name = file.partition("/")
    return name.endswith(".md") and len(folder) == 2 and name.removesuffix(".md") not in _NOT_STEPS


def _walk(parts: Sequence[Prose | Block]) -> Iterator[Block]:
    for part in parts:
        if isinstance(part, Block):
            yield part
            yield from _walk(part.inside)


def _own_lines(block: Block) -> Iterator[tuple[int, str]]:
    """The lines of a block that stand in no other block and in no code."""
    fenced = False
    for prose in block.prose():
        for number, text in enumerate(prose.lines, prose.line):
            fenced ^= bool(_FENCE.match(text))
            if not fenced and not _FENCE.match(text):
                yield number, text


def _words(text: str) -> list[str]:
    """`Waarom is er één sluis?` -> waarom, is, er, een, sluis."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return _WORD.findall("".join(sign for sign in plain if not unicodedata.combining(sign)))


def _first_option(block: Block) -> str:
    """`points=` of `::: question choice points=2`: the id comes before it. Nothing there: a sign that never stands."""
    written = [*block.options, *(["level"] if block.levels else [])]
    return f"{written[0]}=" if written else "\0"
