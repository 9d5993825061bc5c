"""Papers before the day: the letter to parents, the slips that are in, the list for evacuation, and their PDFs."""

from datetime import date
from io import BytesIO
from typing import Any
from uuid import UUID

from flask import render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from app.access.matrix import Permission
from app.base import language
from app.base.jobs import DONE, JobNow, job_of
from app.base.language import N_
from app.base.problems import NotFound, RuleBroken
from app.visits import operations, queries
from app.visits.forms.papers import LetterForm, TicksForm
from app.visits.prints.letter import letter_text
from app.visits.queries import BookingNow
from app.visits.queries.papers import Tick, letter_facts, out_list, slip_ticks, words_of_letter
from app.visits.rules.papers import slip_back_by
from app.visits.views import bp
from app.visits.views.booking import ids
from app.web.forms import key_of
from app.web.pages import do, house, needs, see_other, tell, work


@bp.get("/booking/<code>/letter")
@needs(Permission.PRESENCE_MARK)
def letter(code: str) -> ResponseReturnValue:
    day = letter_facts(work(), code=code).booking.day
    typed: dict[str, Any] = {"language": language.language(), "back_by": slip_back_by(day=day, today=work().today)}
    if "job" in request.args:
        held = words_of_letter(work(), job_id=key_of(request.args["job"]))
        back_by = date.fromisoformat(held["back_by"]) if held.get("back_by") else None
        typed = {name: held.get(name) for name in ("language", "addition", "names")} | {"back_by": back_by}
    return _letter_page(code, LetterForm(formdata=None, data=typed))


@bp.post("/booking/<code>/letter")
@needs(Permission.PRESENCE_MARK)
def make_letter(code: str) -> ResponseReturnValue:
    """`look`: only shows it anew."""
    form = LetterForm()
    letter_facts(work(), code=code)
    if not form.validate():
        return _letter_page(code, form), 422
    if request.form.get("look"):
        return _letter_page(code, form)
    try:
        job = do(operations.start_letter, code=code, **_letter_words(form))
    except RuleBroken as broken:
        form.refuse(broken)
        return _letter_page(code, form), 422
    return see_other(url_for("visits.letter", code=code, job=job, _anchor="job"))


@bp.get("/booking/<code>/slips")
@needs(Permission.PRESENCE_MARK)
def slips(code: str) -> ResponseReturnValue:
    return _slips_page(code, TicksForm(formdata=None))


@bp.post("/booking/<code>/slips")
@needs(Permission.PRESENCE_MARK)
def keep_slips(code: str) -> ResponseReturnValue:
    form = TicksForm()
    try:
        count = do(operations.set_slips, code=code, here=ids(form.pupils.data), seen=ids(form.seen.data))
    except RuleBroken as broken:
        form.refuse(broken)
        return _slips_page(code, form), 422
    tell(N_("Saved. Slips that are in: %(n)s."), n=count)
    return see_other(url_for("visits.slips", code=code))


@bp.get("/booking/<code>/slips/missing")
@needs(Permission.PRESENCE_MARK)
def missing_slips(code: str) -> ResponseReturnValue:
    """To print, and to take along to the door of the classroom."""
    booking, pupils = _slips(code)
    missing = [one for one in pupils if not one.is_on]
    return render_template("visits/papers/missing.html", booking=booking, missing=missing, all=len(pupils))


@bp.get("/booking/<code>/out")
@needs(Permission.BOOKING_READ)
def out(code: str) -> ResponseReturnValue:
    facts = out_list(work(), code=code)
    to, job = _waited(code)
    return render_template("visits/papers/out.html", code=code, facts=facts, job=job, to=to)


@bp.post("/booking/<code>/out")
@needs(Permission.BOOKING_READ)
def make_out(code: str) -> ResponseReturnValue:
    job = do(operations.start_out_list, code=code, language=language.language())
    return see_other(url_for("visits.out", code=code, job=job, _anchor="job"))


@bp.get("/booking/<code>/paper/<uuid:job_id>.pdf")
@needs(Permission.BOOKING_READ)
def paper(code: str, job_id: UUID) -> ResponseReturnValue:
    """One's own print of this booking, as long as it is kept."""
    queries.booking_by_code(work(), code)
    job = job_of(work(), job_id)
    if job.state != DONE or job.result.get("code") != code or "sha" not in job.result:
        raise NotFound("paper")
    pdf = BytesIO(house().files.get(job.result["sha"]))
    return send_file(pdf, mimetype="application/pdf", download_name=job.result["name"])


def waited(code: str) -> dict[str, Any]:
    """The print that was asked for from this page, and where it will be."""
    to, job = _waited(code)
    return {"to": to, "job": job}


def _waited(code: str) -> tuple[str, JobNow | None]:
    if "job" not in request.args:
        return "", None
    job = job_of(work(), key_of(request.args["job"]))
    return url_for("visits.paper", code=code, job_id=job.id), job


def _letter_words(form: LetterForm) -> dict[str, Any]:
    return {
        "language": form.language.data or language.language(),
        "back_by": form.back_by.data,
        "addition": form.addition.data or "",
        "with_names": bool(form.names.data),
    }


def _letter_page(code: str, form: LetterForm) -> str:
    facts = letter_facts(work(), code=code)
    said = form.language.data or language.language()
    text = letter_text(facts, language=said, addition=(form.addition.data or "").strip())
    return render_template(
        "visits/papers/letter.html",
        booking=facts.booking,
        form=form,
        preview=Markup(text),  # noqa: S704 - drawn by our own template, which escapes what was typed
        said=said,
        **waited(code),
    )


def _slips(code: str) -> tuple[BookingNow, tuple[Tick, ...]]:
    booking = queries.booking_by_code(work(), code)
    return booking, slip_ticks(work(), booking=booking)


def _slips_page(code: str, form: TicksForm) -> str:
    booking, pupils = _slips(code)
    return render_template(
        "visits/papers/slips.html",
        booking=booking,
        pupils=pupils,
        form=form,
        count=sum(one.is_on for one in pupils),
    )
