"""What the class thinks, before and after the visit: counts of ten pupils or more."""

from flask import render_template
from flask.typing import ResponseReturnValue

from app.access.matrix import Permission
from app.base import language
from app.learning.attitudes import attitudes_page
from app.learning.rules import LEAST_CHANGE, LEAST_SHOWN
from app.learning.views import bp
from app.people.queries import class_by_id
from app.web.pages import needs, work


@bp.get("/class/<code>/attitudes")
@needs(Permission.ATTITUDE_READ)
def attitudes(code: str) -> ResponseReturnValue:
    found = attitudes_page(work(), code=code, language=language.language())
    klass = class_by_id(work(), class_id=found.given.class_id)
    return render_template(
        "learning/attitudes.html", found=found, code=code, klass=klass, least=LEAST_SHOWN, change=LEAST_CHANGE
    )
