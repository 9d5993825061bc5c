"""The mark book and the overview: what stands in them, that no text is calculated, and that making one is noted."""

import csv
import io
import zipfile
from datetime import date, datetime, timedelta
from pathlib import Path
from xml.etree import ElementTree

import pikepdf
import pytest

from app.assignments.operations import open_after_steps
from app.base import clock
from app.base.audit import Audit
from app.base.jobs import Job
from app.base.pdf import render
from app.base.sheets.as_csv import as_csv
from app.base.sheets.as_xlsx import as_xlsx
from app.base.sheets.table import Table, file_stem, guarded
from app.learning.class_on_paper import SIGNS, SheetFacts, draw_sheet, sheet_facts
from app.learning.forgetting import forget_files
from app.learning.models import Answer
from app.learning.operations import review_answer, start_overview, tick_step
from app.learning.sheets.book import mark_book
from tests.assignments.makers import given
from tests.base.paper import check_paper
from tests.base.test_pdf_names import NAMES
from tests.conftest import BOTH, NOW
from tests.learning import kinds
from tests.learning.published import rows
from tests.learning.world import World, make_world

DANGEROUS = ["=1+1", "+31612", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "  =cmd|' /C calc'!A0", "＝1+1"]
DANGEROUS += ['=HYPERLINK("http://elders.example")', "'=1", "\u00a0=1", "\u200b=1+1", "\u202e\u2066+1"]
NAMESPACE = {"x": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}


@pytest.fixture
def world(house, makers, tmp_path) -> World:
    return make_world(house, makers, tmp_path / "lessons", pupils=3)


@pytest.fixture
def book(world, look):
    return lambda language="nl": look(world.teacher.actor, mark_book, code=world.code, language=language)


def records(table: Table) -> list[dict[str, object]]:
    return [dict(zip(table.heads, row, strict=True)) for row in table.rows]


def read_csv(content: bytes) -> list[list[str]]:
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))


def cells(content: bytes, sheet: int = 1) -> list[list[tuple[str, str]]]:
    """(type, text) of each cell, read from the file itself. A formula would be a type of its own."""
    with zipfile.ZipFile(io.BytesIO(content)) as held:
        shared = ElementTree.fromstring(held.read("xl/sharedStrings.xml"))
        words = ["".join(one.itertext()) for one in shared.findall("x:si", NAMESPACE)]
        tree = ElementTree.fromstring(held.read(f"xl/worksheets/sheet{sheet}.xml"))
    assert tree.findall(".//x:f", NAMESPACE) == []
    found = []
    for row in tree.findall(".//x:row", NAMESPACE):
        line = []
        for cell in row.findall("x:c", NAMESPACE):
            value = cell.find("x:v", NAMESPACE)
            text = value.text or "" if value is not None else ""
            line.append(("s", words[int(text)]) if cell.get("t") == "s" else (cell.get("t") or "n", text))
        found.append(line)
    return found


@pytest.mark.parametrize("text", DANGEROUS)
def test_no_text_is_ever_calculated(text):
    table = Table("Leerlingen", ("Voornaam", text), ((text, 3),))
    for row in read_csv(as_csv(table)):
        for cell in row:
            assert not cell.lstrip().startswith(("=", "+", "-", "@", "＝"))
    assert guarded(text).startswith("'")
    shown = cells(as_xlsx([table], title=text, at=NOW))
    assert shown[1][0][0] == "s"
    assert shown[1][1] == ("n", "3")


@pytest.mark.parametrize("name", ["'t Hooft", "Zoë", "Anne-Fleur", "李小龙", "O=K"])
def test_a_name_that_calculates_nothing_stays_as_it_is(name):
    assert guarded(name) == name


def test_a_semicolon_a_quote_and_a_line_break_stay_inside_their_cell():
    table = Table("L", ("a", "b"), (('x;=1+1"', "y\r\n=2"),))
    assert read_csv(as_csv(table)) == [["a", "b"], ['x;=1+1"', "y =2"]]


def test_numbers_are_numbers_and_moments_are_moments_on_a_dutch_clock():
    table = Table("L", ("n", "m", "d", "leeg"), ((2.5, NOW, date(2026, 10, 8), None),))
    assert read_csv(as_csv(table))[1] == ["2,5", "2026-10-08 10:00", "2026-10-08", ""]
    (_, row) = cells(as_xlsx([table], title="x", at=NOW))
    assert [kind for kind, _ in row] == ["n", "n", "n"]
    days = (datetime(2026, 10, 8, 10) - datetime(1899, 12, 30)) / timedelta(days=1)
    assert float(row[1][1]) == pytest.approx(days)


