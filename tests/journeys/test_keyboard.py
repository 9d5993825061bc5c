"""A whole lesson with the keyboard alone, from the class code to the last question: Tab, Enter, Space, arrows, letters.
Wherever the focus comes it can be seen: it has a ring, and nothing lies over it.
"""

import re
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Locator, Page, ViewportSize, expect

from app.assignments.operations import open_after_steps
from app.base import clock
from app.people.rules.entrance import pictures_of
from tests.journeys import child
from tests.journeys.tablet import come_in
from tests.journeys.voice import DUTCH, voice
from tests.journeys.watch import PHONE, TABLET, Watch
from tests.learning import every_kind
from tests.learning.world import World, make_world

STOPS = 60  # more than any page has
LETTERS = {"open": "Water stroomt omlaag.", "short": "sluiswachter"}
SEEN = """() => {
  const at = document.activeElement, box = at.getBoundingClientRect();
  if (at === document.body) return "";
  const rings = [at, at.closest("label"), at.nextElementSibling].filter(Boolean).map((one) => getComputedStyle(one));
  if (!rings.some((one) => one.outlineStyle !== "none" && parseFloat(one.outlineWidth) >= 2)) return "no ring";
  const end = at.matches("textarea") ? (box.top + box.bottom) / 2 : box.bottom;  // of a text the line that is written
  const inside = box.top >= -1 && box.left >= -1 && end <= innerHeight + 1 && box.right <= innerWidth + 1;
  if (!inside && box.height < innerHeight) return `out of sight: ${JSON.stringify(box)}`;
  const top = document.elementFromPoint(box.left + box.width / 2, Math.min(box.top + box.height / 2, innerHeight - 2));
  const mine = (one) => at.contains(one) || one?.contains(at) || at.closest("label")?.contains(one);
  return mine(top) ? "" : `under ${top?.outerHTML.slice(0, 80)}`;
}"""


@dataclass
class Keys:
    """Somebody at the keyboard of this page."""

    page: Page

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def tab_to(self, wanted: Locator, *, back: bool = False) -> None:
        for _ in range(STOPS):
            self.press("Shift+Tab" if back else "Tab")
            flaw = self.page.evaluate(SEEN)
            assert not flaw, (
                f"{self.page.url}: {self.page.evaluate('document.activeElement.outerHTML.slice(0, 200)')}: {flaw}"
            )
            if wanted.evaluate("one => one === document.activeElement"):
                return
        raise AssertionError(f"{self.page.url}: Tab never comes to {wanted}")

    def act(self) -> None:
        """The one orange thing of the page, with Enter; the page after it."""
        self.tab_to(self.page.locator(".doe .actie, main .actie").last)
        self.press("Enter")
        self.page.wait_for_load_state()


@pytest.fixture(params=["po", "vo"])
def world(request, house, makers, tmp_path) -> World:
    made = make_world(house, makers, tmp_path / "proef", kind=request.param, write=every_kind.write)
    house.act(made.teacher.actor, clock.now(), open_after_steps, code=made.code)
    return made


@pytest.mark.parametrize("size", [TABLET, PHONE], ids=["tablet", "phone"])
def test_a_lesson_from_the_code_to_the_last_question(
    chromium: Browser, site: str, world: World, size: ViewportSize
) -> None:
    context = chromium.new_context(viewport=size, base_url=site, reduced_motion="reduce")
    context.add_init_script(voice(DUTCH))
    watch, page = Watch(context, site), context.new_page()
    keys = Keys(page)
    comes_in(keys, world)
    met = []
    for _ in range(child.SCREENS):
        asked = child.question(page)
        if not asked and not page.locator("main.lezen").count():
            break
        met.append(asked or "reading")
        if asked == "foto":
            break  # choosing a file is the browser's own window
        answers(keys, world, asked) if asked else keys.act()
    assert {
        "waarom",
        "delen",
        "volgorde",
        "inhoud",
        "klaar",
        "paren",
        "gaten",
        "woord",
        "wijs",
        "vooraf",
        "meer",
    } <= set(met)
    assert "foto" in met
    context.close()
    watch.must_be_silent()


