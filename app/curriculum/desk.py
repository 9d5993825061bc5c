"""What the editors' desk shows: uploads, what is out, and the folder lessons/, side by side."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path

from sqlalchemy import select

from app.access.matrix import Permission
from app.base.problems import NotFound
from app.base.work import Work
from app.curriculum.checker.folder import SHARED, Checked, check_module, module_folders
from app.curriculum.checker.vocabulary import FILE, read_vocabulary
from app.curriculum.models import CurriculumModule, ModuleUpload, ModuleVersion
from app.curriculum.preview.stamp import stamp_of
from app.curriculum.queries import newest_module

WAITING, OUT, DROPPED = "waiting", "published", "dropped"
GOES_OUT = ("published", "retired")
REVIEW = "review"  # goes out in a demo, with a badge


@dataclass(frozen=True, slots=True)
class Upload:
    """A module as somebody sent it in. `mine`: sent by who looks."""

    code: str
    slug: str
    version: str
    sha: str
    left_out: tuple[str, ...]
    state: str
    sent_at: datetime
    mine: bool


@dataclass(frozen=True, slots=True)
class OutNow:
    """The newest version that is out. `state`: published or retired; `status`: published or review."""

    version: str
    state: str
    status: str
    title: str
    at: datetime
    many: int  # how many versions there were


@dataclass(frozen=True, slots=True)
class Row:
    """One module: what is out, what lies in the folder (None: nothing there), what waits to be published."""

    slug: str
    title: str
    out: OutNow | None
    folder: Checked | None
    waiting: tuple[Upload, ...]

    @property
    def is_newer_in_folder(self) -> bool:
        """The folder says another version than the one that is out."""
        facts = self.folder.facts if self.folder else None
        return bool(facts and self.out and facts.version != self.out.version)


def may_go_out(status: str, *, demo: bool) -> bool:
    return status in GOES_OUT or (demo and status == REVIEW)


def upload_by_code(work: Work, *, code: str) -> ModuleUpload:
    """Raises: NotFound."""
    work.must(Permission.MODULE_PUBLISH)
    held = work.db.scalars(select(ModuleUpload).where(ModuleUpload.code == code)).one_or_none()
    if held is None:
        raise NotFound("upload")
    return held


def upload_now(work: Work, *, code: str) -> Upload:
    """One upload, in whatever state. Raises: NotFound."""
    return _upload(work, upload_by_code(work, code=code))


def desk(work: Work, *, folders: Mapping[str, Checked], language: str) -> tuple[Row, ...]:
    """Every module that is out, in the folder or waiting, by title."""
    work.must(Permission.MODULE_PUBLISH)
    out, waiting = _out(work, language), _waiting(work)
    rows = [
        Row(slug, _title(slug, out.get(slug), folders.get(slug), language), out.get(slug), folders.get(slug),
            waiting.get(slug, ()))
        for slug in {*out, *folders, *waiting}
    ]  # fmt: skip
    return tuple(sorted(rows, key=lambda row: (row.title.casefold(), row.slug)))


def _title(slug: str, out: OutNow | None, folder: Checked | None, language: str) -> str:
    if out:
        return out.title
    texts = folder.texts if folder else {}
    held = texts.get(language) or next(iter(texts.values()), None)
    return (held.title if held else "") or slug


def _out(work: Work, language: str) -> dict[str, OutNow]:
    rows = work.db.execute(
        select(ModuleVersion.slug, ModuleVersion.edition, ModuleVersion.revision, ModuleVersion.published_at,
               CurriculumModule.state)
        .join(CurriculumModule, CurriculumModule.id == ModuleVersion.module_id)
        .order_by(ModuleVersion.edition, ModuleVersion.revision)
    ).all()  # fmt: skip
    many: dict[str, int] = {}
    found: dict[str, OutNow] = {}
    for slug, edition, revision, at, state in rows:
        many[slug] = many.get(slug, 0) + 1
        found[slug] = OutNow(f"{edition}.{revision}", state, "", slug, at, many[slug])
    return {slug: _titled(work, slug, held, language) for slug, held in found.items()}


def _titled(work: Work, slug: str, held: OutNow, language: str) -> OutNow:
    try:
        module = newest_module(work, slug=slug, language=language)
    except NotFound:
        return held  # retired: it is named by its id
    return OutNow(held.version, held.state, module.status, module.title, held.at, held.many)


def _waiting(work: Work) -> dict[str, tuple[Upload, ...]]:
    """Newest first."""
    rows = work.db.scalars(
        select(ModuleUpload).where(ModuleUpload.state == WAITING).order_by(ModuleUpload.sent_at.desc())
    ).all()
    held = [_upload(work, row) for row in rows]
    return {one.slug: tuple(other for other in held if other.slug == one.slug) for one in held}


def _upload(work: Work, row: ModuleUpload) -> Upload:
    mine = row.sent_by == work.actor.user_id
    return Upload(row.code, row.slug, row.version, row.sha, tuple(row.left_out), row.state, row.sent_at, mine)


def checked_folders(lessons: Path, today: date) -> Mapping[str, Checked]:
    """Every module of the folder, checked; nothing when this machine has no such folder."""
    if not (lessons / FILE).is_file():
        return {}
    return _checked(lessons, stamp_of(lessons), today)


@lru_cache(maxsize=2)
def _checked(lessons: Path, _stamp: str, today: date) -> Mapping[str, Checked]:
    """Once for as long as no file changes: a hundred modules take half a second."""
    vocabulary = read_vocabulary(lessons)
    return {folder.name: check_module(folder, vocabulary, today) for folder in module_folders(lessons)}


def folder_of(lessons: Path, slug: str, checked: Mapping[str, Checked]) -> tuple[Path, Checked]:
    """Raises: NotFound, also for a name that leads elsewhere: only what was listed is there."""
    if slug not in checked or slug == SHARED:
        raise NotFound("module")
    return lessons / slug, checked[slug]
