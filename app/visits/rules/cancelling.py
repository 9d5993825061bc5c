"""What calling off asks for. Pure."""

from datetime import timedelta

from app.base.language import N_
from app.base.problems import RuleBroken

HOLD = timedelta(hours=48)  # of a place that the office keeps for a class
LONGEST_REASON = 200


def check_reason(reason: str) -> None:
    """Raises: RuleBroken (`reason`): the schools read it, so it must say something, in short."""
    if not reason.strip():
        raise RuleBroken("reason", N_("Say why in a few words: the schools read it."))
    if len(reason) > LONGEST_REASON:
        raise RuleBroken("reason", N_("At most %(most)s characters."), most=LONGEST_REASON)
