"""For a company's wall: what it did for schools in an edition, and what classes thanked it with."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.base.language import gettext, long_date, month, ngettext, number, speaking
from app.base.pdf import Fitted, fit, page

SMALLEST = 5  # fewer pupils than this are not counted on paper: who they were would be known
SENTENCES = 10
_SIZES = ((330, 24.0), (520, 20.0), (800, 16.0), (1300, 13.5), (2000, 11.5))


@dataclass(frozen=True, slots=True)
class WallFacts:
    """Counts and sentences, and no name of a person. `pupils`: None, where it may not be said. `logo`: sha256."""

    company: str
    place: str
    logo: str | None
    edition: str
    starts_on: date
    ends_on: date
    schools: int
    classes: int
    pupils: int | None
    thanks: tuple[str, ...]
    network: str
    funder: str
    issued_on: date


@dataclass(frozen=True, slots=True)
class Wall:
    """Finished values for the two sheets of one company."""

    facts: WallFacts
    name: Fitted
    counts: tuple[tuple[str, str], ...]  # number and word
    between: str
    issued: str
    thanks_size: float


def shown(pupils: int) -> int | None:
    """A count of pupils, unless it is so small that it tells who they were."""
    return pupils if pupils >= SMALLEST else None


def draw_walls(those: Sequence[WallFacts], *, language: str) -> str:
    """The HTML of one document: a certificate for each company, and a sheet of thanks where there are sentences.

    Print it with `images={sha: bytes}` for the logos in the facts.
    """
    with speaking(language):
        title = gettext("Certificates for companies")
        walls = [_wall(one) for one in those]
    return page("wall/document.html", language=language, title=title, walls=walls)


def _wall(facts: WallFacts) -> Wall:
    counts = [(facts.classes, ngettext("class", "classes", facts.classes))]
    if facts.pupils is not None:
        counts.append((facts.pupils, ngettext("pupil", "pupils", facts.pupils)))
    counts.append((facts.schools, ngettext("school", "schools", facts.schools)))
    letters = sum(len(sentence) + 30 for sentence in facts.thanks)
    return Wall(
        facts,
        fit(facts.company, first="Werf Bricolage", weight=700, width=268, height=34, largest=50, one_line_from=30),
        tuple((number(count), word) for count, word in counts),
        gettext("from %(first)s to %(last)s", first=_day(facts.starts_on), last=_day(facts.ends_on)),
        long_date(facts.issued_on),
        next((size for most, size in _SIZES if letters <= most), 10.0),
    )


def _day(day: date) -> str:
    return f"{day.day} {month(day)} {day.year}"
