"""What a teacher can do with an assignment: give it, choose its visits and dates, open its last steps, withdraw.

And, for who is signed in: print a module.
"""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from sqlalchemy import select

from app.access.matrix import Permission
from app.assignments import prints, rules
from app.assignments.models import Assignment, AssignmentTarget, AssignmentVisit
from app.assignments.queries import GIVEN, WITHDRAWN, assignment_for_staff, class_for_giving
from app.base.clock import school_day
from app.base.ids import public_code
from app.base.jobs import start_job
from app.base.language import N_
from app.base.problems import NotFound, RuleBroken
from app.base.work import Work
from app.curriculum.queries import module_of_edition, newest_module
from app.people.models import SchoolClass
from app.people.queries import pupils_of_class
from app.visits.models import Booking, VisitSlot
from app.visits.operations import attach_class
from app.visits.rules import LIVE

PRINT = "assignments.print"


def give_module(
    work: Work,
    *,
    class_code: str,
    module_slug: str,
    opens_on: date,
    closes_on: date,
    request_id: str,
    step_ids: Collection[str] | None = None,
    booking_ids: Collection[UUID] = (),
    pupil_ids: Collection[UUID] = (),
    pace: str = rules.FREE,
) -> str:
    """Give the newest edition of a module to a class, or to some of its pupils. Returns the assignment's code.

    The same form sent twice gives once.

    Raises:
        NotFound: the class, module or a booking is out of reach.
        RuleBroken: the dates, the steps or the pace cannot be.
    """
    klass = class_for_giving(work, class_code)
    held = work.db.scalars(select(Assignment.code).where(Assignment.request_id == request_id)).one_or_none()
    if held is not None:
        return held
    rules.check_dates(opens_on=opens_on, closes_on=closes_on, today=work.today)
    bookings = _bookings(work, klass.school_id, booking_ids)
    rules.check_visits(closes_on=closes_on, visit_days=_days(work, bookings))
    if pace not in rules.PACES:
        raise RuleBroken("pace", N_("Choose who opens the steps."))
    module = newest_module(work, slug=module_slug)
    known = {step.id for step in module.steps}
    if step_ids is not None and (not step_ids or not set(step_ids) <= known):
        raise RuleBroken("steps", N_("Choose at least one step."))
    assignment = Assignment(
        id=work.new_id(),
        school_id=klass.school_id,
        code=public_code(),
        request_id=request_id,
        class_id=klass.id,
        module_slug=module_slug,
        module_edition=module.edition,
        steps=None if step_ids is None or set(step_ids) == known else sorted(step_ids),
        opens_on=opens_on,
        closes_on=closes_on,
        pace=pace,
        state=GIVEN,
        given_by=work.actor.user_id,
        given_at=work.now,
    )
    work.db.add(assignment)
    work.db.flush()
    _aim(work, assignment, pupil_ids)
    for booking in bookings:
        _tie(work, assignment, booking)
        _bring(work, klass, booking)
    work.audit("assignment.given", assignment.id, module=module_slug, edition=module.edition)
    return assignment.code


def choose_visits(work: Work, *, code: str, booking_ids: Collection[UUID]) -> None:
    """Say which bookings go with an assignment, also long after it was given; others no longer do.

    A booking without a class gets this one, when it fits.

    Raises:
        NotFound: assignment or booking out of reach.
        RuleBroken: the visit comes after the last day.
    """
    assignment = _mine(work, code)
    bookings = _bookings(work, assignment.school_id, booking_ids)
    rules.check_visits(closes_on=assignment.closes_on, visit_days=_days(work, bookings))
    klass = work.db.get_one(SchoolClass, assignment.class_id)
    wanted = {booking.id for booking in bookings}
    held = work.db.scalars(select(AssignmentVisit).where(AssignmentVisit.assignment_id == assignment.id)).all()
    for tie in held:
        if tie.booking_id not in wanted:
            work.db.delete(tie)
            work.audit("assignment.visit_loosed", assignment.id, booking=str(tie.booking_id))
    for booking in bookings:
        if booking.id not in {tie.booking_id for tie in held}:
            _tie(work, assignment, booking)
            _bring(work, klass, booking)


def open_after_steps(work: Work, *, code: str) -> None:
    """Open the steps after the visit now, whatever the clock of the visit says."""
    assignment = _mine(work, code)
    shut = {step_id for step_id, is_open in assignment.opened_steps.items() if not is_open}
    if assignment.after_opened_at is None:
        assignment.after_opened_at = work.now
        work.audit("assignment.after_opened", assignment.id)
    if shut:  # one of them was shut by hand before
        slug, edition = assignment.module_slug, assignment.module_edition
        module = module_of_edition(work, slug=slug, edition=edition, language="nl")
        again = [step.id for step in module.steps if step.phase == "after"]
        assignment.opened_steps = {**assignment.opened_steps, **dict.fromkeys(shut & set(again), True)}


def change_dates(work: Work, *, code: str, opens_on: date, closes_on: date) -> None:
    """Raises: RuleBroken when the dates cannot be."""
    assignment = _mine(work, code)
    rules.check_dates(opens_on=opens_on, closes_on=closes_on, today=min(work.today, closes_on))
    tied = select(AssignmentVisit.booking_id).where(AssignmentVisit.assignment_id == assignment.id)
    bookings = _bookings(work, assignment.school_id, work.db.scalars(tied).all())
    live = [booking for booking in bookings if booking.state in LIVE]
    rules.check_visits(closes_on=closes_on, visit_days=_days(work, live))
    assignment.opens_on, assignment.closes_on = opens_on, closes_on
    work.audit("assignment.dates", assignment.id)


