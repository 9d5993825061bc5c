"""The teacher's live view: pupils x steps, hands, minutes. Never right or wrong: boards mirror the laptop."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from app.assignments import rules as giving
from app.assignments.queries import (
    Given,
    TargetPupil,
    assignment_for_staff,
    module_given,
    pupils_given,
    visits_of_assignment,
)
from app.base.names import full_name, short_name
from app.base.work import Work
from app.curriculum.module import AFTER, DURING, Module, Step, Viewer
from app.learning import rules
from app.learning.lesson import viewer_of
from app.learning.queries import NOTHING, ProgressNow, progress_of_assignment
from app.learning.signs import Silence, silence
from app.learning.steering import Gate, gates
from app.visits.queries import BookingNow
from app.visits.rules import LIVE

RING = 1.5  # a ring when a pupil is this many times the step's minutes on it, at least RING_MINUTES
RING_MINUTES = 5
IDLE_MINUTES = 90  # longer ago is another lesson: no minutes are shown
SMALL = 6  # so many pupils stand in one column


@dataclass(frozen=True, slots=True)
class Cell:
    """`state`: done, now, help, todo, or none (not a step for this pupil). `how`: screen, paper, board, accepted.
    `why`: of none: visit (was not there, or no visit) or level.

    `minutes` on the step, also where a hand is up; None: the pupil is not on it now.
    """

    step_id: str
    state: str
    how: str | None = None
    minutes: int | None = None
    long: bool = False
    why: str = ""
    silent: bool = False  # nothing was heard of the device for a while: the minutes are not known

    @property
    def is_open(self) -> bool:
        """Still to be done by this pupil."""
        return self.how is None and self.state != "none"


@dataclass(frozen=True, slots=True)
class Row:
    pupil_id: UUID
    name: str
    cells: tuple[Cell, ...]
    state: str  # help, busy, ready (nothing left to do now), waiting (not begun)
    complete: bool  # all steps
    here: bool  # was on a step in this lesson
    present: bool | None  # at the visit, as the teacher said it; None: nothing said, or no visit
    silence: Silence | None = None  # the device waits for wifi, as far as can be told


@dataclass(frozen=True, slots=True)
class Hand:
    pupil_id: UUID
    name: str
    label: str
    minutes: int


@dataclass(frozen=True, slots=True)
class ClassView:
    given: Given
    module: Module
    steps: tuple[Step, ...]  # those that were assigned
    rows: tuple[Row, ...]
    hands: tuple[Hand, ...]
    at: datetime
    gates: tuple[Gate, ...] = ()  # steps that wait for the teacher's hand

    @property
    def paused(self) -> bool:
        return giving.is_paused(self.given, self.at)

    @property
    def silent(self) -> tuple[Row, ...]:
        return tuple(row for row in self.rows if row.silence)

    def count(self, state: str) -> int:
        return sum(1 for row in self.rows if row.state == state)

    @property
    def complete(self) -> int:
        return sum(1 for row in self.rows if row.complete)

    @property
    def here(self) -> int:
        return sum(1 for row in self.rows if row.here)

    @property
    def to_tick(self) -> int:
        """Who was at the visit while the step of the visit is not ticked."""
        during = [place for place, step in enumerate(self.steps) if step.phase == DURING]
        return sum(1 for row in self.rows if row.present and any(row.cells[place].is_open for place in during))

    @property
    def for_board(self) -> tuple[Step, ...]:
        """Steps that are somebody's here; of a class without pupils all but those of a visit."""
        some = {cell.step_id for row in self.rows for cell in row.cells if cell.state != "none"}
        return tuple(one for one in self.steps if (one.id in some if self.rows else one.phase != DURING))

    @property
    def halves(self) -> tuple[tuple[Row, ...], ...]:
        """Two columns from seven pupils on; the first is the longer one."""
        middle = -(-len(self.rows) // 2)
        return (self.rows[:middle], self.rows[middle:]) if len(self.rows) > SMALL else (self.rows,)


@dataclass(frozen=True, slots=True)
class AfterSteps:
    """The steps after the visit. `at`: the end of the first visit, when they open by themselves; None: no visit."""

    is_open: bool
    at: datetime | None


def class_view(work: Work, *, code: str, language: str) -> ClassView:
    """The grid in a constant number of queries, rows in class-list order. Raises: NotFound."""
    return class_view_of(work, assignment_for_staff(work, code), language=language)


def class_view_of(work: Work, given: Given, *, language: str) -> ClassView:
    """The same of an assignment that was read already, for who may read it."""
    module = module_given(work, given, language=language)
    pupils = pupils_given(work, assignment_id=given.id)
    visits = visits_of_assignment(work, assignment_id=given.id)
    progress = progress_of_assignment(work, assignment_id=given.id)
    steps = tuple(step for step in module.steps if given.steps is None or step.id in given.steps)
    names = distinct_names(pupils)
    rows = tuple(
        _row(work, given, steps, pupil, names[pupil.id], visits.get(pupil.id, ()), progress.get(pupil.id, NOTHING))
        for pupil in pupils
    )
    own = [visits.get(pupil.id, ()) for pupil in pupils]
    hands = _hands(work.now, steps, names, progress)
    return ClassView(given, module, steps, rows, hands, work.now, gates(steps, given, own, work.now))


def after_steps(view: ClassView, bookings: Sequence[BookingNow]) -> AfterSteps | None:
    """Nothing when no step after a visit was assigned, or when the teacher opens each."""
    if view.given.pace == giving.OPENED or all(step.phase != AFTER for step in view.steps):
        return None
    opened = view.given.after_opened_at
    live = [booking.ends_at for booking in bookings if booking.state in LIVE]
    by_itself = min(live, default=None)
    is_open = (opened is not None and opened <= view.at) or (by_itself is not None and by_itself <= view.at)
    return AfterSteps(is_open, by_itself)


def distinct_names(pupils: tuple[TargetPupil, ...]) -> Mapping[UUID, str]:
    """First name and initial; two who would look the same get their whole last name."""
    short = {pupil.id: short_name(pupil.first_name, pupil.last_name) for pupil in pupils}
    seen = Counter(short.values())
    return {
        pupil.id: full_name(pupil.first_name, pupil.last_name) if seen[short[pupil.id]] > 1 else short[pupil.id]
        for pupil in pupils
    }


def _row(
    work: Work,
    given: Given,
    steps: tuple[Step, ...],
    pupil: TargetPupil,
    name: str,
    visits: tuple[giving.Visit, ...],
    progress: ProgressNow,
) -> Row:
    viewer = viewer_of(visits, pupil.level)
    own = rules.own_steps(steps, viewer, progress.steps)
    left = [step for step in own if _to_do_now(work, given, step, visits, progress)]
    at_work = progress.at_step in {step.id for step in left}
    quiet = silence(progress.heard_at, progress.waiting, now=work.now, at_work=at_work)
    cells = tuple(
        _cell(work.now, given, step, progress, at_work=at_work, silent=bool(quiet))
        if step in own
        else _not_own(step, progress, viewer)
        for step in steps
    )
    return Row(
        pupil.id,
        name,
        cells,
        _state(progress, left),
        complete=rules.all_done(own, progress.steps),
        here=_minutes(work.now, progress.at_step_since, given) is not None,
        present=_present(visits),
        silence=quiet,
    )


def _present(visits: tuple[giving.Visit, ...]) -> bool | None:
    if giving.proven_there(visits):
        return True
    return False if visits and not giving.was_there(visits) else None


def _to_do_now(work: Work, given: Given, step: Step, visits: tuple[giving.Visit, ...], progress: ProgressNow) -> bool:
    """Open, not on paper, and not done."""
    if step.phase == DURING or rules.how_done(progress.steps.get(step.id)):
        return False
    return giving.is_open(step, given, today=work.today, now=work.now, visits=visits)


def _state(progress: ProgressNow, left: list[Step]) -> str:
    if progress.help_since is not None:
        return "help"
    if not progress.steps and progress.at_step is None:
        return "waiting"
    return "busy" if left else "ready"


def _not_own(step: Step, progress: ProgressNow, viewer: Viewer) -> Cell:
    """A step that is not for this pupil; what was ticked before that was so stays in sight."""
    if how := rules.how_done(progress.steps.get(step.id)):
        return Cell(step.id, "done", how)
    return Cell(step.id, "none", why="visit" if step.is_for(viewer.band) else "level")


def _cell(now: datetime, given: Given, step: Step, progress: ProgressNow, *, at_work: bool, silent: bool) -> Cell:
    """Minutes run while the pupil can work on the step: not in a pause, and not when it was shut."""
    is_here = progress.at_step == step.id
    minutes = _minutes(now, progress.at_step_since, given) if is_here else None
    how = rules.how_done(progress.steps.get(step.id))
    if progress.help_since is not None and progress.help_step == step.id:
        return Cell(step.id, "help", how, minutes)
    if how:
        return Cell(step.id, "done", how)
    if not is_here:
        return Cell(step.id, "todo")
    if not at_work:
        return Cell(step.id, "now")
    is_long = minutes is not None and minutes >= max(RING_MINUTES, RING * step.minutes)
    return Cell(step.id, "now", minutes=minutes, long=is_long, silent=silent and minutes is not None)


def _minutes(now: datetime, since: datetime | None, given: Given) -> int | None:
    """Whole minutes, without the last pause; None when that was another lesson."""
    if since is None or now - since > timedelta(minutes=IDLE_MINUTES):
        return None
    return int((now - since - giving.paused_since(given, since, now)).total_seconds() // 60)


def _hands(
    now: datetime, steps: tuple[Step, ...], names: Mapping[UUID, str], progress: Mapping[UUID, ProgressNow]
) -> tuple[Hand, ...]:
    """Who asks for help, longest first."""
    labels = {step.id: step.label for step in steps}
    asking = sorted(
        (row.help_since, pupil_id, row.help_step or "")
        for pupil_id, row in progress.items()
        if row.help_since and pupil_id in names
    )
    return tuple(
        Hand(pupil_id, names[pupil_id], labels.get(step_id, ""), int((now - since).total_seconds() // 60))
        for since, pupil_id, step_id in asking
    )
