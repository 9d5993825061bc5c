"""What an author hears: every mistake at its own line, once, and nothing about what is right."""

import re
from pathlib import Path

import pytest

from app.base.language import gettext, speaking
from app.curriculum.checker.folder import check_module, module_folders
from app.curriculum.flaws import KINDS, Weight
from tests.curriculum.lessons import LESSONS, TODAY, checked, plant, vocabulary, write

Q = "::: question choice #waarom points=2 tries=2\n"
MULTI = "::: question multi #delen points=2\n"
PICTURE = "![Een sluis van de zijkant](../media/sluis.svg)"
SVG = '<rect width="4" height="3"/>'

# code, file, what stands there, what a mistaken author writes (§ on the line where it must be found)
PLANTS = [
    ("S02", "nl/kijk.md", "# Waarom een sluis?\n", "§Waarom een sluis?\n"),
    ("S03", "nl/kijk.md", "Het water in zee", "# §Het water in zee"),
    ("S04", "nl/kijk.md", "# Waarom een sluis?\nlabel: Kijk\n", "# §Waarom een sluis?\n"),
    ("S05", "nl/kijk.md", "label: Kijk\n", "label: §Rondkijken\n"),
    ("S06", "nl/kijk.md", "explain: GEHEIM-UITLEG\n:::\n", "explain: GEHEIM-UITLEG\n"),
    ("S06", "nl/bezoek.md", "Blijf achter de lijn.\n:::\n", "Blijf achter de lijn.\n"),
    ("S06", "nl/terug.md", "rubric: Elk verhaal is goed.\n:::\n:::\n", "rubric: Elk verhaal is goed.\n:::\n"),
    ("S07", "nl/kijk.md", "GEHEIM-LERAAR\n:::\n", "GEHEIM-LERAAR\n:::\n\n§:::\n"),
    ("S08", "nl/kijk.md", "::: teacher\n", "::: §meester\n"),
    ("S09", "nl/kijk.md", "::: hint\n", "::: §safety\n"),
    ("S10", "nl/kijk.md", "::: task #bouw\n", "::: §task\n"),
    ("S11", "nl/terug.md", "question open #verhaal", "question open #§vraag"),
    ("S12", "nl/kijk.md", "::: task #bouw\n", "::: task #§Bouw_dit\n"),
    ("S13", "nl/kijk.md", Q, "::: question choice #waarom points=veel§ tries=2\n"),
    ("S13", "nl/kijk.md", Q, "::: question choice #waarom punten=2§ tries=2\n"),
    ("S14", "nl/kijk.md", "::: teacher\nGEHEIM-LERAAR\n", "::: §teacher\n"),
    ("S16", "nl/kijk.md", "GEHEIM-LERAAR\n:::\n", "GEHEIM-LERAAR\n:::\n\n§```\nprint\n"),
    ("S17", "nl/kijk.md", "Het water in zee", "label: §Nog een\n\nHet water in zee"),
    ("Q01", "nl/bezoek.md", "question open #vraag", "question §opne #vraag"),
    ("Q02", "nl/kijk.md", "- (x) b: Om water", "- ( ) b: Om water"),
    ("Q02", "nl/kijk.md", "- [x] a: deur\n- [x] b: kolk", "- [ ] a: deur\n- [ ] b: kolk"),
    ("Q03", "nl/kijk.md", "- ( ) c: Om te vissen", "- (x§) c: Om te vissen"),
    ("Q04", "nl/terug.md", "\n- [ ] a: een deur\n- [ ] b: een schip\n", "\n"),
    ("Q05", "nl/kijk.md", "- ( ) a: Om te wassen", "- ( ) §Om te wassen"),
    ("Q05", "nl/kijk.md", "2. b: varen", "2. §varen"),
    ("Q06", "nl/kijk.md", "- ( ) c: Om te vissen", "- ( ) §a: Om te vissen"),
    ("Q07", "nl/kijk.md", "- (x) b: Om water", "- (X) §b: Om water"),
    ("Q07", "nl/kijk.md", "- ( ) c: Om te vissen", "- () §c: Om te vissen"),
    ("Q08", "nl/kijk.md", "answer: 35000 m³ ± 1%\n", ""),
    ("Q09", "nl/kijk.md", "answer: 35000 m³ ± 1%", "answer: §heel veel"),
    ("Q10", "nl/kijk.md", "answer: 35000 m³ ± 1%", "answer: §1,500 m³"),
    ("Q10", "nl/kijk.md", "answer: 35000 m³ ± 1%", "answer: §2.5 m³"),
    ("Q11", "nl/kijk.md", "answer: 35000 m³ ± 1%", "answer: §35000 emmers"),
    ("Q12", "nl/kijk.md", "answer: 35000 m³ ± 1%", "answer: §18..17 m³"),
    ("Q13", "nl/bezoek.md", "rubric: GEHEIM-RUBRIEK\n", ""),
    ("Q14", "nl/kijk.md", "explain: GEHEIM-UITLEG", "rubric: §GEHEIM-UITLEG"),
    ("Q15", "nl/kijk.md", "explain: GEHEIM-UITLEG", "hint: §GEHEIM-UITLEG"),
    ("Q16", "nl/kijk.md", "Waarom is er een sluis?\n", ""),
    ("Q17", "nl/kijk.md", "  > GEHEIM-TERUG-B", "§> GEHEIM-TERUG-B"),
    ("Q18", "nl/bezoek.md", "Wat vroeg je aan de gids?\n", "Wat vroeg je aan de gids?\n\n- [x] §a: niets\n"),
    ("Q19", "nl/kijk.md", "- [ ] c: schoorsteen", "- [x] c: schoorsteen"),
    ("Q20", "nl/kijk.md", "- [ ] c: schoorsteen", "- [ ] §c: Deur"),
    ("Q21", "nl/kijk.md", "explain: GEHEIM-UITLEG", "explain:§"),
    ("T01", "nl/kijk.md", "Het water in zee gaat", "Dit is kort. " * 70 + "Het water in zee gaat"),
    ("T02", "nl/kijk.md", "Het water in zee gaat", "§" + "en nog een woord " * 5 + "gaat"),
    ("T03", "nl/kijk.md", "**omhoog**", "<b>§omhoog</b>"),
    ("T04", "nl/about.md", "Ontdek hoe een sluis een schip optilt.\n", ""),
    ("T05", "nl/about.md", "Ontdek hoe", "§Ontdek hoe " + "heel " * 30),
    ("T06", "nl/about.md", "- Je legt uit waarom een sluis nodig is.\n- Je rekent met *inhoud*.\n", ""),
    ("T07", "nl/materials.md", "| wat | hoeveel | per | prijs |", "| spullen | hoeveel | per | prijs |"),
    ("T08", "nl/materials.md", "| 1 | groep |", "| 1 | §team |"),
    ("T09", "nl/materials.md", "2,50", "§duur"),
    ("T10", "nl/materials.md", "| 1 | groep |", "| §veel | groep |"),
    ("T11", "nl/about.md", "- Je rekent met *inhoud*.\n", "- Je rekent met *inhoud*.\n\n§En nog iets.\n"),
    ("T12", "nl/kijk.md", "**omhoog**", "[omhoog](§andere.md)"),
    ("V01", "en/bezoek.md", "::: question open #vraag\nWhat did you ask?\n\nrubric: A question.\n:::\n", "Look.\n"),
    ("V03", "en/kijk.md", "- ( ) c: To fish\n", ""),
    ("V04", "en/kijk.md", "- ( ) a: To wash", "- (x) a: To wash"),
    ("V04", "en/kijk.md", "How much water is there?\n", "How much water is there?\n\nanswer: 3,500 m³\n"),
    ("V04", "en/kijk.md", "1. a: gate open\n2. b: sail\n", "1. b: sail\n2. a: gate open\n"),
    (
        "V05",
        "en/bezoek.md",
        "question open #vraag\nWhat did you ask?\n\nrubric: A question.\n",
        "question number #vraag\nHow many?\n",
    ),
    ("V07", "en/kijk.md", "::: task #bouw\nBuild a lock of clay.\n:::\n", ""),
    ("V09", "en/kijk.md", "::: question choice #waarom\n", "::: §question choice #waarom points=3\n"),
    ("M02", "module.yml", "topics: [water]\n", "topics: [water\n"),
    ("M03", "module.yml", "topics: [water]\n", "topics: [water]\n§topics: [haven]\n"),
    ("M04", "module.yml", "topics: [water]\n", "topics: [water]\n§onderwerp: water\n"),
    ("M05", "module.yml", "licence: CC-BY-SA-4.0\n", ""),
    ("M06", "module.yml", "version: 1.0", "version: §een"),
    ("M06", "module.yml", "phase: during", "phase: §tijdens"),
    ("M06", "module.yml", "minutes: 20", "minutes: §lang"),
    ("M07", "module.yml", "id: proef\n", "id: §proefles\n"),
    ("M09", "module.yml", "levels: [po-7-8]", "levels: [po-7-8, §po-9]"),
    ("M09", "module.yml", "kerndoelen: [po-2006-44]", "kerndoelen: [§44]"),
    ("M09", "module.yml", "topics: [water]", "topics: [§waterval]"),
    ("M09", "module.yml", "icon: flag", "icon: §vlag"),
    ("M09", "module.yml", "safety: [water-edge]", "safety: [§nat]"),
    ("M09", "module.yml", "kind: lock-or-harbour", "kind: §sluis"),
    (
        "M10",
        "module.yml",
        "{id: bezoek, phase",
        "{id: kijk, phase: before, minutes: 5, icon: eye}\n  - {id: bezoek, phase",
    ),
    ("M13", "module.yml", "pass: {steps: all}", 'pass: {steps: all, points: §"60%"}'),
    ("M14", "module.yml", "evidence: [vraag]", "evidence: [§vragen]"),
    ("M15", "module.yml", "licence: CC-BY-SA-4.0", "licence: §CC-BY-NC-4.0"),
    ("M18", "module.yml", "phase: during", "phase: before"),
    ("P01", "nl/kijk.md", "../media/sluis.svg)", "../media/sluisje.svg§)"),
    ("P09", "nl/kijk.md", "../media/sluis.svg)", "https://ver.weg/sluis.svg§)"),
    ("V02", "en/kijk.md", "::: task #bouw\n", "::: task #extra§\nMore.\n:::\n\n::: task #bouw\n"),
    ("S15", "nl/teacher.md", "Lees de vragen. Het antwoord is GEHEIM-GIDS.\n", ""),
    ("M02", "module.yml", "levels: [po-7-8]", "levels: &a [*a]"),
    ("M06", "module.yml", "steps: all", "steps: §drie"),
    ("P02", "nl/kijk.md", PICTURE, "![](../media/sluis.svg§)"),
    ("P04", "media/credits.yml", "CC-BY-SA-4.0", "§CC-BY-NC-SA-4.0"),
    ("P05", "media/sluis.svg", SVG, f"{SVG}\n<script>§alert(1)</script>"),
    ("P05", "media/sluis.svg", SVG, '<rect onclick="§x()"/>'),
    ("P05", "media/sluis.svg", SVG, '<image href="https://ver.weg/§x.png"/>'),
    ("P05", "media/sluis.svg", SVG, '<rect fill="url(https://ver.weg/§x)"/>'),
    ("P05", "media/sluis.svg", SVG, "<foreignObject>§</foreignObject>"),
    ("P07", "media/sluis.svg", SVG, "<rect"),
    ("P10", "media/credits.yml", "- {file", "- {file: weg.svg, maker: ik, licence: MIT}\n- {file"),
    ("P12", "media/sluis.svg", ' viewBox="0 0 40 30"', ""),
]
LINES_OF = {  # where the mistake is something that is not there, the line is that of what should hold it
    ("S06", "nl/kijk.md"): 8,
    ("S06", "nl/bezoek.md"): 4,
    ("S06", "nl/terug.md"): 17,
    ("Q04", "nl/terug.md"): 9,
    ("Q08", "nl/kijk.md"): 39,
    ("Q13", "nl/bezoek.md"): 8,
    ("Q16", "nl/kijk.md"): 8,
    ("Q19", "nl/kijk.md"): 21,
    ("T06", "nl/about.md"): 5,
    ("V03", "en/kijk.md"): 8,
    ("V05", "en/bezoek.md"): 4,
    ("M10", "module.yml"): 12,
    ("M18", "module.yml"): 16,
}
LINE_OF_PLANT = {
    ("Q02", 0): 8,
    ("M02", 0): 10,
    ("M02", 1): 1,
    ("Q02", 1): 21,
    ("V04", 0): 8,
    ("V04", 1): 34,
    ("V04", 2): 24,
}


