"""What stands on a certificate, frozen when it is issued, so that a reprint years later says the same."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Literal, NamedTuple

FORMAT = 1
Tone = Literal["po", "vo"]
Phase = Literal["before", "during", "after"]


class VisitFact(NamedTuple):
    """A visit at which this pupil was present."""

    company: str
    place: str
    day: date


class StepFact(NamedTuple):
    """A step this pupil did: its label (at most 9 letters), the name of its icon, and its phase."""

    label: str
    icon: str
    phase: Phase


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateFacts:
    """Only what this pupil did: what is absent is not mentioned, so the page never says "less".

    `verify_url` goes into the QR code as it is: in capitals the code is smaller. `verify_short` is what a
    person types. `short_name` is what a verifier's page shows: `Esmée van D.`, made while first and last name
    were apart.
    `logo` is the sha256 of a PNG made by `clean_logo`. `prepared` and `reflected` are short lines, at best 1
    to 3.
    """

    number: str
    verify_url: str
    verify_short: str
    name: str
    tone: Tone
    language: str
    module_title: str
    module_version: str
    prepared: tuple[str, ...]
    visits: tuple[VisitFact, ...]
    reflected: tuple[str, ...]
    steps: tuple[StepFact, ...]
    school_name: str
    school_place: str
    class_name: str
    logo: str | None
    issued_on: date
    network_name: str
    funder_line: str | None
    short_name: str = ""


def to_snapshot(facts: CertificateFacts) -> dict[str, Any]:
    """Plain JSON with a format number."""
    plain = asdict(facts)
    plain["issued_on"] = facts.issued_on.isoformat()
    plain["visits"] = [[company, place, day.isoformat()] for company, place, day in facts.visits]
    plain["steps"] = [list(step) for step in facts.steps]
    for lines in ("prepared", "reflected"):
        plain[lines] = list(plain[lines])
    return {"format": FORMAT, **plain}


def from_snapshot(snapshot: Mapping[str, Any]) -> CertificateFacts:
    """The facts again.

    Raises:
        ValueError: a format this version does not know.
    """
    told = dict(snapshot)
    if told.pop("format", None) != FORMAT:
        raise ValueError("certificate snapshot of an unknown format")
    told["issued_on"] = date.fromisoformat(told["issued_on"])
    told["visits"] = tuple(VisitFact(company, place, date.fromisoformat(day)) for company, place, day in told["visits"])
    told["steps"] = tuple(StepFact(*step) for step in told["steps"])
    for lines in ("prepared", "reflected"):
        told[lines] = tuple(told[lines])
    return CertificateFacts(**told)
