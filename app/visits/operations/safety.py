"""The safety rules: the host writes questions, a pupil answers them or reads, a teacher does it with the class."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select

from app.access.matrix import Permission
from app.base.problems import NotFound
from app.base.work import Work
from app.visits import rules
from app.visits.models import Booking, BookingPupil, SafetyPass, VisitOffer, VisitSlot
from app.visits.operations.safety_count import count_again
from app.visits.queries.safety import marked, own_visit
from app.visits.rules.papers import check_safety_questions, check_safety_time, wrong_answers


def set_safety_questions(work: Work, *, code: str, questions: Sequence[Mapping[str, Any]]) -> None:
    """`{text, options, right, why}` each, in place of what was there; none: reading is enough.

    Raises: NotFound: no offer of this company. RuleBroken.
    """
    work.must(Permission.OFFER_EDIT)
    offer = work.db.scalars(select(VisitOffer).where(VisitOffer.code == code)).one_or_none()
    if offer is None:
        raise NotFound("offer")
    work.must(Permission.OFFER_EDIT, company=offer.company_id)
    check_safety_questions(questions)
    offer.safety_questions = [dict(one) for one in questions]
    work.audit("offer.safety_questions", offer.id, questions=len(questions))


def pass_safety(work: Work, *, code: str, given: Mapping[int, int]) -> dict[int, str]:
    """The pupil at the keyboard answers. `given`: question -> option, both from 0; without questions: has read it.

    Returns for each wrong answer why, as the company wrote it; nothing: all is right, and that is kept.
    What was answered wrong is kept nowhere.

    Raises: NotFound: not a visit of this pupil. RuleBroken: too early or too late.
    """
    work.must(Permission.LEARN, person=work.actor.user_id)
    found = own_visit(work, code)
    check_safety_time(starts_at=found.slot.starts_at, ends_at=found.slot.ends_at, now=work.now)
    questions = list(found.offer.safety_questions)
    wrong = wrong_answers(right=[one["right"] for one in questions], given=given)
    if wrong:
        return marked(questions, wrong=wrong)
    assert work.actor.user_id is not None
    booking = work.db.scalars(select(Booking).where(Booking.id == found.booking.id).with_for_update()).one()
    _keep(work, booking, [work.actor.user_id], version=found.offer.safety_version)
    return {}


def pass_together(work: Work, *, code: str, pupil_ids: Collection[UUID]) -> int:
    """The teacher went through the rules with these pupils. Returns how many know them now.

    Raises: NotFound: booking, class or a pupil out of reach. RuleBroken: too early, too late, or it does not go on.
    """
    work.must(Permission.PRESENCE_MARK)
    booking = booking_of_class(work, code)
    slot = work.db.get_one(VisitSlot, booking.slot_id)
    check_safety_time(starts_at=slot.starts_at, ends_at=slot.ends_at, now=work.now)
    listed = set(work.db.scalars(select(BookingPupil.pupil_id).where(BookingPupil.booking_id == booking.id)))
    if not set(pupil_ids) <= listed:
        raise NotFound("pupil")
    offer = work.db.get_one(VisitOffer, slot.offer_id)
    _keep(work, booking, pupil_ids, version=offer.safety_version)
    work.audit("safety.together", booking.id, pupils=len(set(pupil_ids)))
    return len(set(pupil_ids))


def booking_of_class(work: Work, code: str) -> Booking:
    """A live booking of a class of this person, locked. Raises: NotFound, RuleBroken."""
    work.must(Permission.PRESENCE_MARK)
    booking = work.db.scalars(select(Booking).where(Booking.code == code).with_for_update()).one_or_none()
    if booking is None:
        raise NotFound("booking")
    classes = frozenset({booking.class_id} if booking.class_id else ())
    work.must(Permission.PRESENCE_MARK, classes=classes, school=booking.school_id)
    rules.check_state(state=booking.state, allowed=rules.LIVE)
    return booking


def _keep(work: Work, booking: Booking, pupil_ids: Collection[UUID], *, version: int) -> None:
    """Known again after a change is one row still."""
    held = {
        row.pupil_id: row
        for row in work.db.scalars(select(SafetyPass).where(SafetyPass.booking_id == booking.id))
    }  # fmt: skip
    for pupil_id in sorted(set(pupil_ids)):
        row = held.get(pupil_id)
        if row is None:
            row = SafetyPass(
                id=work.new_id(), school_id=booking.school_id, booking_id=booking.id, pupil_id=pupil_id
            )  # fmt: skip
            work.db.add(row)
        if row.version != version:
            row.version, row.at = version, work.now
    count_again(work, booking, version=version)