def _expected(number: int, line: int) -> int:
    code, file = PLANTS[number][:2]
    before = sum(1 for plant in PLANTS[:number] if plant[0] == code)
    return LINE_OF_PLANT.get((code, before), LINES_OF.get((code, file), line))


@pytest.mark.parametrize("number", range(len(PLANTS)), ids=[f"{p[0]} {p[3][:20].strip()}" for p in PLANTS])
def test_a_planted_mistake_is_found_at_its_line_and_nothing_else(number: int, tmp_path: Path) -> None:
    code, file, old, new = PLANTS[number]
    folder = write(tmp_path)
    line = _expected(number, plant(folder, file, old, new))
    found = [(flaw.code, flaw.file, flaw.line) for flaw in checked(folder).flaws]
    assert found == [(code, f"proef/{file}", line)]


def test_the_module_without_mistakes_has_no_problem(tmp_path: Path) -> None:
    found = checked(write(tmp_path))
    assert found.flaws == ()
    assert found.draft is not None


def test_all_problems_come_at_once_in_the_order_of_the_files(tmp_path: Path) -> None:
    folder = write(tmp_path)
    plant(folder, "nl/kijk.md", "- (x) b: Om water", "- ( ) b: Om water")
    plant(folder, "nl/kijk.md", "answer: 35000 m³ ± 1%", "answer: veel")
    plant(folder, "module.yml", "topics: [water]", "topics: [lucht]")
    plant(folder, "nl/bezoek.md", "label: Bezoek\n", "")
    assert [flaw.code for flaw in checked(folder).flaws] == ["M09", "S04", "Q02", "Q09"]


