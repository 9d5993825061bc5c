"""A lock as the text of `ids.lock`: a line for each step, question and letter, so that a review shows what changed."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from app.base.language import N_
from app.curriculum.lock.reading import fingerprint
from app.curriculum.lock.values import Lock, LockedQuestion, LockedStep, version_of

NAME = "ids.lock"
HEAD = (
    "# Which ids and letters are out, since which version and until which. `flask lessons publish` writes this file.",
    "# Answers of pupils lean on it: read it in a review, and never change it by hand.",
)
_V = r"(\d{1,4}\.\d{1,4})"
_TEXTS = r"((?: [a-z]{2}=(?:[0-9a-f]{12}|-))*)"
_MODULE = re.compile(rf"module (\S+) {_V} ([a-z]{{2}}) pass=(\S+) facts=(\S+){_TEXTS}")
_STEP = re.compile(rf"step (\S+) (before|during|after) (\S+) {_V}-{_V}{_TEXTS}")
_QUESTION = re.compile(
    rf"question (\S+) (\S+) (\S+) (\S+) {_V}-{_V} points=(\d+(?:\.\d+)?) tries=(\d+) key=(\S+) rubric=(\S+){_TEXTS}"
)
_LETTER = re.compile(r"  ([a-z0-9]{1,2})(:| was:)(?: (.*))?")
_SUM = re.compile(r"sum ([0-9a-f]{12})")

WHY_LINE = N_("this line is not one that `flask lessons publish` writes")
WHY_ORDER = N_("the line is in the wrong place")
WHY_END = N_("the end is missing")


class LockBroken(ValueError):
    """`line` counted from 1. `edited`: the lines can be read, but they are not those that were written."""

    def __init__(self, line: int, why: str = "", *, edited: bool = False) -> None:
        super().__init__(why)
        self.line, self.why, self.edited = line, why, edited


def text_of(lock: Lock) -> str:
    """The file. The same lock always gives the same text."""
    lines = list(_lines(lock))
    return "\n".join((*HEAD, *lines, f"sum {fingerprint(lines)}")) + "\n"


def _lines(lock: Lock) -> Iterator[str]:
    yield f"module {lock.slug} {lock.version} {lock.language} pass={lock.passing} facts={lock.facts}{_said(lock.texts)}"
    for step in lock.steps.values():
        yield f"step {step.id} {step.phase} {step.audience} {step.first}-{step.last}{_said(step.texts)}"
    for one in lock.questions.values():
        yield (
            f"question {one.id} {one.type} {one.step} {one.audience} {one.first}-{one.last}"
            f" points={one.points:g} tries={one.tries} key={one.key} rubric={one.rubric}{_said(one.texts)}"
        )
        yield from (f"  {letter}: {text}".rstrip() for letter, text in one.letters.items())
        yield from (f"  {letter} was: {text}".rstrip() for letter, text in one.gone.items())


def _said(texts: Mapping[str, str]) -> str:
    return "".join(f" {language}={held}" for language, held in texts.items())


def lock_from_text(text: str) -> Lock:
    """The lock of a file. Raises: LockBroken."""
    reader = _Reader()
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip() and not line.startswith("#"):
            reader.take(number, line.rstrip())
    return reader.lock()


@dataclass(slots=True)
class _Reader:
    read: list[str] = field(default_factory=list)
    module: Lock | None = None
    steps: dict[str, LockedStep] = field(default_factory=dict)
    questions: dict[str, LockedQuestion] = field(default_factory=dict)
    last: int = 0  # line
    closed: bool = False

    def take(self, number: int, line: str) -> None:
        self.last = number
        if self.closed:
            raise LockBroken(number, WHY_ORDER)
        if found := _SUM.fullmatch(line):
            if found[1] != fingerprint(self.read):
                raise LockBroken(number, edited=True)
            self.closed = True
            return
        self.read.append(line)
        for pattern, keep in ((_MODULE, self._module), (_STEP, self._step), (_QUESTION, self._question)):
            if held := pattern.fullmatch(line):
                keep(number, held)
                return
        letter = _LETTER.fullmatch(line)
        if letter is None:
            raise LockBroken(number, WHY_LINE)
        self._letter(number, letter)

    def lock(self) -> Lock:
        if self.module is None or not self.closed:
            raise LockBroken(max(self.last, 1), WHY_END)
        return replace(self.module, steps=self.steps, questions=self.questions)

    def _module(self, number: int, found: re.Match[str]) -> None:
        if self.module is not None:
            raise LockBroken(number, WHY_ORDER)
        slug, version, language, passing, facts, texts = found.groups()
        self.module = Lock(slug, version_of(version), language, passing, facts, _texts(texts), {}, {})

    def _step(self, number: int, found: re.Match[str]) -> None:
        name, phase, audience, first, last, texts = found.groups()
        self._new(number, name, self.steps)
        self.steps[name] = LockedStep(name, phase, audience, version_of(first), version_of(last), _texts(texts))

    def _question(self, number: int, found: re.Match[str]) -> None:
        name, kind, step, audience, first, last, points, tries, key, rubric, texts = found.groups()
        self._new(number, name, self.questions)
        since, until = version_of(first), version_of(last)
        self.questions[name] = LockedQuestion(
            name, kind, step, audience, since, until, float(points), int(tries), key, rubric, _texts(texts), {}
        )

    def _letter(self, number: int, found: re.Match[str]) -> None:
        if not self.questions:
            raise LockBroken(number, WHY_ORDER)
        letter, mark, text = found.groups()
        question = self.questions[next(reversed(self.questions))]
        held = {letter: text or ""}
        self.questions[question.id] = (
            replace(question, letters={**question.letters, **held})
            if mark == ":"
            else replace(question, gone={**question.gone, **held})
        )

    def _new(self, number: int, name: str, known: Iterable[str]) -> None:
        if self.module is None or name in known:
            raise LockBroken(number, WHY_ORDER)


def _texts(written: str) -> dict[str, str]:
    pairs = (one.partition("=") for one in written.split())
    return {language: held for language, _, held in pairs}
