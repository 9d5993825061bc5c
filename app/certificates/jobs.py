"""The worker's part: draw the frozen facts of a run and keep the PDF."""

from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from app.base.files import Files
from app.base.jobs import Handler, Task
from app.base.language import N_
from app.base.pdf import render_in_child
from app.base.problems import NotFound, RuleBroken
from app.certificates.design import CertificateFacts, draw, pictures_of, with_pictures
from app.certificates.operations import PRINT, keep_pdf
from app.certificates.queries import facts_of_run


def print_run(task: Task) -> dict[str, Any]:
    """Runs twice without harm: it only draws what was issued, and the file is kept under its hash.

    Raises:
        RuleBroken: all of it was revoked before it was drawn.
    """
    run_code = task.arguments["run"]
    facts = task.read(facts_of_run, code=run_code)
    if not facts:
        raise RuleBroken("", N_("These certificates were revoked meanwhile, so there is nothing to print."))
    task.progress(0, len(facts))
    first = facts[0]
    title = f"{first.module_title}, {first.class_name}"
    pictures = _pictures(task.house.files, facts)
    html = draw([with_pictures(one, pictures) for one in facts])
    pdf = render_in_child(html, title=title, language=first.language, images=pictures)
    task.do(keep_pdf, run_code=run_code, sha=task.house.files.put(pdf))
    return {"run": run_code, "pages": len(facts)}


def _pictures(files: Files, facts: Sequence[CertificateFacts]) -> dict[str, bytes]:
    """Logos and signatures by hash, as they were when each certificate was issued.

    One whose file is gone (a restore without it) is left out: names say the same, and children do not wait for a
    picture.
    """
    found = {}
    for sha in pictures_of(facts):
        with suppress(NotFound):
            found[sha] = files.get(sha)
    return found


HANDLERS: dict[str, Handler] = {PRINT: print_run}
