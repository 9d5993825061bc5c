"""axe finds nothing on any page a pupil meets, in both tones and both languages, on a tablet and on a phone.

The class is filled: one pupil has done nothing, one has everything right, one is at the second try, and one had it
wrong and heard from the teacher. Every rule of axe counts, the small ones too.
"""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect
from sqlalchemy import select, update

from app.access.actor import NOBODY
from app.assignments.models import Assignment
from app.assignments.operations import choose_visits, open_after_steps, withdraw
from app.base import clock
from app.base.house import House
from app.base.problems import TooMany
from app.learning.models import Answer
from app.learning.operations import go_on, pause_class, review_answer
from app.people.operations import count_wrong_code, hold_door_open
from app.people.rules.entrance import CODE_LIMITS
from tests.assignments.makers import visit_of
from tests.journeys import child
from tests.journeys.voice import DUTCH, ENGLISH, voice
from tests.journeys.watch import PHONE, TABLET, flaws
from tests.learning import every_kind
from tests.learning.world import World, make_world
from tests.makers import MadeClass, Makers, Person

FRESH, ALL_RIGHT, TRYING, WRONG = range(4)  # places in the class
BOTH_SIZES = (PHONE, TABLET)
Answers = dict[str, dict[str, list[str] | str]]


@dataclass
class Sweep:
    """Everything seen in one tone and one language. `found`: told together, at the end."""

    world: World
    shut: MadeClass
    url: str
    chromium: Browser
    language: str
    found: list[str] = field(default_factory=list)
    seen: list[str] = field(default_factory=list)

    def device(self, who: Person | None = None) -> Page:
        """A tablet that can read aloud, in the language of the sweep; signed in by card."""
        context = self.chromium.new_context(viewport=TABLET, base_url=self.url, reduced_motion="reduce")
        context.add_init_script(voice(DUTCH, ENGLISH))
        context.set_default_timeout(20_000)
        page = context.new_page()
        page.goto("/in")
        if self.language == "en":
            page.get_by_role("button", name="English").click()
            page.wait_for_load_state()
        if who:
            page.goto(f"/card/{who.card}")
            page.locator("main form button").first.click()
            page.wait_for_load_state()
        return page

    def look(self, page: Page, path: str = "", sizes: tuple[ViewportSize, ...] = BOTH_SIZES) -> None:
        """At the size of a phone and of a tablet; on this page, or on the one at `path`."""
        if path:
            page.goto(path)
        assert page.locator("html").get_attribute("lang") == self.language
        self.seen.append(path or page.url)
        self.found += flaws(page, sizes)

    def screen(self, page: Page, step: str, number: int) -> None:
        self.look(page, f"/learn/{self.world.code}/{step}/{number}")


@pytest.fixture(params=["po", "vo"])
def tone(request) -> str:
    return str(request.param)


@pytest.fixture
def world(tone: str, house: House, makers: Makers, tmp_path) -> World:
    made = make_world(house, makers, tmp_path / "proef", kind=tone, write=every_kind.write, pupils=5)
    house.act(made.teacher.actor, clock.now(), open_after_steps, code=made.code)
    hand_in(made, made.pupils[ALL_RIGHT], every_kind.RIGHT)
    hand_in(made, made.pupils[TRYING], every_kind.WRONG)
    hand_in(made, made.pupils[WRONG], every_kind.WRONG)
    hand_in(made, made.pupils[WRONG], every_kind.WRONG_AGAIN, "again")
    hand_in(made, made.pupils[WRONG], {"denk": {"meer": ["Weinig."]}, "terug": {"nu": ["Iets."]}})
    the_teacher_says_something(made, made.pupils[WRONG])
    return made


def hand_in(world: World, pupil: Person, answers: Answers, time: str = "once") -> None:
    for step, questions in answers.items():
        for question, letters in questions.items():
            world.answer(pupil, question, *letters, step=step, client=f"{question}-{time}-{pupil.id}"[:60])


def the_teacher_says_something(world: World, pupil: Person) -> None:
    with world.house.store.reading("everywhere") as db:
        wanted = Answer.question_id.in_(("woord", "meer", "nu"))
        said = db.execute(select(Answer.id, Answer.question_id).where(Answer.pupil_id == pupil.id, wanted)).all()
    for answer, question in said:
        how = {"text": "Kijk nog eens naar de deur.", "again": True} if question == "nu" else {"verdict": "partly"}
        world.house.act(world.teacher.actor, clock.now(), review_answer, code=world.code, answer_id=answer, **how)


