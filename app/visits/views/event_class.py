"""A teacher and an event day: my class comes, what its day looks like, another number, not after all."""

from typing import Any
from uuid import UUID

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]  # the stubs are a version behind

from app.access.matrix import Permission
from app.base import language
from app.base.jobs import job_of
from app.base.language import N_, gettext
from app.base.levels import level_label
from app.base.problems import RuleBroken
from app.people.queries import class_by_code, classes_of_actor
from app.visits import operations, rules
from app.visits.forms.event import ComesForm, DayPhoneForm
from app.visits.prints.event import spots
from app.visits.queries.event import event_by_code
from app.visits.queries.event_reading import DayOfClass, day_of_class, day_of_first_half, other_half
from app.visits.rules.site_map import site_map
from app.visits.rules.terms import may_cancel
from app.visits.views import bp
from app.visits.views.event_routes import printed
from app.web.forms import key_of
from app.web.pages import do, needs, see_other, tell, work


@bp.get("/event/<event>/join")
@needs(Permission.BOOKING_MAKE)
def join_event(event: str) -> ResponseReturnValue:
    return _join_page(event, ComesForm(formdata=None))


@bp.post("/event/<event>/join")
@needs(Permission.BOOKING_MAKE)
def join(event: str) -> ResponseReturnValue:
    form = ComesForm()
    klass = class_by_code(work(), code=form.school_class.data) if form.school_class.data else None
    if form.validate() and klass is not None:
        level = klass.levels[0] if klass.levels else ""
        try:
            made = do(operations.join_event, code=event, class_code=klass.code, level=level, **form.facts())
        except RuleBroken as broken:
            form.refuse(broken)
        else:
            tell(N_("Your class comes. As soon as the routes are made, your timetable stands here."))
            return see_other(url_for("visits.event_class", code=made))
    return _join_page(event, form), 422


@bp.get("/event/class/<code>")
@needs(Permission.BOOKING_CANCEL)
def event_class(code: str) -> ResponseReturnValue:
    return _page(day_of_class(work(), code))


@bp.post("/event/class/<code>")
@needs(Permission.BOOKING_CANCEL)
def change_event_class(code: str) -> ResponseReturnValue:
    form = ComesForm()
    held = day_of_class(work(), code)
    if form.takes(lambda: do(operations.change_class, code=code, **form.facts())):
        tell(N_("Saved."))
        return see_other(url_for("visits.event_class", code=code))
    return _page(held, form=form), 422


@bp.post("/event/class/<code>/leave")
@needs(Permission.BOOKING_CANCEL)
def leave_event(code: str) -> ResponseReturnValue:
    event = do(operations.leave_event, code=code)
    tell(N_("The class does not come. Its places are free for others."))
    if work().actor.school_id is None:
        return see_other(url_for("visits.event_classes", event=event))
    return see_other(url_for("visits.offers"))


@bp.post("/event/class/<code>/split")
@needs(Permission.BOOKING_CANCEL)
def split_event_class(code: str) -> ResponseReturnValue:
    do(operations.split_class, code=code)
    tell(N_("The class goes in two halves. The second half gets its own route when the routes are made."))
    return see_other(url_for("visits.event_class", code=code))


@bp.post("/event/class/<code>/unite")
@needs(Permission.BOOKING_CANCEL)
def unite_event_class(code: str) -> ResponseReturnValue:
    try:
        do(operations.unite_class, code=code)
    except RuleBroken as broken:
        return _page(day_of_class(work(), code), broken=gettext(broken.message, **broken.params)), 422
    tell(N_("The class goes as one again, along the route of part 1."))
    return see_other(url_for("visits.event_class", code=day_of_first_half(work(), code)))


@bp.post("/event/class/<code>/phone")
@needs(Permission.PRESENCE_MARK)
def event_phone(code: str) -> ResponseReturnValue:
    form = DayPhoneForm()
    held = day_of_class(work(), code)
    if form.takes(
        lambda: do(
            operations.set_day_phone, code=code, phone=form.phone.data or "", companion=form.companion.data or ""
        )
    ):
        tell(N_("Saved. The host sees it on the day, and it goes the day after."))
        return see_other(url_for("visits.event_class", code=code))
    return _page(held, phone_form=form), 422


@bp.post("/event/class/<code>/paper")
@needs(Permission.BOOKING_CANCEL)
def make_timetable(code: str) -> ResponseReturnValue:
    job = do(operations.start_timetable, code=code, language=language.language())
    return see_other(url_for("visits.event_class", code=code, job=job, _anchor="job"))


@bp.get("/event/class/<code>/paper/<uuid:job_id>.pdf")
@needs(Permission.BOOKING_CANCEL)
def timetable(code: str, job_id: UUID) -> ResponseReturnValue:
    day_of_class(work(), code)
    return printed(code, job_id)


def _join_page(code: str, form: ComesForm) -> str:
    held = classes_of_actor(work())
    form.school_class.choices = [SelectChoice(one.code, f"{one.name}, {one.levels_label}") for one in held]
    if form.pupils.data is None and held:
        form.pupils.data = held[0].pupils or None
    return render_template("visits/event/join.html", event=event_by_code(work(), code), form=form, classes=held)


def _page(
    day: DayOfClass, form: ComesForm | None = None, phone_form: DayPhoneForm | None = None, broken: str = ""
) -> str:
    first = next((one.booking_code for one in day.visits if one.booking_code), "")
    phone = next((step.phone for step in day.klass.steps.values() if step.phone), "")
    job = job_of(work(), key_of(request.args["job"])) if "job" in request.args else None
    return render_template(
        "visits/event/class.html",
        day=day,
        event=day.event,
        klass=day.klass,
        level=level_label(day.klass.level),
        map=site_map(spots(day.stands), spots(day.route), label=day.event.venue) if day.stands else "",
        form=form or ComesForm(formdata=None, data=_typed(day)),
        phone_form=phone_form or DayPhoneForm(formdata=None, phone=phone, companion=day.klass.companion),
        other=other_half(work(), day),
        broken=broken,
        first=first,
        may_mark=work().may_any(Permission.PRESENCE_MARK) and _is_ours(day),
        may_change=_is_ours(day) and day.event.starts_at > work().now,
        opens=rules.presence_opens(starts_at=day.event.starts_at),
        now=work().now,
        is_planner=work().actor.school_id is None,
        job=job,
        to=url_for("visits.timetable", code=day.klass.code, job_id=job.id) if job else "",
    )


def _typed(day: DayOfClass) -> dict[str, Any]:
    return {name: getattr(day.klass, name) for name in ("pupils", "way", "needs")}


def _is_ours(day: DayOfClass) -> bool:
    actor = work().actor
    facts = {"role": actor.role, "person": actor.user_id, "classes": actor.class_ids}
    return may_cancel(**facts, booked_by=day.klass.booked_by, class_id=day.klass.class_id)  # type: ignore[arg-type]
