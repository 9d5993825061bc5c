"""Each module of ours walked by a child in a real browser: every screen opens, fits a phone, takes what is right.

With WERF_PICTURES=folder a picture of every screen is put there, to look at.
"""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from app.assignments.operations import open_after_steps
from app.base import clock
from app.curriculum.checker.folder import module_folders
from app.curriculum.commands import check_lessons, publish_lessons
from app.learning.operations import tick_step
from app.visits.operations import mark_presence
from tests.assignments.makers import given, visit_of
from tests.conftest import LESSONS
from tests.journeys import child
from tests.journeys.watch import PHONE, TABLET, Watch
from tests.learning.test_our_modules_walked import PUPIL

WIDEST = """[...document.querySelectorAll("html, body *")].filter(one => one.scrollWidth > 361)
    .map(one => one.scrollWidth + " " + one.outerHTML.slice(0, 160)).slice(-4).join("\\n")"""
SLUGS = tuple(folder.name for folder in module_folders(LESSONS))


@pytest.mark.parametrize("slug", SLUGS)
def test_a_child_walks_it_from_the_first_screen_to_the_last(slug, house, makers, act, chromium, site) -> None:
    publish_lessons(house, LESSONS, [slug])
    (checked,) = check_lessons(LESSONS, [slug])
    assert checked.facts
    level = checked.facts.levels[0]
    makers.network()
    school = makers.school("po" if level.startswith("po-") else "vo")
    makers.settings(school)
    klass = makers.school_class(school, levels=[PUPIL[level]])
    teacher, (pupil,) = makers.teacher(school, klass), makers.pupils(klass, 1)
    booking = visit_of(makers, teacher, klass, [pupil], at=clock.now() - timedelta(days=1))
    code = given(makers, teacher, klass, slug=slug, bookings=[booking.id])
    act(teacher.actor, mark_presence, code=booking.code, absent=[], seen=[pupil.id])
    act(teacher.actor, open_after_steps, code=code)
    for step in checked.facts.steps:
        if step.phase == "during":
            act(teacher.actor, tick_step, code=code, step_id=step.id, how="paper", pupil_ids=[pupil.id])
    page, watch = _come_in(chromium, site, pupil.card)
    page.goto(f"{site}/learn/{code}")
    met = child.work_through(page, child.keys_of(house, slug), {}, look=_look(slug))
    wanted = [one.id for step in checked.draft.texts["nl"].steps.values() for one in _asked(step.parts, level)]
    assert len(met) >= len(wanted) * 0.7, "of what is not for this child there is less"
    watch.must_be_silent()
    page.context.close()


def _asked(parts, level):
    for part in parts:
        if part.levels and level not in part.levels or part.kind == "was-not-there":
            continue
        if part.question:
            yield part.question
        yield from _asked(part.parts, level)


def _come_in(chromium: Browser, site: str, card: str) -> tuple[Page, Watch]:
    context = chromium.new_context(viewport=TABLET, reduced_motion="reduce")
    watch, page = Watch(context, site), context.new_page()
    page.goto(f"{site}/card/{card}")
    page.locator("main form button").first.click()
    page.wait_for_load_state()
    return page, watch


def _look(slug: str):
    """On each screen: all pictures are there, and nothing scrolls sideways on a phone."""
    seen: list[str] = []

    def look(page: Page) -> None:
        page.set_viewport_size(PHONE)
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= PHONE["width"], f"{page.url} scrolls sideways: {wide}, {page.evaluate(WIDEST)}"
        page.set_viewport_size(TABLET)
        page.evaluate("document.querySelectorAll('main img').forEach(one => one.loading = 'eager')")
        page.wait_for_function("() => [...document.querySelectorAll('main img')].every(one => one.complete)")
        broken = page.evaluate("[...document.querySelectorAll('main img')].filter(one => !one.naturalWidth).length")
        assert broken == 0, f"{page.url}: a picture is missing"
        if folder := os.environ.get("WERF_PICTURES"):
            seen.append(page.url)
            (Path(folder) / slug).mkdir(parents=True, exist_ok=True)
            page.screenshot(path=str(Path(folder) / slug / f"{len(seen):02d}.png"), full_page=True)

    return look
