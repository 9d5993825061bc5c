"""How a group travels: filled in bit by bit, with what is still missing, and on paper."""

from typing import Any

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]  # the stubs are a version behind

from app.access.matrix import Permission
from app.base import clock, language
from app.base.language import N_, clock_time, gettext
from app.visits import operations, queries
from app.visits.forms.papers import MODES, PAYERS, TransportForm
from app.visits.queries import BookingNow
from app.visits.queries.event_agenda import as_whole_day
from app.visits.queries.transport import TransportNow, may_share, transport_of
from app.visits.views import bp
from app.visits.views.papers import waited
from app.web.pages import do, needs, see_other, tell, work


@bp.get("/booking/<code>/transport")
@needs(Permission.BOOKING_MAKE)
def transport(code: str) -> ResponseReturnValue:
    booking = queries.booking_by_code(work(), code)
    now = transport_of(work(), booking=booking)
    return _page(booking, now, TransportForm(formdata=None, data=_as_it_is(now)))


@bp.post("/booking/<code>/transport")
@needs(Permission.BOOKING_MAKE)
def keep_transport(code: str) -> ResponseReturnValue:
    form = TransportForm()
    booking = queries.booking_by_code(work(), code)
    if form.takes(lambda: do(operations.set_transport, code=code, **_typed(form))):
        tell(N_("Saved."))
        return see_other(url_for("visits.transport", code=code))
    return _page(booking, transport_of(work(), booking=booking), form), 422


@bp.post("/booking/<code>/transport/pdf")
@needs(Permission.BOOKING_MAKE)
def make_transport(code: str) -> ResponseReturnValue:
    job = do(operations.start_transport, code=code, language=language.language())
    return see_other(url_for("visits.transport", code=code, job=job, _anchor="job"))


def _as_it_is(now: TransportNow) -> dict[str, Any]:
    travel = now.travel
    moments = {"leaves": travel.leaves_at, "back": travel.back_at}
    times = {name: moment.astimezone(clock.AMSTERDAM).time() if moment else None for name, moment in moments.items()}
    said = {name: getattr(travel, name) for name in ("mode", "payer", "adults", "seats", "phone")}
    return {**said, **times, "shares_with": now.sharing.code if now.sharing else ""}


def _typed(form: TransportForm) -> dict[str, Any]:
    words = {name: form[name].data or "" for name in ("mode", "payer", "shares_with", "phone")}
    return {**words, **{name: form[name].data for name in ("leaves", "back", "adults", "seats")}}


def _page(booking: BookingNow, now: TransportNow, form: TransportForm) -> str:
    others = may_share(work(), booking=booking)
    form.mode.choices = [SelectChoice(value, gettext(text)) for value, text in MODES]
    form.payer.choices = [SelectChoice(value, gettext(text)) for value, text in PAYERS]
    form.shares_with.choices = [SelectChoice("", gettext("nobody")), *(_other(one) for one in others)]
    return render_template(
        "visits/papers/transport.html",
        booking=as_whole_day(work(), booking),
        now=now,
        form=form,
        others=others,
        **waited(booking.code),
    )


def _other(one: BookingNow) -> SelectChoice:
    return SelectChoice(one.code, f"{one.class_name or one.title}, {one.company}, {clock_time(one.starts_at)}")
