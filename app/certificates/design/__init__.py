"""How a certificate looks: facts in, one HTML document for a whole class out."""

from collections.abc import Sequence
from dataclasses import replace

from markupsafe import Markup

from app.base.language import gettext, speaking
from app.base.pdf import Shared, page, with_shared
from app.certificates.design.facts import (
    CertificateFacts,
    Kind,
    LogoFact,
    StepFact,
    VisitFact,
    from_snapshot,
    to_snapshot,
)
from app.certificates.design.sheet import Sheet, sheet_for

__all__ = ["CertificateFacts", "Kind", "LogoFact", "StepFact", "VisitFact", "draw", "from_snapshot", "to_snapshot"]


def draw(facts: Sequence[CertificateFacts]) -> str:
    """The HTML of one document, a page for each certificate, in the order given.

    What pupils of a class have in common is drawn once and carried as a shared layer
    (app/base/pdf/layers.py).
    Print it with `app.base.pdf.render_in_child(html, ..., images={sha: png})` for the logos in the facts.
    """
    layers: dict[str, int] = {}
    drawings: list[str] = []
    pupils: list[str] = []
    pages: list[int] = []
    known: dict[CertificateFacts, int] = {}
    for one in facts:
        with speaking(one.language):
            sheet = sheet_for(one)
        same = replace(one, name="", short_name="", number="", verify_url="")
        if same not in known:
            known[same] = layers.setdefault(_class_layer(one, sheet, drawings), len(layers))
        pages.append(known[same])
        pupils.append(_html("pupil", one, sheet=sheet))
    shared = Shared(_document(facts, list(layers), drawings), pages)
    return with_shared(_document(facts, pupils, []), shared) if facts else _document(facts, [], [])


def _class_layer(facts: CertificateFacts, sheet: Sheet, drawings: list[str]) -> str:
    """All but name, number and code; pupils who did the same share the strip's drawing too."""
    drawing = page(f"certificates/{facts.tone}/strip.svg", language=facts.language, strip=sheet.strip)
    if drawing not in drawings:
        drawings.append(drawing)
    return _html("class", facts, sheet=sheet, drawing=drawings.index(drawing))


def _html(part: str, facts: CertificateFacts, **values: object) -> str:
    return page(f"certificates/{facts.tone}/{part}.html", language=facts.language, facts=facts, **values)


def _document(facts: Sequence[CertificateFacts], sheets: Sequence[str], drawings: Sequence[str]) -> str:
    language = facts[0].language if facts else "nl"
    with speaking(language):
        title = " ".join([gettext("Certificates"), *(one.class_name for one in facts[:1])])
    return page(
        "certificates/document.html",
        language=language,
        title=title,
        tones=sorted({one.tone for one in facts}),
        drawings=drawings,
        sheets=[Markup(sheet) for sheet in sheets],  # noqa: S704 - each came out of an escaping template
    )
