"""Offers and times from a spreadsheet: the template, what the list would change, and keeping it."""

from io import BytesIO
from uuid import UUID

from flask import Response, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from app.access.matrix import Permission
from app.base.language import N_
from app.base.problems import NotFound, RuleBroken
from app.base.sheets.as_xlsx import MEDIA_TYPE
from app.visits import operations
from app.visits.forms.office import ImportForm
from app.visits.importing.columns import SHEET
from app.visits.importing.plan import plan_of
from app.visits.importing.template import NAME, template
from app.visits.importing.xlsx import Sheet, read_workbook
from app.visits.operations.importing import note_preview
from app.visits.queries.importing import known_for_import
from app.visits.queries.office_mail import editions
from app.visits.views import bp
from app.web.forms import key_of
from app.web.pages import do, house, needs, see_other, tell, work

NAMES = (SHEET.casefold(), "offers")


@bp.get("/office/import")
@needs(Permission.WEEK_PLAN)
def import_page() -> ResponseReturnValue:
    return _page(ImportForm(formdata=None))


@bp.get("/office/import/template.xlsx")
@needs(Permission.WEEK_PLAN)
def import_template() -> Response:
    return send_file(BytesIO(template()), mimetype=MEDIA_TYPE, as_attachment=True, download_name=NAME)


@bp.post("/office/import")
@needs(Permission.WEEK_PLAN)
def look_at_import() -> ResponseReturnValue:
    """Nothing is kept in the database; the file waits under its own hash, in a token that only we can read."""
    form = ImportForm()
    if not form.validate():
        return _page(form), 422
    content = form.file.data.read()
    try:
        sheet = read_workbook(content, wanted=NAMES)
    except RuleBroken as broken:
        form.refuse(broken)
        return _page(form), 422
    sha = house().files.put(content)
    do(note_preview, sha=sha)
    return _told(_edition(), sheet, house().seal.lock(sha))


@bp.post("/office/import/keep")
@needs(Permission.WEEK_PLAN)
def keep_import() -> ResponseReturnValue:
    form, edition_id, seen = ImportForm(formdata=None), _edition(), request.form.get("seen", "")
    sheet = _again(request.form.get("token", ""))
    if sheet is None:
        tell(N_("This list was kept already, or is gone. Send it again to be sure."), "note")
        return see_other(url_for("visits.import_page"))
    try:
        offers, slots = do(operations.apply_import, edition_id=edition_id, sheet=sheet, seen=seen)
    except RuleBroken as broken:
        form.refuse(broken)
        return _page(form), 422
    _say_kept(offers, slots)
    house().files.forget(house().seal.unlock(request.form["token"]))
    return see_other(url_for("visits.import_page"))


def _say_kept(offers: int, slots: int) -> None:
    if offers or slots:
        tell(N_("Kept: %(offers)s offers and %(slots)s times are new or changed."), offers=offers, slots=slots)
    else:
        tell(N_("Everything in this list stood there already. Nothing changed."), "note")


def _again(token: str) -> Sheet | None:
    """The file that was looked at; None: it was kept, and forgotten then."""
    try:
        return read_workbook(house().files.get(house().seal.unlock(token)), wanted=NAMES)
    except (NotFound, RuleBroken):
        return None


def _edition() -> UUID:
    return key_of(request.form.get("edition", ""))


def _told(edition_id: UUID, sheet: Sheet, token: str) -> ResponseReturnValue:
    plan = plan_of(sheet, known_for_import(work(), edition_id=edition_id), now=work().now)
    page = render_template("visits/office/import_told.html", plan=plan, token=token, edition_id=edition_id)
    return page, 422 if plan.wrong else 200


def _page(form: ImportForm) -> str:
    chosen = request.form.get("edition", "")
    return render_template("visits/office/import.html", form=form, editions=editions(work()), chosen=chosen)
