"""The strip of steel on a certificate: where each step that was done stands. A design says which shape it has."""

from collections.abc import Callable

from app.certificates.design.strip.asked import Asked
from app.certificates.design.strip.cells import Box, Icons, Label, Strip
from app.certificates.design.strip.column import column
from app.certificates.design.strip.gate import gate
from app.certificates.design.strip.head import head

SHAPES: dict[str, Callable[[Asked], Strip]] = {"column": column, "gate": gate, "head": head}

__all__ = ["SHAPES", "Asked", "Box", "Icons", "Label", "Strip"]
