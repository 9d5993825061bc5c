"""The office writes to many at once: one mail a person, once."""

from sqlalchemy import select

from app.access.matrix import Permission
from app.base.language import N_
from app.base.mail import send_mail
from app.base.problems import RuleBroken
from app.base.work import Work
from app.visits.models import OfficeMail
from app.visits.queries.office_mail import Chosen, addressees
from app.visits.rules.office_mail import check_words


def send_to_many(work: Work, *, chosen: Chosen, subject: str, text: str, seen: int, request_id: str) -> int:
    """Leave a mail for everybody who was shown. Returns how many; the same page sent twice sends once.

    Raises: RuleBroken: a word in braces that is not known (at its field), nobody to write to, or others than the
    `seen` people since the page was shown.
    """
    work.must(Permission.WEEK_PLAN)
    check_words(subject=subject, text=text)
    key = f"bulk:{work.actor.user_id}:{request_id}"
    held = work.db.scalars(select(OfficeMail).where(OfficeMail.key == key)).one_or_none()
    if held is not None:
        return held.people
    people = addressees(work, chosen=chosen)
    if not people:
        raise RuleBroken("", N_("Nobody fits these filters. Choose other ones."))
    if len(people) != seen:
        raise RuleBroken("", N_("Meanwhile other people fit these filters. Look at the list again."))
    bookings = {booking.id for one in people for booking in one.bookings}
    mail = OfficeMail(
        id=work.new_id(),
        key=key,
        kind="bulk",
        edition_id=chosen.edition_id,
        subject=subject,
        text=text,
        to=chosen.to,
        filters=chosen.plain,
        people=len(people),
        bookings=len(bookings),
        by=work.actor.user_id,
        at=work.now,
    )
    work.db.add(mail)
    work.db.flush()
    for one in people:
        written, body = one.written(subject=subject, text=text)
        send_mail(work, address=one.address, subject=written, body=body)
    work.audit("office.mail", mail.id, people=len(people), bookings=len(bookings))
    return len(people)
