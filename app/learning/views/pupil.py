"""The pupil's player: one question a screen, one big Verder."""

import hashlib
from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.access.matrix import Permission
from app.assignments.queries import assignment_of_pupil
from app.base import language
from app.base.language import N_
from app.base.problems import NotFound, RuleBroken
from app.curriculum.marking import is_kept_apart, is_machine_marked
from app.learning import layout, operations, player
from app.learning.asked import arrow, moved, ordered
from app.learning.lesson import Lesson, lesson_of_pupil
from app.learning.operations.photos import check_takes_photos
from app.learning.photo import safe_copy
from app.learning.rules import PHOTO, Place, check_open, minutes_by_hand
from app.learning.stamps import stamp_words
from app.learning.together import companions
from app.learning.views import bp
from app.learning.views.aside import TOO_LONG, act_aside, enter_screen, is_aside, move_hand
from app.learning.views.tickets import tickets_now, tickets_sent
from app.learning.views.typed import drop_typed, keep_typed, typed_before
from app.web.idle import lock_after
from app.web.outbox import is_kept
from app.web.pages import do, house, needs, see_other, takes, tell, work
from app.web.replies import wants_words, words

MOST_MEGABYTES = 16  # a photo that is too big for us still gets a word at its own place


@bp.get("/learn/<code>/")
@needs(Permission.LEARN)
def lesson(code: str) -> ResponseReturnValue:
    """Verder: straight to the first thing to do, or to the page that says that all is done for now."""
    try:
        found = lesson_of_pupil(work(), code=code, language=language.language())
    except NotFound:
        return _gone()
    if found.paused and not is_kept():
        return _paused_page(found, url_for("learning.lesson", code=code))
    together = companions(work(), tickets_now())
    place = found.next_together if together else found.next_place
    if place is None:
        facts = {"strip": player.strip_of(found), "together": together, "alone": found.next_place is not None}
        return render_template("learning/nothing_now.html", lesson=found, **facts)
    return see_other(_url(code, place))


@bp.get("/learn/<code>/<step_id>/<int:number>")
@needs(Permission.LEARN)
def screen(code: str, step_id: str, number: int) -> ResponseReturnValue:
    """A page that leads here may be older than the lesson is now."""
    try:
        return _screen_page(code, step_id, number)
    except NotFound:
        return _onward(code, step_id, number)


@bp.post("/learn/<code>/<step_id>/<int:number>/answer")
@needs(Permission.ANSWER_SUBMIT)
@takes(MOST_MEGABYTES)
def answer(code: str, step_id: str, number: int) -> ResponseReturnValue:
    if is_aside():
        return _aside(code, step_id, number)
    if "up" in request.form or "down" in request.form:
        return _screen_page(code, step_id, number, order=moved(request.form.getlist("answer"), *arrow(request.form)))
    try:
        outcome = do(operations.submit_answer, code=code, step_id=step_id, **_with_photo(code, step_id, _sent()))
    except RuleBroken as broken:
        _note(broken)
        if wants_words():
            raise
        return _refused(code, step_id, number, language.gettext(broken.message, **broken.params))
    except NotFound:
        return _late(code, step_id)
    drop_typed(code)
    return see_other(_after(code, outcome), state="there" if outcome.was_there else "counted")


def _aside(code: str, step_id: str, number: int) -> ResponseReturnValue:
    """In the middle of an answer. With JavaScript the page stays; without it the fields came along, and stand there
    again, or wait until the pupil is back."""
    try:
        away = act_aside(code, step_id, number)
        if not away:
            return _screen_page(code, step_id, number, keeps_typed=True)
    except NotFound:
        return _onward(code, step_id, number)
    if not keep_typed(code):
        return _refused(code, step_id, number, language.gettext(TOO_LONG))
    return see_other(away)


def _refused(code: str, step_id: str, number: int, said: str) -> ResponseReturnValue:
    """On the screen itself, with what was typed. A step that shut before anything of it was done has none to show."""
    try:
        return _screen_page(code, step_id, number, problem=said), 422
    except NotFound:
        if _written():
            return _not_taken(N_("This was not handed in"), said, 422)
        tell(said, "note")
        return see_other(url_for("learning.lesson", code=code))


def _late(code: str, step_id: str) -> ResponseReturnValue:
    """The question went, or went to another step, while the pupil was at it."""
    try:
        tell(do(operations.keep_late_answer, code=code, step_id=step_id, **_sent()))
    except RuleBroken as broken:
        _note(broken)
        if wants_words():
            raise
        tell(language.gettext(broken.message, **broken.params), "note")
    except NotFound:
        return _gone()
    return see_other(url_for("learning.lesson", code=code))


def _gone() -> ResponseReturnValue:
    """Withdrawn meanwhile, or never theirs. The words stand on the strip of a device too, days later."""
    text = language.gettext(N_("What you handed in before is kept. Ask your teacher."))
    if wants_words():
        return words("refused", 404, message=text)
    return _not_taken(N_("This lesson is not here for you now"), text, 404)


def _not_taken(title: str, text: str, status: int) -> ResponseReturnValue:
    facts = {"status": status, "title": language.gettext(title), "text": text, "is_for_children": True}
    return render_template("_layout/error.html", written=_written(), **facts), status


def _written() -> str:
    """A sentence that came along. What is ticked is sent as tokens, which say nothing."""
    text = request.form.get("answer", "").strip()
    return text if " " in text else ""


def _note(broken: RuleBroken) -> None:
    """After the refusal, in an act of its own: what a refused act wrote went with it."""
    if isinstance(broken, operations.IdReused):
        do(operations.note_reused_id, answer_id=broken.answer_id)


