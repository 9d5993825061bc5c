"""What an author hears: every mistake at its own line, once, and nothing about what is right."""

import re
from pathlib import Path

import pytest

from app.base.language import gettext, speaking
from app.curriculum.blocks import KINDS as KINDS_OF_BLOCK
from app.curriculum.checker.folder import check_module, module_folders
from app.curriculum.flaws import KINDS, Weight
from app.curriculum.questions import TYPES
from tests.curriculum import lessons, whole
from tests.curriculum.lessons import LESSONS, TODAY, checked, plant, vocabulary, write
from tests.curriculum.plants import PLANTS

ONE_FOR_EACH = (
    "{id: straks, phase: after, minutes: 30, icon: rewind, levels: [po-7-8]}\n"
    "  - {id: later, phase: after, minutes: 30, icon: rewind, levels: [po-5-6]"
)
STEPS = ("kijk", "bezoek", "terug", "alles", "straks")


@pytest.mark.parametrize("plant", PLANTS, ids=[f"{one[0]} {one[1]} {one[3][:20].strip()}" for one in PLANTS])
def test_a_planted_mistake_is_found_at_its_line_and_nothing_else(
    plant: tuple[str, str, str, str, int], tmp_path: Path
) -> None:
    code, file, old, new, line = plant
    module = whole.write(tmp_path)
    folder = tmp_path if file.startswith("_shared/") else module
    marked = lessons.plant(folder, file, old, new)
    found = [(flaw.code, flaw.file, flaw.line) for flaw in checked(module).flaws]
    assert found == [(code, file if folder == tmp_path else f"proef/{file}", line or marked)]


def test_the_sound_module_uses_every_block_and_every_type(tmp_path: Path) -> None:
    text = "".join((whole.write(tmp_path) / "nl" / f"{name}.md").read_text() for name in STEPS)
    text += "".join(file.read_text() for file in (tmp_path / "_shared").rglob("*.md"))
    assert [kind for kind in KINDS_OF_BLOCK if f"::: {kind}" not in text] == []
    assert [name for name in TYPES if f"question {name} " not in text and name != "measure"] == []


def test_the_module_without_mistakes_has_no_problem(tmp_path: Path) -> None:
    found = checked(whole.write(tmp_path))
    assert found.flaws == ()
    assert found.draft is not None


@pytest.mark.parametrize(("phase", "code"), [("before", "Q33"), ("during", "Q35")])
def test_an_opinion_is_asked_once_before_and_once_after(phase: str, code: str, tmp_path: Path) -> None:
    module = whole.write(tmp_path)
    plant(module, "module.yml", "{id: straks, phase: after", f"{{id: straks, phase: {phase}")
    assert [(flaw.code, flaw.file, flaw.line) for flaw in checked(module).flaws] == [(code, "proef/nl/straks.md", 8)]


def test_an_item_may_be_asked_of_each_level_in_a_step_of_its_own(tmp_path: Path) -> None:
    module = whole.write(tmp_path)
    plant(module, "module.yml", "{id: straks, phase: after, minutes: 30, icon: rewind", ONE_FOR_EACH)
    for language, title in (("nl", "# Later"), ("en", "# Later")):
        text = f"{title}\nlabel: Later\n\n::: question scale #later item=techniek-1/maken\n:::\n"
        plant(module, f"{language}/later.md", "", text)
    assert checked(module).flaws == ()


def test_who_was_there_and_who_was_not_may_be_asked_the_same(tmp_path: Path) -> None:
    module = whole.write(tmp_path)
    asked = "::: question scale #achteraf item=techniek-1/maken\n:::\n"
    both = f"::: was-not-there\n{asked}:::\n\n::: was-there\n{asked.replace('achteraf', 'achteraf-mee')}:::\n"
    for language in ("nl", "en"):
        plant(module, f"{language}/straks.md", asked, both)
    assert checked(module).flaws == ()


def test_what_is_asked_only_before_or_only_after_is_noted(tmp_path: Path) -> None:
    module = whole.write(tmp_path)
    for language in ("nl", "en"):
        plant(module, f"{language}/straks.md", "techniek-1/maken", "techniek-1/saai")
    found = [(flaw.code, flaw.file, flaw.line) for flaw in checked(module).flaws]
    assert found == [("Q34", "proef/nl/alles.md", 42), ("Q34", "proef/nl/straks.md", 8)]


def test_a_shared_text_that_lacks_a_question_in_translation_is_told_there(tmp_path: Path) -> None:
    module = whole.write(tmp_path)
    question = "::: question open #mee\nWat?\n\nrubric: iets\n:::\n\n"
    plant(tmp_path, "_shared/nl/doen.md", "Doe dit", f"{question}Doe dit")
    assert [(flaw.code, flaw.file, flaw.line) for flaw in checked(module).flaws] == [("V01", "_shared/en/doen.md", 1)]


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


def test_a_visit_without_a_page_for_the_host_is_noted_and_no_visit_needs_none(tmp_path: Path) -> None:
    folder = whole.write(tmp_path)
    (folder / "nl/host.md").unlink()
    (folder / "en/host.md").unlink()
    found = checked(folder)
    assert [(flaw.code, flaw.file, flaw.line) for flaw in found.flaws] == [("M20", "proef/module.yml", 4)]
    assert found.draft
    plant(folder, "module.yml", "visit:\n  kind: lock-or-harbour\n  evidence: [vraag]\n", "")
    assert checked(folder).flaws == ()


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
    tests = "".join(file.read_text("utf-8") for file in Path(__file__).parent.glob("*.py"))
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


def test_every_example_of_the_manual_is_one_that_the_checker_takes(tmp_path: Path) -> None:
    """Of the blocks, the types and a whole step: all in one step of a module that has what they name."""
    manual = (Path(__file__).parents[2] / "docs/lessons.md").read_text("utf-8")
    blocks, questions = (manual.split(f"## {part}\n")[1].split("\n## ")[0] for part in ("Blokken", "Soorten vragen"))
    examples = re.findall(r"^```\n(.*?)^```", blocks + questions, flags=re.M | re.S)
    assert len(examples) >= 5
    kinds = "".join(examples)
    assert [name for name in TYPES if f"question {name} " not in kinds and name not in ("choice", "measure")] == []
    folder = whole.write(tmp_path)
    (tmp_path / "_shared").rename(tmp_path / "weg")
    (tmp_path / "_shared").symlink_to(LESSONS / "_shared")
    earlier = "::: question open #mijn-voorspelling\nWat?\n\nrubric: Iets.\n:::\n\n"
    text = earlier + kinds.replace("doorsnede.svg", "sluis.svg")
    (folder / "nl/alles.md").write_text(f"# Alles\nlabel: Alles\n\n{text}", "utf-8")
    wrong = [flaw for flaw in checked(folder).errors if flaw.file == "proef/nl/alles.md"]
    assert [(flaw.code, flaw.line, flaw.source) for flaw in wrong] == []


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