@pytest.fixture(params=["nl", "en"])
def sweep(request, chromium: Browser, site: str, world: World, makers: Makers) -> Iterator[Sweep]:
    shut = makers.school_class(world.school, open_for=None)
    made = Sweep(world, shut, site, chromium, request.param)
    yield made
    for context in chromium.contexts:
        context.close()
    assert not made.found, f"{len(made.found)} on {len(made.seen)} pages:\n" + "\n".join(dict.fromkeys(made.found))


def test_nothing_is_found_on_any_page_of_a_pupil(sweep: Sweep, makers: Makers) -> None:
    the_way_in(sweep)
    the_first_page_and_the_errors(sweep)
    every_question_before_it_is_answered(sweep)
    every_question_after(sweep, sweep.world.pupils[ALL_RIGHT], every_kind.SCREENS)
    every_question_after(sweep, sweep.world.pupils[TRYING], every_kind.AGAIN)
    every_question_after(sweep, sweep.world.pupils[WRONG], every_kind.ASKED)
    without_wifi(sweep)
    with_a_classmate_and_after_the_visit(sweep, makers)
    over_withdrawn_and_tried_too_often(sweep)
    assert len(sweep.seen) > 65


def test_what_looks_can_see(chromium: Browser, site: str) -> None:
    """Else the rest says nothing: a grey word, a picture without words, a page that is too wide."""
    page = chromium.new_context(base_url=site).new_page()
    page.goto("/in")
    assert flaws(page) == []
    page.evaluate("""() => {
      document.querySelector("h1").style.color = "#ccc";
      document.querySelector("main").insertAdjacentHTML("beforeend", "<img src='/static/img/done.svg'>");
      document.querySelector("main img:last-child").style.minWidth = "2000px";
    }""")
    told = " ".join(flaws(page))
    assert all(word in told for word in ("color-contrast", "image-alt", "scrolls sideways"))
    page.context.close()


def the_way_in(sweep: Sweep) -> None:
    page, klass, who = sweep.device(), sweep.world.klass, sweep.world.pupils[FRESH]
    sweep.look(page, "/in")
    page.locator("[name=code]").fill("KADE")
    page.locator("main form button[type=submit], main form .actie").first.click()
    sweep.look(page)  # it says what a code looks like
    sweep.look(page, "/in/ZZZZ9999")
    sweep.look(page, f"/in/{sweep.shut.class_code}")
    sweep.look(page, f"/in/{klass.class_code}")
    sweep.look(page, f"/in/{klass.class_code}/{who.id}")
    say_a_wrong_secret(page, klass.kind)
    sweep.look(page)
    sweep.look(page, f"/card/{who.card}")
    sweep.look(page, "/card/NOTACARD")
    page.context.close()


def say_a_wrong_secret(page: Page, kind: str) -> None:
    if kind == "vo":
        page.locator("[name=pin]").fill("00000")
        page.locator("main .actie").first.click()
    else:
        for _ in range(3):
            page.locator(".klavier button").first.click()
    page.wait_for_load_state()


def the_first_page_and_the_errors(sweep: Sweep) -> None:
    page, code = sweep.device(sweep.world.pupils[FRESH]), sweep.world.code
    sweep.look(page, "/")
    sweep.look(page, "/learn/NOTHING/")  # 404
    sweep.look(page, "/reach")  # 403
    sweep.look(page, f"/learn/{code}/kijk/99")  # past the end: on to the first question
    page.context.close()


def every_question_before_it_is_answered(sweep: Sweep) -> None:
    page = sweep.device(sweep.world.pupils[FRESH])
    for step, number in every_kind.SCREENS:
        sweep.screen(page, step, number)
    sweep.screen(page, "denk", 6)
    child.act(page).click()  # nothing was written: 422, or a word at the question
    expect(page.locator("[role=alert] >> visible=true").first).to_be_visible()
    sweep.look(page)
    page.locator("footer .hulp").click()
    page.wait_for_load_state()
    sweep.look(page)  # my hand is up
    page.context.close()


def every_question_after(sweep: Sweep, who: Person, screens: tuple[tuple[str, int], ...]) -> None:
    page = sweep.device(who)
    sweep.look(page, "/")
    for step, number in screens:
        sweep.screen(page, step, number)
    page.context.close()


