"""The main job, across all roles and in Dutch, from a list in a spreadsheet to a certificate that anyone can check."""

import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from io import BytesIO

import numpy
import pikepdf
import pytest
import zxingcpp
from playwright.sync_api import Browser, Locator, Page, expect

from app.base import clock
from app.people.models import Pupil
from tests.base.test_pdf_names import ALIKE, likeness_on_certificate, pages
from tests.journeys import child
from tests.journeys.conftest import PATIENCE
from tests.journeys.served import Site, running
from tests.journeys.watch import TABLET, Watch
from tests.makers import PASSWORD, Makers, Person
from tests.visits import makers as visits

SPREADSHEET = """Voornaam\tAchternaam\tGroep
Łukasz\tŚwiątek\t7
Şeyma\tDoğan\t7
Zoë\tWijker\t7
Daan\tKooiman\t7
Thị Hồng\tNguyễn\t7
Noor\tde Vries\t7
"""
NAMES = ["Daan Kooiman", "Łukasz Świątek", "Noor de Vries", "Şeyma Doğan", "Thị Hồng Nguyễn", "Zoë Wijker"]
SHORT = ["Daan K.", "Łukasz Ś.", "Noor de V.", "Şeyma D.", "Thị Hồng N.", "Zoë W."]  # enough for all but paper
ILL = "Daan Kooiman"
PREDICTION = "C, want zout water is zwaarder denk ik"

WITHOUT_SCREEN = (
    ("een-schip-wacht", "Klassikaal gedaan"),
    ("waar-gaat-het-zout-heen", "Klassikaal gedaan"),
    ("bouw-een-sluis", "Op papier gedaan"),
)
WORDS = {
    "mijn-voorspelling": PREDICTION,
    "drie-zinnen": "Ik zag een schip. Ik hoorde een toeter. Ik had niet gedacht dat het zo langsaam ging.",
}


@dataclass(frozen=True, slots=True)
class Yard:
    """Who there is before the story begins: a school with a teacher and no class, a company with an offer."""

    site: Site
    teacher: Person
    host: Person
    coordinator: Person
    offer: str


@dataclass(slots=True)
class Stage:
    """Everybody has a browser of their own; all of them are watched."""

    browser: Browser
    url: str
    watches: list[Watch] = field(default_factory=list)

    def page(self) -> Page:
        context = self.browser.new_context(viewport=TABLET, locale="nl-NL", base_url=self.url)
        context.set_default_timeout(PATIENCE)
        self.watches.append(Watch(context, self.url))
        return context.new_page()

    def signed_in(self, person: Person) -> Page:
        page = self.page()
        page.goto("/")
        page.get_by_role("link", name="Ik werk bij een school of bedrijf").click()
        page.get_by_label("E-mailadres").fill(person.email)
        page.get_by_label("Wachtwoord").fill(PASSWORD)
        page.locator("main").get_by_role("button", name="Inloggen").click()
        expect(page.get_by_role("button", name="Uitloggen")).to_be_visible()
        return page

    def close(self) -> None:
        for watch in self.watches:
            watch.context.close()
            watch.must_be_silent()


@pytest.fixture(scope="module")
def yard(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Yard]:
    with running(tmp_path_factory.mktemp("main-job"), demo=False) as site:
        makers = Makers(site.house)
        makers.network("Techniek aan de Kade")
        school = makers.school(name="Basisschool De Vlieger")
        company = makers.company(name="Zeesluis Westerkade")
        offer = visits.offer(makers, company_id=company, min_group=4, max_group=15)
        yield Yard(site, makers.teacher(school), makers.host(company), makers.coordinator(), offer.code)


def test_from_a_list_in_a_spreadsheet_to_a_certificate_that_anyone_can_check(chromium: Browser, yard: Yard) -> None:
    stage = Stage(chromium, yard.site.url)
    teacher, host = stage.signed_in(yard.teacher), stage.signed_in(yard.host)
    code = a_class_is_made_of_pasted_names(teacher, yard)
    its_login_cards_are_printed(teacher, code)
    days = a_visit_is_offered_asked_for_and_confirmed(host, teacher)
    module = the_module_is_given_with_the_visit_in_three_clicks(teacher)
    a_pupil_comes_in_and_prepares(stage, teacher, yard, code)
    the_teacher_sees_it_and_says_something_back(teacher)
    what_was_done_without_a_screen_is_ticked(teacher)
    nobody_has_earned_it_before_the_visit(teacher)

    yard.site.pass_days(days)
    the_group_is_counted_at_the_gate(host)
    the_teacher_says_who_was_ill(teacher)
    the_ones_who_were_there_and_the_one_who_was_not_look_back(stage, teacher, yard, code)
    paper = the_certificates_are_printed_as_one_pdf(teacher)
    addresses = the_paper_says_what_is_true(paper, module, yard.site.url)
    anyone_checks_them(stage, addresses)
    the_reach_is_shown_without_a_number_that_tells_of_one_child(stage, yard, teacher, addresses)
    stage.close()


