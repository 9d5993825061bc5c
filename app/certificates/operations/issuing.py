"""Issue what is earned. A snapshot once issued is never changed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select

from app.access.matrix import Permission
from app.assignments.queries import assignment_for_staff
from app.base import doors
from app.base.ids import public_code, secret_code
from app.base.language import N_
from app.base.problems import RuleBroken
from app.base.work import Work
from app.certificates import rules
from app.certificates.design import CertificateFacts, to_snapshot
from app.certificates.models import Certificate
from app.certificates.operations.facts import Around, Code, facts_now
from app.certificates.operations.runs import start_run
from app.certificates.queries import (
    ISSUED,
    LESSON,
    VISIT_ALONE,
    Candidate,
    Candidates,
    candidates_of,
)
from app.certificates.queries.day import bookings_of_day
from app.learning.operations.progress import hold
from app.visits.models import Booking


@dataclass(frozen=True, slots=True)
class Batch:
    """What a run prints: the page it came from, and the certificates in class-list order."""

    known: Candidates
    certificate_ids: tuple[UUID, ...]


def print_certificates(
    work: Work,
    *,
    code: str,
    pupil_ids: Sequence[UUID],
    site: str,
    language: str = "nl",
    kind: str | None = None,
    names: Mapping[UUID, str] | None = None,
    source: str = LESSON,
) -> str:
    """Issue what these pupils earned and was not issued yet, and start one PDF in class-list order.

    `source` says what `code` names: LESSON an assignment, VISIT_ALONE any booking of the day. `kind`: as in
    `queries.candidates`. `names`: as edited for print; kept in the snapshot alone, and only of what is issued now.
    `site` is where certificates are verified, like `https://openwerf.example`. The same pupils asked for twice
    while the first is being made are one run. Returns the run's code.

    Raises:
        NotFound: the assignment or the booking is out of reach.
        RuleBroken: nobody was chosen, or none of these pupils has earned one.
    """
    batch = issue_certificates(
        work, code=code, pupil_ids=pupil_ids, site=site, language=language, kind=kind, names=names, source=source
    )
    return start_run(work, batch.known, batch.certificate_ids)


def issue_certificates(
    work: Work,
    *,
    code: str,
    pupil_ids: Sequence[UUID] | None,
    site: str,
    language: str = "nl",
    kind: str | None = None,
    names: Mapping[UUID, str] | None = None,
    source: str = LESSON,
    again: bool = True,
    ahead: bool = True,
) -> Batch:
    """As `print_certificates`, without a run: for who prints many classes in one. `pupil_ids` None: everybody.
    `again`: also what was issued before; `ahead`: also before the visit, of the visit."""
    alone(work, source=source, code=code)
    known = candidates_of(work, source=source, code=code, language=language, kind=kind)
    chosen = {one.pupil.id for one in known.pupils} if pupil_ids is None else set(pupil_ids)
    wanted = [one for one in known.pupils if one.pupil.id in chosen]
    if not wanted:
        raise RuleBroken("pupils", N_("Nobody is ticked. Tick at least one pupil."))
    ready = [one for one in wanted if _is_ready(one, again=again, ahead=ahead)]
    if not ready:
        raise RuleBroken("pupils", N_("None of these pupils has earned it yet. Look at what is still missing."))
    edited, around = names or {}, Around(work, known)
    ids = [one.certificate_id or _issue(work, around, one, site, edited.get(one.pupil.id, "")) for one in ready]
    return Batch(known, tuple(ids))


def issue_class(
    work: Work, *, code: str, site: str, again: bool = False, language: str = "nl", source: str = LESSON
) -> Sequence[UUID]:
    """What a run of several classes asks of one: all that is earned and was not issued yet, in class-list order; never
    ahead of a visit, because nobody looks at this class before it is handed out.

    Raises:
        NotFound: the assignment or the booking is out of reach.
        RuleBroken: there is nothing to print.
    """
    return issue_certificates(
        work, code=code, pupil_ids=None, site=site, language=language, source=source, again=again, ahead=False
    ).certificate_ids


def _is_ready(one: Candidate, *, again: bool, ahead: bool) -> bool:
    if one.certificate_id is not None:
        return again
    return one.verdict.earned or (ahead and one.verdict.ahead)


def alone(work: Work, *, source: str, code: str) -> None:
    """Who prints here next waits (PostgreSQL), and then reads what was issued meanwhile. Without it each statement
    would see another moment: nobody issued yet, and one certificate each counted already. Raises: NotFound."""
    work.must(Permission.CERTIFICATE_ISSUE)
    if source == VISIT_ALONE:
        that_day = bookings_of_day(work, code=code)
        held = sorted(booking.id for booking in that_day)
        class_id, school_id = that_day[0].class_id, that_day[0].school_id
        work.must(Permission.CERTIFICATE_ISSUE, classes=frozenset({class_id} if class_id else ()), school=school_id)
        work.db.execute(select(Booking.id).where(Booking.id.in_(held)).order_by(Booking.id).with_for_update()).all()
        return
    given = assignment_for_staff(work, code)
    work.must(Permission.CERTIFICATE_ISSUE, classes={given.class_id}, school=given.school_id)
    hold(work, assignment_id=given.id)


def _issue(work: Work, around: Around, one: Candidate, site: str, edited: str) -> UUID:
    """A new one. A paper printed ahead that is void now (the visit was moved) is corrected under its own number; one of
    both takes the place of what says less."""
    older = _older(work, one)
    wrong = next((row for row in older if row.kind == one.verdict.kind), None)
    if wrong is not None:
        code, revision = corrected(wrong, site), wrong.revision + 1
    else:
        code, revision = Code(f"OW{work.today:%y}-{public_code(4)}-{public_code(4)}", secret_code(), site), 1
    facts = facts_now(around, one, code, edited)
    replaced = [row for row in older if row is wrong or one.verdict.kind == rules.BOTH]
    return add(work, around.known, one, code, facts, replaces=replaced, revision=revision)


def _older(work: Work, one: Candidate) -> list[Certificate]:
    """This pupil's papers that nobody revoked, replaced or settled as void, the newest first."""
    ids = [paper.id for paper in one.papers]
    rows = work.db.scalars(select(Certificate).where(Certificate.id.in_(ids), Certificate.state == ISSUED))
    return sorted(rows, key=lambda row: row.id, reverse=True)


