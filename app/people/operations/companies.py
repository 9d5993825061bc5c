"""A company says who it is and who receives schools there: hosts come by invitation, and their post ends."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from app.access.actor import Role
from app.access.matrix import Permission
from app.base.language import N_, gettext, speaking
from app.base.mail import send_mail
from app.base.problems import NotFound, RuleBroken
from app.base.work import Work
from app.people.identity import posts_held
from app.people.models import Company, Post, Staff
from app.people.operations.founding import add_company
from app.people.operations.staff import invite
from app.people.queries.companies import hosts_of_company


@dataclass(frozen=True, slots=True)
class CompanyText:
    """What a company says of itself. `kind` and `topics` as in lessons/_vocabulary.yml."""

    name: str
    place: str
    kind: str
    about: str = ""
    sector: str = ""
    topics: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Invited:
    """Who is asked to receive schools."""

    name: str
    email: str


def start_company(work: Work, *, told: CompanyText, host: Invited, base_url: str) -> str:
    """The coordinator lets a company in, with its first host, who gets a mail. Returns the company's code."""
    work.must(Permission.WEEK_PLAN)
    code = add_company(work, name=told.name, place=told.place, kind=told.kind)
    work.db.flush()
    company = _company(work, code)
    _write(company, told)
    _give_post(work, company, host, base_url)
    work.audit("company.started", company.id)
    return code


def change_company(work: Work, *, code: str, told: CompanyText) -> None:
    """Say it better; schools see it at once. Raises: NotFound: another company's."""
    company = _company(work, code)
    _write(company, told)
    work.audit("company.changed", company.id)


def set_company_logo(work: Work, *, code: str, sha: str | None) -> None:
    """The logo, a picture that was cleaned and lies with the files; None takes it away."""
    company = _company(work, code)
    company.logo_sha = sha
    work.audit("company.logo", company.id, is_there=sha is not None)


def invite_host(work: Work, *, code: str, host: Invited, base_url: str) -> None:
    """A colleague who receives schools too. Somebody new gets a link to choose a password; of somebody known the
    account stays as it is, and who asks learns nothing of the other place.

    Raises:
        RuleBroken: (`email`) a host of this company already.
    """
    company = _company(work, code, alone=True)
    _give_post(work, company, host, base_url)


def end_host(work: Work, *, code: str, post_id: UUID) -> None:
    """A host leaves from today; the account stays. Twice is once.

    Raises:
        RuleBroken: the last host; the coordinator may, because the company can be given another.
        NotFound: no host of this company.
    """
    company = _company(work, code, alone=True)
    post = work.db.get(Post, post_id)
    if post is None or post.company_id != company.id or post.role != Role.HOST.value:
        raise NotFound("post")
    if post.until_on is not None and post.until_on <= work.today:
        return
    others = [one for one in hosts_of_company(work, company_id=company.id) if one.post_id != post.id]
    if not others and not work.may_any(Permission.WEEK_PLAN):
        raise RuleBroken("end", N_("Then nobody answers schools any more. Invite a colleague first."))
    post.until_on = work.today
    if post.staff_id != work.actor.user_id:
        gone = work.db.get_one(Staff, post.staff_id)
        with speaking(gone.language or "nl"):
            _tell_ended(work, gone, company)
    work.audit("company.host-ended", company.id, staff=str(post.staff_id))


def _company(work: Work, code: str, *, alone: bool = False) -> Company:
    """`alone`: two who change the hosts of one company do so one after the other. Raises: NotFound."""
    work.must(Permission.COMPANY_EDIT)
    wanted = select(Company).where(Company.code == code)
    company = work.db.scalars(wanted.with_for_update() if alone else wanted).one_or_none()
    if company is None:
        raise NotFound("company")
    work.must(Permission.COMPANY_EDIT, company=company.id)
    return company


def _write(company: Company, told: CompanyText) -> None:
    company.name, company.place, company.kind = told.name, told.place, told.kind
    company.about, company.sector, company.topics = told.about, told.sector, list(told.topics)


def _give_post(work: Work, company: Company, host: Invited, base_url: str) -> None:
    email = host.email.strip().lower()
    staff = work.db.scalars(select(Staff).where(Staff.email == email)).one_or_none()
    if staff is None:
        staff = Staff(id=work.new_id(), email=email, name=host.name, epoch=1)
        work.db.add(staff)
        work.db.flush()
    if posts_held(work.db, staff_id=staff.id, role=Role.HOST, place_id=company.id, today=work.today):
        raise RuleBroken("email", N_("This colleague receives schools here already."))
    is_elsewhere = bool(posts_held(work.db, staff_id=staff.id, today=work.today))
    facts = {"role": Role.HOST.value, "company_id": company.id, "from_on": work.today}
    work.db.add(Post(id=work.new_id(), staff_id=staff.id, **facts))
    with speaking(staff.language or "nl"):
        _tell(work, staff, company, base_url, is_elsewhere=is_elsewhere)
    work.audit("company.host-added", company.id, staff=str(staff.id))


def _tell(work: Work, staff: Staff, company: Company, base_url: str, *, is_elsewhere: bool) -> None:
    if not staff.password_hash:
        link, what = f"{base_url}/welcome/{invite(work, staff)}", N_("Choose a password here, within 14 days:")
    elif is_elsewhere:
        link, what = f"{base_url}/sign-in/where", N_("Choose where you work now, and see who is coming:")
    else:
        link, what = f"{base_url}/sign-in", N_("Sign in here:")
    _mail(
        work,
        staff,
        gettext("Schools visit %(company)s: you receive them", company=company.name),
        gettext("From now on you receive classes at %(company)s, with Openwerf.", company=company.name),
        f"{gettext(what)}\n{link}",
        gettext("Did you not expect this mail? Then you need to do nothing."),
    )


def _tell_ended(work: Work, staff: Staff, company: Company) -> None:
    """Nobody is put out without knowing."""
    _mail(
        work,
        staff,
        gettext("%(company)s in Openwerf", company=company.name),
        gettext("You no longer receive schools at %(company)s.", company=company.name),
        gettext("Is that not right? Ask a colleague or the coordinator to invite you again."),
    )


def _mail(work: Work, staff: Staff, subject: str, *lines: str) -> None:
    body = "\n\n".join([gettext("Hello %(name)s,", name=staff.name), *lines]) + "\n"
    send_mail(work, address=staff.email, subject=subject, body=body)