def comes_in(keys: Keys, world: World) -> None:
    page, first = keys.page, "Aïcha"
    page.goto("/in")
    keys.tab_to(page.locator(".skip"))
    keys.press("Enter", "Tab")
    expect(page.locator("main :focus")).to_have_count(1)  # past the bar
    page.reload()
    keys.tab_to(page.locator("[name=code]"))
    page.keyboard.type(world.klass.class_code.lower())
    keys.press("Enter")
    page.wait_for_url("**/in/*")
    keys.tab_to(page.locator("ul.namen").get_by_role("button", name=first, exact=True))
    keys.press("Enter")
    page.wait_for_url("**/in/*/*")
    secret = child.secret_of(world.house, class_code=world.klass.class_code, first=first)
    if world.klass.kind == "vo":
        keys.tab_to(page.locator("[name=pin]"))
        page.keyboard.type(secret)
        keys.press("Enter")
    else:
        for name in pictures_of(secret):
            wanted = page.locator(f".klavier button[value={name}]")
            if not wanted.evaluate("one => one === document.activeElement"):
                back = wanted.evaluate("one => Boolean(document.activeElement.compareDocumentPosition(one) & 2)")
                keys.tab_to(wanted, back=back)
            keys.press("Enter")
    expect(page.get_by_role("link", name="Verder")).to_be_visible()
    keys.act()


def answers(keys: Keys, world: World, asked: str) -> None:
    """Fill in and hand in; then what the page says has the focus, and Tab goes on from there."""
    page, key = keys.page, world.key.questions[asked]
    here = page.url
    HOW.get(key.type, choose)(keys, key)
    keys.act()
    if key.type in ("open", "checklist", "scale"):
        expect(page).not_to_have_url(here)
    else:
        expect(page.locator(".praat:focus, .fout:focus")).to_have_count(1)
        here = page.url
        keys.act()
        expect(page).not_to_have_url(here)
    page.wait_for_load_state()


def choose(keys: Keys, key) -> None:  # type: ignore[no-untyped-def]
    """Arrows go through one choice, Space ticks one of several."""
    for token in child.right(key):
        field = keys.page.locator(f"#f input[value='{token}']")
        if field.get_attribute("type") == "checkbox":
            keys.tab_to(
                field, back=field.evaluate("one => Boolean(document.activeElement.compareDocumentPosition(one) & 2)")
            )
            keys.press("Space")
        else:
            keys.tab_to(keys.page.locator("#f input[type=radio]").first)
            while not field.is_checked():
                keys.press("Space" if not keys.page.locator("#f input:checked").count() else "ArrowDown")


def put_in_order(keys: Keys, key) -> None:  # type: ignore[no-untyped-def]
    for place, token in enumerate(child.right(key)):
        rows = keys.page.locator("[data-order] > li")
        at = rows.locator("input[type=hidden]").evaluate_all("all => all.map(one => one.value)").index(token)
        button = rows.nth(at).get_by_role("button", name=re.compile("^Omhoog"))
        if at > place:
            keys.tab_to(
                button, back=button.evaluate("one => Boolean(document.activeElement.compareDocumentPosition(one) & 2)")
            )
        for _ in range(at - place):
            keys.press("ArrowUp")
            assert not keys.page.evaluate(SEEN), keys.page.evaluate(SEEN)


def put_together(keys: Keys, key, pairs: dict[str, str] | None = None) -> None:  # type: ignore[no-untyped-def]
    """The right ones, or these: token on the left -> on the right."""
    partners = {letter: token for token, letter in key.facts["partners"].items()}
    for token, letter in key.letters.items():
        for side, value in (("left", token), ("right", (pairs or {}).get(token, partners[letter]))):
            wanted = keys.page.locator(f"[data-{side}='{value}']")
            if not wanted.evaluate("one => one === document.activeElement"):
                back = wanted.evaluate("one => Boolean(document.activeElement.compareDocumentPosition(one) & 2)")
                keys.tab_to(wanted, back=back)
            keys.press("Enter")


def write(keys: Keys, key, given: list[str] | None = None) -> None:  # type: ignore[no-untyped-def]
    fields = keys.page.locator("#f textarea, #f input.invoer, #f .getal input[inputmode]")
    words = (
        given
        or {"number": ["35000"], "gap": ["peil", "kolk"], "measure": ["0", "8"]}.get(key.type)
        or [LETTERS[key.type]]
    )
    for number, word in enumerate(words):
        keys.tab_to(fields.nth(number))
        keys.page.keyboard.type(word)


