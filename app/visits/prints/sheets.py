"""How a group travels, on one page; and the list for when everybody must go out."""

from app.base.language import N_, gettext_for
from app.base.pdf import page
from app.visits.prints.names import file_name, on_line
from app.visits.queries.bookings import BookingNow
from app.visits.queries.papers import OutList
from app.visits.queries.transport import TransportNow

COLUMNS_FROM = 22  # names in a group; more stand in three columns


def transport_sheet(booking: BookingNow, now: TransportNow, *, language: str) -> str:
    return page(
        "papers/transport.html",
        language=language,
        booking=booking,
        now=now,
        travel=now.travel,
        title=gettext_for(language)(N_("Transport sheet")),
    )


def transport_file(booking: BookingNow, *, language: str) -> str:
    say = gettext_for(language)
    return file_name(say(N_("transport")), booking.class_name or "", booking.company, day=booking.day)


def evacuation(facts: OutList, *, language: str, size: float = 11.0) -> str:
    """For the host numbers, for the teacher names with a box to tick."""
    say = gettext_for(language)
    return page(
        "papers/evacuation.html",
        language=language,
        facts=facts,
        groups=[(group, [on_line(name, width=46, largest=size) for name in group.names]) for group in facts.groups],
        columns=3 if max((len(group.names) for group in facts.groups), default=0) > COLUMNS_FROM else 2,
        total=sum(group.counted if group.counted is not None else group.expected for group in facts.groups),
        adults=sum(group.adults or 0 for group in facts.groups),
        size=size,
        title=say(N_("List for evacuation")),
    )


def evacuation_file(facts: OutList, *, language: str) -> str:
    say = gettext_for(language)
    who = "" if not facts.with_names else facts.groups[0].label if facts.groups else ""
    return file_name(say(N_("evacuation")), who, facts.company, day=facts.day)
