"""A card as HTML for one sheet of paper: smaller letters, then fewer words, until it fits on one page."""

from collections.abc import Iterator
from dataclasses import dataclass

from app.base.language import speaking
from app.base.pdf import page
from app.base.qr import qr_svg
from app.learning.substitute.facts import CardFacts, StepToday
from app.people.queries.substitutes import grouped


@dataclass(frozen=True, slots=True)
class Room:
    """`size` in points. `rubrics`: what to look for in own answers too. `answers`: at most so many a step."""

    size: float
    rubrics: bool = True
    answers: int = 99
    lines: int = 5


ROOMS = (
    Room(11.5),
    Room(10.5),
    Room(9.5),
    Room(9.5, rubrics=False),
    Room(9, rubrics=False, lines=3),
    Room(9, rubrics=False, answers=8, lines=2),
    Room(9, rubrics=False, answers=4, lines=1),
)


def draw_card(facts: CardFacts, *, site: str) -> Iterator[str]:
    """The document, most generous first; the caller takes the first that fits on one page.

    `site`: the address of this house, which QR codes and typed addresses begin with.
    """
    for room in ROOMS:
        with speaking(facts.language):
            yield page(
                "substitute/card.html",
                language=facts.language,
                facts=facts,
                room=room,
                steps=[
                    (step, step.lines[: room.lines], step.answers[: room.answers], _left(step, room))
                    for step in facts.steps
                ],
                address=site.partition("://")[2],
                code=grouped(facts.token),
                qr=qr_svg(link_of(site, facts.token), label=""),
            )


def link_of(site: str, token: str) -> str:
    """Capitals alone make a smaller QR code; a house in a folder of its host keeps its path as it is."""
    url = f"{site}/I/{token}"
    return url if "/" in site.partition("://")[2] else url.upper()


def _left(step: StepToday, room: Room) -> int:
    return max(0, len(step.answers) - room.answers)
