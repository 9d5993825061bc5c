"""A module that comes in through the browser: kept as sent, then published once, or thrown away."""

from datetime import timedelta
from typing import Any, cast

from sqlalchemy import CursorResult, select, update

from app.access.matrix import Permission
from app.base.ids import public_code
from app.base.language import N_
from app.base.problems import RuleBroken
from app.base.work import Work
from app.curriculum.desk import DROPPED, OUT, WAITING, may_go_out, upload_by_code
from app.curriculum.draft import ModuleDraft
from app.curriculum.models import ModuleUpload
from app.curriculum.operations.publishing import Published, publish_module

KEPT_FOR = timedelta(days=60)  # an upload that nobody published


def keep_upload(work: Work, *, slug: str, version: str, sha: str, left_out: tuple[str, ...]) -> str:
    """Keep what was sent; its bytes are in `work.files` already. The same files sent again are the same upload.

    Returns its code.
    """
    work.must(Permission.MODULE_PUBLISH)
    _forget_old(work)
    same = work.db.scalars(
        select(ModuleUpload).where(ModuleUpload.sha == sha, ModuleUpload.state == WAITING).limit(1)
    ).one_or_none()
    if same is not None:
        return same.code
    held = ModuleUpload(
        id=work.new_id(), code=public_code(), slug=slug, version=version, sha=sha, left_out=list(left_out),
        state=WAITING, sent_by=work.actor.user_id, sent_at=work.now,
    )  # fmt: skip
    work.db.add(held)
    work.audit("module.sent", held.id, module=slug, version=version)
    return held.code


def publish_upload(work: Work, *, code: str, sha: str, draft: ModuleDraft, demo: bool) -> Published:
    """Publish an upload. `draft` was read from the files with this sha, and its pictures are in `work.files`.
    `demo`: in a demo a module that is in review goes out too.

    Who comes second, by a double click or because a colleague was first, gets the version that is out already.

    Raises:
        NotFound: no such upload. RuleBroken: it was thrown away, or the version is out with other content.
    """
    work.must(Permission.MODULE_PUBLISH)
    held = upload_by_code(work, code=code)
    if held.sha != sha or held.slug != draft.slug:
        raise RuleBroken("", N_("This upload is not the one you saw. Look at it again."))
    if not may_go_out(draft.status, demo=demo):
        message = N_("module.yml says `status: %(status)s`. Make it `published`, and send it in again.")
        raise RuleBroken("", message, status=draft.status)
    moved = _move(work, held, OUT)
    if held.state == DROPPED:
        raise RuleBroken("", N_("This upload was thrown away. Send the module in again."))
    done = publish_module(work, draft=draft)
    return done if moved else Published(done.slug, done.version, is_new=False)


def drop_upload(work: Work, *, code: str) -> bool:
    """Throw an upload away. False when it was not waiting any more. Raises: NotFound."""
    work.must(Permission.MODULE_PUBLISH)
    held = upload_by_code(work, code=code)
    dropped = _move(work, held, DROPPED)
    if dropped:
        work.audit("module.upload_dropped", held.id, module=held.slug)
    return dropped


def _move(work: Work, held: ModuleUpload, state: str) -> bool:
    """One of two that come at once moves it; the row count says which. `held` is as it is now afterwards."""
    moving = update(ModuleUpload).where(ModuleUpload.id == held.id, ModuleUpload.state == WAITING).values(state=state)
    done = cast(CursorResult[Any], work.db.execute(moving.execution_options(synchronize_session=False)))
    work.db.refresh(held)
    return done.rowcount == 1


def _forget_old(work: Work) -> None:
    """What waited too long is dropped, so that the list stays short."""
    work.db.execute(
        update(ModuleUpload)
        .where(ModuleUpload.state == WAITING, ModuleUpload.sent_at < work.now - KEPT_FOR)
        .values(state=DROPPED)
    )