def test_a_text_of_a_megabyte_is_cut_and_both_files_open():
    table = Table("L", ("a",), (("a" * 1_000_000,), ("\x00\x07\ud7ff\ufffe",)))
    assert len(as_csv(table)) < 2_000
    assert len(cells(as_xlsx([table], title="x", at=NOW))) == 3


@BOTH
def test_a_row_a_pupil_with_how_and_when_points_and_first_tries(world, act, at, book):
    world.do_step_kijk(world.pupils[0])
    act(world.teacher.actor, tick_step, code=world.code, step_id="terug", how="board", pupil_ids=[world.pupils[0].id])
    world.answer(world.pupils[1], "waarom", "a")
    at(NOW + timedelta(minutes=1))
    world.answer(world.pupils[1], "waarom", "b")
    found = {row["Voornaam"]: row for row in records(book().pupils)}
    first, second, third = (found[one.name] for one in world.pupils)
    assert (first["1. Waarom een sluis?"], first["1. wanneer"]) == ("klaar", NOW)
    assert first["3. wanneer"] == NOW
    assert (first["Stappen af"], first["Stappen in totaal"]) == (2, 2)
    assert (first["Punten"], first["In één keer goed"], first["Vragen die de computer nakijkt"]) == (10, 4, 4)
    assert (second["1. Waarom een sluis?"], second["Punten"], second["In één keer goed"]) == ("begonnen", 2, 0)
    assert (third["1. Waarom een sluis?"], third["Punten"]) == ("nog niet", 0)
    assert third["2. Kijken bij de sluis"] == "niet voor deze leerling"


def test_who_got_an_answer_back_after_all_was_done_is_not_done(world, act, book):
    pupil = world.pupils[0]
    act(world.teacher.actor, open_after_steps, code=world.code)
    world.do_step_kijk(pupil)
    world.answer(pupil, "verhaal", "Het was mooi.", step="terug")
    done = "Alles klaar op"
    row = {one["Voornaam"]: one for one in records(book().pupils)}[pupil.name]
    assert (row["Stappen af"], row[done]) == (2, NOW)
    answer = next(one for one in rows(world, Answer) if one.question_id == "verhaal")
    act(world.teacher.actor, review_answer, code=world.code, answer_id=answer.id, text="Vertel meer.", again=True)
    row = {one["Voornaam"]: one for one in records(book().pupils)}[pupil.name]
    assert (row["Stappen af"], row[done]) == (1, None)


def test_points_of_what_a_teacher_marks_are_asked_once_they_were_given(house, makers, tmp_path, act, look):
    world = make_world(house, makers, tmp_path / "lessons", write=kinds.write)
    world.answer(world.pupils[0], "meer", "Van alles", step="denk")

    def points() -> tuple[object, object]:
        found = look(world.teacher.actor, mark_book, code=world.code, language="nl").pupils
        row = next(one for one in records(found) if one["Voornaam"] == world.pupils[0].name)
        return row["Punten"], row["Punten in totaal"]

    before = points()
    (answer,) = rows(world, Answer)
    act(world.teacher.actor, review_answer, code=world.code, answer_id=answer.id, text="", verdict="partly")
    assert (before, points()) == ((0, 7), (0.5, 8))


def test_words_of_the_reader_and_a_name_that_says_what_it_is(world, book, client, sign_in):
    assert book("en").pupils.heads[:3] == ("First name", "Last name", "Level")
    assert file_stem("7/B: de «Zee»", "zeesluis") == "7-B-de-Zee-zeesluis"
    assert file_stem("../..", "zeesluis") == "klas-zeesluis"
    sign_in(client, world.teacher)
    answer = client.post(f"/class/{world.code}/export", data={"kind": "xlsx"})
    assert answer.headers["Content-Disposition"].endswith("-proef-2026-10-08.xlsx")
    assert answer.headers["Cache-Control"] == "no-store"
    assert "spreadsheetml" in answer.mimetype


