"""One module that was sent in: its problems, how it will look, and publishing it."""

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.access.matrix import Permission
from app.base.language import N_
from app.base.problems import RuleBroken
from app.curriculum.checker.folder import Checked
from app.curriculum.desk import Upload, checked_folders, may_go_out, upload_now
from app.curriculum.lock.values import version_of
from app.curriculum.operations import drop_upload, publish_upload
from app.curriculum.preview.switches import asked_look, said, switches
from app.curriculum.preview.values import preview_of
from app.curriculum.queries import lock_of
from app.curriculum.uploading.folder import check_files
from app.curriculum.uploading.zipped import Taken, read_zip
from app.curriculum.views.blueprint import bp
from app.curriculum.views.media import own_picture, with_own_pictures
from app.web.pages import do, house, needs, see_other, tell, work


@bp.get("/lessons/upload/<code>")
@needs(Permission.MODULE_PUBLISH)
def upload(code: str) -> ResponseReturnValue:
    held, taken, checked = _checked(code)
    found = preview_of(checked, taken.files, asked_look(request.args))
    choose = switches(found, lambda look: url_for("curriculum.upload", code=code, **said(look)))
    in_folder = checked_folders(house().settings.lessons, work().today).get(held.slug)
    ready = bool(checked.draft) and may_go_out(found.status, demo=house().settings.demo)
    page = render_template(
        "curriculum/upload.html", upload=held, found=found, chosen=choose, in_folder=in_folder, ready=ready
    )
    return with_own_pictures(page, checked, url_for("curriculum.upload", code=code))


@bp.post("/lessons/upload/<code>/publish")
@needs(Permission.MODULE_PUBLISH)
def publish(code: str) -> ResponseReturnValue:
    """Checked again, because what is out may have changed since the page was open; reading is done before the lock."""
    held, _, checked = _checked(code)
    if checked.draft is None:
        raise RuleBroken("", N_("There are errors in it now. Look at the page again."))
    for media in checked.draft.media:
        house().files.put(media.content)
    demo = house().settings.demo
    done = do(publish_upload, code=code, sha=held.sha, draft=checked.draft, demo=demo)
    if done.is_new:
        tell(N_("%(slug)s %(version)s is out."), slug=done.slug, version=done.version)
    else:
        tell(N_("%(slug)s %(version)s was out already; nothing changed."), "note", slug=done.slug, version=done.version)
    return see_other(url_for("curriculum.modules"))


@bp.post("/lessons/upload/<code>/drop")
@needs(Permission.MODULE_PUBLISH)
def drop(code: str) -> ResponseReturnValue:
    if do(drop_upload, code=code):
        tell(N_("Thrown away. What is out stays as it was."))
    else:
        tell(N_("Nothing changed: it was published or thrown away already."), "note")
    return see_other(url_for("curriculum.modules"))


@bp.get("/lessons/upload/<code>/<sha256>")
@needs(Permission.MODULE_PUBLISH)
def upload_picture(code: str, sha256: str) -> ResponseReturnValue:
    return own_picture(_checked(code)[2], sha256)


def _checked(code: str) -> tuple[Upload, Taken, Checked]:
    """The upload, its files, and what the checker says of them now. Raises: NotFound, also when its files are gone."""
    held = upload_now(work(), code=code)
    taken = read_zip(work().files.get(held.sha))
    edition = version_of(held.version).edition if held.version else None
    lock = lock_of(work(), slug=held.slug, edition=edition)
    return held, taken, check_files(taken.files, held.slug, house().settings.lessons, work().today, lock)
