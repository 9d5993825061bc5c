"""The host says that the group did not come."""

from app.access.matrix import Permission
from app.base.language import N_
from app.base.problems import RuleBroken
from app.base.work import Work
from app.visits import rules
from app.visits.operations.host import booking_at_company
from app.visits.operations.letters import NO_SHOW, tell_school
from app.visits.operations.states import go_to


def note_no_show(work: Work, *, code: str) -> None:
    """After the start, when nobody was counted. The school is told by mail. Pressed twice, it counts once.

    Raises:
        NotFound: not a booking at this company.
        RuleBroken: it has not begun, or the group came.
    """
    booking, slot, offer = booking_at_company(work, code, Permission.ARRIVAL_CONFIRM)
    if booking.state == rules.NO_SHOW:
        return
    rules.check_state(state=booking.state, allowed=(rules.REQUESTED, rules.CONFIRMED))
    if slot.starts_at > work.now:
        raise RuleBroken("", N_("The visit has not begun yet. Wait until it does."))
    go_to(work, booking, rules.NO_SHOW)
    work.audit("booking.no_show", booking.id)
    tell_school(work, booking, slot, offer, NO_SHOW)
