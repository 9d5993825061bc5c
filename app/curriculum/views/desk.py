"""The editors' desk: every module, what is wrong with it in the folder, and sending one in."""

from collections.abc import Mapping

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.access.matrix import Permission
from app.base import language
from app.base.language import N_
from app.base.problems import RuleBroken
from app.curriculum.checker.folder import Checked
from app.curriculum.desk import checked_folders, desk, folder_of
from app.curriculum.forms import UploadForm
from app.curriculum.operations import keep_upload
from app.curriculum.preview.site import files_of
from app.curriculum.preview.switches import asked_look, said, switches
from app.curriculum.preview.values import preview_of
from app.curriculum.uploading.folder import must_have_words, slug_of, version_of
from app.curriculum.uploading.zipped import packed, read_zip
from app.curriculum.views.blueprint import bp
from app.curriculum.views.media import own_picture, with_own_pictures
from app.web.pages import do, house, needs, see_other, takes, tell, work

MOST_MEGABYTES = 21  # a zip of 20 MB with the form around it


@bp.get("/lessons/")
@needs(Permission.MODULE_PUBLISH)
def modules() -> ResponseReturnValue:
    return _desk_page(UploadForm(formdata=None))


@bp.post("/lessons/")
@needs(Permission.MODULE_PUBLISH)
@takes(MOST_MEGABYTES)
def send_in() -> ResponseReturnValue:
    """Keep what was sent as a clean zip of ours; what is wrong with the module itself stands on its own page."""
    form = UploadForm()
    try:
        must_have_words(house().settings.lessons)
        taken = read_zip(form.content())
        sha = house().files.put(packed(taken.files))
        slug, version = slug_of(taken), version_of(taken)
        code = do(keep_upload, slug=slug, version=version, sha=sha, left_out=taken.left_out)
    except RuleBroken as broken:
        form.refuse(broken)
        return _desk_page(form), 422
    tell(N_("It came over. Nothing is out yet: look at it first."))
    return see_other(url_for("curriculum.upload", code=code))


@bp.get("/lessons/folder/<slug>")
@needs(Permission.MODULE_PUBLISH)
def folder(slug: str) -> ResponseReturnValue:
    """A module of the folder lessons/ as it lies there, with its problems."""
    place, checked = folder_of(house().settings.lessons, slug, _folders())
    found = preview_of(checked, files_of(place), asked_look(request.args))
    row = next(one for one in desk(work(), folders=_folders(), language=language.language()) if one.slug == slug)
    choose = switches(found, lambda look: url_for("curriculum.folder", slug=slug, **said(look)))
    page = render_template("curriculum/folder.html", found=found, chosen=choose, row=row)
    return with_own_pictures(page, checked, url_for("curriculum.folder", slug=slug))


@bp.get("/lessons/folder/<slug>/<sha256>")
@needs(Permission.MODULE_PUBLISH)
def folder_picture(slug: str, sha256: str) -> ResponseReturnValue:
    return own_picture(folder_of(house().settings.lessons, slug, _folders())[1], sha256)


def _folders() -> Mapping[str, Checked]:
    return checked_folders(house().settings.lessons, work().today)


def _desk_page(form: UploadForm) -> str:
    has_folder = bool(_folders())
    rows = desk(work(), folders=_folders(), language=language.language())
    return render_template("curriculum/desk.html", form=form, rows=rows, has_folder=has_folder)