def _onward(code: str, step_id: str, number: int) -> ResponseReturnValue:
    """A new version may have fewer screens, or the step was taken off or shut: then on, as Verder does."""
    try:
        leads_on = player.leads_on(work(), code=code, step_id=step_id, number=number, language=language.language())
    except NotFound:
        return _taken_off(code, step_id)
    if not leads_on:
        raise NotFound("screen")
    return see_other(url_for("learning.lesson", code=code))


def _taken_off(code: str, step_id: str) -> ResponseReturnValue:
    """A step that the teacher took off while the pupil was at it. Raises: NotFound when it is something else."""
    try:
        given = assignment_of_pupil(work(), code)
    except NotFound:
        return _gone()
    if step_id not in given.steps_off:
        raise NotFound("step")
    tell(N_("Your teacher took this step off. All you did is kept."), "note")
    return see_other(url_for("learning.lesson", code=code))


@bp.post("/learn/<code>/<step_id>/read")
@needs(Permission.LEARN)
def read(code: str, step_id: str) -> ResponseReturnValue:
    speech = language.language()
    try:
        do(operations.read_to_the_end, code=code, step_id=step_id, language=speech, tickets=tickets_sent())
    except NotFound:
        return _taken_off(code, step_id)
    return see_other(url_for("learning.lesson", code=code))


@bp.post("/learn/<code>/<step_id>/<int:number>/enter")
@needs(Permission.LEARN)
def enter(code: str, step_id: str, number: int) -> ResponseReturnValue:
    """Sent by the page itself, so that the teacher sees the minutes and what was said counts as seen; a GET never
    writes. Without JavaScript there is a button for it (`_aside`)."""
    enter_screen(code, step_id, number)
    return "", 204


@bp.post("/learn/<code>/<step_id>/<int:number>/help")
@needs(Permission.LEARN)
def help_(code: str, step_id: str, number: int) -> ResponseReturnValue:
    try:
        move_hand(code, step_id, is_up=not request.form.get("stop"))
    except NotFound:
        return _taken_off(code, step_id)
    return see_other(_url(code, Place(step_id, number)))


def _paused_page(lesson: Lesson, here: str) -> str:
    """At the address of the screen itself, so that everybody is back at the same place: `here`, for who looks again. A
    page that is kept for when the wifi is gone is never this one: a device without wifi is not stopped."""
    return render_template("learning/paused.html", lesson=lesson, here=here)


def _url(code: str, place: Place) -> str:
    return url_for("learning.screen", code=code, step_id=place.step_id, number=place.screen)


def _sent() -> dict[str, Any]:
    """What was posted, as the operation wants it. The shape of an answer is the question type's to read."""
    return {
        "question_id": request.form.get("question", ""),
        "client_id": request.form.get("client", "")[:64],
        "sent": {name: request.form.getlist(name) for name in request.form},
        "language": language.language(),
        "tickets": tickets_sent(),
    }


def _with_photo(code: str, step_id: str, sent: dict[str, Any]) -> dict[str, Any]:
    """A photo that came along becomes the hash of a safe copy: decoded, kept and laid down before the answer is.

    Raises:
        NotFound, RuleBroken: as `submit_answer`; nothing is decoded for who may not hand it in.
    """
    if "photo" not in request.files or request.form.get("show"):
        return sent
    speech, question_id = language.language(), sent["question_id"]
    lesson = lesson_of_pupil(work(), code=code, language=speech)
    if lesson.question(step_id, question_id).type != PHOTO:
        return sent
    check_takes_photos(lesson)
    check_open(lesson.step(step_id), lesson.taking)
    mark = house().seal.digest("photo", f"{work().actor.user_id}/{sent['client_id']}")
    content = safe_copy(request.files["photo"].read(), mark=mark)
    sha256 = hashlib.sha256(content).hexdigest()
    facts = {"code": code, "step_id": step_id, "question_id": question_id, "language": speech}
    do(operations.lay_down_photo, sha256=sha256, **facts)
    house().files.put(content)
    return {**sent, "sent": {**sent["sent"], "answer": [sha256]}}


def _after(code: str, outcome: operations.Outcome) -> str:
    """Back to the screen to see what was right; straight on when there is nothing to see."""
    place = outcome.here if outcome.look else outcome.following
    return _url(code, place) if place else url_for("learning.lesson", code=code)


def _screen_page(
    code: str,
    step_id: str,
    number: int,
    *,
    problem: str = "",
    order: list[str] | None = None,
    keeps_typed: bool = False,
) -> str:
    now = player.screen_now(
        work(), code=code, step_id=step_id, number=number, language=language.language(),
        question_id=request.form.get("question", ""),
    )  # fmt: skip
    lock_after(minutes_by_hand(now.step, viewer=now.lesson.viewer))
    if now.lesson.paused and not problem and not is_kept():
        if request.method == "POST":
            keep_typed(code)
        return _paused_page(now.lesson, _url(code, Place(now.step.id, now.number)))
    asked = now.asked.question.id if now.asked else ""
    typed = dict(request.form.lists()) if problem or keeps_typed else typed_before(code, asked)
    return render_template(
        "learning/screen.html",
        now=now,
        code=code,
        problem=problem,
        typed=typed,
        order=order,
        photos={sha: url_for("learning.own_photo", code=code, sha256=sha) for sha in now.photos},
        together=companions(work(), tickets_now()),
        hand_up=now.lesson.progress.help_since is not None,
        marked_by_machine=is_machine_marked,
        kept_apart=is_kept_apart,
        beside=layout.beside,
        apart_from=layout.apart_from,
        text_of=layout.text_of,
        ordered=ordered,
        stamp_words=stamp_words,
    )
