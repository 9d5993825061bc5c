"""The worker's part: draw the frozen facts of a run and keep the PDF."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import select

from app.access.actor import NOBODY, Actor, Post, Role
from app.base import clock
from app.base.files import Files
from app.base.house import House
from app.base.jobs import Handler, Task
from app.base.language import N_, gettext_for, speaking
from app.base.pdf import page, render_in_child
from app.base.problems import NotFound, RuleBroken
from app.base.qr import qr_svg
from app.certificates.design import CertificateFacts, draw
from app.certificates.operations import CHECK_PAGE, PRINT, SETTLE, keep_pdf, settle_ahead
from app.certificates.queries import facts_of_run
from app.people.models import School


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
    about = first.module_title or " · ".join(visit.company for visit in first.visits)
    title = f"{about}, {first.class_name}"
    logos = _logos(task.house.files, facts)
    html = draw([one if one.logo in logos else replace(one, logo=None) for one in facts])
    pdf = render_in_child(html, title=title, language=first.language, images=logos)
    task.do(keep_pdf, run_code=run_code, sha=task.house.files.put(pdf))
    return {"run": run_code, "pages": len(facts)}


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


HANDLERS: dict[str, Handler] = {PRINT: print_run, SETTLE: settle, CHECK_PAGE: how_to_check}
DAILY = (SETTLE,)
