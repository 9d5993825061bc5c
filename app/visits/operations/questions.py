"""What a class wants to know of the host, sent by the teacher, without names."""

from collections.abc import Collection, Sequence

from app.base import clock
from app.base.language import N_
from app.base.problems import RuleBroken
from app.base.work import Work
from app.visits import rules
from app.visits.models import VisitOffer, VisitSlot
from app.visits.operations.letters import QUESTIONS, tell_company
from app.visits.operations.lists import own_booking
from app.visits.queries.from_class import first_names
from app.visits.rules.from_class import kept_sentences


def send_questions(
    work: Work, *, code: str, questions: Sequence[str], is_word: bool = False, names: Collection[str] = ()
) -> None:
    """Put these on the booking in place of what was sent before. The company is told by mail the first time.
    `is_word`: what looks like a name is a word. `names`: to look for, beside those of the class.

    Raises:
        NotFound: no booking of this school.
        RuleBroken: (`questions`) none, too many, one that is too long; or the visit is over or does not go on;
            (`anyway`) a first name of the class stands in one.
    """
    booking = own_booking(work, code)
    slot = work.db.get_one(VisitSlot, booking.slot_id)
    rules.check_state(state=booking.state, allowed=rules.OPEN)
    if clock.school_day(slot.ends_at) < work.today:
        raise RuleBroken("questions", N_("This visit is over. Questions can be sent for a visit still to come."))
    rules.check_questions(questions)
    known = first_names(work, [booking.id]).get(booking.id, set()) | set(names)
    kept = kept_sentences(questions, names=sorted(known), is_word=is_word)
    if kept == booking.questions:
        return
    is_first = booking.questions_at is None
    booking.questions, booking.questions_at = kept, work.now
    work.audit("booking.questions", booking.id, questions=len(questions))
    if is_first:
        tell_company(work, booking, slot, work.db.get_one(VisitOffer, slot.offer_id), QUESTIONS)
