"""Words of pupils that a teacher sends to a host: as the teacher mended them, and without the name of a child."""

from collections.abc import Sequence
from uuid import UUID

from flask import request

from app.assignments.queries import pupils_given
from app.base.language import N_
from app.base.problems import RuleBroken
from app.learning.for_host import first_names_in
from app.web.pages import work


def typed(key: object, text: str) -> str:
    """What the teacher made of `text`, in the field `text-<key>`."""
    return " ".join(request.form.get(f"text-{key}", text).split())


def check_names(texts: Sequence[str], *, assignment_id: UUID, is_word: bool) -> None:
    """A name goes out only when the teacher says that it is a word: Roos, Storm. Raises: RuleBroken (`anyway`)."""
    pupils = pupils_given(work(), assignment_id=assignment_id)
    named = [name for text in texts for name in first_names_in(text, pupils)]
    if named and not is_word:
        message = N_("%(names)s is the name of a child in your class. Take it out, or say below that it is a word.")
        raise RuleBroken("anyway", message, names=", ".join(dict.fromkeys(named)))
