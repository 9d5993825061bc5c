"""A module on paper: each question as something to fill in, within its pages, drawn once, and only for whom it is."""

import base64
import io
import re
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
from bs4 import BeautifulSoup
from PIL import Image

from app.access.actor import NOBODY
from app.assignments import jobs, prints
from app.assignments.models import ModulePrint
from app.assignments.operations import keep_print, start_print
from app.assignments.prints import sheets
from app.assignments.prints.pages import READING, WORKSHEET
from app.base import clock
from app.base.house import House
from app.base.jobs import Job
from app.base.pdf import render
from app.base.problems import NotAllowed, NotFound
from app.curriculum.commands import check_lessons, publish_lessons
from app.curriculum.queries import key_of_edition, newest_module
from tests.base.paper import check_paper
from tests.conftest import BOTH, LESSONS
from tests.curriculum import lessons
from tests.learning.world import World, count, make_world

EVERY_KIND = """
::: question choice #een tries=2
Kies er een.

- ( ) a: rood
- (x) b: blauw

hint: Denk aan de zee.
explain: GEHEIM-WAAROM
:::

::: question multi #meer
Kies alles.

- [x] a: hout
- [ ] b: glas
:::

::: question order #eerst
Zet op volgorde.

1. a: eerst dit
2. b: dan dat
3. c: dan iets
:::

::: question match #samen
Wat hoort bij elkaar?

- a: kolk = de bak
- b: deur = houdt tegen
- c: schuif = laat door
:::

::: question gap #gaten
Het water heet {a: GEHEIMPEIL} en de bak heet {b: GEHEIMKOLK}.
:::

::: question short #woord
Hoe heet het?

answer: GEHEIMSLUIS | GEHEIMKOLK
:::

::: question number #getal
Hoe diep is het?

answer: 18 m ± 1
:::

::: question hotspot #plek
Wijs de deur aan.

![Een sluis van de zijkant](../media/sluis.svg)

- (x) a: rect 10,20 30,40 = GEHEIME-PLEK
- ( ) b: rect 50,20 70,40 = de kolk
:::

::: question checklist #gedaan
Vink af.

- [ ] a: gemeten
:::

::: measure #meting
Meet het.

columns: lengte (cm) | tijd (s)
rows: 4
:::

::: question photo #foto
Maak een foto.

rubric: GEHEIM-RUBRIEK-FOTO
:::

::: task #groot level=po-7-8
Alleen voor de grootsten.
:::

::: screen
Alleen op het scherm.
:::

::: print
Teken hier je sluis.
:::
"""


@pytest.fixture
def every(house: House, tmp_path: Path) -> World:
    """One step before the visit with every type of question, for two levels."""
    folder = lessons.write(tmp_path / "alles", "alles")
    lessons.plant(folder, "module.yml", "levels: [po-7-8]", "levels: [po-5-6, po-7-8]")
    lessons.plant(folder, "module.yml", "also: [en]", "also: []")
    (folder / "nl/kijk.md").write_text("# Alles\nlabel: Alles\n\nLees dit.\n" + EVERY_KIND)
    outcomes = publish_lessons(house, tmp_path / "alles")
    assert [one.why_not for one in outcomes] == [""], [flaw.code for flaw in outcomes[0].checked.errors]
    return facts(house, "alles")


def facts(
    house: House, slug: str = "proef", kind: str = "before", language: str = "nl", band: str = ""
) -> prints.Facts:
    with house.looking(NOBODY, clock.now()) as work:
        module = newest_module(work, slug=slug, language=language)
        key = key_of_edition(work, slug=slug, edition=module.edition)
    return prints.Facts(prints.sheet_named(kind), module, key, band or None)


def drawn(found: prints.Facts) -> str:
    return prints.document(found, prints.rooms(found.sheet)[0])


@pytest.fixture
def world(house: House, makers, tmp_path: Path) -> World:
    return make_world(house, makers, tmp_path / "proef")


