"""The network has the certificates of an edition printed: a run for each school, that only that school can open."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from app.access.actor import Actor, Post, Role
from app.access.matrix import Permission
from app.base.jobs import jobs_now, start_job
from app.base.problems import RuleBroken
from app.base.work import Work
from app.certificates.models import EditionPrint, PrintRun
from app.certificates.operations.runs import Chosen, start_school_run
from app.certificates.queries.edition import one_edition, schools_of_edition
from app.certificates.queries.runs import BUSY

PREPARE = "certificates.prepare"


def start_edition(work: Work, *, edition_id: UUID, site: str) -> int:
    """For each school with a visit in the edition: what is earned and not printed yet. Returns for how many schools.

    A school that is being done already is left alone, so pressed twice it is done once.

    Raises:
        NotFound: no such edition.
    """
    work.must(Permission.CERTIFICATE_PREPARE)
    edition = one_edition(work, edition_id)
    wanted = select(EditionPrint).where(EditionPrint.edition_id == edition_id).with_for_update()
    held = {row.school_id: row for row in work.db.scalars(wanted)}
    jobs = jobs_now(work, [row.job_id for row in held.values()])
    started = 0
    for school_id in schools_of_edition(work, edition):
        row = held.get(school_id)
        if row and row.job_id in jobs and jobs[row.job_id].state in BUSY:
            continue
        _start(work, row, edition_id, school_id, site)
        started += 1
    work.audit("certificate.edition", edition_id, schools=started)
    return started


def prepared(
    work: Work, *, edition_id: UUID, lessons: Sequence[Chosen], waiting: int, site: str, language: str = "nl"
) -> str:
    """The worker, for one school: what is ready becomes a run of that school. Returns its code; empty: nothing is."""
    work.must(Permission.CERTIFICATE_ISSUE, school=work.school_id)
    row = work.db.scalars(
        select(EditionPrint).where(EditionPrint.edition_id == edition_id, EditionPrint.school_id == work.school_id)
    ).one()
    row.certificates, row.waiting = sum(one.expected for one in lessons), waiting
    if not lessons:
        return ""
    try:
        code = start_school_run(work, period=f"edition-{edition_id}", lessons=lessons, site=site, language=language)
    except RuleBroken:
        return ""
    run = work.db.scalars(select(PrintRun).where(PrintRun.code == code)).one()
    row.run_code, row.job_id, row.told_at = code, run.job_id, None
    return code


def _start(work: Work, row: EditionPrint | None, edition_id: UUID, school_id: UUID, site: str) -> None:
    """The job runs as the office of that one school: nobody else reaches its pupils, not the network either."""
    assert work.actor.user_id is not None
    office = Actor(work.actor.user_id, (Post(Role.SCHOOL_ADMIN, school_id=school_id),))
    job_id = start_job(
        work,
        kind=PREPARE,
        arguments={"edition": str(edition_id), "site": site},
        key=f"prepare:{edition_id}:{school_id}",
        actor=office,
    )
    if row is None:
        row = EditionPrint(id=work.new_id(), edition_id=edition_id, school_id=school_id)
        work.db.add(row)
    row.job_id, row.run_code, row.certificates, row.waiting, row.told_at = job_id, "", None, None, None
    row.started_by, row.started_at = work.actor.user_id, work.now
