"""Finding a module: what somebody asked for, what fits it, and how many would fit each other choice. Pure."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

from app.base.names import folded
from app.curriculum.markdown import plain
from app.curriculum.module import AFTER, BEFORE, Module, Term

HOUR = 60
LENGTHS = ("1", "2", "3", "more")  # minutes in class: up to one hour, two, three, or more
NOTHING, SOMETHING = "nothing", "something"  # to buy
NEEDS = (NOTHING, SOMETHING)
LONGEST_WORDS = 80  # letters of a search


@dataclass(frozen=True, slots=True)
class Wish:
    """What was asked for. Of one group any of its values fits; all groups must."""

    words: str = ""
    levels: tuple[str, ...] = ()  # bands
    topics: tuple[str, ...] = ()
    lengths: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    goals: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    visits: tuple[str, ...] = ()  # "1": only with a visit

    def is_any(self) -> bool:
        return self == Wish()

    def without(self, group: str, value: str = "") -> "Wish":
        """The same wish with one value of a group less, or without that group."""
        if group == "words":
            return replace(self, words="")
        held: tuple[str, ...] = getattr(self, group)
        rest: Any = tuple(one for one in held if one != value) if value else ()
        return replace(self, **{group: rest})

    def chosen(self) -> Iterator[tuple[str, str]]:
        """(group, value) of all that was asked for."""
        for field in fields(self):
            held = getattr(self, field.name)
            for value in (held,) if isinstance(held, str) else held:
                if value:
                    yield field.name, value


@dataclass(frozen=True, slots=True)
class Choice:
    """A value of a group with how many modules fit it, given all that was asked for in the other groups."""

    value: str
    modules: int


def class_minutes(module: Module) -> int:
    """Minutes at school; how long a visit takes is the company's."""
    return module.minutes.get(BEFORE, 0) + module.minutes.get(AFTER, 0)


def length_of(module: Module) -> str:
    hours = -(-class_minutes(module) // HOUR)
    return LENGTHS[min(max(hours, 1), len(LENGTHS)) - 1]


def is_bought(module: Module) -> bool:
    return any(one.price for one in module.materials)


GROUPS: Mapping[str, Callable[[Module], Collection[str]]] = {
    "levels": lambda module: module.levels,
    "topics": lambda module: [topic.code for topic in module.topics],
    "lengths": lambda module: [length_of(module)],
    "needs": lambda module: [SOMETHING if is_bought(module) else NOTHING],
    "goals": lambda module: [goal.code for goal in module.kerndoelen],
    "languages": lambda module: module.languages,
    "visits": lambda module: ["1"] if module.visit_kind else [],
}


def fits(module: Module, wish: Wish, *, but: str = "") -> bool:
    """Is it what was asked for, its words apart? `but`: a group that is not looked at."""
    asked = {group: getattr(wish, group) for group in GROUPS if group != but}
    return all(not values or set(values) & set(GROUPS[group](module)) for group, values in asked.items())


def said_in(module: Module, words: str) -> bool:
    """Does every word stand somewhere in what is told of it? Accents and capitals do not count."""
    told = _told(module) if words else ""
    return all(word in told for word in folded(words).split())


def rank(module: Module, wish: Wish, *, usual: Collection[str], bands: Sequence[str]) -> tuple[bool, bool, int, str]:
    """Where it stands in the list: one's own levels first, then words in the title, then the youngest, then names."""
    words = folded(wish.words).split()
    first = min((bands.index(band) for band in module.levels if band in bands), default=len(bands))
    return (
        not set(usual) & set(module.levels),
        not all(word in folded(module.title) for word in words),
        first,
        folded(module.title),
    )


def choices(
    modules: Sequence[Module], said: Sequence[Module], wish: Wish, group: str, order: Sequence[str]
) -> tuple[Choice, ...]:
    """The values of a group that some module has, in `order`, each with what choosing it would show.

    `said`: those of the modules in which the words of the wish stand.
    """
    fitting = [module for module in said if fits(module, wish, but=group)]
    return tuple(
        Choice(value, sum(value in GROUPS[group](module) for module in fitting))
        for value in order
        if any(value in GROUPS[group](module) for module in modules)
    )


def framework_of(goal: str) -> str:
    """`po-2025` of `po-2025-30A`."""
    return goal.rpartition("-")[0]


def by_framework(goals: Sequence[Term]) -> dict[str, tuple[Term, ...]]:
    """Goals under their frameworks, each in its own order."""
    found: dict[str, tuple[Term, ...]] = {}
    for goal in goals:
        name = framework_of(goal.code)
        found[name] = (*found.get(name, ()), goal)
    return found


def _told(module: Module) -> str:
    terms = [term.label for term in (*module.topics, *module.kerndoelen)]
    codes = [goal.code for goal in module.kerndoelen]
    steps = [step.title for step in module.steps]
    said = [module.title, module.summary, *module.goals, *terms, *codes, *steps, module.visit_label]
    return folded(plain(" ".join(said)))
