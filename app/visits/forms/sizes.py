"""Sizes of gear as counts: one number field for each size that the company asks for."""

from collections.abc import Mapping, Sequence
from typing import Any

from app.base.language import N_
from app.base.problems import RuleBroken
from app.web.forms import sent


def sizes_typed(gear: Sequence[Mapping[str, Any]]) -> dict[str, dict[str, str]]:
    """What was typed, as it was typed: what -> size -> text. To show again beside what was wrong with it."""
    return {
        one["what"]: {size: sent().get(f"size-{n}-{k}", "").strip()[:9] for k, size in enumerate(one["sizes"])}
        for n, one in enumerate(gear)
        if one["sizes"]
    }


def counts_sent(gear: Sequence[Mapping[str, Any]]) -> dict[str, dict[str, int]]:
    """What was typed: what -> size -> how many; an empty field is none.

    Raises: RuleBroken (`sizes`): no whole number, saying which.
    """
    return {
        what: {size: _whole(what, size, text) for size, text in of.items()} for what, of in sizes_typed(gear).items()
    }


def _whole(what: str, size: str, text: str) -> int:
    if text and not (text.isascii() and text.isdigit()):
        raise RuleBroken(
            "sizes",
            N_("%(what)s, size %(size)s: “%(typed)s” is no whole number. Give 0 or more."),
            what=what,
            size=size,
            typed=text,
        )
    return int(text or 0)
