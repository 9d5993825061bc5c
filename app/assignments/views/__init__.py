"""Pages where modules are found, decided on, printed and given."""

from flask import Blueprint

bp = Blueprint("assignments", __name__, url_prefix="/modules")

from app.assignments.views import catalogue, given, giving, prints, whom  # noqa: E402 - the pages register themselves on bp

__all__ = ["bp", "catalogue", "given", "giving", "prints", "whom"]
