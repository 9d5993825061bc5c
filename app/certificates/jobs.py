"""The worker's part: draw a run class by class from frozen facts, keep each class at once, and make one file."""

import errno
import time
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select

from app.access.actor import NOBODY, Actor, Post, Role
from app.base import clock
from app.base.files import Files
from app.base.house import House
from app.base.jobs import Handler, Later, Task
from app.base.language import N_, gettext_for, speaking
from app.base.pdf import page, render_in_child
from app.base.pdf.parts import Order, joined, render_parts
from app.base.problems import NotFound, RuleBroken
from app.base.qr import qr_svg
from app.certificates.design import CertificateFacts, draw
from app.certificates.operations import (
    CHECK_PAGE,
    PREPARE,
    PRINT,
    SETTLE,
    Chosen,
    drop_runs,
    hold_up,
    issue_part,
    keep_part,
    keep_pdf,
    prepared,
    settle_ahead,
)
from app.certificates.printing import DISK, names_in_zip
from app.certificates.queries import RunNow, facts_of_part, lessons_to_print, period_of, run_by_code
from app.certificates.queries.runs import Part, past_their_term
from app.certificates.zipping import zipped
from app.people.models import School

FORGET = "certificates.forget"
NO_ROOM = (errno.ENOSPC, errno.EDQUOT)
WAIT_FOR_ROOM = timedelta(minutes=1)


def print_run(task: Task) -> dict[str, Any]:
    """Runs twice without harm, and goes on where it was broken off: what is drawn is kept, and what was issued keeps
    its numbers.

    Raises:
        RuleBroken: all of it was revoked before it was drawn, or nothing was left to issue.
        Later: there is no room for the file.
    """
    code = task.arguments["run"]
    with task.alive(), _room(task, code):
        run = task.read(run_by_code, code=code)
        _draw(task, run)
        run = task.read(run_by_code, code=code)
        if not run.drawn:
            raise RuleBroken("", N_("There is nothing to print: it was printed already, or revoked meanwhile."))
        sha = task.house.files.put(_whole(task, run))
        task.do(keep_pdf, run_code=code, sha=sha, site=task.arguments.get("site", ""))
    task.progress(run.drawn, run.drawn)
    return {"run": code, "pages": run.drawn}


def prepare_school(task: Task) -> dict[str, Any]:
    """For one school of an edition: look what is ready, and start a run of it. Runs twice without harm."""
    edition, site = task.arguments["edition"], task.arguments["site"]
    period = task.read(period_of, key=f"edition-{edition}")
    with task.alive():
        found = task.read(lessons_to_print, period=period)
    chosen = [Chosen(one.code, one.ready, one.title, one.source) for one in found if one.ready]
    waiting = sum(one.waits for one in found)
    task.do(prepared, edition_id=UUID(edition), lessons=chosen, waiting=waiting, site=site)
    return {}


def forget_runs(task: Task) -> dict[str, Any]:
    return {"runs": forget_files(task.house, clock.now())}


def forget_files(house: House, now: datetime) -> int:
    """Files past their term: first the bytes, then the row that knew of them. Returns how many runs."""
    gone = 0
    with house.looking(NOBODY, now) as work:
        schools = list(work.db.scalars(select(School.id).order_by(School.id)))
    for school_id in schools:
        actor = Actor(None, (Post(Role.AT_DOOR, school_id=school_id),))
        with house.looking(actor, now) as work:
            past = past_their_term(work)
        for sha in past:
            house.files.forget(sha)
        gone += house.act(actor, now, drop_runs)
    return gone


def _draw(task: Task, run: RunNow) -> None:
    """Each class that is not there yet, in the order of the paper; a class is kept before the next one is taken."""
    files = task.house.files
    todo = [one for one in run.parts if not _is_there(files, one)]
    done = sum(one.drawn or 0 for one in run.parts if one not in todo)
    total = done + sum(one.certificates for one in todo)
    task.progress(done, total)
    drawing: deque[tuple[Part, int]] = deque()
    began = time.monotonic()
    for pdf in render_parts(_orders(task, run.code, todo, drawing)):
        part, count = drawing.popleft()
        took, began = time.monotonic() - began, time.monotonic()
        task.do(keep_part, run_code=run.code, position=part.position, sha=files.put(pdf), drawn=count, seconds=took)
        done, total = done + count, total + count - part.certificates
        task.progress(done, max(done, total))


def _orders(task: Task, code: str, todo: Sequence[Part], drawing: deque[tuple[Part, int]]) -> Iterator[Order]:
    """What there is to draw, each class issued just before; one of which nothing is left is kept as empty."""
    told = {name: task.arguments[name] for name in ("site", "language") if name in task.arguments}
    for part in todo:
        if not part.is_issued:
            task.do(issue_part, run_code=code, position=part.position, **told)
        facts = task.read(facts_of_part, code=code, position=part.position)
        if not facts:
            task.do(keep_part, run_code=code, position=part.position, sha=None, drawn=0, seconds=0)
            continue
        drawing.append((part, len(facts)))
        yield _order(task.house.files, facts)


