"""Which print was asked for, and whether it was drawn before: a version, sheet, language and level is one file."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from app.assignments.models import ModulePrint
from app.assignments.prints.sheets import SHEETS, Facts, Sheet, drawn_as, sheet_named
from app.base.problems import NotFound
from app.base.work import Work
from app.curriculum.module import Module
from app.curriculum.queries import key_of_edition, module_of_edition, newest_module


@dataclass(frozen=True, slots=True)
class Asked:
    """A print as it is asked for. `language` is one of the module's, `band` one of its levels or empty: for all."""

    sheet: Sheet
    module: Module
    band: str

    @property
    def language(self) -> str:
        return self.module.language


def asked(work: Work, *, slug: str, kind: str, language: str, band: str = "", edition: int | None = None) -> Asked:
    """The print behind an address. Without `edition` the one that is given now.

    Raises:
        NotAllowed: this sheet is not for this role. NotFound: no such module, edition or sheet.
    """
    sheet = sheet_named(kind)
    work.must(sheet.needs)
    found = (
        newest_module(work, slug=slug, language=language)
        if edition is None
        else module_of_edition(work, slug=slug, edition=edition, language=language)
    )
    if not _holds(work, sheet, found):
        raise NotFound("sheet")
    return Asked(sheet, found, band if band in found.levels else "")


def offered(work: Work, module: Module) -> tuple[Sheet, ...]:
    """The sheets of a module that this person may print and that have something on them."""
    return tuple(sheet for sheet in SHEETS if work.may_any(sheet.needs) and _holds(work, sheet, module))


def held_print(work: Work, one: Asked) -> str | None:
    """The hash of its file when it was drawn before, in the look of today."""
    return work.db.scalars(
        select(ModulePrint.sha256).where(
            ModulePrint.version_id == one.module.version_id,
            ModulePrint.kind == one.sheet.kind,
            ModulePrint.language == one.language,
            ModulePrint.band == one.band,
            ModulePrint.design == drawn_as(),
        )
    ).one_or_none()


def facts_of(work: Work, one: Asked) -> Facts:
    """What it is drawn from, the key included: for the worker, never for a page."""
    key = key_of_edition(work, slug=one.module.slug, edition=one.module.edition)
    return Facts(one.sheet, one.module, key, one.band or None)


def keep_row(work: Work, one: Asked, sha256: str) -> UUID:
    """Part of others: remember that this print was drawn."""
    row = ModulePrint(
        id=work.new_id(),
        version_id=one.module.version_id,
        kind=one.sheet.kind,
        language=one.language,
        band=one.band,
        design=drawn_as(),
        sha256=sha256,
        made_at=work.now,
    )
    work.db.add(row)
    return row.id


def _holds(work: Work, sheet: Sheet, module: Module) -> bool:
    if sheet.is_for_host:
        return bool(key_of_edition(work, slug=module.slug, edition=module.edition).host(module.language))
    return sheet.is_guide or bool(sheet.steps_of(module))
