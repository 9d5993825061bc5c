"""School and company look back on a visit; a class thanks its host."""

from collections.abc import Collection, Sequence

from sqlalchemy import select

from app.access.matrix import Permission
from app.base.language import N_
from app.base.work import Work
from app.visits.models import Booking, VisitOffer, VisitSlot
from app.visits.models.after import VisitReview
from app.visits.operations.host import booking_at_company
from app.visits.operations.letters import Letter, tell_company
from app.visits.operations.lists import own_booking
from app.visits.queries.from_class import first_names
from app.visits.rules import after
from app.visits.rules.from_class import kept_sentences

THANKED: Letter = (
    N_("A thank-you from %(school)s"),
    N_("The pupils who were with you say thank you: %(title)s, %(when)s. Sign in and read it with the booking."),
)


def review_as_school(work: Work, *, code: str, first: int, second: int, words: str) -> None:
    """The three questions of the school. Said again, the last one stands.

    Raises:
        NotFound: no booking of this school.
        RuleBroken: (at its field) not answered; not over yet, or closed.
    """
    booking = own_booking(work, code)
    _review(work, booking, work.db.get_one(VisitSlot, booking.slot_id), after.SCHOOL, (first, second), words)


def review_as_company(work: Work, *, code: str, first: int, second: int, words: str) -> None:
    """The three questions of the company. Raises: as `review_as_school`."""
    booking, slot, _ = booking_at_company(work, code, Permission.BOOKING_CONFIRM)
    _review(work, booking, slot, after.COMPANY, (first, second), words)


def send_thanks(
    work: Work, *, code: str, sentences: Sequence[str], is_word: bool = False, names: Collection[str] = ()
) -> None:
    """Put these on the booking in place of what was sent before. The company is told by mail the first time.
    `is_word`: what looks like a name is a word. `names`: to look for, beside those of the class.

    Raises:
        NotFound: no booking of this school.
        RuleBroken: (`thanks`) none, too many, one that is too long; the visit is still to come or was closed;
            (`anyway`) a first name of the class stands in one.
    """
    booking = own_booking(work, code)
    slot = work.db.get_one(VisitSlot, booking.slot_id)
    after.check_over(starts_at=slot.starts_at, state=booking.state, now=work.now)
    after.check_thanks(sentences)
    known = first_names(work, [booking.id]).get(booking.id, set()) | set(names)
    kept = kept_sentences(sentences, names=sorted(known), is_word=is_word)
    if kept == booking.thanks:
        return
    is_first = booking.thanks_at is None
    booking.thanks, booking.thanks_at = kept, work.now
    work.audit("booking.thanks", booking.id, sentences=len(sentences))
    if is_first:
        tell_company(work, booking, slot, work.db.get_one(VisitOffer, slot.offer_id), THANKED)


def _review(work: Work, booking: Booking, slot: VisitSlot, side: str, steps: tuple[int, int], words: str) -> None:
    work.must(Permission.VISIT_REVIEW)
    assert work.actor.user_id is not None
    after.check_over(starts_at=slot.starts_at, state=booking.state, now=work.now)
    words = words.strip()
    after.check_review(first=steps[0], second=steps[1], words=words)
    held = work.db.scalars(
        select(VisitReview).where(VisitReview.booking_id == booking.id, VisitReview.side == side)
    ).one_or_none()
    if held is None:
        held = VisitReview(id=work.new_id(), school_id=booking.school_id, booking_id=booking.id, side=side)
        work.db.add(held)
    held.first, held.second, held.words = *steps, words
    held.by, held.at = work.actor.user_id, work.now
    work.audit("booking.reviewed", booking.id, side=side)
