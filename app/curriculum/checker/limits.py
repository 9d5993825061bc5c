"""How much a pupil can read: words in a step and in a sentence, by the level of the pupil."""

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass

from app.curriculum.blocks import Block, Parts
from app.curriculum.draft import Length
from app.curriculum.page import Page


@dataclass(frozen=True, slots=True)
class Limit:
    words: int  # of prose in a step, questions apart
    sentence: int


@dataclass(frozen=True, slots=True)
class _Said:
    """A paragraph, and who reads it: `levels` None is everybody, `kind` is was-there, was-not-there or nothing."""

    page: Page
    line: int
    text: str
    levels: frozenset[str] | None
    kind: str

    def is_for(self, level: str) -> bool:
        return self.levels is None or level in self.levels


Texts = Callable[[Page], Mapping[int, tuple[tuple[int, str], ...]]]  # of a page: what each piece of prose says, by line

LIMITS = {"po-5-6": Limit(120, 12), "po-7-8": Limit(180, 15)}
SECONDARY = Limit(300, 20)
READ = frozenset({"task", "tip", "safety", "screen", "visit", "include"})
APART = frozenset({"was-there", "was-not-there"})  # a pupil reads one of the two
_END = re.compile(r"(?<![.!?…])[.!?…]++[\"'”’»)]*+\s++(?=[\"'“‘«(]{0,3}[A-ZÀ-Ý0-9])")
_WORD = re.compile(r"[A-Za-zÀ-ÿ0-9]")


def limit_of(level: str) -> Limit:
    return LIMITS.get(level, SECONDARY)


def check_length(page: Page, parts: Parts, levels: Collection[str], texts: Texts) -> Mapping[str, Length]:
    """Notes on a step that is too long for one of its levels, and on each sentence that is. Returns what each reads."""
    said = list(_all_said(page, parts, texts, None, ""))
    strict = sorted(levels, key=lambda level: limit_of(level).words)
    for level in strict:
        if (count := _total(said, level)) > limit_of(level).words:
            page.wrong("T01", 1, count=count, limit=limit_of(level).words, level=level)
            break
    for one in said:
        _check_sentences(one, next((level for level in strict if one.is_for(level)), None))
    return {level: Length(_total(said, level), _longest(said, level)) for level in levels}


def _total(said: Collection[_Said], level: str) -> int:
    counts = {"": 0, **dict.fromkeys(APART, 0)}
    for one in said:
        if one.is_for(level):
            counts[one.kind] += count_words(one.text)
    return counts[""] + max(counts[kind] for kind in APART)


def _longest(said: Collection[_Said], level: str) -> int:
    own = (one.text for one in said if one.is_for(level))
    return max((count_words(sentence) for text in own for sentence in _END.split(text)), default=0)


def _check_sentences(said: _Said, level: str | None) -> None:
    if level is None:
        return
    most = limit_of(level).sentence
    if said.text.count(" ") < most:
        return
    for sentence in _END.split(said.text):
        if (count := count_words(sentence)) > most:
            said.page.wrong("T02", said.line, count=count, limit=most, level=level)


def _all_said(page: Page, parts: Parts, texts: Texts, levels: frozenset[str] | None, kind: str) -> Iterator[_Said]:
    for part in parts:
        if not isinstance(part, Block):
            for line, text in texts(page).get(part.line, ()):
                yield _Said(page, line, text, levels, kind)
        elif part.kind in READ or part.kind in APART:
            inner = frozenset(part.levels) if part.levels else levels
            apart = part.kind if part.kind in APART else kind
            yield from _all_said(part.page or page, part.inside, texts, inner, apart)


def count_words(text: str) -> int:
    return sum(1 for word in text.split() if _WORD.search(word))
