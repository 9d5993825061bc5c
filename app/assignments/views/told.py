"""What the pages of giving share: keys out of a form, and the sentences after a click."""

from uuid import UUID

from app.assignments import queries
from app.base import language
from app.base.language import N_
from app.web.pages import tell, work


def ids_of(texts: list[str]) -> list[UUID]:
    """Keys of rows; what is no key is left out."""
    found = []
    for text in texts:
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return found


def tell_given(code: str) -> None:
    given = queries.assignment_for_staff(work(), code)
    if given.groups is None:
        tell(N_("Given. Your pupils see it at once."))
        return
    pupils = len(queries.pupils_given(work(), assignment_id=given.id))
    tell(
        language.ngettext(
            "Given to one pupil, who sees it at once.", "Given to %(n)s pupils. They see it at once.", pupils
        )
    )
