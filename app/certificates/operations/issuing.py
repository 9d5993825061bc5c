"""Issue what is earned. A snapshot once issued is never changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select

from app.access.matrix import Permission
from app.assignments.queries import assignment_for_staff
from app.base import doors
from app.base.ids import public_code, secret_code
from app.base.language import N_, gettext_for
from app.base.names import short_name
from app.base.pdf import clean_name
from app.base.problems import RuleBroken
from app.base.work import Work
from app.certificates import rules
from app.certificates.design import CertificateFacts, StepFact, to_snapshot
from app.certificates.models import Certificate
from app.certificates.operations.runs import start_run
from app.certificates.queries import (
    ISSUED,
    Candidate,
    Candidates,
    candidates,
)
from app.certificates.queries.designs import design_of, edition_of_visits, logos_of_visits
from app.learning.operations.progress import hold
from app.people.models import Network, SchoolSettings

LINES = 3  # of each column on paper
OWN_WORK, OWN_WORK_LINE, OWN_WORK_ICON = N_("Own work"), N_("Own work with this module"), "pencil"


@dataclass(frozen=True, slots=True)
class Code:
    """What identifies one certificate: the number in print, the secret in the QR code, and where it is checked."""

    number: str
    secret: str
    site: str


def print_certificates(work: Work, *, code: str, pupil_ids: Sequence[UUID], site: str, language: str = "nl") -> str:
    """Issue what these pupils earned and was not issued yet, and start one PDF in class-list order.

    `site` is where certificates are verified, like `https://openwerf.example`. The same pupils asked for twice
    while the first is being made are one run. Returns the run's code.

    Raises:
        NotFound: the assignment is out of reach.
        RuleBroken: nobody was chosen, or none of these pupils has earned one.
    """
    _alone(work, code)
    known = candidates(work, code=code, language=language)
    chosen = set(pupil_ids)
    wanted = [one for one in known.pupils if one.pupil.id in chosen]
    if not wanted:
        raise RuleBroken("pupils", N_("Nobody is ticked. Tick at least one pupil."))
    ready = [one for one in wanted if one.may_print]
    if not ready:
        raise RuleBroken("pupils", N_("None of these pupils has earned it yet. Look at what is still missing."))
    return start_run(work, known, [one.certificate_id or _issue(work, known, one, site) for one in ready])


def _alone(work: Work, code: str) -> None:
    """Who prints this assignment next waits here (PostgreSQL), and then reads what was issued meanwhile. Without it
    each statement would see another moment: nobody issued yet, and one certificate each counted already."""
    work.must(Permission.CERTIFICATE_ISSUE)
    given = assignment_for_staff(work, code)
    work.must(Permission.CERTIFICATE_ISSUE, classes={given.class_id}, school=given.school_id)
    hold(work, assignment_id=given.id)


def _issue(work: Work, known: Candidates, one: Candidate, site: str) -> UUID:
    code = Code(f"OW{work.today:%y}-{public_code(4)}-{public_code(4)}", secret_code(), site)
    earlier = work.db.scalar(
        select(func.count(Certificate.id)).where(
            Certificate.assignment_id == known.given.id, Certificate.pupil_id == one.pupil.id
        )
    )
    row = Certificate(
        id=work.new_id(),
        school_id=known.given.school_id,
        number=code.number,
        code_locked=work.seal.lock(code.secret),
        assignment_id=known.given.id,
        pupil_id=one.pupil.id,
        kind="both" if one.visits else "module",
        issue=(earlier or 0) + 1,
        snapshot=to_snapshot(_facts(work, known, one, code)),
        state=ISSUED,
        issued_by=work.actor.user_id,
        issued_at=work.now,
    )
    work.db.add(row)
    _hang_doors(work, row, code)
    work.audit("certificate.issued", row.id)
    return row.id


def _hang_doors(work: Work, row: Certificate, code: Code) -> None:
    """Two ways in for a verifier: the code that is scanned and the number that is typed."""
    for text in (code.secret, code.number.replace("-", "")):
        work.db.add(
            doors.Door(
                id=work.new_id(),
                kind=doors.CERTIFICATE,
                digest=work.seal.digest(doors.CERTIFICATE, text),
                school_id=row.school_id,
                subject_id=row.id,
            )
        )


def _facts(work: Work, known: Candidates, one: Candidate, code: Code) -> CertificateFacts:
    before, _during, after = one.phases
    network = work.db.scalars(select(Network)).first()
    logo = work.db.scalars(
        select(SchoolSettings.logo_sha).where(SchoolSettings.school_id == known.given.school_id)
    ).one_or_none()
    tied = [booking.id for booking in known.bookings]
    edition_id, edition = edition_of_visits(work, booking_ids=tied, day=work.today)
    logos = logos_of_visits(work, booking_ids=tied)
    look = design_of(
        work,
        school_id=known.given.school_id,
        tone=known.school.kind,
        kind="both" if one.visits else "module",
        visits=one.visits,
        edition_id=edition_id,
    )
    return CertificateFacts(
        number=code.number,
        verify_url=f"{code.site}/v/{code.secret}".upper(),
        verify_short=f"{code.site.split('//')[-1]}/v",
        name=one.name,
        short_name=clean_name(short_name(one.pupil.first_name, one.pupil.last_name)),
        tone=known.school.kind,  # type: ignore[arg-type]  # po or vo by the table's own check
        language=known.module.language,  # one language on one paper: that of the words in it
        module_title=known.module.title,
        module_version=known.module.version,
        prepared=_lines(before, known.module.language),
        visits=one.visits,
        reflected=_lines(after, known.module.language),
        steps=tuple(fact for phase in one.phases for fact in _strip(phase, known.module.language)),
        school_name=known.school.name,
        school_place=known.school.place,
        class_name=known.class_name,
        logo=logo,
        issued_on=work.today,
        network_name=network.name if network else "",
        funder_line=(network.funder_line or None) if network else None,
        kind="both" if one.visits else "module",
        design=look.slug,
        edition_name=edition,
        company_logos=tuple(logo for logo in logos if logo.company in {visit.company for visit in one.visits}),
        signature=look.signature,
        signed_by=look.signed_by,
    )


def _lines(phase: rules.Told, language: str) -> tuple[str, ...]:
    if phase.own_work:
        return (gettext_for(language)(OWN_WORK_LINE),)
    return tuple(step.title for step in phase.steps)[:LINES]


def _strip(phase: rules.Told, language: str) -> tuple[StepFact, ...]:
    if phase.own_work:
        label = gettext_for(language)(OWN_WORK)
        return (StepFact(label, OWN_WORK_ICON, phase.phase),)  # type: ignore[arg-type]  # one of rules.PHASES
    return tuple(StepFact(step.label, step.icon, step.phase) for step in phase.steps)  # type: ignore[arg-type]
