"""What a teacher says to the whole class in the lesson, and what a pupil's page asks to hear it."""

import hashlib

from flask import Response, jsonify, make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.access.matrix import Permission
from app.assignments import rules as giving
from app.assignments.operations import open_after_steps
from app.base import language
from app.base.language import N_
from app.base.problems import RuleBroken
from app.learning import operations, rules
from app.learning.lesson import Lesson, lesson_of_pupil
from app.learning.together import joined
from app.learning.views import bp
from app.learning.views.teacher import class_after
from app.learning.views.tickets import tickets_now
from app.web.pages import do, needs, see_other, tell, work

MOST_DIGITS = 3


@bp.post("/class/<code>/pause")
@needs(Permission.LESSON_LEAD)
def pause(code: str) -> ResponseReturnValue:
    """`on`: 1 or 0. `step` and `number`: back to this place of the lesson on the board."""
    if request.form.get("on") == "1":
        do(operations.pause_class, code=code)
    else:
        do(operations.go_on, code=code)
    place = _place(code)
    if place:
        return redirect(place, code=303)  # also for htmx: a whole new page would leave the full screen
    return class_after(code)


@bp.post("/class/<code>/open/<step_id>")
@needs(Permission.LESSON_LEAD)
def open_step(code: str, step_id: str) -> ResponseReturnValue:
    do(operations.open_step, code=code, step_id=step_id)
    return class_after(code)


@bp.post("/class/<code>/open-after")
@needs(Permission.ASSIGNMENT_GIVE)
def open_after(code: str) -> ResponseReturnValue:
    do(open_after_steps, code=code)
    return class_after(code)


@bp.post("/class/<code>/shut/<step_id>")
@needs(Permission.LESSON_LEAD)
def shut_step(code: str, step_id: str) -> ResponseReturnValue:
    try:
        do(operations.shut_step, code=code, step_id=step_id)
    except RuleBroken as broken:
        tell(broken.message, "bad")
        return see_other(url_for("learning.class_page", code=code))  # a whole page: there it is said
    return class_after(code)


@bp.post("/class/<code>/pace")
@needs(Permission.ASSIGNMENT_GIVE)
def pace(code: str) -> ResponseReturnValue:
    try:
        do(operations.choose_pace, code=code, pace=request.form.get("pace", ""))
    except RuleBroken as broken:
        tell(broken.message, "bad")
        return see_other(url_for("assignments.given", code=code))
    tell(N_("The pace is changed."))
    return see_other(url_for("learning.class_page", code=code))


@bp.get("/learn/<code>/now")
@needs(Permission.LEARN)
def lesson_now(code: str) -> ResponseReturnValue:
    """Asked by each pupil's page every few seconds, so it is short, and nothing at all when nothing changed.

    `seconds` of pause left; `here`: the step of the page can still be worked on; `more`: there is something to do;
    `hand`: it is up.
    """
    lesson = lesson_of_pupil(work(), code=code, language=language.language())
    step_id = request.args.get("step", "")
    here = step_id in lesson.open_steps or bool(rules.how_done(lesson.cells.get(step_id)))
    facts = {
        "here": here or not step_id,
        "more": (lesson.next_together if joined(work(), tickets_now()) else lesson.next_place) is not None,
        "hand": lesson.progress.help_since is not None,
        "paused": lesson.paused,
    }
    tag = hashlib.sha256(repr(facts).encode()).hexdigest()[:12]
    if request.if_none_match.contains(tag):
        return Response(status=304)
    answer = make_response(jsonify(**facts, seconds=_seconds(lesson)))
    answer.set_etag(tag)
    answer.headers["Cache-Control"] = "private, no-cache"
    return answer


@bp.post("/learn/<code>/sign")
@needs(Permission.LEARN)
def sign(code: str) -> ResponseReturnValue:
    """The device is there. `waiting`: answers it holds; `leaving`: it is not waited for."""
    leaving = request.form.get("leaving") == "1"
    do(operations.give_sign, code=code, waiting=_number("waiting"), leaving=leaving, language=language.language())
    return "", 204


def _number(name: str) -> int:
    """What a form says it is; nothing, or too long to be one: 0."""
    text = request.form.get(name, "")
    return int(text) if text.isdecimal() and len(text) <= MOST_DIGITS else 0


def _seconds(lesson: Lesson) -> int:
    until = lesson.given.paused_until
    return int((until - work().now).total_seconds()) if until and giving.is_paused(lesson.given, work().now) else 0


def _place(code: str) -> str:
    """Where the lesson on the board was; nothing: it was asked on the class page."""
    step_id, number = request.form.get("step", ""), _number("number")
    return url_for("learning.board_step", code=code, step_id=step_id, number=number) if step_id and number else ""
