"""Staff: trying to sign in, being invited, choosing a password."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, select

from app.base import doors, ids, throttle
from app.base.jobs import start_job
from app.base.language import gettext, language, speaking
from app.base.mail import KIND, send_mail
from app.base.work import Work
from app.people.models import Staff
from app.people.queries.accounts import INVITATION, invited
from app.people.rules.entrance import ACCOUNT_LIMIT, STAFF_ADDRESS_LIMIT, Limit

INVITED_FOR = timedelta(days=14)
FORGOT_FOR = timedelta(days=1)
FORGOT = {"forgot": 5, "forgot-from": 60}  # an hour, for an account and from an address


def count_staff_try(work: Work, *, email: str, address: str) -> None:
    """Count before the password is looked at, so that tries at the same time count too.

    Raises:
        TooMany: for this account or from this address; whether the account exists makes no difference.
    """
    for key, limit in _keys(work, email, address):
        throttle.count_try(work, key=key, limit=limit.tries, minutes=limit.minutes)


def staff_signed_in(work: Work, *, staff_id: UUID, email: str, address: str, language: str = "") -> None:
    """The password was right: the account starts afresh and the address gets its try back.

    `language`: chosen at the door, empty when nothing was; it holds for mails too, until another is chosen inside.
    """
    (by_address, _), (by_account, _) = _keys(work, email, address)
    throttle.give_back(work, key=by_address)
    throttle.forget_tries(work, key=by_account)
    staff = work.db.get_one(Staff, staff_id)
    staff.language = staff.language or language or None
    work.audit("staff.signed-in", staff_id)


def choose_language(work: Work, *, language: str) -> None:
    """Pages in the next browser, mails and calendars speak it from now on. Who has no account of staff is not known
    here: nothing is kept of a pupil."""
    staff = work.db.get(Staff, work.actor.user_id) if work.actor.user_id else None
    if staff is not None:
        staff.language = language


def set_password(work: Work, *, token: str, password_hash: str, language: str = "") -> UUID:
    """Use an invitation, once: the password is chosen, the link is dead, other sessions end. `language`: as in
    `staff_signed_in`.

    Raises:
        NotFound: unknown, used or too old.
    """
    account = invited(work, token=token)
    digest = work.seal.digest(INVITATION, token)
    work.db.execute(delete(doors.Door).where(doors.Door.kind == INVITATION, doors.Door.digest == digest))
    staff = work.db.get_one(Staff, account.id)
    staff.password_hash = password_hash
    staff.language = staff.language or language or None
    staff.epoch += 1
    work.audit("staff.password-chosen", staff.id)
    return staff.id


def invite(work: Work, staff: Staff, *, closes_at: datetime | None = None) -> str:
    """A fresh link to choose a password, for 14 days unless said otherwise; older ones open nothing any more."""
    work.db.execute(delete(doors.Door).where(doors.Door.kind == INVITATION, doors.Door.subject_id == staff.id))
    token = ids.secret_code()
    work.db.add(
        doors.Door(
            id=work.new_id(),
            kind=INVITATION,
            digest=work.seal.digest(INVITATION, token),
            school_id=staff.id,  # no school lies behind this door, only the person
            subject_id=staff.id,
            closes_at=closes_at or work.now + INVITED_FOR,
        )
    )
    return token


def forgot_password(work: Work, *, email: str, address: str, base_url: str) -> None:
    """Mail a link to whoever works here under this address; to a stranger nothing, and nobody can tell which.

    Raises:
        TooMany: asked too often for this account or from this address.
    """
    for name, what in (("forgot", email.strip().lower()), ("forgot-from", address)):
        key = work.seal.digest("tries", f"{name}/{what}")
        throttle.count_try(work, key=key, limit=FORGOT[name], minutes=60)
    staff = work.db.scalars(
        select(Staff).where(Staff.email == email.strip().lower(), Staff.disabled_at.is_(None))
    ).one_or_none()
    if staff is None:
        start_job(work, kind=KIND, arguments={"mail": str(work.new_id())})  # no letter: it only takes as long
        return
    link = f"{base_url}/welcome/{invite(work, staff, closes_at=work.now + FORGOT_FOR)}"
    with speaking(staff.language or language()):
        subject, body = _forgotten(staff, link)
    send_mail(work, address=staff.email, subject=subject, body=body)
    work.audit("staff.password-forgotten", staff.id)


def _forgotten(staff: Staff, link: str) -> tuple[str, str]:
    lines = [
        gettext("Hello %(name)s,", name=staff.name),
        f"{gettext('Choose a new password here, within a day:')}\n{link}",
        gettext("Did you not ask for this? Then you need to do nothing; your password stays as it is."),
    ]
    return gettext("A new password for Openwerf"), "\n\n".join(lines) + "\n"


def _keys(work: Work, email: str, address: str) -> list[tuple[str, Limit]]:
    return [
        (work.seal.digest("tries", f"{STAFF_ADDRESS_LIMIT.name}/{address}"), STAFF_ADDRESS_LIMIT),
        (work.seal.digest("tries", f"{ACCOUNT_LIMIT.name}/{email.strip().lower()}"), ACCOUNT_LIMIT),
    ]
