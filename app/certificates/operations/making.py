"""The worker's steps of a run: issue a class, keep what is drawn, keep the whole, say why it waits.

Each is one act that may come twice: a worker that is killed between two leaves nothing half.
"""

from sqlalchemy import select

from app.assignments.models import Assignment
from app.base.language import N_, gettext, ngettext, speaking
from app.base.mail import send_mail
from app.base.problems import RuleBroken
from app.base.work import Work
from app.certificates.models import EditionPrint, PrintPart, PrintRun
from app.certificates.operations.issuing import issue_class
from app.certificates.printing import ERASED
from app.certificates.queries.edition import offices_of
from app.certificates.queries.runs import opened
from app.certificates.queries.shapes import LESSON, VISIT_ALONE
from app.visits.models import Booking

READY_MAIL = N_(
    "The network had the certificates of %(edition)s made for your school. They lie ready, class by class, for you to "
    "look at and print: %(link)s\n\nWho has earned one later is not in it. You print those yourself, with the class."
)


def issue_part(work: Work, *, run_code: str, position: int, site: str, language: str = "nl") -> int:
    """Give the numbers of a class, all of them or none. Once given they are those of this part for good; returns how
    many."""
    run, part = _part(work, run_code, position)
    if part.certificate_ids is None:
        source, code = _named(work, part)
        try:
            ids = issue_class(work, code=code, site=site, again=run.again, language=language, source=source)
        except RuleBroken:  # in a run of many that is no mistake: somebody printed this class meanwhile
            ids = ()
        part.certificate_ids = [str(one) for one in ids]
    return len(part.certificate_ids)


def begin_run(work: Work, *, run_code: str) -> None:
    """Whoever makes the run reads all names from here on: what was erased before is left out."""
    run = _held(work, run_code)
    if run.held_up == ERASED:
        run.held_up = ""


def keep_part(work: Work, *, run_code: str, position: int, sha: str | None, drawn: int, seconds: float) -> bool:
    """A class is drawn, or there was nothing to draw (`sha` None). False: names were erased while it was drawn, and
    its file must not stay."""
    if _held(work, run_code).held_up == ERASED:
        return False
    _, part = _part(work, run_code, position)
    part.file_sha, part.drawn, part.seconds = sha, drawn, round(seconds, 3)
    return True


def keep_pdf(work: Work, *, run_code: str, sha: str, site: str = "") -> bool:
    """The file is whole. Of an edition that the network had printed, the school office hears it once. False: as of a
    part.

    Raises: NotFound: a run out of reach.
    """
    if _held(work, run_code).held_up == ERASED:
        return False
    run, parts = opened(work, run_code)
    run.file_sha, run.held_up = sha, ""
    asked = work.db.scalars(
        select(EditionPrint).where(EditionPrint.school_id == run.school_id, EditionPrint.run_code == run.code)
    ).one_or_none()
    if asked is not None and asked.told_at is None:
        asked.told_at = work.now
        _tell_office(work, run, sum(one.drawn or 0 for one in parts), site)
    return True


def hold_up(work: Work, *, run_code: str, why: str) -> None:
    """Said on the page while a run waits. Raises: NotFound: a run out of reach."""
    run, _ = opened(work, run_code)
    run.held_up = why


def _held(work: Work, run_code: str) -> PrintRun:
    """Whoever erases a name waits until this act is over, or has marked the run already. Raises: NotFound."""
    run, _ = opened(work, run_code)
    work.db.refresh(run, with_for_update=True)
    return run


def _part(work: Work, run_code: str, position: int) -> tuple[PrintRun, PrintPart]:
    """Whoever comes second waits here (PostgreSQL) and then sees what the first did."""
    run, _ = opened(work, run_code)
    wanted = select(PrintPart).where(PrintPart.run_id == run.id, PrintPart.position == position).with_for_update()
    return run, work.db.scalars(wanted.execution_options(populate_existing=True)).one()


def _named(work: Work, part: PrintPart) -> tuple[str, str]:
    """What it is of, and the code of that."""
    if part.assignment_id:
        return LESSON, work.db.scalars(select(Assignment.code).where(Assignment.id == part.assignment_id)).one()
    return VISIT_ALONE, work.db.scalars(select(Booking.code).where(Booking.id == part.booking_id)).one()


def _tell_office(work: Work, run: PrintRun, certificates: int, site: str) -> None:
    """No name of a pupil; the file itself stays behind the sign-in."""
    for _, staff in offices_of(work, [run.school_id]):
        with speaking(staff.language or "nl"):
            subject = ngettext("One certificate is ready", "%(n)s certificates are ready", certificates)
            body = gettext(READY_MAIL, edition=run.title, link=f"{site}/certificates/run/{run.code}")
        send_mail(work, address=staff.email, subject=subject, body=body)
