"""The class page: pupils x steps live, hands, ticks, one pupil, and the board."""

from typing import Any
from uuid import UUID

from flask import Response, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.access.matrix import Permission
from app.assignments.queries import (
    GIVEN,
    Given,
    assignment_for_staff,
    assignments_of_class,
    bookings_of_assignment,
    newcomers,
)
from app.base import language
from app.base.language import N_, gettext
from app.base.problems import RuleBroken
from app.base.qr import qr_svg
from app.curriculum.queries import titles
from app.learning import operations, queries, review
from app.learning.apart import titles_apart
from app.learning.attitudes import has_attitudes
from app.learning.class_view import ClassView, Row, after_steps, class_view, class_view_of
from app.learning.for_host import asks_host
from app.learning.forms import TickForm
from app.learning.steering import steering_stamp
from app.learning.timeline import timeline
from app.learning.versions import version_news
from app.learning.views import bp
from app.people.queries import class_by_id
from app.visits.queries import bookings_by_id, pupils_on_list
from app.web.forms import keys_of
from app.web.pages import do, is_fragment, needs, see_other, site, tell, work

LAST = 999  # a screen past the end of a step is its end


@bp.get("/class/<code>")
@needs(Permission.LESSON_SEE)
def class_page(code: str) -> ResponseReturnValue:
    """The whole page; the grid alone is asked again every few seconds."""
    view = class_view(work(), code=code, language=language.language())
    if not work().may(Permission.CLASS_READ, classes={view.given.class_id}, school=view.given.school_id):
        return _lesson_alone(view, code)
    bookings = bookings_by_id(work(), bookings_of_assignment(work(), assignment_id=view.given.id))
    return render_template(
        "learning/class.html",
        view=view,
        code=code,
        klass=class_by_id(work(), class_id=view.given.class_id),
        tabs=tabs_of_class(view.given.class_id),
        bookings=bookings,
        listed={one.id: pupils_on_list(work(), booking_id=one.id) for one in bookings},
        after=after_steps(view, bookings),
        tag=_tag(view.given),
        today=work().today,
        **_may(),
        coming=len(newcomers(work(), view.given)),
        asks_opinions=has_attitudes(view.module),
        asks_host=asks_host(view.module),
        may_thank=any(one.starts_at <= work().now for one in bookings),
        news=version_news(work(), view.given, language=language.language()),
    )


@bp.get("/class/<code>/grid")
@needs(Permission.LESSON_SEE)
def grid(code: str) -> ResponseReturnValue:
    """Nothing new in this minute: 304 to a conditional request, 204 to the page (`seen`), and no answer is read."""
    given = assignment_for_staff(work(), code)
    tag = _tag(given)
    if request.if_none_match.contains(tag):
        return Response(status=304)
    if request.args.get("seen") == tag:
        return Response(status=204)
    return _grid(given, tag)


@bp.get("/class/<code>/tick")
@needs(Permission.STEP_TICK)
def tick_page(code: str) -> ResponseReturnValue:
    """Who did a step on paper or together; everybody who has not done it is ticked beforehand."""
    asked = {name: request.args.get(name, "") for name in ("step", "onward")}
    return _tick_page(code, TickForm(formdata=None, **asked))


@bp.post("/class/<code>/tick")
@needs(Permission.STEP_TICK)
def tick(code: str) -> ResponseReturnValue:
    form = TickForm()
    if not form.validate():
        return _tick_page(code, form), 422
    try:
        changed = _tick(code, form)
    except RuleBroken as broken:
        form.refuse(broken)
        return _tick_page(code, form), 422
    if form.onward.data == "board":
        return see_other(url_for("learning.board_step", code=code, step_id=form.step.data, number=LAST))
    _tell_ticked(changed)
    return see_other(url_for("learning.class_page", code=code))


@bp.post("/class/<code>/tick-present")
@needs(Permission.STEP_TICK)
def tick_present(code: str) -> ResponseReturnValue:
    _tell_ticked(do(operations.tick_present, code=code))
    return see_other(url_for("learning.class_page", code=code))


@bp.post("/class/<code>/hand/<uuid:pupil_id>")
@needs(Permission.LESSON_LEAD)
def lower_hand(code: str, pupil_id: UUID) -> ResponseReturnValue:
    do(operations.lower_hand, code=code, pupil_id=pupil_id)
    return class_after(code)


@bp.get("/class/<code>/board")
@needs(Permission.LESSON_SEE)
def board(code: str) -> ResponseReturnValue:
    """Code, QR and how many are in; never names or scores, because the whole room looks at it."""
    given = assignment_for_staff(work(), code)
    tag = _tag(given)
    if is_fragment() and request.args.get("seen") == tag:
        return Response(status=204)
    view = class_view_of(work(), given, language=language.language())
    if is_fragment():
        return render_template("learning/_joined.html", view=view, tag=tag)
    klass = class_by_id(work(), class_id=view.given.class_id)
    address = site() + url_for("people.names", code=klass.class_code)
    code_drawn = qr_svg(address, label=gettext("QR code to come in"))
    may_lead = work().may_any(Permission.LESSON_LEAD)
    facts = {"code": code, "klass": klass, "qr": code_drawn, "site": site(), "may_lead": may_lead, "tag": tag}
    return render_template("learning/board.html", view=view, **facts)


