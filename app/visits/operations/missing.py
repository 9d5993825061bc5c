"""The mail of Monday: what is missing of the visits of the next weeks, once a week to each who can do something."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from app.access.matrix import Permission
from app.base import language
from app.base.language import N_, gettext, ngettext
from app.base.mail import send_mail
from app.base.work import Work
from app.people.models import Staff
from app.visits.models import OfficeMail
from app.visits.queries.missing import Missing, missing_now

MISSING_WEEKS = 4
MOST_LINES = 40


def tell_what_is_missing(work: Work, *, week: str, site: str) -> bool:
    """A mail to the actor, unless it was sent this week already or nothing is missing. Was there one?

    The row and the mail are written together, so that a worker that dies in between leaves neither.
    """
    work.must(Permission.BOOKING_READ)
    role, place = work.actor.role, work.actor.company_id or work.actor.school_id
    key = f"missing:{week}:{work.actor.user_id}:{role}:{place}"
    if work.db.scalars(select(OfficeMail.id).where(OfficeMail.key == key)).one_or_none():
        return False
    staff = work.db.get_one(Staff, work.actor.user_id)
    with language.speaking(staff.language or "nl"):
        found = missing_now(work, weeks=MISSING_WEEKS)
        subject = ngettext("%(n)s visit is not complete yet", "%(n)s visits are not complete yet", len(found))
        body = _body(found, site)
    about: dict[str, Any] = {"edition_id": None, "subject": subject, "text": "", "to": str(role), "filters": {}}
    facts = {"people": int(bool(found)), "bookings": len(found), "by": None, "at": work.now}
    work.db.add(OfficeMail(id=work.new_id(), key=key, kind="missing", **about, **facts))
    work.db.flush()
    if found:
        send_mail(work, address=staff.email, subject=subject, body=body)
    return bool(found)


def _body(found: Sequence[Missing], site: str) -> str:
    """By edition, in order of time."""
    lines = [gettext(N_("This is still missing of the visits of the next weeks."))]
    for edition in dict.fromkeys(one.edition for one in found[:MOST_LINES]):
        lines += ["", edition] if edition else [""]
        lines += [_line(one) for one in found[:MOST_LINES] if one.edition == edition]
    if len(found) > MOST_LINES:
        lines += ["", gettext(N_("And %(n)s more."), n=len(found) - MOST_LINES)]
    link = f"{site}/visits/missing"
    return "\n".join([*lines, "", gettext(N_("See all and put it in order: %(link)s"), link=link), "", "Openwerf", ""])


def _line(one: Missing) -> str:
    booking = one.booking
    when = f"{language.day_and_month(booking.starts_at)}, {language.clock_time(booking.starts_at)}"
    who = " ".join(filter(None, (booking.school, booking.class_name)))
    return f"- {when}: {who} – {booking.title}, {booking.company}: {', '.join(one.said)}"
