"""The instruction groups of a class: one row a pupil, one tap."""

from uuid import UUID

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.access.matrix import Permission
from app.base.language import N_, ngettext
from app.base.problems import NotFound
from app.people.operations import set_groups
from app.people.queries import class_by_code, instruction_of_class, pupils_of_class
from app.people.rules.instruction import GROUPS, group_label
from app.people.views.blueprint import bp
from app.web.pages import do, needs, see_other, tell, work

CHOSEN, WAS = "group-", "was-"


@bp.get("/classes/<code>/groups")
@needs(Permission.INSTRUCTION_SET)
def class_groups(code: str) -> ResponseReturnValue:
    klass = class_by_code(work(), code=code, permission=Permission.INSTRUCTION_SET)
    groups = instruction_of_class(work(), class_id=klass.id)
    return render_template(
        "people/groups.html",
        klass=klass,
        pupils=pupils_of_class(work(), class_id=klass.id),
        groups=groups,
        labels={name: group_label(name) for name in GROUPS},
        counts={name: list(groups.values()).count(name) for name in GROUPS},
    )


@bp.post("/classes/<code>/groups")
@needs(Permission.INSTRUCTION_SET)
def save_groups(code: str) -> ResponseReturnValue:
    changed = do(set_groups, code=code, chosen=_read(CHOSEN), was=_read(WAS))
    if changed:
        tell(ngettext("Saved. One pupil changed groups.", "Saved. %(n)s pupils changed groups.", changed))
    else:
        tell(N_("Saved. Nobody changed groups."))
    return see_other(url_for("people.class_groups", code=code))


def _read(prefix: str) -> dict[UUID, str]:
    """pupil -> group, out of fields that are named by pupil. Raises: NotFound: not a pupil at all."""
    try:
        return {UUID(name[len(prefix) :]): group for name, group in request.form.items() if name.startswith(prefix)}
    except ValueError:
        raise NotFound("pupil") from None