def test_the_questions_have_a_sheet_of_their_own_and_all_modules_too(world, makers, act, book):
    for pupil in world.pupils[:2]:
        world.answer(pupil, "waarom", "a")
    given(makers, world.teacher, world.klass, request_id="form-2")
    found = book()
    row = next(one for one in records(found.questions) if one["Vraag"] == "Waarom is er een sluis?")
    assert (row["Leerlingen die hem krijgen"], row["Beantwoord"], row["In één keer goed"]) == (3, 2, 0)
    assert row["Veelgemaakte fouten"] == "Om te wassen (2×)"
    assert len([head for head in found.all_modules.heads if head.endswith(": Punten")]) == 2
    assert len(found.all_modules.rows) == 3
    sheets = as_xlsx(found.tables, title=found.title, at=NOW)
    assert len(cells(sheets, 3)) == 4


def test_a_module_that_was_given_twice_has_headings_that_can_be_told_apart(world, makers, book):
    for request in ("form-2", "form-3"):
        given(makers, world.teacher, world.klass, request_id=request)
    for language, says in (("nl", "De proefsluis, tot en met "), ("en", "The test lock, until ")):
        heads = book(language).all_modules.heads[3:]
        assert len(set(heads)) == len(heads) == 3 * 7
        assert all(head.startswith(says) for head in heads), heads


def test_no_file_ever_says_what_a_pupil_thinks(house, makers, tmp_path, look):
    world = make_world(house, makers, tmp_path / "lessons", write=kinds.write)
    for n, pupil in enumerate(world.pupils):
        world.answer(pupil, "vooraf", str(n + 3), step="denk")
    question = world.module.question("vooraf")
    assert question is not None
    found = look(world.teacher.actor, mark_book, code=world.code, language="nl")
    said = [str(cell) for table in found.tables for row in (table.heads, *table.rows) for cell in row]
    assert not [cell for cell in said if str(question.html.striptags()) in cell]
    assert {"vooraf", "achteraf"} & {str(one["Vraag"]) for one in records(found.questions)} == set()


def test_that_a_file_was_made_is_noted_and_nothing_of_what_is_in_it(world, client, sign_in, house):
    sign_in(client, world.teacher)
    before = len(rows(world, Audit))
    assert client.get(f"/class/{world.code}/export").status_code == 200
    assert len(rows(world, Audit)) == before
    assert client.post(f"/class/{world.code}/export", data={"kind": "csv"}).status_code == 200
    (last,) = [one for one in rows(world, Audit) if one.what == "class.exported"]
    assert (last.actor_id, last.details) == (world.teacher.id, {"kind": "csv", "pupils": 3})
    assert client.post(f"/class/{world.code}/export", data={"kind": "exe"}).status_code == 404


def test_an_empty_class_gets_a_sentence_and_no_file(house, makers, tmp_path, client, sign_in, woken):
    world = make_world(house, makers, tmp_path / "lessons", pupils=0)
    sign_in(client, world.teacher)
    for address in ("export", "overview"):
        answer = client.post(f"/class/{world.code}/{address}", data={"kind": "csv"}, follow_redirects=True)
        assert "Er zit nog niemand in deze klas" in answer.text
    assert woken == []


def test_the_office_may_print_what_is_done_and_gets_no_marks(world, makers, client, sign_in):
    sign_in(client, makers.school_admin(world.school))
    shown = client.get(f"/class/{world.code}/export")
    assert (shown.status_code, "Cijferlijst" in shown.text) == (200, False)
    assert client.post(f"/class/{world.code}/export", data={"kind": "csv"}).status_code == 403
    assert client.post(f"/class/{world.code}/overview").status_code == 303


@BOTH
def test_the_overview_says_what_is_done_in_the_order_of_the_class(world, act, look):
    world.do_step_kijk(world.pupils[0])
    world.answer(world.pupils[1], "waarom", "a")
    act(world.teacher.actor, tick_step, code=world.code, step_id="kijk", how="paper", pupil_ids=[world.pupils[2].id])
    facts = look(world.teacher.actor, sheet_facts, code=world.code, language="nl")
    kijk = {name: signs[0] for name, signs in zip(facts.names, facts.cells, strict=True)}
    assert [kijk[name] for name in facts.names] == [
        {0: "screen", 1: "begun", 2: "paper"}[n]
        for n in sorted(range(3), key=lambda n: (world.pupils[n].name, world.pupils[n].last_name))
    ]
    assert {signs[1] for signs in facts.cells} == {"none"}  # no visit
    assert facts.teachers == ("Samira Haddad",)


