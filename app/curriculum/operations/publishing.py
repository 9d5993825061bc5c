"""Publishing: a checked module becomes a frozen version, or stays the one it is; an older one can be put back."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from app.base.ids import secret_code
from app.base.language import N_
from app.base.problems import NotFound, RuleBroken
from app.base.work import Work
from app.curriculum.draft import ModuleDraft
from app.curriculum.lock.changes import changes, need_of, version_needed
from app.curriculum.lock.reading import lock_from_versions
from app.curriculum.lock.values import Lock, Version
from app.curriculum.markdown import Picture
from app.curriculum.models import CurriculumModule, Media, ModuleVersion
from app.curriculum.queries import PUBLISHED, RETIRED
from app.curriculum.snapshot import Snapshot, freeze, thaw

OUT = N_("version %(version)s is out already and does not change any more. Make it %(next)s in module.yml.")
LOW = N_("version %(version)s is too low: %(newest)s is out. Make it %(next)s or higher in module.yml.")


@dataclass(frozen=True, slots=True)
class Published:
    """`is_new`: a version was added; else this very content was there already."""

    slug: str
    version: str
    is_new: bool


def publish_module(work: Work, *, draft: ModuleDraft) -> Published:
    """Freeze a module. Whoever runs commands on the machine may; a page asks first (`publish_upload`).

    The pictures are in `work.files` before this runs (app/curriculum/commands/publish.py), so that the lock is held
    shortly. Answers lean on ids and letters, so what is out decides what may come, whatever the files say of it.

    Raises:
        RuleBroken: (`version`) this version is out already with other content, or it is too low for what changed.
            (`id`) an id or a type that answers lean on was changed.
    """
    module = _module(work, draft.slug)
    frozen = freeze(draft, module.salt)
    version = Version(draft.edition, draft.revision)
    held = _held(work, draft.slug, draft.edition)
    _stand(work, module, version, RETIRED if draft.status == RETIRED else PUBLISHED)
    if not _is_there(held, version, frozen):
        _may_follow(held, version, frozen)
        _keep(work, module, version, frozen)
        _keep_pictures(work, [media.picture for media in draft.media])
        return Published(draft.slug, str(version), is_new=True)
    return Published(draft.slug, str(version), is_new=False)


def publish_again(work: Work, *, slug: str, version: Version, urgent: bool = False) -> Published:
    """Put an older version back: its content becomes the newest revision of its edition. No page leads here.

    `urgent`: what was out is not safe, and teachers of classes under way must know.

    Raises:
        NotFound: that version was never out.
        RuleBroken: (`version`) it is the newest already, or it has other questions than the edition has now.
    """
    held = _held(work, slug, version.edition)
    found = next((row for row in held if row.edition == version.edition and row.revision == version.revision), None)
    if found is None:
        raise NotFound("module")
    newest = held[-1]
    if newest is found:
        raise RuleBroken("version", N_("version %(version)s is the newest already."), version=version)
    following = Version(newest.edition, newest.revision).next_revision
    number = {"edition": following.edition, "revision": following.revision}
    frozen = thaw(found.public, found.answer_key, **number, urgent=urgent)
    _may_follow(held, following, frozen)
    module = _module(work, slug)
    _stand(work, module, following, PUBLISHED)
    _keep(work, module, following, frozen, again=str(version))
    return Published(slug, str(following), is_new=True)


def _held(work: Work, slug: str, edition: int) -> Sequence[ModuleVersion]:
    """The versions up to this edition, oldest first. Later editions say nothing of what may follow in this one; but an
    edition that was never out follows on all of them."""
    rows = work.db.scalars(
        select(ModuleVersion).where(ModuleVersion.slug == slug).order_by(ModuleVersion.edition, ModuleVersion.revision)
    ).all()
    is_out = any(row.edition == edition for row in rows)
    return [row for row in rows if not is_out or row.edition <= edition]


def _stand(work: Work, module: CurriculumModule, version: Version, state: str) -> None:
    """Given or retired: the newest version says it. An older edition that is mended leaves it as it is."""
    newer = (ModuleVersion.edition > version.edition) | (
        (ModuleVersion.edition == version.edition) & (ModuleVersion.revision > version.revision)
    )
    held = select(ModuleVersion.id).where(ModuleVersion.slug == module.slug, newer).limit(1)
    if work.db.scalars(held).first() is None:
        module.state = state


def _is_there(held: Iterable[ModuleVersion], version: Version, frozen: Snapshot) -> bool:
    """Is this version out with this content? Words of the vocabulary may have changed since; they are not its own."""
    same = next((row for row in held if (row.edition, row.revision) == version), None)
    if same is None:
        return False
    old, new = _lock([(same.public, same.answer_key)]), _lock([(frozen.public, frozen.key)])
    status = same.public.get("status", "published") == frozen.public["status"]
    return same.sha256 == frozen.sha256 or (status and not changes(old, new))


def _may_follow(held: Sequence[ModuleVersion], version: Version, frozen: Snapshot) -> None:
    """Raises: RuleBroken when what is out does not allow this version with this content."""
    if not held:
        return
    newest = Version(held[-1].edition, held[-1].revision)
    if version <= newest:
        is_out = any((row.edition, row.revision) == version for row in held)
        raise RuleBroken("version", OUT if is_out else LOW, version=version, newest=newest, next=newest.next_revision)
    out, new = _lock([(row.public, row.answer_key) for row in held]), _lock([(frozen.public, frozen.key)])
    _keep_ids(out, new)
    found = changes(out, new)
    for change in found:
        if change.kind == "scale":
            message = N_(
                "the words of the scale %(id)s changed. Make a new version of the set, and ask it under a new id."
            )
            raise RuleBroken("id", message, id=change.question)
    needed = version_needed(out.version, need_of(found))
    if version < needed:
        message = N_("version %(version)s is too low: %(why)s. Make it %(next)s in module.yml.")
        raise RuleBroken("version", message, version=version, why=found[0], next=needed)


def _keep_ids(out: Lock, new: Lock) -> None:
    """An id never comes back, and never becomes another type of question: answers would mean something else."""
    for one in new.questions.values():
        held = out.questions.get(one.id)
        if held and held.last != out.version:
            message = N_("the id %(id)s was retired after %(last)s and does not come back.")
            raise RuleBroken("id", message, id=one.id, last=held.last)
        if held and held.type != one.type:
            message = N_("the question %(id)s is out as %(old)s, and here it is %(new)s.")
            raise RuleBroken("id", message, id=one.id, old=held.type, new=one.type)


def _lock(versions: Sequence[tuple[Mapping[str, Any], Mapping[str, Any]]]) -> Lock:
    lock = lock_from_versions(versions)
    assert lock is not None  # there is at least one
    return lock


def _module(work: Work, slug: str) -> CurriculumModule:
    module = work.db.scalars(select(CurriculumModule).where(CurriculumModule.slug == slug)).one_or_none()
    if module is None:
        module = CurriculumModule(id=work.new_id(), slug=slug, salt=secret_code(), state=PUBLISHED, created_at=work.now)
        work.db.add(module)
        work.db.flush()
    return module


def _keep(work: Work, module: CurriculumModule, version: Version, frozen: Snapshot, *, again: str = "") -> None:
    row = ModuleVersion(
        id=work.new_id(),
        module_id=module.id,
        slug=module.slug,
        edition=version.edition,
        revision=version.revision,
        sha256=frozen.sha256,
        format=frozen.format,
        public=frozen.public,
        answer_key=frozen.key,
        published_at=work.now,
    )
    work.db.add(row)
    told = {"again": again} if again else {}
    work.audit("module.published", row.id, module=module.slug, version=str(version), **told)


def _keep_pictures(work: Work, pictures: Iterable[Picture]) -> None:
    for one in {picture.sha256: picture for picture in pictures}.values():
        if work.db.get(Media, one.sha256) is None:
            work.db.add(
                Media(
                    sha256=one.sha256,
                    media_type=one.media_type,
                    width=one.width,
                    height=one.height,
                    kept_at=work.now,
                )
            )
