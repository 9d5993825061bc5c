"""What whoever runs the site does from its command line: the network, its schools and companies, their first staff.

No page leads here and no role may do it: who can run a command on the machine holds the database already.
"""

import re
from uuid import UUID

from sqlalchemy import select

from app.access.actor import Role
from app.base.ids import public_code
from app.base.language import N_
from app.base.problems import RuleBroken
from app.base.work import Work
from app.people.identity import posts_held
from app.people.models import Company, Network, Post, School, Staff
from app.people.operations.staff import invite

_BRIN = re.compile(r"\d{2}[A-Z]{2}\d{2}")
AT_SCHOOL = (Role.TEACHER, Role.SCHOOL_ADMIN)


def found_network(work: Work, *, name: str, region: str, funder_line: str) -> None:
    """The one network of this site: made, or told anew."""
    network = work.db.scalars(select(Network)).first()
    if network is None:
        network = Network(id=work.new_id())
        work.db.add(network)
    network.name, network.region, network.funder_line = name, region, funder_line


def add_school(work: Work, *, brin: str, name: str, kind: str, place: str, municipality: str) -> None:
    """A location of a school. Raises: RuleBroken: no BRIN with location, or it is there already."""
    brin = brin.strip().upper()
    if not _BRIN.fullmatch(brin):
        raise RuleBroken("brin", N_("A BRIN with its location looks like 04AB00. Give all six characters."))
    if work.db.scalars(select(School.id).where(School.brin == brin)).first():
        raise RuleBroken("brin", N_("There is a school %(brin)s already."), brin=brin)
    work.db.add(
        School(id=work.new_id(), brin=brin, name=name, kind=kind, place=place, municipality=municipality or place)
    )


def add_company(work: Work, *, name: str, place: str, kind: str) -> str:
    """A company or public body; `kind` as in lessons/_vocabulary.yml. Returns its code."""
    company = Company(id=work.new_id(), code=public_code(), name=name, place=place, kind=kind)
    work.db.add(company)
    return company.code


def add_staff(work: Work, *, email: str, name: str, role: Role, place: str) -> str:
    """Somebody with a post at `place` (a BRIN, a company's code, or empty for the coordinator).

    Returns the token of a link to choose a password; empty when this person has one already.

    Raises:
        RuleBroken: the place is unknown.
    """
    place_id = _place(work, role, place.strip().upper())
    email = email.strip().lower()
    staff = work.db.scalars(select(Staff).where(Staff.email == email)).one_or_none()
    if staff is None:
        staff = Staff(id=work.new_id(), email=email, name=name, epoch=1)
        work.db.add(staff)
        work.db.flush()
    if not posts_held(work.db, staff_id=staff.id, role=role, place_id=place_id, today=work.today):
        work.db.add(
            Post(
                id=work.new_id(),
                staff_id=staff.id,
                role=role.value,
                school_id=place_id if role in AT_SCHOOL else None,
                company_id=place_id if role is Role.HOST else None,
                from_on=work.today,
            )
        )
        work.audit("staff.added", staff.id, post=role.value)
    return "" if staff.password_hash else invite(work, staff)


def new_link(work: Work, *, email: str) -> str:
    """The token of a link to choose a new password, where no mail goes out.

    Raises: RuleBroken: nobody has this address.
    """
    staff = work.db.scalars(select(Staff).where(Staff.email == email.strip().lower())).one_or_none()
    if staff is None:
        raise RuleBroken("email", N_("Nobody here has the address %(email)s."), email=email)
    work.audit("staff.link", staff.id)
    return invite(work, staff)


def _place(work: Work, role: Role, code: str) -> UUID | None:
    if role is Role.COORDINATOR:
        return None
    wanted = select(School.id).where(School.brin == code)
    if role is Role.HOST:
        wanted = select(Company.id).where(Company.code == code)
    found = work.db.scalars(wanted).one_or_none()
    if found is None:
        raise RuleBroken("place", N_("There is no school or company %(code)s. Add it first."), code=code or "-")
    return found
