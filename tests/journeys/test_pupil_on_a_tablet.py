"""A pupil on a school's tablet, in both tones: in, through every kind of question, out, and the next child comes.

Every page met is looked over in Dutch and in English (watch.py).
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Error, Page, expect
from sqlalchemy import select

from app.learning.models import Progress
from tests.journeys import child
from tests.journeys.conftest import PATIENCE
from tests.journeys.served import Site, running
from tests.journeys.watch import TABLET, Watch, look_over

WORDS = 'Ik zag dat het langsaam ging: 1 < 2 & "zo" — éch wáár'  # a child's, with signs that must come through
LATER = "Dat weet ik nog niet zo goed."


@dataclass(frozen=True, slots=True)
class Pupil:
    """Who in the demo has the tablet first, who after that, and how the tone speaks to them."""

    tone: str
    class_code: str
    slug: str
    first: str
    after: str
    hello: str
    again: str
    right: str
    out: str


AICHA = Pupil("po", "KADE4731", "zeesluis", "Aïcha", "Gijs", "Hoi {}!", "Nog niet.", "Klopt!", "Ik ben klaar")
ZEYNEP = Pupil(
    "vo", "SOLA2605", "machines-aan-de-praat", "Zeynep", "Amina", "Hoi {}", "Nog niet.", "Klopt.", "Uitloggen"
)


@dataclass(slots=True)
class Tablet:
    """One device with one browser on it. `seen`: the pages looked over, to see them in English as well."""

    site: Site
    page: Page
    watch: Watch
    seen: dict[str, None] = field(default_factory=dict)

    def look(self) -> None:
        look_over(self.page)
        self.seen[self.page.url] = None

    def rows(self, pupil: Pupil, question: str) -> int:
        """How many answers to it were kept."""
        kept = child.answers_of(self.site.house, class_code=pupil.class_code, first=pupil.first)
        return [asked for asked, _ in kept].count(question)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with running(tmp_path_factory.mktemp("tablet"), demo=True) as site:
        yield site


@pytest.mark.parametrize("pupil", [AICHA, ZEYNEP], ids=lambda pupil: pupil.tone)
def test_a_pupil_comes_in_answers_everything_and_leaves_nothing_for_the_next_child(
    chromium: Browser, demo: Site, pupil: Pupil
) -> None:
    tablet = a_tablet(chromium, demo)
    comes_in(tablet, pupil)
    sees_one_thing_to_do(tablet, pupil)
    asks_for_help_and_is_helped(tablet, pupil)
    met = answers_everything(tablet, pupil)
    assert met >= {"choice", "number", "order", "open"}
    finds_it_all_again(tablet, pupil)
    reads_it_in_english(tablet, pupil)
    leaves_nothing_for_the_next_child(tablet, pupil)
    the_way_in_is_english_too(chromium, tablet)
    tablet.page.context.close()
    tablet.watch.must_be_silent()


def a_tablet(chromium: Browser, site: Site) -> Tablet:
    context = chromium.new_context(viewport=TABLET, has_touch=True, locale="nl-NL", base_url=site.url)
    context.set_default_timeout(PATIENCE)
    watch = Watch(context, site.url)
    return Tablet(site, context.new_page(), watch)


def comes_in(tablet: Tablet, pupil: Pupil) -> None:
    """A word and digits, my name, my secret: wrong once, then right."""
    page = tablet.page
    page.goto("/in")
    tablet.look()
    child.type_code(page, pupil.class_code)
    expect(page.get_by_role("heading", name="Tik op je naam")).to_be_visible()
    tablet.look()
    child.tap_name(page, pupil.first)
    expect(page.get_by_role("heading", name=pupil.first)).to_be_visible()
    tablet.look()
    secret = child.secret_of(tablet.site.house, class_code=pupil.class_code, first=pupil.first)
    show_secret(page, pupil, "".join("1" if sign == "0" else "0" if sign.isdigit() else sign for sign in secret))
    expect(page.get_by_text("Dat klopt nog niet. Probeer het nog eens.")).to_be_visible()
    tablet.look()
    show_secret(page, pupil, secret)
    expect(page.get_by_role("heading", name=pupil.hello.format(pupil.first))).to_be_visible()


def show_secret(page: Page, pupil: Pupil, secret: str) -> None:
    (child.tap_pictures if pupil.tone == "po" else child.type_pin)(page, secret)


def sees_one_thing_to_do(tablet: Tablet, pupil: Pupil) -> None:
    page = tablet.page
    tablet.look()
    assert page.locator("html").get_attribute("data-toon") == pupil.tone
    expect(page.get_by_role("link", name="Verder")).to_have_count(1)
    expect(page.locator(".knop.actie:visible")).to_have_count(1)
    assert ("!" in page.locator("h1").inner_text()) is (pupil.tone == "po")
    child.leave(page, page.get_by_role("link", name="Verder"))


def asks_for_help_and_is_helped(tablet: Tablet, pupil: Pupil) -> None:
    page = tablet.page
    page.get_by_role("button", name="Vraag hulp").click()
    expect(page.get_by_text("Je hand is omhoog. Je leerkracht ziet het.")).to_be_visible()
    assert hands_up(tablet, pupil) == 1
    tablet.look()
    page.get_by_role("button", name="Mijn hand is omhoog").click()
    expect(page.get_by_role("button", name="Vraag hulp")).to_be_visible()
    assert hands_up(tablet, pupil) == 0


def hands_up(tablet: Tablet, pupil: Pupil) -> int:
    """Of this pupil, on the teacher's screen."""
    who = child.pupil_of(tablet.site.house, class_code=pupil.class_code, first=pupil.first)
    with tablet.site.house.store.reading("everywhere") as db:
        held = db.scalars(select(Progress.help_since).where(Progress.pupil_id == who.id))
        return sum(since is not None for since in held)


