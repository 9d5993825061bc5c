"""What every type of question says of itself. A type is one file in this folder and one line in `TYPES`."""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from app.base.language import N_
from app.base.problems import RuleBroken
from app.curriculum.markdown import plain
from app.curriculum.module import QuestionKey
from app.curriculum.page import Page

Sent = Mapping[str, list[str]]  # a form: names and all values of each
Value = dict[str, Any]  # an answer as it is kept: JSON, in letters
Facts = dict[str, Any]  # the type's own part of the key: JSON


@dataclass(frozen=True, slots=True)
class Style:
    """How a choice is written: `pattern` matches a good line (mark, letter, text), `like` one that tries to be."""

    pattern: re.Pattern[str]
    like: re.Pattern[str]
    example: str
    least: int = 2


_BRACKETS = re.compile(r" {0,3}[-*+]\s*[(\[][^)\]]{0,2}[)\]]")
ROUND = Style(re.compile(r"- \((?P<mark>[ x])\) (?P<letter>[a-z]): (?P<text>\S.*)"), _BRACKETS, "- ( ) a: …")
SQUARE = Style(re.compile(r"- \[(?P<mark>[ x])\] (?P<letter>[a-z]): (?P<text>\S.*)"), _BRACKETS, "- [ ] a: …")
TICKS = Style(SQUARE.pattern, _BRACKETS, SQUARE.example, least=1)
NUMBERED = Style(
    re.compile(r"(?P<mark>\d+)\. (?P<letter>[a-z]): (?P<text>\S.*)"),
    re.compile(r" {0,3}(\d+[.)]\s|[-*+]\s*[(\[][^)\]]{0,2}[)\]])"),
    "1. a: …",
)
ANY_CHOICE = _BRACKETS


@dataclass(slots=True)
class RawOption:
    letter: str
    mark: str
    text: str
    line: int
    feedback: str = ""
    feedback_line: int = 0


@dataclass(slots=True)
class RawQuestion:
    """The lines of one question, sorted; `broken`: a choice could not be read, so counting makes no sense."""

    id: str
    line: int
    stem: list[tuple[int, str]] = field(default_factory=list)
    options: list[RawOption] = field(default_factory=list)
    fields: dict[str, tuple[int, str]] = field(default_factory=dict)
    broken: bool = False

    @property
    def marked(self) -> list[str]:
        return [option.letter for option in self.options if option.mark == "x"]


@dataclass(frozen=True, slots=True)
class QuestionType:
    """`facts` reads the key (None: nothing was given, as a translation may); `share` is how much is right, 0 to 1,
    None when no machine may say."""

    name: str
    style: Style | None
    fields: frozenset[str]  # besides hint and explain
    points: float
    shuffled: bool
    facts: Callable[[RawQuestion, Page, Collection[str]], Facts | None]
    read: Callable[[QuestionKey, Sent, str], Value]
    share: Callable[[QuestionKey, Value], float | None]
    chosen: Callable[[Value], list[str]]  # letters
    shown: Callable[[QuestionKey, Value, str], str]
    right: Callable[[QuestionKey], Value | None]  # the right answer as a value


def letters_sent(key: QuestionKey, sent: Sent) -> list[str]:
    """The letters behind the tokens of the field `answer`, in the order sent.

    Raises:
        RuleBroken: a token is not one of this question.
    """
    tokens = [token for token in sent.get("answer", []) if token]
    if any(token not in key.letters for token in tokens):
        raise RuleBroken("answer", N_("This question has changed. Load the page again and choose once more."))
    return list(dict.fromkeys(key.letters[token] for token in tokens))


def said(key: QuestionKey, letters: Collection[str], language: str) -> list[str]:
    """The texts of options, plain."""
    options = key.text(language).options
    return [plain(options[letter]) for letter in letters if letter in options]


def no_letters(_: Value) -> list[str]:
    return []


def never(_: QuestionKey, __: Value) -> None:
    """For what no machine marks."""


def no_right(_: QuestionKey) -> None:
    """For what has no right answer."""
