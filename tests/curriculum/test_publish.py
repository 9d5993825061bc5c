"""Publishing on a real database, reading it back, serving pictures, and the two commands."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app.access.actor import NOBODY, Actor, Post, Role
from app.base.house import House
from app.base.problems import NotAllowed, NotFound
from app.curriculum import queries
from app.curriculum.commands import publish_lessons
from app.curriculum.models import ModuleVersion
from tests.conftest import BOTH
from tests.curriculum.lessons import plant, write

TEACHER = Actor(None, (Post(Role.TEACHER),))
Look = Callable[..., Any]


@pytest.fixture
def lessons(tmp_path: Path) -> Path:
    write(tmp_path / "lessons")
    return tmp_path / "lessons"


def _versions(house: House) -> list[tuple[str, int, int]]:
    with house.store.reading(None) as db:
        rows = db.execute(select(ModuleVersion.slug, ModuleVersion.edition, ModuleVersion.revision))
        return sorted((slug, edition, revision) for slug, edition, revision in rows)


def _raise_version(folder: Path, to: str) -> None:
    text = (folder / "module.yml").read_text("utf-8")
    version = next(line for line in text.splitlines() if line.startswith("version:"))
    (folder / "module.yml").write_text(text.replace(version, f"version: {to}"), "utf-8")


@BOTH
def test_publishing_twice_gives_one_version(house: House, lessons: Path) -> None:
    first, second = publish_lessons(house, lessons), publish_lessons(house, lessons)
    assert [one.published.is_new for one in (*first, *second) if one.published] == [True, False]
    assert _versions(house) == [("proef", 1, 0)]


@BOTH
def test_a_module_is_read_back_as_it_was_written(house: House, lessons: Path, look: Look) -> None:
    publish_lessons(house, lessons)
    module = look(TEACHER, queries.newest_module, slug="proef", language="nl")
    assert (module.title, module.version, module.languages) == ("De proefsluis", "1.0", ("nl", "en"))
    assert module.summary == "Ontdek hoe een sluis een schip optilt."
    assert module.goals == ("Je legt uit waarom een sluis nodig is.", "Je rekent met inhoud.")
    assert module.minutes == {"before": 10, "during": 20, "after": 5}
    assert [(step.id, step.label, step.phase) for step in module.steps][:2] == [
        ("kijk", "Kijk", "before"),
        ("bezoek", "Bezoek", "during"),
    ]
    assert [(m.what, str(m.amount), m.per, str(m.price)) for m in module.materials] == [
        ("bak", "1", "group", "2.50"),
        ("klei", "0.5", "pair", "None"),
    ]
    assert str(module.topics[0]) == "water"
    assert module.kerndoelen[0].label == "producten: werking, vorm en materiaal"
    assert (module.visit_kind, module.visit_label) == ("lock-or-harbour", "sluis of haven")
    assert module.evidence == ("vraag",)
    assert module.pass_points is None
    assert look(TEACHER, queries.newest_module, slug="proef", language="en").title == "The test lock"


def test_a_language_that_is_not_there_falls_back_on_the_source(house: House, lessons: Path, look: Look) -> None:
    plant(lessons / "proef", "module.yml", "also: [en]", "also: []")
    publish_lessons(house, lessons)
    module = look(TEACHER, queries.newest_module, slug="proef", language="en")
    assert (module.title, module.language) == ("De proefsluis", "nl")
    assert str(module.kerndoelen[0]) == "products: working, form and material"


def test_a_broken_module_keeps_the_old_one_served_and_the_others_go_on(house: House, lessons: Path, look: Look) -> None:
    publish_lessons(house, lessons)
    write(lessons, "tweede")
    _raise_version(lessons / "proef", "1.1")
    plant(lessons / "proef", "nl/kijk.md", "- (x) b: Om water", "- ( ) b: Om water")
    outcomes = {one.checked.slug: one for one in publish_lessons(house, lessons)}
    assert outcomes["proef"].published is None
    assert outcomes["tweede"].published
    assert look(TEACHER, queries.newest_module, slug="proef", language="nl").version == "1.0"
    assert len(look(TEACHER, queries.catalogue, language="nl")) == 2


def test_a_version_that_is_out_does_not_change(house: House, lessons: Path, look: Look) -> None:
    publish_lessons(house, lessons)
    plant(lessons / "proef", "nl/about.md", "De proefsluis", "De andere sluis")
    (outcome,) = publish_lessons(house, lessons)
    assert outcome.published is None
    assert "1.1" in outcome.why_not
    assert look(TEACHER, queries.newest_module, slug="proef", language="nl").title == "De proefsluis"
    _raise_version(lessons / "proef", "1.1")
    (outcome,) = publish_lessons(house, lessons)
    assert outcome.published
    assert look(TEACHER, queries.newest_module, slug="proef", language="nl").title == "De andere sluis"


def test_pupils_under_way_stay_on_their_edition_and_get_its_revisions(house: House, lessons: Path, look: Look) -> None:
    publish_lessons(house, lessons)
    for version, title in (("1.1", "Herzien"), ("2.0", "Nieuw")):
        _raise_version(lessons / "proef", version)
        (lessons / "proef/nl/about.md").write_text(
            f"# {title}\n\nOver een sluis.\n\n## Wat je leert\n\n- Iets.\n", "utf-8"
        )
        publish_lessons(house, lessons)

    def title_of(edition: int) -> str:
        return str(look(NOBODY, queries.module_of_edition, slug="proef", edition=edition, language="nl").title)

    assert (title_of(1), title_of(2)) == ("Herzien", "Nieuw")
    assert look(NOBODY, queries.titles, language="nl") == {("proef", 1): "Herzien", ("proef", 2): "Nieuw"}
    tokens = [
        set(look(NOBODY, queries.key_of_edition, slug="proef", edition=edition).questions["waarom"].letters)
        for edition in (1, 2)
    ]
    assert tokens[0] == tokens[1]  # a page that is open when a revision comes out still counts


def test_a_retired_module_leaves_the_catalogue_and_stays_for_those_who_have_it(
    house: House, lessons: Path, look: Look
) -> None:
    publish_lessons(house, lessons)
    plant(lessons / "proef", "module.yml", "status: published", "status: retired")
    publish_lessons(house, lessons)
    assert look(TEACHER, queries.catalogue, language="nl") == ()
    with pytest.raises(NotFound):
        look(TEACHER, queries.newest_module, slug="proef")
    assert look(TEACHER, queries.module_of_edition, slug="proef", edition=1, language="nl").title


@pytest.mark.parametrize("status", ["draft", "review"])
def test_what_is_not_ready_does_not_come_out(house: House, lessons: Path, status: str) -> None:
    plant(lessons / "proef", "module.yml", "status: published", f"status: {status}")
    publish_lessons(house, lessons)
    assert _versions(house) == []


def test_the_catalogue_is_chosen_by_level(house: House, lessons: Path, look: Look) -> None:
    publish_lessons(house, lessons)
    found = {
        level: len(look(TEACHER, queries.catalogue, language="nl", level=level)) for level in ("po-8", "po-5", "po-2")
    }
    assert found == {"po-8": 1, "po-5": 0, "po-2": 0}


def test_the_guide_is_not_for_pupils(house: House, lessons: Path, look: Look) -> None:
    publish_lessons(house, lessons)
    guide = look(TEACHER, queries.teacher_guide, slug="proef", edition=1, language="nl")
    assert "GEHEIM-GIDS" in guide.html
    assert "GEHEIM-LERAAR" in guide.steps["kijk"][0]
    with pytest.raises(NotAllowed):
        look(Actor(None, (Post(Role.PUPIL),)), queries.teacher_guide, slug="proef", edition=1, language="nl")


def test_a_picture_is_served_for_ever_and_can_do_nothing(
    house: House, lessons: Path, look: Look, client: FlaskClient
) -> None:
    publish_lessons(house, lessons)
    url = look(TEACHER, queries.newest_module, slug="proef", language="nl").picture_url
    answer = client.get(url)
    assert answer.status_code == 200
    assert answer.mimetype == "image/svg+xml"
    assert answer.data == (lessons / "proef/media/sluis.svg").read_bytes()
    assert "immutable" in answer.headers["Cache-Control"]
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert client.get(url, headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304


@pytest.mark.parametrize("name", ["0" * 64, "kort", "..%2f..%2fetc%2fpasswd"])
def test_a_picture_that_is_none_is_not_found(client: FlaskClient, name: str) -> None:
    assert client.get(f"/media/{name}").status_code == 404


@pytest.fixture
def at_lessons(app: Flask, house: House, lessons: Path) -> Flask:
    app.extensions["house"] = replace(house, settings=replace(house.settings, lessons=lessons))
    return app


def test_the_check_command_ends_with_one_when_there_are_errors(at_lessons: Flask, lessons: Path) -> None:
    run = at_lessons.test_cli_runner().invoke
    good = run(args=["lessons", "check"])
    assert (good.exit_code, good.output) == (0, "1 module, 0 fouten, 0 keer let op\n")
    line = plant(lessons / "proef", "nl/kijk.md", "label: Kijk\n", "label: §Rondkijken\n")
    bad = run(args=["lessons", "check", "proef"])
    assert bad.exit_code == 1
    assert bad.output.splitlines() == [
        f"proef/nl/kijk.md:{line}: fout S05: het label `Rondkijken` heeft meer dan 9 letters",
        "    label: Rondkijken",
        "    -> Kies een woord van hoogstens 9 letters.",
        "1 module, 1 fout, 0 keer let op",
    ]
    english = run(args=["lessons", "check", "--language", "en"]).output
    assert "error S05: the label `Rondkijken` has more than 9 letters" in english


def test_the_check_command_speaks_json(at_lessons: Flask, lessons: Path) -> None:
    plant(lessons / "proef", "nl/kijk.md", "label: Kijk\n", "label: Rondkijken\n")
    (flaw,) = json.loads(at_lessons.test_cli_runner().invoke(args=["lessons", "check", "--json"]).output)
    assert (flaw["code"], flaw["file"], flaw["line"], flaw["weight"]) == ("S05", "proef/nl/kijk.md", 2, "error")


def test_a_module_that_is_not_there_is_said_to(at_lessons: Flask) -> None:
    answer = at_lessons.test_cli_runner().invoke(args=["lessons", "check", "weg"])
    assert answer.exit_code == 2
    assert "weg" in answer.output


def test_the_publish_command_says_what_came_out(at_lessons: Flask, lessons: Path) -> None:
    run = at_lessons.test_cli_runner().invoke
    assert run(args=["lessons", "publish"]).output.startswith("proef: 1.0 gepubliceerd\n")
    assert run(args=["lessons", "publish"]).output == "proef: 1.0 was al uit\n"
    plant(lessons / "proef", "nl/kijk.md", "label: Kijk\n", "label: Rondkijken\n")
    broken = run(args=["lessons", "publish"])
    assert broken.exit_code == 1
    assert "proef: niet gepubliceerd, er zitten fouten in" in broken.output
