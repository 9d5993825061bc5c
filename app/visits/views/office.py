"""The coordinator's office: mail to many, what is missing, and classes whose visit was called off."""

from io import BytesIO
from typing import Any
from uuid import UUID

from flask import render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from app.access.matrix import Permission
from app.base import language
from app.base.language import N_
from app.base.levels import BANDS
from app.base.mail import undelivered as mail_undelivered
from app.base.problems import NotFound, RuleBroken
from app.base.sheets import as_csv, as_xlsx
from app.visits import operations, rules
from app.visits.forms import level_choices
from app.visits.forms.office import MailForm
from app.visits.models import BOOKING_STATES
from app.visits.queries.calling_off import called_off
from app.visits.queries.missing import missing_now, missing_table
from app.visits.queries.office_mail import Addressee, Chosen, addressees, editions, mails_sent, places_of
from app.visits.queries.unplaced import Looking, editions_to_choose, unplaced
from app.visits.queries.unsaid import unsaid_now
from app.visits.rules.missing import WEEKS, WORDS
from app.visits.rules.office_mail import SCHOOLS, TO, check_words
from app.visits.views import bp
from app.web.pages import do, needs, see_other, site, tell, work

FILES = {"csv": as_csv.MEDIA_TYPE, "xlsx": as_xlsx.MEDIA_TYPE}


@bp.get("/office")
@needs(Permission.WEEK_PLAN)
def office() -> ResponseReturnValue:
    """The first page of a coordinator: what waits, and all that can be done."""
    companies, _ = places_of(work())
    found = _waits()
    waits = any(count for what, count in found.items() if what != "partly")
    return render_template(
        "visits/office/office.html", editions=editions(work()), companies=companies, waits=waits, **found
    )


def _waits() -> dict[str, int]:
    """How many there are of each thing that somebody must do something about."""
    every = editions_to_choose(work())
    looking = unplaced(work(), edition=every[0], looking=Looking()) if every else ()
    partly = sum(1 for one in looking if one.is_partly)
    return {
        "missing": len(missing_now(work(), weeks=WEEKS[1])),
        "unplaced": len(looking) - partly,
        "partly": partly,
        "called_off": sum(1 for one in called_off(work()) if not one.since),
        "lost": len(mail_undelivered(work())),
        "unsaid": sum(1 for one in unsaid_now(work()) if one.asked_at and one.closes_at),
    }


@bp.get("/office/mail")
@needs(Permission.WEEK_PLAN)
def office_mail() -> ResponseReturnValue:
    return _mail_page(MailForm(formdata=None, request_id=str(work().new_id())))


@bp.post("/office/mail")
@needs(Permission.WEEK_PLAN)
def send_office_mail() -> ResponseReturnValue:
    """First a preview; `send` sends what was seen."""
    form, chosen = MailForm(), _chosen(request.args)
    if chosen is None or not form.validate() or request.form.get("change"):
        return _mail_page(form), 422 if form.errors else 200
    subject, text = form.subject.data or "", form.text.data or ""
    try:
        check_words(subject=subject, text=text)
        if "seen" not in request.form:
            return _preview(form, chosen)
        people = _send(chosen, subject, text, form.request_id.data or "")
    except RuleBroken as broken:
        form.refuse(broken)
        return _mail_page(form), 422
    tell(N_("Sent to %(n)s people."), n=people)
    return see_other(url_for("visits.office_mails"))


@bp.get("/office/mails")
@needs(Permission.WEEK_PLAN)
def office_mails() -> ResponseReturnValue:
    return render_template("visits/office/mails.html", mails=mails_sent(work()))


@bp.get("/missing")
@needs(Permission.BOOKING_READ)
def missing() -> ResponseReturnValue:
    weeks, what = _weeks(), request.args.get("what", "")
    rows = missing_now(work(), weeks=weeks, what=what if what in WORDS else "")
    facts = {"weeks": weeks, "what": what, "all_weeks": WEEKS, "words": WORDS}
    return render_template("visits/office/missing.html", rows=rows, is_office=_is_office(), **facts)


