"""A mistake on paper: a new one with the same number and /2; the old one says that it was replaced, in one act."""

from dataclasses import replace

from app.base.language import N_
from app.base.problems import RuleBroken
from app.base.work import Work
from app.certificates import rules
from app.certificates.design import CertificateFacts
from app.certificates.models import Certificate
from app.certificates.operations.facts import Around, Code, facts_now, named
from app.certificates.operations.issuing import add, alone, corrected
from app.certificates.operations.runs import start_run
from app.certificates.queries import Candidate, Candidates, Issued, candidate_of, certificate_by_number

GONE = N_("This certificate is not valid any more, so there is nothing to correct. Print a new one.")
NOTHING_TRUE = N_("What stands on it is no longer so, and nothing is earned instead. Revoke it.")


def correct_certificate(work: Work, *, number: str, name: str, site: str, language: str = "nl") -> str:
    """What is true now, under the name as it is to be printed, in one PDF. Asked twice, it is one correction, and the
    second asks for its PDF. Returns the run's code.

    Raises:
        NotFound: no such certificate in reach.
        RuleBroken: it was revoked or is void, or nothing true can stand on it.
    """
    before = certificate_by_number(work, number=number)
    alone(work, source=before.source, code=before.code)
    row = work.db.get_one(Certificate, before.id, with_for_update=True, populate_existing=True)
    found = certificate_by_number(work, number=number)
    known, one = candidate_of(work, found=found, language=language)
    if row.state == rules.REPLACED and found.newer:
        return start_run(work, known, [certificate_by_number(work, number=found.newer).id])
    if row.state != rules.ISSUED:
        raise RuleBroken("name", GONE)
    code = corrected(row, site)
    facts, fresh = _facts(work, known, one, found, code, name)
    return start_run(
        work, known, [add(work, known, one if fresh else None, code, facts, replaces=[row], revision=row.revision + 1)]
    )


def _facts(
    work: Work, known: Candidates, one: Candidate | None, found: Issued, code: Code, name: str
) -> tuple[CertificateFacts, bool]:
    """As it is now. Who has left the class, or whose module was changed since, keeps what was true then, with the name
    put right; never a line that the presence list takes back. Also: is it as of now?"""
    if one and (one.verdict.earned or one.verdict.ahead):
        return facts_now(Around(work, known), one, code, name), True
    if found.is_now == rules.VOID or (one and one.outdated == rules.PRESENCE_CHANGED):
        raise RuleBroken("name", NOTHING_TRUE)
    then = replace(
        found.facts, number=code.number, verify_url=f"{code.site}/v/{code.secret}".upper(), issued_on=work.today
    )
    first = one.pupil.first_name if one else found.facts.short_name.partition(" ")[0]
    return named(then, name, first=first, listed=one.name if one else found.facts.name), False
