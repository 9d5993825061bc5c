"""Offers and times from a spreadsheet: told before they change, all or nothing, twice is once; hostile files too."""

import io
import zipfile
from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from app.base.problems import NotAllowed, NotFound, RuleBroken
from app.visits.importing.plan import plan_of
from app.visits.importing.template import template
from app.visits.importing.values import Unread, day_of, form_of, levels_of, moment_of, time_of
from app.visits.importing.xlsx import MOST_ROWS, Cell, Sheet, name_of, place_of, read_workbook
from app.visits.models import EditionDay, Location, VisitOffer, VisitSlot
from app.visits.operations import apply_import
from app.visits.queries.importing import known_for_import
from tests.conftest import BOTH, NOW
from tests.makers import Makers, moment
from tests.visits import makers as v
from tests.visits.sheets import HEADS, packed, row, with_part, workbook

Act = Callable[..., Any]
WANTED = ("aanbod",)


@pytest.fixture
def office(makers: Makers) -> Any:
    class Office:
        network = makers.network()
        edition = v.edition(makers, network)
        company = makers.company(name="Sluisbeheer")
        coordinator = makers.coordinator()

    return Office


def read(*rows: dict[str, Any], **facts: Any) -> Sheet:
    return read_workbook(workbook(rows, **facts), wanted=WANTED)


def told(look: Any, office: Any, sheet: Sheet) -> Any:
    known = look(office.coordinator.actor, known_for_import, edition_id=office.edition)
    return plan_of(sheet, known, now=NOW)


def wrong(look: Any, office: Any, *rows: dict[str, Any], **facts: Any) -> dict[str, str]:
    return {one.cell: one.message for one in told(look, office, read(*rows, **facts)).wrong}


def keep(act: Act, look: Any, office: Any, sheet: Sheet) -> Any:
    facts = {"edition_id": office.edition, "sheet": sheet, "seen": told(look, office, sheet).digest}
    return act(office.coordinator.actor, apply_import, **facts)


def rows_of(makers: Makers, table: Any) -> list[Any]:
    return makers.write(lambda work: list(work.db.scalars(select(table))))  # type: ignore[no-any-return]


# What stands in a cell


@pytest.mark.parametrize(
    "said", ["5 okt 2026", "05-10-2026", "5/10/2026", "2026-10-05", "ma 5 oktober 2026", "5-10-26"]
)
def test_a_day_is_read_as_people_type_it(said: str) -> None:
    assert day_of(Cell("A1", said)) == date(2026, 10, 5)


def test_a_day_as_the_number_that_a_spreadsheet_keeps_is_read_in_both_ways_of_counting() -> None:
    serial = (date(2026, 10, 5) - date(1899, 12, 30)).days
    assert day_of(Cell("A1", number=serial)) == date(2026, 10, 5)
    assert day_of(Cell("A1", number=serial - 1462), since_1904=True) == date(2026, 10, 5)


@pytest.mark.parametrize("said", ["31-02-2026", "okt", "12", "05-13-2026", "morgen", "٣-١٠-٢٠٢٦x", "5 xyz 2026"])
def test_what_is_no_day_is_refused(said: str) -> None:
    with pytest.raises(Unread):
        day_of(Cell("A1", said))


@pytest.mark.parametrize("number", [5, 999_999, float("inf"), float("nan"), -1])
def test_a_number_that_is_no_day_is_refused(number: float) -> None:
    with pytest.raises(Unread):
        day_of(Cell("A1", number=number))


@pytest.mark.parametrize("said", ["9:30", "9.30", "09u30", "9u30", "09:30 uur", "9:30:00"])
def test_a_time_is_read_as_people_type_it(said: str) -> None:
    assert time_of(Cell("A1", said)) == time(9, 30)


def test_a_time_as_a_number_is_a_part_of_the_day_and_a_doubtful_one_is_asked() -> None:
    assert time_of(Cell("A1", number=9.5 / 24)) == time(9, 30)
    assert time_of(Cell("A1", number=9)) == time(9)
    for doubtful in (9.3, 24.0, -1.0, 0.0, 1.0 - 1e-9, float("nan")):
        with pytest.raises(Unread):
            time_of(Cell("A1", number=doubtful))
    for said in ("25:00", "9:75", "ochtend", "9.3", ""):
        with pytest.raises(Unread):
            time_of(Cell("A1", said))


def test_the_hour_that_does_not_exist_and_the_one_that_comes_twice_are_refused() -> None:
    with pytest.raises(Unread, match="does not exist"):
        moment_of(date(2027, 3, 28), time(2, 30))
    with pytest.raises(Unread, match="comes twice"):
        moment_of(date(2026, 10, 25), time(2, 30))
    assert moment_of(date(2026, 10, 25), time(9)) == moment(2026, 10, 25, 9)


