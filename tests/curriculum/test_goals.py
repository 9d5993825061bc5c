"""Goals of the national curriculum: read in every shape the agency uses, loaded once, compared with the modules."""

import json
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from app.access.actor import NOBODY
from app.base.house import House
from app.base.problems import RuleBroken
from app.curriculum import queries
from app.curriculum.commands import publish_lessons
from app.curriculum.goals.loading import load_goals, official, report_of, standing
from app.curriculum.goals.release import Release, read_release
from app.curriculum.models import CurriculumGoal
from tests.conftest import BOTH
from tests.curriculum.lessons import LESSONS, vocabulary, write

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
OURS = "3d12e0ca-bca7-4b78-a8ed-f4699570fb12"  # po-2006-44, which the test module names
STORED = Path(__file__).parents[3] / "shared" / "data" / "kerndoelen" / "slo_2025_technology_subset.json"
Look = Callable[..., Any]


def old(number: str, uuid: str, words: str = "Leerlingen leren iets.") -> dict[str, Any]:
    sector, digits = number.split("-")
    return {"id": uuid, "title": words, "prefix": f"{sector.upper()} Kerndoel {digits}: Iets", "description": ""}


OLD = [
    old("po-44", OURS),
    old("po-45", "e652ff27-3b26-4820-8d7b-32e9d38836e1"),
    old("vo-33", "0d102eae-8853-43a3-8788-5e26d80564b7"),
    {"id": "c5ee2260-0c89-4d45-812d-ec049770e108", "title": "Anders", "prefix": "SO nl/ml Kerndoel LO 1:  Zintuigen"},
]
A, B, D, E = (f"0000000{n}-0000-4000-8000-000000000000" for n in range(4))
LINKED = {
    "kernzinnen": [{"id": D, "prefix": "30", "fo_doelzin_id": [A, B]}],
    "doelzinnen": [
        {"id": A, "title": "T", "description": "Eerste  doel.", "prefix": "A", "fo_uitwerking_id": [E]},
        {"id": B, "title": "Tweede doel.", "fo_uitwerking_id": [], "status": "definitief concept", "replaces": [OURS]},
    ],
    "uitwerkingen": [{"id": E, "niveau_id": ["512e4729-03a4-43a2-95ba-758071d1b725"]}],
}


ONE = {"kernzinnen": "kernzin", "doelzinnen": "doelzin", "uitwerkingen": "uitwerking"}


def put(place: Path, held: Any) -> Path:
    place.write_text(json.dumps(held), "utf-8")
    return place


def of(tmp_path: Path, rows: list[dict[str, Any]]) -> Release:
    return read_release(put(tmp_path / "doelen.json", rows))


def test_the_goals_in_force_are_read_without_those_of_special_education(tmp_path: Path) -> None:
    release = of(tmp_path, OLD)
    assert release.framework == "2006"
    assert [goal.code for goal in release.goals] == ["po-2006-44", "po-2006-45", "vo-2006-33"]


def test_the_list_of_goals_in_force_may_come_as_a_zip_too(tmp_path: Path) -> None:
    place = tmp_path / "uitgave.zip"
    with zipfile.ZipFile(place, "w") as pack:
        pack.writestr("curriculum-kerndoelen/data/kerndoelen.json", json.dumps(OLD))
    assert read_release(place).sha256 == of(tmp_path, OLD).sha256


@pytest.mark.parametrize("wrapping", ["folder", "zip", "one file"])
def test_the_renewed_goals_are_read_from_their_linked_files(tmp_path: Path, wrapping: str) -> None:
    place = tmp_path / "uitgave"
    if wrapping == "one file":
        place = put(tmp_path / "alles.json", {f"fo_{ONE[name]}": rows for name, rows in LINKED.items()})
    elif wrapping == "folder":
        place.mkdir()
        for name, rows in LINKED.items():
            put(place / f"{name}.json", rows)
    else:
        place = tmp_path / "uitgave.zip"
        with zipfile.ZipFile(place, "w") as pack:
            for name, rows in LINKED.items():
                pack.writestr(f"curriculum-fo/data/{name}.json", json.dumps(rows))
    release = read_release(place)
    assert [(goal.code, goal.text) for goal in release.goals] == [
        ("other-2025-30B", "Tweede doel."),
        ("po-2025-30A", "Eerste doel."),
    ]
    assert release.goals[0].replaces == (OURS,)


