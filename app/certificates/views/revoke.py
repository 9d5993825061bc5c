"""One certificate withdrawn."""

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from app.access.matrix import Permission
from app.base.language import N_
from app.certificates import operations, queries
from app.certificates.forms import RevokeForm
from app.certificates.views import bp
from app.web.pages import do, needs, see_other, tell, work


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
    found = do(operations.revoke_certificate, number=number, reason=form.reason.data or "")
    tell(N_("%(number)s is revoked. Whoever scans it sees that from now on."), number=number)
    return see_other(url_for("certificates.candidates", code=found.code))
