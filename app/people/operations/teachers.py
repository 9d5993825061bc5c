"""Who teaches a class: a colleague is added from-until, and taken off; several at once, never nobody by accident."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import select

from app.access.actor import Role
from app.access.matrix import Permission
from app.base.language import N_, gettext, speaking
from app.base.mail import send_mail
from app.base.problems import NotFound, RuleBroken
from app.base.work import Work
from app.people.identity import posts_held
from app.people.models import Post, SchoolClass, Staff
from app.people.operations.staff import invite
from app.people.queries.classes import ClassNow, class_by_code
from app.people.queries.teachers import lasts_as_long, posts_of_class, works_at_school

AHEAD = timedelta(days=400)  # a school year further is a new class


@dataclass(frozen=True, slots=True)
class Term:
    """From when, and the last day; None: from today, without an end."""

    from_on: date | None = None
    last_on: date | None = None


OPEN = Term()


def add_teacher(work: Work, *, code: str, email: str, name: str, base_url: str, term: Term = OPEN) -> None:
    """A teacher for this class by e-mail address, also one who works at another school. Somebody new gets a link to
    choose a password; of somebody known the account stays as it is, and who asks learns nothing of the other place.

    Raises:
        RuleBroken: already a teacher of this class in that time, or the days cannot be.
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
    _give_post(work, klass, staff, term, field="email", base_url=base_url)


def add_colleague(work: Work, *, code: str, staff_id: UUID, base_url: str, term: Term = OPEN) -> str:
    """A colleague who works at this school already, added by a teacher of the class or the office. Returns the name.

    Raises:
        RuleBroken: already a teacher of this class in that time, or the days cannot be.
        NotFound: nobody of this school.
    """
    klass = class_by_code(work, code=code, permission=Permission.CLASS_SHARE)
    staff = work.db.get(Staff, staff_id)
    if staff is None or not works_at_school(work, staff_id=staff.id):
        raise NotFound("colleague")
    _give_post(work, klass, staff, term, field="colleague", base_url=base_url)
    return staff.name


def end_teacher(work: Work, *, code: str, post_id: UUID, base_url: str) -> None:
    """A teacher leaves the class from today; the account stays. Twice is once.

    Raises:
        RuleBroken: a teacher would leave the class without one; the office may, because it is a way in itself.
        NotFound: no post of this class.
    """
    klass = class_by_code(work, code=code, permission=Permission.CLASS_SHARE)
    _alone(work, klass)
    post = work.db.get(Post, post_id)
    if post is None or post.class_id != klass.id or post.school_id != klass.school_id:
        raise NotFound("post")
    if post.until_on is not None and post.until_on <= work.today:
        return
    others = [one for one in posts_of_class(work, class_id=klass.id) if one.id != post.id]
    is_way_in = work.may(Permission.SCHOOL_EDIT, school=klass.school_id)
    if not is_way_in and not any(lasts_as_long(one, post, today=work.today) for one in others):
        raise RuleBroken(
            "end", N_("Then nobody teaches this class any more. Add a colleague first, without a last day.")
        )
    post.until_on = work.today
    if post.staff_id != work.actor.user_id:
        gone = work.db.get_one(Staff, post.staff_id)
        with speaking(gone.language or "nl"):
            _tell_ended(work, gone, klass, base_url)
    work.audit("class.teacher-ended", klass.id, staff=str(post.staff_id))


def _give_post(work: Work, klass: ClassNow, staff: Staff, term: Term, *, field: str, base_url: str) -> None:
    from_on, until_on = _days(work, term)
    _alone(work, klass)
    held = [one for one in posts_of_class(work, class_id=klass.id) if one.staff_id == staff.id]
    if any(_overlap(one, from_on, until_on) for one in held):
        raise RuleBroken(field, N_("This colleague teaches this class already."))
    is_elsewhere = any(
        post.school_id != klass.school_id for post in posts_held(work.db, staff_id=staff.id, today=work.today)
    )
    work.db.add(
        Post(
            id=work.new_id(),
            staff_id=staff.id,
            role=Role.TEACHER.value,
            school_id=klass.school_id,
            class_id=klass.id,
            from_on=from_on,
            until_on=until_on,
        )
    )
    with speaking(staff.language or "nl"):
        _tell(work, staff, klass, base_url, is_elsewhere=is_elsewhere)
    work.audit("class.teacher-added", klass.id, staff=str(staff.id))


def _alone(work: Work, klass: ClassNow) -> None:
    """Two who change the teachers of one class do so one after the other."""
    work.db.get_one(SchoolClass, klass.id, with_for_update=True)


def _days(work: Work, term: Term) -> tuple[date, date | None]:
    from_on = term.from_on or work.today
    if not work.today <= from_on <= work.today + AHEAD:
        raise RuleBroken("from_on", N_("Choose today or a later day, within a year."))
    if term.last_on is None:
        return from_on, None
    if not from_on <= term.last_on <= from_on + AHEAD:
        raise RuleBroken("last_on", N_("The last day comes after the first, within a year."))
    return from_on, term.last_on + timedelta(days=1)


def _overlap(post: Post, from_on: date, until_on: date | None) -> bool:
    begins_before = until_on is None or post.from_on < until_on
    return begins_before and (post.until_on is None or post.until_on > from_on)


def _tell(work: Work, staff: Staff, klass: ClassNow, base_url: str, *, is_elsewhere: bool) -> None:
    if staff.password_hash:
        link = f"{base_url}/sign-in/where" if is_elsewhere else f"{base_url}/classes"
        what = (
            N_("Choose where you work now, and open the class:") if is_elsewhere else N_("You can open the class here:")
        )
    else:
        link, what = f"{base_url}/welcome/{invite(work, staff)}", N_("Choose a password here, within 14 days:")
    _mail(
        work,
        staff,
        gettext("Your class %(klass)s in Openwerf", klass=klass.name),
        gettext("You now teach class %(klass)s of %(school)s in Openwerf.", klass=klass.name, school=klass.school_name),
        f"{gettext(what)}\n{link}",
        gettext("Did you not expect this mail? Then you need to do nothing."),
    )


def _tell_ended(work: Work, staff: Staff, klass: ClassNow, base_url: str) -> None:
    """Nobody is put out of a class without knowing."""
    _mail(
        work,
        staff,
        gettext("Class %(klass)s in Openwerf", klass=klass.name),
        gettext("You no longer teach class %(klass)s of %(school)s.", klass=klass.name, school=klass.school_name),
        gettext("Is that not right? Ask a colleague of this class or the office of the school to add you again."),
        base_url,
    )


def _mail(work: Work, staff: Staff, subject: str, *lines: str) -> None:
    body = "\n\n".join([gettext("Hello %(name)s,", name=staff.name), *lines]) + "\n"
    send_mail(work, address=staff.email, subject=subject, body=body)
