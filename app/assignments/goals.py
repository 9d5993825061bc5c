"""The goals of a module as a page shows them: by framework, with the official words where these were loaded."""

from dataclasses import dataclass
from datetime import date

from app.assignments.finding import by_framework
from app.assignments.shelf import framework_name, number_of
from app.base.work import Work
from app.curriculum.goals.loading import Official, official
from app.curriculum.module import Module, Term

NOTHING = Official("", "", None)


@dataclass(frozen=True, slots=True)
class GoalShown:
    """`official`: the words of the curriculum agency, empty when its file was not loaded here."""

    number: str
    label: str
    official: str
    withdrawn_on: date | None


@dataclass(frozen=True, slots=True)
class Framework:
    """Numbers collide between frameworks, so each stands under the name of its own. `year`: for where room is short."""

    name: str
    year: str
    goals: tuple[GoalShown, ...]

    @property
    def numbers(self) -> str:
        return ", ".join(goal.number for goal in self.goals)


def goals_of(work: Work, module: Module) -> tuple[Framework, ...]:
    """In one query, whoever asks: goals are everybody's."""
    words = official(work, module)
    return tuple(
        Framework(framework_name(name), name[-4:], tuple(_shown(term, words.get(term.code, NOTHING)) for term in terms))
        for name, terms in by_framework(module.kerndoelen).items()
    )


def _shown(term: Term, words: Official) -> GoalShown:
    return GoalShown(number_of(term.code), term.label, words.text, words.withdrawn_on)
