"""May this class stand here in this round? A change by hand asks `check_step`; a whole plan, whoever made it,
`check_routes`. Pure.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from app.base.language import N_
from app.visits.rules.plan import FITS, REFUSES, WARNS, Check
from app.visits.rules.routes import Stand, Walker, level_fits


@dataclass(frozen=True, slots=True)
class Step:
    """One round of one class."""

    walker: str
    round: int
    stand: str


def check_step(step: Step, others: Collection[Step], stands: Mapping[str, Stand], walker: Walker) -> tuple[Check, ...]:
    """Every check of one class at one stand in one round, in the order in which a person asks. `others`: all other
    steps of the day; those of the same class in the same round are what it leaves."""
    stand = stands[step.stand]
    own = [one for one in others if one.walker == step.walker and one.round != step.round]
    here = [one for one in others if (one.stand, one.round) == (step.stand, step.round) and one.walker != step.walker]
    return _capacity(step, stand, here), _company(stand, own, stands), *_suits(stand, walker)


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


def _suits(stand: Stand, walker: Walker) -> Iterator[Check]:
    if not level_fits(stand, walker):
        yield Check("level", REFUSES, N_("level"), N_("not made for this level"))
    if walker.pupils > stand.max_group:
        told = {"max": stand.max_group}
        yield Check("size", REFUSES, N_("too small"), N_("at most %(max)s pupils at this stand"), told)
    elif walker.pupils < stand.min_group:
        yield Check("size", WARNS, N_("too few"), N_("fewer pupils than the company likes"))