def without_wifi(sweep: Sweep) -> None:
    """What waits at a question, "I am done" while it waits, the page the device waits on, and one it has not kept."""
    page = sweep.device(sweep.world.pupils[4])
    page.goto("/")
    expect(page.locator("html[data-kept]")).to_be_attached(timeout=40_000)
    page.goto(f"/learn/{sweep.world.code}/denk/6")
    page.context.set_offline(True)
    page.locator("textarea").fill("Water stroomt omlaag.")
    child.act(page).click()
    page.wait_for_timeout(500)
    page.goto(f"/learn/{sweep.world.code}/denk/6")
    expect(page.locator("[data-waits]")).to_be_visible()
    sweep.look(page)
    page.goto("/")
    page.locator("form[data-leave] button").click()
    expect(page.locator("#leaving")).to_be_visible()
    sweep.look(page)
    page.locator("[data-tell]").click()
    expect(page.locator("[data-parked]")).to_be_visible()
    sweep.look(page)
    page.context.close()


def with_a_classmate_and_after_the_visit(sweep: Sweep, makers: Makers) -> None:
    """On a phone alone: these pages have the same parts as those above."""
    world, other, phone = sweep.world, sweep.world.pupils[TRYING], (PHONE,)
    act, code, now = world.house.act, world.code, clock.now()
    visit = visit_of(makers, world.teacher, world.klass, world.pupils, at=now - timedelta(days=2))
    act(world.teacher.actor, now, choose_visits, code=code, booking_ids=[visit.id])
    act(world.teacher.actor, now, hold_door_open, code=world.klass.code)
    page = sweep.device(world.pupils[WRONG])
    sweep.look(page, f"/learn/{code}/together", phone)
    page.goto(f"/learn/{code}/together/{other.id}?next=/learn/{code}/kijk/2")
    say_a_wrong_secret(page, world.klass.kind)
    sweep.look(page, sizes=phone)
    tell_the_secret(sweep, page, other)
    expect(page.locator(".samenband")).to_be_visible()
    sweep.look(page, sizes=phone)
    sweep.look(page, f"/learn/{code}/look-back", phone)
    page.locator("main label").first.click()
    page.locator("main textarea").first.fill("Ik zag een sluis.")
    child.act(page).click()
    page.wait_for_url("**/dossier")
    sweep.look(page, sizes=phone)
    act(world.teacher.actor, clock.now(), pause_class, code=code)
    sweep.look(page, f"/learn/{code}/kijk/1", phone)
    act(world.teacher.actor, clock.now(), go_on, code=code)
    page.request.post("/learn/lock/now", headers=csrf(page))
    sweep.look(page, f"/learn/{code}/kijk/1", phone)  # it asks the pictures
    page.context.close()


def tell_the_secret(sweep: Sweep, page: Page, who: Person) -> None:
    first, code = who.name.split()[0], sweep.world.klass.class_code
    secret = child.secret_of(sweep.world.house, class_code=code, first=first)
    if sweep.world.klass.kind == "vo":
        page.locator("[name=pin]").fill(secret)
        page.locator("main .actie").first.click()
    else:
        child.tap_pictures(page, secret)


def csrf(page: Page) -> dict[str, str]:
    return {"X-CSRFToken": page.locator("meta[name=csrf]").get_attribute("content") or ""}


def over_withdrawn_and_tried_too_often(sweep: Sweep) -> None:
    world, phone, now = sweep.world, (PHONE,), clock.now()
    with world.house.store.acting("everywhere") as db:
        days = {"opens_on": now.date() - timedelta(days=9), "closes_on": now.date() - timedelta(days=1)}
        db.execute(update(Assignment).where(Assignment.code == world.code).values(days))
    page = sweep.device(world.pupils[TRYING])
    sweep.look(page, f"/learn/{world.code}/", phone)
    sweep.look(page, f"/learn/{world.code}/kijk/1", phone)
    sweep.look(page, "/offline", phone)
    world.house.act(world.teacher.actor, now, withdraw, code=world.code)
    sweep.look(page, f"/learn/{world.code}/kijk/1", phone)
    with suppress(TooMany):
        for _ in range(CODE_LIMITS[0].tries):
            world.house.act(NOBODY, now, count_wrong_code, address="127.0.0.1")
    sweep.look(page, f"/in/{world.klass.class_code}", phone)
    page.context.close()