def test_levels_and_forms_are_read_in_dutch() -> None:
    assert levels_of(Cell("A1", "Groep 7-8, onderbouw vmbo; groep 5")) == ("po-5-6", "po-7-8", "vo-onder-vmbo")
    assert form_of(Cell("A1", "Gastles")) == "guest-lesson"
    for cell in (Cell("A1", "groep 12"), Cell("A1", number=46_000.0), Cell("A1", "groep 1"), Cell("A1", ",")):
        with pytest.raises(Unread):
            levels_of(cell)


def test_cells_are_named_as_a_spreadsheet_does() -> None:
    assert [name_of(3, n) for n in (0, 25, 26, 701, 702)] == ["A3", "Z3", "AA3", "ZZ3", "AAA3"]
    assert place_of("AA3") == (3, 26)


# What a list would do


def test_what_is_new_is_told_before_anything_changes(look: Any, makers: Makers, office: Any) -> None:
    plan = told(look, office, read(row(), row(Datum="13-10-2026")))
    assert plan.wrong == ()
    assert [one.what for one in plan.offers] == ["new"]
    assert [one.starts_at for one in plan.slots] == [moment(2026, 10, 12, 9, 30), moment(2026, 10, 13, 9, 30)]
    assert rows_of(makers, VisitOffer) == []


@BOTH
def test_the_same_list_twice_changes_nothing(act: Act, look: Any, makers: Makers, office: Any) -> None:
    sheet = read(row(Kleding="dichte schoenen, lange broek"), row(Datum=datetime(2026, 10, 13)))
    assert keep(act, look, office, sheet) == (1, 2)
    before = [
        vars(one) | {"_sa_instance_state": None} for one in (*rows_of(makers, VisitOffer), *rows_of(makers, VisitSlot))
    ]
    assert told(look, office, sheet).is_empty
    assert keep(act, look, office, sheet) == (0, 0)
    after = [
        vars(one) | {"_sa_instance_state": None} for one in (*rows_of(makers, VisitOffer), *rows_of(makers, VisitSlot))
    ]
    assert after == before
    (offer,) = rows_of(makers, VisitOffer)
    assert (offer.form, offer.levels, offer.wear, offer.state) == (
        "hands-on",
        ["po-7-8"],
        ["dichte schoenen", "lange broek"],
        "open",
    )
    assert len(rows_of(makers, Location)) == 1


@BOTH
def test_one_wrong_cell_keeps_everything_out(act: Act, look: Any, makers: Makers, office: Any) -> None:
    sheet = read(row(), row(Titel="Bekijk de pompen", Datum="31-02-2026"))
    assert [one.cell for one in told(look, office, sheet).wrong] == ["P3"]
    with pytest.raises(RuleBroken, match="Nothing was kept"):
        keep(act, look, office, sheet)
    assert rows_of(makers, VisitOffer) == []


def test_what_is_different_is_told_with_before_and_after_and_empty_cells_change_nothing(
    act: Act, look: Any, makers: Makers, office: Any
) -> None:
    keep(act, look, office, read(row(Contact="Receptie")))
    sheet = read(row(Maximum=20, Tot="11:30", Contact=None, Groepen=None, Leerlingen=None))
    plan = told(look, office, sheet)
    assert plan.offers[0].changes == (("Maximum", "15", "20"),)
    assert plan.slots[0].changes == (("Tot", "11:00", "11:30"),)
    keep(act, look, office, sheet)
    (offer,), (slot,) = rows_of(makers, VisitOffer), rows_of(makers, VisitSlot)
    assert (offer.max_group, offer.contact, slot.places, slot.pupils) == (20, "Receptie", 2, 30)


def test_what_was_shown_is_what_is_kept(act: Act, look: Any, makers: Makers, office: Any) -> None:
    sheet = read(row())
    seen = told(look, office, sheet).digest
    v.offer(makers, company_id=office.company, edition_id=office.edition, title="Schut een schip")
    with pytest.raises(RuleBroken, match="changed an offer meanwhile"):
        act(office.coordinator.actor, apply_import, edition_id=office.edition, sheet=sheet, seen=seen)


def test_nobody_who_booked_loses_a_place_to_a_list(act: Act, look: Any, makers: Makers, office: Any) -> None:
    offer = v.offer(makers, company_id=office.company, edition_id=office.edition, title="Schut een schip")
    v.slot(makers, offer, starts_at=moment(2026, 10, 12, 9, 30), places_taken=2, pupils_taken=28)
    assert set(wrong(look, office, row(Groepen=1))) == {"S2"}
    assert set(wrong(look, office, row(Leerlingen=20))) == {"T2"}