def test_a_wrong_answer_looks_no_different_on_paper(world, look):
    for n, letter in enumerate("ba"):
        world.answer(world.pupils[n], "waarom", letter, client="one")
    world.answer(world.pupils[1], "waarom", "a", client="two")  # no try is left
    facts = look(world.teacher.actor, sheet_facts, code=world.code, language="nl")
    assert sorted(signs[0] for signs in facts.cells) == ["begun", "begun", "todo"]


def sheet(*names: str, title: str = "De zeesluis", steps: int = 1, **facts) -> SheetFacts:
    """A class whose cells go round through everything that can stand in them."""
    signs = list(SIGNS)
    held = {"class_name": "7B", "school_name": "De Vlieger", "teachers": ("Samira Haddad",), "day": NOW.date()}
    held |= {"labels": ("Voorspel",) * steps, "titles": ("Waar gaat het zout heen?",) * steps, "slug": "proef"}
    cells = tuple(tuple(signs[(row + n) % len(signs)] for n in range(steps)) for row in range(len(names)))
    return SheetFacts(title=title, names=names, cells=cells, **{**held, **facts})


@pytest.mark.parametrize(("pupils", "pages"), [(0, 1), (1, 1), (30, 1), (45, 2)])
def test_a_class_of_thirty_with_twelve_steps_is_one_page_and_a_bigger_one_goes_on(pupils, pages):
    facts = sheet(*(f"{NAMES[n % len(NAMES)]} {n}" for n in range(pupils)), steps=12)
    pdf = render(draw_sheet(facts, language="nl"), title="x", language="nl")
    with pikepdf.open(io.BytesIO(pdf)) as held:
        _, _, width, height = held.pages[0].mediabox
        assert (len(held.pages), width > height) == (pages, True)


def test_every_state_has_a_drawing_of_its_own_and_its_words():
    html = draw_sheet(sheet(*("Noor",) * len(SIGNS)), language="nl")
    for words in ("klaar", "op papier gedaan", "klassikaal gedaan", "begonnen", "nog niet", "niet voor deze leerling"):
        assert f"<i>{words}</i>" in html
    style = Path("templates/print/overview/style.css").read_text()
    drawn = [style.count(f"url(asset:overview/{sign}.svg)") for sign in SIGNS]
    assert dict(zip(SIGNS, drawn, strict=True)) == dict.fromkeys(SIGNS, 1) | {"todo": 0}


def test_a_name_on_paper_is_no_markup_is_cut_and_begins_where_its_letters_do():
    facts = sheet("<script>=1", "محمد ا.", "x" * 9_000, title="<b>M", class_name="<i>7B", titles=("<u>Kijk",))
    html = draw_sheet(facts, language="nl")
    assert not [tag for tag in ("<script", "<b>M", "<i>7B", "<u>Kijk") if tag in html]
    assert "direction: rtl" in html
    assert len(html) < 9_000


@BOTH
def test_the_overview_is_drawn_by_the_worker_opened_and_gone_after_a_day(world, client, sign_in, run_jobs, at, house):
    sign_in(client, world.teacher)
    address = client.post(f"/class/{world.code}/overview").headers["Location"]
    assert client.post(f"/class/{world.code}/overview").headers["Location"] == address  # a double click is one job
    assert run_jobs() == 1
    job = next(one for one in rows(world, Job) if one.kind == "learning.overview")
    pdf = client.get(f"/class/{world.code}/overview/{job.id}.pdf")
    check_paper(pdf.data)
    assert "-proef-2026-10-08.pdf" in pdf.headers["Content-Disposition"]
    assert forget_files(house, clock.now() + timedelta(hours=23)) == 0
    assert forget_files(house, clock.now() + timedelta(days=1)) == 1
    assert forget_files(house, clock.now() + timedelta(days=1)) == 0
    assert client.get(f"/class/{world.code}/overview/{job.id}.pdf").status_code == 404
    assert not house.files.path(job.result["sha"]).exists()


def test_a_job_of_somebody_else_opens_nothing(world, makers, client, sign_in, act, run_jobs):
    job = act(world.teacher.actor, start_overview, code=world.code)
    run_jobs()
    sign_in(client, makers.teacher(world.school, world.klass, name="Joris Prins"))
    assert client.get(f"/class/{world.code}/overview/{job}.pdf").status_code == 404
    assert client.get(f"/class/{world.code}/export?job={job}").status_code == 404
    assert client.get(f"/class/{world.code}/export?job=x").status_code == 404
