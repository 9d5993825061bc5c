"""Finished values for one page: what the templates may print without thinking."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.base.language import gettext, long_date, month
from app.base.pdf.fonts import POINTS_PER_MM, Fitted, fit, text_width
from app.base.pdf.inputs import clean_name
from app.certificates.design.facts import CertificateFacts, VisitFact
from app.certificates.design.strip import Box, Label, Strip, strip_for

SIZES = (11.0, 10.5, 10.0, 9.5, 9.0, 8.5, 8.0)


@dataclass(frozen=True, slots=True)
class Line:
    text: str
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """A heading with its lines, and the size (points) at which they fit."""

    title: str
    lines: tuple[Line, ...]
    size: float
    x: float
    width: float


@dataclass(frozen=True, slots=True)
class Sheet:
    name: Fitted
    name_top: float
    module: Fitted
    strip: Strip
    labels: tuple[Label, ...]
    columns: tuple[Column, ...]
    logo: str | None
    issued: str
    thanks: str


def sheet_for(facts: CertificateFacts) -> Sheet:
    """Everything measured, in the language that is being spoken (app.base.language.speaking)."""
    name = _name(facts)
    tall = len(name.lines) * name.size * 1.18 / POINTS_PER_MM
    strip = strip_for(facts.tone, facts.steps, visits=len(facts.visits))
    return Sheet(
        name=name,
        name_top=round(57.5 + (31 - tall) / 2 if facts.tone == "po" else 116.5 - tall, 2),
        module=fit(
            facts.module_title,
            first="Werf Bricolage",
            weight=700,
            width=205,
            height=17.5,
            largest=23,
            one_line_from=16,
        ),
        strip=strip,
        labels=strip.labels,
        columns=_columns(facts, strip.columns),
        logo=facts.logo,
        issued=f"{facts.issued_on.day} {month(facts.issued_on)} {facts.issued_on.year}",
        thanks=" · ".join(part for part in (facts.network_name, facts.funder_line) if part),
    )


def _name(facts: CertificateFacts) -> Fitted:
    name = clean_name(facts.name)
    if facts.tone == "po":
        return fit(name, first="Werf Lexend", weight=700, width=216, height=28, largest=58, one_line_from=34)
    return fit(name, first="Werf Lexend", weight=400, width=268, height=29, largest=56, one_line_from=36)


def _columns(facts: CertificateFacts, places: Sequence[Box]) -> tuple[Column, ...]:
    shown = [(number, title, lines) for number, (title, lines) in enumerate(_told(facts)) if lines]
    if facts.tone == "po":
        width = 130.0 if len(shown) == 1 else 68.0
        left = 148.5 - (width * len(shown) + 4 * (len(shown) - 1)) / 2
        return tuple(
            _column(title, lines, "Werf Lexend", Box(left + turn * (width + 4), 112, width, 24))
            for turn, (_, title, lines) in enumerate(shown)
        )
    return tuple(
        _column(
            title,
            lines,
            "Werf Atkinson",
            replace(places[number], width=min(max(places[number].width, 56), 100)),
        )
        for number, title, lines in shown
    )


def _told(facts: CertificateFacts) -> list[tuple[str, tuple[Line, ...]]]:
    return [
        (gettext("Prepared"), tuple(Line(line) for line in facts.prepared)),
        (gettext("Visited"), _visit_lines(facts.visits)),
        (gettext("Looked back"), tuple(Line(line) for line in facts.reflected)),
    ]


def _column(title: str, lines: tuple[Line, ...], family: str, place: Box) -> Column:
    """A list while it fits; many short lines become one paragraph."""
    size = _size(lines, family, place.width, place.height)
    if size is None:
        lines = (Line(" · ".join(line.text for line in lines)),)
        size = _size(lines, family, place.width, place.height) or SIZES[-1]
    return Column(title, lines, size, round(place.x, 2), round(place.width, 2))


def _visit_lines(visits: Sequence[VisitFact]) -> tuple[Line, ...]:
    """Company and place, and the date once when it is the same for all."""
    lines: list[Line] = []
    days = [visit.day for visit in visits]
    for number, (company, place, day, *_) in enumerate(visits):
        if len(visits) == 1:
            lines += [Line(company, True), *([Line(place)] if place else [])]
        else:
            lines.append(Line(f"{company}, {place}" if place else company, True))
        if day not in days[number + 1 :]:
            lines.append(Line(long_date(day)))
    return tuple(lines)


def _size(lines: Sequence[Line], family: str, width: float, height: float) -> float | None:
    """The largest of SIZES at which the wrapped lines stay within the height (mm); None when none does."""
    for size in SIZES:
        rows = 0
        for line in lines:
            wide = text_width(line.text, family=family, weight=700 if line.strong else 400) * size / 100
            rows += 1 + int(wide / (width * 0.93))
        if rows * size * 1.38 / POINTS_PER_MM <= height:
            return size
    return None
