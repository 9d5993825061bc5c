"""Finished values for one page: what the templates may print without thinking."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.base.language import long_date, month
from app.base.pdf.fonts import POINTS_PER_MM, Fitted, face_for, fit, text_width
from app.base.pdf.inputs import clean_name
from app.certificates.design import words
from app.certificates.design.columns import FLOOR, Column, Line, columns_in, largest
from app.certificates.design.facts import CertificateFacts
from app.certificates.design.folders import Design, Fit
from app.certificates.design.strip import SHAPES, Asked, Box, Strip

OTHERS = 0.84  # other scripts rise and sink farther from their line than Latin does
LETTERS = {"po": "Werf Lexend", "vo": "Werf Atkinson"}
MARKS, GUTTER = 4, 6.0  # logos beside each other, and what is between them (mm)
BESIDE_COIL = 122.0  # mm, for a line at the foot of a gate
MARK_HIGH, MARK_LOW = 13.0, 9.0  # mm


@dataclass(frozen=True, slots=True)
class Mark:
    """A company beside the others: its logo, or its name where it has none. `size`: of the name (points)."""

    sha: str | None
    company: str
    width: float
    size: float


@dataclass(frozen=True, slots=True)
class Stop:
    """One visit of a day beside its plate."""

    company: Fitted
    lines: tuple[str, ...]
    size: float
    at: str
    sha: str | None
    y: float
    height: float


@dataclass(frozen=True, slots=True)
class Sheet:
    design: Design
    opening: str
    name: Fitted
    name_top: float
    sentence: str
    title: Fitted
    title_top: float
    strip: Strip
    columns: tuple[Column, ...]
    visited: tuple[str, float] | None
    stops: tuple[Stop, ...]
    marks: tuple[Mark, ...]
    mark_high: float
    check: tuple[str, ...]
    signing: str
    issued: str
    occasion: tuple[str, ...]
    thanks: tuple[str, ...]  # lines
    letters: str  # the family of small words

    @property
    def has_logos(self) -> bool:
        """Then every row of visits keeps the place of a logo free, so that their words stand under each other."""
        return any(stop.sha for stop in self.stops)


def sheet_for(facts: CertificateFacts, design: Design) -> Sheet:
    """Everything measured, in the language that is being spoken (app.base.language.speaking)."""
    told = words.told(facts)
    strip = _strip(facts, design, told)
    by_stops = design.shape == "column"
    marks = () if by_stops and strip.plates else marks_of(facts, design.marks)
    columns, mark_high = _columns(facts, design, strip, marks, by_stops=by_stops)
    name, name_top = _fitted(clean_name(facts.name), design.name, "Werf Lexend", 700 if facts.tone == "po" else 400)
    title, title_top = _fitted(words.headline(facts), design.title, "Werf Bricolage", 700)
    return Sheet(
        design=design,
        opening=words.opening(facts),
        name=name,
        name_top=round(name_top + strip.shift * 0.35, 2),
        sentence=words.sentence(facts),
        title=title,
        title_top=round(title_top + strip.shift * 0.7, 2),
        strip=strip,
        columns=columns,
        stops=_stops(facts, strip) if by_stops and strip.plates else (),
        marks=marks,
        mark_high=mark_high,
        visited=_heading(facts, strip) if by_stops and strip.plates else None,
        check=words.checking(facts),
        signing=words.signing(facts),
        issued=f"{facts.issued_on.day} {month(facts.issued_on)} {facts.issued_on.year}",
        occasion=words.occasion(facts),
        thanks=_thanks(facts, design),
        letters=LETTERS[facts.tone],
    )


def _thanks(facts: CertificateFacts, design: Design) -> tuple[str, ...]:
    """Beside a coil of the gate there is room for two lines: each part its own where it fits, else it runs on."""
    parts = words.thanks(facts)
    wide = max((text_width(one, family=LETTERS[facts.tone], weight=400) * FLOOR / 100 for one in parts), default=0.0)
    return parts if design.shape == "gate" and wide <= BESIDE_COIL else (" · ".join(parts),)


def marks_of(facts: CertificateFacts, place: Box) -> tuple[Mark, ...]:
    """Logos of the companies in the order of the visits; none of them when nobody has one. Beside logos a company
    without one is named, so that it is not the one that is missing."""
    logos = {one.company: one.sha for one in facts.company_logos}
    companies = list(dict.fromkeys(visit.company for visit in facts.visits if facts.kind != "module"))[:MARKS]
    if not any(logos.get(company) for company in companies):
        return ()
    width = round(min(52, (place.width - GUTTER * (len(companies) - 1)) / len(companies)), 2)
    return tuple(Mark(logos.get(company), company, width, _word_size(company, width)) for company in companies)


def _word_size(company: str, width: float) -> float:
    """Of a name on at most two lines in the place of a logo."""
    longest = max((text_width(word, family="Werf Bricolage", weight=700) for word in company.split()), default=1.0)
    whole = text_width(company, family="Werf Bricolage", weight=700)
    return round(max(FLOOR, min(11.0, 96 * width / longest, 185 * width / whole)), 1)


def _strip(facts: CertificateFacts, design: Design, told: Sequence[tuple[str, tuple[Line, ...]]]) -> Strip:
    return SHAPES[design.shape](
        Asked(
            steps=facts.steps if facts.kind != "visit" else (),
            visits=len(facts.visits) if facts.kind != "module" else 0,
            wide=design.wide,
            high=design.high,
            place=design.strip,
            columns=design.columns,
            told=[len(lines) for _, lines in told],
            family=LETTERS[facts.tone],
            inset=9.0 if design.ink == "light" else 0.0,
        )
    )


def _fitted(text: str, place: Fit, first: str, weight: int) -> tuple[Fitted, float]:
    """The words and where their top is."""
    box = place.box
    made = fit(
        text,
        first=first,
        weight=weight,
        width=box.width,
        height=box.height,
        largest=place.largest * (1 if face_for(text, first=first).startswith("Werf") else OTHERS),
        one_line_from=place.one_line_from,
    )
    left = box.height - len(made.lines) * made.size * 1.18 / POINTS_PER_MM
    return made, box.y + {"top": 0.0, "middle": left / 2, "bottom": left}[place.stands]


def _columns(
    facts: CertificateFacts, design: Design, strip: Strip, marks: Sequence[Mark], *, by_stops: bool
) -> tuple[tuple[Column, ...], float]:
    """The columns, and how high logos are: lower where that lets more be said. Without logos their room is free."""
    told = words.ways_told(facts)
    if by_stops:
        told = (told[0], ("", ((),)), told[2])
    divisions, letters = (strip.columns, *strip.divisions), LETTERS[facts.tone]
    under = design.marks.y + design.marks.height - design.columns.y - design.columns.height
    if not marks or under < MARK_HIGH - MARK_LOW:  # none, or not below the columns
        free = max(under, 0.0) if not marks and not by_stops else 0.0
        return columns_in(told, _taller(divisions, free), letters)[0], MARK_HIGH
    columns, given_up = columns_in(told, _taller(divisions, 0.0), letters)
    fuller, less = columns_in(told, _taller(divisions, MARK_HIGH - MARK_LOW), letters)
    return (fuller, MARK_LOW) if less < given_up else (columns, MARK_HIGH)


def _taller(divisions: Sequence[tuple[Box, ...]], by: float) -> tuple[tuple[Box, ...], ...]:
    """Of columns that stand beside each other."""
    return tuple(
        tuple(replace(box, height=round(box.height + by, 2)) if _is_lone(box, places) else box for box in places)
        for places in divisions
    )


def _is_lone(box: Box, places: Sequence[Box]) -> bool:
    """Nothing stands below it."""
    return all(other.y <= box.y for other in places if other.width)


def _heading(facts: CertificateFacts, strip: Strip) -> tuple[str, float] | None:
    """Above the rows of visits, where more is told than the visits alone."""
    if facts.kind == "visit":
        return None
    return words.told(facts)[1][0], round(strip.columns[1].y - 2.2, 2)


def _stops(facts: CertificateFacts, strip: Strip) -> tuple[Stop, ...]:
    """A row for each visit beside its plate; without logos the words begin at the left."""
    logos = {one.company: one.sha for one in facts.company_logos}
    several, days = len(facts.visits) > 1, {visit.day for visit in facts.visits}
    beside = any(logos.get(visit.company) for visit in facts.visits)
    timed = several and any(visit.at for visit in facts.visits)
    width = strip.columns[1].width - (33 if beside else 0) - (21 if timed else 0)
    high = strip.columns[1].height / len(facts.visits) - 3
    rows = []
    for visit in facts.visits:
        name = fit(
            visit.company, first="Werf Bricolage", weight=700, width=width, height=11, largest=17, one_line_from=12
        )
        day = long_date(visit.day) if len(days) > 1 or not several else ""
        where = ", ".join(part for part in (visit.place, day) if part)
        rows.append((name, [Line(part) for part in (visit.did, where) if part]))
    sizes = [largest(lines, LETTERS[facts.tone], width, high - _tall(name)) for name, lines in rows]
    size = min(11.5, *(one or FLOOR for one in sizes))
    return tuple(
        Stop(
            name,
            tuple(line.text for line in lines),
            size,
            visit.at if several else "",
            logos.get(visit.company),
            round(plate.y + (plate.height - high) / 2, 2),
            round(high, 2),
        )
        for (name, lines), visit, plate in zip(rows, facts.visits, strip.plates, strict=False)
    )


def _tall(fitted: Fitted) -> float:
    return len(fitted.lines) * fitted.size * 1.2 / POINTS_PER_MM