def change_edition(work: Work, *, code: str, edition: int) -> None:
    """Put a class on another edition. What becomes of answers is decided upstairs (app/learning/operations/moving.py).

    Chosen steps stay chosen, also those the edition does not have: moving back finds them again. None left: all.

    Raises: NotFound: the assignment is out of reach, or the module has no such edition.
    """
    assignment = _mine(work, code)
    module = module_of_edition(work, slug=assignment.module_slug, edition=edition, language="nl")
    before, chosen = assignment.module_edition, assignment.steps
    if chosen is not None and not any(step.id in chosen for step in module.steps):
        assignment.steps = None
    assignment.module_edition = edition
    work.audit("assignment.edition", assignment.id, before=before, after=edition, steps=chosen)


def withdraw(work: Work, *, code: str) -> None:
    """Take it from the pupils' pages. Nothing they did is lost; giving it back shows it again."""
    assignment = _mine(work, code)
    assignment.state = WITHDRAWN
    work.audit("assignment.withdrawn", assignment.id)


def give_back(work: Work, *, code: str) -> None:
    assignment = _mine(work, code)
    assignment.state = GIVEN
    work.audit("assignment.given_back", assignment.id)


def start_print(
    work: Work, *, slug: str, kind: str, language: str, band: str = "", edition: int | None = None
) -> UUID | None:
    """Ask the worker for a sheet of a module; None when it was drawn before and can be opened at once.

    Raises:
        NotFound: no such module or sheet. NotAllowed: this sheet is not for this role.
    """
    one = prints.asked(work, slug=slug, kind=kind, language=language, band=band, edition=edition)
    if prints.held_print(work, one):
        return None
    facts = {"slug": slug, "kind": kind, "language": one.language, "band": one.band, "edition": one.module.edition}
    key = f"{PRINT}:{one.module.version_id}:{kind}:{one.language}:{one.band}:{work.actor.user_id}"
    return start_job(work, kind=PRINT, arguments=facts, key=key, total=1)


def keep_print(
    work: Work, *, slug: str, kind: str, language: str, band: str, edition: int, version_id: UUID, sha256: str
) -> None:
    """The worker has drawn it. Drawn twice at once, the first stays; of a version that is not the newest any more,
    nothing is kept."""
    one = prints.asked(work, slug=slug, kind=kind, language=language, band=band, edition=edition)
    if one.module.version_id == version_id and not prints.held_print(work, one):
        prints.keep_row(work, one, sha256)


def _mine(work: Work, code: str) -> Assignment:
    work.must(Permission.ASSIGNMENT_GIVE)
    given = assignment_for_staff(work, code)
    work.must(Permission.ASSIGNMENT_GIVE, classes={given.class_id}, school=given.school_id)
    return work.db.get_one(Assignment, given.id)


def _aim(work: Work, assignment: Assignment, pupil_ids: Collection[UUID]) -> None:
    """The whole class, or the pupils of it that are named."""
    known = {pupil.id for pupil in pupils_of_class(work, class_id=assignment.class_id)} if pupil_ids else set()
    if not set(pupil_ids) <= known:
        raise NotFound("pupil")
    aims: list[tuple[UUID | None, UUID | None]] = [(None, pupil_id) for pupil_id in pupil_ids]
    for class_id, pupil_id in aims or [(assignment.class_id, None)]:
        work.db.add(
            AssignmentTarget(
                id=work.new_id(),
                school_id=assignment.school_id,
                assignment_id=assignment.id,
                class_id=class_id,
                pupil_id=pupil_id,
            )
        )


def _bookings(work: Work, school_id: UUID, booking_ids: Collection[UUID]) -> list[Booking]:
    """The school's own bookings. Raises: NotFound for any other."""
    wanted = sorted(set(booking_ids))
    found = list(work.db.scalars(select(Booking).where(Booking.id.in_(wanted)).order_by(Booking.id))) if wanted else []
    if len(found) != len(wanted) or any(booking.school_id != school_id for booking in found):
        raise NotFound("booking")
    return found


def _days(work: Work, bookings: Collection[Booking]) -> set[date]:
    slots = [booking.slot_id for booking in bookings]
    if not slots:
        return set()
    return {school_day(at) for at in work.db.scalars(select(VisitSlot.starts_at).where(VisitSlot.id.in_(slots)))}


def _tie(work: Work, assignment: Assignment, booking: Booking) -> None:
    work.db.add(
        AssignmentVisit(
            id=work.new_id(), school_id=assignment.school_id, assignment_id=assignment.id, booking_id=booking.id
        )
    )
    work.audit("assignment.visit", assignment.id, booking=str(booking.id))


def _bring(work: Work, klass: SchoolClass, booking: Booking) -> None:
    """Put the class on the list of a booking that has none yet; as many as fit, and the rest on the next booking."""
    if booking.class_id is not None or booking.state not in LIVE:
        return
    try:
        with work.db.begin_nested():
            attach_class(work, code=booking.code, class_code=klass.code)
    except RuleBroken:
        work.audit("assignment.list_to_make", booking.id)  # no room meanwhile: the class page says that nobody is on it
