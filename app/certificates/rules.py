"""Is it earned, and what may stand on it? Values in, values out; a false line cannot come from here."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from app.assignments.rules import Visit, own_steps, proven_there
from app.base import clock
from app.base.language import N_
from app.curriculum.marking import is_machine_marked
from app.curriculum.module import DURING, Module, Step
from app.learning.rules import ACCEPTED, SCREEN, how_done

VISIT, MODULE, BOTH = "visit", "module", "both"
KINDS = (BOTH, MODULE, VISIT)  # the fullest first
ISSUED, REVOKED, REPLACED, VOID = "issued", "revoked", "replaced", "void"  # as a row says
VALID, AHEAD = "valid", "ahead"  # what an issued one is worth now, beside VOID
PHASES = ("before", "during", "after")
NOBODY_LISTED = N_("Nobody is on the list of the visit yet. Say first who goes along.")
TO_COME = N_("The visit is still to come.")
NOT_CONFIRMED = N_("The company has not said yes to the visit yet. As soon as it has, this can be printed.")
NOT_SAID = N_("Say first who was there at the visit.")
NOT_DONE = N_("Not done yet: %(steps)s.")
NOTHING_LEFT = N_("All chosen steps belong to the visit, and this pupil was not there. Give a step for at school.")
TOO_FEW_POINTS = N_("Not enough points yet. Give back a question, or accept other work.")
NO_VISIT = N_("Is on no list of a visit.")
WAS_ABSENT = N_("Was not at the visit.")
NO_STEPS = N_("No step for before or after the visit was given.")
NAME_CHANGED = N_("The name was changed after printing. Correct it, and throw the old paper away.")
PRESENCE_CHANGED = N_("The presence list has changed after printing. Correct it, and throw the old paper away.")
NOT_HANDED_OUT = N_("Was not there. Do not hand out this paper.")
OFF_LIST = N_("Is not on the list of the visit any more. Do not hand out this paper.")
CALLED_OFF = N_("The visit does not go on. Throw this paper away.")
MOVED = N_("The visit was moved. Print it again: the new paper has the new day. Throw the old one away.")


@dataclass(frozen=True, slots=True)
class Verdict:
    """`missing`: labels of steps not done. `why`: an English source text, or empty when earned.

    `kind`: of what it would be a certificate. `ahead`: not earned yet, but one of the visit may be printed before it.
    """

    earned: bool
    missing: tuple[str, ...] = ()
    why: str = ""
    kind: str = BOTH
    ahead: bool = False


@dataclass(frozen=True, slots=True)
class Expected:
    """A visit that stands on a paper printed before it: on which day, and how it is now.

    `day`: where the visit is now, None when it is gone. `goes_on`: not called off. `listed`: the pupil is on its list.
    """

    printed_day: date
    day: date | None
    goes_on: bool
    listed: bool
    present: bool | None


@dataclass(frozen=True, slots=True)
class Worth:
    """What an issued certificate is worth now: VALID, AHEAD or VOID; and why, as an English source text."""

    is_now: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """What one phase may say on paper: the steps done; `own_work` when other work stands for all of them."""

    phase: str
    steps: tuple[Step, ...]
    own_work: bool


def required_steps(
    module: Module,
    *,
    chosen: Collection[str] | None,
    visits: Collection[Visit],
    band: str | None = None,
    cells: Mapping[str, Any] | None = None,
) -> tuple[Step, ...]:
    """What this pupil has to have done: the chosen steps for the pupil's level, during a visit only for who was there.

    `cells`: what was done before the level changed counts, as on the pupil's own pages.
    """
    done = [step_id for step_id, cell in (cells or {}).items() if how_done(cell)]
    return own_steps(module.steps, chosen=chosen, there=proven_there(visits), band=band, done=done)


def verdicts(
    module: Module,
    *,
    tone: str,
    chosen: Collection[str] | None,
    visits: Collection[Visit],
    listed: bool,
    cells: Mapping[str, Any],
    marks: Sequence[tuple[str, float, float]],
    now: datetime,
    band: str | None = None,
    unsure: Collection[UUID] = (),
) -> dict[str, Verdict]:
    """Of each kind: is it earned? In primary points never decide; in secondary only when the module says so.

    Of both: a pupil on the list of a visit waits until the teacher has said who was there, of every visit: what is
    printed does not change any more. `listed`: somebody is on a list of the visits that go with it, or there are none.
    `marks`: (question, score, out of). `unsure`: as in `of_visit`.
    """

    def steps_done(kind: str, own: Collection[Visit], nothing: str) -> Verdict:
        steps = required_steps(module, chosen=chosen, visits=own, band=band, cells=cells)
        if not steps:
            return Verdict(False, why=nothing, kind=kind)
        missing = tuple(step.label for step in steps if not how_done(cells.get(step.id)))
        if missing:
            return Verdict(False, missing, NOT_DONE, kind)
        if tone == "vo" and module.pass_points and not enough_points(module.pass_points, steps, cells, marks):
            return Verdict(False, why=TOO_FEW_POINTS, kind=kind)
        return Verdict(True, kind=kind)

    if waiting := _waits_for(visits, listed=listed, now=now):
        both = Verdict(False, why=waiting)
    elif not proven_there(visits):
        both = Verdict(False, why=WAS_ABSENT if visits else NO_VISIT)
    else:
        both = steps_done(BOTH, visits, NOTHING_LEFT)
    alone = steps_done(MODULE, (), NOTHING_LEFT if visits and not waiting else NO_STEPS)
    return {BOTH: both, MODULE: alone, VISIT: of_visit(visits, listed=listed, now=now, unsure=unsure)}


def of_visit(visits: Collection[Visit], *, listed: bool, now: datetime, unsure: Collection[UUID] = ()) -> Verdict:
    """A certificate of the visit alone: who was there has it. Visits of a later day hold nobody up; as long as one of
    the same day is not over it may be printed ahead. `unsure`: bookings to which the company has not said yes; they may
    never take place, so nothing with them on it is printed ahead."""
    if not visits:
        return Verdict(False, why=NO_VISIT if listed else NOBODY_LISTED, kind=VISIT)
    open_ones = [visit for visit in visits if visit.present is None]
    if any(visit.ends_at <= now for visit in open_ones):
        return Verdict(False, why=NOT_SAID, kind=VISIT)
    been = [clock.school_day(visit.starts_at) for visit in visits if visit.present]
    if been and all(clock.school_day(visit.starts_at) > max(been) for visit in open_ones):
        return Verdict(True, kind=VISIT)
    if any(visit.booking_id in unsure for visit in open_ones):
        return Verdict(False, why=NOT_CONFIRMED, kind=VISIT)
    if open_ones:
        return Verdict(False, why=TO_COME, kind=VISIT, ahead=True)
    return Verdict(False, why=WAS_ABSENT, kind=VISIT)


def for_run(found: Mapping[str, Verdict], kind: str) -> Verdict:
    """What a run of this kind prints for a pupil. One of both gives who was ill that of the module, never a false
    one; who waits for a word of the teacher waits."""
    verdict = found[kind]
    return found[MODULE] if kind == BOTH and verdict.why in (WAS_ABSENT, NO_VISIT) else verdict


def fullest(found: Mapping[str, Verdict]) -> str:
    """The fullest kind that is earned, or empty."""
    return next((kind for kind in KINDS if kind in found and found[kind].earned), "")


def covers(held: str, wanted: str) -> bool:
    """Does a certificate of this kind say all that the wanted one would?"""
    return held in (wanted, BOTH)


def named(visits: Sequence[Visit], verdict: Verdict) -> list[UUID]:
    """The visits that may stand on this paper, in order: those the pupil was at, printed ahead also those to come."""
    if verdict.kind == MODULE:
        return []
    may = (True, None) if verdict.ahead else (True,)
    return [visit.booking_id for visit in visits if visit.present in may and visit.booking_id]


def worth(visits: Sequence[Expected]) -> Worth:
    """Of a paper printed before the visits on it: presence decides, and one false line makes it void."""
    for visit in visits:
        if visit.day is None or not visit.goes_on:
            return Worth(VOID, CALLED_OFF)
        if visit.day != visit.printed_day:
            return Worth(VOID, MOVED)
        if not visit.listed:
            return Worth(VOID, OFF_LIST)
        if visit.present is False:
            return Worth(VOID, NOT_HANDED_OUT)
    return Worth(VALID) if visits and all(visit.present for visit in visits) else Worth(AHEAD, TO_COME)


def enough_points(
    share: float, steps: Sequence[Step], cells: Mapping[str, Any], marks: Sequence[tuple[str, float, float]]
) -> bool:
    """Points are asked only of questions that a machine marks, and of those that a teacher has given points, handed in
    on the screen. A word that waits for the teacher has its sure part until then.

    Paper, board and other work have none; nor has a question that this pupil's version did not show. Of each question
    the best mark counts, by its part of the points: those of now, or those it had when it was first answered, whichever
    is better. So a revision that gives a question other points never takes a certificate out of reach. `marks`: from
    the first to the last.
    """
    now: dict[str, float] = {}
    for step in steps:
        cell = cells.get(step.id, {})
        if how_done(cell) == SCREEN:
            asked = (question for question in step.all_questions if question.id in cell.get("answered", ()))
            now |= {question.id: question.points for question in asked if is_machine_marked(question.type)}
    best, then = dict.fromkeys(now, 0.0), dict(now)
    for question_id, score, out_of in reversed([mark for mark in marks if mark[0] in now and mark[2]]):
        best[question_id] = max(best[question_id], score / out_of)
        then[question_id] = out_of
    return _reaches(share, best, now) or _reaches(share, best, then)


def _reaches(share: float, best: Mapping[str, float], points: Mapping[str, float]) -> bool:
    reached, whole = sum(best[name] * points[name] for name in points), sum(points.values())
    return not whole or reached / whole >= share - 1e-9  # 0.6 of 10 points is 6, whatever the floats say


def told(steps: Sequence[Step], cells: Mapping[str, Any]) -> tuple[Told, ...]:
    """The steps to name on paper, by phase: those the pupil did.

    Other work that was accepted is not called by the name of the step. It is said, as own work, only where a phase
    would otherwise be silent about what the pupil did; nobody can read from it that it was less.
    """
    found = []
    for phase in PHASES:
        hows = [(step, how_done(cells.get(step.id))) for step in steps if step.phase == phase]
        done = tuple(step for step, how in hows if how not in (None, ACCEPTED))
        other = phase != DURING and any(how == ACCEPTED for _, how in hows)
        found.append(Told(phase, done, own_work=other and not done))
    return tuple(found)


def outdated(*, name: str, printed_name: str, visits: object, printed_visits: object) -> str:
    """What an issued certificate says that is no longer so: an English source text, or nothing.

    The paper and its snapshot stay as they are; a person decides whether to revoke.
    """
    if visits != printed_visits:
        return PRESENCE_CHANGED
    return NAME_CHANGED if name != printed_name else ""


def _waits_for(visits: Collection[Visit], *, listed: bool, now: datetime) -> str:
    if not listed:
        return NOBODY_LISTED
    open_ones = [visit for visit in visits if visit.present is None]
    if any(visit.starts_at <= now for visit in open_ones):
        return NOT_SAID
    return TO_COME if open_ones else ""
