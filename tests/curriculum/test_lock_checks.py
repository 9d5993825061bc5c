"""A module against what is out of it: every mistake at its own line, once, and only that one."""

from pathlib import Path

import pytest

from app.base.language import speaking
from app.curriculum.flaws import KINDS
from app.curriculum.lock.file import NAME, text_of
from app.curriculum.lock.reading import join
from tests.curriculum.lessons import HERE, plant, write
from tests.curriculum.locked import check, lock_of_folder, publish_lock

NEXT = ("module.yml", "version: 1.0", "version: 1.1")
EDITION = ("module.yml", "version: 1.0", "version: 2.0")
VISIT_GONE = ("module.yml", "  evidence: [vraag]\n", "")
Place = tuple[str, str, str]

# code, the mistake (§ on the line where it must be found), what else the author changed rightly
PLANTS: list[tuple[str, Place, list[Place]]] = [
    (
        "I01",
        ("module.yml", "  - {id: bezoek, phase", "  - §{id: bezoek, phase"),
        [
            EDITION,
            VISIT_GONE,
            ("nl/bezoek.md", "question open #vraag", "question open #andere-vraag"),
            ("en/bezoek.md", "question open #vraag", "question open #andere-vraag"),
        ],
    ),
    (
        "I02",
        ("nl/kijk.md", "::: question multi #delen points=2\n", "::: §question checklist #delen\n"),
        [
            EDITION,
            ("nl/kijk.md", "- [x] a: deur\n- [x] b: kolk\n", "- [ ] a: deur\n- [ ] b: kolk\n"),
            ("en/kijk.md", "::: question multi #delen\n", "::: question checklist #delen\n"),
        ],
    ),
    ("I03", ("nl/kijk.md", "a: Om te wassen", "a: §Voor de sier langs het kanaal"), [NEXT]),
    (
        "I04",
        (
            "nl/kijk.md",
            "- ( ) a: Om te wassen\n  > GEHEIM-TERUG-A\n- (x) b: Om water tegen te houden\n  > GEHEIM-TERUG-B\n",
            "- (x) a: §Om water tegen te houden\n- ( ) b: Om te wassen\n",
        ),
        [NEXT],
    ),
    ("I05", ("nl/bezoek.md", "::: question open #vraag", "::: §question open #vraag"), [
        ("module.yml", "licence: CC-BY-SA-4.0\n", "licence: CC-BY-SA-4.0\nretired_questions: [vraag]\n"),
    ]),
    ("I09", ("module.yml", "version: 1.0", "version: §1.0"), [("nl/kijk.md", "Het water in zee", "Het zeewater")]),
    ("I09", ("module.yml", "version: 1.0", "version: §1.0"), [("nl/kijk.md", "#delen points=2", "#delen points=3")]),
    ("I09", ("module.yml", "version: 1.0", "version: §1.1"), [
        ("nl/kijk.md", "- ( ) c: Om te vissen\n", "- ( ) c: Om te vissen\n- ( ) d: Om te zwemmen\n"),
        ("en/kijk.md", "- ( ) c: To fish\n", "- ( ) c: To fish\n- ( ) d: To swim\n"),
    ]),
    ("I09", ("module.yml", "version: 1.0", "version: §1.1"), [
        ("module.yml", "terug, phase: after", "terug, phase: before"),
    ]),
    ("I11", ("module.yml", "version: 1.0", "version: §1.2"), [("nl/kijk.md", "Het water in zee", "Het zeewater")]),
    ("I11", ("module.yml", "version: 1.0", "version: §3.0"), []),
    ("I11", ("module.yml", "version: 1.0", "version: §2.1"), []),
    ("I13", ("module.yml", "version: 1.0", "version: §2.0"), [("nl/kijk.md", "Het water in zee", "Het zeewater")]),
    ("I14", ("module.yml", "reviewed: []\n", "reviewed: []\nurgent: §true\n"), [EDITION]),
]  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write(tmp_path / "lessons")


@pytest.mark.parametrize(("code", "mistake", "rest"), PLANTS)
def test_each_mistake_is_found_at_its_own_line_and_no_other(
    folder: Path, code: str, mistake: Place, rest: list[Place]
) -> None:
    publish_lock(folder)
    for place in rest:
        plant(folder, *place)
    line = plant(folder, *mistake)
    assert HERE in mistake[2]
    found = [(flaw.code, flaw.file, flaw.line) for flaw in check(folder).flaws]
    assert found == [(code, f"proef/{mistake[0]}", line)]


def test_what_is_out_and_unchanged_is_fine(folder: Path) -> None:
    publish_lock(folder)
    assert check(folder).flaws == ()


@pytest.mark.parametrize("version", ["1.1", "2.0"])
def test_a_higher_version_without_a_change_is_fine(folder: Path, version: str) -> None:
    publish_lock(folder)
    plant(folder, "module.yml", "version: 1.0", f"version: {version}")
    assert check(folder).flaws == ()


def test_a_version_before_the_one_that_is_out_is_refused(folder: Path) -> None:
    plant(folder, "module.yml", "version: 1.0", "version: 1.4")
    publish_lock(folder)
    line = plant(folder, "module.yml", "version: 1.4", "version: §1.3")
    (flaw,) = check(folder).flaws
    assert (flaw.code, flaw.line) == ("I10", line)
    assert "1.4" in flaw.message


def test_a_question_that_goes_may_go_when_it_is_written_down(folder: Path) -> None:
    publish_lock(folder)
    for language in ("nl", "en"):
        plant(folder, f"{language}/bezoek.md", "question open #vraag", "question open #andere-vraag")
    plant(folder, *VISIT_GONE)
    plant(folder, *EDITION)
    plant(folder, "module.yml", "licence: CC-BY-SA-4.0\n", "licence: CC-BY-SA-4.0\nretired_questions: [vraag]\n")
    assert check(folder).flaws == ()


