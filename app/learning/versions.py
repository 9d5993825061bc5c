"""What a teacher should know of the versions of a module while a class is under way. Reads only."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from app.access.matrix import Permission
from app.assignments.queries import GIVEN, Given
from app.base.problems import NotFound
from app.base.work import Work
from app.curriculum.lock.changes import changes
from app.curriculum.lock.values import Version
from app.curriculum.queries import VersionNow, lock_of_version, module_of_version, newest_module, versions_of
from app.learning.models import VersionNote
from app.learning.regrade import has_regrade

READ, MOVED, STAYS = "read", "moved", "stays"


@dataclass(frozen=True, slots=True)
class Urgent:
    """A revision that mends something that was not safe. `steps`: titles of those that changed; none: elsewhere."""

    version: str
    edition: int
    revision: int
    steps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class VersionNews:
    """`regrade`: answers can be marked again. `edition`: the newest version of a newer edition, or ""."""

    urgent: Urgent | None = None
    regrade: bool = False
    edition: str = ""

    @property
    def is_empty(self) -> bool:
        return self == NO_NEWS


NO_NEWS = VersionNews()


def version_news(work: Work, given: Given, *, language: str) -> VersionNews:
    """For the class page; nothing of a withdrawn assignment, and one query while a module has one version."""
    if given.state != GIVEN:
        return NO_NEWS
    versions = versions_of(work, slug=given.module_slug)
    if len(versions) < 2:
        return NO_NEWS
    notes = _notes(work, given.id)
    urgent = regrade = None
    if work.may_any(Permission.ANSWER_REVIEW):
        urgent = _urgent(work, given, versions, notes, language)
        regrade = has_regrade(work, given, versions)
    return VersionNews(urgent, bool(regrade), _newer(work, given, notes))


def editions_for(work: Work, given: Given) -> tuple[int, ...]:
    """The editions a class can move to, oldest first: the newest, and those it was on before."""
    newest = _newest_edition(work, given)
    before = {note.counts["from"] for note in _notes(work, given.id) if note.kind == MOVED}
    return tuple(sorted({*before, *([newest] if newest else [])} - {given.module_edition}))


def _newer(work: Work, given: Given, notes: Sequence[VersionNote]) -> str:
    """A newer edition that nobody decided on yet, for an assignment that still takes answers."""
    if not work.may_any(Permission.ASSIGNMENT_GIVE) or work.today > given.closes_on:
        return ""
    newest = _newest_edition(work, given)
    decided = {note.edition for note in notes if note.kind == STAYS}
    decided |= {note.counts["from"] for note in notes if note.kind == MOVED}
    if newest is None or newest <= given.module_edition or newest in decided:
        return ""
    return newest_module(work, slug=given.module_slug).version


def _newest_edition(work: Work, given: Given) -> int | None:
    try:
        return newest_module(work, slug=given.module_slug).edition
    except NotFound:
        return None  # retired: who has it keeps it


def _urgent(
    work: Work, given: Given, versions: Sequence[VersionNow], notes: Sequence[VersionNote], language: str
) -> Urgent | None:
    """The newest urgent revision that was not read yet, since the class got this edition."""
    own = [version for version in versions if version.edition == given.module_edition]
    read = max(
        (note.revision for note in notes if note.kind == READ and note.edition == given.module_edition), default=-1
    )
    since = max(
        [given.given_at, *(one.at for one in notes if one.kind == MOVED and one.edition == given.module_edition)]
    )
    for place in reversed(range(len(own))):
        version = own[place]
        if version.revision <= read or version.published_at <= since:
            return None
        module = module_of_version(work, version_id=version.id, language=language)
        if module.urgent:
            steps = _changed_steps(work, own[place - 1].id, version.id) if place else set()
            titles = tuple(step.title for step in module.steps if step.id in steps)
            return Urgent(str(Version(version.edition, version.revision)), version.edition, version.revision, titles)
    return None


def _changed_steps(work: Work, old: UUID, new: UUID) -> set[str]:
    found = changes(lock_of_version(work, version_id=old), lock_of_version(work, version_id=new))
    return {change.step for change in found if change.step}


def _notes(work: Work, assignment_id: UUID) -> Sequence[VersionNote]:
    return work.db.scalars(
        select(VersionNote).where(VersionNote.assignment_id == assignment_id).order_by(VersionNote.id)
    ).all()
