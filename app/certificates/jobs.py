"""The worker's part: draw the frozen facts of a run and keep the PDF."""

from typing import Any
from uuid import UUID

from sqlalchemy import select

from app.base.jobs import Handler, Task
from app.base.pdf import render_in_child
from app.base.work import Work
from app.certificates.design import draw
from app.certificates.models import PrintRun
from app.certificates.operations import PRINT, keep_pdf
from app.certificates.queries import facts_for_print


def print_run(task: Task) -> dict[str, Any]:
    """Runs twice without harm: the same facts give the same file, kept under its hash."""
    run_code = task.arguments["run"]
    ids = task.read(_ids_of, run_code=run_code)
    facts = task.read(facts_for_print, certificate_ids=ids)
    task.progress(0, len(facts))
    first = facts[0]
    logos = {one.logo: task.house.files.get(one.logo) for one in facts if one.logo}
    title = f"{first.module_title}, {first.class_name}"
    pdf = render_in_child(draw(facts), title=title, language=first.language, images=logos)
    sha = task.house.files.put(pdf)
    task.do(keep_pdf, run_code=run_code, sha=sha)
    return {"run": run_code, "pages": len(facts)}


def _ids_of(work: Work, *, run_code: str) -> list[UUID]:
    found = work.db.scalars(select(PrintRun.certificate_ids).where(PrintRun.code == run_code)).one()
    return [UUID(one) for one in found]


HANDLERS: dict[str, Handler] = {PRINT: print_run}
