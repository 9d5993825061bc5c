"""What is right, as it is shown to a class that asked for it.

Of the key nothing else goes to the board: a rubric is for the teacher, what is said of a wrong choice for who made it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from markupsafe import Markup

from app.curriculum.marking import chosen_tokens, shown_right
from app.curriculum.module import QuestionKey
from app.curriculum.questions import TYPES

IN_WORDS = {"number", "short"}


@dataclass(frozen=True, slots=True)
class Right:
    """`tokens`: right options, of an order in that order. `pairs`: left token -> right token. `gaps`: letter -> words.
    `texts`: why it is right."""

    tokens: tuple[str, ...] = ()
    pairs: Mapping[str, str] = field(default_factory=dict)
    gaps: Mapping[str, str] = field(default_factory=dict)
    words: str = ""
    texts: tuple[Markup, ...] = ()


def has_right(key: QuestionKey) -> bool:
    """Is there something right or wrong about it?"""
    return TYPES[key.type].right(key) is not None


def has_more(key: QuestionKey, language: str) -> bool:
    """Is there something to show afterwards: what is right, or at least an explanation?"""
    texts = key.text(language)
    return has_right(key) or bool(texts.explain or texts.solution)


def right_of(key: QuestionKey, language: str) -> Right:
    """Of words that may stand in a place the first, and why in as few words as there are: read from the back."""
    value = TYPES[key.type].right(key)
    tokens = chosen_tokens(key, value) if value else ()
    texts = key.text(language)
    why = [texts.explain] if texts.explain else [texts.feedback.get(key.letters[one], Markup()) for one in tokens]
    return Right(
        tokens,
        _pairs(key) if key.type == "match" else {},
        dict(value["gaps"]) if value and key.type == "gap" else {},
        shown_right(key, language=language) if key.type in IN_WORDS else "",
        tuple(one for one in (*why, texts.solution) if one),
    )


def _pairs(key: QuestionKey) -> dict[str, str]:
    partners = {letter: token for token, letter in key.facts["partners"].items()}
    return {token: partners[letter] for token, letter in key.letters.items()}
