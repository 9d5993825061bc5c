"""Certificates of a class: look, print, fetch, revoke; and for anyone: is this one real?"""

from flask import Blueprint

bp = Blueprint("certificates", __name__)

from app.certificates.views import candidates, designs, revoke, runs, verify, wall  # noqa: E402 - the pages register themselves on bp

__all__ = ["bp", "candidates", "designs", "revoke", "runs", "verify", "wall"]