@pytest.mark.skipif(not STORED.is_file(), reason="the agency's release is kept beside the project")
def test_the_stored_release_gives_every_goal_our_modules_name() -> None:
    held = {str(goal.uuid): goal.code for goal in read_release(STORED).goals}
    ours = {ids[0]: code for code, ids in vocabulary().goal_ids.items() if "-2025-" in code}
    assert ours.items() <= held.items()


def test_every_goal_of_the_vocabulary_has_an_id_of_its_own() -> None:
    ids = [UUID(one) for all_ids in vocabulary().goal_ids.values() for one in all_ids]
    assert len(set(ids)) == len(ids)
    assert LESSONS.is_dir()


@BOTH
def test_the_same_release_twice_changes_nothing(house: House, tmp_path: Path) -> None:
    release = of(tmp_path, OLD)
    first = house.act(NOBODY, NOW, load_goals, release=release)
    second = house.act(NOBODY, NOW, load_goals, release=release)
    assert (len(first.added), second.is_empty, second.same) == (3, True, 3)


@BOTH
def test_a_new_release_says_what_changed_and_which_modules_name_it(house: House, tmp_path: Path) -> None:
    write(tmp_path / "lessons")
    publish_lessons(house, tmp_path / "lessons")
    house.act(NOBODY, NOW, load_goals, release=of(tmp_path, OLD))
    newer = [old("po-46", OURS, "Andere woorden."), old("vo-33", OLD[2]["id"]), old("po-47", A)]
    with house.looking(NOBODY, NOW) as work:
        report = report_of(work, release=of(tmp_path, newer))
    assert [(one.goal.code, one.modules) for one in report.changed] == [("po-2006-46", ("proef",))]
    assert report.changed[0].what["number"] == ("44", "46")
    assert [one.goal.code for one in report.withdrawn] == ["po-2006-45"]
    assert [one.goal.code for one in report.added] == ["po-2006-47"]


@BOTH
def test_a_withdrawn_goal_stays_and_is_reported_while_a_module_names_it(
    house: House, tmp_path: Path, look: Look
) -> None:
    write(tmp_path / "lessons")
    publish_lessons(house, tmp_path / "lessons")
    house.act(NOBODY, NOW, load_goals, release=of(tmp_path, OLD))
    house.act(NOBODY, NOW + timedelta(days=9), load_goals, release=of(tmp_path, OLD[1:]), withdraw_many=True)
    with house.looking(NOBODY, NOW) as work:
        assert [(one.goal.code, one.modules) for one in standing(work)] == [("po-2006-44", ("proef",))]
        module = queries.newest_module(work, slug="proef", language="nl")
        assert str(official(work, module)["po-2006-44"].withdrawn_on) == "2026-12-03"
    back = house.act(NOBODY, NOW, load_goals, release=of(tmp_path, OLD))
    assert [one.goal.code for one in back.added] == ["po-2006-44"]
    with house.looking(NOBODY, NOW) as work:
        assert standing(work) == ()
        assert len(work.db.scalars(select(CurriculumGoal)).all()) == 3


