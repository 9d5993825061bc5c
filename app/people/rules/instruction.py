"""The three instruction groups of a class, as schools call them. A pupil of whom nothing is said is in basic."""

from collections.abc import Mapping
from uuid import UUID

from app.base.language import N_, gettext

BASIC, EXTENDED, PLUS = "basic", "extended", "plus"
GROUPS: Mapping[str, str] = {
    BASIC: N_("Basic"),
    EXTENDED: N_("Extended instruction"),
    PLUS: N_("Plus"),
}
"""In the order in which they stand everywhere."""


def group_label(group: str) -> str:
    return gettext(GROUPS[group])


def groups_label(groups: tuple[str, ...]) -> str:
    """`Extended instruction, Plus`, in the order of the house."""
    return ", ".join(group_label(group) for group in GROUPS if group in groups)


def moved(now: Mapping[UUID, str], *, was: Mapping[UUID, str], chosen: Mapping[UUID, str]) -> dict[UUID, str]:
    """Who goes to which group: only whom this person touched, so that a colleague's work of meanwhile stays.

    `was`: what the page showed. Of a pupil the page did not show anything for, the choice counts as it is.
    """
    return {
        pupil: group
        for pupil, group in chosen.items()
        if pupil in now and group in GROUPS and group != was.get(pupil) and group != now[pupil]
    }
