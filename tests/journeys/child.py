"""What a child does on the screen: come in, choose, write, type a number, put in order, hand in."""

import io
import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal

from PIL import Image
from playwright.sync_api import Locator, Page, expect
from sqlalchemy import select

from app.access.actor import NOBODY
from app.base import clock
from app.base.house import House
from app.curriculum.module import QuestionKey
from app.curriculum.queries import key_of_edition, newest_module
from app.learning.models import Answer
from app.people import keys
from app.people.models import Enrolment, Pupil, SchoolClass
from app.people.rules.entrance import pictures_of

SCREENS = 60  # more than any lesson has: then it goes round in circles
Keys = Mapping[str, QuestionKey]


def keys_of(house: House, slug: str) -> Keys:
    """What is right for each question of a module: so that this child knows it, whatever the text says by then."""
    with house.looking(NOBODY, clock.now()) as work:
        module = newest_module(work, slug=slug, language="nl")
        return key_of_edition(work, slug=slug, edition=module.edition).questions


def secret_of(house: House, *, class_code: str, first: str) -> str:
    """What stands on the card of this child: `03-11-03` or a PIN."""
    return house.seal.unlock(pupil_of(house, class_code=class_code, first=first).secret_locked)


def card_of(house: House, *, class_code: str, first: str) -> str:
    """The path in the QR code of the card."""
    pupil = pupil_of(house, class_code=class_code, first=first)
    return f"/card/{keys.card_token(house.seal, pupil_id=pupil.id, version=pupil.card_version)}"


def answers_of(house: House, *, class_code: str, first: str) -> list[tuple[str, object]]:
    """(question, value) of every row that was kept of this child, oldest first."""
    pupil = pupil_of(house, class_code=class_code, first=first)
    with house.store.reading("everywhere") as db:
        rows = db.scalars(select(Answer).where(Answer.pupil_id == pupil.id).order_by(Answer.at, Answer.id))
        return [(row.question_id, row.value) for row in rows]


def pupil_of(house: House, *, class_code: str, first: str) -> Pupil:
    """The row of this child."""
    with house.store.reading("everywhere") as db:
        return db.scalars(
            select(Pupil)
            .join(Enrolment, Enrolment.pupil_id == Pupil.id)
            .join(SchoolClass, SchoolClass.id == Enrolment.class_id)
            .where(SchoolClass.class_code == class_code, Pupil.first_name == first)
        ).one()


def type_code(page: Page, class_code: str) -> None:
    page.get_by_role("textbox", name="Een woord en vier cijfers").press_sequentially(class_code.lower())
    page.get_by_role("button", name="Verder").click()


def tap_name(page: Page, first: str) -> None:
    page.locator("ul.namen").get_by_role("button", name=first, exact=True).click()


def tap_pictures(page: Page, secret: str) -> None:
    for name in pictures_of(secret):
        page.locator(f".klavier button[value={name}]").click()


def type_pin(page: Page, pin: str) -> None:
    page.get_by_label("Je pincode van vijf cijfers").fill(pin)
    page.get_by_role("button", name="Verder").click()


def question(page: Page) -> str:
    """The id of the question on this screen, or nothing when there is only something to read, or nothing to do.

    A page that says what went wrong is none of these, and is shown by the failure.
    """
    field = page.locator("#f input[name=question]")
    expect(field.or_(page.locator("main.lezen, main .les:not(.fouten)")).first).to_be_attached()
    return field.get_attribute("value") or "" if field.count() else ""


def choose(page: Page, *tokens: str) -> None:
    for token in tokens:
        page.locator(f"label.keus:has(input[value='{token}'])").click()


def type_number(page: Page, number: Decimal, unit: str) -> None:
    """As it is written here: 27.000 and 1,8."""
    page.get_by_label("Getal").fill(f"{number:,f}".translate(str.maketrans(",.", ".,")))
    if page.locator(".eenheid").count():
        page.locator(f".eenheid label:has(input[value='{unit}'])").click()


def write(page: Page, words: str) -> None:
    page.get_by_label("Jouw antwoord").fill(words)


