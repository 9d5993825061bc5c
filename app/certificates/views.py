"""Certificates of a class: look, print, fetch, revoke; and for anyone: is this one real?"""

from uuid import UUID

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.access.actor import NOBODY
from app.access.matrix import Permission
from app.base import doors, language
from app.base.jobs import job_of
from app.base.language import N_
from app.base.names import short_name
from app.base.problems import NotFound, RuleBroken
from app.base.throttle import count_try
from app.certificates import operations, queries
from app.certificates.forms import PrintForm, RevokeForm
from app.web.pages import at_door, do, do_as, house, look_as, needs, see_other, tell, work

bp = Blueprint("certificates", __name__)
TRIES, MINUTES = 60, 10  # a class that scans its certificates together stays below


@bp.get("/certificates/<code>")
@needs(Permission.CERTIFICATE_ISSUE)
def candidates(code: str) -> ResponseReturnValue:
    return _page(code, PrintForm())


@bp.post("/certificates/<code>")
@needs(Permission.CERTIFICATE_ISSUE)
def print_run(code: str) -> ResponseReturnValue:
    form = PrintForm()
    try:
        run = do(
            operations.print_certificates,
            code=code,
            pupil_ids=_ids(form.pupils.data or []),
            site=house().settings.base_url,
            language=language.language(),
        )
    except RuleBroken as broken:
        form.refuse(broken)
        return _page(code, form), 422
    return see_other(url_for("certificates.run", code=run))


@bp.get("/certificates/run/<code>")
@needs(Permission.CERTIFICATE_ISSUE)
def run(code: str) -> ResponseReturnValue:
    """The page while it is being made; htmx asks again for the fragment."""
    found = queries.run_by_code(work(), code)
    job = job_of(work(), found.job_id)
    part = "HX-Request" in request.headers
    return render_template("certificates/_run.html" if part else "certificates/run.html", run=found, job=job)


@bp.get("/certificates/run/<code>/<name>")
@needs(Permission.CERTIFICATE_ISSUE)
def fetch(code: str, name: str) -> ResponseReturnValue:
    found = queries.run_by_code(work(), code)
    if found.file_sha is None or name != found.file_name:
        raise NotFound("file")
    answer = Response(work().files.get(found.file_sha), mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f'inline; filename="{found.file_name}"'
    return answer


@bp.post("/certificates/<code>/revoke/<number>")
@needs(Permission.CERTIFICATE_REVOKE)
def revoke(code: str, number: str) -> ResponseReturnValue:
    form = RevokeForm()
    if not form.validate():
        return _page(code, PrintForm(), revoke=form), 422
    do(operations.revoke_certificate, number=number, reason=form.reason.data or "")
    tell(N_("Revoked. Whoever scans it sees that from now on."))
    return see_other(url_for("certificates.candidates", code=code))


@bp.get("/v")
@bp.get("/v/")
@needs(None)
def verify_page() -> ResponseReturnValue:
    if typed := request.args.get("code"):
        return redirect(url_for("certificates.verify", code=_plain(typed) or "-"), code=303)
    return render_template("certificates/verify.html", seen=None, asked="")


@bp.get("/v/<code>")
@bp.get("/V/<code>")
@needs(None)
def verify(code: str) -> ResponseReturnValue:
    _count(request.remote_addr or "")
    seen = _seen(_plain(code))
    status = 200 if seen else 404
    page = render_template("certificates/verify.html", seen=seen, asked=_plain(code), short_name=_short)
    return page, status


def _count(address: str) -> None:
    """So that codes cannot be tried one after another. The address is kept as a digest only."""
    key = house().seal.digest("verify", address)
    do_as(NOBODY, count_try, key=f"verify:{key}", limit=TRIES, minutes=MINUTES)


def _seen(code: str) -> queries.Seen | None:
    digest = house().seal.digest(doors.CERTIFICATE, code)
    passage = doors.find(work().db, doors.CERTIFICATE, digest, work().now)
    if passage is None:
        return None
    return look_as(at_door(passage.school_id), queries.certificate_at_door, certificate_id=passage.subject_id)


def _plain(code: str) -> str:
    """As typed from paper: any case, dashes and spaces forgotten."""
    return "".join(letter for letter in code.upper() if letter.isalnum())[:60]


def _short(name: str) -> str:
    """A whole name as first name and initial."""
    first, _, last = name.partition(" ")
    return short_name(first, last)


def _page(code: str, form: PrintForm, revoke: RevokeForm | None = None) -> str:
    found = queries.candidates(work(), code=code, language=language.language())
    runs = queries.runs_of_assignment(work(), assignment_id=found.given.id)
    return render_template(
        "certificates/candidates.html", found=found, runs=runs, form=form, revoke=revoke or RevokeForm()
    )


def _ids(texts: list[str]) -> list[UUID]:
    found = []
    for text in texts:
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return found
