"""What reading the steps of one language must know, and what it gathers on the way for the checks that come after."""

from collections.abc import Collection
from dataclasses import dataclass, field

from app.base.levels import BANDS
from app.curriculum.blocks import Block
from app.curriculum.checker.shared import Shared
from app.curriculum.page import Page


@dataclass(frozen=True, slots=True)
class Place:
    """Where an id stands. `number` counts the blocks with an id of one language, in the order a pupil meets them."""

    page: Page
    line: int
    type: str  # of a question; empty for what is none
    number: int

    def __str__(self) -> str:
        return f"{self.page.file}:{self.line}"


@dataclass(slots=True)
class Reading:
    """`source`: the language of the module, in which the answers stand. `levels`: for whom the step is that is read."""

    language: str
    source: bool
    units: Collection[str]
    shared: Shared
    levels: Collection[str] = BANDS
    ids: dict[str, Place] = field(default_factory=dict)
    recalls: list[tuple[Page, Block, int]] = field(default_factory=list)  # with the number of ids before it

    def note_id(self, page: Page, block: Block, told: tuple[Page, int]) -> None:
        """Keep where an id stands; `told` is where it is said that it stood somewhere before."""
        if block.id in self.ids:
            told[0].wrong("S11", told[1], id=block.id, where=str(self.ids[block.id]))
            return
        self.ids[block.id] = Place(page, block.line, _type(block), len(self.ids))

    def check_recalls(self) -> None:
        """Only an answer of an earlier question of this module can be shown back."""
        for page, block, before in self.recalls:
            place = self.ids.get(block.id)
            if place is None or not place.type:
                page.wrong("S22", block.line, id=block.id)
            elif place.number >= before:
                page.wrong("S23", block.line, id=block.id, where=str(place))
            elif place.type == "scale":
                page.wrong("S24", block.line, id=block.id)


def _type(block: Block) -> str:
    if block.kind == "question":
        return block.words[0] if block.words else block.kind
    return "measure" if block.kind == "measure" else ""
