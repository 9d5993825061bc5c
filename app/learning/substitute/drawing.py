"""A card as HTML for one sheet of paper: smaller letters, then fewer words, until it fits on one page."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from app.base.language import speaking
from app.base.pdf import page
from app.base.qr import qr_svg
from app.learning.substitute.facts import AnswerLine, CardFacts, StepToday
from app.people.queries.substitutes import grouped

LINE_LETTERS = 40  # that an answer is high beside its letters


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
    Room(8.5, rubrics=False, lines=2),
    Room(8.5, rubrics=False, answers=5, lines=2),
)


@dataclass(frozen=True, slots=True)
class Line:
    """Of the answers: the title of a step, an answer, or how many more there are."""

    title: str = ""
    answer: AnswerLine | None = None
    more: int = 0

    @property
    def weight(self) -> int:
        """About how many letters high it is."""
        one = self.answer
        return LINE_LETTERS + (len(one.asked) + len(one.right) + len(one.rubric) if one else 0)


def draw_card(facts: CardFacts, room: Room, *, site: str) -> str:
    """The document. `site`: the address of this house, which QR codes and typed addresses begin with."""
    with speaking(facts.language):
        return page(
            "substitute/card.html",
            language=facts.language,
            facts=facts,
            room=room,
            steps=[(step, step.lines[: room.lines]) for step in facts.steps],
            columns=in_two([line for step in facts.steps for line in _answers(step, room)]),
            address=site.partition("://")[2],
            code=grouped(facts.token),
            qr=qr_svg(link_of(site, facts.token), label=""),
        )


def most_generous(fits: Callable[[Room], bool]) -> None:
    """Ask for as few rooms as can be (three of seven) until the most generous that fits is known; `fits` keeps what it
    drew. The least generous is the last that is asked for when none does."""
    low, high = 0, len(ROOMS) - 1
    while low <= high:
        middle = (low + high) // 2
        if fits(ROOMS[middle]):
            high = middle - 1
        else:
            low = middle + 1


def in_two(lines: Sequence[Line]) -> tuple[Sequence[Line], Sequence[Line]]:
    """Two columns of about the same height, no title at the foot of the first. (Columns of CSS cost the printer four
    times the time of the whole page.)"""
    half, height, place = sum(line.weight for line in lines) / 2, 0, 0
    while place < len(lines) and height < half:
        height += lines[place].weight
        place += 1
    while place and lines[place - 1].title:
        place -= 1
    return lines[:place], lines[place:]


def _answers(step: StepToday, room: Room) -> Iterator[Line]:
    if step.answers:
        yield Line(title=step.title)
        yield from (
            Line(answer=one if room.rubrics else replace(one, rubric="")) for one in step.answers[: room.answers]
        )
    if len(step.answers) > room.answers:
        yield Line(more=len(step.answers) - room.answers)


def link_of(site: str, token: str) -> str:
    """Capitals alone make a smaller QR code; a house in a folder of its host keeps its path as it is."""
    url = f"{site}/I/{token}"
    return url if "/" in site.partition("://")[2] else url.upper()
