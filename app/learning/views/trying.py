"""A module tried as a pupil, by anybody and without an account; and all its steps on one page, for who teaches."""

from typing import Any

from flask import Response, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.access.actor import NOBODY
from app.access.matrix import Permission
from app.base import language
from app.base.levels import level_label
from app.base.problems import RuleBroken
from app.base.throttle import count_try, must_be_free
from app.curriculum.marking import is_machine_marked
from app.learning import layout, trying
from app.learning.asked import arrow, moved, ordered
from app.learning.preview import preview
from app.learning.views import bp
from app.web.frame import speak_to
from app.web.incoming import address
from app.web.pages import do_as, house, needs, see_other, work

ANSWERS, MINUTES = 1500, 10  # from one address: thirty children of one school who try a module at the same time


@bp.get("/try/<slug>")
@needs(None)
def try_module(slug: str) -> ResponseReturnValue:
    """To the first screen. `key`: as it was linked before, all steps with the answers."""
    if "key" in request.args:
        return see_other(url_for("learning.steps", slug=slug, key=1))
    step_id, number = trying.first_place(work(), slug=slug, language=language.language(), **_mode())
    return see_other(url_for("learning.try_screen", slug=slug, step_id=step_id, number=number, **_asked()))


@bp.get("/try/<slug>/<step_id>/<int:number>")
@needs(None)
def try_screen(slug: str, step_id: str, number: int) -> ResponseReturnValue:
    return _page(_screen(slug, step_id, number))


@bp.post("/try/<slug>/<step_id>/<int:number>")
@needs(None)
def try_answer(slug: str, step_id: str, number: int) -> ResponseReturnValue:
    """Marked and shown at once, on the page itself: there is nothing to come back to."""
    _count()
    now = _screen(slug, step_id, number)
    if "up" in request.form or "down" in request.form:
        return _page(now, order=moved(request.form.getlist("answer"), *arrow(request.form)))
    sent = {name: request.form.getlist(name) for name in request.form}
    given = request.form.get("given", 0, type=int)
    try:
        now = trying.try_answer(work(), now, sent=sent, given=given, language=language.language())
    except RuleBroken as broken:
        return _page(now, problem=language.gettext(broken.message, **broken.params)), 422
    return _page(now)


@bp.get("/try/<slug>/end")
@needs(None)
def try_end(slug: str) -> ResponseReturnValue:
    """All was seen: give it, or see it as somebody else."""
    step_id, number = trying.first_place(work(), slug=slug, language=language.language(), **_mode())
    now = _screen(slug, step_id, number)
    speak_to(now.tone)
    may_give = work().may_any(Permission.ASSIGNMENT_GIVE)
    return render_template(
        "learning/try_end.html", now=now, asked=_tried(now.mode), may_give=may_give, label=level_label
    )


@bp.get("/try/<slug>/steps")
@needs(Permission.CATALOGUE_READ)
def steps(slug: str) -> ResponseReturnValue:
    """All steps on one page. `key`: with the answers, for those who give modules to classes."""
    found = preview(work(), slug=slug, language=language.language(), with_key="key" in request.args)
    may_see_key = work().may_any(Permission.ASSIGNMENT_GIVE)
    return render_template("learning/steps.html", found=found, may_see_key=may_see_key)


def _count() -> None:
    """One more answer from this address. Only a digest of the address and a number are kept, for ten minutes.

    Raises:
        TooMany: more than a school full of children.
    """
    key = f"try:{house().seal.digest('try', address())}"
    must_be_free(work(), key=key, limit=ANSWERS, minutes=MINUTES)
    do_as(NOBODY, count_try, key=key, limit=ANSWERS, minutes=MINUTES)


def _screen(slug: str, step_id: str, number: int) -> trying.TryScreen:
    return trying.try_screen(
        work(), slug=slug, step_id=step_id, number=number, language=language.language(), **_mode()
    )  # fmt: skip


def _strip(now: trying.TryScreen) -> list[dict[str, Any]]:
    """The strip of a lesson: where one is; every other step leads there, and none is done."""
    inner = ["now" if n == now.number else "todo" for n in range(1, now.screens + 1)]
    return [
        {
            "label": step.label,
            "icon": step.icon,
            "state": "now" if step.id == now.step.id else "todo",
            "inner": inner if step.id == now.step.id else [],
            "url": url_for("learning.try_screen", slug=now.module.slug, step_id=step.id, number=1, **_tried(now.mode)),
        }
        for step in now.steps
    ]


def _mode() -> dict[str, str]:
    return {"level": request.args.get("level", ""), "there": request.args.get("there", "")}


def _asked() -> dict[str, Any]:
    """The same, for the next address."""
    return {name: value or None for name, value in _mode().items()}


def _tried(mode: trying.Mode) -> dict[str, Any]:
    """As whom it is really tried: an address may name a level that the module is not made for, or none at all."""
    return {"level": mode.band, "there": None if mode.there else "no"}


def _page(now: trying.TryScreen, *, problem: str = "", order: list[str] | None = None) -> Response:
    speak_to(now.tone)
    typed = {name: request.form.getlist(name) for name in request.form} if problem or now.note else {}
    page = render_template(
        "learning/try.html",
        now=now,
        slug=now.module.slug,
        mode=_tried(now.mode),
        problem=problem,
        typed=typed,
        order=order,
        steps=_strip(now),
        label=level_label,
        marked_by_machine=is_machine_marked,
        beside=layout.beside,
        apart_from=layout.apart_from,
        text_of=layout.text_of,
        ordered=ordered,
    )
    answer = make_response(page)
    answer.headers["X-Robots-Tag"] = "noindex"  # the module's page is the one to be found
    return answer