def answers_everything(tablet: Tablet, pupil: Pupil) -> set[str]:
    """To the last screen. The first question of each kind is tried in every way. Returns the kinds."""
    page, known = tablet.page, child.keys_of(tablet.site.house, pupil.slug)
    met: set[str] = set()
    for _ in range(child.SCREENS):
        asked = child.question(page)
        if not asked and not page.locator("main.lezen").count():
            return met
        if not asked:
            child.leave(page, child.act(page).or_(child.onward(page)))
            continue
        key = known[asked]
        if key.type not in met:
            met.add(key.type)
            tablet.look()
            if key.type in TRIED_OUT:
                TRIED_OUT[key.type](tablet, pupil, key)
                continue
        child.answer(page, key, LATER)
    raise AssertionError(f"no end to it: {met}")


def wrong_then_right(tablet: Tablet, pupil: Pupil, key: child.QuestionKey) -> None:
    page, right = tablet.page, child.right(key)
    child.choose(page, next(token for token in key.letters if token not in right))
    child.act(page).click()
    expect(page.locator(".praat").get_by_text(pupil.again)).to_be_visible()
    expect(page.get_by_text("al geprobeerd")).to_be_visible()
    tablet.look()
    child.choose(page, *right)
    child.act(page).dblclick()
    expect(page.locator(".praat.goed").get_by_text(pupil.right, exact=True)).to_be_visible()
    tablet.look()
    assert tablet.rows(pupil, key.id) == 2, "one wrong and one right, however often the button was tapped"
    page.reload()
    expect(page.locator(".keus.goed")).to_have_count(1)
    child.leave(page, child.onward(page))
    page.go_back()
    expect(page.locator(".keus.goed")).to_have_count(1)
    assert tablet.rows(pupil, key.id) == 2
    child.leave(page, child.onward(page))


def a_number_as_written_here(tablet: Tablet, pupil: Pupil, key: child.QuestionKey) -> None:
    """With a comma for decimals: 75,0; what the machine reads is said before it is handed in."""
    page, value = tablet.page, Decimal(key.facts["value"])
    child.type_number(page, value if value % 1 else value.quantize(Decimal("0.0")), key.facts.get("unit") or "")
    expect(page.get_by_text("Gelezen als")).to_be_visible()
    child.act(page).click()
    expect(page.locator(".praat.goed")).to_be_visible()
    tablet.look()
    assert tablet.rows(pupil, key.id) == 1
    child.leave(page, child.onward(page))


def order_by_hand(tablet: Tablet, pupil: Pupil, key: child.QuestionKey) -> None:
    """With the buttons, and with the keys."""
    page = tablet.page
    first = page.locator("[data-order] > li").first.locator("input").input_value()
    page.locator("[data-order] > li").first.get_by_role("button", name="Omlaag").click()
    expect(page.locator("[data-order] > li").nth(1).locator("input")).to_have_value(first)
    tablet.look()
    child.put_in_order(page, child.right(key))
    child.act(page).click()
    expect(page.locator(".praat.goed")).to_be_visible()
    tablet.look()
    assert tablet.rows(pupil, key.id) == 1
    child.leave(page, child.onward(page))


