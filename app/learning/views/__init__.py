"""Pages where pupils learn and teachers see it."""

from flask import Blueprint

bp = Blueprint("learning", __name__)

from app.learning.views import attitudes, board, for_host, photos, pupil, teacher, trying, versions  # noqa: E402 - the pages register themselves on bp

__all__ = ["attitudes", "board", "bp", "for_host", "photos", "pupil", "teacher", "trying", "versions"]
