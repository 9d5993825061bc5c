"""Looking back on a visit; the pupil's own file on the screen, as PDF and for another program; the teacher's page."""

import json
from io import BytesIO
from typing import Any

from flask import Response, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from app.access.matrix import Permission
from app.assignments.queries import module_given
from app.base import language
from app.base.jobs import job_of
from app.base.language import N_
from app.base.problems import RuleBroken
from app.learning import operations, player
from app.learning.dossier.asked import CAREER, COMPETENCES, FIELDS, LONGEST, QUESTIONS, SECONDARY
from app.learning.dossier.paper import as_plain
from app.learning.dossier.reading import dossier_of_pupil, look_back, reflections_of_class
from app.learning.views import bp
from app.people.queries import class_by_id
from app.web.forms import key_of
from app.web.frame import keep_size
from app.web.pages import do, needs, see_other, tell, work
from app.web.replies import wants_words

ASKED: dict[str, Any] = {
    "fields": FIELDS,
    "questions": QUESTIONS,
    "career": CAREER,
    "competences": COMPETENCES,
    "secondary": SECONDARY,
    "longest": LONGEST,
}


@bp.get("/learn/<code>/look-back")
@needs(Permission.LEARN)
def reflect_page(code: str) -> ResponseReturnValue:
    return _reflect_page(code)


@bp.post("/learn/<code>/look-back")
@needs(Permission.ANSWER_SUBMIT)
def reflect(code: str) -> ResponseReturnValue:
    sent = {name: request.form.getlist(name) for name in request.form}
    if "size" in request.form:  # without JavaScript it takes along what was typed
        keep_size(request.form["size"])
        return _reflect_page(code, sent=sent)
    client = request.form.get("client", "")[:64]
    try:
        was_there = do(operations.keep_reflection, code=code, client_id=client, sent=sent, language=language.language())
    except RuleBroken as broken:
        if wants_words():
            raise
        return _reflect_page(code, language.gettext(broken.message, **broken.params), sent), 422
    tell(N_("Saved in your own file."))
    return see_other(url_for("learning.dossier_page"), state="there" if was_there else "counted")


@bp.get("/learn/dossier")
@needs(Permission.LEARN)
def dossier_page() -> ResponseReturnValue:
    """All that the pupil at the keyboard said of visits; `job`: the PDF that is being made."""
    dossier = dossier_of_pupil(work(), language=language.language())
    job = job_of(work(), key_of(request.args["job"])) if "job" in request.args else None
    to = url_for("learning.dossier_file", job=job.id) if job else ""
    return render_template("learning/dossier.html", dossier=dossier, job=job, to=to, **ASKED)


@bp.post("/learn/dossier/pdf")
@needs(Permission.LEARN)
def make_dossier() -> ResponseReturnValue:
    job = do(operations.start_dossier, language=language.language())
    return see_other(url_for("learning.dossier_page", job=job, _anchor="job"))


@bp.get("/learn/dossier/pdf")
@needs(Permission.LEARN)
def dossier_file() -> ResponseReturnValue:
    """The PDF of a job of one's own; one that is gone leads to the page that makes it anew."""
    job = request.args.get("job", "")
    sha = job_of(work(), key_of(job)).result.get("sha", "") if job else ""
    if not sha:
        return see_other(url_for("learning.dossier_page"))
    name = language.gettext("career-file-visits") if _is_secondary() else language.gettext("my-visits")
    return send_file(BytesIO(work().files.get(sha)), mimetype="application/pdf", download_name=f"{name}.pdf")


@bp.get("/learn/dossier/json")
@needs(Permission.LEARN)
def dossier_json() -> ResponseReturnValue:
    """The same for another program; docs/running.md says what stands in it."""
    plain = as_plain(dossier_of_pupil(work(), language=language.language()), made_on=work().today)
    answer = Response(json.dumps(plain, ensure_ascii=False, indent=1), mimetype="application/json")
    name = language.gettext("career-file-visits")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.json"'
    return answer


@bp.get("/class/<code>/reflections")
@needs(Permission.ANSWER_REVIEW)
def reflections(code: str) -> ResponseReturnValue:
    """What the class said of the visit, pupil by pupil: to read, not to mark."""
    given, rows = reflections_of_class(work(), code=code)
    module = module_given(work(), given, language=language.language())
    klass = class_by_id(work(), class_id=given.class_id)
    return render_template("learning/reflections.html", code=code, rows=rows, module=module, klass=klass, **ASKED)


def _reflect_page(code: str, problem: str = "", sent: dict[str, list[str]] | None = None) -> str:
    now = look_back(work(), code=code, language=language.language())
    words: dict[str, Any] = dict(now.said.words)
    for name, values in (sent or {}).items():
        words[name] = "".join(values) if name in _texts() else values
    return render_template(
        "learning/reflect.html",
        now=now,
        code=code,
        words=words,
        problem=problem,
        client_id=str(work().new_id()),
        strip=player.strip_of(now.lesson),
        **ASKED,
    )


def _texts() -> set[str]:
    return {one.name for one in FIELDS} | {one.words for one in QUESTIONS}


def _is_secondary() -> bool:
    return dossier_of_pupil(work(), language=language.language()).form == SECONDARY
