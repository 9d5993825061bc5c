"""What a certificate says, by its kind and the tone of its level: exactly what was done, in the fewest words."""

from collections.abc import Sequence

from app.base.language import gettext, long_date, month, ngettext
from app.certificates.design.columns import Line, Said, Told, paragraph, shorter
from app.certificates.design.facts import CertificateFacts, VisitFact

SOME = 90  # letters: longer, the companies are counted in the headline and named below it


def opening(facts: CertificateFacts) -> str:
    """Above the name; the sober tone says nothing there."""
    return gettext("This certificate belongs to") if facts.tone == "po" else ""


def sentence(facts: CertificateFacts) -> str:
    """Between the name and the headline."""
    if facts.kind == "visit":
        return gettext("was on a visit at")
    if facts.tone == "po":
        return gettext("for the module")
    return gettext("has completed the module")


def headline(facts: CertificateFacts) -> str:
    """The module; of a certificate of the visit alone, where it was."""
    if facts.kind != "visit":
        return facts.module_title
    companies = list(dict.fromkeys(visit.company for visit in facts.visits))
    told = gettext(" and ").join(
        part for part in (", ".join(companies[:-1]), companies[-1] if companies else "") if part
    )
    return told if len(told) <= SOME else ngettext("%(n)s company", "%(n)s companies", len(companies))


def told(facts: CertificateFacts) -> list[tuple[str, tuple[Line, ...]]]:
    """Before, at the visit, after: a heading each with its lines. A certificate says nothing beside its kind."""
    visits = facts.visits if facts.kind != "module" else ()
    prepared, reflected = (facts.prepared, facts.reflected) if facts.kind != "visit" else ((), ())
    first = gettext("Prepared") if visits else gettext("What was done")
    there = gettext("Visited") if facts.kind != "visit" else ""  # the sentence says it already
    return [
        (first, tuple(Line(line) for line in prepared)),
        (there, visit_lines(visits, named=facts.kind != "visit" or len(visits) > 1)),
        (gettext("Looked back"), tuple(Line(line) for line in reflected)),
    ]


def ways_told(facts: CertificateFacts) -> tuple[Told, ...]:
    """The same, each from the fullest way to say it to the shortest. What is left out on paper is counted there, and
    the page that checks the certificate names all of it."""
    (first, prepared), (there, visited), (last, reflected) = told(facts)
    return (
        (first, shorter(prepared, _more(len(prepared)))),
        (there, _visits_told(facts.visits, visited)),
        (last, shorter(reflected, _more(len(reflected)))),
    )


def _more(lines: int) -> list[Line]:
    return [Line(gettext("and %(n)s more", n=left)) for left in range(lines)]


def _visits_told(visits: Sequence[VisitFact], full: Said) -> tuple[Said, ...]:
    """All of them as a list, as a paragraph, without their places; then the first of them and how many more."""
    if not full or len(visits) == 1:
        return (full, paragraph(full))
    day = long_date(visits[-1].day) if len({visit.day for visit in visits}) == 1 else ""
    names = [Line(f"{visit.at} {visit.company}".strip()) for visit in visits]
    ways = [full, paragraph(full)]
    for shown in range(len(visits), 0, -1):
        left = len(visits) - shown
        rest = [Line(ngettext("and one other visit", "and %(n)s other visits", left))] if left else []
        ways.append(paragraph((*names[:shown], *rest, *([Line(day)] if day else []))))
    return tuple(ways)


def visit_lines(visits: Sequence[VisitFact], *, named: bool = True) -> tuple[Line, ...]:
    """Company and place, and the date once when it is the same for all. `named`: say the company."""
    lines: list[Line] = []
    days = [visit.day for visit in visits]
    for number, visit in enumerate(visits):
        if len(visits) == 1:
            lines += [
                Line(text, strong) for text, strong in ((visit.company * named, True), (visit.did, False)) if text
            ]
            lines.append(Line(", ".join(part for part in (visit.place, long_date(visit.day)) if part)))
            continue
        place = f"{visit.company}, {visit.place}" if visit.place else visit.company
        lines.append(Line(f"{visit.at} {place}".strip(), True))
        if visit.day not in days[number + 1 :]:
            lines.append(Line(long_date(visit.day)))
    return tuple(lines)


def signing(facts: CertificateFacts) -> str:
    """Under the line for the pen, or under the signature."""
    if facts.signed_by:
        return facts.signed_by
    return gettext("signature of the teacher") if facts.tone == "po" else gettext("teacher's signature")


def checking(facts: CertificateFacts) -> tuple[str, ...]:
    """Beside the code, below the number."""
    lines = []
    if facts.ahead and facts.visits:
        day = max(visit.day for visit in facts.visits)
        lines.append(gettext("valid after the visit on %(day)s;", day=f"{day.day} {month(day)} {day.year}"))
    elif facts.kind != "visit" and facts.module_version:
        lines.append(gettext("edition %(version)s", version=facts.module_version))
    return (*lines, gettext("check it at"), facts.verify_short)


def occasion(facts: CertificateFacts) -> tuple[str, ...]:
    """For the head of a day: which edition, and which day when it was one."""
    days = {visit.day for visit in facts.visits}
    return tuple(part for part in (facts.edition_name, long_date(days.pop()) if len(days) == 1 else "") if part)


def thanks(facts: CertificateFacts) -> tuple[str, ...]:
    """Whose week it was, and who made it possible: in one line, or under each other where a design is narrow."""
    edition = facts.edition_name if facts.edition_name != facts.network_name else ""
    whose = " · ".join(part for part in (facts.network_name, edition) if part)
    return tuple(part for part in (whose, facts.funder_line) if part)
