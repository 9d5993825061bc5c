"""Words of pupils that a teacher sends to a host: as the teacher mended them, and without the name of a child."""

from uuid import UUID

from flask import request

from app.assignments.queries import pupils_given
from app.web.pages import work


def typed(key: object, text: str) -> str:
    """What the teacher made of `text`, in the field `text-<key>`."""
    return " ".join(request.form.get(f"text-{key}", text).split())


def names_of_lesson(assignment_id: UUID) -> list[str]:
    """First names of whoever the lesson was given to, who may be of another class than the one that visits."""
    return [one.first_name for one in pupils_given(work(), assignment_id=assignment_id)]
