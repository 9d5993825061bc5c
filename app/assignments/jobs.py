"""The worker's part: draw a sheet of a module so that it fits its pages, and keep the PDF for whoever asks next."""

import io
from contextlib import suppress
from typing import Any
from uuid import UUID

import pikepdf

from app.assignments import prints
from app.assignments.operations import PRINT, keep_print
from app.base.jobs import Handler, Task
from app.base.language import gettext_for
from app.base.pdf import render_in_child
from app.base.problems import NotFound
from app.base.work import Work
from app.curriculum.queries import picture


def draw_print(task: Task) -> dict[str, Any]:
    """Runs twice without harm: the same sheet is the same file, and only the first is remembered."""
    facts, version_id = task.read(_facts, **task.arguments)
    pdf = _fitted(task, facts)
    task.do(keep_print, **task.arguments, version_id=version_id, sha256=task.house.files.put(pdf))
    return {"kind": facts.sheet.kind}


def _facts(work: Work, /, **asked: Any) -> tuple[prints.Facts, UUID]:
    one = prints.asked(work, **asked)
    return prints.facts_of(work, one), one.module.version_id


def _fitted(task: Task, facts: prints.Facts) -> bytes:
    """The most generous of its sizes that stays within its pages; the smallest when none does."""
    say = gettext_for(facts.module.language)
    title = f"{facts.module.title}: {say(facts.sheet.title)}"
    pdf = b""
    for room in prints.rooms(facts.sheet):
        html = prints.document(facts, room)
        whole = prints.placed(html, _pictures(task, prints.pictures_in(html)))
        pdf = render_in_child(whole, title=title, language=facts.module.language)
        if facts.sheet.most is None or _pages(pdf) <= facts.sheet.most:
            break
        task.progress(0, 1)
    return pdf


def _pictures(task: Task, hashes: tuple[str, ...]) -> dict[str, str]:
    """The pictures as paper takes them. One whose file is gone (a restore without it) leaves its description."""
    found = {}
    for sha256 in hashes:
        with suppress(NotFound):
            kept = task.read(picture, sha256=sha256)
            found[sha256] = prints.for_paper(task.house.files.get(sha256), kept.media_type)
    return found


def _pages(pdf: bytes) -> int:
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return len(document.pages)


HANDLERS: dict[str, Handler] = {PRINT: draw_print}