@pytest.mark.parametrize(
    ("changed", "cell"),
    [
        ({"Bedrijf": "Nergens BV"}, "A2"),
        ({"Bedrijf": None}, "A2"),
        ({"Titel": "x" * 81}, "B2"),
        ({"Samenvatting": None}, "C2"),
        ({"Vorm": "dansen"}, "D2"),
        ({"Niveaus": "7-8 van alles"}, "E2"),
        ({"Minimum": "veel"}, "F2"),
        ({"Maximum": 9}, "G2"),
        ({"Maximum": 10.5}, "G2"),
        ({"Adres": None}, "M2"),
        ({"Datum": "12-10-2027"}, "P2"),
        ({"Datum": "01-10-2026"}, "P2"),
        ({"Datum": "08-10-2026", "Van": "9:00"}, "P2"),
        ({"Datum": None}, "P2"),
        ({"Van": "9.3"}, "Q2"),
        ({"Tot": "9:00"}, "R2"),
        ({"Tot": "23:00"}, "R2"),
        ({"Groepen": 0}, "S2"),
        ({"Leerlingen": 4}, "T2"),
        ({"Datum": "25-10-2026", "Van": "2:30", "Tot": "4:00"}, "Q2"),
    ],
)
def test_what_is_wrong_is_said_at_its_cell(look: Any, office: Any, changed: dict[str, Any], cell: str) -> None:
    assert set(wrong(look, office, row(**changed))) == {cell}


def test_a_day_without_visits_and_the_same_time_twice_are_refused(look: Any, makers: Makers, office: Any) -> None:
    makers.row(EditionDay, edition_id=office.edition, day=date(2026, 10, 14), kind="closed", name="herfstvakantie")
    assert set(wrong(look, office, row(Datum="14-10-2026"))) == {"P2"}
    assert set(wrong(look, office, row(), row())) == {"Q3"}
    assert set(wrong(look, office, row(), row(Datum="13-10-2026", Maximum=20))) == {"G3"}


def test_two_companies_with_one_name_are_told_apart_by_their_code(look: Any, makers: Makers, office: Any) -> None:
    from app.people.models import Company

    makers.company(name="Sluisbeheer")
    assert set(wrong(look, office, row())) == {"A2"}
    codes = [one.code for one in rows_of(makers, Company)]
    assert wrong(look, office, row(Bedrijf=codes[0])) == {}


def test_formulas_and_merged_cells_are_pointed_at(look: Any, office: Any) -> None:
    found = wrong(look, office, row(Minimum="=5+5"), formulas=True)
    assert "formula" in found["F2"]
    assert set(wrong(look, office, row(), row(Datum="13-10-2026"), merged="C2:C3")) >= {"C2:C3"}


def test_a_text_that_looks_like_a_formula_is_a_text(act: Act, look: Any, makers: Makers, office: Any) -> None:
    keep(act, look, office, read(row(Contact="=cmd|' /C calc'!A0")))
    assert rows_of(makers, VisitOffer)[0].contact == "=cmd|' /C calc'!A0"


def test_the_template_says_nothing_wrong_and_its_example_is_passed_over(look: Any, office: Any) -> None:
    plan = told(look, office, read_workbook(template(), wanted=WANTED))
    assert [one.message for one in plan.wrong] == ["The list is empty. Fill in a row."]


def test_other_heads_are_named_and_lacking_ones_asked_for(look: Any, office: Any) -> None:
    plan = told(look, office, read(row(Kleur="rood"), heads=[*HEADS, "Kleur"]))
    assert plan.passed_over == ("Kleur",)
    assert plan.wrong == ()
    lacking = told(look, office, read(row(), heads=[one for one in HEADS if one != "Niveaus"]))
    assert [one.params["head"] for one in lacking.wrong] == ["Niveaus"]
    assert len(told(look, office, read({"Iets": 1}, heads=["Iets"])).wrong) == 1


# Files that are not what they seem


