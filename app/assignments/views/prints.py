"""Printing a module: which sheets there are, asking for one, waiting for it, and the PDF."""

from io import BytesIO
from typing import Any

from flask import render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from app.access.matrix import Permission
from app.assignments import operations, prints
from app.assignments.views import bp
from app.base import language
from app.base.jobs import job_of
from app.base.levels import level_label
from app.curriculum import queries as modules
from app.web.forms import key_of
from app.web.pages import do, needs, see_other, work

MOST_DIGITS = 4


@bp.get("/<slug>/print")
@needs(Permission.CATALOGUE_READ)
def print_choices(slug: str) -> ResponseReturnValue:
    """All sheets of a module, in one of its languages and for one of its levels."""
    asked = _asked(request.args)
    edition = asked["edition"]
    found = (
        modules.newest_module(work(), slug=slug, language=asked["language"])
        if edition is None
        else modules.module_of_edition(work(), slug=slug, edition=edition, language=asked["language"])
    )
    return render_template(
        "assignments/prints.html",
        module=found,
        sheets=prints.offered(work(), found),
        asked={**asked, "language": found.language},
        label=level_label,
    )


@bp.get("/<slug>/print/<kind>")
@needs(Permission.CATALOGUE_READ)
def print_page(slug: str, kind: str) -> ResponseReturnValue:
    """The page while it is being made; without a job, the button that makes it."""
    asked = _asked(request.args)
    one = prints.asked(work(), slug=slug, kind=kind, **_facts(asked))
    job = job_of(work(), key_of(request.args["job"])) if "job" in request.args else None
    to = url_for("assignments.print_file", slug=slug, kind=kind, **_address(asked))
    return render_template("assignments/print.html", module=one.module, sheet=one.sheet, asked=asked, job=job, to=to)


@bp.post("/<slug>/print/<kind>")
@needs(Permission.CATALOGUE_READ)
def make_print(slug: str, kind: str) -> ResponseReturnValue:
    """Straight to the PDF when it was made before, by whomever."""
    asked = _asked(request.form)
    job = do(operations.start_print, slug=slug, kind=kind, **_facts(asked))
    page = "assignments.print_page" if job else "assignments.print_file"
    return see_other(url_for(page, slug=slug, kind=kind, job=job, **_address(asked)))


@bp.get("/<slug>/print/<kind>/file")
@needs(Permission.CATALOGUE_READ)
def print_file(slug: str, kind: str) -> ResponseReturnValue:
    """The PDF; an old link to one that is not there any more leads to the button that makes it."""
    asked = _asked(request.args)
    one = prints.asked(work(), slug=slug, kind=kind, **_facts(asked))
    sha256 = prints.held_print(work(), one)
    if sha256 is None:
        return see_other(url_for("assignments.print_page", slug=slug, kind=kind, **_address(asked)))
    pdf = BytesIO(work().files.get(sha256))
    name = prints.file_name(one.sheet, one.module, one.band)
    return send_file(pdf, mimetype="application/pdf", download_name=name)


def _asked(sent: "MultiDict[str, str]") -> dict[str, Any]:
    """Language, level and edition as they stand in an address or a form."""
    return {
        "language": sent.get("language", "") or language.language(),
        "level": sent.get("level", ""),
        "edition": sent.get("edition", type=_edition),
    }


def _edition(text: str) -> int:
    """Raises: ValueError, which asks for the newest: no edition has so many digits, and no database such a number."""
    if len(text) > MOST_DIGITS:
        raise ValueError(text)
    return int(text)


def _facts(asked: dict[str, Any]) -> dict[str, Any]:
    return {"language": asked["language"], "band": asked["level"], "edition": asked["edition"]}


def _address(asked: dict[str, Any]) -> dict[str, Any]:
    return {name: value or None for name, value in asked.items()}
