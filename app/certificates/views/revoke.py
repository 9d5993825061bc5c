"""One certificate withdrawn, or corrected."""

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from app.access.matrix import Permission
from app.base import language
from app.base.language import N_
from app.base.problems import RuleBroken
from app.certificates import operations, queries
from app.certificates.forms import CorrectForm, RevokeForm
from app.certificates.queries import Issued
from app.certificates.views import bp
from app.web.pages import do, house, needs, see_other, tell, work


@bp.get("/certificates/revoke/<path:number>")
@needs(Permission.CERTIFICATE_REVOKE)
def revoke_page(number: str) -> ResponseReturnValue:
    return _revoking(number, RevokeForm())


@bp.post("/certificates/revoke/<path:number>")
@needs(Permission.CERTIFICATE_REVOKE)
def revoke(number: str) -> ResponseReturnValue:
    form = RevokeForm()
    if not form.validate():
        return _revoking(number, form), 422
    found = do(operations.revoke_certificate, number=number, reason=form.reason.data or "")
    tell(N_("%(number)s is revoked. Whoever scans it sees that from now on."), number=number)
    return see_other(page_of(found))


@bp.get("/certificates/correct/<path:number>")
@needs(Permission.CERTIFICATE_ISSUE)
def correct_page(number: str) -> ResponseReturnValue:
    return _correcting(number, CorrectForm())


@bp.post("/certificates/correct/<path:number>")
@needs(Permission.CERTIFICATE_ISSUE)
def correct(number: str) -> ResponseReturnValue:
    """The new one is made at once; its page shows the PDF."""
    form = CorrectForm()
    if not form.validate():
        return _correcting(number, form), 422
    facts = {"number": number, "name": form.name.data or "", "site": house().settings.base_url}
    try:
        run = do(operations.correct_certificate, language=language.language(), **facts)
    except RuleBroken as broken:
        form.refuse(broken)
        return _correcting(number, form), 422
    tell(N_("%(number)s is replaced. Throw the old paper away and hand out the new one."), number=number)
    return see_other(url_for("certificates.run", code=run))


def page_of(found: Issued) -> str:
    """The names page on which a certificate stands."""
    if found.source == queries.VISIT_ALONE:
        return url_for("certificates.of_visit", code=found.code)
    return url_for("certificates.candidates", code=found.code)


def _revoking(number: str, form: RevokeForm) -> str:
    found = queries.certificate_by_number(work(), number=number)
    return render_template("certificates/revoke.html", found=found, form=form, back=page_of(found))


def _correcting(number: str, form: CorrectForm) -> str:
    found = queries.certificate_by_number(work(), number=number)
    _, one = queries.candidate_of(work(), found=found, language=language.language())
    if not form.is_submitted():
        form.name.data = one.name if one else found.name
    return render_template("certificates/correct.html", found=found, one=one, form=form, back=page_of(found))