def test_each_type_of_question_is_something_to_fill_in_with_a_pencil(every):
    html = drawn(every)
    for sign in (
        'class="ticks choice"',
        'class="ticks multi"',
        'class="ticks checklist"',
        'class="ticks numbers"',
        'class="match"',
        'class="short-line"',
        'class="lines"',
        'class="box"',
    ):
        assert sign in html, sign
    assert html.count('class="blank"') == 2
    table = re.search(r'<table class="measure">.*?</table>', html, re.S)
    assert table is not None
    assert table[0].count("<tr>") == 5
    assert "Zet een kring om de plek." in html
    assert "Maak een foto als het mag" in html


def test_the_paper_of_pupils_holds_nothing_of_the_key(every):
    for kind in ("before", "during", "after", "missed"):
        assert "GEHEIM" not in drawn(replace(every, sheet=prints.sheet_named(kind))), kind


def test_both_sides_of_a_match_are_whole_and_not_beside_their_partner_in_every_row(every):
    question = every.module.question("samen")
    key = every.key.questions["samen"]
    pairs = [
        (key.letters[left.token], key.facts["partners"][right.token])
        for left, right in zip(question.options, question.partners, strict=True)
    ]
    assert {left for left, _ in pairs} == {right for _, right in pairs} == {"a", "b", "c"}
    assert any(left != right for left, right in pairs)


def test_what_is_for_the_screen_stays_there_and_what_is_to_be_drawn_gets_its_room(every):
    html = drawn(every)
    assert "Alleen op het scherm." not in html
    assert "Teken hier je sluis." in html


def test_a_sheet_for_one_level_leaves_out_what_is_for_others_and_one_for_all_says_whose_it_is(every):
    assert "Alleen voor groep 7-8" in drawn(every)
    older = drawn(replace(every, band="po-7-8"))
    assert "Alleen voor de grootsten." in older
    assert "Alleen voor groep 7-8" not in older
    assert "Alleen voor de grootsten." not in drawn(replace(every, band="po-5-6"))


def test_who_was_there_and_who_was_not_get_their_own_sheet(world):
    there, missed = (drawn(facts(world.house, kind=kind)) for kind in ("after", "missed"))
    assert "Je was erbij." in there
    assert "Je was er niet bij." not in there
    assert "Schrijf een verhaal." in missed


def test_the_card_for_home_stands_four_times_on_a_page_and_is_no_box_to_draw_in(house, tmp_path):
    folder = lessons.write(tmp_path / "kaart", "kaart")
    lessons.plant(folder, "module.yml", "also: [en]", "also: []")
    file = folder / "nl/terug.md"
    file.write_text(file.read_text() + "\n::: print\n**Praatkaart**\n\n- Wat deed jij?\n:::\n")
    assert [one.why_not for one in publish_lessons(house, tmp_path / "kaart")] == [""]
    card = BeautifulSoup(drawn(facts(house, "kaart", "home")), "html.parser")
    assert [one.select_one("li").text for one in card.select(".card")] == ["Wat deed jij?"] * 4
    assert card.select(".question, .name") == []
    after = BeautifulSoup(drawn(facts(house, "kaart", "after")), "html.parser")
    assert "Praatkaart" in after.text
    assert after.select(".print .box") == []


def test_the_answers_name_every_question_with_its_explanation_and_what_to_look_for(every):
    html = drawn(replace(every, sheet=prints.sheet_named("answers")))
    for said in (
        *("blauw", "GEHEIM-WAAROM", "hout", "1. eerst dit", "kolk – de bak", "GEHEIMPEIL", "GEHEIMSLUIS / GEHEIMKOLK"),
        *("18 m", "GEHEIME-PLEK", "GEHEIM-RUBRIEK-FOTO", "Wat gemeten is, is nooit fout."),
    ):
        assert said in html, said


