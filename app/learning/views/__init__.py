"""Pages where pupils learn and teachers see it."""

from flask import Blueprint

bp = Blueprint("learning", __name__)

from app.learning.views import (  # noqa: E402 - the pages register themselves on bp
    attitudes,
    board,
    changing,
    dossier,
    exports,
    for_host,
    outbox,
    photos,
    pupil,
    review,
    sentences,
    steering,
    substitute,
    teacher,
    thanks,
    together,
    trying,
    understanding,
    versions,
)

__all__ = [
    "attitudes",
    "board",
    "bp",
    "changing",
    "dossier",
    "exports",
    "for_host",
    "outbox",
    "photos",
    "pupil",
    "review",
    "sentences",
    "steering",
    "substitute",
    "teacher",
    "thanks",
    "together",
    "trying",
    "understanding",
    "versions",
]
