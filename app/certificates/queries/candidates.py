"""Who of a class has earned a certificate, and what was issued."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from app.access.matrix import Permission
from app.assignments.queries import (
    Given,
    TargetPupil,
    assignment_for_staff,
    bookings_of_assignment,
    pupils_given,
    visits_of_assignment,
)
from app.assignments.rules import Visit
from app.base.clock import school_day
from app.base.levels import band_for
from app.base.names import full_name
from app.base.pdf import clean_name, missing_glyphs
from app.base.work import Work
from app.certificates import rules
from app.certificates.design import VisitFact, from_snapshot
from app.certificates.models import Certificate
from app.certificates.queries.issued import ISSUED
from app.curriculum.module import Module
from app.curriculum.queries import module_of_edition
from app.learning.models import Answer, Mark
from app.learning.queries import NOTHING, progress_of_assignment
from app.people.models import School, SchoolClass
from app.visits.queries import BookingNow, bookings_by_id
from app.visits.rules import LIVE


@dataclass(frozen=True, slots=True)
class Candidate:
    """One pupil on the page before printing."""

    pupil: TargetPupil
    name: str  # as it will print
    missing_glyphs: tuple[str, ...]
    verdict: rules.Verdict
    visits: tuple[VisitFact, ...]  # where this pupil was, by the teacher's word
    phases: tuple[rules.Told, ...]  # what was done, as it may stand on paper
    number: str | None  # of the certificate that was issued
    certificate_id: UUID | None
    outdated: str  # what an issued one says that is no longer so; English source, or empty

    @property
    def may_print(self) -> bool:
        return self.verdict.earned or self.certificate_id is not None


@dataclass(frozen=True, slots=True)
class Candidates:
    given: Given
    module: Module
    school: School
    class_name: str
    bookings: tuple[BookingNow, ...]  # those that go on or took place
    pupils: tuple[Candidate, ...]


def candidates(work: Work, *, code: str, language: str = "nl") -> Candidates:
    """All pupils of an assignment in class-list order, each with what is earned or what is still missing.

    A constant number of queries whatever the size of the class.
    """
    work.must(Permission.CERTIFICATE_ISSUE)
    given = assignment_for_staff(work, code)
    work.must(Permission.CERTIFICATE_ISSUE, classes={given.class_id}, school=given.school_id)
    module = module_of_edition(work, slug=given.module_slug, edition=given.module_edition, language=language)
    school = work.db.get_one(School, given.school_id)
    klass = work.db.get_one(SchoolClass, given.class_id)
    tied = bookings_by_id(work, bookings_of_assignment(work, assignment_id=given.id))
    bookings = tuple(booking for booking in tied if booking.state in LIVE)
    visits = visits_of_assignment(work, assignment_id=given.id)
    progress = progress_of_assignment(work, assignment_id=given.id)
    marks = _marks(work, given.id) if school.kind == "vo" else {}
    issued = _issued(work, given.id)

    def one(pupil: TargetPupil) -> Candidate:
        own, cells = visits.get(pupil.id, ()), progress.get(pupil.id, NOTHING).steps
        band = band_for(pupil.level)
        verdict = rules.verdict(
            module,
            tone=school.kind,
            chosen=given.steps,
            visits=own,
            listed=bool(visits) or not bookings,
            cells=cells,
            marks=marks.get(pupil.id, []),
            now=work.now,
            band=band,
        )
        required = rules.required_steps(module, chosen=given.steps, visits=own, band=band, cells=cells)
        told = rules.told(required, cells)
        return _candidate(pupil, verdict, _was_at(bookings, own), told, issued.get(pupil.id))

    pupils = tuple(one(pupil) for pupil in pupils_given(work, assignment_id=given.id))
    return Candidates(given, module, school, klass.name, bookings, pupils)


def _candidate(
    pupil: TargetPupil,
    verdict: rules.Verdict,
    visits: tuple[VisitFact, ...],
    phases: tuple[rules.Told, ...],
    issued: Certificate | None,
) -> Candidate:
    name = clean_name(full_name(pupil.first_name, pupil.last_name))
    outdated = ""
    if issued is not None:
        printed = from_snapshot(issued.snapshot)
        outdated = rules.outdated(
            name=name,
            printed_name=printed.name,
            visits=[(visit.company, visit.day) for visit in visits],
            printed_visits=[(visit.company, visit.day) for visit in printed.visits],
        )
    return Candidate(
        pupil,
        name,
        tuple(missing_glyphs(name)),
        verdict,
        visits,
        phases,
        issued.number if issued else None,
        issued.id if issued else None,
        outdated,
    )


def _was_at(bookings: Sequence[BookingNow], visits: Sequence[Visit]) -> tuple[VisitFact, ...]:
    """Only visits at which the teacher said this pupil was present.

    By booking, not by time: a divided class is at two companies in the same hour.
    """
    there = {visit.booking_id for visit in visits if visit.present}
    return tuple(
        VisitFact(booking.company, booking.place, school_day(booking.starts_at))
        for booking in bookings
        if booking.id in there
    )


def _marks(work: Work, assignment_id: UUID) -> dict[UUID, list[tuple[str, float, float]]]:
    found: dict[UUID, list[tuple[str, float, float]]] = {}
    for pupil_id, question, score, out_of in work.db.execute(
        select(Answer.pupil_id, Answer.question_id, Mark.score, Mark.out_of)
        .join(Mark, Mark.answer_id == Answer.id)
        .where(Answer.assignment_id == assignment_id)
        .order_by(Mark.id)
    ):
        found.setdefault(pupil_id, []).append((question, score, out_of))
    return found


def _issued(work: Work, assignment_id: UUID) -> dict[UUID | None, Certificate]:
    rows = work.db.scalars(
        select(Certificate).where(Certificate.assignment_id == assignment_id, Certificate.state == ISSUED)
    )
    return {row.pupil_id: row for row in rows}