def put_in_order(page: Page, tokens: Sequence[str]) -> None:
    """With the arrow keys, as somebody does who cannot drag; each move is told to who does not see it."""
    rows = page.locator("[data-order] > li")
    for place, token in enumerate(tokens):
        at = rows.locator("input[type=hidden]").evaluate_all("all => all.map(one => one.value)").index(token)
        rows.nth(at).get_by_role("button", name=re.compile("^Omhoog")).focus()
        for _ in range(at - place):
            page.keyboard.press("ArrowUp")
        if at > place:
            expect(page.locator("[data-order-status]")).to_have_text(re.compile(rf": nu plek {place + 1} van"))


def right(key: QuestionKey) -> list[str]:
    """Tokens of what is right: of the options, or of the whole order."""
    return [key.token(letter) for letter in key.facts.get("right") or key.facts.get("order") or key.letters.values()]


def fill_in(page: Page, key: QuestionKey, words: str) -> None:
    """The right answer, or these words; not handed in yet."""
    if key.type == "number":
        type_number(page, Decimal(key.facts["value"] or key.facts["low"]), key.facts.get("unit") or "")
    elif key.type == "order":
        put_in_order(page, right(key))
    elif key.type == "open":
        write(page, words)
    elif key.type in FILLED:
        FILLED[key.type](page, key)
    else:
        choose(page, *right(key))


def put_together(page: Page, key: QuestionKey) -> None:
    partners = {letter: token for token, letter in key.facts["partners"].items()}
    for token, letter in key.letters.items():
        page.locator(f"[data-left='{token}']").click()
        page.locator(f"[data-right='{partners[letter]}']").click()


def fill_gaps(page: Page, key: QuestionKey) -> None:
    for letter, words in key.facts["accept"].items():
        page.locator(f"[name=gap-{letter}]").fill(words[0] if words else "dat")


def measure(page: Page, key: QuestionKey) -> None:
    for number, letter in enumerate(sorted(key.letters.values()), 1):
        page.locator(f"[name=cell-1-{letter}]").fill(f"{number},5")


def take_photo(page: Page, _: QuestionKey) -> None:
    """Where the school has photos off there is nothing to fill in: the teacher comes to look."""
    if page.locator(".laatzien").count():
        return
    out = io.BytesIO()
    Image.new("RGB", (640, 480), "#8FC3DA").save(out, "JPEG")
    page.locator("#foto").set_input_files({"name": "IMG_1.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()})
    expect(page.locator("[data-photo-shown]")).to_be_visible()


FILLED: dict[str, Callable[[Page, QuestionKey], None]] = {
    "gap": fill_gaps,
    "match": put_together,
    "measure": measure,
    "photo": take_photo,
    "scale": lambda page, key: page.locator(f"#f [name=answer][value='{key.facts['high']}']").check(force=True),
    "short": lambda page, key: write(page, key.facts["accept"][0]),
}


def act(page: Page) -> Locator:
    """The one orange thing of a screen, while it hands in (`Kijk na`, `Bewaar`, `Ik heb het gelezen`)."""
    return page.locator("footer button.actie")


def onward(page: Page) -> Locator:
    """The same, when it leads on (`Verder`, `Klaar`)."""
    return page.locator("footer a.actie")


def leave(page: Page, click: Locator) -> None:
    """To another screen; the next look sees that one and not this."""
    here = page.url
    click.click()
    expect(page).not_to_have_url(here)
    page.wait_for_load_state()


def work_through(
    page: Page, known: Keys, words: Mapping[str, str], look: Callable[[Page], None] = lambda page: None
) -> list[str]:
    """Screen after screen on its one big button, until there is nothing to do. Returns the questions it met."""
    met = []
    for _ in range(SCREENS):
        look(page)
        asked = question(page)
        if asked:
            met.append(asked)
            answer(page, known[asked], words.get(asked, "Dat weet ik nog niet zo goed."))
        elif page.locator("main.lezen").count():
            leave(page, act(page).or_(onward(page)))
        else:
            return met
    raise AssertionError(f"no end to it: {met}")


def answer(page: Page, key: QuestionKey, words: str) -> None:
    """Hand in and go on; what a machine marks shows first that it was right, a photo or a graph that it is kept."""
    fill_in(page, key, words)
    if key.type in ("open", "checklist", "scale"):
        leave(page, act(page))
        return
    act(page).click()
    expect(page.locator(".praat.koel" if key.type in ("photo", "measure") else ".praat.goed")).to_be_visible()
    leave(page, onward(page))
