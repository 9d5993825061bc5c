"""Children come in: code, name, pictures; or their own card."""

from uuid import UUID

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.access.actor import NOBODY, Role
from app.base.doors import Passage
from app.base.language import N_
from app.base.problems import RuleBroken, TooMany
from app.people.forms import CodeForm
from app.people.operations import count_wrong_code, signed_in_by_card, try_secret
from app.people.queries import (
    ClassAtDoor,
    PupilAtDoor,
    class_at_door,
    codes_left,
    passage_of_card,
    passage_of_code,
    passage_of_link,
    pupil_at_door,
    pupil_of_card,
)
from app.people.rules.entrance import LINK_LETTERS, class_code_from, is_whole, link_from, secret_of, taps
from app.people.views.blueprint import bp, start_session
from app.web.frame import speak_to
from app.web.incoming import address
from app.web.pages import at_door, do_as, look_as, needs, see_other

NO_CODE = N_("Look again. It is four letters and four digits.")
UNKNOWN_LINK = N_("This link is an old one. Ask your teacher for the new one, or type the code of your class.")
TYPED_OFTEN = N_(
    "A wrong code was typed very often here. Ask your teacher to open the door again, or wait %(wait)s. "
    "A card with a QR code always works."
)
UNKNOWN_CODE = N_("We do not know this code. Look again at the board or on your card.")


@bp.route("/in", methods=["GET", "POST"])
@needs(None)
def code_page() -> ResponseReturnValue:
    speak_to("po")
    form = CodeForm()
    if request.method == "POST":
        klass = _class_behind(form.code.data or "")
        if klass is not None:
            return see_other(url_for("people.names", code=klass.way))
        is_code = class_code_from(form.code.data or "") is not None
        form.refuse(RuleBroken("code", UNKNOWN_CODE if is_code else NO_CODE))
    return render_template("people/code.html", form=form), 422 if form.errors else 200


@bp.get("/k/<link>")
@needs(None)
def class_link(link: str) -> ResponseReturnValue:
    """The short address a school puts in its own portal: to the same door as the class code, which it never shows."""
    return see_other(url_for("people.names", code=link))


@bp.route("/in/<code>", methods=["GET", "POST"])
@needs(None)
def names(code: str) -> ResponseReturnValue:
    """The names behind a code or a link, while the door is open; the QR code on the board leads here."""
    speak_to("po")  # until the class is known
    klass = _class_behind(code)
    if klass is None:
        return _unknown(code)
    if not klass.is_open:
        return render_template("people/door_shut.html", klass=klass)
    chosen = request.form.get("who", "")
    if any(str(tile.pupil_id) == chosen for tile in klass.tiles):
        return see_other(url_for("people.pictures", code=klass.way, pupil_id=UUID(chosen)))
    return render_template("people/names.html", klass=klass)


@bp.route("/in/<code>/<uuid:pupil_id>", methods=["GET", "POST"])
@needs(None)
def pictures(code: str, pupil_id: UUID) -> ResponseReturnValue:
    """Three pictures (primary) or five digits (secondary). Without JavaScript each tap comes here."""
    speak_to("po")
    klass = _class_behind(code)
    if klass is None or not klass.is_open:
        return see_other(url_for("people.names", code=code))
    pupil = look_as(at_door(klass.school_id, klass.id), pupil_at_door, klass=klass, pupil_id=pupil_id)
    tapped, given = secret_given(klass.kind)
    if request.method == "POST" and is_whole(klass.kind, given):
        return _try(klass, pupil, given)
    is_short = klass.kind == "vo" and request.method == "POST"
    return _keypad(klass, pupil, tapped=tapped, problem="short" if is_short else "")


@bp.route("/card/<token>", methods=["GET", "POST"])
@bp.route("/C/<token>", methods=["GET", "POST"], endpoint="card_by_qr")  # capitals: a smaller QR code
@needs(None)
def card(token: str) -> ResponseReturnValue:
    """A card opens at any time, at home too. Looking signs nobody in: link previews and virus scanners look."""
    passage = look_as(NOBODY, passage_of_card, token=token.upper())
    if passage is None:
        speak_to("po")
        return render_template("people/card_unknown.html"), 404
    door = at_door(passage.school_id)
    pupil = look_as(door, pupil_of_card, pupil_id=passage.subject_id)
    if request.method == "POST":
        do_as(door, signed_in_by_card, pupil_id=pupil.id)
        return start_session(pupil.id, Role.PUPIL, pupil.school_id)
    speak_to(pupil.kind)
    return render_template("people/card.html", pupil=pupil)


def _class_behind(typed: str) -> ClassAtDoor | None:
    """The class of a code as somebody typed it, or of a link; an unknown one is counted, of both kinds together.

    Raises:
        TooMany: too many unknown codes from this address.
    """
    code, link = class_code_from(typed), link_from(typed)
    if not (code or link):
        return None
    try:
        look_as(NOBODY, codes_left, address=address())
    except TooMany as problem:  # by whoever sits behind this address: perhaps by nobody of this class
        raise TooMany(problem.seconds, TYPED_OFTEN) from None
    passage = _passage(code, link)
    if passage is None:
        do_as(NOBODY, count_wrong_code, address=address())
        return None
    door = at_door(passage.school_id, passage.subject_id)
    klass = look_as(door, class_at_door, class_id=passage.subject_id, way=code or link or "")
    speak_to(klass.kind)
    return klass


def _passage(code: str | None, link: str | None) -> Passage | None:
    if code:
        return look_as(NOBODY, passage_of_code, class_code=code)
    return look_as(NOBODY, passage_of_link, link=link or "")


def _unknown(code: str) -> ResponseReturnValue:
    is_link = class_code_from(code) is None and len(code) == LINK_LETTERS
    form = CodeForm(formdata=None, code="" if is_link else code)
    form.refuse(RuleBroken("code", UNKNOWN_LINK if is_link else UNKNOWN_CODE))
    return render_template("people/code.html", form=form), 404


def secret_given(kind: str) -> tuple[tuple[str, ...], str]:
    """What was tapped so far, and the whole secret as given."""
    sent = request.form
    if kind == "vo":
        return (), "".join(sent.get("pin", "").split())
    tapped = taps(sent.get("pictures", ""), sent.get("picture", ""), erase="erase" in sent)
    return tapped, secret_of(tapped)


def _try(klass: ClassAtDoor, pupil: PupilAtDoor, given: str) -> ResponseReturnValue:
    door = at_door(klass.school_id, klass.id)
    try:
        tried = do_as(door, try_secret, class_id=klass.id, pupil_id=pupil.id, given=given, address=address())
    except TooMany:
        return _keypad(klass, pupil, problem="blocked", status=429)
    if tried.right:
        return start_session(pupil.id, Role.PUPIL, pupil.school_id)
    return _keypad(klass, pupil, problem="ask" if tried.ask_teacher else "wrong", status=422)


def _keypad(
    klass: ClassAtDoor, pupil: PupilAtDoor, *, tapped: tuple[str, ...] = (), problem: str = "", status: int = 200
) -> ResponseReturnValue:
    page = "people/pictures.html" if klass.kind == "po" else "people/pin.html"
    return render_template(page, klass=klass, pupil=pupil, tapped=tapped, problem=problem), status
