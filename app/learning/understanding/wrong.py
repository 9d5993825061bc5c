"""What was wrong about an answer, in words, cut so small that the same mistake is found again with others. Pure."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any
from uuid import UUID

from markupsafe import Markup

from app.base.language import N_, gettext_for
from app.curriculum.gaps import pieces
from app.curriculum.markdown import plain
from app.curriculum.marking import shown_answer
from app.curriculum.module import KeyTexts, QuestionKey
from app.curriculum.questions.gap import is_right
from app.curriculum.questions.kind import words_of
from app.learning.understanding.tries import Tries

MOST = 3  # mistakes shown of one question
COMMON = 2  # so many pupils make a mistake a common one
FEW = 3  # in so small a class a mistake of one is worth a look
LONGEST = 90


@dataclass(frozen=True, slots=True)
class Mistake:
    """`pupils`: how many made it at any try. `feedback`: what they were told."""

    text: str
    pupils: int
    feedback: Markup


@dataclass(frozen=True, slots=True)
class _Slip:
    """One thing that is wrong. The same `ident` is the same mistake."""

    ident: str
    text: str
    feedback: Markup = field(default_factory=Markup)


Value = Mapping[str, Any]
Slips = Iterator[_Slip]


def mistakes(key: QuestionKey, tried: Iterable[Tries], *, language: str) -> tuple[Mistake, ...]:
    """The mistakes that most pupils made, the commonest first; none of a single pupil, except in a tiny group.

    A pupil who made the same mistake twice counts once.
    """
    pupils: Counter[str] = Counter()
    known: dict[str, _Slip] = {}
    seen: set[UUID] = set()
    for tries in tried:
        seen.add(tries.answers[0].pupil_id)
        own = {slip.ident: slip for one in tries.wrong for slip in _slips(key, one.value, language)}
        pupils.update(own.keys())
        known |= {ident: slip for ident, slip in own.items() if ident not in known}
    least = 1 if len(seen) <= FEW else COMMON
    most = sorted((-count, ident) for ident, count in pupils.items() if count >= least)[:MOST]
    return tuple(Mistake(known[ident].text, -count, known[ident].feedback) for count, ident in most)


def _slips(key: QuestionKey, value: Value, language: str) -> Slips:
    yield from _OF.get(key.type, _whole)(key, value, language)


def _whole(key: QuestionKey, value: Value, language: str) -> Slips:
    """A number or a word: the answer itself. Numbers that are equal and words that differ in case are the same."""
    text = shown_answer(key, value, language=language)
    yield _Slip(words_of(text) or text, _short(text))


def _choice(key: QuestionKey, value: Value, language: str) -> Slips:
    letter, texts = value["choice"], key.text(language)
    if letter in texts.options:
        yield _Slip(letter, _option(texts, letter), texts.feedback.get(letter, Markup()))


def _several(key: QuestionKey, value: Value, language: str) -> Slips:
    say, texts = gettext_for(language), key.text(language)
    chosen, right = set(value["choices"]), set(key.facts["right"])
    for letter in sorted(_known(texts, chosen - right)):
        told = texts.feedback.get(letter, Markup())
        yield _Slip(f"+{letter}", say(N_("chosen: %(what)s"), what=_option(texts, letter)), told)
    for letter in sorted(_known(texts, right - chosen)):
        yield _Slip(f"-{letter}", say(N_("left out: %(what)s"), what=_option(texts, letter)))


def _ordered(key: QuestionKey, value: Value, language: str) -> Slips:
    """Neighbours that stand the wrong way round."""
    say, texts = gettext_for(language), key.text(language)
    place = {letter: at for at, letter in enumerate(key.facts["order"])}
    known = [letter for letter in value["order"] if letter in place and letter in texts.options]
    for one, other in pairwise(known):
        if place[one] > place[other]:
            words = {"one": _option(texts, one), "other": _option(texts, other)}
            yield _Slip(f"{one}{other}", say(N_("“%(one)s” before “%(other)s”"), **words))


def _paired(key: QuestionKey, value: Value, language: str) -> Slips:
    texts = key.text(language)
    for left, right in value["pairs"].items():
        if left != right and left in texts.options and right in texts.partners:
            yield _Slip(f"{left}{right}", f"{_option(texts, left)} → {_short(plain(texts.partners[right]))}")


def _filled(key: QuestionKey, value: Value, language: str) -> Slips:
    """By gap, the first of them is 1."""
    say = gettext_for(language)
    place = {letter: n for n, (_, letter) in enumerate(pieces(key.text(language).question), 1) if letter}
    for letter, word in value["gaps"].items():
        if not is_right(key, letter, word):
            text = say(N_("in gap %(n)s: “%(word)s”"), n=place.get(letter, "?"), word=_short(word))
            yield _Slip(f"{letter}:{words_of(word)}", text)


def _option(texts: KeyTexts, letter: str) -> str:
    return _short(plain(texts.options[letter]))


def _known(texts: KeyTexts, letters: Collection[str]) -> set[str]:
    return {letter for letter in letters if letter in texts.options}


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:LONGEST].rstrip()}…"


_OF: Mapping[str, Callable[[QuestionKey, Value, str], Slips]] = {
    "choice": _choice,
    "hotspot": _choice,
    "multi": _several,
    "order": _ordered,
    "match": _paired,
    "gap": _filled,
}