def words_that_are_never_lost(tablet: Tablet, pupil: Pupil, key: child.QuestionKey) -> None:
    """The network goes while it is handed in, and comes back; then on, back, and again."""
    page = tablet.page
    child.write(page, WORDS)
    page.context.set_offline(True)
    here = page.url
    child.act(page).click()
    expect(page.locator("#saved")).to_have_text(re.compile("wacht op wifi"))  # here or on the next page
    assert tablet.rows(pupil, key.id) == 0
    page.context.set_offline(False)
    expect(page.locator("#saved")).to_have_text("Alles is bewaard")  # it goes by itself
    assert tablet.rows(pupil, key.id) == 1
    comes_back_to(page, here)
    child.leave(page, child.onward(page))
    page.go_back()
    expect(page.get_by_label("Jouw antwoord")).to_have_value(WORDS)
    expect(page.get_by_role("button", name="Opnieuw bewaren")).to_be_visible()
    tablet.look()
    assert tablet.rows(pupil, key.id) == 1
    child.leave(page, child.onward(page))


def comes_back_to(page: Page, here: str) -> None:
    """What was sent while it was handed in may lead the page on by itself at the same moment."""
    try:
        page.goto(here)
    except Error as error:
        if "ERR_ABORTED" not in error.message:
            raise
        page.wait_for_load_state()
        page.goto(here)


TRIED_OUT = {
    "choice": wrong_then_right,
    "number": a_number_as_written_here,
    "order": order_by_hand,
    "open": words_that_are_never_lost,
}


def finds_it_all_again(tablet: Tablet, pupil: Pupil) -> None:
    """The page that says that all is done for now, and home; every word is in the database as it was typed."""
    page = tablet.page
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    tablet.look()
    kept = child.answers_of(tablet.site.house, class_code=pupil.class_code, first=pupil.first)
    assert [value for _, value in kept if value == {"text": WORDS}] == [{"text": WORDS}]
    page.goto("/")
    tablet.look()


def reads_it_in_english(tablet: Tablet, pupil: Pupil) -> None:
    page = tablet.page
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    for address in [one for one in tablet.seen if not is_on_the_way_in(one)]:
        page.goto(address)
        expect(page.locator("html")).to_have_attribute("lang", "en")
        look_over(page)
    page.goto("/")
    page.get_by_role("button", name="Nederlands").click()
    expect(page.locator("html")).to_have_attribute("lang", "nl")


def leaves_nothing_for_the_next_child(tablet: Tablet, pupil: Pupil) -> None:
    page, lesson = tablet.page, next(one for one in tablet.seen if "/learn/" in one)
    page.get_by_role("button", name=pupil.out).click()
    expect(page.get_by_role("button", name=pupil.out)).to_have_count(0)
    must_not_show(page, pupil)
    page.go_back()
    page.wait_for_load_state()
    must_not_show(page, pupil)
    page.goto("/in")
    child.type_code(page, pupil.class_code)
    child.tap_name(page, pupil.after)
    show_secret(page, pupil, child.secret_of(tablet.site.house, class_code=pupil.class_code, first=pupil.after))
    expect(page.get_by_role("heading", name=pupil.hello.format(pupil.after))).to_be_visible()
    must_not_show(page, pupil)
    page.goto(lesson)
    expect(page.get_by_text(pupil.after, exact=True)).to_be_visible()
    must_not_show(page, pupil)


def must_not_show(page: Page, pupil: Pupil) -> None:
    """No word of the child before, on the page or kept by the browser."""
    kept = page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie])")
    for place in (page.locator("body").inner_text(), page.content(), kept):
        assert pupil.first not in place
        assert WORDS not in place
        assert json.dumps(WORDS)[1:-1] not in place


def is_on_the_way_in(address: str) -> bool:
    return urlsplit(address).path.startswith("/in")


def the_way_in_is_english_too(chromium: Browser, tablet: Tablet) -> None:
    other = a_tablet(chromium, tablet.site)
    other.page.goto("/in")
    other.page.get_by_role("button", name="English").click()
    for address in filter(is_on_the_way_in, tablet.seen):
        other.page.goto(address)
        expect(other.page.locator("html")).to_have_attribute("lang", "en")
        look_over(other.page)
    other.page.context.close()
    other.watch.must_be_silent()
