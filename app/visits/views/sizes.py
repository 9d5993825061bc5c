"""The school says which sizes of gear it needs: counts, never who."""

from flask import url_for
from flask.typing import ResponseReturnValue

from app.access.matrix import Permission
from app.base.language import N_, gettext
from app.base.problems import RuleBroken
from app.visits import operations, queries
from app.visits.forms.sizes import counts_sent, sizes_typed
from app.visits.views import bp
from app.visits.views.booking import school_page
from app.web.pages import do, needs, see_other, tell, work


@bp.post("/booking/<code>/sizes")
@needs(Permission.BOOKING_MAKE)
def sizes(code: str) -> ResponseReturnValue:
    """What was typed stays when a number is wrong."""
    held = queries.booking_by_code(work(), code)
    gear = queries.offer_by_code(work(), held.offer_code).gear
    try:
        do(operations.set_sizes, code=code, counts=counts_sent(gear))
    except RuleBroken as broken:
        refused = {"sizes": sizes_typed(gear), "sizes_wrong": gettext(broken.message, **broken.params)}
        return school_page(code, more=refused), 422
    tell(N_("Saved. The company lays it ready."))
    return see_other(url_for("visits.booking", code=code, _anchor="sizes"))
