"""Paper: HTML of ours becomes a PDF in a guarded child process, with fonts that draw every name right."""

from collections.abc import Mapping

from app.base.pdf.child import get_ready, render_in_child
from app.base.pdf.fonts import Fitted, face_for, fit, missing_glyphs
from app.base.pdf.inputs import clean_logo, clean_name
from app.base.pdf.layers import Shared, with_shared
from app.base.pdf.page import page
from app.base.pdf.problem import PdfFailed

__all__ = [
    "Fitted",
    "PdfFailed",
    "Shared",
    "clean_logo",
    "clean_name",
    "face_for",
    "fit",
    "get_ready",
    "missing_glyphs",
    "page",
    "render",
    "render_in_child",
    "with_shared",
]


def render(html: str, *, title: str, language: str, images: Mapping[str, bytes] | None = None) -> bytes:
    """As `app.base.pdf.engine.render`: in this process, for tests and benches. Pages for people:
    `render_in_child`."""
    from app.base.pdf.engine import render as run

    return run(html, title=title, language=language, images=images)
