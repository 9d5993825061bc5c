"""The host's page at the gate: by an account, or by the link of the day that needs none; also without a network."""

from pathlib import Path

from flask import Response, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from app.access.actor import NOBODY, Actor
from app.access.matrix import Permission
from app.base import clock
from app.base.doors import Passage
from app.base.language import N_, gettext
from app.base.problems import NotFound, RuleBroken
from app.visits import operations, rules
from app.visits.forms.gate import WalkInForm, WordForm
from app.visits.operations.links import link_by_code
from app.visits.queries.gate import GateNow, behind_link, gate_now, walk_ins
from app.visits.rules import gate as gate_rules
from app.visits.views import bp
from app.visits.views.groups import actor_at_gate, groups_above, holder
from app.web.outbox import STATIC, asks_itself, digest, key_of_adult, must_be_owner
from app.web.pages import do, do_as, look_as, needs, see_other, tell, work
from app.web.replies import wants_words, words

HELD_LINKS = 12  # that one phone remembers, so that a code of a class opens the right group


@bp.get("/sw.js")
@needs(None)
def gate_worker() -> ResponseReturnValue:
    """The service worker of phones at the gate and in the hall: it keeps their page, and no other."""
    text = Path(STATIC, "js", "gate-sw.js").read_text(encoding="utf-8")
    answer = Response(f'const DIGEST = "{digest()}";\n{text}', mimetype="text/javascript")
    answer.headers["Cache-Control"] = "no-cache"
    return answer


@bp.get("/arrival/<code>")
@needs(Permission.ARRIVAL_CONFIRM)
def arrival(code: str) -> ResponseReturnValue:
    return _page(gate_now(work(), code=code), url_for("visits.arrival", code=code))


@bp.post("/arrival/<code>")
@needs(Permission.ARRIVAL_CONFIRM)
@asks_itself
def arrive(code: str) -> ResponseReturnValue:
    must_be_owner()
    return _said(work().actor, code, url_for("visits.arrival", code=code))


@bp.post("/arrival/<code>/undo")
@needs(Permission.ARRIVAL_CONFIRM)
def undo(code: str) -> ResponseReturnValue:
    do(operations.undo_arrival, code=code)
    return see_other(url_for("visits.arrival", code=code))


@bp.post("/arrival/<code>/walk-in")
@needs(Permission.ARRIVAL_CONFIRM)
@asks_itself
def walk_in(code: str) -> ResponseReturnValue:
    must_be_owner()
    return _noted(work().actor, code, url_for("visits.arrival", code=code))


@bp.get("/gate/<token>")
@needs(None)
def gate_link(token: str) -> ResponseReturnValue:
    """Looking writes nothing; the phone remembers in its own cookie that it holds this link."""
    passage = _behind(token)
    if passage is None:
        do_as(NOBODY, operations.count_wrong_link, address=request.remote_addr or "")
        return render_template("visits/gate/over.html", opens=None), 404
    now = look_as(actor_at_gate(passage), gate_now)
    if not gate_rules.is_on(starts_at=now.booking.starts_at, now=clock.now()):
        opens = now.booking.day if now.booking.day > clock.school_day(clock.now()) else None
        return render_template("visits/gate/over.html", opens=opens), 410
    held = [one for one in session.get("gate", []) if one != str(passage.id)]
    session["gate"] = [*held, str(passage.id)][-HELD_LINKS:]
    return _page(now, url_for("visits.gate_link", token=token))


@bp.post("/gate/<token>")
@needs(None)
@asks_itself
def gate_say(token: str) -> ResponseReturnValue:
    actor, code = _by_link(token)
    return _said(actor, code, url_for("visits.gate_link", token=token))


@bp.post("/gate/<token>/walk-in")
@needs(None)
@asks_itself
def gate_walk_in(token: str) -> ResponseReturnValue:
    actor, code = _by_link(token)
    return _noted(actor, code, url_for("visits.gate_link", token=token))


@bp.route("/qr/<code>", methods=["GET", "POST"])
@needs(None)
def qr(code: str) -> ResponseReturnValue:
    """The code of a class: opens the right group for the host, or for a phone with a link of today at this company."""
    if work().may_any(Permission.ARRIVAL_CONFIRM):
        return see_other(url_for("visits.arrival", code=code))
    holders = [one for one in map(holder, session.get("gate", [])) if one]
    if request.method == "POST":
        for one in holders:
            try:
                return see_other(do_as(one, link_by_code, code=code))
            except NotFound:
                continue
    may_open = bool(holders) and request.method == "GET"  # a class of another company or day: only what a code is
    return render_template("visits/gate/code.html", code=code, may_open=may_open)


@bp.post("/booking/<code>/link")
@needs(Permission.GATE_LINK)
def day_link(code: str) -> ResponseReturnValue:
    renew = request.form.get("renew") == "1"
    do(operations.make_day_link, code=code, renew=renew)
    tell(N_("There is a new link. The one before opens nothing any more.") if renew else N_("The link is made."))
    return see_other(url_for("visits.booking", code=code, _anchor="link"))


