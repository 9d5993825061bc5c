"""Files with names of children go after their term; the numbers stay, so that a run can be drawn again."""

from sqlalchemy import select, update

from app.base.work import Work
from app.certificates.models import PrintPart, PrintRun


def drop_runs(work: Work) -> int:
    """The worker took the files away: the rows forget where they lay. Returns how many runs."""
    past = work.db.scalars(
        select(PrintRun).where(PrintRun.keep_until <= work.now, PrintRun.file_sha.is_not(None))
    ).all()
    for run in past:
        run.file_sha = None
    old = select(PrintRun.id).where(PrintRun.keep_until <= work.now)
    work.db.execute(
        update(PrintPart)
        .where(PrintPart.school_id == work.school_id, PrintPart.run_id.in_(old), PrintPart.file_sha.is_not(None))
        .values(file_sha=None, drawn=None, seconds=None)
        .execution_options(synchronize_session=False)
    )
    return len(past)
