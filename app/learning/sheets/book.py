"""The mark book of a class: what was done and when, points where there are any, and never what a pupil thinks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.assignments.queries import GIVEN, assignments_of_class
from app.base.language import N_, gettext_for
from app.base.levels import level_label
from app.base.names import sort_key
from app.base.sheets.table import Cell, Table, file_stem
from app.base.work import Work
from app.curriculum.module import Question
from app.learning import rules
from app.learning.apart import titles_apart
from app.learning.queries import NOTHING
from app.learning.understanding.facts import Facts, facts_of
from app.learning.understanding.page import Understood, questions_of, understood_of
from app.learning.understanding.tries import MARKED, SAID, kind_of
from app.people.queries import class_by_id

HOWS = {
    rules.SCREEN: N_("done"),
    rules.PAPER: N_("done on paper"),
    rules.BOARD: N_("done together in class"),
    rules.ACCEPTED: N_("other work accepted"),
}
KINDS = {MARKED: N_("marked by the computer"), SAID: N_("for you to look at")}


@dataclass(frozen=True, slots=True)
class Book:
    """`pupils`: one row a pupil, of this assignment; `questions`: one row a question; `all_modules`: one row a pupil,
    of everything that was given to the class."""

    class_name: str
    module_slug: str
    title: str
    pupils: Table
    questions: Table
    all_modules: Table

    @property
    def file_stem(self) -> str:
        return file_stem(self.class_name, self.module_slug)

    @property
    def tables(self) -> tuple[Table, ...]:
        return self.pupils, self.questions, self.all_modules


def mark_book(work: Work, *, code: str, language: str) -> Book:
    """For a teacher of the class. Raises: NotFound, NotAllowed."""
    facts = facts_of(work, code=code, language=language)
    klass = class_by_id(work, class_id=facts.given.class_id)
    return Book(
        klass.name,
        facts.module.slug,
        f"{klass.name}: {facts.module.title}",
        _pupils(facts, language),
        _questions(facts, language),
        _all_modules(work, facts, language),
    )


@dataclass(frozen=True, slots=True)
class _Sums:
    """Of one pupil and assignment. Without points in the module `of_points` is 0."""

    done: int
    of_steps: int
    completed_at: datetime | None
    points: float
    of_points: float
    first: int
    of_marked: int

    @property
    def cells(self) -> tuple[Cell, ...]:
        points: tuple[Cell, ...] = (self.points, self.of_points) if self.of_points else (None, None)
        return self.done, self.of_steps, self.completed_at, *points, self.first, self.of_marked


def _heads_of_sums(language: str) -> tuple[str, ...]:
    say = gettext_for(language)
    return (
        say(N_("Steps done")),
        say(N_("Steps in all")),
        say(N_("Everything done on")),
        say(N_("Points")),
        say(N_("Points in all")),
        say(N_("Right first time")),
        say(N_("Questions that the computer marks")),
    )


def _heads_of_pupil(language: str) -> tuple[str, ...]:
    say = gettext_for(language)
    return say(N_("First name")), say(N_("Last name")), say(N_("Level"))


def _pupils(facts: Facts, language: str) -> Table:
    say = gettext_for(language)
    heads = [*_heads_of_pupil(language), *_heads_of_sums(language)]
    for number, step in enumerate(facts.steps, 1):
        heads += [f"{number}. {step.title}", say(N_("%(n)s. when"), n=number)]
    rows = []
    for pupil in facts.pupils:
        row: list[Cell] = [pupil.first_name, pupil.last_name, level_label(pupil.level)]
        row += _sums(facts, pupil.id).cells
        for step in facts.steps:
            row += _how_and_when(facts, pupil.id, step.id, language)
        rows.append(tuple(row))
    return Table(say(N_("Pupils")), tuple(heads), tuple(rows))


def _how_and_when(facts: Facts, pupil_id: UUID, step_id: str, language: str) -> tuple[Cell, Cell]:
    say = gettext_for(language)
    cell = facts.progress.get(pupil_id, NOTHING).steps.get(step_id)
    how = rules.how_done(cell)
    if cell and how:
        return say(HOWS[how]), datetime.fromisoformat(cell["at"]) if cell.get("at") else None
    if step_id not in facts.own_steps[pupil_id]:
        return say(N_("not for this pupil")), None
    return (say(N_("begun")) if cell and cell.get("answered") else say(N_("not yet"))), None


def _sums(facts: Facts, pupil_id: UUID) -> _Sums:
    """Points as for the certificate: of questions that the computer marks, and of those that a teacher gave points."""
    progress, own = facts.progress.get(pupil_id, NOTHING), facts.own_steps[pupil_id]
    asked = [one for step in facts.steps for one in step.all_questions if one.id in facts.asked[pupil_id]]
    marked = [one for one in asked if kind_of(one.type) == MARKED]
    first = [one for one in marked if (tries := facts.tries.get((pupil_id, one.id))) and tries.first_right]
    shares = {one: _share(facts, pupil_id, one) for one in asked}
    counting = [one for one in asked if one in marked or shares[one] is not None]
    done = sum(1 for step_id in own if rules.how_done(progress.steps.get(step_id)))
    return _Sums(
        done,
        len(own),
        progress.completed_at if done == len(own) else None,  # given back, or a step came with it: to do again
        round(sum(one.points * (shares[one] or 0.0) for one in counting), 2),
        sum(one.points for one in counting),
        len(first),
        len(marked),
    )


def _share(facts: Facts, pupil_id: UUID, question: Question) -> float | None:
    """The best mark counts, by its part of the points. None: no mark."""
    tries = facts.tries.get((pupil_id, question.id))
    marks = [one.score / one.out_of for one in tries.answers if one.score is not None and one.out_of] if tries else []
    return max(marks, default=None)


def _questions(facts: Facts, language: str) -> Table:
    say = gettext_for(language)
    heads = (
        say(N_("Step")),
        say(N_("Question")),
        say(N_("Marked by")),
        say(N_("Pupils who get it")),
        say(N_("Answered")),
        say(N_("Right first time")),
        say(N_("Right later")),
        say(N_("Not right yet")),
        say(N_("Tries a pupil")),
        say(N_("Common mistakes")),
    )
    found = (
        understood_of(facts, step, question, language) for step in facts.steps for question in questions_of(facts, step)
    )
    return Table(say(N_("Questions")), heads, tuple(_question_row(one, language) for one in found))


def _question_row(one: Understood, language: str) -> tuple[Cell, ...]:
    by = gettext_for(language)(KINDS[one.kind]) if one.kind in KINDS else ""
    counts: tuple[Cell, ...] = (one.first, one.later, one.wrong) if one.kind == MARKED else (None, None, None)
    slips = "; ".join(f"{slip.text} ({slip.pupils}×)" for slip in one.mistakes)
    question = str(one.question.html_on_paper.striptags())
    return one.step.title, question, by, one.asked, one.answered, *counts, round(one.mean, 2), slips


def _all_modules(work: Work, facts: Facts, language: str) -> Table:
    """Everybody who got anything, in the order of the class list; the oldest assignment first."""
    say = gettext_for(language)
    found = _given_to_class(work, facts, language)
    heads = list(_heads_of_pupil(language))
    newest_first = [(one.module.title, one.given.closes_on) for one in reversed(found)]
    for title in reversed(titles_apart(newest_first, language)):
        heads += [f"{title}: {head}" for head in _heads_of_sums(language)]
    pupils = {pupil.id: pupil for one in found for pupil in one.pupils}
    rows = []
    for pupil in sorted(pupils.values(), key=lambda one: (sort_key(one.first_name, one.last_name), one.id)):
        row: list[Cell] = [pupil.first_name, pupil.last_name, level_label(pupil.level)]
        for one in found:
            row += _sums(one, pupil.id).cells if pupil.id in one.names else (None,) * len(_heads_of_sums(language))
        rows.append(tuple(row))
    return Table(say(N_("All modules")), tuple(heads), tuple(rows))


def _given_to_class(work: Work, facts: Facts, language: str) -> Sequence[Facts]:
    given = [one for one in assignments_of_class(work, class_id=facts.given.class_id) if one.state == GIVEN]
    codes = [one.code for one in reversed(given) if one.version_id is not None]
    return [facts if code == facts.given.code else facts_of(work, code=code, language=language) for code in codes]
