"""Who changed what in an edition, and every list of the board as a file for a spreadsheet."""

from io import BytesIO
from uuid import UUID

from flask import render_template, request, send_file
from flask.typing import ResponseReturnValue

from app.access.matrix import Permission
from app.base import language
from app.base.problems import NotFound
from app.base.sheets import as_csv, as_xlsx
from app.base.sheets.table import file_stem
from app.visits.queries.changes import changes
from app.visits.queries.editions import edition_by_id
from app.visits.sheets import SHEETS, table_of
from app.visits.views import bp
from app.visits.views.board import day_asked, filters
from app.visits.words import CHANGED
from app.web.pages import needs, work

MOST = 200  # changes on a page; the file has all


@bp.get("/board/<uuid:edition_id>/changes")
@needs(Permission.WEEK_PLAN)
def board_changes(edition_id: UUID) -> ResponseReturnValue:
    text, booking = request.args.get("q", "").strip()[:80], request.args.get("booking", "")
    return render_template(
        "visits/board/changes.html",
        edition=edition_by_id(work(), edition_id),
        changes=changes(work(), edition_id=edition_id, text=text, booking=booking, most=MOST),
        text=text,
        booking=booking,
        most=MOST,
        words=CHANGED,
    )


@bp.get("/board/<uuid:edition_id>/<sheet>.<suffix>")
@needs(Permission.WEEK_PLAN)
def board_sheet(edition_id: UUID, sheet: str, suffix: str) -> ResponseReturnValue:
    """The same rows as the page shows with this address."""
    if sheet not in SHEETS or suffix not in ("csv", "xlsx"):
        raise NotFound("sheet")
    edition, facts = edition_by_id(work(), edition_id), {"booking": request.args.get("booking", "")}
    facts |= {"language": language.language()}
    table = table_of(work(), sheet, edition=edition, filters=filters(), week=day_asked("week"), **facts)
    if suffix == "csv":
        content, media_type = as_csv.as_csv(table), as_csv.MEDIA_TYPE
    else:
        content, media_type = as_xlsx.as_xlsx([table], title=edition.name, at=work().now), as_xlsx.MEDIA_TYPE
    name = f"{file_stem(edition.name, sheet)}-{work().today.isoformat()}.{suffix}"
    return send_file(BytesIO(content), mimetype=media_type, as_attachment=True, download_name=name)
