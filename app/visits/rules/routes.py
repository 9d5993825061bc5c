"""The route of each class along the stands of an event day: one function makes them, one checks them. Pure.

A coordinator's change by hand asks `check_step`; a whole plan, whoever made it, `check_routes`. A solver that comes
later hands out the same `Routes` and is checked by the same rules.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from app.base.language import N_
from app.visits.rules.plan import FITS, REFUSES, WARNS, Check
from app.visits.rules.route_board import Board
from app.visits.rules.route_ground import Routes, Stand, Walker, apart, level_fits


@dataclass(frozen=True, slots=True)
class Step:
    """One round of one class."""

    walker: str
    round: int
    stand: str


def routes_of(stands: Collection[Stand], walkers: Collection[Walker], *, rounds: int) -> Routes:
    """No company twice, never more than fits, the level right, as many rounds filled as can be found, and short walks
    where that costs nothing. The same in gives the same out, whatever the order it comes in."""
    board = Board(stands, walkers, rounds)
    for one in board.walkers:
        for number in range(1, rounds + 1):
            if number not in one.fixed:
                board.put_best(one, number)
    for one in board.walkers:
        for number in range(1, rounds + 1):
            if number not in one.fixed and not board.at(one, number):
                board.make_room(one, number)
    board.shorten()
    gaps = (gap for one in board.walkers for gap in board.gaps(one))
    return Routes(board.routes(), tuple(sorted(gaps, key=lambda gap: (gap.walker, gap.round))))


def check_step(step: Step, others: Collection[Step], stands: Mapping[str, Stand], walker: Walker) -> tuple[Check, ...]:
    """Every check of one class at one stand in one round, in the order in which a person asks. `others`: all other
    steps of the day; those of the same class in the same round are what it leaves."""
    stand = stands[step.stand]
    own = [one for one in others if one.walker == step.walker and one.round != step.round]
    here = [one for one in others if (one.stand, one.round) == (step.stand, step.round) and one.walker != step.walker]
    return _capacity(step, stand, here), _company(stand, own, stands), *_suits(stand, walker), *_apart(walker, here)


def check_routes(
    steps: Sequence[Step], stands: Mapping[str, Stand], walkers: Mapping[str, Walker], sizes: Mapping[str, int]
) -> tuple[tuple[Step, tuple[Check, ...]], ...]:
    """The checks of every step beside all others; `sizes`: pupils of each class. A sound plan refuses nothing."""
    found = []
    load: dict[tuple[str, int], int] = {}
    for one in steps:
        load[one.stand, one.round] = load.get((one.stand, one.round), 0) + sizes[one.walker]
    for one in steps:
        said = check_step(one, steps, stands, walkers[one.walker])
        if load[one.stand, one.round] > stands[one.stand].pupils:
            said = (_too_many(load[one.stand, one.round], stands[one.stand].pupils), *said)
        found.append((one, said))
    return tuple(found)


def walk(stands: Mapping[str, Stand], route: Sequence[str | None]) -> float:
    """How far it is from stand to stand, in squares of the map."""
    there = [stands[key] for key in route if key]
    return sum(apart(one, other) for one, other in pairwise(there))


def _capacity(step: Step, stand: Stand, here: Sequence[Step]) -> Check:
    if step.round in stand.closed:
        return Check("capacity", REFUSES, N_("closed"), N_("this stand takes nobody in this round"))
    if len(here) >= stand.groups:
        return Check("capacity", REFUSES, N_("full"), N_("full: another class stands there in this round"))
    return Check("capacity", FITS, N_("fits"), N_("there is room in this round"))


def _too_many(pupils: int, room: int) -> Check:
    told = {"n": pupils, "left": room}
    return Check("capacity", REFUSES, N_("too small"), N_("%(n)s pupils, and room for %(left)s"), told)


def _company(stand: Stand, own: Sequence[Step], stands: Mapping[str, Stand]) -> Check:
    if any(one.stand in stands and stands[one.stand].company == stand.company for one in own):
        return Check("company", REFUSES, N_("twice"), N_("the class is at this company in another round already"))
    return Check("company", FITS, N_("fits"), N_("a company it has not seen yet"))


def _apart(walker: Walker, here: Sequence[Step]) -> Iterator[Check]:
    if any(one.walker == walker.other for one in here):
        yield Check("halves", WARNS, N_("other half"), N_("the other half of the class stands there in this round"))


def _suits(stand: Stand, walker: Walker) -> Iterator[Check]:
    if not level_fits(stand, walker):
        yield Check("level", REFUSES, N_("level"), N_("not made for this level"))
    if walker.pupils > stand.max_group:
        told = {"max": stand.max_group}
        yield Check("size", REFUSES, N_("too small"), N_("at most %(max)s pupils at this stand"), told)
    elif walker.pupils < stand.min_group:
        yield Check("size", WARNS, N_("too few"), N_("fewer pupils than the company likes"))
