"""What the pages of giving share: keys out of a form, and the sentences after a click."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from flask import url_for

from app.assignments import queries
from app.assignments.operations import GaveTo
from app.base import language
from app.base.language import N_, gettext
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


def after_giving(outcomes: Sequence[GaveTo]) -> str:
    """Say what became of each class. Returns where to go: to the lesson, or of several to the page with all classes."""
    if len(outcomes) > 1:
        _tell_several(outcomes)
        return url_for("home.index")
    gave = outcomes[0]
    if gave.is_withdrawn:
        tell(N_("You gave this before, and took it back. Here you can give it back."), "note")
        return url_for("assignments.given", code=gave.code)
    if gave.is_new:
        _tell_given(gave.code)
    else:
        tell(N_("This was given already. Nothing was added and nothing was changed."), "note")
    return url_for("learning.class_page", code=gave.code)


def _tell_several(outcomes: Sequence[GaveTo]) -> None:
    new = [one for one in outcomes if one.is_new]
    if new:
        opens_on = queries.assignment_for_staff(work(), new[0].code).opens_on
        _tell_when(opens_on, N_("Given to %(names)s."), names=_names(new))
    had = [one for one in outcomes if not one.is_new]
    if had:
        tell(N_("Given already, and left as it is: %(names)s."), "note", names=_names(had))


def _names(outcomes: Sequence[GaveTo]) -> str:
    return ", ".join(one.class_name for one in outcomes)


def _tell_given(code: str) -> None:
    given = queries.assignment_for_staff(work(), code)
    if given.groups is None:
        _tell_when(given.opens_on, N_("Given."))
        return
    pupils = len(queries.pupils_given(work(), assignment_id=given.id))
    said = language.ngettext("Given to one pupil.", "Given to %(n)s pupils.", pupils)
    _tell_when(given.opens_on, said)


def _tell_when(opens_on: date, given: str, **params: object) -> None:
    """A lesson of next week is seen now, and begins then."""
    if opens_on > work().today:
        when = gettext("The lesson begins on %(day)s.", day=language.day_and_month(opens_on))
    else:
        when = gettext("Your pupils see it at once.")
    tell(f"{gettext(given, **params)} {when}")