def a_class_is_made_of_pasted_names(teacher: Page, yard: Yard) -> str:
    """Returns the class code."""
    teacher.get_by_role("link", name="Klas maken").click()
    teacher.get_by_label("Naam van de klas").fill("7-werf")
    teacher.get_by_label("Groep 7").check()
    teacher.get_by_label("Namen").fill(SPREADSHEET)
    teacher.get_by_role("button", name="Bekijk de lijst").click()
    expect(teacher.get_by_role("heading", name="Klopt dit?")).to_be_visible()
    expect(teacher.get_by_role("heading", name="6 leerlingen komen erbij")).to_be_visible()
    shown = teacher.locator(".verschil-lijst .nieuw span:not(.zacht)").all_inner_texts()
    assert sorted(shown) == sorted(NAMES)
    with yard.site.house.store.reading("everywhere") as db:
        assert db.query(Pupil).count() == 0, "saved before it was agreed to"
    teacher.get_by_role("button", name="Sla deze lijst op").click()
    expect(teacher.get_by_role("heading", name="6 leerlingen")).to_be_visible()
    assert teacher.locator(".namenlijst a").all_inner_texts() == NAMES
    return "".join(teacher.locator(".naamcode b").inner_text().split())


def its_login_cards_are_printed(teacher: Page, code: str) -> None:
    teacher.get_by_role("button", name="Print 6 kaartjes").click()
    said = words_of(pdf_behind(teacher, teacher.get_by_role("link", name="Open de pdf")))
    assert f"{code[:4]} {code[4:]}" in said
    for name in SHORT:
        assert said.count(name) == 2, name  # on the card of the child, and on the page for the teacher


def a_visit_is_offered_asked_for_and_confirmed(host: Page, teacher: Page) -> int:
    """Returns how many days from now the visit lies behind us."""
    day, starts, ends, days = hours_of_a_visit()
    host.get_by_role("link", name="Ons aanbod").first.click()
    host.get_by_role("link", name="Schut een schip door de sluis").click()
    one = host.locator("form:has(#day)")  # beside it stand a form for many moments and one for loose days
    one.get_by_label("Dag", exact=True).fill(day.isoformat())
    one.get_by_label("Van", exact=True).fill(starts)
    one.get_by_label("Tot", exact=True).fill(ends)
    one.get_by_role("button", name="Voeg toe").click()
    expect(host.get_by_text("De tijd staat erbij.")).to_be_visible()

    menu(teacher, "Bezoeken")
    teacher.locator(".aanbodlijst").get_by_role("link").first.click()
    teacher.locator("label.slot").click()
    teacher.get_by_label("Hoeveel leerlingen").fill("6")
    teacher.get_by_role("button", name="Vraag aan").click()
    expect(teacher.get_by_text("wacht op antwoord")).to_be_visible()
    expect(teacher.get_by_text("6 van de 6 leerlingen")).to_be_visible()

    menu(host, "Wie komt er")
    look_again_until(host, host.get_by_role("button", name="Ja, welkom"))
    expect(host.locator("main")).not_to_contain_text("Zoë")
    host.get_by_role("button", name="Ja, welkom").click()
    expect(host.get_by_text("Bevestigd. De school krijgt een mail.")).to_be_visible()
    teacher.reload()
    expect(teacher.locator(".staat", has_text="bevestigd")).to_be_visible()
    return days


def the_module_is_given_with_the_visit_in_three_clicks(teacher: Page) -> str:
    """Returns its title."""
    teacher.goto("/")
    clicks = [
        teacher.locator(".klaskaart").get_by_role("link", name="Zoek een module"),
        teacher.locator(".mod:has(a[href^='/modules/zeesluis'])").get_by_role("link", name="Geef aan 7-werf"),
        teacher.get_by_role("button", name="Geef nu"),
    ]
    for click in clicks:
        click.click()
    expect(teacher.get_by_text("Gegeven. Je leerlingen zien het meteen.")).to_be_visible()
    assert len(clicks) <= 3
    expect(teacher.get_by_role("heading", name="Bezoek: Zeesluis Westerkade")).to_be_visible()
    return teacher.locator(".kop p.zacht").first.inner_text().rpartition(", ")[0]


