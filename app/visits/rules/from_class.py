"""What a class says to a company: words chosen by the teacher, each with what was said then of names in it.

A sentence is kept as a text. Where the teacher said that what looks like a name is a word (roos, storm), it is kept as
`{"text": ..., "words": [...]}`, so that only those names pass later on.
"""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from app.base.language import N_
from app.base.names import folded
from app.base.naming import names_in
from app.base.problems import RuleBroken


def kept_sentences(texts: Sequence[str], *, names: Collection[str], is_word: bool) -> list[Any]:
    """As they are kept on the booking. Raises: RuleBroken (`anyway`): a first name of the class stands in one."""
    found = [(text, names_in(text, names)) for text in texts]
    named = dict.fromkeys(name for _, those in found for name in those)
    if named and not is_word:
        message = N_("%(names)s is the name of a child in your class. Take it out, or say below that it is a word.")
        raise RuleBroken("anyway", message, names=", ".join(named))
    return [{"text": text, "words": sorted(map(folded, those))} if those else text for text, those in found]


def text_of(kept: Any) -> str:
    return str(kept["text"] if isinstance(kept, dict) else kept)


def that_may_pass(kept: Iterable[Any], *, names: Collection[str]) -> tuple[str, ...]:
    """Those in which no first name of the class stands, but for what the teacher said is a word."""
    return tuple(text_of(one) for one in kept if not names_in(text_of(one), _unsaid(one, names)))


def _unsaid(kept: Any, names: Collection[str]) -> list[str]:
    said = set(kept["words"]) if isinstance(kept, dict) else set()
    return [name for name in names if folded(name) not in said]
