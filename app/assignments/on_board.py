"""From a module to the classes of a teacher that it was given to: there it is shown on the board."""

from sqlalchemy import select

from app.assignments.models import Assignment
from app.assignments.queries import GIVEN
from app.base.work import Work
from app.people.queries import classes_of_actor


def given_to_own_classes(work: Work, *, slug: str) -> tuple[tuple[str, str], ...]:
    """(code of the assignment, name of the class) of a module in the classes of a teacher of this year; each class
    once, with what was given last."""
    classes = {row.id: row.name for row in classes_of_actor(work)}
    rows = work.db.execute(
        select(Assignment.class_id, Assignment.code)
        .where(Assignment.module_slug == slug, Assignment.state == GIVEN, Assignment.class_id.in_(list(classes)))
        .order_by(Assignment.given_at, Assignment.id)
    )
    newest = {row.class_id: row.code for row in rows}
    return tuple((newest[class_id], name) for class_id, name in classes.items() if class_id in newest)
