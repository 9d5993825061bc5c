"""Issue what is earned, ask for the PDF, revoke with a reason. A snapshot once issued is never changed."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, select

from app.access.matrix import Permission
from app.assignments.models import Assignment
from app.assignments.queries import assignment_for_staff
from app.base import doors
from app.base.clock import school_day
from app.base.ids import public_code, secret_code
from app.base.jobs import start_job
from app.base.language import N_
from app.base.names import folded
from app.base.problems import NotFound, RuleBroken
from app.base.work import Work
from app.certificates import rules
from app.certificates.design import CertificateFacts, StepFact, VisitFact, to_snapshot
from app.certificates.models import Certificate, PrintRun
from app.certificates.queries import ISSUED, REVOKED, Candidate, Candidates, candidates
from app.people.models import Network, SchoolSettings
from app.visits.queries import BookingNow

PRINT = "certificates.print"


def print_certificates(
    work: Work, *, code: str, pupil_ids: Sequence[UUID], site: str, language: str = "nl"
) -> str:
    """Issue what these pupils earned and was not issued yet, and start one PDF in class-list order.

    `site` is where certificates are verified, like `https://openwerf.example`. The same pupils asked for twice
    while the first is being made are one run. Returns the run's code.

    Raises:
        NotFound: the assignment is out of reach.
        RuleBroken: none of these pupils has earned one.
    """
    work.must(Permission.CERTIFICATE_ISSUE)
    known = candidates(work, code=code, language=language)
    wanted = [one for one in known.pupils if one.pupil.id in set(pupil_ids)]
    ready = [one for one in wanted if one.certificate_id or one.verdict.earned]
    if not ready:
        raise RuleBroken("pupils", N_("None of these pupils has earned it yet. Look at what is still missing."))
    ids = [one.certificate_id or _issue(work, known, one, site, language) for one in ready]
    return _start_run(work, known, ids)


def revoke_certificate(work: Work, *, number: str, reason: str) -> None:
    """From now on `/v/<code>` says revoked. The reason stays in the school.

    Raises:
        NotFound: no such certificate in reach.
        RuleBroken: no reason.
    """
    work.must(Permission.CERTIFICATE_REVOKE)
    row = work.db.scalars(select(Certificate).where(Certificate.number == number)).one_or_none()
    if row is None:
        raise NotFound("certificate")
    _within_reach(work, row)
    if not reason.strip():
        raise RuleBroken("reason", N_("Say in a few words why."))
    if row.state == ISSUED:
        row.state, row.revoked_at, row.revoked_reason = REVOKED, work.now, reason.strip()[:500]
        work.audit("certificate.revoked", row.id)


def keep_pdf(work: Work, *, run_code: str, sha: str) -> None:
    """The job has made the file."""
    run = work.db.scalars(select(PrintRun).where(PrintRun.code == run_code)).one()
    run.file_sha = sha


def _within_reach(work: Work, row: Certificate) -> None:
    given = work.db.get_one(Assignment, row.assignment_id)
    work.must(Permission.CERTIFICATE_REVOKE, classes={given.class_id}, school=row.school_id)
    assignment_for_staff(work, given.code)


def _issue(work: Work, known: Candidates, one: Candidate, site: str, language: str) -> UUID:
    number, secret = f"OW{work.today:%y}-{public_code(4)}-{public_code(4)}", secret_code()
    facts = _facts(work, known, one, number, secret, site, language)
    earlier = work.db.scalar(
        select(func.count(Certificate.id)).where(
            Certificate.assignment_id == known.given.id, Certificate.pupil_id == one.pupil.id
        )
    )
    row = Certificate(
        id=work.new_id(),
        school_id=known.given.school_id,
        number=number,
        code_locked=work.seal.lock(secret),
        assignment_id=known.given.id,
        pupil_id=one.pupil.id,
        issue=(earlier or 0) + 1,
        snapshot=to_snapshot(facts),
        state=ISSUED,
        issued_by=work.actor.user_id,
        issued_at=work.now,
    )
    work.db.add(row)
    for text in (secret, number.replace("-", "")):
        work.db.add(
            doors.Door(
                id=work.new_id(),
                kind=doors.CERTIFICATE,
                digest=work.seal.digest(doors.CERTIFICATE, text),
                school_id=row.school_id,
                subject_id=row.id,
            )
        )
    work.audit("certificate.issued", row.id)
    return row.id


def _facts(
    work: Work, known: Candidates, one: Candidate, number: str, secret: str, site: str, language: str
) -> CertificateFacts:
    steps = rules.done_steps(
        rules.required_steps(known.module, chosen=known.given.steps, visits=one.visits), one.progress.steps
    )
    network = work.db.scalars(select(Network)).first()
    logo = work.db.scalars(
        select(SchoolSettings.logo_sha).where(SchoolSettings.school_id == known.given.school_id)
    ).one_or_none()
    return CertificateFacts(
        number=number,
        verify_url=f"{site}/v/{secret}".upper(),
        verify_short=f"{site.split('//')[-1]}/v",
        name=one.name,
        tone=known.school.kind,  # type: ignore[arg-type]  # po or vo by the table's own check
        language=language,
        module_title=known.module.title,
        module_version=f"{known.module.edition}.{known.module.revision}",
        prepared=tuple(step.title for step in steps if step.phase == "before")[:3],
        visits=tuple(_visit_facts(known.bookings, one)),
        reflected=tuple(step.title for step in steps if step.phase == "after")[:3],
        steps=tuple(StepFact(step.label, step.icon, step.phase) for step in steps),  # type: ignore[arg-type]
        school_name=known.school.name,
        school_place=known.school.place,
        class_name=known.class_name,
        logo=logo,
        issued_on=work.today,
        network_name=network.name if network else "",
        funder_line=(network.funder_line or None) if network else None,
    )


def _visit_facts(bookings: Sequence[BookingNow], one: Candidate) -> list[VisitFact]:
    """Only visits at which the teacher said this pupil was present."""
    there = {visit.starts_at for visit in one.visits if visit.present}
    return [
        VisitFact(booking.company, booking.place, school_day(booking.starts_at))
        for booking in bookings
        if booking.starts_at in there
    ]


def _start_run(work: Work, known: Candidates, ids: Sequence[UUID]) -> str:
    run_code = public_code()
    same = work.seal.digest("run", "-".join(sorted(map(str, ids))))
    job_id = start_job(
        work,
        kind=PRINT,
        arguments={"run": run_code},
        key=f"print:{known.given.id}:{work.actor.user_id}:{same[:16]}",
        total=len(ids),
    )
    held = work.db.scalars(select(PrintRun).where(PrintRun.job_id == job_id)).one_or_none()
    if held is not None:
        return held.code
    title = "-".join(part.capitalize() for part in folded(known.module.title).replace(":", "").split()[:3])
    work.db.add(
        PrintRun(
            id=work.new_id(),
            school_id=known.given.school_id,
            code=run_code,
            assignment_id=known.given.id,
            job_id=job_id,
            certificate_ids=[str(one) for one in ids],
            file_name=f"{work.today:%Y-%m}_{folded(known.class_name).upper().replace(' ', '-')}_{title}_{len(ids)}.pdf",
            asked_by=work.actor.user_id,
            asked_at=work.now,
        )
    )
    return run_code
