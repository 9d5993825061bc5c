"""Pages where pupils learn and teachers see it."""

from flask import Blueprint

bp = Blueprint("learning", __name__)

from app.learning.views import (  # noqa: E402 - the pages register themselves on bp
    attitudes,
    board,
    for_host,
    outbox,
    photos,
    pupil,
    teacher,
    together,
    trying,
    versions,
)

__all__ = [
    "attitudes",
    "board",
    "bp",
    "for_host",
    "outbox",
    "photos",
    "pupil",
    "teacher",
    "together",
    "trying",
    "versions",
]