def a_pupil_comes_in_and_prepares(stage: Stage, teacher: Page, yard: Yard, code: str) -> None:
    pupil = stage.page()
    pupil.goto(f"/in/{code}")
    expect(pupil.get_by_role("heading", level=1)).to_contain_text("dicht")
    expect(pupil.get_by_text("Zoë")).to_have_count(0)
    teacher.get_by_role("button", name="Deur open").click()
    expect(teacher.get_by_text("De deur is open tot")).to_be_visible()
    come_in(pupil, yard, code, "Zoë")
    expect(pupil.get_by_role("heading", name="Hoi Zoë!")).to_be_visible()
    pupil.get_by_role("link", name="Verder").click()
    met = child.work_through(pupil, child.keys_of(yard.site.house, "zeesluis"), WORDS)
    assert "mijn-voorspelling" in met
    expect(pupil.get_by_text("Je bent klaar voor het bezoek.")).to_be_visible()
    pupil.goto("/")
    pupil.get_by_role("button", name="Ik ben klaar").click()


def the_teacher_sees_it_and_says_something_back(teacher: Page) -> None:
    to_the_class(teacher)
    zoe = teacher.get_by_role("row", name="Zoë")
    expect(zoe.locator("td.k")).to_have_count(3)
    expect(teacher.get_by_role("row", name="Noor").locator("td.k")).to_have_count(0)
    teacher.get_by_role("link", name="Lezen wat leerlingen schreven").click()
    teacher.locator("aside a[href*='question=mijn-voorspelling']").click()
    answer = teacher.get_by_role("article", name="Zoë W.")
    expect(answer.get_by_text(PREDICTION)).to_be_visible()
    answer.get_by_text("Reageer").click()
    answer.get_by_label("Je reactie voor Zoë W.").fill("Mooi uitgelegd. Hoe weet je dat het zwaarder is?")
    answer.get_by_role("button", name="Versturen").click()
    expect(teacher.locator("#status")).to_contain_text("De leerling ziet het.")


def what_was_done_without_a_screen_is_ticked(teacher: Page) -> None:
    """Two steps together on the board, one on paper; what Zoë did on the screen stays hers."""
    for step, how in WITHOUT_SCREEN:
        tick(teacher, step, how, pupils=5)
    zoe, noor = teacher.get_by_role("row", name="Zoë"), teacher.get_by_role("row", name="Noor")
    expect(noor.get_by_text("klassikaal gedaan")).to_have_count(2)
    expect(noor.get_by_text("op papier gedaan")).to_have_count(1)
    expect(zoe.locator("td.k")).to_have_count(3)


def nobody_has_earned_it_before_the_visit(teacher: Page) -> None:
    teacher.get_by_role("link", name="Namen controleren").click()
    expect(teacher.get_by_text("Het bezoek moet nog komen.")).to_have_count(6)
    expect(teacher.get_by_role("button", name="Certificaten printen")).to_have_count(0)


def the_group_is_counted_at_the_gate(host: Page) -> None:
    host.goto("/visits/day")
    if host.get_by_text("Afgelopen weken", exact=True).is_visible():  # the night after (see hours_of_a_visit)
        host.get_by_text("Afgelopen weken", exact=True).click()
    host.get_by_role("link", name="7-werf, Basisschool De Vlieger").click()
    host.get_by_role("link", name="Naar het tellen").click()
    host.get_by_role("button", name="Groep is er").click()
    host.get_by_role("button", name="Eén leerling minder").click()
    expect(host.get_by_text("1 minder")).to_be_visible()
    host.get_by_role("button", name="Klaar").click()
    expect(host.get_by_role("heading", name="leerlingen zijn binnen")).to_be_visible()
    expect(host.locator(".cijf")).to_have_text("5")
    assert not [name for name in NAMES if name.split()[0] in host.locator("main").inner_text()]


def the_teacher_says_who_was_ill(teacher: Page) -> None:
    to_the_class(teacher)
    teacher.get_by_role("link", name="Wie was erbij").click()
    teacher.get_by_text("Daan K.").click()
    with teacher.expect_navigation():  # saved in the background, then the page comes anew
        teacher.get_by_role("button", name="5 gaan mee").click()
    expect(teacher.locator("[data-sent]")).to_have_text("Alles is verstuurd")
    expect(teacher.get_by_text("5 gaan mee").first).to_be_visible()
    to_the_class(teacher)
    teacher.get_by_role("button", name="Vink de bezoekstap af voor wie er was").click()
    expect(teacher.get_by_text("Bewaard voor 5 leerlingen.")).to_be_visible()


