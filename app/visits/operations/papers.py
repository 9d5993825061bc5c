"""Papers before the day: a letter, a sheet or a list is asked for and drawn by the worker; slips that came back."""

from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID
from zlib import crc32

from sqlalchemy import delete, select

from app.access.matrix import Permission
from app.base.jobs import start_job
from app.base.language import LANGUAGES, N_
from app.base.problems import RuleBroken
from app.base.work import Work
from app.visits import rules
from app.visits.models import BookingPupil, ConsentSlip, VisitSlot
from app.visits.operations.safety import booking_of_class
from app.visits.queries import booking_by_code
from app.visits.queries.card import card_facts
from app.visits.queries.papers import letter_facts, out_list
from app.visits.queries.transport import transport_of
from app.visits.rules.papers import check_addition, check_back_by, check_slips_kept

PAPER = "visits.paper"
LETTER, TRANSPORT, OUT, CARD = "letter", "transport", "out", "card"


def start_letter(
    work: Work,
    *,
    code: str,
    language: str,
    back_by: date | None = None,
    addition: str = "",
    with_names: bool = False,
) -> UUID:
    """Ask for the letter to parents as PDF. `with_names`: one for each pupil of the list.

    Raises: NotFound: the class is out of reach. RuleBroken: too long, an impossible day, nobody on the list.
    """
    work.must(Permission.PRESENCE_MARK)
    facts = letter_facts(work, code=code, with_names=with_names)
    rules.check_state(state=facts.booking.state, allowed=rules.LIVE)
    addition = " ".join(addition.split())
    check_addition(addition)
    if back_by is not None:
        check_back_by(back_by=back_by, day=facts.booking.day, today=work.today)
    if with_names and not facts.names:
        raise RuleBroken("names", N_("Nobody is on the list yet. Say first who goes along."))
    said = {
        "language": language if language in LANGUAGES else "nl",
        "addition": addition,
        "back_by": back_by.isoformat() if back_by else "",
        "names": with_names,
    }
    return _start(work, LETTER, code, facts.booking.id, said)


def start_transport(work: Work, *, code: str, language: str) -> UUID:
    """Ask for the transport sheet as PDF. Raises: NotFound."""
    work.must(Permission.BOOKING_MAKE)
    booking = booking_by_code(work, code)
    transport_of(work, booking=booking)
    return _start(work, TRANSPORT, code, booking.id, {"language": language})


def start_out_list(work: Work, *, code: str, language: str) -> UUID:
    """Ask for the list for evacuation as PDF: a host numbers, a teacher names. Raises: NotFound."""
    work.must(Permission.BOOKING_READ)
    out_list(work, code=code)
    return _start(work, OUT, code, booking_by_code(work, code).id, {"language": language})


def start_card(work: Work, *, code: str, language: str, address: str) -> UUID:
    """Ask for the card of the class as PDF. `address`: behind its code. Raises: NotFound. RuleBroken: it is off."""
    work.must(Permission.PRESENCE_MARK)
    booking = card_facts(work, code=code).booking
    rules.check_state(state=booking.state, allowed=rules.LIVE)
    return _start(work, CARD, code, booking.id, {"language": language, "address": address})


def set_slips(work: Work, *, code: str, here: Collection[UUID], seen: Collection[UUID]) -> int:
    """Of the pupils on the page (`seen`) these slips are in. Returns how many of the list are in now.

    Raises: NotFound: booking or class out of reach. RuleBroken: it does not go on, or was more than a week ago.
    """
    work.must(Permission.PRESENCE_MARK)
    booking = booking_of_class(work, code)
    check_slips_kept(ends_at=work.db.get_one(VisitSlot, booking.slot_id).ends_at, now=work.now)
    listed = set(work.db.scalars(select(BookingPupil.pupil_id).where(BookingPupil.booking_id == booking.id)))
    held = set(work.db.scalars(select(ConsentSlip.pupil_id).where(ConsentSlip.booking_id == booking.id)))
    wanted, shown = listed & set(seen) & set(here), listed & set(seen)
    work.db.execute(
        delete(ConsentSlip).where(
            ConsentSlip.booking_id == booking.id, ConsentSlip.pupil_id.in_((held & shown) - wanted)
        )
    )
    for pupil_id in sorted(wanted - held):
        work.db.add(
            ConsentSlip(id=work.new_id(), school_id=booking.school_id, booking_id=booking.id, pupil_id=pupil_id)
        )
    return len(((held & listed) - shown) | wanted)


def _start(work: Work, what: str, code: str, booking_id: UUID, said: dict[str, Any]) -> UUID:
    """The same paper asked for twice at once is one job."""
    work.audit("visit.paper", booking_id, paper=what)
    arguments = {"what": what, "code": code, **said}
    key = f"{PAPER}:{work.actor.user_id}:{booking_id}:{what}"
    if what == LETTER:
        key += f":{said['language']}:{said['names']}:{said['back_by']}:{crc32(said['addition'].encode())}"
    return start_job(work, kind=PAPER, arguments=arguments, key=key, total=1)
