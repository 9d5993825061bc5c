"""Pages of modules themselves: their pictures, the editors' desk, and what was sent in."""

from app.curriculum.views import desk, media, uploads
from app.curriculum.views.blueprint import bp

__all__ = ["bp", "desk", "media", "uploads"]