def test_the_number_of_a_question_is_the_same_on_the_sheet_and_among_the_answers(world):
    """Also for who was not there, whose sheet counts anew."""
    html = drawn(facts(world.house, kind="answers"))
    assert "Nummer 1 voor wie er niet bij was" in html
    assert html.count('<p class="number">1</p>') == 4  # the three steps, and the story of who was not there


def test_there_is_a_line_for_a_name_and_nothing_else_of_a_child(world):
    html = drawn(facts(world.house, kind="during"))
    assert html.count('class="name"') == 1
    for pupil in world.pupils:
        assert pupil.last_name not in html


def test_in_english_the_sheet_is_english(world):
    html = drawn(facts(world.house, kind="before", language="en"))
    assert "Why is there a lock?" in html
    assert 'lang="en"' in html
    assert ">Name<" in html


def test_nothing_on_paper_is_smaller_than_eleven_points():
    assert min(room.size for room in (*WORKSHEET, *READING)) == 11
    sheet = (sheets._DRAWN_BY[1] / "style.css").read_text()
    sizes = [float(size) for size in re.findall(r"(?:font-size:|font:)[^;}]*?([\d.]+)pt", sheet)]
    assert min(sizes) >= 11
    assert all(float(size) >= 1 for size in re.findall(r"font-size: ([\d.]+)em", sheet))


def test_a_photo_becomes_a_png_and_a_drawing_stays_a_drawing():
    out = io.BytesIO()
    Image.new("RGB", (3000, 40), "red").save(out, "JPEG")
    address = prints.for_paper(out.getvalue(), "image/jpeg")
    assert address.startswith("data:image/png;base64,")
    with Image.open(io.BytesIO(base64.b64decode(address.partition(",")[2]))) as picture:
        assert picture.width == 1600
    assert prints.for_paper(b"<svg/>", "image/svg+xml").startswith("data:image/svg+xml;base64,")


def test_a_picture_whose_file_is_gone_leaves_its_description():
    sha = "a" * 64
    html = f'<figure><img src="/media/{sha}" alt="Een sluis" width="3"></figure>'
    assert prints.pictures_in(html) == (sha,)
    assert prints.placed(html, {}) == "<figure><em>Een sluis</em></figure>"
    assert 'src="data:x"' in prints.placed(html, {sha: "data:x"})


def test_a_high_picture_may_be_higher_than_a_lying_one():
    sha = "a" * 64
    lying = f'<img src="/media/{sha}" alt="" width="660" height="480">'
    standing = f'<img src="/media/{sha}" alt="" width="480" height="660">'
    assert "tall" not in prints.placed(lying, {sha: "data:x"})
    assert 'class="tall" src="data:x"' in prints.placed(standing, {sha: "data:x"})


def test_words_in_a_drawing_have_the_letters_of_the_sheet():
    address = prints.for_paper(b'<svg><text font-family="sans-serif">kade</text></svg>', "image/svg+xml")
    assert b'font-family="Werf Atkinson,' in base64.b64decode(address.split(",")[1])


def printed(house: House, answer, client, run_jobs) -> bytes:
    """Wait for a print as its page does, and fetch it."""
    assert answer.status_code == 303
    run_jobs()
    waiting = client.get(answer.headers["Location"])
    assert "Open de pdf" in waiting.text
    where = re.search(r'href="(/modules/[^"]+/file[^"]*)"', waiting.text)
    assert where is not None
    pdf = client.get(where[1].replace("&amp;", "&"))
    assert pdf.mimetype == "application/pdf"
    with pikepdf.open(io.BytesIO(pdf.data)) as document:
        check_paper(pdf.data, language=str(document.Root.Lang))
    return pdf.data


