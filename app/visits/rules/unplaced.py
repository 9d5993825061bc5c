"""Which classes still look for a visit: without any, or with places for a part of their pupils. "26 of niets". Pure."""

from typing import Final

from app.base.language import N_
from app.people.rules.size import LEAST

NONE, PARTLY = "none", "partly"
HOW: Final = {NONE: N_("no visit at all"), PARTLY: N_("a part of the class has one")}
SCHOOL, LEVEL, LACKING = "school", "level", "lacking"
ORDERS: Final = {SCHOOL: N_("by school"), LEVEL: N_("by level"), LACKING: N_("most pupils first")}


def lacking(*, size: int | None, booked: int) -> int:
    """How many of a class that has a visit go on none. `booked`: pupils in its visits of one edition, together.

    A class whose list is not there yet, or that counts so few that its number is not told, is not called partly placed:
    nobody outside the school could say so. Who goes twice is counted twice: here are no names to know it by.
    """
    if size is None or size <= LEAST:
        return 0
    return max(0, size - booked)


def is_unplaced(*, size: int | None, booked: int) -> bool:
    return booked == 0 or lacking(size=size, booked=booked) > 0