def _order(files: Files, facts: Sequence[CertificateFacts]) -> Order:
    first, logos = facts[0], _logos(files, facts)
    html = draw([one if one.logo in logos else replace(one, logo=None) for one in facts])
    about = first.module_title or " · ".join(visit.company for visit in first.visits)
    return Order(html, f"{about}, {first.class_name}", first.language, logos)


def _whole(task: Task, run: RunNow) -> bytes:
    """One file of the parts that are kept, read one by one."""
    files = task.house.files
    parts = [one for one in run.parts if one.file_sha]
    kept = (files.get(one.file_sha) for one in parts if one.file_sha)
    labels = [one.label for one in parts]
    if run.shape == "zip":
        return zipped(names_in_zip([(one.label, one.drawn or 0) for one in parts]), kept)
    if len(parts) == 1:
        return next(kept)
    language = task.read(facts_of_part, code=run.code, position=parts[0].position)[0].language
    return joined(kept, title=run.title, language=language, names=labels)


def _is_there(files: Files, part: Part) -> bool:
    """Drawn, and its file still lies there; nothing to draw is there too."""
    if part.drawn is None:
        return False
    return not part.drawn or bool(part.file_sha and files.path(part.file_sha).exists())


@contextmanager
def _room(task: Task, code: str) -> Iterator[None]:
    """A disk that is full is nobody's mistake: the page says so, and the run goes on where it was when there is room.

    Raises: Later: there is no room.
    """
    try:
        yield
    except OSError as problem:
        if problem.errno not in NO_ROOM:
            raise
        with suppress(Exception):  # the database may lie on the same disk
            task.do(hold_up, run_code=code, why=DISK)
        raise Later(WAIT_FOR_ROOM) from problem


def _logos(files: Files, facts: Sequence[CertificateFacts]) -> dict[str, bytes]:
    """The schools' logos by hash, as they were when each certificate was issued.

    One whose file is gone (a restore without it) is left out: the school's name says the same, and children do
    not wait for a picture.
    """
    found = {}
    for sha in {one.logo for one in facts if one.logo}:
        with suppress(NotFound):
            found[sha] = files.get(sha)
    return found


def settle(task: Task) -> dict[str, Any]:
    """School by school; runs twice without harm."""
    return {"settled": settle_all(task.house, clock.now())}


def settle_all(house: House, now: datetime) -> int:
    """What was printed ahead of visits that are over is settled for good. Returns how many."""
    with house.looking(NOBODY, now) as work:
        schools = list(work.db.scalars(select(School.id).order_by(School.id)))
    actors = [Actor(None, (Post(Role.AT_DOOR, school_id=school_id),)) for school_id in schools]
    return sum(house.act(actor, now, settle_ahead) for actor in actors)


ANSWERS = (
    (N_("Valid"), "good", N_("It is real. The page says what it attests, of which school, and from which day.")),
    (
        N_("Not valid yet"),
        "wait",
        N_("Printed before a visit. It becomes valid when the school has said who was there."),
    ),
    (N_("Replaced"), "new", N_("There is a newer one with another number. The old paper may be thrown away.")),
    (N_("Revoked"), "off", N_("The school took it back, often because of a mistake. Ask the school.")),
    (N_("Not valid"), "off", N_("Printed before a visit, and not meant to be handed out. That says nothing bad.")),
    (
        N_("Name erased"),
        "good",
        N_("It is real. Whose it was is not kept any more, because we keep no longer than needed."),
    ),
    (N_("Unknown"), "off", N_("No certificate has this number. Type it once more; there is no 0, 1 or vowel in it.")),
)


def how_to_check(task: Task) -> dict[str, Any]:
    """The page for parents and colleagues; about nobody, so that the same page is the same file."""
    language, site = task.arguments["language"], task.arguments["site"]
    say, address = gettext_for(language), site.split("//")[-1]
    with speaking(language):
        code = qr_svg(f"{site}/v".upper(), label=say("QR code to the page where you type the number"))
    answers = [(say(word), kind, say(text)) for word, kind, text in ANSWERS]
    html = page("check/document.html", language=language, address=address, qr=code, answers=answers)
    pdf = render_in_child(html, title=say("How to check a certificate"), language=language)
    name = "controleren.pdf" if language == "nl" else "how-to-check.pdf"
    return {"kind": CHECK_PAGE, "sha": task.house.files.put(pdf), "name": name}


HANDLERS: dict[str, Handler] = {
    PRINT: print_run,
    PREPARE: prepare_school,
    FORGET: forget_runs,
    SETTLE: settle,
    CHECK_PAGE: how_to_check,
}
DAILY = (SETTLE, FORGET)
