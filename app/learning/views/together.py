"""Samen met...: a classmate joins in with pictures of their own, on one device; and goes on alone again."""

from uuid import UUID

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.access.matrix import Permission
from app.assignments.queries import assignment_of_pupil
from app.base.language import N_
from app.base.problems import NotFound, TooMany
from app.learning.together import MOST, companions, joined, ticket_for
from app.learning.views import bp
from app.learning.views.tickets import keep_tickets, tickets_now
from app.people.operations import try_secret
from app.people.queries import ClassAtDoor, PupilAtDoor, Tile, class_at_door, pupil_at_door
from app.people.rules.entrance import is_whole
from app.people.views.entrance import secret_given
from app.web.frame import local
from app.web.identity import actor_now
from app.web.incoming import address
from app.web.pages import at_door, do_as, look_as, needs, see_other, tell, work


@bp.route("/learn/<code>/together", methods=["GET", "POST"])
@needs(Permission.LEARN)
def together(code: str) -> ResponseReturnValue:
    """Who is together now, and whom the door of the class shows now: the same names as where children come in."""
    klass = _klass(code)
    tiles = _free(klass)
    chosen = request.form.get("who", "")
    if any(str(tile.pupil_id) == chosen for tile in tiles):
        return see_other(url_for("learning.join", code=code, pupil_id=UUID(chosen), next=_back(code)))
    now = companions(work(), tickets_now())
    is_full = len(now) >= MOST - 1
    return render_template(
        "learning/together.html", code=code, klass=klass, tiles=tiles, now=now, is_full=is_full, back=_back(code)
    )


@bp.route("/learn/<code>/together/<uuid:pupil_id>", methods=["GET", "POST"])
@needs(Permission.LEARN)
def join(code: str, pupil_id: UUID) -> ResponseReturnValue:
    """Nobody joins in without being there: three pictures or a PIN, counted as at the door of the class."""
    klass = _klass(code)
    if not klass.is_open or len(joined(work(), tickets_now())) >= MOST - 1:
        return see_other(url_for("learning.together", code=code, next=_back(code)))
    if not any(tile.pupil_id == pupil_id for tile in _free(klass)):
        raise NotFound("pupil")
    pupil = look_as(at_door(klass.school_id, klass.id), pupil_at_door, klass=klass, pupil_id=pupil_id)
    tapped, given = secret_given(klass.kind)
    if request.method == "POST" and is_whole(klass.kind, given):
        return _try(code, klass, pupil, given)
    is_short = klass.kind == "vo" and request.method == "POST"
    return _keypad(code, klass, pupil, tapped=tapped, problem="short" if is_short else "")


@bp.post("/learn/<code>/together/<uuid:pupil_id>/off")
@needs(Permission.LEARN)
def part(code: str, pupil_id: UUID) -> ResponseReturnValue:
    """One tap: this pupil goes on alone. What was given together stays everybody's."""
    take_off(code, pupil_id)
    return see_other(_back(code))


def take_off(code: str, pupil_id: UUID) -> None:
    """Raises: NotFound: no lesson of this pupil, or nobody of its class."""
    held, klass = joined(work(), tickets_now()), _klass(code)
    if pupil_id not in held and not any(tile.pupil_id == pupil_id for tile in klass.tiles):
        raise NotFound("pupil")
    keep_tickets([ticket for one, ticket in held.items() if one != pupil_id])


def _try(code: str, klass: ClassAtDoor, pupil: PupilAtDoor, given: str) -> ResponseReturnValue:
    door = at_door(klass.school_id, klass.id)
    try:
        tried = do_as(door, try_secret, class_id=klass.id, pupil_id=pupil.id, given=given, address=address())
    except TooMany:
        return _keypad(code, klass, pupil, problem="blocked", status=429)
    if not tried.right:
        return _keypad(code, klass, pupil, problem="ask" if tried.ask_teacher else "wrong", status=422)
    keep_tickets([*joined(work(), tickets_now()).values(), ticket_for(work(), pupil_id=pupil.id)])
    tell(N_("You are together with %(name)s now."), name=pupil.first_name)
    return see_other(_back(code))


def _keypad(
    code: str,
    klass: ClassAtDoor,
    pupil: PupilAtDoor,
    *,
    tapped: tuple[str, ...] = (),
    problem: str = "",
    status: int = 200,
) -> ResponseReturnValue:
    facts = {"klass": klass, "pupil": pupil, "tapped": tapped, "problem": problem, "back": _back(code)}
    return render_template("learning/join.html", code=code, **facts), status


def _klass(code: str) -> ClassAtDoor:
    """The class the lesson was given to. Raises: NotFound: no lesson of this pupil."""
    given = assignment_of_pupil(work(), code)
    return look_as(at_door(given.school_id, given.class_id), class_at_door, class_id=given.class_id, way="")


def _free(klass: ClassAtDoor) -> list[Tile]:
    """The names at the door without who is here already."""
    here = {actor_now().user_id, *joined(work(), tickets_now())}
    return [tile for tile in klass.tiles if tile.pupil_id not in here]


def _back(code: str) -> str:
    """Where the pupil came from: a screen of this lesson, or home."""
    to = local(request.values.get("next", ""))
    return to if to.startswith(f"/learn/{code}/") or to == "/" else url_for("learning.lesson", code=code)
