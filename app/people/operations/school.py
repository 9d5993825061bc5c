"""What a school says of itself on screen and on paper."""

from sqlalchemy import select

from app.access.matrix import Permission
from app.base.work import Work
from app.people.models import School, SchoolSettings


def rename_school(work: Work, *, name: str) -> None:
    """The name as pages and certificates show it."""
    work.must(Permission.SCHOOL_EDIT, school=work.school_id)
    work.db.get_one(School, work.school_id).name = name
    work.audit("school.renamed", work.school_id)


def set_logo(work: Work, *, sha: str | None) -> None:
    """The logo on certificates, a cleaned PNG in the files; None takes it away."""
    work.must(Permission.SCHOOL_EDIT, school=work.school_id)
    row = work.db.scalars(select(SchoolSettings)).one_or_none()
    if row is None:
        row = SchoolSettings(id=work.new_id(), school_id=work.school_id)
        work.db.add(row)
    row.logo_sha = sha
    work.audit("school.logo", work.school_id, is_there=sha is not None)