def test_a_file_that_is_only_a_part_withdraws_nothing(house: House, tmp_path: Path) -> None:
    whole = [*OLD, *(old(f"vo-{n}", str(UUID(int=n))) for n in range(1, 9))]
    house.act(NOBODY, NOW, load_goals, release=of(tmp_path, whole))
    with pytest.raises(RuleBroken, match="withdraw-many"):
        house.act(NOBODY, NOW, load_goals, release=of(tmp_path, OLD))
    with house.looking(NOBODY, NOW) as work:
        assert all(row.withdrawn_on is None for row in work.db.scalars(select(CurriculumGoal)))


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"\xff\xfe{}",
        b"[]",
        b"{}",
        b"7",
        b'["a"]',
        b'[{"prefix": "PO Kerndoel 44: x", "id": "geen uuid", "title": "t"}]',
        b'[{"goal_id": "x"}]',
        b'{"fo_kernzin": 3, "fo_doelzin": [], "fo_uitwerking": []}',
        b"[" * 100_000,
        b"PK\x03\x04 niet echt een zip",
    ],
)
def test_a_file_that_is_no_release_is_refused_in_words(tmp_path: Path, content: bytes) -> None:
    place = tmp_path / "iets.json"
    place.write_bytes(content)
    with pytest.raises(RuleBroken) as problem:
        read_release(place)
    assert problem.value.field == "file"


@pytest.mark.parametrize(
    "odd",
    [
        {"text": None},
        {"text": ["a"]},
        {"text": "half a sign \ud800"},
        {"text": " "},
        {"status": None},
        {"status": ["a"]},
        {"status": "a\0b"},
        {"status": "a" * 300},
        {"kerndoel": "9" * 300},
        {"kerndoel": {"a": 1}},
    ],
    ids=str,
)
def test_a_goal_that_cannot_be_kept_is_said_and_not_loaded(tmp_path: Path, odd: dict[str, Any]) -> None:
    good = {"goal_id": A, "levels": ["po"], "kerndoel": "30", "goal": "A", "text": "Iets leren.", "status": ""}
    assert len(of(tmp_path, [good]).goals) == 1
    with pytest.raises(RuleBroken, match="Nothing was changed"):
        of(tmp_path, [good | odd])


def test_a_zip_that_came_over_damaged_is_said(tmp_path: Path) -> None:
    place = tmp_path / "uitgave.zip"
    with zipfile.ZipFile(place, "w", zipfile.ZIP_DEFLATED) as pack:
        pack.writestr("kerndoelen.json", json.dumps(OLD * 90))
    content = bytearray(place.read_bytes())
    content[45:75] = bytes(one ^ 0xFF for one in content[45:75])
    place.write_bytes(content)
    with pytest.raises(RuleBroken, match="cannot be read"):
        read_release(place)


def test_a_zip_that_unfolds_without_end_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.curriculum.goals.release.MOST_BYTES", 10_000)
    place = tmp_path / "bom.zip"
    with zipfile.ZipFile(place, "w", zipfile.ZIP_DEFLATED) as pack:
        pack.writestr("kernzinnen.json", b" " * 20_000)
    with pytest.raises(RuleBroken, match="cannot be read"):
        read_release(place)


def test_the_command_reports_in_dutch_and_a_dry_run_changes_nothing(app: Flask, tmp_path: Path) -> None:
    place = put(tmp_path / "doelen.json", OLD)
    run = app.test_cli_runner()
    dry = run.invoke(args=["goals", "load", str(place), "--dry-run"])
    assert "Nieuwe kerndoelen: 3" in dry.output
    assert dry.output.endswith("Er is niets veranderd.\n")
    assert "Nieuwe kerndoelen: 3" in run.invoke(args=["goals", "load", str(place)]).output
    assert "niets veranderd" in run.invoke(args=["goals", "load", str(place)]).output
    assert run.invoke(args=["goals", "withdrawn"]).exit_code == 0
    place.write_text("{")
    refused = run.invoke(args=["goals", "load", str(place)])
    assert (refused.exit_code, "is niet te lezen" in refused.output) == (1, True)


def test_what_is_the_same_in_another_wrapping_is_the_same_release(tmp_path: Path) -> None:
    first, second = of(tmp_path, OLD), of(tmp_path, list(reversed(OLD)))
    assert first.sha256 == second.sha256
    assert replace(first, goals=()) == replace(second, goals=())