HOW = {"order": put_in_order, "match": put_together} | dict.fromkeys(
    ("number", "gap", "measure", "open", "short"), write
)
HOW["scale"] = lambda keys, key: (
    keys.tab_to(keys.page.locator("#f input[type=radio]").first),
    keys.press("ArrowRight"),
)


def test_a_refusal_a_second_try_a_tip_and_what_is_shown_leave_the_keyboard_where_the_work_is(
    chromium: Browser, site: str, world: World
) -> None:
    context = chromium.new_context(viewport=PHONE, base_url=site, reduced_motion="reduce")
    context.add_init_script(voice(DUTCH))
    watch, page = Watch(context, site), context.new_page()
    keys, key = Keys(page), world.key.questions
    come_in(page, site, world.pupils[0])
    at(keys, world, "kijk/4")
    a_tip_opens_and_shuts(keys)
    help_stays_where_it_is(keys)
    handed_in_empty_the_next_tab_is_in_the_question(keys, page.locator("#f input[inputmode]"))
    at(keys, world, "denk/1")
    wrong = world.sent("paren", *every_kind.WRONG["denk"]["paren"])
    put_together(keys, key["paren"], {name.removeprefix("pair-"): token for name, (token,) in wrong.items()})
    looks_again(keys, page.locator("[data-left]").first)
    put_together(keys, key["paren"])
    right(keys)
    at(keys, world, "denk/2")
    write(keys, key["gaten"], ["peil", "bak"])
    looks_again(keys, page.locator("#f input.invoer").first)
    page.keyboard.press("Tab")
    page.keyboard.type("kolk")  # what stands in a field is chosen when Tab comes to it
    right(keys)
    at(keys, world, "denk/4")
    keys.tab_to(page.locator("#f input[type=radio]").first)
    keys.press("Space")
    if not page.locator(f"#f input[value='{key['wijs'].token('b')}']").is_checked():
        keys.press("ArrowDown")
    looks_again(keys, page.locator("#f input[type=radio]").first)
    choose(keys, key["wijs"])
    right(keys)
    at(keys, world, "bouw/2")
    keys.tab_to(page.locator("[name=show]"))
    keys.press("Enter")
    expect(page.locator(".praat:focus")).to_contain_text("laten zien")
    context.close()
    watch.must_be_silent()


def at(keys: Keys, world: World, place: str) -> None:
    keys.page.goto(f"/learn/{world.code}/{place}")


def a_tip_opens_and_shuts(keys: Keys) -> None:
    summary, tip = keys.page.locator(".wenk > summary"), keys.page.locator(".wenk-tekst")
    keys.tab_to(summary)
    keys.press("Enter")
    expect(tip).to_be_visible()
    keys.tab_to(tip.get_by_role("button"))
    keys.tab_to(summary, back=True)
    keys.press("Enter")
    expect(tip).to_be_hidden()


def help_stays_where_it_is(keys: Keys) -> None:
    for now in ("true", "false"):
        if now == "true":
            keys.tab_to(keys.page.locator("footer .hulp"), back=True)
        keys.press("Enter")
        expect(keys.page.locator(f"footer .hulp:focus[aria-pressed={now}]")).to_have_count(1)


def handed_in_empty_the_next_tab_is_in_the_question(keys: Keys, field: Locator) -> None:
    keys.act()
    expect(keys.page.locator(".fout:focus")).to_be_visible()
    keys.press("Tab")
    expect(field).to_be_focused()
    keys.press("Enter")  # in the field itself one goes on typing
    expect(keys.page.locator("#a-fout")).to_be_visible()
    expect(field).to_be_focused()


def looks_again(keys: Keys, field: Locator) -> None:
    """It was wrong and may be tried once more: what is said has the focus, and the fields come after it."""
    keys.act()
    expect(keys.page.locator(".praat:focus")).to_contain_text("Nog niet")
    keys.tab_to(field)


def right(keys: Keys) -> None:
    keys.act()
    expect(keys.page.locator(".praat.goed:focus")).to_have_count(1)
