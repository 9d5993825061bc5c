"""The coordinator sets the reminders of an edition, reads an example of each, and sees which mail did not arrive."""

from datetime import time
from typing import Any
from uuid import UUID

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.access.matrix import Permission
from app.base import language
from app.base.language import N_
from app.base.mail import undelivered as mail_undelivered
from app.base.problems import NotFound, RuleBroken
from app.visits.forms.reminders import AFTER, BEFORE, TOLD, ReminderForm
from app.visits.operations.forgetting import see_lost_mail
from app.visits.operations.reminder_letters import example, letter
from app.visits.operations.reminders import add_reminder, change_reminder, switch_reminder
from app.visits.queries.reminders import edition_by_id, editions, reminders_of
from app.visits.rules.reminders import DATE, DEFAULTS, Plan, When
from app.visits.views import bp
from app.web.forms import key_of
from app.web.pages import do, needs, see_other, tell, work


@bp.get("/reminders")
@needs(Permission.WEEK_PLAN)
def reminders() -> ResponseReturnValue:
    """Of the edition in the address, or the latest."""
    every = editions(work())
    asked = request.args.get("edition", "")
    now = edition_by_id(work(), key_of(asked)) if asked else next(iter(every), None)
    plans = reminders_of(work(), edition_id=now.id) if now else tuple(DEFAULTS)
    lost = len(mail_undelivered(work()))
    return render_template("visits/reminders.html", editions=every, edition=now, plans=plans, told=TOLD, lost=lost)


@bp.route("/reminders/<uuid:edition_id>/new", methods=["GET", "POST"])
@needs(Permission.WEEK_PLAN)
def new_reminder(edition_id: UUID) -> ResponseReturnValue:
    form = ReminderForm()
    if request.method == "POST" and form.validate():
        try:
            do(add_reminder, edition_id=edition_id, **_facts(form))
        except RuleBroken as broken:
            form.refuse(broken)
        else:
            return _saved(edition_id)
    return _page(edition_id, form, None)


@bp.route("/reminders/<uuid:edition_id>/<key>", methods=["GET", "POST"])
@needs(Permission.WEEK_PLAN)
def reminder(edition_id: UUID, key: str) -> ResponseReturnValue:
    held = _held(edition_id, key)
    form = ReminderForm() if request.method == "POST" else ReminderForm(formdata=None, data=_shown(held))
    if request.method == "POST" and form.validate():
        try:
            do(change_reminder, edition_id=edition_id, key=key, **_facts(form))
        except RuleBroken as broken:
            form.refuse(broken)
        else:
            return _saved(edition_id)
    return _page(edition_id, form, held)


@bp.post("/reminders/<uuid:edition_id>/<key>/switch")
@needs(Permission.WEEK_PLAN)
def turn_reminder(edition_id: UUID, key: str) -> ResponseReturnValue:
    on = request.form.get("on") == "1"
    do(switch_reminder, edition_id=edition_id, key=key, on=on)
    tell(N_("This mail is sent from now on.") if on else N_("This mail is not sent any more."))
    return see_other(url_for("visits.reminders", edition=edition_id))


@bp.get("/undelivered")
@needs(Permission.WEEK_PLAN)
def undelivered() -> ResponseReturnValue:
    return render_template("visits/undelivered.html", mails=mail_undelivered(work()))


@bp.post("/undelivered")
@needs(Permission.WEEK_PLAN)
def seen_undelivered() -> ResponseReturnValue:
    do(see_lost_mail, ids=[key_of(one) for one in request.form.getlist("mail")])
    tell(N_("Out of the list. We keep them for a month."))
    return see_other(url_for("visits.undelivered"))


def _held(edition_id: UUID, key: str) -> Plan:
    edition_by_id(work(), edition_id)
    found = next((one for one in reminders_of(work(), edition_id=edition_id) if one.key == key), None)
    if found is None:
        raise NotFound("reminder")
    return found


def _saved(edition_id: UUID) -> ResponseReturnValue:
    tell(N_("Saved. What was sent already is not sent again."))
    return see_other(url_for("visits.reminders", edition=edition_id))


def _page(edition_id: UUID, form: ReminderForm, held: Plan | None) -> ResponseReturnValue:
    shown = letter(held, example(), spoken=language.language()) if held else None
    page = render_template(
        "visits/reminder.html", form=form, edition=edition_by_id(work(), edition_id), held=held, shown=shown
    )
    return page, 422 if form.errors or form.form_errors else 200


def _facts(form: ReminderForm) -> dict[str, Any]:
    at = form.at.data
    assert at is not None
    unit, days = form.unit.data or "", form.days.data or 0
    signed = -days if form.side.data == AFTER else days
    when = When(unit, 0 if unit == DATE else signed, at.hour, at.minute, form.day.data if unit == DATE else None)
    return {
        "to": form.to.data or "",
        "about": form.about.data or "",
        "when": when,
        "subject": form.subject.data or "",
        "text": form.text.data or "",
    }


def _shown(held: Plan) -> dict[str, Any]:
    when = held.when
    return {
        "to": held.to,
        "about": held.about,
        "unit": when.unit,
        "days": abs(when.days),
        "side": AFTER if when.days < 0 else BEFORE,
        "day": when.day,
        "at": time(when.hour, when.minute),
        "subject": held.subject,
        "text": held.text,
    }