def test_a_broken_module_yml_hides_no_problem_in_the_texts(tmp_path: Path) -> None:
    folder = write(tmp_path)
    plant(folder, "module.yml", "topics: [water]\n", "topics: [water\n")
    plant(folder, "nl/kijk.md", "- (x) b: Om water", "- ( ) b: Om water")
    assert [flaw.code for flaw in checked(folder).flaws] == ["M02", "Q02"]


def test_a_step_without_a_file_and_a_file_without_a_step_are_both_named(tmp_path: Path) -> None:
    folder = write(tmp_path)
    for language in ("nl", "en"):
        (folder / language / "kijk.md").rename(folder / language / "kijken.md")
    found = [(flaw.code, flaw.file, flaw.line) for flaw in checked(folder).flaws if flaw.is_error]
    assert found == [
        ("M12", "proef/en/kijken.md", 1),
        ("V06", "proef/module.yml", 5),
        ("M11", "proef/module.yml", 11),
        ("M12", "proef/nl/kijken.md", 1),
    ]


@pytest.mark.parametrize(
    ("gone", "code"),
    [
        ("module.yml", "M01"),
        ("nl/about.md", "M16"),
        ("nl/teacher.md", "M16"),
        ("en/bezoek.md", "V06"),
        ("en/about.md", "V06"),
        ("media/credits.yml", "P03"),
    ],
)
def test_a_missing_file_is_one_problem(gone: str, code: str, tmp_path: Path) -> None:
    folder = write(tmp_path)
    (folder / gone).unlink()
    assert [flaw.code for flaw in checked(folder).errors] == [code]


