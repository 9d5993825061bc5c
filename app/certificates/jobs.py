"""The worker's part: draw the frozen facts of a run and keep the PDF."""

import re
from collections.abc import Collection, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any
from uuid import UUID

from app.base import clock
from app.base.files import Files
from app.base.jobs import Handler, Task
from app.base.language import N_, gettext_for
from app.base.names import folded
from app.base.pdf import render_in_child
from app.base.problems import NotFound, RuleBroken
from app.certificates.design import CertificateFacts, draw, pictures_of, with_pictures
from app.certificates.design.wall import draw_walls
from app.certificates.operations import PRINT, WALL, keep_pdf
from app.certificates.queries import facts_of_run
from app.certificates.queries.wall import walls

ALL = N_("all companies")


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
    return _found(files, pictures_of(facts))


def _found(files: Files, wanted: Collection[str]) -> dict[str, bytes]:
    found = {}
    for sha in wanted:
        with suppress(NotFound):
            found[sha] = files.get(sha)
    return found


def print_wall(task: Task) -> dict[str, Any]:
    """Certificates for companies. Runs twice without harm; counts over all schools and reads no name.

    Raises:
        RuleBroken: no class was received in that edition yet.
    """
    said = task.arguments
    company = UUID(said["company"]) if said["company"] else None
    with task.house.counting(task.actor, clock.now()) as work:
        those = walls(work, edition_id=UUID(said["edition"]), company_id=company)
    if not those:
        raise RuleBroken("", N_("No class was received in this edition yet, or nobody said who came."))
    logos = _found(task.house.files, {one.logo for one in those if one.logo})
    html = draw_walls(
        [one if one.logo in logos else replace(one, logo=None) for one in those], language=said["language"]
    )
    title = those[0].edition
    pdf = render_in_child(html, title=title, language=said["language"], images=logos)
    words = re.findall(
        r"[a-z0-9]+", folded(f"{title} {those[0].company if company else gettext_for(said['language'])(ALL)}")
    )
    name = "-".join(words) + ".pdf"
    return {"sha": task.house.files.put(pdf), "name": name, "edition": said["edition"]}


HANDLERS: dict[str, Handler] = {PRINT: print_run, WALL: print_wall}
