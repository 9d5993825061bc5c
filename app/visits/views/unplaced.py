"""Classes without a visit, with what may be done for each: proposals, the board, a visit to ask for; and as a file."""

from io import BytesIO
from typing import Any

from flask import render_template, request, send_file
from flask.typing import ResponseReturnValue

from app.access.matrix import Permission
from app.base import language
from app.base.language import N_
from app.base.levels import BANDS, kind_of
from app.base.problems import NotFound
from app.base.sheets import as_csv, as_xlsx
from app.people.queries import classes_of_actor, school_now
from app.visits.forms import level_choices
from app.visits.queries.unplaced import (
    Edit,
    Looking,
    editions_to_choose,
    proposals_for,
    unplaced,
    unplaced_by_code,
    unplaced_table,
)
from app.visits.rules.unplaced import HOW, ORDERS
from app.visits.views import bp
from app.web.pages import needs, work

FILES = {"csv": as_csv.MEDIA_TYPE, "xlsx": as_xlsx.MEDIA_TYPE}
TITLE = N_("Classes without a visit")


@bp.get("/without")
@needs(Permission.UNPLACED_READ)
def without_visit() -> ResponseReturnValue:
    every = editions_to_choose(work())
    edition = _edition(every)
    looking = _looking()
    rows = unplaced(work(), edition=edition, looking=looking) if edition else ()
    facts = {"editions": every, "edition": edition, "looking": looking, "rows": rows, "kept": _kept(edition, looking)}
    return render_template("visits/office/without.html", **facts, **_around(edition))


@bp.get("/without/list.<kind>")
@needs(Permission.UNPLACED_READ)
def without_visit_file(kind: str) -> ResponseReturnValue:
    """The same list with the same filters."""
    edition = _edition(editions_to_choose(work()))
    if kind not in FILES or edition is None:
        raise NotFound("file")
    table, title = unplaced_table(work(), edition=edition, looking=_looking()), language.gettext(TITLE)
    content = as_csv.as_csv(table) if kind == "csv" else as_xlsx.as_xlsx([table], title=title, at=work().now)
    name = f"{title.lower().replace(' ', '-')}-{work().today.isoformat()}.{kind}"
    return send_file(BytesIO(content), mimetype=FILES[kind], as_attachment=True, download_name=name)


@bp.get("/without/class/<code>")
@needs(Permission.WEEK_PLAN)
def without_proposals(code: str) -> ResponseReturnValue:
    """At most three moments for one class; each leads to the board, where every check is told."""
    edition = _edition(editions_to_choose(work()))
    if edition is None:
        raise NotFound("edition")
    one = unplaced_by_code(work(), edition=edition, code=code)
    pupils, found = proposals_for(work(), edition=edition, one=one)
    facts = {"one": one, "edition": edition, "pupils": pupils, "found": found}
    return render_template("visits/office/without_class.html", **facts)


def _edition(every: tuple[Edit, ...]) -> Edit | None:
    """The one in the address, else the one at hand."""
    asked = request.args.get("edition", "")
    return next((one for one in every if str(one.id) == asked), every[0] if every else None)


def _looking() -> Looking:
    """What is not known filters nothing."""
    asked = request.args
    known = {"level": BANDS, "how": HOW, "order": ORDERS}
    said = {name: asked.get(name, "") if asked.get(name, "") in values else "" for name, values in known.items()}
    return Looking(**said, school=asked.get("school", "")[:6])


def _kept(edition: Edit | None, looking: Looking) -> dict[str, str]:
    """What the file must be asked for."""
    names = ("level", "school", "how", "order")
    held = {name: getattr(looking, name) for name in names if getattr(looking, name)}
    return held | ({"edition": str(edition.id)} if edition else {})


def _around(edition: Edit | None) -> dict[str, Any]:
    """`schools`: to choose from, for who sees more than one; `own`: classes for which this person may ask a visit."""
    plans = work().may_any(Permission.WEEK_PLAN)
    kind = None if plans else school_now(work()).kind
    bands = [band for band in BANDS if kind is None or kind_of(band) == kind]
    every = unplaced(work(), edition=edition, looking=Looking()) if edition and plans else ()
    return {
        "plans": plans,
        "bands": level_choices(bands),
        "schools": sorted({(one.brin, one.school) for one in every}, key=lambda pair: pair[1]),
        "how": HOW,
        "orders": ORDERS,
        "own": set() if plans else {one.code for one in classes_of_actor(work())},
    }
