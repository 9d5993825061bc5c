"""How many of a thing a class needs."""

from decimal import Decimal

USUAL_CLASS = 26  # when the teacher's own class is not known
SIZES = {"pupil": 1, "pair": 2, "group": 4}  # pupils who share one; anything else: one for the class


def amount_for(*, amount: Decimal, per: str, pupils: int) -> Decimal:
    """How many of a thing a class needs; the last pair or group may be smaller, and needs its own."""
    sharing = SIZES.get(per)
    return amount if sharing is None else amount * -(-pupils // sharing)
