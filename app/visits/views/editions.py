"""The coordinator's editions: which there are, a new one, its name and days."""

from datetime import date
from typing import Any
from uuid import UUID

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.access.matrix import Permission
from app.base.language import N_
from app.base.problems import NotFound, RuleBroken
from app.visits import operations
from app.visits.forms.board import DayForm, EditionForm
from app.visits.queries.editions import edition_by_id, editions
from app.visits.views import bp
from app.web.pages import do, needs, see_other, tell, work


@bp.get("/editions")
@needs(Permission.WEEK_PLAN)
def editions_page() -> ResponseReturnValue:
    return render_template("visits/board/editions.html", editions=editions(work()), form=EditionForm(formdata=None))


@bp.post("/editions")
@needs(Permission.WEEK_PLAN)
def make_edition() -> ResponseReturnValue:
    form = EditionForm()
    if form.validate():
        try:
            made = do(operations.make_edition, **_facts(form))
        except RuleBroken as broken:
            form.refuse(broken)
        else:
            tell(N_("The edition stands. Say which days are special, then open the board."))
            return see_other(url_for("visits.edition", edition_id=made))
    return render_template("visits/board/editions.html", editions=editions(work()), form=form), 422


@bp.get("/editions/<uuid:edition_id>")
@needs(Permission.WEEK_PLAN)
def edition(edition_id: UUID) -> ResponseReturnValue:
    return _page(edition_id)


@bp.post("/editions/<uuid:edition_id>")
@needs(Permission.WEEK_PLAN)
def change_edition(edition_id: UUID) -> ResponseReturnValue:
    form = EditionForm()
    if form.takes(lambda: do(operations.change_edition, edition_id=edition_id, **_facts(form))):
        tell(N_("Saved."))
        return see_other(url_for("visits.edition", edition_id=edition_id))
    return _page(edition_id, form=form), 422


@bp.post("/editions/<uuid:edition_id>/days")
@needs(Permission.WEEK_PLAN)
def set_day(edition_id: UUID) -> ResponseReturnValue:
    form = DayForm()
    if form.validate():
        facts = {"day": form.day.data, "kind": form.kind.data, "name": form.name.data or ""}
        try:
            do(operations.set_day, edition_id=edition_id, **facts)
        except RuleBroken as broken:
            form.refuse(broken)
        else:
            tell(N_("The day is in the edition."))
            return see_other(url_for("visits.edition", edition_id=edition_id))
    return _page(edition_id, day_form=form), 422


@bp.post("/editions/<uuid:edition_id>/days/clear")
@needs(Permission.WEEK_PLAN)
def clear_day(edition_id: UUID) -> ResponseReturnValue:
    try:
        day = date.fromisoformat(request.form.get("day", ""))
    except ValueError:
        raise NotFound("day") from None
    do(operations.clear_day, edition_id=edition_id, day=day)
    tell(N_("A plain day again."))
    return see_other(url_for("visits.edition", edition_id=edition_id))


def _page(edition_id: UUID, *, form: EditionForm | None = None, day_form: DayForm | None = None) -> str:
    found = edition_by_id(work(), edition_id)
    held = {"name": found.name, "starts_on": found.starts_on, "ends_on": found.ends_on}
    return render_template(
        "visits/board/edition.html",
        edition=found,
        form=form or EditionForm(formdata=None, data=held),
        day_form=day_form or DayForm(formdata=None),
    )


def _facts(form: EditionForm) -> dict[str, Any]:
    return {"name": form.name.data or "", "starts_on": form.starts_on.data, "ends_on": form.ends_on.data}
