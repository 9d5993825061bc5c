"""A class before printing, as values: each pupil with what is earned, what is missing, and which papers there are."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from app.assignments.queries import Given, TargetPupil
from app.certificates import rules
from app.certificates.design import VisitFact
from app.curriculum.module import Module
from app.people.models import School
from app.visits.queries import BookingNow
from app.visits.rules import PROPOSED, REQUESTED

LESSON, VISIT_ALONE = "lesson", "visit"  # what a code names: an assignment, or a booking without one


def unsure_of(bookings: Sequence[BookingNow]) -> frozenset[UUID]:
    """Those to which the company has not said yes yet."""
    return frozenset(booking.id for booking in bookings if booking.state in (REQUESTED, PROPOSED))


@dataclass(frozen=True, slots=True)
class Paper:
    """A certificate of this pupil that was issued and not revoked or replaced.

    `is_now`: rules.VALID, AHEAD (wait with handing out) or VOID (do not hand out); `why`: an English source text.
    """

    id: UUID
    number: str
    kind: str
    is_now: str
    why: str
    issue: int


@dataclass(frozen=True, slots=True)
class Candidate:
    """One pupil on the page before printing, seen as a run of `Candidates.kind` would print it.

    `verdict.kind` is of what it would be: in a run of both, who was ill has `module`. `verdict.ahead`: may be printed
    before the visit. `number`, `certificate_id`, `outdated` are of the paper that says it already; printing gives that
    one again. `papers`: all papers of this pupil, also those that must not be handed out.
    """

    pupil: TargetPupil
    name: str  # as it will print
    missing_glyphs: tuple[str, ...]
    verdict: rules.Verdict
    visits: tuple[VisitFact, ...]  # where this pupil was, by the teacher's word; printed ahead: where it will be
    phases: tuple[rules.Told, ...]  # what was done, as it may stand on paper
    number: str | None  # of the certificate that was issued
    certificate_id: UUID | None
    outdated: str  # what an issued one says that is no longer so; English source, or empty
    fullest: str = ""  # the fullest kind that is earned now, whatever this run prints; empty: none
    fuller: rules.Verdict | None = None  # what is missing for one of both, when that is not earned
    papers: tuple[Paper, ...] = ()
    booking_ids: tuple[UUID, ...] = ()  # of `visits`, in the same order

    @property
    def may_print(self) -> bool:
        return self.verdict.earned or self.verdict.ahead or self.certificate_id is not None

    @property
    def not_to_hand_out(self) -> tuple[Paper, ...]:
        """Papers that say what is not so: of who was absent, of a visit that was moved or called off."""
        return tuple(paper for paper in self.papers if paper.is_now == rules.VOID)


@dataclass(frozen=True, slots=True)
class Candidates:
    """A class before printing. `source`: LESSON (`given` and `module` are there) or VISIT_ALONE (they are None);
    `code`: of the assignment or of the booking, as it was asked.

    `kind`: what a run prints here; `kinds`: what a teacher may choose. `subject_id`: what certificates hang on: the
    assignment, or the first booking of the day.
    """

    source: str
    code: str
    subject_id: UUID
    kind: str
    kinds: tuple[str, ...]
    title: str  # of the module, or of the day's visits
    language: str  # on paper
    school: School
    class_id: UUID | None
    class_name: str
    bookings: tuple[BookingNow, ...]  # those that go on or took place, in order of time
    pupils: tuple[Candidate, ...]
    given: Given | None = None
    module: Module | None = None

    @property
    def not_to_hand_out(self) -> tuple[tuple[Candidate, Paper], ...]:
        """For the teacher's list before handing out, in class-list order."""
        return tuple((one, paper) for one in self.pupils for paper in one.not_to_hand_out)

    @property
    def not_confirmed(self) -> tuple[BookingNow, ...]:
        """Visits to come that keep a certificate from being printed ahead, because the company has not said yes."""
        holds_up = any(one.verdict.why == rules.NOT_CONFIRMED for one in self.pupils)
        unsure = unsure_of(self.bookings) if holds_up else frozenset()
        return tuple(booking for booking in self.bookings if booking.id in unsure)
