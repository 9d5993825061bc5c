"""Classes: the list, a new one, its names brought up to date, its door, its cards."""

from io import BytesIO
from uuid import UUID

from flask import render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from app.access.matrix import Permission
from app.base.jobs import DONE, job_of
from app.base.language import N_, clock_time
from app.base.problems import NotFound, RuleBroken
from app.people.forms import ClassForm, level_choices, text_of
from app.people.operations import (
    hold_door_open,
    make_class,
    renew_link,
    shut_door,
    start_cards,
    update_list,
)
from app.people.queries import (
    ClassNow,
    class_by_code,
    classes_of_actor,
    difference_for_class,
    pupils_of_class,
    school_now,
)
from app.people.rules.difference import mark_of
from app.people.rules.roster import ROWS, Listed, as_text
from app.people.views.blueprint import bp
from app.people.views.teachers import people_page
from app.web.forms import key_of
from app.web.frame import local
from app.web.identity import ask_again
from app.web.incoming import address
from app.web.pages import do, house, needs, see_other, tell, work

TOO_MANY = N_("We read %(n)s names; a class has at most %(most)s. Paste the names of one class.")
NO_NAMES = N_("We found no names in this text. Paste one pupil on each line: first name, then last name.")


@bp.get("/classes")
@needs(Permission.CLASS_READ)
def classes() -> ResponseReturnValue:
    return render_template("people/classes.html", classes=classes_of_actor(work()), school=school_now(work()))


@bp.route("/classes/new", methods=["GET", "POST"])
@needs(Permission.CLASS_EDIT)
def new_class() -> ResponseReturnValue:
    """Paste, look, save: nothing is kept before the difference was seen."""
    kind = school_now(work()).kind
    form = ClassForm(kind)
    if request.method == "GET" or "back" in request.form or not form.validate():
        form.key.data = form.key.data or str(work().new_id())
        return _list_page(form, None)
    if "save" not in request.form:
        return _difference_page(form, None)
    try:
        code = do(make_class, key=key_of(text_of(form.key)), listed=form.listed())
    except RuleBroken as broken:
        return _again(form, None, broken)
    ask_again()  # the class is new; what this process remembers of the teacher does not name it yet
    tell(N_("Saved. Now print the cards, and your class can come in."))
    return see_other(url_for("people.class_people", code=code))


@bp.route("/classes/<code>/list", methods=["GET", "POST"])
@needs(Permission.CLASS_EDIT)
def class_list(code: str) -> ResponseReturnValue:
    """The same for a class that is there."""
    klass = class_by_code(work(), code=code, permission=Permission.CLASS_EDIT)
    form = ClassForm(klass.kind, data=_filled(klass) if request.method == "GET" else None)
    if request.method == "GET" or "back" in request.form or not form.validate():
        return _list_page(form, klass)
    if "save" not in request.form:
        return _difference_page(form, klass)
    try:
        do(update_list, code=code, listed=form.listed())
    except RuleBroken as broken:
        return _again(form, klass, broken)
    tell(N_("The list is up to date."))
    return see_other(url_for("people.class_people", code=code))


@bp.get("/classes/<code>/pupils")
@needs(Permission.CLASS_READ)
def class_people(code: str) -> ResponseReturnValue:
    """Who is in the class, its door, its cards and its teachers."""
    return people_page(class_by_code(work(), code=code)), 200


@bp.post("/classes/<code>/door")
@needs(Permission.DOOR_HOLD)
def door(code: str) -> ResponseReturnValue:
    if request.form.get("door") == "shut":
        do(shut_door, code=code)
        tell(N_("The door is shut. The class code shows no names."))
    else:
        until = do(hold_door_open, code=code, address=address())
        tell(
            N_("The door is open until %(time)s. Your pupils can come in with the class code."), time=clock_time(until)
        )
    return see_other(local(request.form.get("next") or url_for("people.class_people", code=code)))


@bp.post("/classes/<code>/link")
@needs(Permission.CLASS_EDIT)
def new_link(code: str) -> ResponseReturnValue:
    do(renew_link, code=code)
    tell(N_("There is a new link. The one before leads nowhere any more."))
    return see_other(url_for("people.class_people", code=code, _anchor="link"))


@bp.route("/classes/<code>/cards", methods=["GET", "POST"])
@needs(Permission.CARDS_PRINT)
def cards(code: str) -> ResponseReturnValue:
    """Ask for the PDF of the class, or of one pupil who lost a card; then wait for it here."""
    if request.method == "POST":
        pupils = [key_of(one) for one in request.form.getlist("pupil")]
        job_id = do(start_cards, code=code, pupil_ids=pupils)
        return see_other(url_for("people.cards", code=code, job=job_id))
    klass = class_by_code(work(), code=code, permission=Permission.CARDS_PRINT)
    job = job_of(work(), key_of(request.args["job"])) if "job" in request.args else None
    to = url_for("people.cards_file", code=code, job_id=job.id) if job else ""
    return render_template("people/cards.html", klass=klass, job=job, to=to)


@bp.get("/classes/<code>/cards/<uuid:job_id>.pdf")
@needs(Permission.CARDS_PRINT)
def cards_file(code: str, job_id: UUID) -> ResponseReturnValue:
    class_by_code(work(), code=code, permission=Permission.CARDS_PRINT)
    job = job_of(work(), job_id)
    if job.state != DONE or "sha" not in job.result:
        raise NotFound("cards")
    pdf = house().files.get(job.result["sha"])
    return send_file(BytesIO(pdf), mimetype="application/pdf", download_name=job.result["name"])


def _list_page(form: ClassForm, klass: ClassNow | None) -> ResponseReturnValue:
    return render_template("people/class_list.html", form=form, klass=klass), 422 if form.errors else 200


def _difference_page(form: ClassForm, klass: ClassNow | None, status: int = 200) -> ResponseReturnValue:
    class_id = klass.id if klass else None
    found = difference_for_class(work(), class_id=class_id, names=text_of(form.names), levels=form.chosen)
    if found.roster.too_many:
        return _again(form, klass, RuleBroken("names", TOO_MANY, n=found.roster.too_many, most=ROWS))
    if not found.roster.pupils:
        return _again(form, klass, RuleBroken("names", NO_NAMES))
    form.mark.data = mark_of(found, name=text_of(form.name), levels=form.chosen)
    labels = dict(level_choices(school_now(work()).kind))
    return render_template("people/difference.html", form=form, klass=klass, found=found, labels=labels), status


def _again(form: ClassForm, klass: ClassNow | None, broken: RuleBroken) -> ResponseReturnValue:
    """A broken rule: beside its field; a list that changed meanwhile: the new difference."""
    if broken.field == "mark":
        tell(broken.message, "note")
        return _difference_page(form, klass, 409)
    form.refuse(broken)
    return _list_page(form, klass)


def _filled(klass: ClassNow) -> dict[str, object]:
    pupils = pupils_of_class(work(), class_id=klass.id)
    listed = [Listed(0, pupil.first_name, pupil.last_name, pupil.level_label) for pupil in pupils]
    return {"name": klass.name, "levels": list(klass.levels), "names": as_text(listed)}
