"""The card for a substitute: what it proposes, changed before printing; its PDF; the links in force, taken back."""

from io import BytesIO
from typing import Any
from uuid import UUID

from flask import render_template, send_file, url_for
from flask.typing import ResponseReturnValue

from app.access.matrix import Permission
from app.base import clock, language
from app.base.jobs import job_of
from app.base.language import N_
from app.base.problems import NotFound, RuleBroken
from app.learning import operations, substitute
from app.learning.forms import CardForm
from app.learning.views import bp
from app.learning.views.teacher import tabs_of_class
from app.people.operations.substitutes import ENDS_AT
from app.people.queries import class_by_id
from app.people.queries.substitutes import grouped
from app.web.forms import key_of
from app.web.identity import actor_now
from app.web.pages import do, house, needs, see_other, site, tell, work


@bp.get("/class/<code>/substitute")
@needs(Permission.SUBSTITUTE_INVITE)
def substitute_page(code: str) -> ResponseReturnValue:
    """The form as it is proposed, and the links in force."""
    return _page(code, None)


@bp.post("/class/<code>/substitute")
@needs(Permission.SUBSTITUTE_INVITE)
def make_substitute_card(code: str) -> ResponseReturnValue:
    form = CardForm()
    if not form.validate():
        return _page(code, form), 422
    facts: dict[str, Any] = {
        "key": key_of(form.key.data or ""),
        "day": form.day.data,
        "step_ids": form.steps.data or [],
    }
    facts |= {
        "can_help": form.can_help.data or "",
        "need_help": form.need_help.data or "",
        "note": form.note.data or "",
    }
    try:
        card_id = do(operations.make_card, code=code, site=site(), language=language.language(), **facts)
    except RuleBroken as broken:
        form.refuse(broken)
        return _page(code, form), 422
    return see_other(url_for("learning.substitute_card", code=code, card_id=card_id))


@bp.get("/class/<code>/substitute/<uuid:card_id>")
@needs(Permission.SUBSTITUTE_INVITE)
def substitute_card(code: str, card_id: UUID) -> ResponseReturnValue:
    """One card: the PDF when it is there, the link to send, and taking it back."""
    card = substitute.card_for_staff(work(), code=code, card_id=card_id)
    return render_template(
        "learning/substitute_card.html",
        card=card,
        code=code,
        klass=class_by_id(work(), class_id=card.class_id),
        job=None if card.file_sha else _job(card.job_id),
        to=url_for("learning.substitute_file", code=code, card_id=card_id),
        link=site() + url_for("people.substitute", token=card.link.token) if card.link else "",
        letters=grouped(card.link.token) if card.link else "",
        typed_at=site().partition("://")[2] + url_for("people.substitute_code"),
    )


@bp.get("/class/<code>/substitute/<uuid:card_id>.pdf")
@needs(Permission.SUBSTITUTE_INVITE)
def substitute_file(code: str, card_id: UUID) -> ResponseReturnValue:
    card = substitute.card_for_staff(work(), code=code, card_id=card_id)
    if card.file_sha is None:
        raise NotFound("file")
    name = class_by_id(work(), class_id=card.class_id).name
    safe = "".join(sign if sign.isalnum() or sign in "-_" else "-" for sign in name)
    pdf = BytesIO(house().files.get(card.file_sha))
    told = f"{language.gettext('substitute-card')}-{safe}-{card.day.isoformat()}.pdf"
    return send_file(pdf, mimetype="application/pdf", download_name=told)


@bp.post("/class/<code>/substitute/<uuid:card_id>/withdraw")
@needs(Permission.SUBSTITUTE_INVITE)
def withdraw_substitute(code: str, card_id: UUID) -> ResponseReturnValue:
    do(operations.withdraw_card, code=code, card_id=card_id)
    tell(N_("The link opens nothing any more. Who came in with it is out."))
    return see_other(url_for("learning.substitute_page", code=code))


def _page(code: str, form: CardForm | None) -> str:
    found = substitute.proposal(work(), code=code, language=language.language())
    if form is None:
        day = work().today if work().now < clock.at(work().today, ENDS_AT) else clock.next_school_day(work().today)
        form = CardForm(formdata=None, day=day, key=str(work().new_id()), steps=list(found.chosen))
        form.can_help.data, form.need_help.data = found.can_help, found.need_help
    form.among(found.steps)
    return render_template(
        "learning/substitute.html",
        found=found,
        form=form,
        code=code,
        klass=class_by_id(work(), class_id=found.view.given.class_id),
        tabs=tabs_of_class(found.view.given.class_id),
        links=substitute.cards_of_class(work(), code=code),
        me_id=actor_now().user_id,
    )


def _job(job_id: UUID) -> Any:
    """None for a colleague: a job is shown to who asked for it; the page says that it is being made."""
    try:
        return job_of(work(), job_id)
    except NotFound:
        return None
