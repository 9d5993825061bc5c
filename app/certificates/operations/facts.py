"""What stands on a certificate that is issued now, and how it looks."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select

from app.base.language import N_, gettext_for
from app.base.names import short_name
from app.base.pdf import clean_name
from app.base.work import Work
from app.certificates import rules
from app.certificates.design import CertificateFacts, StepFact, VisitFact
from app.certificates.queries import Candidate, Candidates
from app.certificates.queries.designs import Choice, design_of, edition_of_visits, logos_of_visits
from app.people.models import Network, SchoolSettings

LINES = 3  # of each column on paper
OWN_WORK, OWN_WORK_LINE, OWN_WORK_ICON = N_("Own work"), N_("Own work with this module"), "pencil"


@dataclass(frozen=True, slots=True)
class Code:
    """What identifies one certificate: the number in print, the secret in the QR code, and where it is checked."""

    number: str
    secret: str
    site: str


class Around:
    """What a class's certificates have in common, read once for all of them."""

    def __init__(self, work: Work, known: Candidates) -> None:
        self.work, self.known = work, known
        self.network = work.db.scalars(select(Network)).first()
        self.logo = work.db.scalars(
            select(SchoolSettings.logo_sha).where(SchoolSettings.school_id == known.school.id)
        ).one_or_none()
        tied = [booking.id for booking in known.bookings]
        self.edition_id, self.edition = edition_of_visits(work, booking_ids=tied, day=work.today)
        self.logos = logos_of_visits(work, booking_ids=tied)
        self._looks: dict[tuple[str, Sequence[VisitFact]], Choice] = {}

    def look(self, kind: str, visits: tuple[VisitFact, ...]) -> Choice:
        """The design of a paper of this kind with these visits, and the signature on it."""
        key = (kind, visits)
        if key not in self._looks:
            school = self.known.school
            self._looks[key] = design_of(
                self.work,
                school_id=school.id,
                tone=school.kind,
                kind=kind,
                visits=visits,
                edition_id=self.edition_id,
            )
        return self._looks[key]


def facts_now(around: Around, one: Candidate, code: Code, edited: str = "") -> CertificateFacts:
    """What is true of this pupil now, of the kind that the run prints."""
    known, network = around.known, around.network
    kind, language = one.verdict.kind, known.language
    module = None if kind == rules.VISIT else known.module  # one of the visit says nothing of a module
    before, after = one.phases[0::2] if one.phases else (None, None)
    companies = {visit.company for visit in one.visits}
    look = around.look(kind, one.visits)
    facts = CertificateFacts(
        number=code.number,
        verify_url=f"{code.site}/v/{code.secret}".upper(),
        verify_short=f"{code.site.split('//')[-1]}/v",
        name=one.name,
        short_name=clean_name(short_name(one.pupil.first_name, one.pupil.last_name)),
        tone=known.school.kind,  # type: ignore[arg-type]  # po or vo by the table's own check
        language=language,  # one language on one paper: that of the words in it
        module_title=module.title if module else "",
        module_version=module.version if module else "",
        prepared=_lines(before, language) if before else (),
        visits=one.visits,
        reflected=_lines(after, language) if after else (),
        steps=tuple(fact for phase in one.phases for fact in _strip(phase, language)),
        school_name=known.school.name,
        school_place=known.school.place,
        class_name=known.class_name,
        logo=around.logo,
        issued_on=around.work.today,
        network_name=network.name if network else "",
        funder_line=(network.funder_line or None) if network else None,
        kind=kind,  # type: ignore[arg-type]  # one of rules.KINDS
        design=look.slug,
        edition_name=around.edition,
        company_logos=tuple(logo for logo in around.logos if logo.company in companies),
        signature=look.signature,
        signed_by=look.signed_by,
        ahead=one.verdict.ahead,
    )
    return named(facts, edited, first=one.pupil.first_name, listed=one.name)


def named(facts: CertificateFacts, edited: str, *, first: str, listed: str) -> CertificateFacts:
    """With the name as a teacher typed it for print; nothing readable typed is the name of the list. `first`: the first
    name in the list, where the short name for a verifier is cut."""
    name = clean_name(edited)
    if not name or name == listed:
        return facts
    start = clean_name(first)
    cut = len(start) if name.casefold().startswith(f"{start} ".casefold()) else (name + " ").index(" ")
    short = clean_name(short_name(name[:cut], name[cut:].strip()))
    return replace(facts, name=name, short_name=short, listed_name=listed)


def _lines(phase: rules.Told, language: str) -> tuple[str, ...]:
    if phase.own_work:
        return (gettext_for(language)(OWN_WORK_LINE),)
    return tuple(step.title for step in phase.steps)[:LINES]


def _strip(phase: rules.Told, language: str) -> tuple[StepFact, ...]:
    if phase.own_work:
        label = gettext_for(language)(OWN_WORK)
        return (StepFact(label, OWN_WORK_ICON, phase.phase),)  # type: ignore[arg-type]  # one of rules.PHASES
    return tuple(StepFact(step.label, step.icon, step.phase) for step in phase.steps)  # type: ignore[arg-type]
