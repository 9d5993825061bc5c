"""What the class understood, for the teacher's own screen."""

from flask import render_template
from flask.typing import ResponseReturnValue

from app.access.matrix import Permission
from app.base import language
from app.learning.understanding.page import understanding
from app.learning.views import bp
from app.people.queries import class_by_id
from app.web.pages import needs, work


@bp.get("/class/<code>/understanding")
@needs(Permission.ANSWER_REVIEW)
def understood(code: str) -> ResponseReturnValue:
    """Right and wrong stand here, so this page never goes to the board by itself, and B makes it black."""
    found = understanding(work(), code=code, language=language.language())
    klass = class_by_id(work(), class_id=found.given.class_id)
    return render_template("learning/understanding.html", found=found, code=code, klass=klass)
