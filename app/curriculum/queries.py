"""Reads of published modules. A version never changes, so its parsed values are kept in the process."""

from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from app.access.matrix import Permission
from app.base.levels import BANDS, band_of
from app.base.problems import NotFound
from app.base.work import Work
from app.curriculum.carrying import fits
from app.curriculum.lock.reading import lock_from_versions
from app.curriculum.lock.values import Lock
from app.curriculum.models import CurriculumModule, Media, ModuleVersion
from app.curriculum.module import AnswerKey, Guide, Module
from app.curriculum.reading import key_from, module_from

PUBLISHED, RETIRED = "published", "retired"
KEPT = 128
_modules: OrderedDict[tuple[UUID, str], Module] = OrderedDict()
_keys: OrderedDict[UUID, AnswerKey] = OrderedDict()


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture to serve; its bytes are at `work.files.path(sha256)`."""

    sha256: str
    media_type: str


def catalogue(work: Work, *, language: str, level: str | None = None) -> tuple[Module, ...]:
    """The newest version of each module that can be given, by title. `level`: a level (`po-7`) or a band."""
    band = level if level is None or level in BANDS else band_of(level)
    newest: dict[str, UUID] = {}
    rows = work.db.execute(
        select(ModuleVersion.slug, ModuleVersion.id)
        .join(CurriculumModule, CurriculumModule.id == ModuleVersion.module_id)
        .where(CurriculumModule.state == PUBLISHED)
        .order_by(ModuleVersion.edition, ModuleVersion.revision)
    )
    for slug, version_id in rows:
        newest[slug] = version_id
    found = [_module(work, version_id, language) for version_id in newest.values()]
    fitting = [module for module in found if level is None or band in module.levels]
    return tuple(sorted(fitting, key=lambda module: module.title.casefold()))


def newest_module(work: Work, *, slug: str, language: str = "nl") -> Module:
    """The version that is given now. Raises: NotFound, also for a module that was retired."""
    found = work.db.scalar(
        select(ModuleVersion.id)
        .join(CurriculumModule, CurriculumModule.id == ModuleVersion.module_id)
        .where(ModuleVersion.slug == slug, CurriculumModule.state == PUBLISHED)
        .order_by(ModuleVersion.edition.desc(), ModuleVersion.revision.desc())
        .limit(1)
    )
    if found is None:
        raise NotFound("module")
    return _module(work, found, language)


def module_of_edition(work: Work, *, slug: str, edition: int, language: str) -> Module:
    """The newest revision of an edition, also when the module was retired since. Raises: NotFound."""
    return _module(work, _newest_of(work, slug, edition), language)


def module_of_version(work: Work, *, version_id: UUID, language: str) -> Module:
    """Exactly that version. Raises: NotFound."""
    return _module(work, version_id, language)


def key_of_edition(work: Work, *, slug: str, edition: int) -> AnswerKey:
    """The answer key of the newest revision of an edition. Raises: NotFound."""
    return key_of_version(work, version_id=_newest_of(work, slug, edition))


@dataclass(frozen=True, slots=True)
class VersionNow:
    """One version that is out, or was."""

    id: UUID
    edition: int
    revision: int
    published_at: datetime


def versions_of(work: Work, *, slug: str) -> tuple[VersionNow, ...]:
    """All versions of a module, oldest first; none for a module that was never out."""
    rows = work.db.execute(
        select(ModuleVersion.id, ModuleVersion.edition, ModuleVersion.revision, ModuleVersion.published_at)
        .where(ModuleVersion.slug == slug)
        .order_by(ModuleVersion.edition, ModuleVersion.revision)
    )
    return tuple(VersionNow(*row) for row in rows)


def newest_of_several(work: Work, *, slug: str, language: str) -> Module | None:
    """The version that is given now, when there are more editions than one; None: nothing to choose."""
    if len({version.edition for version in versions_of(work, slug=slug)}) < 2:
        return None
    try:
        return newest_module(work, slug=slug, language=language)
    except NotFound:
        return None  # retired


def lock_of(work: Work, *, slug: str, edition: int | None = None) -> Lock | None:
    """What is out of a module, up to an edition; all of it when there is no such edition. None: nothing."""
    rows = work.db.execute(
        select(ModuleVersion.edition, ModuleVersion.public, ModuleVersion.answer_key).where(ModuleVersion.slug == slug)
    ).all()
    is_out = any(row.edition == edition for row in rows)
    return lock_from_versions((row.public, row.answer_key) for row in rows if not is_out or row.edition <= edition)


def locks_of(work: Work, *, slug: str) -> tuple[Lock, ...]:
    """Every version that was ever out, each as a lock of its own, oldest first."""
    rows = work.db.execute(
        select(ModuleVersion.public, ModuleVersion.answer_key)
        .where(ModuleVersion.slug == slug)
        .order_by(ModuleVersion.edition, ModuleVersion.revision)
    )
    found = (lock_from_versions([(public, key)]) for public, key in rows)
    return tuple(lock for lock in found if lock)


def lock_of_version(work: Work, *, version_id: UUID) -> Lock:
    """One version as a lock, to compare it with another. Raises: NotFound."""
    row = _version(work, version_id)
    lock = lock_from_versions([(row.public, row.answer_key)])
    assert lock is not None
    return lock


def key_of_version(work: Work, *, version_id: UUID) -> AnswerKey:
    """The answer key of exactly that version. Raises: NotFound."""
    held = _keys.get(version_id)
    if held is None:
        row = _version(work, version_id)
        held = _keys[version_id] = key_from(row.answer_key, row.public)
        if len(_keys) > KEPT:
            _keys.popitem(last=False)
    return held


def carried_questions(work: Work, *, slug: str, before: int, after: int) -> frozenset[str]:
    """The questions whose answers of edition `before` mean the same in edition `after`. Raises: NotFound."""
    old, new = (key_of_edition(work, slug=slug, edition=one).questions for one in (before, after))
    return frozenset(name for name in new if fits(old.get(name), new[name]))


def teacher_guide(work: Work, *, slug: str, edition: int, language: str) -> Guide:
    """The guide and the blocks for teachers.

    Raises:
        NotAllowed: pupils never see it. NotFound: no such edition.
    """
    work.must(Permission.CATALOGUE_READ)
    return key_of_edition(work, slug=slug, edition=edition).guide(language)


def titles(work: Work, *, language: str) -> dict[tuple[str, int], str]:
    """The title of the newest revision of every edition ever published."""
    rows = work.db.execute(
        select(ModuleVersion.slug, ModuleVersion.edition, ModuleVersion.id).order_by(ModuleVersion.revision)
    )
    newest = {(slug, edition): version_id for slug, edition, version_id in rows}
    return {which: _module(work, version_id, language).title for which, version_id in newest.items()}


def picture(work: Work, *, sha256: str) -> Picture:
    """A picture of a published module. Raises: NotFound."""
    media_type = work.db.scalar(select(Media.media_type).where(Media.sha256 == sha256))
    if media_type is None:
        raise NotFound("media")
    return Picture(sha256, media_type)


def _newest_of(work: Work, slug: str, edition: int) -> UUID:
    found = work.db.scalar(
        select(ModuleVersion.id)
        .where(ModuleVersion.slug == slug, ModuleVersion.edition == edition)
        .order_by(ModuleVersion.revision.desc())
        .limit(1)
    )
    if found is None:
        raise NotFound("module")
    return found


def _module(work: Work, version_id: UUID, language: str) -> Module:
    held = _modules.get((version_id, language))
    if held is None:
        held = module_from(_version(work, version_id).public, version_id, language)
        _modules[version_id, language] = held
        if len(_modules) > KEPT:
            _modules.popitem(last=False)
    return held


def _version(work: Work, version_id: UUID) -> ModuleVersion:
    row = work.db.get(ModuleVersion, version_id)
    if row is None:
        raise NotFound("module")
    return row
