"""The card of a class: shown, and made as PDF to carry along."""

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from app.access.matrix import Permission
from app.base import language
from app.base.language import gettext
from app.base.qr import qr_svg
from app.visits import operations
from app.visits.queries.card import card_facts
from app.visits.views import bp
from app.visits.views.papers import waited
from app.web.pages import do, needs, see_other, site, work


@bp.get("/booking/<code>/card")
@needs(Permission.PRESENCE_MARK)
def card(code: str) -> ResponseReturnValue:
    facts = card_facts(work(), code=code)
    qr = qr_svg(_address(code), label=gettext("Code of the class"))
    return render_template("visits/papers/card.html", booking=facts.booking, facts=facts, qr=qr, **waited(code))


@bp.post("/booking/<code>/card")
@needs(Permission.PRESENCE_MARK)
def make_card(code: str) -> ResponseReturnValue:
    job = do(operations.start_card, code=code, language=language.language(), address=_address(code))
    return see_other(url_for("visits.card", code=code, job=job, _anchor="job"))


def _address(code: str) -> str:
    return f"{site()}{url_for('visits.qr', code=code)}"
