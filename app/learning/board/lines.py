"""What is put in order or together, with the letter or number by which the class names it."""

from dataclasses import dataclass
from string import ascii_uppercase

from markupsafe import Markup

from app.curriculum.module import Option, Question
from app.learning.board.right import Right


@dataclass(frozen=True, slots=True)
class Line:
    """`partner`: what goes with it, when that was asked for."""

    sign: str
    html: Markup
    partner: "Line | None" = None


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in a drawing. `is_drawn`: the drawing bears its letter already."""

    sign: str
    option: Option
    is_drawn: bool = False


def spots_of(question: Question) -> tuple[Spot, ...]:
    """hotspot: lettered as the options come, or by the letters that the drawing has: two A's would be one too many."""
    if question.type != "hotspot":
        return ()
    names = {str(one.html.striptags()): one for one in question.options}
    if len(names) == len(question.options) and all(name in ascii_uppercase and len(name) == 1 for name in names):
        return tuple(Spot(name, names[name], True) for name in sorted(names))
    return tuple(Spot(ascii_uppercase[n % 26], one) for n, one in enumerate(question.options))


def lines_of(question: Question, right: Right | None) -> tuple[Line, ...]:
    """order: in the right order once that was asked for, each still with its own letter. match: the left side."""
    if question.type == "order":
        lettered = {one.token: line for one, line in zip(question.options, _lettered(question.options), strict=True)}
        return tuple(lettered[token] for token in (right.tokens if right else lettered))
    if question.type != "match":
        return ()
    partners = dict(zip((one.token for one in question.partners), partners_of(question), strict=True))
    pairs = right.pairs if right else {}
    return tuple(
        Line(str(n), one.html, partners.get(pairs.get(one.token, ""))) for n, one in enumerate(question.options, 1)
    )


def partners_of(question: Question) -> tuple[Line, ...]:
    """match: the right side."""
    return _lettered(question.partners)


def _lettered(options: tuple[Option, ...]) -> tuple[Line, ...]:
    return tuple(Line(ascii_uppercase[n % 26], one.html) for n, one in enumerate(options))
