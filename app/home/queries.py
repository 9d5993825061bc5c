"""What each role sees first, put together from the floors below."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import and_, select

from app.access.matrix import Permission
from app.assignments.models import AssignmentVisit
from app.assignments.queries import Given, assignments_of_class, pupils_given, whom_label
from app.base import clock
from app.base.work import Work
from app.certificates.design import CertificateFacts
from app.certificates.queries import certificates_of_pupil, lessons_to_print, periods
from app.learning.dossier.reading import AFTER, when_of
from app.learning.lesson import Lesson, lessons_of_pupil
from app.learning.queries import progress_of_assignment
from app.learning.unseen import has_given_back
from app.people.models import Pupil, School
from app.visits.models import BookingPupil
from app.visits.queries import BookingNow, bookings_by_id, bookings_of_school
from app.visits.queries.event_agenda import as_whole_day
from app.visits.queries.missing import missing_now
from app.visits.queries.safety import Packing, packing_of
from app.visits.rules import LIVE, PROPOSED, REQUESTED
from app.visits.rules.missing import WEEKS


@dataclass(frozen=True, slots=True)
class PupilHome:
    first_name: str
    current: Lesson | None  # what Verder goes on with
    others: tuple[Lesson, ...]
    visit: BookingNow | None  # the next one
    days_to_visit: int
    certificates: tuple[CertificateFacts, ...]
    look_back: str  # the code of the lesson whose visit was last; empty: no visit is over
    has_visits: bool
    packing: Packing | None  # for that visit


@dataclass(frozen=True, slots=True)
class GivenNow:
    """An assignment on the teacher's first page. Module titles come with the page's language."""

    given: Given
    title: str
    busy: int
    done: int
    hands: int
    pupils: int  # it was given to
    whom: str  # the instruction groups it was given to; empty: all, or pupils one by one


@dataclass(frozen=True, slots=True)
class ClassNow:
    id: UUID
    code: str
    name: str
    class_code: str
    open_until: object
    pupils: int
    given: tuple[GivenNow, ...]
    visits: tuple[BookingNow, ...]  # today and later


@dataclass(frozen=True, slots=True)
class OfficeNow:
    """What waits for the office of a school."""

    ready: int  # certificates of this school year, to print
    proposals: tuple[BookingNow, ...]  # another time or number, to which the school has not said yes or no
    missing: int  # visits of the next weeks that are not complete

    @property
    def is_any(self) -> bool:
        return bool(self.ready or self.proposals or self.missing)


def pupil_home(work: Work, *, language: str) -> PupilHome:
    """The page of the pupil at the keyboard."""
    work.must(Permission.LEARN, person=work.actor.user_id)
    assert work.actor.user_id is not None
    lessons = lessons_of_pupil(work, language=language)
    current = next((one for one in lessons if one.next_place), lessons[0] if lessons else None)
    visits = _own_visits(work, [one.given.id for one in lessons])
    coming = next((visit for visit in visits if visit.ends_at > work.now), None)
    first_name = work.db.scalars(select(Pupil.first_name).where(Pupil.id == work.actor.user_id)).one()
    return PupilHome(
        first_name,
        current,
        tuple(one for one in lessons if one is not current),
        coming,
        days_until(work.today, coming) if coming else 0,
        tuple(certificates_of_pupil(work, pupil_id=work.actor.user_id)),
        _last_visited(work, lessons),
        any(one.visits for one in lessons),
        packing_of(work, booking_id=coming.id) if coming else None,
    )


def _last_visited(work: Work, lessons: Sequence[Lesson]) -> str:
    over = [one for one in lessons if when_of(one.visits, work.now) == AFTER]
    last = max(over, key=lambda one: max(visit.ends_at for visit in one.visits), default=None)
    return last.given.code if last else ""


def days_until(today: date, visit: BookingNow) -> int:
    return (clock.school_day(visit.starts_at) - today).days


def coming_visits(work: Work, *, class_ids: Sequence[UUID]) -> dict[UUID, tuple[BookingNow, ...]]:
    """For each class its visits of today and later."""
    start = clock.at(work.today, 0)
    found: dict[UUID, list[BookingNow]] = {}
    for booking in bookings_of_school(work, since=start):
        if booking.class_id in set(class_ids) and booking.ends_at >= start and booking.state in LIVE:
            own = found.setdefault(booking.class_id, [])
            if not (booking.is_round and any(one.is_round and one.day == booking.day for one in own)):
                own.append(as_whole_day(work, booking))  # an event day is one thing
    return {class_id: tuple(bookings) for class_id, bookings in found.items()}


def given_now(work: Work, *, class_id: UUID, titles: dict[tuple[str, int], str]) -> tuple[GivenNow, ...]:
    """The class's assignments that are given, with how many are busy, done and asking for help."""
    found = []
    for given in assignments_of_class(work, class_id=class_id):
        if given.state != "given":
            continue
        pupils = {one.id for one in pupils_given(work, assignment_id=given.id)}
        held = progress_of_assignment(work, assignment_id=given.id)
        rows = [row for pupil_id, row in held.items() if pupil_id in pupils]  # without who was taken off
        done = sum(1 for row in rows if row.completed_at and not has_given_back(row.steps))
        found.append(
            GivenNow(
                given,
                titles.get((given.module_slug, given.module_edition), given.module_slug),
                len(rows) - done,
                done,
                sum(1 for row in rows if row.help_since),
                len(pupils),
                whom_label(work, given),
            )
        )
    return tuple(found)


def office_now(work: Work) -> OfficeNow:
    """Of the whole school, so that nothing stands only in the card of one class."""
    ready = sum(one.ready for year in periods(work)[:1] for one in lessons_to_print(work, period=year))
    coming = bookings_of_school(work, since=work.now)
    missing = missing_now(work, weeks=WEEKS[1])
    return OfficeNow(ready, tuple(one for one in coming if one.state == PROPOSED), len(missing))


def school_name(work: Work) -> str:
    return work.db.scalars(select(School.name).where(School.id == work.school_id)).one()


def _own_visits(work: Work, assignment_ids: Sequence[UUID]) -> tuple[BookingNow, ...]:
    """Those that go on or took place, in the order of time; nobody looks forward to a cancelled one.

    One that goes with no lesson is shown when the company said yes.
    """
    tied = and_(
        AssignmentVisit.booking_id == BookingPupil.booking_id, AssignmentVisit.assignment_id.in_(assignment_ids)
    )
    rows = work.db.execute(
        select(BookingPupil.booking_id, AssignmentVisit.assignment_id)
        .outerjoin(AssignmentVisit, tied)
        .where(BookingPupil.pupil_id == work.actor.user_id)
    ).all()
    with_lesson = {booking_id for booking_id, assignment_id in rows if assignment_id}
    visits = bookings_by_id(work, list({booking_id for booking_id, _ in rows}))
    sure = [one for one in visits if one.id in with_lesson or one.state not in (REQUESTED, PROPOSED)]
    return tuple(one for one in sure if one.state in LIVE)