def the_ones_who_were_there_and_the_one_who_was_not_look_back(
    stage: Stage, teacher: Page, yard: Yard, code: str
) -> None:
    zoe, daan = stage.page(), stage.page()
    zoe.goto(child.card_of(yard.site.house, class_code=code, first="Zoë"))  # at home, with her card
    zoe.locator("main").get_by_role("button").click()
    expect(zoe.get_by_role("heading", name="Hoi Zoë!")).to_be_visible()
    zoe.get_by_role("link", name="Verder").click()
    known = child.keys_of(yard.site.house, "zeesluis")
    met = child.work_through(zoe, known, WORDS)
    assert {"drie-zinnen", "van-zee-naar-kanaal"} <= set(met)
    expect(zoe.get_by_role("heading", name="Goed gedaan!")).to_be_visible()
    zoe.locator(".check a.gezegd-hier").click()  # the dot leads there
    expect(zoe.locator(".praat.juf")).to_contain_text("Hoe weet je dat het zwaarder is?")

    to_the_class(teacher)
    teacher.get_by_role("button", name="Deur open").click()  # yesterday's door is shut
    come_in(daan, yard, code, "Daan")
    daan.get_by_role("link", name="Verder").click()
    assert child.question(daan) == "schepen-geteld"  # the version for who was not there, with its picture
    expect(daan.get_by_text("Jij was er niet bij.")).to_be_visible()
    expect(daan.locator("main img")).to_be_visible()
    for step in ("terug", "wat-past-bij-mij"):
        tick(teacher, step, "Klassikaal gedaan", pupils=5)


def the_certificates_are_printed_as_one_pdf(teacher: Page) -> bytes:
    teacher.get_by_role("link", name="Namen controleren").click()
    ready = teacher.get_by_role("group", name="Klaar om te printen")
    assert ready.locator(".naam-papier").all_inner_texts() == NAMES
    expect(ready.get_by_text("zonder het bezoek")).to_have_count(1)
    expect(ready.get_by_role("listitem").filter(has_text=ILL)).to_contain_text("zonder het bezoek")
    teacher.get_by_role("button", name="Certificaten printen").click()
    expect(teacher.get_by_text("6 certificaten zijn klaar.")).to_be_visible(timeout=90_000)
    return pdf_behind(teacher, teacher.get_by_role("link", name="Open de pdf"))


def the_paper_says_what_is_true(paper: bytes, module: str, url: str) -> dict[str, str]:
    """Text, fonts, the names as drawn, and the code as a camera reads it. Returns name -> address in the code."""
    told = [" ".join(page.split()) for page in words_of(paper, raw=True).split("\f")[:-1]]
    assert len(told) == len(NAMES)
    for name, page in zip(NAMES, told, strict=True):
        assert name in page
        assert module in page
        assert "Basisschool De Vlieger" in page
        assert ("Zeesluis Westerkade" in page) is (name != ILL), name
        assert ("Bezoek" in page or "bezoek" in page) is (name != ILL), name
    fonts = subprocess.run(["pdffonts", "-"], input=paper, capture_output=True, check=True).stdout.decode()
    embedded = [line.split()[-5] for line in fonts.splitlines()[2:]]
    assert embedded, fonts
    assert set(embedded) == {"yes"}, fonts

    drawn, addresses = pages(paper), {}
    for name, page in zip(NAMES, drawn, strict=True):
        alike = likeness_on_certificate(name, "po", page)
        assert alike > ALIKE, f"{name} is drawn with other letters: {alike:.2f}"
        (found,) = zxingcpp.read_barcodes(numpy.asarray(page))
        assert found.text.startswith(f"{url}/V/".upper())
        addresses[name] = found.text.lower().replace("/v/", "/V/")
    assert len(set(addresses.values())) == len(NAMES)
    return addresses


def anyone_checks_them(stage: Stage, addresses: dict[str, str]) -> None:
    """Somebody with the paper in hand, who is not signed in."""
    stranger = stage.page()
    for name, address in addresses.items():
        stranger.goto(address)
        expect(stranger.get_by_text("Geldig", exact=True)).to_be_visible()
        first, _, last = name.rpartition(" ")
        said = stranger.locator("main").inner_text()
        assert first.split(" de")[0] in said
        assert last not in said
        assert name not in said
        assert ("Zeesluis Westerkade" in said) is (name != ILL)
    stranger.goto("/v/OW26-9999-ZZZZ")
    expect(stranger.get_by_text("Onbekend", exact=True)).to_be_visible()


