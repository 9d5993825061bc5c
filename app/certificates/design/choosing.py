"""Which design a certificate gets: values in, values out."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from app.certificates.design.folders import OURS, Design


@dataclass(frozen=True, slots=True)
class Offer:
    """What the network's office set: a design for each tone and for a day, and among which schools choose.

    A `day` that is empty: the design of the tone, however many visits there were.
    """

    po: str = OURS["po"]
    vo: str = OURS["vo"]
    day: str = "dag"
    allowed: frozenset[str] = field(default_factory=frozenset)

    def of_tone(self, tone: str) -> str:
        return self.po if tone == "po" else self.vo

    def may(self, slug: str) -> bool:
        """What is set as default may be chosen too."""
        return slug in self.allowed or slug in (self.po, self.vo, self.day)


@dataclass(frozen=True, slots=True)
class Own:
    """What a school chose; empty: as the network's office set it."""

    design: str = ""
    day: str = ""


def is_day(days: Collection[date]) -> bool:
    """Several visits on one day?"""
    return any(count > 1 for count in Counter(days).values())


def design_for(
    *, tone: str, kind: str, days: Sequence[date], offer: Offer, own: Own, known: Mapping[str, Design]
) -> str:
    """The slug. `days`: of each visit that stands on it.

    A school's choice counts while it is still offered; what cannot take such a certificate (too many visits, another
    kind or tone) steps aside for the next; at the end is the one that every house has.
    """
    visits = len(days) if kind != "module" else 0
    several = kind != "module" and is_day(days)
    wanted = [own.day if offer.may(own.day) else "", offer.day] if several else []
    wanted += [own.design if offer.may(own.design) else "", offer.of_tone(tone)]
    for slug in wanted:
        design = known.get(slug)
        if design and design.takes(tone=tone, kind=kind, visits=visits):
            return slug
    return OURS[tone]


def choices(*, tone: str, offer: Offer, known: Mapping[str, Design], day: bool) -> list[Design]:
    """What a school of this tone may choose among, for one visit or for a day."""
    return [
        one
        for one in known.values()
        if tone in one.tones and offer.may(one.slug) and (one.visits > 1 if day else not one.day)
    ]