def test_an_id_that_was_retired_never_comes_back(folder: Path) -> None:
    first = lock_of_folder(folder)
    for language in ("nl", "en"):
        plant(folder, f"{language}/bezoek.md", "question open #vraag", "question open #andere-vraag")
    plant(folder, "module.yml", "evidence: [vraag]", "evidence: [andere-vraag]")
    plant(folder, *EDITION)
    both = join([first, lock_of_folder(folder)])
    assert both is not None
    (folder / NAME).write_text(text_of(both), "utf-8")
    plant(folder, "nl/terug.md", "question open #verhaal", "question open #andere-vraag-2")  # a new one, rightly
    plant(folder, "en/terug.md", "question open #verhaal", "question open #andere-vraag-2")
    line = plant(folder, "nl/bezoek.md", "::: question open #andere-vraag\n", "::: §question open #vraag\n")
    plant(folder, "en/bezoek.md", "question open #andere-vraag\n", "question open #vraag\n")
    plant(
        folder,
        "module.yml",
        "evidence: [andere-vraag]",
        "evidence: [vraag]\nretired_questions: [verhaal, andere-vraag]",
    )
    plant(folder, "module.yml", "version: 2.0", "version: 3.0")
    found = [(flaw.code, flaw.file, flaw.line) for flaw in check(folder).flaws]
    assert found == [("I06", "proef/nl/bezoek.md", line)]


@pytest.mark.parametrize("letter", ["a", "c"])
def test_a_letter_that_was_used_before_does_not_get_another_meaning_unseen(folder: Path, letter: str) -> None:
    """Also a letter that an earlier version had and this one has not."""
    first = lock_of_folder(folder)
    plant(folder, "nl/kijk.md", "- [ ] c: schoorsteen\n", "- [ ] d: wiek\n")
    plant(folder, "en/kijk.md", "- [ ] c: chimney\n", "- [ ] d: sail\n")
    plant(folder, *EDITION)
    both = join([first, lock_of_folder(folder)])
    assert both is not None
    (folder / NAME).write_text(text_of(both), "utf-8")
    plant(folder, "module.yml", "version: 2.0", "version: 3.0")
    if letter == "c":
        plant(folder, "nl/kijk.md", "- [ ] d: wiek\n", "- [ ] d: wiek\n- [ ] c: een groot rood schip\n")
        plant(folder, "en/kijk.md", "- [ ] d: sail\n", "- [ ] d: sail\n- [ ] c: ship\n")
    else:
        plant(folder, "nl/kijk.md", "- [x] a: deur\n", "- [x] a: een schip\n")
    assert "I03" in {flaw.code for flaw in check(folder).flaws}


def test_a_lock_with_a_mark_of_a_merge_is_found_at_its_line(folder: Path) -> None:
    publish_lock(folder)
    line = plant(folder, NAME, "step kijk ", "§<<<<<<< HEAD\nstep kijk ")
    assert [(flaw.code, flaw.file, flaw.line) for flaw in check(folder).flaws] == [("I07", f"proef/{NAME}", line)]


def test_a_lock_changed_by_hand_is_found_at_its_sum(folder: Path) -> None:
    publish_lock(folder)
    plant(folder, NAME, "a: Om te wassen", "a: Om te spoelen")
    lines = (folder / NAME).read_text("utf-8").split("\n")
    line = next(number for number, text in enumerate(lines, 1) if text.startswith("sum "))
    assert [(flaw.code, flaw.line) for flaw in check(folder).flaws] == [("I08", line)]


def test_a_lock_that_came_along_with_a_copied_folder_is_found(folder: Path) -> None:
    publish_lock(folder)
    copy = write(folder.parent, "kopie")
    (copy / NAME).write_text((folder / NAME).read_text("utf-8"), "utf-8")
    (flaw,) = check(copy).flaws
    assert (flaw.code, flaw.file) == ("I15", f"kopie/{NAME}")
    assert flaw.source.startswith("module proef")


def test_a_lock_in_another_encoding_is_a_problem_and_no_crash(folder: Path) -> None:
    (folder / NAME).write_bytes(b"module proef \xff\xfe")
    assert [(flaw.code, flaw.file) for flaw in check(folder).flaws] == [("S01", f"proef/{NAME}")]


def test_a_step_that_cannot_be_read_does_not_make_its_questions_vanish(folder: Path) -> None:
    publish_lock(folder)
    plant(folder, "nl/bezoek.md", "::: question open #vraag", "::: question opne #vraag")
    assert [flaw.code for flaw in check(folder).errors] == ["Q01"]


def test_the_version_that_is_too_low_says_why_in_both_languages(folder: Path) -> None:
    publish_lock(folder)
    plant(folder, "nl/kijk.md", "35000 m³ ± 1%", "35000 m³ ± 5%")
    (flaw,) = check(folder).flaws
    with speaking("en"):
        assert "question `inhoud`: the key changed" in flaw.message
        assert "1.1" in flaw.tip
    with speaking("nl"):
        assert "vraag `inhoud`: de sleutel is veranderd" in flaw.message


def test_every_code_of_ids_and_versions_is_planted_here() -> None:
    tests = Path(__file__).read_text("utf-8") + (Path(__file__).parent / "test_scale_words.py").read_text("utf-8")
    assert [code for code in KINDS if code.startswith("I") and f'"{code}"' not in tests] == []
