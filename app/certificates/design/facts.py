"""What stands on a certificate, frozen when it is issued, so that a reprint years later says the same."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Literal, NamedTuple

FORMAT = 2
Tone = Literal["po", "vo"]
Phase = Literal["before", "during", "after"]
Kind = Literal["visit", "module", "both"]


class VisitFact(NamedTuple):
    """A visit at which this pupil was present; printed ahead: at which the class is expected.

    `at`: 09:30, where several visits of a day stand on one paper; `did`: in a few words what the class saw or did.
    """

    company: str
    place: str
    day: date
    at: str = ""
    did: str = ""


class LogoFact(NamedTuple):
    """A company's logo: the sha256 of a PNG of ours, and whose it is."""

    sha: str
    company: str


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

    `kind` says of what it is a certificate: of the visit, of the module, or of both. One of the visit alone may have no
    module: `module_title` is empty then. `design` is a folder under templates/print/certificates. `edition_name`:
    Techniekweek 2026. `ahead`: printed before the visit, valid when presence was noted. `signature`: the sha256 of a
    PNG of ours, and `signed_by` who signed; without it there is a line for a pen.
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
    kind: Kind = "both"
    design: str = ""
    edition_name: str = ""
    company_logos: tuple[LogoFact, ...] = ()
    signature: str | None = None
    signed_by: str = ""
    ahead: bool = False
    listed_name: str = ""  # as the class list had it, when the name was edited for print


def to_snapshot(facts: CertificateFacts) -> dict[str, Any]:
    """Plain JSON with a format number."""
    plain = asdict(facts)
    plain["issued_on"] = facts.issued_on.isoformat()
    plain["visits"] = [
        [visit.company, visit.place, visit.day.isoformat(), visit.at, visit.did] for visit in facts.visits
    ]
    plain["steps"] = [list(step) for step in facts.steps]
    plain["company_logos"] = [list(logo) for logo in facts.company_logos]
    for lines in ("prepared", "reflected"):
        plain[lines] = list(plain[lines])
    return {"format": FORMAT, **plain}


def from_snapshot(snapshot: Mapping[str, Any]) -> CertificateFacts:
    """The facts again.

    Raises:
        ValueError: a format this version does not know.
    """
    told = dict(snapshot)
    known = told.pop("format", None)
    if known not in (1, FORMAT):
        raise ValueError("certificate snapshot of an unknown format")
    if known == 1:
        told["kind"] = "both" if told["visits"] else "module"
    told["issued_on"] = date.fromisoformat(told["issued_on"])
    told["visits"] = tuple(
        VisitFact(company, place, date.fromisoformat(day), *more) for company, place, day, *more in told["visits"]
    )
    told["steps"] = tuple(StepFact(*step) for step in told["steps"])
    told["company_logos"] = tuple(LogoFact(*logo) for logo in told.get("company_logos", ()))
    for lines in ("prepared", "reflected"):
        told[lines] = tuple(told[lines])
    return CertificateFacts(**told)
