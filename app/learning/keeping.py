"""Which screens a pupil's device keeps for when the wifi is gone, and how each stands, so that it knows what is new."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from app.base.work import Work
from app.curriculum.module import DURING, Part, Step
from app.learning import rules
from app.learning.dossier.reading import looks_of
from app.learning.lesson import Lesson, lessons_of_pupil
from app.learning.recall import recalled_ids
from app.learning.unseen import unseen_ids

MOST = 150  # screens on one device; more than three lessons have


@dataclass(frozen=True, slots=True)
class KeptScreen:
    """One screen of an open step. `stamp` changes with what is shown there: its version, what was handed in, and what
    a teacher said of it."""

    code: str  # of the assignment
    step_id: str
    number: int
    stamp: str


@dataclass(frozen=True, slots=True)
class Kept:
    """What a device keeps: screens in the order in which they are needed, and the entrance of each lesson."""

    screens: tuple[KeptScreen, ...]
    entrances: tuple[tuple[str, str], ...]  # (code of the assignment, stamp)
    looks: tuple[tuple[str, str], ...]  # the same of looking back on a visit
    stamp: str  # of the pupil's home


def kept_for_pupil(work: Work, *, language: str) -> Kept:
    """All of the open steps of the pupil at the keyboard, newest lesson first; done ones after what is still to do."""
    lessons = [lesson for lesson in lessons_of_pupil(work, language=language) if lesson.open_steps]
    screens = [screen for lesson in lessons for screen in _screens(lesson, language)]
    entrances = tuple(
        (lesson.given.code, _stamp(language, lesson.cells, _version(lesson), _own(lesson))) for lesson in lessons
    )
    looks = tuple((code, _stamp(language, *facts)) for code, *facts in looks_of(work, lessons))
    return Kept(tuple(screens[:MOST]), entrances, looks, _stamp(language, work.today, entrances, looks))


def _screens(lesson: Lesson, language: str) -> Iterator[KeptScreen]:
    opened = [step for step in lesson.steps if step.id in lesson.open_steps]
    for step in sorted(opened, key=lambda one: bool(rules.how_done(lesson.cells.get(one.id)))):
        for number, shown in enumerate(_shown(step, lesson), 1):
            done = rules.how_done(lesson.cells.get(step.id)) in rules.HOWS
            news = sorted(shown & unseen_ids(lesson.cells))
            stamp = _stamp(language, _version(lesson), done, sorted(shown & _handed_in(lesson)), news)
            yield KeptScreen(lesson.given.code, step.id, number, stamp)


def _shown(step: Step, lesson: Lesson) -> Iterator[frozenset[str]]:
    """For each screen the questions that stand on it or are shown back there. A sheet on paper is one screen."""
    if step.phase == DURING:
        yield frozenset()
        return
    before: tuple[Part, ...] = ()
    for screen in rules.screens(step, viewer=lesson.viewer):
        before = (*before, *screen.parts)
        own = {screen.question.id} if screen.question else {rules.READ}
        yield frozenset({*own, *recalled_ids(before)})


def _handed_in(lesson: Lesson) -> frozenset[str]:
    return frozenset(question for cell in lesson.cells.values() for question in cell.get("answered", ()))


def _version(lesson: Lesson) -> tuple[int, int, bool]:
    return lesson.module.edition, lesson.module.revision, lesson.photos_allowed


def _own(lesson: Lesson) -> tuple[str, ...]:
    """A teacher may take steps off, and give them again."""
    return tuple(step.id for step in lesson.steps)


def _stamp(*facts: object) -> str:
    return hashlib.sha256(repr(facts).encode()).hexdigest()[:12]
