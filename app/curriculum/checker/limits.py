"""How much a pupil can read: words in a step and in a sentence, by the youngest level of the module."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from app.curriculum.blocks import Block, Prose
from app.curriculum.markdown import texts
from app.curriculum.page import Page


@dataclass(frozen=True, slots=True)
class Limit:
    words: int  # of prose in a step, questions apart
    sentence: int


LIMITS = {"po-5-6": Limit(120, 12), "po-7-8": Limit(180, 15)}
SECONDARY = Limit(300, 20)
READ = frozenset({"task", "tip", "safety", "screen"})
_END = re.compile(r"[.!?…]+[\"'”’»)]*\s+(?=[\"'“‘«(]*[A-ZÀ-Ý0-9])")
_WORD = re.compile(r"\S*[A-Za-zÀ-ÿ0-9]\S*")


def limit_of(levels: Collection[str]) -> Limit:
    """The strictest of the levels."""
    return min((LIMITS.get(level, SECONDARY) for level in levels), key=lambda one: one.words, default=SECONDARY)


def check_length(page: Page, parts: Sequence[Prose | Block], limit: Limit) -> None:
    """Notes on a step that is too long, and on each sentence that is."""
    alike = list(_prose(parts, READ))
    there, absent = (list(_prose(parts, frozenset({kind}), inner=READ)) for kind in ("was-there", "was-not-there"))
    total = _count(alike) + max(_count(there), _count(absent))  # a pupil reads one of the two
    if total > limit.words:
        page.wrong("T01", 1, count=total, limit=limit.words)
    for prose in (*alike, *there, *absent):
        for line, text in texts(prose.lines, prose.line):
            for sentence in _END.split(text):
                if (count := _words(sentence)) > limit.sentence:
                    page.wrong("T02", line, count=count, limit=limit.sentence)


def _prose(
    parts: Sequence[Prose | Block], kinds: frozenset[str], inner: frozenset[str] = frozenset()
) -> Iterator[Prose]:
    """The prose in blocks of these kinds (with `inner`: only what stands in them)."""
    for part in parts:
        if isinstance(part, Block):
            if part.kind in kinds:
                yield from _prose(part.inside, inner or kinds)
        elif not inner:
            yield part


def _count(proses: Sequence[Prose]) -> int:
    return sum(_words(text) for prose in proses for _, text in texts(prose.lines, prose.line))


def _words(text: str) -> int:
    return len(_WORD.findall(text))
