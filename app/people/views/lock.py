"""A locked screen: it asks the pictures or the PIN of its own pupil, and nothing else."""

from flask import redirect, render_template, request, session
from flask.typing import ResponseReturnValue

from app.access.matrix import Permission
from app.base import clock
from app.base.problems import TooMany
from app.people.operations import try_own_secret
from app.people.rules.entrance import is_whole
from app.people.views.blueprint import bp
from app.people.views.entrance import secret_given
from app.web import identity, idle
from app.web.frame import local, speak_to
from app.web.identity import Identity
from app.web.incoming import address
from app.web.pages import at_door, do_as, is_fragment, needs, see_other, takes

OURS = {"csrf_token", "pictures", "picture", "pin", "erase", "to"}
MOST_MEGABYTES = 16  # of a form that comes by on its way; its files are chosen again


@bp.post("/learn/lock/now")
@needs(Permission.LEARN)
def lock_now() -> ResponseReturnValue:
    """The device says that nobody touched its screen. The place stays with the page, which is still there below it."""
    idle.lock()
    return "", 204


@bp.route("/learn/lock", methods=["GET", "POST"])
@needs(None)
@takes(MOST_MEGABYTES)
def unlock() -> ResponseReturnValue:
    held = identity.locked_identity()
    if held is None:
        return see_other(_onward())
    speak_to(held.tone)
    tapped, given = secret_given(held.tone)
    if request.method == "GET" or not is_whole(held.tone, given):
        is_short = held.tone == "vo" and "pin" in request.form
        return _page(held, tapped=tapped, problem="short" if is_short else "")
    return _try(held, given)


def _try(held: Identity, given: str) -> ResponseReturnValue:
    school_id, pupil_id = held.actor.school_id, held.actor.user_id
    assert school_id
    assert pupil_id
    try:
        tried = do_as(at_door(school_id), try_own_secret, pupil_id=pupil_id, given=given, address=address())
    except TooMany:
        return _page(held, problem="blocked", status=429)
    if not tried.right:
        return _page(held, problem="ask" if tried.ask_teacher else "wrong", status=422)
    idle.unlock(clock.now().timestamp())
    if _sent_on():
        return redirect(_sent_on(), code=307)
    return see_other(_onward())


def _page(held: Identity, *, tapped: tuple[str, ...] = (), problem: str = "", status: int = 200) -> ResponseReturnValue:
    carried = [pair for pair in request.form.items(multi=True) if pair[0] not in OURS]
    page = "people/_lock_over.html" if is_fragment() else "people/lock.html"
    facts = {"klass": {"kind": held.tone}, "name": held.name, "carried": carried, "to": _sent_on()}
    return render_template(page, tapped=tapped, problem=problem, **facts), status


def _sent_on() -> str:
    """Where a form was going when the screen turned out to be locked."""
    to = local(request.values.get("to", ""))
    return to if to.startswith("/learn/") else ""


def _onward() -> str:
    return local(str(session.pop("next", "/")))
