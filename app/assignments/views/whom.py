"""To whom a given module goes from now on."""

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from app.access.matrix import Permission
from app.assignments import operations, queries
from app.assignments.forms import WhomForm
from app.assignments.operations import Changed
from app.assignments.views import bp
from app.base import language
from app.base.language import N_, gettext
from app.base.problems import RuleBroken
from app.curriculum import queries as modules
from app.people.queries import class_by_id
from app.web.pages import do, needs, see_other, tell, work


@bp.get("/given/<code>/whom")
@needs(Permission.ASSIGNMENT_GIVE)
def whom(code: str) -> ResponseReturnValue:
    return _page(code, None)


@bp.post("/given/<code>/whom")
@needs(Permission.ASSIGNMENT_GIVE)
def change_whom(code: str) -> ResponseReturnValue:
    form = WhomForm()
    if not form.validate():
        return _page(code, form), 422
    try:
        changed = do(operations.change_whom, code=code, whom=form.whom, seen=form.seen_number)
    except RuleBroken as broken:
        if broken.field == "seen":
            tell(broken.message, "note")
            return _page(code, None), 409
        form.refuse(broken)
        return _page(code, form), 422
    _tell(changed)
    return see_other(url_for("assignments.given", code=code))


@bp.post("/given/<code>/newcomers")
@needs(Permission.ASSIGNMENT_GIVE)
def give_to_newcomers(code: str) -> ResponseReturnValue:
    pupils = do(operations.give_to_newcomers, code=code)
    if pupils:
        tell(language.ngettext("One pupil has it too now.", "%(n)s more pupils have it now.", pupils))
    else:
        tell(N_("Everybody in the group has it already."), "note")
    return see_other(url_for("assignments.given", code=code))


def _tell(changed: Changed) -> None:
    if not changed.added and not changed.off:
        tell(N_("Saved."))
        return
    parts = [
        language.ngettext("One pupil has it now.", "%(n)s pupils have it now.", changed.pupils),
        language.ngettext("One got it.", "%(n)s got it.", changed.added) if changed.added else "",
        language.ngettext("One no longer sees it.", "%(n)s no longer see it.", changed.off) if changed.off else "",
        gettext("Their work is kept.") if changed.off else "",
    ]
    tell(" ".join(part for part in parts if part))


def _page(code: str, form: WhomForm | None) -> str:
    given = queries.assignment_for_staff(work(), code)
    now = queries.whom_given(work(), given)
    facts = {"to": now.kind, "groups": sorted(now.groups), "pupils": [str(one) for one in now.pupil_ids]}
    module = modules.module_of_edition(
        work(), slug=given.module_slug, edition=given.module_edition, language=language.language()
    )
    return render_template(
        "assignments/whom.html",
        given=given,
        module=module,
        klass=class_by_id(work(), class_id=given.class_id),
        form=form or WhomForm(formdata=None, seen=given.changes, **facts),
        choices=queries.choices_of_class(work(), class_id=given.class_id, also=now.pupil_ids),
    )
