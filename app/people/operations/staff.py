"""Staff: trying to sign in, being invited to a class, choosing a password."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, select

from app.access.actor import Role
from app.access.matrix import Permission
from app.base import doors, ids, throttle
from app.base.jobs import start_job
from app.base.language import N_, gettext
from app.base.mail import KIND, send_mail
from app.base.problems import NotFound, RuleBroken
from app.base.work import Work
from app.people.models import Post, Staff
from app.people.queries.accounts import INVITATION, invited
from app.people.queries.classes import ClassNow, class_by_code, teachers_of_class
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


def staff_signed_in(work: Work, *, staff_id: UUID, email: str, address: str) -> None:
    """The password was right: the account starts afresh and the address gets its try back."""
    (by_address, _), (by_account, _) = _keys(work, email, address)
    throttle.give_back(work, key=by_address)
    throttle.forget_tries(work, key=by_account)
    work.audit("staff.signed-in", staff_id)


def add_teacher(work: Work, *, code: str, email: str, name: str, base_url: str) -> None:
    """A teacher (job share, substitute) for this class. A new colleague gets a link to choose a password.

    Raises:
        RuleBroken: already a teacher of this class.
        NotAllowed: only the administrator of the school may.
    """
    work.must(Permission.SCHOOL_EDIT, school=work.school_id)
    klass = class_by_code(work, code=code)
    email = email.strip().lower()
    staff = work.db.scalars(select(Staff).where(Staff.email == email)).one_or_none()
    if staff is None:
        staff = Staff(id=work.new_id(), email=email, name=name, epoch=1)
        work.db.add(staff)
        work.db.flush()
    elif any(one.staff_id == staff.id for one in teachers_of_class(work, class_id=klass.id)):
        raise RuleBroken("email", N_("This colleague teaches this class already."))
    work.db.add(
        Post(
            id=work.new_id(),
            staff_id=staff.id,
            role=Role.TEACHER.value,
            school_id=klass.school_id,
            class_id=klass.id,
            from_on=work.today,
        )
    )
    _tell(work, staff, klass, base_url)
    work.audit("class.teacher-added", klass.id, staff=str(staff.id))


def end_teacher(work: Work, *, code: str, post_id: UUID) -> None:
    """A teacher leaves the class from today; the account stays."""
    work.must(Permission.SCHOOL_EDIT, school=work.school_id)
    klass = class_by_code(work, code=code)
    post = work.db.get(Post, post_id)
    if post is None or post.class_id != klass.id or post.school_id != klass.school_id:
        raise NotFound("post")
    post.until_on = work.today
    work.audit("class.teacher-ended", klass.id, staff=str(post.staff_id))


def set_password(work: Work, *, token: str, password_hash: str) -> UUID:
    """Use an invitation, once: the password is chosen, the link is dead, other sessions end.

    Raises:
        NotFound: unknown, used or too old.
    """
    account = invited(work, token=token)
    digest = work.seal.digest(INVITATION, token)
    work.db.execute(delete(doors.Door).where(doors.Door.kind == INVITATION, doors.Door.digest == digest))
    staff = work.db.get_one(Staff, account.id)
    staff.password_hash = password_hash
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
    lines = [
        gettext("Hello %(name)s,", name=staff.name),
        f"{gettext('Choose a new password here, within a day:')}\n{link}",
        gettext("Did you not ask for this? Then you need to do nothing; your password stays as it is."),
    ]
    send_mail(work, address=staff.email, subject=gettext("A new password for Openwerf"), body="\n\n".join(lines) + "\n")
    work.audit("staff.password-forgotten", staff.id)


def _tell(work: Work, staff: Staff, klass: ClassNow, base_url: str) -> None:
    if staff.password_hash:
        link, what = f"{base_url}/classes", N_("You can open the class here:")
    else:
        link, what = (
            f"{base_url}/welcome/{invite(work, staff)}",
            N_("Choose a password here, within 14 days:"),
        )
    lines = [
        gettext("Hello %(name)s,", name=staff.name),
        gettext("You now teach class %(klass)s of %(school)s in Openwerf.", klass=klass.name, school=klass.school_name),
        f"{gettext(what)}\n{link}",
        gettext("Did you not expect this mail? Then you need to do nothing."),
    ]
    subject = gettext("Your class %(klass)s in Openwerf", klass=klass.name)
    send_mail(work, address=staff.email, subject=subject, body="\n\n".join(lines) + "\n")


def _keys(work: Work, email: str, address: str) -> list[tuple[str, Limit]]:
    return [
        (work.seal.digest("tries", f"{STAFF_ADDRESS_LIMIT.name}/{address}"), STAFF_ADDRESS_LIMIT),
        (work.seal.digest("tries", f"{ACCOUNT_LIMIT.name}/{email.strip().lower()}"), ACCOUNT_LIMIT),
    ]