def test_a_sheet_is_drawn_once_and_then_there_for_everybody(world, makers, client, app, sign_in, house, run_jobs):
    sign_in(client, world.teacher)
    pdf = printed(house, client.post("/modules/proef/print/during", data={"language": "nl"}), client, run_jobs)
    with pikepdf.open(io.BytesIO(pdf)) as document:
        assert len(document.pages) <= 2
        assert str(document.Root.Lang) == "nl"
        assert "/StructTreeRoot" in document.Root
        assert "Werkblad voor het bezoek" in str(document.docinfo.Title)
    jobs_before = count(house, Job)
    other = sign_in(app.test_client(), makers.host(makers.company()))
    again = other.post("/modules/proef/print/during", data={"language": "nl"})
    assert again.headers["Location"].startswith("/modules/proef/print/during/file")
    assert other.get(again.headers["Location"]).data == pdf
    assert count(house, Job) == jobs_before
    assert client.post("/modules/proef/print/during", data={"language": "en"}).headers["Location"].count("job=") == 1


def test_a_double_click_is_one_job(world, client, sign_in, house):
    sign_in(client, world.teacher)
    first, second = (client.post("/modules/proef/print/guide").headers["Location"] for _ in range(2))
    assert first == second
    assert count(house, Job) == 1


def test_a_new_revision_and_a_new_look_are_drawn_anew(world, house, act, tmp_path, monkeypatch, run_jobs):
    ask = {"slug": "proef", "kind": "during", "language": "nl"}
    assert act(world.teacher.actor, start_print, **ask) is not None
    run_jobs()
    assert act(world.teacher.actor, start_print, **ask) is None
    monkeypatch.setattr("app.assignments.prints.held.drawn_as", lambda: "another look")
    assert act(world.teacher.actor, start_print, **ask) is not None
    monkeypatch.undo()
    lessons.plant(tmp_path / "proef" / "proef", "module.yml", "version: 1.0", "version: 1.1")
    publish_lessons(house, tmp_path / "proef")
    assert act(world.teacher.actor, start_print, **ask) is not None


@BOTH
def test_the_same_sheet_kept_twice_is_one_row(world, house, act, look):
    module = facts(house).module
    kept = {"slug": "proef", "kind": "during", "language": "nl", "band": "", "edition": 1}
    kept |= {"version_id": module.version_id}
    for sha in ("a" * 64, "b" * 64):
        act(world.teacher.actor, keep_print, **kept, sha256=sha)
    assert count(house, ModulePrint) == 1
    asked = look(world.teacher.actor, prints.asked, slug="proef", kind="during", language="nl")
    assert look(world.teacher.actor, prints.held_print, one=asked) == "a" * 64
    old = {**kept, "version_id": world.teacher.id, "kind": "guide"}
    act(world.teacher.actor, keep_print, **old, sha256="c" * 64)
    assert count(house, ModulePrint) == 1, "what was drawn of a version that is not the newest is not remembered"


def test_a_class_on_an_older_edition_prints_that_one(world, house, look, tmp_path):
    folder = tmp_path / "proef" / "proef"
    lessons.plant(folder, "module.yml", "version: 1.0", "version: 2.0")
    lessons.plant(folder, "nl/bezoek.md", "# Kijken bij de sluis", "# Heel anders kijken")
    publish_lessons(house, tmp_path / "proef")
    ask = {"slug": "proef", "kind": "during", "language": "nl"}
    assert look(world.teacher.actor, prints.asked, **ask).module.edition == 2
    assert (
        look(world.teacher.actor, prints.asked, **ask, edition=1).module.step("bezoek").title == "Kijken bij de sluis"
    )
    with pytest.raises(NotFound):
        look(world.teacher.actor, prints.asked, **ask, edition=7)


def test_answers_are_for_who_teaches_and_no_sheet_for_who_is_not_signed_in(world, makers, client, sign_in, act):
    assert client.post("/modules/proef/print/during").headers["Location"] == "/sign-in"
    host = makers.host(makers.company())
    for person in (host, makers.coordinator()):
        with pytest.raises(NotAllowed):
            act(person.actor, start_print, slug="proef", kind="answers", language="nl")
    with pytest.raises(NotAllowed):
        act(world.pupils[0].actor, start_print, slug="proef", kind="during", language="nl")
    sign_in(client, host)
    for address in ("answers", "answers/file", "answers?job=x"):
        assert client.get(f"/modules/proef/print/{address}").status_code == 403
    assert "/print/answers" not in client.get("/modules/proef/print").text
    assert client.get("/modules/proef/print/during").status_code == 200