def test_a_file_that_is_not_utf_8_is_one_problem_at_its_line(tmp_path: Path) -> None:
    folder = write(tmp_path)
    (folder / "nl/teacher.md").write_bytes(b"# Voor\n\nCaf\xe9\n")
    assert [(flaw.code, flaw.line) for flaw in checked(folder).flaws] == [("S01", 3)]


def test_pictures_must_be_what_they_say_of_a_kind_we_show_and_used(tmp_path: Path) -> None:
    folder = write(tmp_path)
    (folder / "media/foto.png").write_bytes(b"GIF89a...")
    (folder / "media/film.gif").write_bytes(b"GIF89a...")
    (folder / "media/credits.yml").write_text(
        "".join(f"- {{file: {name}, maker: ik, licence: MIT}}\n" for name in ("sluis.svg", "foto.png", "film.gif"))
    )
    codes = sorted((flaw.code, flaw.file) for flaw in checked(folder).flaws)
    assert codes == [
        ("P06", "proef/media/film.gif"),
        ("P07", "proef/media/foto.png"),
        ("P08", "proef/media/film.gif"),
        ("P08", "proef/media/foto.png"),
    ]


def test_a_heavy_picture_and_a_lesson_without_material_are_noted(tmp_path: Path) -> None:
    folder = write(tmp_path)
    plant(folder, "media/sluis.svg", "<rect", f"<!-- {'x' * 501_000} -->\n<rect")
    for language in ("nl", "en"):
        (folder / language / "materials.md").unlink()
    found = checked(folder)
    assert [flaw.code for flaw in found.flaws] == ["P11", "M17"]
    assert found.draft is not None