@bp.get("/walk-ins")
@needs(Permission.GATE_LINK)
def walk_in_list() -> ResponseReturnValue:
    return render_template("visits/gate/walk_ins.html", groups=walk_ins(work(), company_id=work().actor.company_id))


def _said(actor: Actor, code: str, page: str) -> ResponseReturnValue:
    """One tap, by a form or by the outbox of the phone."""
    form = WordForm()
    kind = gate_rules.HERE if request.form.get("there") else form.word.data or gate_rules.COUNT
    if kind == gate_rules.COUNT and not form.validate():
        return _refused(actor, code, page, form)
    if step := request.form.get("step", ""):
        stepped = WordForm(formdata=None, count=_stepped(form.count.data, step), adults=form.adults.data)
        return _page(look_as(actor, gate_now, code=code), page, stepped)
    is_count = kind == gate_rules.COUNT
    try:
        do_as(
            actor,
            operations.say_at_gate,
            code=code,
            kind=kind,
            client_id=form.client.data or _fresh(),
            count=form.count.data if is_count else None,
            adults=form.adults.data if is_count else None,
            reason=form.reason.data or "",
            ago=form.how_long_ago,
        )
    except RuleBroken as broken:
        form.refuse(broken)
        return _refused(actor, code, page, form)
    return see_other(page)


def _noted(actor: Actor, code: str, page: str) -> ResponseReturnValue:
    form = WalkInForm()
    if not form.validate():
        return _refused(actor, code, page, walk_in=form)
    try:
        do_as(
            actor,
            operations.note_walk_in,
            code=code,
            client_id=form.client.data or _fresh(),
            school_name=form.school_name.data or "",
            level=form.level.data or "",
            count=form.number.data or 0,
            ago=form.how_long_ago,
        )
    except RuleBroken as broken:
        form.refuse(broken)
        return _refused(actor, code, page, walk_in=form)
    tell(N_("Noted. The coordinator reads it too."))
    return see_other(page)


def _refused(
    actor: Actor, code: str, page: str, form: WordForm | None = None, walk_in: WalkInForm | None = None
) -> ResponseReturnValue:
    """Said on the page, or to the outbox, which does not send it again."""
    refused = walk_in or form
    assert refused is not None
    if wants_words():
        said = [*refused.form_errors, *(one for errors in refused.errors.values() for one in errors)]
        return words("refused", 422, message=" ".join(gettext(str(one)) for one in said))
    return _page(look_as(actor, gate_now, code=code), page, form, walk_in), 422


def _page(now: GateNow, url: str, form: WordForm | None = None, walk_in: WalkInForm | None = None) -> str:
    """Before, counting, done, or ended: what is known decides; `?count=1` counts again."""
    booking = now.booking
    again = form is not None or "count" in request.args
    step = _step(now, again=again)
    by_link = url.startswith("/visits/gate/")
    return render_template(
        "visits/gate/page.html",
        now=now,
        booking=booking,
        form=form or WordForm(formdata=None, count=now.can_be_counted, adults=now.adults),
        walk_in=walk_in or WalkInForm(formdata=None),
        step=step,
        url=url,
        by_link=by_link,
        groups=groups_above(now, by_link=by_link),
        undo_minutes=_undo_minutes(now),
        is_day=booking.day <= clock.school_day(clock.now()) and booking.state in (*rules.LIVE, rules.NO_SHOW),
        most=rules.most_counted(expected=booking.expected),
        owner=key_of_adult(),
    )


def _step(now: GateNow, *, again: bool) -> str:
    is_closed = now.booking.state in (rules.CLOSED, rules.UNSAID)
    if is_closed or now.is_absent or now.broken_off:
        return "closed" if is_closed else "absent" if now.is_absent else "broken"
    if now.booking.arrived_at is None:
        return "before"
    return "count" if again or now.booking.arrived_count is None else "done"


def _undo_minutes(now: GateNow) -> int:
    """Whole minutes left to take it back; 0 when that is over."""
    if now.undo_until is None or now.undo_until < clock.now() or now.booking.state == rules.CLOSED:
        return 0
    return int((now.undo_until - clock.now()).total_seconds() // 60) + 1


def _stepped(count: int | None, step: str) -> int:
    """Minus and plus when the page has no script."""
    return max(0, (count or 0) + (1 if step == "1" else -1))


def _fresh() -> str:
    return str(work().chance_id())


def _behind(token: str) -> Passage | None:
    return look_as(NOBODY, behind_link, token=token)


def _by_link(token: str) -> tuple[Actor, str]:
    """Raises: NotFound: a link that opens nothing; its time is asked where it is used."""
    passage = _behind(token)
    if passage is None:
        do_as(NOBODY, operations.count_wrong_link, address=request.remote_addr or "")
        raise NotFound("link")
    actor = actor_at_gate(passage)
    return actor, look_as(actor, gate_now).booking.code