def hostile() -> dict[str, bytes]:
    good = workbook([row()])
    sheet = "xl/worksheets/sheet1.xml"
    laughs = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><worksheet><sheetData/>&b;</worksheet>'
    outside = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><worksheet>&a;</worksheet>'
    names = ("no.xlsx", "macro.xlsm", "old.xls", "half.xlsx", "zip.xlsx", "laughs.xlsx", "outside.xlsx", "broken.xlsx")
    contents = (
        b"Bedrijf;Titel\r\n",
        with_part(good, "xl/vbaProject.bin", b"\x00"),
        b"\xd0\xcf\x11\xe0" + bytes(600),
        good[: len(good) // 2],
        packed({"readme.txt": "dag"}),
        with_part(good, sheet, laughs),
        with_part(good, sheet, outside),
        with_part(good, sheet, "<worksheet><sheetData><row r='1'><c r='!!'><v>1</v></c></row>"),
    )
    found = dict(zip(names, contents, strict=True))
    found["bomb.xlsx"] = with_part(good, sheet, b" " * (40 * 1024 * 1024))
    found["big.xlsx"] = bytes(3 * 1024 * 1024)
    found["empty.xlsx"] = b""
    found["elsewhere.xlsx"] = with_part(
        good,
        "xl/_rels/workbook.xml.rels",
        '<Relationships><Relationship Id="rId1" Target="/etc/passwd"/></Relationships>',
    )
    last = MOST_ROWS + 1
    far = f"<worksheet><sheetData><row r='{last}'><c r='A{last}'><v>1</v></c></row></sheetData></worksheet>"
    found["long.xlsx"] = with_part(good, sheet, far)
    found["shared.xlsx"] = with_part(
        good, sheet, "<worksheet><sheetData><row r='1'><c r='A1' t='s'><v>x</v></c></row></sheetData></worksheet>"
    )
    return found


@pytest.mark.parametrize("name", sorted(hostile()))
def test_a_file_that_is_not_what_it_seems_is_refused_in_words(name: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        read_workbook(hostile()[name], wanted=WANTED)
    assert refused.value.field == "file"


def test_a_bomb_is_never_unpacked_further_than_the_limit() -> None:
    import tracemalloc

    bomb = with_part(workbook([row()]), "xl/sharedStrings.xml", b"<a>" + b" " * (200 * 1024 * 1024))
    assert len(bomb) < 2 * 1024 * 1024
    tracemalloc.start()
    with pytest.raises(RuleBroken):
        read_workbook(bomb, wanted=WANTED)
    assert tracemalloc.get_traced_memory()[1] < 80 * 1024 * 1024
    tracemalloc.stop()


def test_a_sheet_that_is_hidden_is_not_taken_for_the_list() -> None:
    content = workbook([row()])
    with zipfile.ZipFile(io.BytesIO(content)) as held:
        book = held.read("xl/workbook.xml").decode()
    hidden = book.replace('name="Aanbod"', 'name="Aanbod" state="hidden"')
    assert read_workbook(with_part(content, "xl/workbook.xml", hidden), wanted=WANTED).name == "Aanbod"


# The pages


def sent(client: FlaskClient, office: Any, content: bytes, status: int) -> str:
    data = {"edition": str(office.edition), "file": (io.BytesIO(content), "lijst.xlsx")}
    answer = client.post("/visits/office/import", data=data, content_type="multipart/form-data")
    assert answer.status_code == status, answer.text
    return answer.text


def test_the_page_tells_first_keeps_then_and_a_second_click_does_no_harm(
    client: FlaskClient, sign_in: Any, makers: Makers, office: Any
) -> None:
    from bs4 import BeautifulSoup

    coordinator = sign_in(client, office.coordinator)
    assert coordinator.get("/visits/office/import/template.xlsx").data.startswith(b"PK")
    shown = BeautifulSoup(sent(coordinator, office, workbook([row()]), 200), "html.parser")
    assert "Schut een schip" in shown.text
    assert rows_of(makers, VisitOffer) == []
    data = {one["name"]: one["value"] for one in shown.select("form[action$=keep] input")}
    assert [coordinator.post("/visits/office/import/keep", data=data).status_code for _ in range(2)] == [303, 303]
    assert len(rows_of(makers, VisitOffer)) == len(rows_of(makers, VisitSlot)) == 1
    assert "verandert niets" in sent(coordinator, office, workbook([row()]), 200)


def test_the_page_names_the_cell_and_what_to_do(client: FlaskClient, sign_in: Any, office: Any) -> None:
    coordinator = sign_in(client, office.coordinator)
    page = sent(coordinator, office, workbook([row(Bedrijf="<b>Nergens</b>")]), 422)
    assert "A2" in page
    assert "zit niet in het netwerk" in page
    assert "<b>Nergens" not in page
    assert "geen Excel-bestand" in sent(coordinator, office, b"naam;titel", 422)
    assert coordinator.post("/visits/office/import", data={"edition": str(office.edition)}).status_code == 422


def test_only_the_office_may_send_a_list(act: Act, look: Any, makers: Makers, office: Any) -> None:
    from uuid import UUID

    sheet = read(row())
    for who in (makers.host(office.company), makers.school_admin(makers.school())):
        with pytest.raises(NotAllowed):
            act(who.actor, apply_import, edition_id=office.edition, sheet=sheet, seen="")
    with pytest.raises(NotFound):
        act(office.coordinator.actor, apply_import, edition_id=UUID(int=4), sheet=sheet, seen="")
