"""The network's office offers designs; a school chooses among them, and has its signature printed or not."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select

from app.access.matrix import Permission
from app.base.language import N_
from app.base.problems import NotFound, RuleBroken
from app.base.rows import only_row
from app.base.work import Work
from app.certificates.design.folders import designs
from app.certificates.models import DesignOffer, SchoolDesign
from app.certificates.queries.designs import NETWORK, school_page
from app.visits.models import Edition

LONGEST_NAME = 60


def offer_designs(work: Work, *, edition_id: UUID | None, po: str, vo: str, day: str, allowed: Collection[str]) -> None:
    """What certificates have by default, and among which schools choose; of an edition, or of the network.

    Raises:
        NotFound: no such edition.
        RuleBroken: at its field: not a design, or one that is not for that tone.
    """
    work.must(Permission.WEEK_PLAN)
    work.must(Permission.CERTIFICATE_DESIGN)
    if edition_id is not None and work.db.get(Edition, edition_id) is None:
        raise NotFound("edition")
    _check(po=po, vo=vo, day=day)
    scope = str(edition_id) if edition_id else NETWORK
    row = work.db.scalars(select(DesignOffer).where(DesignOffer.scope == scope)).one_or_none()
    if row is None:
        row = DesignOffer(id=work.new_id(), scope=scope, edition_id=edition_id)
        work.db.add(row)
    row.po, row.vo, row.day = po, vo, day
    row.allowed = [slug for slug in designs() if slug in set(allowed) | {po, vo, day}]
    assert work.actor.user_id is not None
    row.by, row.at = work.actor.user_id, work.now
    work.audit("design.offered", row.id, scope=scope)


def choose_design(work: Work, *, design: str, day: str) -> None:
    """For this school's certificates from now on; empty: as the network's office set it. What was issued stays.

    Raises: RuleBroken (`design`, `day`): not among those that are offered.
    """
    work.must(Permission.CERTIFICATE_DESIGN, school=work.school_id)
    page = school_page(work)
    for field, slug, offered in (("design", design, page.one), ("day", day, page.several)):
        if slug and slug not in {one.slug for one in offered}:
            raise RuleBroken(field, N_("This design is not offered any more. Choose another one."))
    row = _row(work)
    row.design, row.day_design = design, day
    work.audit("design.chosen", row.id, design=design, day=day)


def set_signature(work: Work, *, sha: str | None, signed_by: str) -> None:
    """A signature on certificates from now on, with who signs; None: a line for a pen again. Old ones keep theirs.

    Raises: RuleBroken (`signed_by`): a signature without a name.
    """
    work.must(Permission.CERTIFICATE_DESIGN, school=work.school_id)
    signed_by = " ".join(signed_by.split())
    if sha and not 1 <= len(signed_by) <= LONGEST_NAME:
        raise RuleBroken("signed_by", N_("Say who signs, in at most 60 letters."))
    row = _row(work)
    row.signature_sha, row.signed_by = sha, signed_by if sha else ""
    work.audit("design.signature", row.id, is_there=sha is not None)


def _check(*, po: str, vo: str, day: str) -> None:
    known = designs()
    for field, slug in (("po", po), ("vo", vo)):
        if slug not in known or field not in known[slug].tones or known[slug].day:
            raise RuleBroken(field, N_("Choose one of the designs."))
    if day and (day not in known or known[day].visits < 2):
        raise RuleBroken("day", N_("Choose one of the designs."))


def _row(work: Work) -> SchoolDesign:
    return only_row(work, SchoolDesign, design="", day_design="", signed_by="")
