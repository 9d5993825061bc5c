"""A run drawn class by class from frozen facts: each class is kept at once, then all are made one file."""

import errno
import time
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select

from app.access.actor import NOBODY, Actor, Post, Role
from app.base import clock
from app.base.files import Files
from app.base.house import House
from app.base.jobs import Later, Task
from app.base.language import N_
from app.base.pdf import get_ready
from app.base.pdf.parts import Order, joined, render_parts
from app.base.problems import RuleBroken
from app.certificates.design import CertificateFacts, draw, pictures_of, with_pictures
from app.certificates.jobs.pictures import found
from app.certificates.operations import (
    Chosen,
    begin_run,
    drop_runs,
    hold_up,
    issue_part,
    keep_part,
    keep_pdf,
    prepared,
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
        Later: there is no room for the file, or a name was erased while it was drawn.
    """
    code = task.arguments["run"]
    get_ready()
    with task.alive(), _room(task, code):
        task.do(begin_run, run_code=code)
        run = task.read(run_by_code, code=code)
        _draw(task, run)
        run = task.read(run_by_code, code=code)
        if not run.drawn:
            raise RuleBroken("", N_("There is nothing to print: it was printed already, revoked or erased."))
        sha = task.house.files.put(_whole(task, run))
        if not task.do(keep_pdf, run_code=code, sha=sha, site=task.arguments.get("site", "")):
            raise _anew(task, sha)
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
        sha = files.put(pdf)
        if not task.do(keep_part, run_code=run.code, position=part.position, sha=sha, drawn=count, seconds=took):
            raise _anew(task, sha)
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
    first, pictures = facts[0], found(files, pictures_of(facts))
    html = draw([with_pictures(one, pictures) for one in facts])
    about = first.module_title or " · ".join(visit.company for visit in first.visits)
    return Order(html, f"{about}, {first.class_name}", first.language, pictures)


@dataclass(frozen=True, slots=True)
class _Kept:
    """The parts that lie in the house, each read when its turn comes; as often as they are gone through."""

    files: Files
    shas: Sequence[str]

    def __iter__(self) -> Iterator[bytes]:
        return (self.files.get(one) for one in self.shas)


def _whole(task: Task, run: RunNow) -> bytes:
    """One file of the parts that are kept, read one by one."""
    parts = [(one, one.file_sha) for one in run.parts if one.file_sha]
    kept = _Kept(task.house.files, [sha for _, sha in parts])
    if run.shape == "zip":
        return zipped(names_in_zip([(one.label, one.drawn or 0) for one, _ in parts]), kept)
    if len(parts) == 1:
        return next(iter(kept))
    first, labels = parts[0][0], [one.label for one, _ in parts]
    language = task.read(facts_of_part, code=run.code, position=first.position)[0].language
    return joined(kept, title=run.title, language=language, names=labels)


def _anew(task: Task, sha: str) -> Later:
    """What was just drawn may hold a name that was erased meanwhile: it goes, and all is read again."""
    task.house.files.forget(sha)
    return Later(timedelta(0))


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
