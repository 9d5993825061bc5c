"""What leaves as a file is noted: that it was made, by whom, of how many pupils; never what stands in it."""

from uuid import UUID

from app.access.matrix import Permission
from app.assignments.queries import assignment_for_staff, pupils_given
from app.base.jobs import start_job
from app.base.language import N_, language
from app.base.problems import NotFound, RuleBroken
from app.base.work import Work

OVERVIEW = "learning.overview"
KINDS = ("xlsx", "csv")


def note_export(work: Work, *, code: str, kind: str) -> None:
    """Before a teacher of the class gets the file.

    Raises:
        NotFound: no such kind of file, or not a class of this teacher. RuleBroken: nobody would stand in it.
    """
    work.must(Permission.ANSWER_REVIEW)
    given = assignment_for_staff(work, code)
    work.must(Permission.ANSWER_REVIEW, classes={given.class_id}, school=given.school_id)
    if kind not in KINDS:
        raise NotFound("kind of file")
    work.audit("class.exported", given.id, kind=kind, pupils=_pupils(work, given.id))


def start_overview(work: Work, *, code: str) -> UUID:
    """Ask for the overview as a PDF; asking twice is one job.

    Raises:
        NotFound: not a class of this person. RuleBroken: nobody would stand on it.
    """
    work.must(Permission.CLASS_READ)
    given = assignment_for_staff(work, code)
    work.must(Permission.CLASS_READ, classes={given.class_id}, school=given.school_id)
    work.audit("overview.printed", given.id, pupils=_pupils(work, given.id))
    key = f"overview:{work.actor.user_id}:{given.id}"
    return start_job(work, kind=OVERVIEW, arguments={"code": code, "language": language()}, key=key, total=1)


def _pupils(work: Work, assignment_id: UUID) -> int:
    found = len(pupils_given(work, assignment_id=assignment_id))
    if not found:
        raise RuleBroken("", N_("There is nobody in this class yet. Paste the names first, then come back."))
    return found
