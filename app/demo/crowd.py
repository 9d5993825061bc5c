"""Let the class work: made-up pupils sign in with their cards and answer through the real pages, so that a teacher
sees the live view live. In demo mode only."""

import random
import time
from typing import Any
from uuid import UUID

from sqlalchemy import select

from app.access.matrix import Permission
from app.assignments.queries import assignment_for_staff, pupils_given
from app.base.jobs import Task, start_job
from app.base.work import Work
from app.demo.answers import ANYTHING, WORDS
from app.demo.browser import Browser, FormOnPage
from app.demo.forms import drawn_photo
from app.people.keys import card_token
from app.people.models import Pupil

KIND = "demo.crowd"
ROUNDS = 20
PAUSE = 1.5  # seconds between two rounds: a class does not move in one jump
SHARE = 0.7  # of the class that does something in a round


def start_crowd(work: Work, *, code: str, rounds: int = ROUNDS) -> UUID:
    """A round is a job of its own, so that printing need not wait for all of them."""
    work.must(Permission.CLASS_READ)
    given = assignment_for_staff(work, code)
    return start_job(
        work, kind=KIND, arguments={"code": given.code, "rounds": rounds}, key=f"crowd:{given.id}:{rounds}"
    )


def one_round(task: Task) -> dict[str, Any]:
    """Each child that feels like it does one screen. A page that is gone ends a child's round, not the class's."""
    code, rounds = task.arguments["code"], task.arguments["rounds"]
    chance = random.Random(f"{code}/{rounds}")  # noqa: S311 - made-up children
    tokens = task.read(_cards, code=code)
    busy = [token for token in tokens if chance.random() < SHARE]
    for token in busy:
        try:
            _one_screen(Browser(task.house.settings.base_url), token, code, chance)
        except (OSError, KeyError):
            continue
    if rounds > 1 and task.house.settings.demo:
        time.sleep(PAUSE)
        task.do(start_crowd, code=code, rounds=rounds - 1)
    return {"children": len(busy)}


def _cards(work: Work, *, code: str) -> list[str]:
    given = assignment_for_staff(work, code)
    ids = [pupil.id for pupil in pupils_given(work, assignment_id=given.id)]
    rows = work.db.execute(select(Pupil.id, Pupil.card_version).where(Pupil.id.in_(ids)))
    return [card_token(work.seal, pupil_id=pupil_id, version=version) for pupil_id, version in rows]


def _one_screen(browser: Browser, token: str, code: str, chance: random.Random) -> None:
    card = browser.get(f"/card/{token}")
    form = next(form for form in card.forms.values() if "language" not in form.action)
    browser.post(form.action or f"/card/{token}", form.hidden)
    lesson = browser.get(f"/learn/{code}/")
    asked = lesson.forms.get("f")
    if asked is None:
        read = next((form for action, form in lesson.forms.items() if action.endswith("/read")), None)
        if read is not None:
            browser.post(read.action, read.hidden)
        return
    browser.post(lesson.url + "/enter", [pair for pair in asked.hidden if pair[0] == "csrf_token"])
    if chance.random() < 0.015:
        help_form = next(form for action, form in lesson.forms.items() if action.endswith("/help"))
        browser.post(help_form.action, help_form.hidden)
        return
    browser.post(asked.action, _answered(asked, chance), {name: drawn_photo(chance) for name in asked.files})


def _answered(form: FormOnPage, chance: random.Random) -> list[tuple[str, str]]:
    """A child's guess at whatever control is there."""
    fields = list(form.hidden)
    for name, options in form.choices.items():
        if options[0][0] == "radio":
            fields.append((name, chance.choice(options)[1]))
        else:
            fields += [(name, value) for _, value in options if chance.random() < 0.7] or [(name, options[0][1])]
    fields += [(name, chance.choice(ANYTHING)) for name in form.texts]
    fields += zip(form.lists, _shuffled(next(iter(form.lists.values()), []), chance), strict=False)
    return fields + [(name, _typed(name, chance)) for name in form.numbers]


def _shuffled(values: list[str], chance: random.Random) -> list[str]:
    return chance.sample(values, len(values))


def _typed(name: str, chance: random.Random) -> str:
    """A word in a gap, a number everywhere else."""
    return chance.choice(WORDS) if name.startswith("gap-") else str(chance.randrange(2, 60))