def test_an_svg_with_entities_is_refused_before_it_is_opened(tmp_path: Path) -> None:
    folder = write(tmp_path)
    bomb = '<!DOCTYPE svg [<!ENTITY a "aaaa">]>\n<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1">&a;</svg>'
    (folder / "media/sluis.svg").write_text(bomb)
    assert [flaw.code for flaw in checked(folder).flaws] == ["P05"]


def test_a_language_that_is_not_named_is_noted(tmp_path: Path) -> None:
    folder = write(tmp_path)
    plant(folder, "module.yml", "also: [en]", "also: []")
    found = checked(folder)
    assert [flaw.code for flaw in found.flaws] == ["V08"]
    assert found.draft is not None


def test_a_check_by_a_company_that_is_over_is_noted_and_blocks_nothing(tmp_path: Path) -> None:
    folder = write(tmp_path)
    plant(
        folder,
        "module.yml",
        "reviewed: []",
        "reviewed:\n  - {company: De Kolk, person: J. Sluis, date: 2025-11-01, valid_until: 2026-11-01}",
    )
    found = checked(folder)
    assert [flaw.code for flaw in found.flaws] == ["M19"]
    assert found.draft is not None


def test_nothing_in_a_code_fence_opens_a_block(tmp_path: Path) -> None:
    folder = write(tmp_path)
    plant(folder, "nl/kijk.md", "Het water in zee", "```\n::: question\n# geen titel\n```\n\nHet water in zee")
    assert checked(folder).flaws == ()


def test_a_block_inside_a_task_that_is_closed_stays_one_mistake(tmp_path: Path) -> None:
    folder = write(tmp_path)
    inner = "::: question open #binnen\nWat?\n\nrubric: iets\n:::\n"
    plant(folder, "nl/kijk.md", "Bouw een sluis van klei.\n", f"Bouw een sluis van klei.\n\n{inner}")
    plant(folder, "en/kijk.md", "Build a lock of clay.\n", f"Build a lock of clay.\n\n{inner}")
    assert {(flaw.code, flaw.file) for flaw in checked(folder).flaws} == {
        ("S09", "proef/nl/kijk.md"),
        ("S09", "proef/en/kijk.md"),
    }


def test_every_kind_of_problem_is_planted_somewhere_above() -> None:
    tests = Path(__file__).read_text("utf-8")
    assert [code for code in KINDS if f'"{code}"' not in tests] == []


def test_problems_are_said_in_dutch_and_in_english(tmp_path: Path) -> None:
    folder = write(tmp_path)
    plant(folder, "nl/kijk.md", "label: Kijk\n", "label: Rondkijken\n")
    (flaw,) = checked(folder).flaws
    with speaking("nl"):
        assert flaw.message == "het label `Rondkijken` heeft meer dan 9 letters"
        assert flaw.tip == "Kies een woord van hoogstens 9 letters."
    with speaking("en"):
        assert flaw.message == "the label `Rondkijken` has more than 9 letters"


@pytest.mark.parametrize("folder", module_folders(LESSONS), ids=lambda folder: folder.name)
def test_our_own_lessons_have_no_errors(folder: Path) -> None:
    found = check_module(folder, vocabulary(), TODAY)
    assert [f"{flaw.file}:{flaw.line}: {flaw.code}: {flaw.message}" for flaw in found.errors] == []


def _as_in_the_manual(text: str) -> str:
    return re.sub(r"%\(\w+\)s", "…", gettext(text)).replace("%%", "%").replace("|", "\\|")


def test_every_kind_of_problem_is_in_the_manual_with_its_mend() -> None:
    manual = (Path(__file__).parents[2] / "docs/lessons.md").read_text("utf-8").splitlines()
    with speaking("nl"):
        weights = {True: gettext("error"), False: gettext("note")}
        wanted = [
            f"| {code} | {weights[kind.weight is Weight.ERROR]} | "
            f"{_as_in_the_manual(kind.message)} | {_as_in_the_manual(kind.tip)} |"
            for code, kind in KINDS.items()
        ]
    assert [line for line in manual if re.match(r"\| [A-Z]\d\d \|", line)] == wanted
