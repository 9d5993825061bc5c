"""Versions under a class that is under way: marking again by a new key, another edition, and what was read of them."""

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.access.matrix import Permission
from app.base import language
from app.base.language import N_, gettext, ngettext
from app.base.problems import NotFound, RuleBroken
from app.learning import operations
from app.learning.moving import move_report
from app.learning.regrade import Counts, regrade_report
from app.learning.views import bp
from app.people.queries import class_by_id
from app.web.pages import do, needs, see_other, tell, work

MOST_DIGITS = 4


@bp.get("/class/<code>/regrade")
@needs(Permission.ANSWER_REVIEW)
def regrade(code: str) -> ResponseReturnValue:
    """What marking again would give; nothing is changed yet."""
    found = regrade_report(work(), code=code, language=language.language())
    klass = class_by_id(work(), class_id=found.given.class_id)
    return render_template("learning/regrade.html", found=found, code=code, klass=klass, said=said)


@bp.post("/class/<code>/regrade")
@needs(Permission.ANSWER_REVIEW)
def mark_again(code: str) -> ResponseReturnValue:
    try:
        counts = do(operations.mark_again, code=code, revision=_number("revision"))
    except RuleBroken as broken:
        tell(gettext(broken.message, **broken.params), "note")
        return see_other(url_for("learning.regrade", code=code))
    if counts.pupils:
        tell(gettext("Marked again. %(counts)s", counts=said(counts)))
    else:
        tell(N_("All is marked by the newest key."))
    return see_other(url_for("learning.class_page", code=code))


@bp.get("/class/<code>/edition")
@needs(Permission.ASSIGNMENT_GIVE)
def edition(code: str) -> ResponseReturnValue:
    """What another edition would mean for this class; nothing is changed yet."""
    wanted = _number("to") if "to" in request.args else None
    found = move_report(work(), code=code, edition=wanted, language=language.language())
    klass = class_by_id(work(), class_id=found.given.class_id)
    return render_template("learning/edition.html", found=found, code=code, klass=klass)


@bp.post("/class/<code>/edition")
@needs(Permission.ASSIGNMENT_GIVE)
def move(code: str) -> ResponseReturnValue:
    wanted = _number("edition")
    do(operations.move_class, code=code, edition=wanted)
    tell(gettext("The class is on edition %(edition)s now. All answers are kept.", edition=wanted))
    return see_other(url_for("learning.class_page", code=code))


@bp.post("/class/<code>/version")
@needs(Permission.ASSIGNMENT_GIVE)
def note_version(code: str) -> ResponseReturnValue:
    """An urgent revision was read, or the class stays on its edition."""
    facts = {"edition": _number("edition"), "revision": _number("revision")}
    do(operations.note_version, code=code, kind=request.form.get("kind", ""), **facts)
    return see_other(url_for("learning.class_page", code=code))


def said(counts: Counts) -> str:
    """`7 pupils: 2 from wrong to right, 1 gets more points, 4 stay the same.`"""
    parts = (
        (counts.to_right, ngettext("one from wrong to right", "%(n)s from wrong to right", counts.to_right)),
        (counts.more, ngettext("one gets more points", "%(n)s get more points", counts.more)),
        (counts.same, ngettext("one stays the same", "%(n)s stay the same", counts.same)),
    )
    pupils = ngettext("One pupil", "%(n)s pupils", counts.pupils)
    return f"{pupils}: {', '.join(words for count, words in parts if count)}."


def _number(name: str) -> int:
    """A number of a version. Raises: NotFound for anything else."""
    text = request.values.get(name, "")
    if not text.isdecimal() or len(text) > MOST_DIGITS:
        raise NotFound("version")
    return int(text)
