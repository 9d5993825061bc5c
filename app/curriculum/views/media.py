"""The pictures of modules, by the hash of their content: they never change, so a browser asks once."""

from flask import Response, request
from flask.typing import ResponseReturnValue

from app.base.problems import NotFound
from app.curriculum.checker.folder import Checked
from app.curriculum.preview.values import picture_in
from app.curriculum.queries import picture
from app.curriculum.views.blueprint import bp
from app.web.pages import needs, work
from app.web.pictures import FOREVER, drawn


@bp.get("/media/<sha256>")
@needs(None)
def media(sha256: str) -> ResponseReturnValue:
    found = picture(work(), sha256=sha256)
    answer = drawn(work().files.get(found.sha256), found.media_type)
    answer.headers["Cache-Control"] = FOREVER
    answer.set_etag(found.sha256)
    return answer.make_conditional(request)


def own_picture(checked: Checked, sha256: str) -> Response:
    """A picture of a module that is not out. Raises: NotFound."""
    content, media_type = picture_in(checked, sha256)
    if not content:
        raise NotFound("media")
    return drawn(content, media_type)


def with_own_pictures(page: str, checked: Checked, place: str) -> str:
    """The page with the addresses of this module's pictures below `place`: outside they are not to be seen yet."""
    for held in checked.shelf.pictures.values():
        if held:
            page = page.replace(f'src="/media/{held.sha256}"', f'src="{place}/{held.sha256}"')
    return page
