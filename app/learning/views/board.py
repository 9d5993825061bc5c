"""A lesson on the digital board: screen after screen, the right answer when it is asked for, and a tick at the end."""

from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from app.access.matrix import Permission
from app.base import language
from app.base.levels import level_label
from app.base.problems import NotFound, RuleBroken
from app.curriculum.module import DURING
from app.learning import operations
from app.learning.board.said import takes_word
from app.learning.board.screen import BoardNow, board_screen
from app.learning.class_view import class_view
from app.learning.rules import BOARD, Place
from app.learning.views import bp
from app.web.forms import keys_of
from app.web.frame import speak_to
from app.web.pages import do, needs, work


@bp.get("/class/<code>/lesson")
@needs(Permission.LESSON_LEAD)
def board_lesson(code: str) -> ResponseReturnValue:
    """To the first step that somebody still has to do."""
    view = class_view(work(), code=code, language=language.language())
    open_ids = {cell.step_id for row in view.rows for cell in row.cells if cell.is_open}
    to_do = [step for step in view.for_board if step.id in open_ids and step.phase != DURING]
    if not view.for_board:
        raise NotFound("step")
    return _to(code, Place((to_do or view.for_board)[0].id, 1))


@bp.get("/class/<code>/lesson/<step_id>/<int:number>")
@needs(Permission.LESSON_LEAD)
def board_step(code: str, step_id: str, number: int) -> ResponseReturnValue:
    return _page(code, step_id, number)


@bp.get("/class/<code>/lesson/<step_id>/<int:number>/answer")
@needs(Permission.LESSON_LEAD)
def board_answer(code: str, step_id: str, number: int) -> ResponseReturnValue:
    """The same screen with what is right. Nothing of it is on the page before."""
    return _page(code, step_id, number, with_key=True)


@bp.post("/class/<code>/lesson/<step_id>/<int:number>/said")
@needs(Permission.LESSON_LEAD)
def note_said(code: str, step_id: str, number: int) -> ResponseReturnValue:
    form = request.form
    facts = {"question_id": form.get("question", ""), "token": form.get("answer", ""), "text": form.get("text", "")}
    try:
        do(operations.note_class_answer, code=code, step_id=step_id, **facts)
    except RuleBroken as broken:
        return _page(code, step_id, number, problem=language.gettext(broken.message, **broken.params)), 422
    return _to(code, Place(step_id, number))


@bp.post("/class/<code>/lesson/<step_id>/<int:number>/tick")
@needs(Permission.LESSON_LEAD)
def tick_on_board(code: str, step_id: str, number: int) -> ResponseReturnValue:
    """The pupils stand in the form by their keys, so that nobody is ticked unseen and no name is on the board."""
    pupils = keys_of(request.form.getlist("pupils"))
    try:
        do(operations.tick_step, code=code, step_id=step_id, how=BOARD, pupil_ids=pupils)
    except RuleBroken as broken:
        return _page(code, step_id, number, problem=language.gettext(broken.message, **broken.params)), 422
    return _to(code, Place(step_id, number))


def _to(code: str, place: Place) -> Response:
    """A plain 303, also for htmx: a whole new page would leave the full screen."""
    return redirect(_url(code, place), code=303)


def _url(code: str, place: Place) -> str:
    return url_for("learning.board_step", code=code, step_id=place.step_id, number=place.screen)


def _page(code: str, step_id: str, number: int, *, with_key: bool = False, problem: str = "") -> str:
    now = board_screen(
        work(), code=code, step_id=step_id, number=number, language=language.language(), with_key=with_key
    )  # fmt: skip
    speak_to(now.lesson.tone)
    back = Place(step_id, now.number) if with_key else now.previous
    return render_template(
        "learning/board_lesson.html",
        now=now,
        code=code,
        here=Place(step_id, now.number),
        strip_items=_strip(code, now),
        previous=_url(code, back) if back else "",
        following=_url(code, now.following) if now.following else "",
        problem=problem,
        takes_word=takes_word(now.asking.question.type) if now.asking else False,
        label=level_label,
    )


def _strip(code: str, now: BoardNow) -> list[dict[str, Any]]:
    """Where the class is. What is behind it on this board is not said to be done: that is said by the tick."""
    inner = ["now" if n == now.number else "todo" for n in range(1, now.total + 1)]
    return [
        {
            "label": step.label,
            "icon": step.icon,
            "state": "now" if step.id == now.step.id else "todo",
            "inner": inner if step.id == now.step.id else [],
            "url": _url(code, Place(step.id, 1)),
        }
        for step in now.lesson.steps
    ]