@bp.get("/class/<code>/pupil/<uuid:pupil_id>")
@needs(Permission.CLASS_READ)
def pupil(code: str, pupil_id: UUID) -> ResponseReturnValue:
    return _pupil_page(code, pupil_id, TickForm(formdata=None))


@bp.post("/class/<code>/pupil/<uuid:pupil_id>")
@needs(Permission.STEP_TICK)
def tick_pupil(code: str, pupil_id: UUID) -> ResponseReturnValue:
    """One step of one pupil: on paper, together, other work accepted, or taken away."""
    form = TickForm()
    form.pupils.data = [str(pupil_id)]
    if not form.validate():
        return _pupil_page(code, pupil_id, form), 422
    try:
        changed = _tick(code, form)
    except RuleBroken as broken:
        form.refuse(broken)
        return _pupil_page(code, pupil_id, form), 422
    _tell_ticked(changed)
    return see_other(url_for("learning.pupil", code=code, pupil_id=pupil_id))


def class_after(code: str) -> ResponseReturnValue:
    """What the class page shows after an act on it: the grid as it is now, or without a script the whole page."""
    if not is_fragment():
        return see_other(url_for("learning.class_page", code=code))
    given = assignment_for_staff(work(), code)
    return _grid(given, _tag(given))


def _grid(given: Given, tag: str) -> Response:
    view = class_view_of(work(), given, language=language.language())
    answer = make_response(render_template("learning/_grid.html", view=view, code=given.code, tag=tag, **_may()))
    answer.set_etag(tag)
    answer.headers["Cache-Control"] = "private, no-cache"
    return answer


def _tag(given: Given) -> str:
    """Changes with any pupil's progress, with what is given to whom and what the teacher steers, and once a minute:
    minutes on a step move."""
    stamp = queries.stamp(work(), assignment_id=given.id)
    steered = steering_stamp(given, work().now)
    return f"{stamp}-{given.changes}-{steered}-{work().now:%H%M}-{language.language()}"


def _tick(code: str, form: TickForm) -> int:
    facts: dict[str, Any] = {"code": code, "step_id": form.step.data, "pupil_ids": keys_of(form.pupils.data or [])}
    if form.how.data == "undone":
        return do(operations.untick_step, **facts)
    return do(operations.tick_step, how=form.how.data or "", reason=form.reason.data or "", **facts)


def _tell_ticked(changed: int) -> None:
    if changed:
        tell(language.ngettext("Saved for one pupil.", "Saved for %(n)s pupils.", changed))
    else:
        tell(N_("Nothing changed: it stood like this already."), "note")


def _lesson_alone(view: ClassView, code: str) -> str:
    """For a substitute: the grid, hands, the board and the door, and nothing that leads further."""
    klass, tabs = class_by_id(work(), class_id=view.given.class_id), tabs_of_class(view.given.class_id)
    return render_template(
        "learning/class_substitute.html",
        view=view,
        code=code,
        klass=klass,
        tabs=tabs,
        tag=_tag(view.given),
        **_may(),
    )


def _may() -> dict[str, bool]:
    """What the grid and the hands offer to this role."""
    named = {
        "may_tick": Permission.STEP_TICK,
        "may_lead": Permission.LESSON_LEAD,
        "may_read": Permission.CLASS_READ,
        "may_give": Permission.ASSIGNMENT_GIVE,
    }
    return {name: work().may_any(permission) for name, permission in named.items()}


def tabs_of_class(class_id: UUID) -> list[tuple[str, str]]:
    """(code, title) of what was given to this class and not withdrawn, newest first; no two look the same."""
    named = titles(work(), language=language.language())
    given = [one for one in assignments_of_class(work(), class_id=class_id) if one.state == GIVEN]
    shown = [(named.get((one.module_slug, one.module_edition), one.module_slug), one.closes_on) for one in given]
    apart = titles_apart(shown, language.language())
    return [(one.code, title) for one, title in zip(given, apart, strict=True)]


def _tick_page(code: str, form: TickForm) -> str:
    view = class_view(work(), code=code, language=language.language())
    place = next((n for n, step in enumerate(view.steps) if step.id == form.step.data), _first_to_tick(view))
    chosen = form.pupils.data if form.is_submitted() else _not_done(view.rows, place)
    klass = class_by_id(work(), class_id=view.given.class_id)
    return render_template(
        "learning/tick.html", view=view, klass=klass, code=code, form=form, place=place, chosen=chosen
    )


def _first_to_tick(view: ClassView) -> int:
    """The first step that somebody still has to do."""
    open_steps = {n for row in view.rows for n, cell in enumerate(row.cells) if not cell.how and cell.state != "none"}
    return min(open_steps, default=0)


def _not_done(rows: tuple[Row, ...], place: int) -> list[str]:
    if request.args.get("who") == "none":
        return []
    return [str(row.pupil_id) for row in rows if row.cells[place].how is None and row.cells[place].state != "none"]


def _pupil_page(code: str, pupil_id: UUID, form: TickForm) -> str:
    found = review.pupil_page(work(), code=code, pupil_id=pupil_id, language=language.language())
    may_tick, may_read = work().may_any(Permission.STEP_TICK), work().may_any(Permission.ANSWER_REVIEW)
    line = timeline(work(), given=found.given, module=found.module, pupil_id=pupil_id) if may_read else ()
    return render_template(
        "learning/pupil.html",
        found=found,
        klass=class_by_id(work(), class_id=found.given.class_id),
        code=code,
        form=form,
        may_tick=may_tick,
        may_read=may_read,
        line=line,
    )
