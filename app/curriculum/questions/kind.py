"""What every type of question says of itself. A type is one file in this folder and one line in `TYPES`."""

import re
import unicodedata
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from app.base.language import N_
from app.base.problems import Stale
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
    least: int = 2  # lines of it


MACHINE, BOTH, TEACHER, PUPIL, NOBODY = "machine", "both", "teacher", "pupil", "nobody"  # who has the last word

_BRACKETS = re.compile(r" {0,3}[-*+]\s*[(\[][^)\]]{0,2}[)\]]")
ROUND = Style(re.compile(r"- \((?P<mark>[ x])\) (?P<letter>[a-z]): (?P<text>\S.*)"), _BRACKETS, "- ( ) a: …")
SQUARE = Style(re.compile(r"- \[(?P<mark>[ x])\] (?P<letter>[a-z]): (?P<text>\S.*)"), _BRACKETS, "- [ ] a: …")
TICKS = Style(SQUARE.pattern, _BRACKETS, SQUARE.example, least=1)
NUMBERED = Style(
    re.compile(r"(?P<mark>\d+)\. (?P<letter>[a-z]): (?P<text>\S.*)"),
    re.compile(r" {0,3}(\d+[.)]\s|[-*+]\s*[(\[][^)\]]{0,2}[)\]])"),
    "1. a: …",
)
_ITEM = re.compile(r" {0,3}[-*+]\s")
PAIRS = Style(re.compile(r"- (?P<letter>[a-z]): (?P<text>\S.*?) = (?P<partner>\S.*)"), _ITEM, "- a: … = …")
AREAS = Style(
    re.compile(
        r"- \((?P<mark>[ x])\) (?P<letter>[a-z]): rect (?P<area>\d{1,3},\d{1,3} \d{1,3},\d{1,3}) = (?P<text>\S.*)"
    ),
    _ITEM,
    "- (x) a: rect 10,20 30,40 = …",
)
POINTS = Style(re.compile(r"- (?P<letter>\d{1,2}): (?P<text>\S.*)"), _ITEM, "- 1: …")
ANY_CHOICE = _BRACKETS


@dataclass(slots=True)
class RawOption:
    letter: str
    mark: str
    text: str
    line: int
    feedback: str = ""
    feedback_line: int = 0
    partner: str = ""  # the right side of a match
    area: tuple[int, int, int, int] | None = None  # left, top, right, bottom in percent


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
    def hints(self) -> list[str]:
        """The names of its fields with a hint: `hint 1`, `hint 2`, in order."""
        return [name for name in self.fields if name.startswith("hint ")]

    @property
    def marked(self) -> list[str]:
        return [option.letter for option in self.options if option.mark == "x"]


@dataclass(frozen=True, slots=True)
class QuestionType:
    """`facts` reads the key (None: nothing was given, as a translation may); `share` is how much is right, 0 to 1,
    None when no machine may say.

    `last_word`: who says whether an answer is right. BOTH: the machine when it knows the answer, else the teacher.
    `always`: its lines are read in a translation too, because they hold words. `secret`: its options get tokens.
    """

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
    last_word: str = MACHINE
    always: bool = False
    secret: bool = True


def letters_sent(key: QuestionKey, sent: Sent) -> list[str]:
    """The letters behind the tokens of the field `answer`, in the order sent.

    Raises:
        RuleBroken: a token is not one of this question.
    """
    tokens = [token for token in sent.get("answer", []) if token]
    if any(token not in key.letters for token in tokens):
        raise Stale("answer", N_("This question has changed. Choose once more."))
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


def words_of(text: str) -> str:
    """A word or two as they are compared: without case, accents, double spaces and a full stop at the end."""
    plainer = "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))
    return " ".join(plainer.casefold().split()).strip(" .,;:!?\"'“”‘’")


def accepted(text: str) -> list[str]:
    """`sluis | schutsluis` -> both, as written."""
    return [" ".join(word.split()) for word in text.split("|") if words_of(word)]
