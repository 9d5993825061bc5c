"""The assignment that somebody is about to change."""

from app.access.matrix import Permission
from app.assignments.models import Assignment
from app.assignments.queries import assignment_for_staff
from app.base.work import Work


def own_assignment(work: Work, code: str) -> Assignment:
    """For a teacher of the class or the office; nobody else changes it until the end of the work.

    Raises: NotFound: out of reach.
    """
    work.must(Permission.ASSIGNMENT_GIVE)
    given = assignment_for_staff(work, code)
    work.must(Permission.ASSIGNMENT_GIVE, classes={given.class_id}, school=given.school_id)
    return work.db.get_one(Assignment, given.id, with_for_update=True)
