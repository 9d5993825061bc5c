"""A school says yes to the safety rules that stood before it, not to those that came after. Pure."""

from app.base.language import N_
from app.base.problems import RuleBroken


class RulesChanged(RuleBroken):
    """What was read is not how it is now: it is shown and asked again."""


def check_read(*, read: int | None, now: int) -> None:
    """`read`: the version on the page that was sent; None: nobody read a page (what is loaded by a command).

    Raises: RulesChanged (`safety_version`).
    """
    if read is not None and read != now:
        raise RulesChanged(
            "safety_version",
            N_("The company has just changed its safety rules. Read them as they are now and send once more."),
        )


def version_of(text: str | None) -> int:
    """As a form sends it; 0, which no rules ever have, when it sends none."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 7 else 0
