"""How a certificate looks: facts in, one HTML document for a whole class out."""

from collections.abc import Collection, Sequence
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
from app.certificates.design.folders import design_named
from app.certificates.design.sheet import Sheet, sheet_for

__all__ = [
    "CertificateFacts",
    "Kind",
    "LogoFact",
    "StepFact",
    "VisitFact",
    "draw",
    "from_snapshot",
    "pictures_of",
    "to_snapshot",
    "with_pictures",
]


def draw(facts: Sequence[CertificateFacts]) -> str:
    """The HTML of one document, a page for each certificate, in the order given.

    What pupils of a class have in common is drawn once and carried as a shared layer
    (app/base/pdf/layers.py).
    Print it with `app.base.pdf.render_in_child(html, ..., images={sha: bytes})` for `pictures_of` the facts.
    """
    layers: dict[str, int] = {}
    drawings: list[str] = []
    pupils: list[str] = []
    pages: list[int] = []
    known: dict[CertificateFacts, int] = {}
    for one in facts:
        with speaking(one.language):
            sheet = sheet_for(one, design_named(one.design, tone=one.tone))
        same = replace(one, name="", short_name="", number="", verify_url="")
        if same not in known:
            known[same] = layers.setdefault(_class_layer(one, sheet, drawings), len(layers))
        pages.append(known[same])
        pupils.append(page("certificates/pupil.html", language=one.language, facts=one, sheet=sheet))
    shared = Shared(_document(facts, list(layers), drawings), pages)
    return with_shared(_document(facts, pupils, []), shared) if facts else _document(facts, [], [])


def pictures_of(facts: Sequence[CertificateFacts]) -> set[str]:
    """The sha256 of every picture that is drawn on these: logos and signatures."""
    own = {sha for one in facts for sha in (one.logo, one.signature) if sha}
    return own | {logo.sha for one in facts for logo in one.company_logos}


def with_pictures(facts: CertificateFacts, found: Collection[str]) -> CertificateFacts:
    """The same with only the pictures that were found: without a logo the name says it, without a signature there is
    a line for a pen."""
    is_signed = facts.signature is None or facts.signature in found
    return replace(
        facts,
        logo=facts.logo if facts.logo in found else None,
        company_logos=tuple(one for one in facts.company_logos if one.sha in found),
        signature=facts.signature if is_signed else None,
        signed_by=facts.signed_by if is_signed else "",
    )


def _class_layer(facts: CertificateFacts, sheet: Sheet, drawings: list[str]) -> str:
    """All but name, number and code; pupils who did the same share the strip's drawing too."""
    strip = f"certificates/{sheet.design.slug}/strip.svg"
    drawing = page(strip, language=facts.language, strip=sheet.strip, design=sheet.design)
    if drawing not in drawings:
        drawings.append(drawing)
    part = f"certificates/{sheet.design.slug}/class.html"
    return page(part, language=facts.language, facts=facts, sheet=sheet, drawing=drawings.index(drawing))


def _document(facts: Sequence[CertificateFacts], sheets: Sequence[str], drawings: Sequence[str]) -> str:
    language = facts[0].language if facts else "nl"
    with speaking(language):
        title = " ".join([gettext("Certificates"), *(one.class_name for one in facts[:1])])
    return page(
        "certificates/document.html",
        language=language,
        title=title,
        slugs=sorted({design_named(one.design, tone=one.tone).slug for one in facts}),
        drawings=drawings,
        sheets=[Markup(sheet) for sheet in sheets],  # noqa: S704 - each came out of an escaping template
    )
