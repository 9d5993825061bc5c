"""What a shape is asked to draw a strip of."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.certificates.design.facts import StepFact
from app.certificates.design.strip.cells import Box


@dataclass(frozen=True, slots=True)
class Asked:
    """`wide`, `high`: the page. `place`: the strip's own, for shapes that lie in one. `columns`: where texts may be.
    `told`: how many lines there are to say before, at the visit and after. `family`: the letters on the strip.
    `inset`: how far (mm) words stay from both ends of the visit's plate."""

    steps: Sequence[StepFact]
    visits: int
    wide: float
    high: float
    place: Box
    columns: Box
    told: Sequence[int]
    family: str
    inset: float = 0.0
