"""Sizes of gear as counts: one number field for each size that the company asks for."""

from collections.abc import Mapping, Sequence
from typing import Any

from app.base.language import N_
from app.base.problems import RuleBroken
from app.web.forms import sent


def counts_sent(gear: Sequence[Mapping[str, Any]]) -> dict[str, dict[str, int]]:
    """What was typed: what -> size -> how many; an empty field is none.

    Raises: RuleBroken (`sizes`): no whole number.
    """
    try:
        return {
            one["what"]: {
                size: int(sent().get(f"size-{n}-{k}", "").strip() or 0) for k, size in enumerate(one["sizes"])
            }
            for n, one in enumerate(gear)
            if one["sizes"]
        }
    except ValueError:
        raise RuleBroken("sizes", N_("Give whole numbers, 0 or more.")) from None
