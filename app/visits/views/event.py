"""The coordinator's event day: setting it up, its stands and classes, telling everybody."""

from datetime import date, time
from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.access.matrix import Permission
from app.base.language import N_
from app.base.levels import level_label
from app.base.problems import NotFound, RuleBroken
from app.visits import operations
from app.visits.forms.event import EventForm, StandForm, as_typed, stand_as_typed
from app.visits.operations.event_waves import waves_on
from app.visits.prints.event import spots
from app.visits.queries.editions import edition_by_id
from app.visits.queries.event import event_on, whole_day
from app.visits.queries.event_now import StandNow, WholeDay
from app.visits.queries.event_page import classes_to_add, offers_to_add
from app.visits.rules.site_map import site_map
from app.visits.views import bp
from app.visits.views.event_routes import whole_number
from app.web.pages import do, needs, see_other, site, tell, work

FRESH = {"starts": time(9, 0), "rounds": 3, "round_minutes": 40, "gap_minutes": 10}
FRESH_WAVES = {"wave_minutes": 15, "wave_bikes": 120, "wave_coaches": 3}


@bp.get("/editions/<uuid:edition_id>/event/<day>")
@needs(Permission.WEEK_PLAN)
def event_of_day(edition_id: UUID, day: str) -> ResponseReturnValue:
    """Its page; the set-up when there is none yet."""
    held = event_on(work(), edition_id=edition_id, day=_day(day))
    if held is not None:
        return redirect(url_for("visits.event", event=held.code))
    return _new(edition_id, _day(day), EventForm(formdata=None, data={**FRESH, **FRESH_WAVES}))


@bp.post("/editions/<uuid:edition_id>/event/<day>")
@needs(Permission.WEEK_PLAN)
def make_event(edition_id: UUID, day: str) -> ResponseReturnValue:
    form = EventForm()
    if form.validate():
        try:
            made = do(operations.make_event, edition_id=edition_id, day=_day(day), told=form.told())
        except RuleBroken as broken:
            form.refuse(broken)
        else:
            tell(N_("The day stands. Now choose which companies have a stand."))
            return see_other(url_for("visits.event_stands", event=made))
    return _new(edition_id, _day(day), form), 422


@bp.get("/event/<event>/setup")
@needs(Permission.WEEK_PLAN)
def event_setup(event: str) -> ResponseReturnValue:
    held = whole_day(work(), event)
    return _setup(held, EventForm(formdata=None, data=as_typed(held.event)))


@bp.post("/event/<event>/setup")
@needs(Permission.WEEK_PLAN)
def change_event(event: str) -> ResponseReturnValue:
    form = EventForm()
    if form.takes(lambda: do(operations.change_event, code=event, told=form.told())):
        tell(N_("Saved."))
        return see_other(url_for("visits.event_setup", event=event))
    return _setup(whole_day(work(), event), form), 422


@bp.get("/event/<event>/stands")
@needs(Permission.WEEK_PLAN)
def event_stands(event: str) -> ResponseReturnValue:
    day = whole_day(work(), event)
    facts = {"map": site_map(spots(day.stands), label=day.event.venue), "level_label": level_label}
    return render_template("visits/event/stands.html", day=day, offers=offers_to_add(work(), day), **facts)


@bp.post("/event/<event>/stands")
@needs(Permission.WEEK_PLAN)
def add_stands(event: str) -> ResponseReturnValue:
    made = do(operations.add_stands, code=event, offer_codes=request.form.getlist("offers"))
    tell(N_("Stands added: %(n)s. Move each to its square on the map."), n=made)
    return see_other(url_for("visits.event_stands", event=event))


@bp.get("/event/<event>/stands/<uuid:stand_id>")
@needs(Permission.WEEK_PLAN)
def event_stand(event: str, stand_id: UUID) -> ResponseReturnValue:
    day, stand = _stand(event, stand_id)
    return _stand_page(day, stand, StandForm(formdata=None, data=stand_as_typed(stand)))


@bp.post("/event/<event>/stands/<uuid:stand_id>")
@needs(Permission.WEEK_PLAN)
def change_stand(event: str, stand_id: UUID) -> ResponseReturnValue:
    if request.form.get("drop"):
        do(operations.drop_stand, code=event, stand_id=stand_id)
        tell(N_("The stand is gone."))
        return see_other(url_for("visits.event_stands", event=event))
    form = StandForm()
    if form.takes(lambda: do(operations.change_stand, code=event, stand_id=stand_id, **form.facts())):
        tell(N_("Saved."))
        return see_other(url_for("visits.event_stands", event=event))
    return _stand_page(*_stand(event, stand_id), form), 422


@bp.get("/event/<event>/classes")
@needs(Permission.WEEK_PLAN)
def event_classes(event: str) -> ResponseReturnValue:
    day = whole_day(work(), event)
    waves = waves_on(day.event, day.classes)
    return render_template(
        "visits/event/classes.html",
        day=day,
        to_add=classes_to_add(work(), day),
        level_label=level_label,
        waves=day.event.waves[::-1],
        times={one.number: one for one in day.event.waves},
        unplaced=waves.unplaced,
    )


@bp.post("/event/<event>/classes")
@needs(Permission.WEEK_PLAN)
def add_classes(event: str) -> ResponseReturnValue:
    made = do(operations.add_classes, code=event, class_codes=request.form.getlist("classes"))
    tell(N_("Classes added: %(n)s."), n=made)
    return see_other(url_for("visits.event_classes", event=event))


@bp.post("/event/<event>/waves")
@needs(Permission.WEEK_PLAN)
def spread_waves(event: str) -> ResponseReturnValue:
    """One class by hand, or all of them by the rule."""
    klass, wave = request.form.get("school_class", ""), request.form.get("wave", "")
    if klass:
        do(operations.set_wave, code=event, class_code=klass, wave=whole_number(wave))
        tell(N_("The wave is set."))
    else:
        found = do(operations.make_waves, code=event)
        tell(N_("Classes in a wave: %(n)s, without one: %(m)s."), n=len(found.of), m=len(found.unplaced))
    return see_other(url_for("visits.event_classes", event=event))


@bp.post("/event/<event>/tell")
@needs(Permission.WEEK_PLAN)
def tell_event(event: str) -> ResponseReturnValue:
    sent = do(operations.tell_programme, code=event, site=site())
    tell(N_("The programme is on its way: %(n)s mails."), n=sent)
    return see_other(url_for("visits.event", event=event))


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise NotFound("day") from None


def _new(edition_id: UUID, day: date, form: EventForm) -> str:
    edition = edition_by_id(work(), edition_id)
    if day not in edition.events:
        raise NotFound("event day")
    return render_template("visits/event/new.html", edition=edition, day=day, name=edition.events[day], form=form)


def _setup(day: WholeDay, form: EventForm) -> str:
    return render_template("visits/event/setup.html", day=day, form=form)


def _stand(event: str, stand_id: UUID) -> tuple[WholeDay, StandNow]:
    day = whole_day(work(), event)
    if stand_id not in day.by_id:
        raise NotFound("stand")
    return day, day.by_id[stand_id]


def _stand_page(day: WholeDay, stand: StandNow, form: StandForm) -> str:
    drawn = site_map(spots(day.stands), spots([stand]), label=day.event.venue)
    return render_template("visits/event/stand.html", day=day, stand=stand, form=form, map=drawn)
