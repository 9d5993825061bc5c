"""The week board: looking, taking a class or a booking in hand, putting it down; and a cheap question for news."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from flask import Response, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue

from app.access.matrix import Permission
from app.base import language
from app.base.language import N_
from app.base.levels import BANDS
from app.base.problems import RuleBroken
from app.visits import operations
from app.visits.forms.board import PutForm
from app.visits.queries.board import Filters, board
from app.visits.queries.editions import EditionNow, edition_at_hand, edition_by_id
from app.visits.queries.fitting import Picked, Target, facts_of, picked_booking, picked_class, target
from app.visits.queries.stamp import stamp_of
from app.visits.rules.plan import Check, checks, refusal, warning
from app.visits.views import bp
from app.visits.views.drawing import Hand, drawn, template
from app.web.links import url_for
from app.web.pages import do, needs, see_other, tell, work

KEPT = ("week", "day", "q", "level", "status", "municipality", "room")
"""What stays in the address from page to page: where on the board, and what is filtered."""


@dataclass(frozen=True, slots=True)
class Panel:
    """What is in hand, and beside a moment what every check says of it."""

    picked: Picked
    there: Target | None = None
    checks: tuple[Check, ...] = ()
    pupils: int = 0

    @property
    def may_put(self) -> bool:
        return self.there is not None and refusal(self.checks) is None

    @property
    def warns(self) -> bool:
        return warning(self.checks) is not None

    @property
    def told(self) -> tuple[tuple[str, str], ...]:
        """Each check with its facts in words; kilometres as people here write them."""
        return tuple(
            (one.verdict, language.gettext(one.text, **{name: _written(held) for name, held in one.params.items()}))
            for one in self.checks
        )

    @property
    def seen(self) -> str:
        return self.there.seen(self.picked) if self.there else ""


@bp.get("/board")
@needs(Permission.WEEK_PLAN)
def at_hand() -> ResponseReturnValue:
    """The edition that goes on or comes first; without one, where they are made."""
    found = edition_at_hand(work())
    if found is None:
        return redirect(url_for("visits.editions_page"))
    return redirect(url_for("visits.week_board", edition_id=found))


@bp.get("/board/<uuid:edition_id>")
@needs(Permission.WEEK_PLAN)
def week_board(edition_id: UUID) -> ResponseReturnValue:
    return _page(edition_id)


@bp.get("/board/<uuid:edition_id>/now")
@needs(Permission.WEEK_PLAN)
def board_now(edition_id: UUID) -> ResponseReturnValue:
    """An open board asks whether anything changed: two statements, and no body when nothing did."""
    tag = str(stamp_of(work(), edition_by_id(work(), edition_id)))
    if request.if_none_match.contains(tag):
        return Response(status=304)
    answer = make_response("")
    answer.set_etag(tag)
    answer.headers["Cache-Control"] = "private, no-cache"
    return answer


@bp.get("/board/<uuid:edition_id>/panel")
@needs(Permission.WEEK_PLAN)
def board_panel(edition_id: UUID) -> ResponseReturnValue:
    """The side panel alone, while a class is carried over the board."""
    panel = _panel(edition_by_id(work(), edition_id), None)
    if panel is None:  # nothing is in hand: the board itself
        return redirect(url_for("visits.week_board", edition_id=edition_id, **kept()))
    return render_template("visits/board/_panel.html", panel=panel, form=None, **_around(edition_id))


@bp.post("/board/<uuid:edition_id>/put")
@needs(Permission.WEEK_PLAN)
def put(edition_id: UUID) -> ResponseReturnValue:
    form = PutForm()
    if not form.validate():
        return _page(edition_id, form), 422
    try:
        _put(edition_id, form)
    except RuleBroken as broken:
        form.refuse(broken)
        return _page(edition_id, form), 422
    tell(N_("Put on the board and kept for 48 hours. School and company get a mail."))
    return see_other(url_for("visits.week_board", edition_id=edition_id, **kept()))


def kept() -> dict[str, Any]:
    return {name: request.args[name] for name in KEPT if request.args.get(name)}


def filters() -> Filters:
    """As they stand in the address; what is not known there filters nothing."""
    level = request.args.get("level", "")
    return Filters(
        request.args.get("q", "").strip()[:80],
        level if level in BANDS else "",
        request.args.get("status", ""),
        request.args.get("municipality", ""),
        request.args.get("room") == "1",
    )


def day_asked(name: str) -> date | None:
    try:
        return date.fromisoformat(request.args.get(name, ""))
    except ValueError:
        return None


def _put(edition_id: UUID, form: PutForm) -> None:
    facts: dict[str, Any] = {"edition_id": edition_id, "slot_code": form.slot.data, "seen": form.seen.data}
    facts |= {"anyway": bool(form.anyway.data)}
    if form.booking.data:
        do(operations.move_booking, booking_code=form.booking.data, **facts)
        return
    facts |= {"expected": form.expected.data or 1, "request_id": form.request_id.data}
    do(operations.place_class, class_code=form.school_class.data or "", **facts)


def _page(edition_id: UUID, form: PutForm | None = None) -> str:
    edition = edition_by_id(work(), edition_id)
    panel, around, asked = _panel(edition, form), _around(edition_id), day_asked("day")
    picked = panel.picked if panel else None
    shown = board(work(), edition=edition, week=day_asked("week"), filters=filters(), picked=picked)
    inner = drawn(
        shown,
        filters=filters(),
        kept=around["kept"],
        day=asked if asked in shown.days else _nearest(shown.days),
        onward=around["onward"] if panel or form else f"?{urlencode(around['kept'])}&" if around["kept"] else "?",
        hand=_in_hand(panel, form, around) if panel else None,
    )
    facts = {"inner": inner, "edition": edition, "stamp": shown.stamp, "panel": panel}
    return render_template("visits/board/board.html", **facts, **around)


def _in_hand(panel: Panel, form: PutForm | None, around: dict[str, Any]) -> Hand:
    picked, at = panel.picked, panel.there.slot.code if panel.there else ""
    address = f"class={picked.class_code}" if picked.class_code else f"booking={picked.booking_code}"
    text = template("visits/board/_panel.html").render(panel=panel, form=form, **around)
    return Hand(address, picked.class_code, picked.booking_code, at, text)


def _around(edition_id: UUID) -> dict[str, Any]:
    own = kept()
    here = url_for("visits.week_board", edition_id=edition_id, **own)
    shown = {"edition_id": edition_id, "kept": own, "here": here, "request_id": str(work().new_id())}
    return shown | {"onward": f"{here}{'&' if own else '?'}"}


def _nearest(days: tuple[date, ...]) -> date | None:
    """On a phone one day is shown: today, else the first."""
    return work().today if work().today in days else next(iter(days), None)


def _panel(edition: EditionNow, form: PutForm | None) -> Panel | None:
    """What is in hand, from the form that was refused or from the address."""
    said = form.data if form else {}
    class_code = said.get("school_class") or request.args.get("class", "")
    booking, slot = (
        said.get("booking") or request.args.get("booking", ""),
        said.get("slot") or request.args.get("at", ""),
    )
    if not class_code and not booking:
        return None
    picked = picked_booking(work(), code=booking) if booking else picked_class(work(), code=class_code)
    pupils = picked.pupils if booking else said.get("expected") or _asked_number() or picked.pupils
    if not slot:
        return Panel(picked, pupils=pupils)
    there = target(work(), slot_code=slot, edition=edition)
    facts = facts_of(work().now, edition, picked, {there.slot.id: there.moment})
    return Panel(picked, there, checks(picked.placed_on(there.slot.id, pupils), facts), pupils)


def _written(held: object) -> object:
    return language.number(held) if isinstance(held, float) else held


def _asked_number() -> int:
    asked = request.args.get("n", "")
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 4 else 0
