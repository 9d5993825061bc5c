"""Classes by rounds: the routes of an event day, made in one go and changed by hand; its papers and lists."""

from io import BytesIO
from typing import NamedTuple
from uuid import UUID

from flask import render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from app.access.matrix import Permission
from app.base import language
from app.base.jobs import DONE, job_of
from app.base.language import N_, gettext
from app.base.problems import NotFound, RuleBroken
from app.base.sheets import as_csv, as_xlsx
from app.base.sheets.table import file_stem
from app.visits import operations
from app.visits.event_sheets import EVENT_SHEETS, event_table
from app.visits.forms.event import StepForm
from app.visits.operations.event_routes import FREE, as_stand, as_walker, checks_of, planned
from app.visits.queries.event import event_by_code, whole_day
from app.visits.queries.event_now import ClassOnDay, StandNow, StepNow, WholeDay
from app.visits.queries.event_page import kept_by_hand, schools_on
from app.visits.rules.editions import short_school
from app.visits.rules.halves import WHOLE, is_too_big
from app.visits.rules.plan import refusal, warning
from app.visits.views import bp
from app.web.forms import key_of
from app.web.pages import do, house, needs, see_other, tell, work


class Choice(NamedTuple):
    """A stand in the list for one cell. `word`: why not, or what is unusual; empty when it simply fits."""

    stand: StandNow
    word: str
    may: bool


class Panel(NamedTuple):
    """One cell that is in hand."""

    klass: ClassOnDay
    round: int
    step: StepNow | None
    choices: tuple[Choice, ...]

    @property
    def seen(self) -> str:
        if self.step is None:
            return ""
        return str(self.step.stand_id) if self.step.stand_id else FREE


@bp.get("/event/<event>")
@needs(Permission.WEEK_PLAN)
def event(event: str) -> ResponseReturnValue:
    return _page(event)


@bp.post("/event/<event>/routes")
@needs(Permission.WEEK_PLAN)
def make_routes(event: str) -> ResponseReturnValue:
    seen, anew = request.form.get("seen", ""), request.form.get("anew") == "1"
    try:
        filled = do(operations.make_routes, code=event, seen=whole_number(seen) or 0, anew=anew)
    except RuleBroken as broken:
        return _page(event, broken), 422
    kept = sum(len(one.rounds) for one in kept_by_hand(whole_day(work(), event)))
    if kept:
        tell(N_("Rounds with a stand: %(n)s. Left as somebody chose them: %(kept)s."), n=filled, kept=kept)
    else:
        tell(N_("Rounds with a stand: %(n)s."), n=filled)
    return see_other(url_for("visits.event", event=event))


@bp.post("/event/<event>/step")
@needs(Permission.WEEK_PLAN)
def set_step(event: str) -> ResponseReturnValue:
    form = StepForm()
    if not form.validate():
        return _page(event, RuleBroken("", N_("Load the page again."))), 422
    facts = {"class_code": form.school_class.data or "", "to": form.to.data or "", "seen": form.seen.data or ""}
    try:
        do(operations.set_step, code=event, number=form.round.data or 0, **facts)
    except RuleBroken as broken:
        return _page(event, broken), 422
    return see_other(url_for("visits.event", event=event, _anchor=f"k-{form.school_class.data}"))


@bp.post("/event/<event>/paper")
@needs(Permission.WEEK_PLAN)
def event_paper(event: str) -> ResponseReturnValue:
    school = request.form.get("school", "")
    facts = {"what": request.form.get("what", "timetables"), "language": language.language()}
    job = do(operations.start_event_paper, code=event, school_id=key_of(school) if school else None, **facts)
    return see_other(url_for("visits.event", event=event, job=job, _anchor="job"))


@bp.get("/event/<event>/paper/<uuid:job_id>.pdf")
@needs(Permission.WEEK_PLAN)
def event_print(event: str, job_id: UUID) -> ResponseReturnValue:
    event_by_code(work(), event)
    return printed(event, job_id)


@bp.get("/event/<event>/list/<sheet>.<suffix>")
@needs(Permission.WEEK_PLAN)
def event_sheet(event: str, sheet: str, suffix: str) -> ResponseReturnValue:
    if sheet not in EVENT_SHEETS or suffix not in ("csv", "xlsx"):
        raise NotFound("sheet")
    day = whole_day(work(), event)
    table = event_table(day, sheet, language=language.language())
    if suffix == "csv":
        content, media_type = as_csv.as_csv(table), as_csv.MEDIA_TYPE
    else:
        content, media_type = as_xlsx.as_xlsx([table], title=day.event.name, at=work().now), as_xlsx.MEDIA_TYPE
    name = f"{file_stem(day.event.name, sheet)}-{day.event.day.isoformat()}.{suffix}"
    return send_file(BytesIO(content), mimetype=media_type, as_attachment=True, download_name=name)


def whole_number(text: str) -> int | None:
    """What is typed in an address or sent by a script: never a number that no table takes."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def printed(code: str, job_id: UUID) -> ResponseReturnValue:
    """One's own print of this code, as long as it is kept. Raises: NotFound."""
    job = job_of(work(), job_id)
    if job.state != DONE or job.result.get("code") != code or "sha" not in job.result:
        raise NotFound("paper")
    pdf = BytesIO(house().files.get(job.result["sha"]))
    return send_file(pdf, mimetype="application/pdf", download_name=job.result["name"])


def _page(code: str, broken: RuleBroken | None = None) -> str:
    day = whole_day(work(), code)
    job = job_of(work(), key_of(request.args["job"])) if "job" in request.args else None
    gaps = planned(day.event, day.stands, day.classes).gaps if day.stands and day.classes else ()
    return render_template(
        "visits/event/routes.html",
        day=day,
        stands=day.by_id,
        panel=_panel(day),
        short={one.school: short_school(one.school) for one in day.classes},
        schools=schools_on(day),
        kept=kept_by_hand(day),
        broken=gettext(broken.message, **broken.params) if broken else "",
        too_big={one.id for one in day.classes if _is_too_big(day, one)},
        why={(one.walker, one.round): one.why for one in gaps},
        job=job,
        to=url_for("visits.event_print", event=code, job_id=job.id) if job else "",
    )


def _is_too_big(day: WholeDay, klass: ClassOnDay) -> bool:
    grounds = [as_stand(day.event, one) for one in day.stands]
    return klass.part == WHOLE and is_too_big(grounds, as_walker(klass))


def _panel(day: WholeDay) -> Panel | None:
    """The cell of the address or of the form that was refused."""
    asked = request.values.get("class", "") or request.form.get("school_class", "")
    number = whole_number(request.values.get("round", ""))
    klass = next((one for one in day.classes if one.code == asked), None)
    if klass is None or number is None or not 1 <= number <= len(day.event.rounds):
        return None
    choices = tuple(_choice(day, klass, number, stand) for stand in day.stands)
    return Panel(klass, number, klass.steps.get(number), choices)


def _choice(day: WholeDay, klass: ClassOnDay, number: int, stand: StandNow) -> Choice:
    said = checks_of(day.event, day.by_id, day.classes, klass, number, stand)
    why, mind = refusal(said), warning(said)
    return Choice(stand, why.word if why else mind.word if mind else "", why is None)
