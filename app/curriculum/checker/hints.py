"""A hint helps and never says the answer: it lies in the pupil's page before anything is handed in."""

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal

from app.curriculum.blocks import Block
from app.curriculum.numbers import NoNumber, TwoMeanings, known_unit, read_number
from app.curriculum.page import Page
from app.curriculum.questions.kind import Facts, RawQuestion, words_of

HINT = "hint"
LEAST = 3  # letters: "de" and "in" stand everywhere
_SIGNS = re.compile(r"[^\w]+")
_NUMBER = re.compile(r"([-−]?\d[\d.,]*)[ ]?((?:[^\W\d_]+[²³]?[ ]?){1,2})")  # with the word or two after it


def check_hints(raw: RawQuestion, block: Block, facts: Facts, page: Page) -> None:
    """Notes each hint that holds what is right: a word that is accepted, the text of the right choice, the number."""
    telling = [said for word in _right(raw, facts) if len(said := _bare(word)) >= LEAST + 2]
    for line, text in _hints(raw, block):
        bare = _bare(text)
        if any(word in bare for word in telling) or _says_number(text, facts, page.language):
            page.wrong("Q43", line)


def _hints(raw: RawQuestion, block: Block) -> Iterator[tuple[int, str]]:
    for name in raw.hints:
        yield raw.fields[name]
    for inner in block.blocks(HINT):
        for prose in inner.prose():
            yield from enumerate(prose.lines, prose.line)


def _right(raw: RawQuestion, facts: Facts) -> Iterable[str]:
    """Words that are right; nothing for what is put in order or together, which no hint says by accident."""
    accept = facts.get("accept") or ()
    if isinstance(accept, dict):
        return [word for words in accept.values() for word in words]
    if accept:
        return list(accept)
    right = facts.get("right") or ()
    return [option.text for option in raw.options if option.letter in right] if len(right) == 1 else []


def _says_number(text: str, facts: Facts, language: str) -> bool:
    """With its unit: a number alone may be part of the sum. Without a unit nothing can be said."""
    if not facts.get("unit") or facts.get("value") is None:
        return False
    for said, after in _NUMBER.findall(text):
        words = after.split()
        if facts["unit"] in (known_unit(" ".join(words)), known_unit(words[0])) and _is(said, facts["value"], language):
            return True
    return False


def _is(said: str, value: str, language: str) -> bool:
    try:
        return read_number(said.rstrip(".,"), language) == Decimal(value)
    except (NoNumber, TwoMeanings):
        return False


def _bare(text: str) -> str:
    """Words alone, with a space around each, so that `sluis` is not found in `sluiswachter`."""
    return f" {_SIGNS.sub(' ', words_of(text)).strip()} "
