"""Who of a class has earned a certificate, of what kind, and what was issued: for a lesson, or for a visit alone."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import or_, select

from app.access.matrix import Permission
from app.assignments.queries import (
    TargetPupil,
    assignment_for_staff,
    bookings_of_assignment,
    pupils_given,
    visits_of_assignment,
)
from app.assignments.rules import Visit
from app.base.levels import band_for
from app.base.names import full_name
from app.base.pdf import clean_name, missing_glyphs
from app.base.work import Work
from app.certificates import rules
from app.certificates.design import from_snapshot
from app.certificates.models import Certificate
from app.certificates.queries.day import bookings_of_day, event_of, fact_of, visits_of_bookings
from app.certificates.queries.shapes import LESSON, VISIT_ALONE, Candidate, Candidates, Paper, unsure_of
from app.certificates.queries.standing import worths
from app.curriculum.queries import module_of_edition
from app.learning.models import Answer, Mark
from app.learning.queries import NOTHING, progress_of_assignment
from app.people.models import Pupil, School, SchoolClass
from app.visits.queries import BookingNow, bookings_by_id
from app.visits.rules import LIVE


@dataclass(frozen=True, slots=True)
class _About:
    """What all pupils of the page share."""

    kind: str
    bookings: Mapping[UUID, BookingNow]
    event: str  # the name of the event day, or empty
    issued: Mapping[UUID | None, Sequence[Certificate]]
    worths: Mapping[UUID, rules.Worth]


def candidates_of(work: Work, *, source: str, code: str, language: str = "nl", kind: str | None = None) -> Candidates:
    """By what the code names: `candidates` or `candidates_of_visit`. Raises: NotFound."""
    if source == VISIT_ALONE:
        return candidates_of_visit(work, code=code, language=language)
    return candidates(work, code=code, language=language, kind=kind)


def candidates(work: Work, *, code: str, language: str = "nl", kind: str | None = None) -> Candidates:
    """All pupils of an assignment in class-list order, each with what is earned or what is still missing.

    `kind`: what a run would print; by default of both where a visit goes with it, else of the module. A constant number
    of queries whatever the size of the class. Raises: NotFound.
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
    kinds = rules.KINDS if bookings else (rules.MODULE,)
    about = _about(
        work,
        next((one for one in kinds if one == kind), kinds[0]),
        bookings,
        or_(Certificate.assignment_id == given.id, Certificate.booking_id.in_([booking.id for booking in tied])),
    )

    def one(pupil: TargetPupil) -> Candidate:
        own, cells = visits.get(pupil.id, ()), progress.get(pupil.id, NOTHING).steps
        band = band_for(pupil.level)
        found = rules.verdicts(
            module,
            tone=school.kind,
            chosen=given.steps,
            visits=own,
            listed=bool(visits) or not bookings,
            cells=cells,
            marks=marks.get(pupil.id, []),
            now=work.now,
            band=band,
            unsure=unsure_of(bookings),
        )
        verdict = rules.for_run(found, about.kind)
        there = own if verdict.kind == rules.BOTH else ()
        required = rules.required_steps(module, chosen=given.steps, visits=there, band=band, cells=cells)
        told = rules.told(() if verdict.kind == rules.VISIT else required, cells)
        return _candidate(pupil, about, found, own, told)

    return Candidates(
        source=LESSON,
        code=code,
        subject_id=given.id,
        kind=about.kind,
        kinds=kinds,
        title=module.title,
        language=module.language,
        school=school,
        class_id=given.class_id,
        class_name=klass.name,
        bookings=bookings,
        pupils=tuple(one(pupil) for pupil in pupils_given(work, assignment_id=given.id)),
        given=given,
        module=module,
    )


def candidates_of_visit(work: Work, *, code: str, language: str = "nl") -> Candidates:
    """All pupils on the lists of this class's visits of one day, for certificates of the visit alone; and whose paper
    was printed before they came off the list.

    `code`: of any booking of that day; all of them stand on one paper. Raises: NotFound.
    """
    work.must(Permission.CERTIFICATE_ISSUE)
    that_day = bookings_of_day(work, code=code)
    asked = next(booking for booking in that_day if booking.code == code)
    classes = frozenset({asked.class_id} if asked.class_id else ())
    work.must(Permission.CERTIFICATE_ISSUE, classes=classes, school=asked.school_id)
    bookings = tuple(booking for booking in that_day if booking.state in LIVE)
    held = [booking.id for booking in that_day]
    about = _about(work, rules.VISIT, bookings, Certificate.booking_id.in_(held))
    visits = visits_of_bookings(work, bookings=bookings)

    def one(pupil: TargetPupil) -> Candidate:
        own = visits.get(pupil.id, ())
        return _candidate(pupil, about, {rules.VISIT: _of_visit(own)}, own, ())

    def _of_visit(own: Sequence[Visit]) -> rules.Verdict:
        return rules.of_visit(own, listed=True, now=work.now, unsure=unsure_of(bookings))

    return Candidates(
        source=VISIT_ALONE,
        code=code,
        subject_id=(bookings[0] if bookings else asked).id,
        kind=rules.VISIT,
        kinds=(rules.VISIT,),
        title=about.event or " · ".join(dict.fromkeys(booking.company for booking in bookings or (asked,))),
        language=language,
        school=work.db.get_one(School, asked.school_id),
        class_id=asked.class_id,
        class_name=asked.whole_class or "",
        bookings=bookings,
        pupils=tuple(one(pupil) for pupil in _pupils(work, {*visits, *about.issued} - {None})),
    )