@bp.get("/missing/<kind>")
@needs(Permission.BOOKING_READ)
def missing_file(kind: str) -> ResponseReturnValue:
    """The same list with the same filters."""
    if kind not in FILES:
        raise NotFound("file")
    what = request.args.get("what", "")
    table = missing_table(work(), weeks=_weeks(), what=what if what in WORDS else "")
    title = language.gettext(N_("Missing"))
    content = as_csv.as_csv(table) if kind == "csv" else as_xlsx.as_xlsx([table], title=title, at=work().now)
    name = f"{title.lower()}-{work().today.isoformat()}.{kind}"
    return send_file(BytesIO(content), mimetype=FILES[kind], as_attachment=True, download_name=name)


@bp.get("/office/called-off")
@needs(Permission.WEEK_PLAN)
def office_called_off() -> ResponseReturnValue:
    return render_template("visits/office/called_off.html", rows=called_off(work()), states=STATES)


@bp.post("/office/called-off/<code>/<slot>")
@needs(Permission.WEEK_PLAN)
def propose_instead(code: str, slot: str) -> ResponseReturnValue:
    try:
        do(operations.propose_instead, code=code, slot_code=slot, site=site())
    except RuleBroken as broken:
        tell(broken.message, "bad", **dict(broken.params))
    else:
        tell(N_("The place is kept for two days. The school gets a mail and says whether it suits."))
    return see_other(url_for("visits.office_called_off"))


STATES = {
    "requested": N_("asked"),
    "proposed": N_("proposed"),
    "confirmed": N_("confirmed"),
    "held": N_("has been"),
    "cancelled": N_("called off"),
    "declined": N_("declined"),
    "no-show": N_("did not come"),
    "closed": N_("closed off"),
    "unsaid": N_("nobody said"),
}


def _send(chosen: Chosen, subject: str, text: str, request_id: str) -> int:
    facts = {"subject": subject, "text": text, "request_id": request_id}
    return do(operations.send_to_many, chosen=chosen, seen=_seen(), **facts)


def _is_office() -> bool:
    return work().may_any(Permission.WEEK_PLAN)


def _weeks() -> int:
    asked = request.args.get("weeks", "")
    return int(asked) if asked in map(str, WEEKS) else WEEKS[1]


def _seen() -> int:
    said = request.form.get("seen", "")
    return int(said) if said.isdecimal() and len(said) < 7 else -1


def _chosen(asked: "MultiDict[str, str]") -> Chosen | None:
    """The filters in the address; None: there is no edition yet. What is not known is passed over."""
    every = editions(work())
    ids = {str(one.id): one.id for one in every}
    edition: UUID | None = ids.get(asked.get("edition", "")) or (every[0].id if every else None)
    if edition is None:
        return None
    states = asked.getlist("state") if "edition" in asked else list(rules.AHEAD_OF_IT)
    return Chosen(
        edition,
        asked.get("to", "") if asked.get("to") in TO else SCHOOLS,
        tuple(one for one in BOOKING_STATES if one in states),
        asked.get("company", ""),
        asked.get("municipality", ""),
        asked.get("level", "") if asked.get("level") in BANDS else "",
        "no_class" in asked,
        "no_safety" in asked,
    )


def _mail_page(form: MailForm) -> str:
    chosen = _chosen(request.args)
    companies, municipalities = places_of(work())
    people = addressees(work(), chosen=chosen) if chosen else ()
    facts: dict[str, Any] = {"companies": companies, "municipalities": municipalities, "states": STATES}
    facts |= {"editions": editions(work()), "levels": level_choices(BANDS)}
    return render_template("visits/office/mail.html", form=form, chosen=chosen, people=people, here=_here(), **facts)


def _preview(form: MailForm, chosen: Chosen) -> str:
    people = addressees(work(), chosen=chosen)
    if not people:
        raise RuleBroken("", N_("Nobody fits these filters. Choose other ones."))
    subject, text = form.subject.data or "", form.text.data or ""
    shown = [(one, *one.written(subject=subject, text=text)) for one in _three(people)]
    return render_template("visits/office/preview.html", form=form, people=people, shown=shown, here=_here())


def _three(people: tuple[Addressee, ...]) -> list[Addressee]:
    """Those with most bookings first: there a mistake shows."""
    return sorted(people, key=lambda one: -len(one.bookings))[:3]


def _here() -> str:
    return url_for("visits.send_office_mail", **request.args.to_dict(flat=False))  # type: ignore[arg-type]  # lists too
