"""The coordinator's page: the line of the year."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from app.access.matrix import Permission
from app.insight import queries
from app.web.pages import count_with, needs

bp = Blueprint("insight", __name__, url_prefix="/reach")


@bp.get("/")
@needs(Permission.REACH_READ)
def reach() -> ResponseReturnValue:
    return render_template("insight/reach.html", reach=count_with(queries.reach))
