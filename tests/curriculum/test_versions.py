"""Publishing over what is out: the lock in the folder, what is refused, and putting an older version back."""

import os
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.access.actor import NOBODY
from app.base import clock
from app.base.db import Table
from app.base.house import House
from app.base.problems import NotFound, RuleBroken
from app.curriculum import queries
from app.curriculum.checker.folder import check_module
from app.curriculum.commands import publish_lessons
from app.curriculum.draft import ModuleDraft
from app.curriculum.lock.file import NAME, lock_from_text
from app.curriculum.lock.values import Version
from app.curriculum.models import CurriculumModule, ModuleVersion
from app.curriculum.operations import publish_again, publish_module
from tests.conftest import BOTH
from tests.curriculum.lessons import TODAY, plant, vocabulary, write
from tests.curriculum.locked import publish_lock

Look = Callable[..., Any]
Act = Callable[..., Any]


@pytest.fixture
def lessons(tmp_path: Path) -> Path:
    write(tmp_path / "lessons")
    return tmp_path / "lessons"


@pytest.fixture
def folder(lessons: Path) -> Path:
    return lessons / "proef"


@pytest.fixture
def run(app: Flask, house: House, lessons: Path) -> Callable[..., Any]:
    """`run("publish")`: a command on these lessons."""
    app.extensions["house"] = replace(house, settings=replace(house.settings, lessons=lessons))
    runner = app.test_cli_runner()
    return lambda *words: runner.invoke(args=["lessons", *words])


def draft_of(folder: Path) -> ModuleDraft:
    """As it stands, whatever its ids.lock says of it."""
    draft = check_module(folder, vocabulary(), TODAY, lock=None).draft
    assert draft is not None
    return draft


def to_version(folder: Path, version: str) -> None:
    text = (folder / "module.yml").read_text("utf-8")
    old = next(line for line in text.splitlines() if line.startswith("version:"))
    plant(folder, "module.yml", old, f"version: {version}")


def publish(act: Act, folder: Path) -> Any:
    return act(NOBODY, publish_module, draft=draft_of(folder))


@BOTH
def test_letters_that_change_are_refused_within_an_edition(act: Act, folder: Path) -> None:
    publish(act, folder)
    plant(folder, "nl/kijk.md", "- [ ] c: schoorsteen\n", "- [ ] c: schoorsteen\n- [ ] d: wiek\n")
    plant(folder, "en/kijk.md", "- [ ] c: chimney\n", "- [ ] c: chimney\n- [ ] d: sail\n")
    to_version(folder, "1.1")
    with pytest.raises(RuleBroken) as refused:
        publish(act, folder)
    assert refused.value.params["next"] == Version(2, 0)
    to_version(folder, "2.0")
    assert publish(act, folder).is_new


def test_a_retired_id_is_refused_whatever_the_files_say(act: Act, folder: Path) -> None:
    publish(act, folder)
    kept = shutil.copytree(folder, folder.parent / "_kept")
    for language in ("nl", "en"):
        plant(folder, f"{language}/bezoek.md", "question open #vraag", "question open #andere-vraag")
    plant(folder, "module.yml", "evidence: [vraag]", "evidence: [andere-vraag]")
    to_version(folder, "2.0")
    publish(act, folder)
    shutil.rmtree(folder)
    kept.rename(folder)
    to_version(folder, "3.0")
    with pytest.raises(RuleBroken) as refused:
        publish(act, folder)
    assert (refused.value.field, refused.value.params["id"]) == ("id", "vraag")


def test_another_type_under_the_same_id_is_refused(act: Act, folder: Path) -> None:
    publish(act, folder)
    plant(folder, "nl/bezoek.md", "question open #vraag", "question short #vraag")
    plant(folder, "nl/bezoek.md", "rubric: GEHEIM-RUBRIEK", "answer: iets")
    plant(folder, "en/bezoek.md", "question open #vraag", "question short #vraag")
    plant(folder, "en/bezoek.md", "rubric: A question.", "answer: something")
    to_version(folder, "2.0")
    with pytest.raises(RuleBroken) as refused:
        publish(act, folder)
    assert refused.value.field == "id"


