"""What the names pages of a lesson and of a visit share: whose name may still be changed, and how each prints."""

from collections.abc import Callable
from uuid import UUID

from flask import request, url_for
from flask.typing import ResponseReturnValue

from app.base import language
from app.base.problems import RuleBroken
from app.certificates import operations, queries
from app.certificates.forms import Names, PrintForm
from app.certificates.nameplates import Plate, plate
from app.web.pages import do, house, see_other

Page = Callable[[queries.Candidates, PrintForm, Names], str]


def names_to_come(found: queries.Candidates) -> dict[UUID, str]:
    """Whose paper is still to be issued, with the name of the class list: only that may be changed here. A paper that
    was issued is corrected, with a number of its own."""
    return {one.pupil.id: one.name for one in found.pupils if one.may_print and one.certificate_id is None}


def printed(found: queries.Candidates, code: str, page: Page) -> ResponseReturnValue:
    """Print what is ticked; or, with the button to look, only draw the names as they were typed."""
    form = PrintForm()
    names = form.read_names(names_to_come(found))
    if _must_look(names):
        return page(found, form, names), 422 if names.problems else 200
    try:
        run = _print(found.source, code, form, names)
    except RuleBroken as broken:
        form.refuse(broken)
        return page(found, form, names), 422
    return see_other(url_for("certificates.run", code=run))


def _must_look(names: Names) -> bool:
    """Nothing is printed yet: somebody wants to see how it prints, or something that was typed is to be looked at."""
    return "look" in request.form or bool(names.problems)


def _print(source: str, code: str, form: PrintForm, names: Names) -> str:
    return do(
        operations.print_certificates,
        source=source,
        code=code,
        pupil_ids=form.ids,
        site=house().settings.base_url,
        language=language.language(),
        kind=request.args.get("kind"),
        names=names.chosen,
    )


def all_plates(found: queries.Candidates, names: Names | None) -> dict[UUID, Plate]:
    """Of each pupil, as typed where something was typed."""
    typed = names.typed if names else {}
    return {one.pupil.id: plate(typed.get(one.pupil.id) or one.name, found.school.kind) for one in found.pupils}