@pytest.mark.parametrize("address", ["weg", "weg/file", "during?job=geen-id", "during?edition=9"])
def test_what_is_not_there_is_not_found(world, client, sign_in, address):
    assert sign_in(client, world.teacher).get(f"/modules/proef/print/{address}").status_code == 404


def test_an_old_address_of_a_pdf_leads_to_the_button_that_makes_it(world, client, sign_in):
    answer = sign_in(client, world.teacher).get("/modules/proef/print/guide/file?language=nl")
    assert answer.headers["Location"] == "/modules/proef/print/guide?language=nl"
    assert "Handleiding" in client.get(answer.headers["Location"]).text


def test_hostile_words_in_an_address_change_nothing(world, client, sign_in):
    sign_in(client, world.teacher)
    page = client.get("/modules/proef/print/guide?language=%3Cscript%3E&level=%22%3E&edition=1%27")
    assert page.status_code == 200
    assert "<script>" not in page.text
    assert client.get("/modules/proef/print?language=xx&level=vo-boven-hv").status_code == 200


def test_a_number_that_no_database_holds_is_no_edition(world, client, sign_in):
    sign_in(client, world.teacher)
    edition = "9" * 30
    assert client.get(f"/modules/proef/print?edition={edition}").status_code == 200
    assert client.get(f"/modules/proef/print/guide/file?edition={edition}").status_code == 303
    assert client.post("/modules/proef/print/guide", data={"edition": edition}).status_code == 303


def test_the_most_generous_room_that_fits_is_taken_and_the_least_when_none_does(every, monkeypatch):
    tried = []
    monkeypatch.setattr(jobs, "render_in_child", lambda html, **_: tried.append(html) or b"%d" % len(tried))
    monkeypatch.setattr(jobs, "_pages", lambda pdf: 3 if int(pdf) < 3 else 2)
    monkeypatch.setattr(jobs, "_pictures", lambda *_: {})
    task = type("Task", (), {"progress": lambda *_: None})()
    during = replace(every, sheet=prints.sheet_named("during"))
    assert jobs._fitted(task, during) == b"3"
    monkeypatch.setattr(jobs, "_pages", lambda _: 9)
    tried.clear()
    jobs._fitted(task, during)
    assert len(tried) == len(WORKSHEET)


@pytest.mark.parametrize(
    ("slug", "language"),
    [(one.slug, language) for one in check_lessons(LESSONS) if one.facts for language in one.facts.languages],
)
def test_our_modules_stay_within_their_pages(house, slug, language):
    """The guide on two pages, the sheet of the visit on two sides, the page for the company on one."""
    publish_lessons(house, LESSONS, [slug])
    for kind, most in (("guide", 2), ("during", 2), ("host", 1), ("home", 1)):
        found = facts(house, slug, kind, language)
        least = prints.rooms(found.sheet)[-1]
        html = prints.document(found, least)
        pictures = {sha: prints.for_paper(house.files.get(sha), "image/svg+xml") for sha in prints.pictures_in(html)}
        pdf = render(prints.placed(html, pictures), title=slug, language=language)
        with pikepdf.open(io.BytesIO(pdf)) as document:
            assert len(document.pages) <= most, (slug, kind)


def test_a_drawing_that_holds_a_photo_prints():
    out = io.BytesIO()
    Image.new("RGB", (8, 8), "red").save(out, "JPEG")
    photo = f"data:image/jpeg;base64,{base64.b64encode(out.getvalue()).decode()}"
    drawing = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><image width="8" height="8" href="{photo}"/></svg>'
    )
    html = f'<html><body><img src="{prints.for_paper(drawing.encode(), "image/svg+xml")}" alt="Foto"></body></html>'
    assert render(html, title="Proef", language="nl").startswith(b"%PDF")