def test_an_earlier_edition_can_still_be_mended(act: Act, look: Look, folder: Path) -> None:
    """A class is still on 1.x when something in it turns out not to be safe."""
    publish(act, folder)
    kept = shutil.copytree(folder, folder.parent / "_kept")
    plant(folder, "module.yml", "terug, phase: after", "terug, phase: before")
    to_version(folder, "2.0")
    publish(act, folder)
    plant(kept, "nl/bezoek.md", "Blijf achter de lijn.", "Blijf ver achter de lijn.")
    shutil.rmtree(folder)
    kept.rename(folder)
    to_version(folder, "1.1")
    assert publish(act, folder).version == "1.1"
    assert look(NOBODY, queries.newest_module, slug="proef").version == "2.0"
    assert look(NOBODY, queries.module_of_edition, slug="proef", edition=1, language="nl").version == "1.1"


@BOTH
@pytest.mark.parametrize("version", ["1.0", "1.7", "2.4"])
def test_an_edition_that_never_was_out_comes_after_the_newest(act: Act, folder: Path, version: str) -> None:
    """Else it would be out and nobody would ever see it: the newest edition is the one that is given."""
    if version == "2.4":  # between two that are out
        publish(act, folder)
    to_version(folder, "3.0")
    publish(act, folder)
    to_version(folder, version)
    with pytest.raises(RuleBroken) as refused:
        publish(act, folder)
    assert refused.value.field == "version"
    assert "too low" in refused.value.message
    assert refused.value.params["next"] == Version(3, 1)


def state(house: House) -> str:
    with house.looking(NOBODY, clock.now()) as work:
        return work.db.scalars(select(CurriculumModule.state)).one()


@BOTH
def test_mending_an_earlier_edition_brings_no_retired_module_back(act: Act, house: House, folder: Path) -> None:
    publish(act, folder)
    to_version(folder, "2.0")
    plant(folder, "module.yml", "status: published", "status: retired")
    publish(act, folder)
    assert state(house) == "retired"
    plant(folder, "module.yml", "status: retired", "status: published")
    for version in ("1.0", "1.1"):  # as it is out, and with a mended word
        to_version(folder, version)
        assert publish(act, folder).is_new is (version == "1.1")
        assert state(house) == "retired"
        plant(folder, "nl/bezoek.md", "achter de lijn.", "ver achter de lijn.")
    act(NOBODY, publish_again, slug="proef", version=Version(1, 0))
    assert state(house) == "retired"


def test_an_earlier_edition_that_is_retired_takes_no_newer_one_along(act: Act, house: House, folder: Path) -> None:
    publish(act, folder)
    to_version(folder, "2.0")
    publish(act, folder)
    to_version(folder, "1.1")
    plant(folder, "module.yml", "status: published", "status: retired")
    publish(act, folder)
    assert state(house) == "published"
    to_version(folder, "2.1")
    publish(act, folder)
    assert state(house) == "retired"


def test_new_words_in_the_vocabulary_are_no_new_version(act: Act, folder: Path) -> None:
    draft = draft_of(folder)
    act(NOBODY, publish_module, draft=draft)
    other = replace(draft, labels={**draft.labels, "topics": {"water": {"nl": "nat", "en": "wet"}}})
    assert not act(NOBODY, publish_module, draft=other).is_new


def test_editions_stay_readable_when_the_files_are_gone(act: Act, look: Look, house: House, lessons: Path) -> None:
    publish_lessons(house, lessons)
    folder = lessons / "proef"
    plant(folder, "module.yml", "terug, phase: after", "terug, phase: before")
    to_version(folder, "2.0")
    publish_lessons(house, lessons)
    shutil.rmtree(folder)
    assert publish_lessons(house, lessons) == ()
    for edition, phase in ((1, "after"), (2, "before")):
        module = look(NOBODY, queries.module_of_edition, slug="proef", edition=edition, language="nl")
        assert module.steps[2].phase == phase
        assert house.files.get(module.picture_url.rsplit("/", 1)[1])
        assert look(NOBODY, queries.key_of_edition, slug="proef", edition=edition).questions["waarom"].facts["right"]
    assert look(NOBODY, queries.newest_module, slug="proef").edition == 2


