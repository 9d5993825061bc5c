"""Which designs there are to choose among, what was chosen, and which one a certificate gets."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select

from app.access.matrix import Permission
from app.base.problems import NotFound
from app.base.work import Work
from app.certificates.design import LogoFact, VisitFact
from app.certificates.design.choosing import Offer, Own, choices, design_for
from app.certificates.design.folders import Design, designs
from app.certificates.models import DesignOffer, SchoolDesign
from app.people.models import Company, School
from app.visits.models import Booking, Edition, VisitOffer, VisitSlot
from app.visits.rules.editions import edition_now

NETWORK = "network"
MARKS = 4  # logos on one paper


@dataclass(frozen=True, slots=True)
class Choice:
    """What goes into the facts of a certificate: the design's slug, and the signature with who signed."""

    slug: str
    signature: str | None
    signed_by: str


@dataclass(frozen=True, slots=True)
class OfferPage:
    """Of the network or of one edition. `is_own`: it was set here; else it is what holds without it."""

    edition_id: UUID | None
    edition: str
    editions: tuple[tuple[UUID, str], ...]
    offer: Offer
    is_own: bool
    designs: tuple[Design, ...]


@dataclass(frozen=True, slots=True)
class SchoolPage:
    """What a school chooses: `design` and `day` as chosen (empty: as the office set it), `default` and `day_default`
    what that is."""

    tone: str
    edition: str
    one: tuple[Design, ...]
    several: tuple[Design, ...]
    design: str
    day: str
    default: Design
    day_default: Design
    signature: str | None
    signed_by: str


def design_of(
    work: Work, *, school_id: UUID, tone: str, kind: str, visits: Sequence[VisitFact], edition_id: UUID | None = None
) -> Choice:
    """For a certificate that is issued now. Without an edition the network's default holds.

    `work` may issue certificates of that school; the school's own row comes through the guard.
    """
    work.must(Permission.CERTIFICATE_ISSUE)
    row = work.db.scalars(select(SchoolDesign).where(SchoolDesign.school_id == school_id)).one_or_none()
    slug = design_for(
        tone=tone,
        kind=kind,
        days=[visit.day for visit in visits],
        offer=_offer(work, edition_id)[0],
        own=_own(row),
        known=designs(),
    )
    return Choice(slug, row.signature_sha if row else None, row.signed_by if row and row.signature_sha else "")


def edition_of_visits(work: Work, *, booking_ids: Sequence[UUID], day: date) -> tuple[UUID | None, str]:
    """The edition these visits are in, by their offers, else by the day; and its name. None: there is none."""
    row = work.db.execute(
        select(Edition.id, Edition.name)
        .join(VisitOffer, VisitOffer.edition_id == Edition.id)
        .join(VisitSlot, VisitSlot.offer_id == VisitOffer.id)
        .join(Booking, Booking.slot_id == VisitSlot.id)
        .where(Booking.id.in_(booking_ids))
        .order_by(VisitSlot.starts_at.desc())
        .limit(1)
    ).first()
    if row is None:
        row = work.db.execute(
            select(Edition.id, Edition.name)
            .where(Edition.starts_on <= day, Edition.ends_on >= day)
            .order_by(Edition.starts_on.desc())
            .limit(1)
        ).first()
    return (row[0], row[1]) if row else (None, "")


def logos_of_visits(work: Work, *, booking_ids: Sequence[UUID]) -> tuple[LogoFact, ...]:
    """Of each company once, in the order of the visits; who has none is not in it."""
    rows = work.db.execute(
        select(Company.logo_sha, Company.name)
        .join(VisitOffer, VisitOffer.company_id == Company.id)
        .join(VisitSlot, VisitSlot.offer_id == VisitOffer.id)
        .join(Booking, Booking.slot_id == VisitSlot.id)
        .where(Booking.id.in_(booking_ids), Company.logo_sha.is_not(None))
        .order_by(VisitSlot.starts_at, Company.id)
    )
    found = dict.fromkeys(LogoFact(sha, name) for sha, name in rows if sha)
    return tuple(found)[:MARKS]


def offer_page(work: Work, *, edition_id: UUID | None) -> OfferPage:
    """For the network's office. Raises: NotFound: no such edition."""
    work.must(Permission.WEEK_PLAN)
    rows = work.db.execute(select(Edition.id, Edition.name).order_by(Edition.starts_on.desc(), Edition.name)).all()
    names = {row.id: row.name for row in rows}
    if edition_id is not None and edition_id not in names:
        raise NotFound("edition")
    offer, scope = _offer(work, edition_id)
    return OfferPage(
        edition_id,
        names[edition_id] if edition_id else "",
        tuple(names.items()),
        offer,
        scope == _scope(edition_id),
        tuple(designs().values()),
    )


def school_page(work: Work) -> SchoolPage:
    """For a school's office: its choice in the edition that goes on or comes first."""
    work.must(Permission.CERTIFICATE_DESIGN, school=work.school_id)
    tone = work.db.get_one(School, work.school_id).kind
    row = work.db.scalars(select(SchoolDesign)).one_or_none()
    held = {str(one.id): (one.starts_on, one.ends_on) for one in work.db.scalars(select(Edition))}
    key = edition_now(held, today=work.today)
    edition = work.db.get_one(Edition, UUID(key)) if key else None
    offer, own, known = _offer(work, edition.id if edition else None)[0], _own(row), designs()
    today = [work.today, work.today]

    def default(days: Sequence[date]) -> Design:
        return known[design_for(tone=tone, kind="both", days=days, offer=offer, own=Own(), known=known)]

    return SchoolPage(
        tone,
        edition.name if edition else "",
        tuple(choices(tone=tone, offer=offer, known=known, day=False)),
        tuple(choices(tone=tone, offer=offer, known=known, day=True)),
        own.design if offer.may(own.design) else "",
        own.day if offer.may(own.day) else "",
        default(today[:1]),
        default(today),
        row.signature_sha if row else None,
        row.signed_by if row else "",
    )


def _offer(work: Work, edition_id: UUID | None) -> tuple[Offer, str]:
    """What holds, and of which scope it is: the edition's own, else the network's, else that of the house."""
    wanted = {_scope(edition_id), NETWORK}
    rows = {row.scope: row for row in work.db.scalars(select(DesignOffer).where(DesignOffer.scope.in_(wanted)))}
    row = rows.get(_scope(edition_id)) or rows.get(NETWORK)
    if row is None:
        return Offer(allowed=frozenset(designs())), ""
    return Offer(row.po, row.vo, row.day, frozenset(row.allowed)), row.scope


def _scope(edition_id: UUID | None) -> str:
    return str(edition_id) if edition_id else NETWORK


def _own(row: SchoolDesign | None) -> Own:
    return Own(row.design, row.day_design) if row else Own()
