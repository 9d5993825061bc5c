"""How serious a problem is, what it says, and how to mend it."""

from dataclasses import dataclass
from enum import StrEnum


class Weight(StrEnum):
    ERROR = "error"  # the module cannot be published
    NOTE = "note"  # it can, but somebody should look


ERROR, NOTE = Weight.ERROR, Weight.NOTE


@dataclass(frozen=True, slots=True)
class Kind:
    weight: Weight
    message: str
    tip: str