@BOTH
def test_an_older_version_is_put_back_as_a_new_revision(act: Act, look: Look, folder: Path) -> None:
    publish(act, folder)
    plant(folder, "nl/kijk.md", "- [ ] c: schoorsteen", "- [x] c: schoorsteen")
    to_version(folder, "1.1")
    publish(act, folder)
    done = act(NOBODY, publish_again, slug="proef", version=Version(1, 0), urgent=True)
    assert done.version == "1.2"
    key = look(NOBODY, queries.key_of_edition, slug="proef", edition=1)
    module = look(NOBODY, queries.newest_module, slug="proef")
    assert key.questions["delen"].facts["right"] == ["a", "b"]
    assert (module.version, module.urgent) == ("1.2", True)
    assert set(key.questions["delen"].letters) == {option.token for option in module.question("delen").options}
    assert not publish(act, folder).is_new  # the folder still says 1.1, and that stays what it was


def test_what_was_never_out_cannot_be_put_back(act: Act, folder: Path) -> None:
    publish(act, folder)
    with pytest.raises(NotFound):
        act(NOBODY, publish_again, slug="proef", version=Version(1, 7))
    with pytest.raises(NotFound):
        act(NOBODY, publish_again, slug="weg", version=Version(1, 0))
    with pytest.raises(RuleBroken):
        act(NOBODY, publish_again, slug="proef", version=Version(1, 0))


def test_publishing_writes_the_lock_beside_the_module_once(run, folder: Path, house: House) -> None:
    said = run("publish").output
    assert said.splitlines() == [
        "proef: 1.0 gepubliceerd",
        f"  proef/{NAME} geschreven: zet het met de module in git",
    ]
    file = folder / NAME
    lock, before = lock_from_text(file.read_text("utf-8")), file.stat().st_mtime_ns
    assert (lock.version, set(lock.questions) >= {"waarom", "vraag"}) == (Version(1, 0), True)
    assert run("publish").output == "proef: 1.0 was al uit\n"
    assert file.stat().st_mtime_ns == before
    assert [one.name for one in folder.iterdir() if "lock" in one.name] == [NAME]
    assert run("check").exit_code == 0


def test_a_lock_from_git_is_not_forgotten_by_a_new_database(run, act, folder: Path, house: House) -> None:
    """A house that starts empty knows nothing of 1.0; what stood in it stays retired."""
    run("publish")
    for language in ("nl", "en"):
        plant(folder, f"{language}/bezoek.md", "question open #vraag", "question open #andere-vraag")
    plant(folder, "module.yml", "evidence: [vraag]", "evidence: [andere-vraag]")
    plant(folder, "module.yml", "reviewed: []", "reviewed: []\nretired_questions: [vraag]")
    to_version(folder, "2.0")

    def forget(work: Any) -> None:
        for table in (ModuleVersion, CurriculumModule):
            for row in work.db.scalars(select(table)):
                work.db.delete(row)
            work.db.flush()

    house.act_everywhere(NOBODY, clock.now(), forget)
    assert run("publish").exit_code == 0
    lock = lock_from_text((folder / NAME).read_text("utf-8"))
    assert lock.retired == {"vraag": Version(1, 0)}
    assert lock.questions["waarom"].first == Version(1, 0)


@pytest.mark.skipif(os.geteuid() == 0, reason="root writes everywhere")
def test_a_folder_that_cannot_be_written_is_said_to(run, folder: Path) -> None:
    folder.chmod(0o500)
    try:
        said = run("publish")
    finally:
        folder.chmod(0o700)
    assert said.exit_code == 0
    assert f"{NAME} kon niet geschreven worden" in said.output


