"""A class over several companies in one act: choose moments one by one, say how many go where, ask for all at once."""

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.access.matrix import Permission
from app.base.language import N_, gettext
from app.base.problems import RuleBroken
from app.people.queries import class_by_code, pupils_of_class
from app.visits import operations
from app.visits.operations.parts import Part
from app.visits.queries.open_week import week_of
from app.visits.queries.parts import Chosen, chosen_of, going_of
from app.visits.rules.parts import MOST, shared_out
from app.visits.rules.safety import version_of
from app.visits.views import bp
from app.web.pages import do, needs, see_other, tell, work


@bp.get("/divide/<class_code>")
@needs(Permission.BOOKING_MAKE)
def divide(class_code: str) -> ResponseReturnValue:
    return _page(class_code, chosen_of(work(), slot_codes=request.args.getlist("slot")))


@bp.post("/divide/<class_code>")
@needs(Permission.BOOKING_MAKE)
def book_parts(class_code: str) -> ResponseReturnValue:
    """All of it or nothing; what was typed stays."""
    chosen = chosen_of(work(), slot_codes=request.form.getlist("slot"))
    facts = {"request_id": request.form.get("request_id", "")[:60] or "?", "needs": request.form.get("needs", "")}
    try:
        codes = do(operations.book_parts, class_code=class_code, parts=_parts(), **facts)
    except RuleBroken as broken:
        why = gettext(str(broken.params.get("why", "")), **_but_why(broken))
        return _page(class_code, chosen, wrong=gettext(broken.message, **{**broken.params, "why": why})), 422
    tell(
        N_("Asked %(n)s times. The companies answer; you get a mail of each. Your places are kept until then."),
        n=len(codes),
    )
    return see_other(url_for("visits.booking", code=codes[0]))


def _parts() -> list[Part]:
    """As typed; an empty number leaves the moment out. Raises: RuleBroken: no number."""
    found = []
    for code in dict.fromkeys(request.form.getlist("slot")):
        text = request.form.get(f"n-{code}", "").strip()
        if text and not (text.isascii() and text.isdigit() and len(text) < 4):
            raise RuleBroken("parts", N_("“%(typed)s” is no whole number."), typed=text[:9])
        if int(text or 0):
            found.append(Part(code, int(text), version_of(request.form.get(f"v-{code}"))))
    return found


def _but_why(broken: RuleBroken) -> dict[str, object]:
    return {name: value for name, value in broken.params.items() if name != "why"}


def _page(class_code: str, chosen: tuple[Chosen, ...], *, wrong: str = "") -> str:
    klass = class_by_code(work(), code=class_code)
    pupils = len(pupils_of_class(work(), class_id=klass.id))
    to_go = pupils - len(going_of(work(), class_id=klass.id))
    even = shared_out(pupils=to_go or pupils, rooms=[one.room for one in chosen])
    typed = [request.form.get(f"n-{one.slot.code}", str(n or "")) for one, n in zip(chosen, even, strict=True)]
    return render_template(
        "visits/divide.html",
        klass=klass,
        pupils=pupils,
        to_go=to_go,
        chosen=tuple(zip(chosen, typed, strict=True)),
        codes=[one.slot.code for one in chosen],
        changed={one.slot.code for one in chosen if _is_changed(one)},
        wrong=wrong,
        needs=request.form.get("needs", ""),
        request_id=request.form.get("request_id") or str(work().new_id()),
        is_full=len(chosen) >= MOST,
        week=week_of(work(), class_code=class_code, first=request.args.get("from", "")),
    )


def _is_changed(one: Chosen) -> bool:
    """Its safety rules changed since this form was drawn."""
    sent = request.form.get(f"v-{one.slot.code}")
    return sent is not None and version_of(sent) != one.offer.safety_version
