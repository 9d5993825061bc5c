"""Certificates of a class: look, print, fetch, revoke; and for anyone: is this one real?"""

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.access.actor import NOBODY
from app.access.matrix import Permission
from app.base import doors, language
from app.base.jobs import job_of
from app.base.language import N_
from app.base.problems import NotFound, RuleBroken
from app.base.throttle import count_try, must_be_free
from app.certificates import operations, queries
from app.certificates.forms import PrintForm, RevokeForm
from app.web.incoming import address
from app.web.pages import at_door, do, do_as, house, is_fragment, look_as, needs, see_other, tell, work

bp = Blueprint("certificates", __name__)
MISTAKES, MINUTES = 30, 10  # unknown codes from one address: a class that mistypes stays below


@bp.get("/certificates/<code>")
@needs(Permission.CERTIFICATE_ISSUE)
def candidates(code: str) -> ResponseReturnValue:
    return _page(code)


@bp.post("/certificates/<code>")
@needs(Permission.CERTIFICATE_ISSUE)
def print_run(code: str) -> ResponseReturnValue:
    form = PrintForm()
    try:
        run = do(
            operations.print_certificates,
            code=code,
            pupil_ids=form.ids,
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
    name = "certificates/_run.html" if is_fragment() else "certificates/run.html"
    return render_template(name, run=found, job=job)


@bp.get("/certificates/run/<code>/<name>")
@needs(Permission.CERTIFICATE_ISSUE)
def fetch(code: str, name: str) -> ResponseReturnValue:
    found = queries.run_by_code(work(), code)
    if found.file_sha is None or name != found.file_name:
        raise NotFound("file")
    answer = Response(work().files.get(found.file_sha), mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f'inline; filename="{found.file_name}"'
    return answer


@bp.get("/certificates/revoke/<number>")
@needs(Permission.CERTIFICATE_REVOKE)
def revoke_page(number: str) -> ResponseReturnValue:
    found = queries.certificate_by_number(work(), number=number)
    return render_template("certificates/revoke.html", found=found, form=RevokeForm())


@bp.post("/certificates/revoke/<number>")
@needs(Permission.CERTIFICATE_REVOKE)
def revoke(number: str) -> ResponseReturnValue:
    form = RevokeForm()
    if not form.validate():
        found = queries.certificate_by_number(work(), number=number)
        return render_template("certificates/revoke.html", found=found, form=form), 422
    code = do(operations.revoke_certificate, number=number, reason=form.reason.data or "")
    tell(N_("%(number)s is revoked. Whoever scans it sees that from now on."), number=number)
    return see_other(url_for("certificates.candidates", code=code))


@bp.get("/v")
@bp.get("/v/")
@needs(None)
def verify_page() -> ResponseReturnValue:
    if typed := request.args.get("code", "").strip():
        last = typed.rstrip("/").rsplit("/", 1)[-1]  # who copies the whole address means its end
        return redirect(url_for("certificates.verify", code=_plain(last) or "-"), code=303)
    return render_template("certificates/verify.html", seen=None, asked=None)


@bp.get("/v/<code>")
@bp.get("/V/<code>")
@needs(None)
def verify(code: str) -> ResponseReturnValue:
    tries = f"verify:{house().seal.digest('verify', address())}"
    must_be_free(work(), key=tries, limit=MISTAKES, minutes=MINUTES)
    seen = _seen(_plain(code))
    if seen is None:  # only mistakes count: a hall full of parents may scan
        do_as(NOBODY, count_try, key=tries, limit=MISTAKES, minutes=MINUTES)
    page = render_template("certificates/verify.html", seen=seen, asked=_plain(code))
    answer = make_response(page, 200 if seen else 404)
    answer.headers["X-Robots-Tag"] = "noindex"  # a child's name, even shortened, is not for search engines
    return answer


def _seen(code: str) -> queries.Seen | None:
    digest = house().seal.digest(doors.CERTIFICATE, code)
    passage = doors.find(work().db, doors.CERTIFICATE, digest, work().now)
    if passage is None:
        return None
    return look_as(at_door(passage.school_id), queries.certificate_at_door, certificate_id=passage.subject_id)


def _plain(code: str) -> str:
    """As typed from paper: any case, dashes and spaces forgotten."""
    return "".join(letter for letter in code.upper() if letter.isascii() and letter.isalnum())[:60]


def _page(code: str, form: PrintForm | None = None) -> str:
    """`form`: what was sent and refused; its ticks are kept."""
    found = queries.candidates(work(), code=code, language=language.language())
    runs = queries.runs_of_assignment(work(), given=found.given)
    ready = {one.pupil.id for one in found.pupils if one.verdict.earned and one.number is None}
    ticked = set(form.ids) if form else ready
    return render_template(
        "certificates/candidates.html", found=found, runs=runs, form=form or PrintForm(), ticked=ticked, ready=ready
    )