def the_reach_is_shown_without_a_number_that_tells_of_one_child(
    stage: Stage, yard: Yard, teacher: Page, addresses: dict[str, str]
) -> None:
    """Of six pupils five were at the visit: that would say that one was not. The same after one was revoked."""
    coordinator = stage.signed_in(yard.coordinator)
    menu(coordinator, "Bereik")
    assert numbers_on(coordinator) == {
        "leerlingen": "6",
        "basisschool": "1",
        "vo-scholen": "0",
        "klas": "1",
        "bedrijf": "1",
        "bezoek": "1",
        "certificaten": "6",
    }
    expect(coordinator.get_by_role("heading", name="Leerlingen op bezoek: niet getoond")).to_be_visible()
    assert not [name for name in NAMES if name.split()[0] in coordinator.locator("main").inner_text()]

    to_the_class(teacher)
    teacher.get_by_role("link", name="Namen controleren").click()
    teacher.get_by_role("listitem").filter(has_text="Noor de Vries").get_by_role("link", name="Intrekken").click()
    teacher.get_by_label("Waarom").fill("De achternaam klopt niet.")
    teacher.get_by_role("button", name="Trek in").click()
    expect(teacher.get_by_text("is ingetrokken.")).to_be_visible()
    stranger = stage.page()
    stranger.goto(addresses["Noor de Vries"])
    expect(stranger.get_by_text("Ingetrokken", exact=True)).to_be_visible()
    expect(stranger.locator("main")).not_to_contain_text("Noor")
    expect(stranger.locator("main")).not_to_contain_text("achternaam")
    coordinator.reload()
    assert numbers_on(coordinator)["certificaten"] == "niet getoond"


def hours_of_a_visit() -> tuple[date, str, str, int]:
    """(day, from, until, days): after so many days the visit is just over, and it is still the day of the visit.

    Presence opens at six; so in the small hours the story goes on in the night after.
    """
    now = clock.now().astimezone(clock.AMSTERDAM)
    today = now.date()
    if now.hour < 8:
        return today + timedelta(days=1), "10:00", "11:20", 2
    starts, ends = now - timedelta(minutes=90), now - timedelta(minutes=1)
    return today + timedelta(days=1), f"{starts:%H:%M}", f"{ends:%H:%M}", 1


def menu(page: Page, name: str) -> None:
    page.get_by_role("navigation", name="Hoofdmenu").get_by_role("link", name=name).click()


def look_again_until(page: Page, locator: Locator) -> None:
    """A web worker holds for five seconds which schools a host is a guest of; a new one is seen after that."""
    for _ in range(40):
        if locator.count():
            return
        page.wait_for_timeout(500)
        page.reload()
    raise AssertionError(f"not seen: {locator}")


def to_the_class(teacher: Page) -> None:
    teacher.goto("/")
    teacher.get_by_role("link", name="Naar de les").click()
    expect(teacher.get_by_role("heading", name="7-werf")).to_be_visible()


def tick(teacher: Page, step: str, how: str, *, pupils: int) -> None:
    """From the class page, at the head of the column; everybody who has not done it is ticked beforehand."""
    to_the_class(teacher)
    teacher.locator(f"thead a[href$='step={step}']").first.click()
    teacher.get_by_role("button", name=how).click()
    expect(teacher.get_by_text(f"Bewaard voor {pupils} leerlingen.")).to_be_visible()


def come_in(pupil: Page, yard: Yard, code: str, first: str) -> None:
    pupil.goto("/in")
    child.type_code(pupil, code)
    child.tap_name(pupil, first)
    child.tap_pictures(pupil, child.secret_of(yard.site.house, class_code=code, first=first))
    expect(pupil.get_by_role("button", name="Ik ben klaar")).to_be_visible()


def numbers_on(coordinator: Page) -> dict[str, str]:
    """The line of the year: what is counted -> the number as shown."""
    boxes = coordinator.locator("dl.regel > div")
    return {box.locator("dt").inner_text(): box.locator("b").inner_text() for box in boxes.all()}


def pdf_behind(page: Page, link: Locator) -> bytes:
    """Fetched as the signed-in person, once the worker has made it."""
    expect(link).to_be_visible(timeout=90_000)
    answer = page.request.get(link.get_attribute("href") or "")
    assert answer.headers["content-type"] == "application/pdf"
    with pikepdf.open(BytesIO(answer.body())) as opened:
        assert len(opened.pages)
    return answer.body()


def words_of(pdf: bytes, *, raw: bool = False) -> str:
    order = ["-raw"] if raw else []
    told = subprocess.run(["pdftotext", *order, "-", "-"], input=pdf, capture_output=True, check=True, timeout=60)
    return told.stdout.decode()
