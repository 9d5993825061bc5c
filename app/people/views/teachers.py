"""The page of who is in a class, and its teachers: a colleague is added, somebody new invited, a post ended."""

from uuid import UUID

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.access.matrix import Permission
from app.base.language import N_
from app.base.problems import NotFound, RuleBroken
from app.people.forms import ColleagueForm, TeacherForm, TermFields, text_of
from app.people.operations import add_colleague, add_teacher, end_teacher
from app.people.operations.teachers import Term
from app.people.queries import ClassNow, class_by_code, colleagues_for_class, pupils_of_class, teachers_of_class
from app.people.views.blueprint import bp
from app.web.identity import actor_now, ask_again
from app.web.pages import do, house, needs, see_other, site, tell, work


@bp.post("/classes/<code>/teachers")
@needs(Permission.CLASS_SHARE)
def teachers(code: str) -> ResponseReturnValue:
    """One address for what the page has in its box of teachers."""
    if "end" in request.form:
        return _end(code)
    form = ColleagueForm() if "colleague" in request.form else TeacherForm()
    if isinstance(form, ColleagueForm):
        form.among(colleagues_for_class(work(), class_id=class_by_code(work(), code=code).id))
    try:
        if form.validate():
            tell(N_("%(name)s teaches this class now and gets a mail."), name=_add(code, form))
            return see_other(url_for("people.class_people", code=code))
    except RuleBroken as broken:
        form.refuse(broken)
    return people_page(class_by_code(work(), code=code), form), 422


def people_page(klass: ClassNow, form: TermFields | None = None) -> str:
    """Who is in the class, its door, its cards and its teachers; with a form that was refused."""
    is_new, is_known = isinstance(form, TeacherForm), isinstance(form, ColleagueForm)
    colleagues = colleagues_for_class(work(), class_id=klass.id)
    known = form if isinstance(form, ColleagueForm) else ColleagueForm(formdata=None)
    known.among(colleagues)
    return render_template(
        "people/class_people.html",
        klass=klass,
        pupils=pupils_of_class(work(), class_id=klass.id),
        teachers=teachers_of_class(work(), class_id=klass.id),
        form=form if is_new else TeacherForm(formdata=None),
        known=known,
        refused="new" if is_new else "known" if is_known else "",
        colleagues=colleagues,
        me_id=actor_now().user_id,
        may_edit=work().may(Permission.SCHOOL_EDIT, school=klass.school_id),
        may_group=work().may(Permission.INSTRUCTION_SET, classes=frozenset({klass.id})),
        link=site() + url_for("people.class_link", link=klass.link) if klass.link else "",
    )


def _add(code: str, form: TermFields) -> str:
    """The name of who was added."""
    term, base_url = Term(form.from_on.data, form.last_on.data), house().settings.base_url
    if isinstance(form, ColleagueForm):
        return do(add_colleague, code=code, staff_id=UUID(form.colleague.data), base_url=base_url, term=term)
    assert isinstance(form, TeacherForm)
    name = text_of(form.name)
    do(add_teacher, code=code, email=text_of(form.email), name=name, base_url=base_url, term=term)
    return name


def _end(code: str) -> ResponseReturnValue:
    try:
        post_id = UUID(request.form["end"])
    except ValueError:
        raise NotFound("post") from None
    try:
        do(end_teacher, code=code, post_id=post_id, base_url=house().settings.base_url)
    except RuleBroken as broken:
        tell(broken.message, "bad")
        return see_other(url_for("people.class_people", code=code, _anchor="docenten"))
    ask_again()
    mine = request.form.get("mine") and not work().may(Permission.SCHOOL_EDIT, school=work().school_id)
    tell(N_("Taken off. What was done and said stays."))
    return see_other(url_for("people.classes") if mine else url_for("people.class_people", code=code))