def test_a_lock_that_cannot_be_replaced_is_said_and_the_version_is_out(run, folder: Path, monkeypatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_text", full)
    said = run("publish")
    assert said.exit_code == 0
    assert "proef: 1.0 gepubliceerd" in said.output
    assert f"proef/{NAME} kon niet geschreven worden: No space left on device" in said.output


def test_what_is_in_review_goes_out_in_a_demo_alone_and_locks_nothing(app: Flask, house: House, folder: Path) -> None:
    plant(folder, "module.yml", "status: published", "status: review")
    shown = replace(house, settings=replace(house.settings, lessons=folder.parent))
    assert [one.published for one in publish_lessons(shown, folder.parent)] == [None]
    app.extensions["house"] = demo = replace(shown, settings=replace(shown.settings, demo=True))
    assert "1.0 gepubliceerd" in app.test_cli_runner().invoke(args=["lessons", "publish"]).output
    assert not (folder / NAME).exists()
    with demo.looking(NOBODY, clock.now()) as work:
        assert queries.newest_module(work, slug="proef").status == "review"


def test_the_publish_command_puts_an_older_version_back(run, folder: Path) -> None:
    run("publish")
    plant(folder, "nl/kijk.md", "Het water in zee", "Het zeewater")
    to_version(folder, "1.1")
    run("publish")
    said = run("publish", "proef", "--from", "1.0")
    assert said.output.splitlines()[0] == "proef: 1.2 gepubliceerd, gelijk aan 1.0"
    assert lock_from_text((folder / NAME).read_text("utf-8")).version == Version(1, 2)
    assert run("publish", "--from", "1.0").exit_code == 2
    assert "nooit uit geweest" in run("publish", "proef", "--from", "9.9").output
    assert "nooit uit geweest" in run("publish", "proef", "--from", "onzin").output


def test_diff_names_each_change_its_place_and_the_version_it_needs(run, folder: Path) -> None:
    assert run("diff").output == "proef: nog niet uit, er is niets om mee te vergelijken\n"
    run("publish")
    assert run("diff").output == "proef: hetzelfde als 1.0\n"
    line = plant(
        folder, "nl/kijk.md", "::: question number #inhoud points=2\n", "::: §question number #inhoud points=3\n"
    )
    plant(folder, "nl/bezoek.md", "Blijf achter de lijn.", "Blijf ver achter de lijn.")
    said = run("diff", "proef")
    assert said.exit_code == 0
    assert said.output.splitlines() == [
        "proef: 1.0 is uit, de map zegt 1.0",
        f"  proef/nl/kijk.md:{line}: vraag `inhoud`: 2 punten werden 3",
        "      een herziening, en antwoorden worden opnieuw nagekeken",
        "  proef/nl/bezoek.md:1: stap `bezoek`: tekst of afbeelding is veranderd",
        "      een herziening: iedereen ziet het meteen",
        "  -> versie: 1.1",
    ]
    plant(folder, "module.yml", "terug, phase: after", "terug, phase: before")
    assert run("diff", "proef").output.splitlines()[-1] == "  -> versie: 2.0"
    assert "step `terug` moved from after to before" in run("diff", "--language", "en").output


def test_diff_compares_with_the_lock_when_no_database_knows_the_module(run, act, folder: Path, house: House) -> None:
    publish_lock(folder)
    plant(folder, "nl/kijk.md", "Het water in zee", "Het zeewater")
    assert "-> versie: 1.1" in run("diff").output


def test_diff_of_a_module_with_errors_says_them(run, folder: Path) -> None:
    plant(folder, "nl/kijk.md", "label: Kijk\n", "label: Rondkijken\n")
    said = run("diff")
    assert said.exit_code == 0
    assert "S05" in said.output
    assert "proef: niet vergeleken, er zitten fouten in" in said.output


def test_without_a_database_diff_compares_with_the_lock_and_publish_says_what_to_do(
    run, folder: Path, house: House
) -> None:
    """Where an author only writes, nobody ran the migrations."""
    publish_lock(folder)
    with house.store.engine.begin() as connection:
        Table.metadata.drop_all(connection)
    plant(folder, "nl/bezoek.md", "achter de lijn.", "ver achter de lijn.")
    assert "1.0 is uit" in run("diff").output
    for command in (["publish"], ["publish", "proef", "--from", "1.0"]):
        refused = run(*command)
        assert refused.exit_code == 1
        assert "flask house migrate" in refused.output