def corrected(row: Certificate, site: str) -> Code:
    """The same number with /2, /3, and a code of its own."""
    number = row.number.partition("/")[0]
    return Code(f"{number}/{row.revision + 1}", secret_code(), site)


def add(
    work: Work,
    known: Candidates,
    one: Candidate | None,
    code: Code,
    facts: CertificateFacts,
    *,
    replaces: Sequence[Certificate],
    revision: int = 1,
) -> UUID:
    """The row with its doors; what it replaces is worth nothing from now on. `one`: None for who left the class."""
    pupil_id = one.pupil.id if one else replaces[0].pupil_id
    is_visit = known.source == VISIT_ALONE
    hangs_on = Certificate.booking_id if is_visit else Certificate.assignment_id
    row = Certificate(
        id=work.new_id(),
        school_id=known.school.id,
        number=code.number,
        code_locked=work.seal.lock(code.secret),
        assignment_id=None if is_visit else known.subject_id,
        booking_id=known.subject_id if is_visit else None,
        pupil_id=pupil_id,
        kind=facts.kind,
        issue=1 + _count(work, hangs_on == known.subject_id, Certificate.pupil_id == pupil_id),
        revision=revision,
        replaces_id=replaces[0].id if replaces else None,
        snapshot=to_snapshot(facts),
        state=ISSUED,
        ahead_of=[str(key) for key in one.booking_ids] if one and facts.ahead else None,
        issued_by=work.actor.user_id,
        issued_at=work.now,
    )
    for old in replaces:
        old.state, old.revoked_at = rules.REPLACED, work.now
        work.audit("certificate.replaced", old.id)
    work.db.add(row)
    _hang_doors(work, row, code)
    work.audit("certificate.issued", row.id)
    return row.id


def _count(work: Work, *which: object) -> int:
    return work.db.scalar(select(func.count(Certificate.id)).where(*which)) or 0  # type: ignore[arg-type]


def _hang_doors(work: Work, row: Certificate, code: Code) -> None:
    """Two ways in for a verifier: the code that is scanned and the number that is typed."""
    for text in (code.secret, "".join(letter for letter in code.number if letter.isalnum())):
        work.db.add(
            doors.Door(
                id=work.new_id(),
                kind=doors.CERTIFICATE,
                digest=work.seal.digest(doors.CERTIFICATE, text),
                school_id=row.school_id,
                subject_id=row.id,
            )
        )