def _about(work: Work, kind: str, bookings: Sequence[BookingNow], which: object) -> _About:
    rows = work.db.scalars(
        select(Certificate)
        .where(which, Certificate.state.in_((rules.ISSUED, rules.VOID)))  # type: ignore[arg-type]  # a condition
        .order_by(Certificate.id)
    ).all()
    issued: dict[UUID | None, list[Certificate]] = {}
    for row in rows:
        issued.setdefault(row.pupil_id, []).append(row)
    event = event_of(work, bookings=bookings)
    return _About(kind, {booking.id: booking for booking in bookings}, event, issued, worths(work, rows))


def _candidate(
    pupil: TargetPupil,
    about: _About,
    found: Mapping[str, rules.Verdict],
    own: Sequence[Visit],
    phases: tuple[rules.Told, ...],
) -> Candidate:
    verdict = rules.for_run(found, about.kind)
    named = [key for key in rules.named(own, verdict) if key in about.bookings]
    several = bool(about.event) or len({about.bookings[key].day for key in named}) < len(named)
    visits = tuple(fact_of(about.bookings[key], several=several) for key in named)
    name = clean_name(full_name(pupil.first_name, pupil.last_name))
    rows = about.issued.get(pupil.id, ())
    papers = tuple(_paper(row, about.worths[row.id]) for row in rows)
    held = _held(rows, about.worths, verdict.kind)
    return Candidate(
        pupil=pupil,
        name=name,
        missing_glyphs=tuple(missing_glyphs(name)),
        verdict=verdict,
        visits=visits,
        phases=phases,
        number=held.number if held else None,
        certificate_id=held.id if held else None,
        outdated=_outdated(held, name, _was_at(own, about.bookings)) if held else "",
        fullest=rules.fullest(found),
        fuller=found[rules.BOTH] if rules.BOTH in found and not found[rules.BOTH].earned else None,
        papers=papers,
        booking_ids=tuple(named),
    )


def _held(rows: Sequence[Certificate], worth: Mapping[UUID, rules.Worth], kind: str) -> Certificate | None:
    """The newest paper that says all that one of this kind would, and may still be handed out."""
    good = [row for row in rows if rules.covers(row.kind, kind) and worth[row.id].is_now != rules.VOID]
    return good[-1] if good else None


def _paper(row: Certificate, worth: rules.Worth) -> Paper:
    return Paper(row.id, row.number, row.kind, worth.is_now, worth.why, row.issue)


def _outdated(row: Certificate, name: str, was_at: Sequence[tuple[str, object]]) -> str:
    """Of one printed ahead its worth says it; one of the module says nothing of a visit."""
    printed = from_snapshot(row.snapshot)
    there = [(visit.company, visit.day) for visit in printed.visits]
    says_who_was_there = row.kind != rules.MODULE and (row.ahead_of is None or row.settled_at is not None)
    return rules.outdated(
        name=name,
        printed_name=printed.listed_name or printed.name,
        visits=list(was_at) if says_who_was_there else there,
        printed_visits=there,
    )


def _was_at(own: Sequence[Visit], bookings: Mapping[UUID, BookingNow]) -> list[tuple[str, object]]:
    """By booking, not by time: a divided class is at two companies in the same hour."""
    there = [visit.booking_id for visit in own if visit.present and visit.booking_id]
    return [(bookings[key].company, bookings[key].day) for key in there if key in bookings]


def _pupils(work: Work, ids: Collection[UUID | None]) -> list[TargetPupil]:
    rows = work.db.execute(
        select(Pupil.id, Pupil.first_name, Pupil.last_name, Pupil.level)
        .where(Pupil.id.in_(ids))
        .order_by(Pupil.sort_key, Pupil.id)
    )
    return [TargetPupil(*row) for row in rows]


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
