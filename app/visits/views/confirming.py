"""The school confirms safety rules that changed; what both sides see of the rules and of sizes."""

from typing import Any

from flask import request, url_for
from flask.typing import ResponseReturnValue

from app.access.matrix import Permission
from app.base.language import N_
from app.base.problems import RuleBroken
from app.visits import operations, queries, rules
from app.visits.queries import BookingNow
from app.visits.views import bp
from app.web.pages import do, needs, see_other, tell, work


@bp.post("/booking/<code>/safety/agreed")
@needs(Permission.BOOKING_MAKE)
def confirm_safety(code: str) -> ResponseReturnValue:
    version = request.form.get("version", "")
    try:
        do(operations.confirm_safety, code=code, version=int(version) if version.isdecimal() else 0)
    except RuleBroken as broken:
        tell(broken.message, "bad")
    else:
        tell(N_("Thank you. The company sees that you read the rules."))
    return see_other(url_for("visits.booking", code=code))


def about_safety(held: BookingNow) -> dict[str, Any]:
    """What `_safety.html` and `_sizes.html` show with a booking."""
    offer = queries.offer_by_code(work(), held.offer_code)
    is_ahead = held.state in rules.AHEAD_OF_IT and held.starts_at > work().now
    sized = [one for one in offer.gear if one["sizes"]]
    return {
        "offer": offer,
        "ask_safety": is_ahead and held.must_read_safety,
        "sized": [{**one, "n": n} for n, one in enumerate(offer.gear) if one in sized],
        "sizes": queries.sizes_of(work(), booking=held) if sized else {},
        "may_size": is_ahead,
    }
