"""Publishing: a checked module becomes a frozen version, or stays the one it is."""

from dataclasses import dataclass

from sqlalchemy import select

from app.base.ids import secret_code
from app.base.language import N_
from app.base.problems import RuleBroken
from app.base.work import Work
from app.curriculum.draft import ModuleDraft
from app.curriculum.models import CurriculumModule, Media, ModuleVersion
from app.curriculum.queries import PUBLISHED, RETIRED
from app.curriculum.snapshot import Snapshot, freeze


@dataclass(frozen=True, slots=True)
class Published:
    """`is_new`: a version was added; else this very content was there already."""

    slug: str
    version: str
    is_new: bool


def publish_module(work: Work, *, draft: ModuleDraft) -> Published:
    """Freeze a module. Whoever runs commands on the machine may; no page leads here.

    The pictures are in `work.files` before this runs (app/curriculum/commands.py), so that the lock is held shortly.

    Raises:
        RuleBroken: (`version`) this version is out already with other content.
    """
    module = _module(work, draft)
    frozen = freeze(draft, module.salt)
    version = f"{draft.edition}.{draft.revision}"
    held = work.db.scalars(
        select(ModuleVersion).where(ModuleVersion.slug == draft.slug, ModuleVersion.edition == draft.edition)
    ).all()
    module.state = RETIRED if draft.status == RETIRED else PUBLISHED
    same = next((row for row in held if row.revision == draft.revision), None)
    if same is not None and same.sha256 == frozen.sha256:
        return Published(draft.slug, version, is_new=False)
    highest = max((row.revision for row in held), default=-1)
    if draft.revision <= highest:
        message = N_("version %(version)s is out already and does not change any more. Make it %(next)s in module.yml.")
        raise RuleBroken("version", message, version=version, next=f"{draft.edition}.{highest + 1}")
    _keep(work, module, draft, frozen)
    return Published(draft.slug, version, is_new=True)


def _module(work: Work, draft: ModuleDraft) -> CurriculumModule:
    module = work.db.scalars(select(CurriculumModule).where(CurriculumModule.slug == draft.slug)).one_or_none()
    if module is None:
        module = CurriculumModule(
            id=work.new_id(), slug=draft.slug, salt=secret_code(), state=PUBLISHED, created_at=work.now
        )
        work.db.add(module)
        work.db.flush()
    return module


def _keep(work: Work, module: CurriculumModule, draft: ModuleDraft, frozen: Snapshot) -> None:
    version = ModuleVersion(
        id=work.new_id(),
        module_id=module.id,
        slug=draft.slug,
        edition=draft.edition,
        revision=draft.revision,
        sha256=frozen.sha256,
        format=frozen.format,
        public=frozen.public,
        answer_key=frozen.key,
        published_at=work.now,
    )
    work.db.add(version)
    for one in {media.picture.sha256: media.picture for media in draft.media}.values():
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
    work.audit("module.published", version.id, module=draft.slug, version=f"{draft.edition}.{draft.revision}")
