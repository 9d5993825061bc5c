"""Visits in somebody's own agenda: the feed behind a secret address, and making that address anew."""

from hashlib import sha256

from flask import Response, request, url_for
from flask.typing import ResponseReturnValue

from app.access.actor import NOBODY, Actor, Role
from app.access.matrix import Permission
from app.base import clock, language
from app.base.language import N_, gettext
from app.base.problems import NotFound
from app.base.throttle import count_try, must_be_free
from app.people.identity import identify
from app.visits import calendar
from app.visits.models.reminders import OF_CLASS
from app.visits.operations.calendar import renew_calendar
from app.visits.queries import calendar as queries
from app.visits.queries.calendar import Agenda, Whose
from app.visits.views import bp
from app.web.incoming import address
from app.web.pages import at_door, do, do_as, house, look_as, needs, see_other, site, tell, work

MISTAKES, MINUTES = 60, 60  # from one address; right ones are not counted


@bp.get("/calendar/<token>.ics")
@needs(None)
def calendar_feed(token: str) -> ResponseReturnValue:
    key = house().seal.digest("tries", f"calendar/{address()}")
    look_as(NOBODY, must_be_free, key=key, limit=MISTAKES, minutes=MINUTES)
    owner = look_as(NOBODY, queries.owner_of, token=token)
    try:
        content = _content(owner)
    except NotFound:
        do_as(NOBODY, count_try, key=key, limit=MISTAKES, minutes=MINUTES)
        raise
    answer = Response(content, mimetype="text/calendar")
    answer.headers["Content-Disposition"] = 'inline; filename="openwerf.ics"'
    answer.set_etag(sha256(content).hexdigest()[:32])
    return answer.make_conditional(request)


@bp.post("/calendar")
@needs(Permission.BOOKING_READ)
def renew_address() -> ResponseReturnValue:
    do(renew_calendar, class_code=request.form.get("class", ""))
    tell(N_("This is the address. Put it in your calendar; an older one leads nowhere any more."))
    if code := request.form.get("booking"):
        return see_other(url_for("visits.booking", code=code, _anchor="agenda"))
    return see_other(url_for("visits.day" if work().actor.company_id else "visits.offers", _anchor="agenda"))


@bp.context_processor
def _for_pages() -> dict[str, object]:
    """For `visits/_calendar.html`; asked only where that stands."""
    return {"agendas": _agendas, "agenda_url": _url}


def _agendas(class_code: str = "") -> list[Agenda]:
    try:
        own = queries.agenda(work())
    except NotFound:
        return []
    may_share = class_code and work().may_any(Permission.CLASS_SHARE)
    return [own, queries.agenda(work(), class_code=class_code)] if may_share else [own]


def _url(token: str) -> str:
    return site() + url_for("visits.calendar_feed", token=token)


def _content(owner: Whose | None) -> bytes:
    """Raises: NotFound: no such address, the class is gone, or its owner holds this role no more."""
    if owner is None:
        raise NotFound("calendar")
    if owner.kind == OF_CLASS:
        door = at_door(owner.place_id, owner.owner_id)
        name, found = look_as(door, queries.appointments_of_class, class_id=owner.owner_id)
        with language.speaking("nl"):
            return calendar.feed(name, found, reader=calendar.FOR_CLASS)
    actor, spoken = _owner(owner)
    found = look_as(actor, queries.appointments_of_actor)
    reader = calendar.FOR_HOST if owner.kind == Role.HOST else calendar.FOR_SCHOOL
    with language.speaking(spoken):
        return calendar.feed(gettext("Visits"), found, reader=reader)


def _owner(owner: Whose) -> tuple[Actor, str]:
    """As if signed in now: whose account or post has ended, has no agenda either."""
    held = identify(house(), owner.owner_id, Role(owner.kind), owner.place_id, clock.now())
    if held is None:
        raise NotFound("calendar")
    return held.actor, held.language or "nl"
