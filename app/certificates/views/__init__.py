"""Certificates of a class: look, print, fetch, revoke; and for anyone: is this one real?"""

from flask import Blueprint

bp = Blueprint("certificates", __name__)

from app.certificates.views import (  # noqa: E402 - the pages register themselves on bp
    candidates,
    designs,
    how_to_check,
    of_visit,
    revoke,
    runs,
    school,
    verify,
    wall,
)

__all__ = ["bp", "candidates", "designs", "how_to_check", "of_visit", "revoke", "runs", "school", "verify", "wall"]
