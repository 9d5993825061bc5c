"""What changed between two locks, what kind of change each is, and which version that needs. Pure.

Text shows at once; a key is marked again; what changes the answers themselves is another edition, and classes stay
on theirs.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from enum import IntEnum
from typing import Any

from app.base.language import N_, gettext, number
from app.curriculum.lock.values import NOTHING, Lock, LockedQuestion, LockedStep, Version
from app.curriculum.marking import is_machine_marked, is_teachers

SCALE = "scale"
ALIKE = 0.5  # less alike than this, and a letter may well stand for something else
THE_SAME = 0.9


class Need(IntEnum):
    """What a change asks of the version, lightest first."""

    NOTHING = 0
    REVISION = 1
    REGRADE = 2  # a revision, and answers are marked again
    EDITION = 3


NEEDS: Mapping[Need, str] = {
    Need.NOTHING: N_("no new version"),
    Need.REVISION: N_("a revision: everybody sees it at once"),
    Need.REGRADE: N_("a revision, and answers are marked again"),
    Need.EDITION: N_("an edition: classes under way stay on theirs"),
}
WORDS: Mapping[str, str] = {
    "step-added": N_("step `%(step)s` was added"),
    "step-removed": N_("step `%(step)s` was removed"),
    "step-phase": N_("step `%(step)s` moved from %(old)s to %(new)s"),
    "step-audience": N_("step `%(step)s` is for other pupils: %(old)s became %(new)s"),
    "step-order": N_("the steps stand in another order"),
    "step-text": N_("step `%(step)s`: text or picture changed"),
    "step-translation": N_("step `%(step)s`: the translation %(language)s changed"),
    "question-added": N_("question `%(question)s` was added"),
    "question-removed": N_("question `%(question)s` was removed"),
    "question-step": N_("question `%(question)s` moved from step %(old)s to %(new)s"),
    "question-audience": N_("question `%(question)s` is for other pupils: %(old)s became %(new)s"),
    "question-order": N_("the questions stand in another order"),
    "type": N_("question `%(question)s`: the type %(old)s became %(new)s"),
    "letters": N_("question `%(question)s`: the letters %(old)s became %(new)s"),
    "key": N_("question `%(question)s`: the key changed"),
    "points": N_("question `%(question)s`: %(old)s points became %(new)s"),
    "tries": N_("question `%(question)s`: %(old)s tries became %(new)s"),
    "rubric": N_("question `%(question)s`: what the teacher looks at changed"),
    "scale": N_("question `%(question)s`: another scale, or other words on it"),
    "text": N_("question `%(question)s`: text, hint or feedback changed"),
    "translation": N_("question `%(question)s`: the translation %(language)s changed"),
    "source": N_("the source language %(old)s became %(new)s"),
    "pass": N_("what passing asks: %(old)s became %(new)s"),
    "facts": N_("module.yml: levels, goals, minutes, visit or other facts changed"),
    "pages": N_("title, materials or guide changed (%(language)s)"),
    "language-added": N_("the translation %(language)s was added"),
    "language-removed": N_("the translation %(language)s was removed"),
}


@dataclass(frozen=True, slots=True)
class Change:
    """`kind`: a key of WORDS. `step`, `question`: where it is, "" for the whole module."""

    kind: str
    need: Need
    step: str = ""
    question: str = ""
    facts: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        """In the language of the moment."""
        return gettext(WORDS[self.kind], step=self.step, question=self.question, **self.facts)


def changes(old: Lock, new: Lock) -> tuple[Change, ...]:
    """Everything that differs, the heaviest first, then in the order of the module."""
    found = (*_module(old, new), *_steps(old, new), *_questions(old, new))
    return tuple(sorted(found, key=lambda one: -one.need))


def need_of(found: Iterable[Change]) -> Need:
    return max((one.need for one in found), default=Need.NOTHING)


def version_needed(version: Version, need: Need) -> Version:
    """The version after `version` for a change of this weight."""
    if need is Need.NOTHING:
        return version
    return version.next_edition if need is Need.EDITION else version.next_revision


def alike(one: str, other: str) -> float:
    """0 to 1: how much two short texts look like each other, in any case."""
    if one == other:
        return 1.0
    return SequenceMatcher(None, one.casefold(), other.casefold(), autojunk=False).ratio()


def _module(old: Lock, new: Lock) -> Iterator[Change]:
    if old.language != new.language:
        yield Change("source", Need.EDITION, facts={"old": old.language, "new": new.language})
    if old.passing != new.passing:
        need = Need.EDITION if _asks_more(old.passing, new.passing) else Need.REVISION
        yield Change("pass", need, facts={"old": _share(old.passing), "new": _share(new.passing)})
    if old.facts != new.facts:
        yield Change("facts", Need.REVISION)
    for language in new.texts:
        if language not in old.texts:
            yield Change("language-added", Need.REVISION, facts={"language": language})
        elif old.texts[language] != new.texts[language]:
            yield Change("pages", Need.REVISION, facts={"language": language})
    for language in old.texts.keys() - new.texts.keys():
        yield Change("language-removed", Need.REVISION, facts={"language": language})


def _asks_more(old: str, new: str) -> bool:
    return new != NOTHING and (old == NOTHING or float(new) > float(old))


def _share(passing: str) -> str:
    return NOTHING if passing == NOTHING else f"{float(passing):.0%}"


def _steps(old: Lock, new: Lock) -> Iterator[Change]:
    before, after = old.live_steps, new.live_steps
    for step_id in before.keys() - after.keys():
        yield Change("step-removed", Need.EDITION, step_id)
    for step_id, step in after.items():
        if step_id in before:
            yield from _step(before[step_id], step, new.language)
        else:
            yield Change("step-added", Need.EDITION, step_id)
    if _order(before, after) != _order(after, before):
        yield Change("step-order", Need.REVISION)


def _step(old: LockedStep, new: LockedStep, source: str) -> Iterator[Change]:
    for name in ("phase", "audience"):
        was, now = getattr(old, name), getattr(new, name)
        if was != now:
            yield Change(f"step-{name}", Need.EDITION, new.id, facts={"old": was, "new": now})
    for language, held in new.texts.items():
        if language in old.texts and old.texts[language] != held:
            kind = "step-text" if language == source else "step-translation"
            yield Change(kind, Need.REVISION, new.id, facts={"language": language})


def _questions(old: Lock, new: Lock) -> Iterator[Change]:
    before, after = old.live_questions, new.live_questions
    for name, one in before.items():
        if name not in after:
            yield Change("question-removed", Need.EDITION, one.step, name)
    for name, one in after.items():
        if name in before:
            yield from _question(before[name], one, new.language)
        else:
            yield Change("question-added", Need.EDITION, one.step, name)
    if _order(before, after) != _order(after, before):
        yield Change("question-order", Need.REVISION)


def _order(one: Mapping[str, object], other: Mapping[str, object]) -> Sequence[str]:
    return [name for name in one if name in other]


def _question(old: LockedQuestion, new: LockedQuestion, source: str) -> Iterator[Change]:
    def differs(kind: str, need: Need, look: Callable[[LockedQuestion], Any]) -> Iterator[Change]:
        was, now = look(old), look(new)
        if was != now:
            facts = {"old": _shown(was), "new": _shown(now)}
            yield Change(kind, need, new.step, new.id, facts)

    yield from differs("type", Need.EDITION, lambda one: one.type)
    yield from differs("question-step", Need.EDITION, lambda one: one.step)
    yield from differs("question-audience", Need.EDITION, lambda one: one.audience)
    if old.type != new.type:
        return
    if new.type == SCALE:
        yield from differs("scale", Need.EDITION, lambda one: (one.key, *_common(old, new, one)))
        return
    yield from differs("letters", Need.EDITION, lambda one: tuple(sorted(one.letters)))
    yield from differs("key", _marked_again(new.type), lambda one: one.key)
    yield from differs("points", _marked_again(new.type), lambda one: one.points)
    yield from differs("tries", _marked_again(new.type), lambda one: one.tries)
    yield from differs("rubric", _marked_again(new.type), lambda one: one.rubric)
    for language, held in new.texts.items():
        if language in old.texts and old.texts[language] != held:
            kind = "text" if language == source else "translation"
            yield Change(kind, Need.REVISION, new.step, new.id, {"language": language})


def _common(old: LockedQuestion, new: LockedQuestion, one: LockedQuestion) -> tuple[str, ...]:
    """The words of a scale in the languages both have: a new translation changes nothing for who answered."""
    return tuple(one.texts[language] for language in sorted(old.texts.keys() & new.texts.keys()))


def _marked_again(question_type: str) -> Need:
    """Of what nobody marks, nothing is marked again."""
    return Need.REGRADE if is_machine_marked(question_type) or is_teachers(question_type) else Need.REVISION


def _shown(value: object) -> object:
    if isinstance(value, tuple):
        return " ".join(map(str, value)) or NOTHING
    if isinstance(value, float):
        return number(value) if value % 1 else int(value)
    return value
