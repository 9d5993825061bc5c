"""The buttons beside an answer that hand nothing in. Without JavaScript the fields go along with each of them."""

from uuid import UUID

from flask import request

from app.base import language
from app.base.language import N_
from app.base.problems import NotFound
from app.learning import operations
from app.learning.views.tickets import tickets_now
from app.learning.views.together import take_off
from app.web.frame import keep_size, local
from app.web.pages import do, tell
from app.web.replies import wants_words

ASIDE = {"hand", "seen", "size", "off", "away"}
TOO_LONG = N_("Your text is long. Save it first. Then you can go.")


def is_aside() -> bool:
    return bool(ASIDE & request.form.keys())


def act_aside(code: str, step_id: str, number: int) -> str:
    """Help, bigger text, "I have read it", a classmate who goes on alone. Returns the address it leads away to; empty:
    back to the question.

    Raises:
        NotFound: the lesson, the step or the classmate is not there.
    """
    if "size" in request.form:
        keep_size(request.form["size"])
    elif "seen" in request.form:
        enter_screen(code, step_id, number)
    elif "hand" in request.form:
        move_hand(code, step_id, is_up=request.form["hand"] == "up")
    elif "off" in request.form:
        take_off(code, _pupil(request.form["off"]))
    return local(request.form["away"]) if "away" in request.form else ""


def enter_screen(code: str, step_id: str, number: int) -> None:
    speech = language.language()
    do(operations.enter_step, code=code, step_id=step_id, number=number, language=speech, tickets=tickets_now())


def move_hand(code: str, step_id: str, *, is_up: bool) -> None:
    if not is_up:
        do(operations.stop_help, code=code, language=language.language())
        return
    do(operations.ask_help, code=code, step_id=step_id, language=language.language())
    if not wants_words():
        tell(N_("Your hand is up. Your teacher sees it."))


def _pupil(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise NotFound("pupil") from None
