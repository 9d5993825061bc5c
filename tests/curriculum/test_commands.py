"""What an author runs: new, check, fix, translate-status and schema, as from the command line."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import Result
from flask import Flask

from app.base.house import House
from app.base.language import speaking
from app.base.levels import BANDS
from app.curriculum.blocks import KINDS
from app.curriculum.checker.folder import module_folders
from app.curriculum.commands import check_lessons, publish_lessons
from app.curriculum.commands.annotations import annotations
from app.curriculum.flaws import Flaw
from app.curriculum.mending.module import mend_module
from app.curriculum.questions import TYPES
from app.curriculum.schema import credits_schema, module_schema
from tests.curriculum.lessons import FILE, GOOD, LESSONS, as_files, plant, vocabulary, write

Run = Callable[..., Result]


@pytest.fixture
def lessons(tmp_path: Path) -> Path:
    """A folder of lessons with the good module and the shared texts of this house."""
    write(tmp_path / "lessons")
    for file in (LESSONS / "_shared").rglob("*"):
        if file.is_file():
            place = tmp_path / "lessons/_shared" / file.relative_to(LESSONS / "_shared")
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(file.read_bytes())
    return tmp_path / "lessons"


@pytest.fixture
def run(app: Flask, house: House, lessons: Path) -> Run:
    """`run("check", "--json")`: `flask lessons check --json` in that folder."""
    object.__setattr__(house.settings, "lessons", lessons)
    runner = app.test_cli_runner()
    return lambda *words: runner.invoke(args=["lessons", *words])


def files_in(folder: Path) -> dict[str, bytes]:
    return {str(one.relative_to(folder)): one.read_bytes() for one in folder.rglob("*") if one.is_file()}


# new


@pytest.mark.parametrize("level", BANDS)
def test_a_new_module_passes_the_checker_from_the_first_minute(run: Run, lessons: Path, level: str) -> None:
    made = run("new", "mijn-eerste", "--level", level, "--title", "Hijsen: hoe doe je dat?")
    assert made.exit_code == 0, made.output
    checked = next(one for one in check_lessons(lessons, ["mijn-eerste"]))
    assert [str(flaw.message) for flaw in checked.errors] == []
    assert checked.draft is not None
    assert checked.draft.texts["nl"].title == "Hijsen: hoe doe je dat?"
    assert checked.draft.facts["levels"] == [level]
    assert checked.draft.status == "draft"


def test_a_new_module_shows_one_of_every_block_and_type(run: Run, lessons: Path) -> None:
    run("new", "alles", "--level", "po-7-8")
    text = "\n".join(file.read_text("utf-8") for file in (lessons / "alles/nl").glob("*.md"))
    opened = re.findall(r"^:{3,} (\S+)(?: (\w+))?", text, flags=re.M)
    assert {kind for kind, _ in opened} == set(KINDS)
    assert {name for kind, name in opened if kind == "question"} | {"measure"} == set(TYPES)
    assert " level=" in text
    assert "@@" not in text + (lessons / "alles/module.yml").read_text("utf-8")


def test_a_new_module_stands_without_shared_texts_too(run: Run, lessons: Path) -> None:
    for file in sorted((lessons / "_shared").rglob("*"), reverse=True):
        file.unlink() if file.is_file() else file.rmdir()
    assert run("new", "alleen", "--level", "vo-boven-hv").exit_code == 0
    assert check_lessons(lessons, ["alleen"])[0].errors == ()


def test_the_notes_for_the_author_are_seen_by_nobody_else(run: Run, lessons: Path) -> None:
    run("new", "alles", "--level", "po-7-8")
    draft = check_lessons(lessons, ["alles"])[0].draft
    assert draft is not None
    html = json.dumps([repr(step) for step in draft.texts["nl"].steps.values()])
    assert "[//]" not in html
    assert "verandert nooit meer" not in html


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["proef", "--level", "po-7-8"], "proef bestaat al"),
        (["Zee Sluis", "--level", "po-7-8"], "kan geen id zijn"),
        (["../buiten", "--level", "po-7-8"], "kan geen id zijn"),
        (["_shared", "--level", "po-7-8"], "kan geen id zijn"),
        (["a" * 61, "--level", "po-7-8"], "kan geen id zijn"),
        (["nieuw", "--level", "groep-7"], "Het niveau “groep-7” bestaat niet"),
    ],
)
def test_what_cannot_be_new_is_said_and_nothing_is_written(
    run: Run, lessons: Path, words: list[str], said: str
) -> None:
    before = files_in(lessons)
    done = run("new", *words)
    assert done.exit_code == 2
    assert said in done.output
    assert files_in(lessons) == before
    assert [one.name for one in lessons.iterdir() if one.name.startswith(".")] == []


# check


def test_check_says_the_file_as_from_the_root_of_the_repository(tmp_path: Path) -> None:
    flaws = [Flaw("Q02", "proef/nl/kijk.md", 7)]
    (tmp_path / "repo/.git").mkdir(parents=True)
    places = {"repo/lessons": "lessons/proef", "repo": "proef", "repo/a/lessons": "a/lessons/proef"}
    for place, shown in places.items():
        (tmp_path / place).mkdir(parents=True, exist_ok=True)
        assert f"file={shown}/nl/kijk.md,line=7," in annotations(flaws, tmp_path / place)[0]


def test_check_for_github_escapes_what_would_end_a_message() -> None:
    flaw = Flaw("M06", "a/b,c:d%.yml", 3, facts={"key": "x", "value": "1,2:3", "wanted": "100%\nmore"})
    with speaking("en"):
        line = annotations([flaw], LESSONS)[0]
    assert line.startswith("::error file=lessons/a/b%2Cc%3Ad%25.yml,line=3,title=M06 `x` cannot be `1%2C2%3A3`::")
    assert line.endswith("::100%25%0Amore")
    assert "\n" not in line


def test_check_ends_with_1_for_an_error_and_0_for_a_note(run: Run, lessons: Path) -> None:
    plant(lessons / "proef", "nl/bezoek.md", "\nrubric: GEHEIM-RUBRIEK\n", "\n")
    noted = run("check", "proef", "--github")
    assert noted.exit_code == 0
    assert re.search(r"^::warning file=.*proef/nl/bezoek.md,line=\d+,title=Q13", noted.output, flags=re.M)
    plant(lessons / "proef", "nl/kijk.md", "- (x) b: Om", "- ( ) b: Om")
    wrong = run("check", "proef", "--github")
    assert wrong.exit_code == 1
    assert "::error file=" in wrong.output
    assert json.loads(run("check", "proef", "--json").output)[1]["code"] == "Q02"


def test_a_problem_in_a_shared_text_is_said_once_for_all_modules_that_use_it(run: Run, lessons: Path) -> None:
    run("new", "een", "--level", "po-7-8")
    run("new", "twee", "--level", "po-7-8")
    text = (lessons / "een/nl/op-bezoek.md").read_text("utf-8")
    name = re.findall(r"^::: include (\S+)", text, flags=re.M)[0]
    shared = lessons / f"_shared/nl/{name}.md"
    shared.write_text(shared.read_text("utf-8") + "\n<b>vet</b>\n", "utf-8")
    for slugs in (["een", "twee"], []):
        said = run("check", *slugs).output
        assert said.count(": fout T03:") == 1
        assert f"_shared/nl/{name}.md:" in said


def test_check_of_everything_sees_a_shared_text_that_no_module_uses_yet(run: Run, lessons: Path) -> None:
    (lessons / "_shared/nl/los.md").write_text("<b>vet</b>\n", "utf-8")
    assert "_shared/nl/los.md:1: fout T03" in run("check").output
    assert "los.md" not in run("check", "proef").output


# fix


BAD = """\
# Kijk
label: Kijk

::: question choice points=2
Waarom is er één sluis?

- () Om te wassen
- (X) Om water tegen te houden
* [ ] geen keuze van deze soort
:::

::: question choice #letters
Wat?

- ( ) a: een
-(x)  c : drie
- ( ) vier
:::

::: question order
Zet op volgorde.

1) eerst
2. b: dan
:::

::: question match #paren
Wat hoort bij elkaar?

- kolk = bak
- a: deur=houdt tegen
- wat = is = dit
:::

::: task
Bouw een sluis.

```
- () dit is code
```
:::
"""


def mended(text: str, **more: str) -> tuple[str, list[str]]:
    """The step after mending, and what was said of it."""
    files = {"module.yml": b"id: a\nlanguage: nl\n", "nl/kijk.md": text.encode()}
    files |= {name.replace("_", "/", 1) + ".md": content.encode() for name, content in more.items()}
    done = mend_module(files)
    return (files | dict(done.files))["nl/kijk.md"].decode(), [f"{one.file}:{one.line}" for one in done.mends]


def test_fix_adds_what_is_missing_and_writes_it_as_it_should_be() -> None:
    text, said = mended(BAD.replace("* [ ] geen keuze van deze soort\n", ""))
    for line in (
        "::: question choice #waarom-is-er-een-sluis points=2",
        "- ( ) a: Om te wassen",
        "- (x) b: Om water tegen te houden",
        "- (x) c: drie",
        "- ( ) d: vier",
        "::: question order #zet-op-volgorde",
        "1. c: eerst",
        "2. b: dan",
        "- b: kolk = bak",
        "- a: deur = houdt tegen",
        "::: task #bouw-een-sluis",
    ):
        assert f"\n{line}\n" in text, line
    assert len(said) == len(set(said)) == 10


def test_fix_leaves_alone_what_it_does_not_understand() -> None:
    text, _ = mended(BAD)
    for line in ("* [ ] geen keuze van deze soort", "- wat = is = dit", "- () dit is code"):
        assert f"\n{line}\n" in text


def test_fix_changes_nothing_the_second_time() -> None:
    once, _ = mended(BAD)
    assert mended(once) == (once, [])


@pytest.mark.parametrize(
    "broken", ["::: question choice\n- () a\n", "```\n- () a\n", ":::\n- () a\n", "::: tip\n::: tip\n"]
)
def test_fix_touches_no_page_with_a_broken_structure(broken: str) -> None:
    text = f"# A\nlabel: A\n\n::: question choice #x\nWat?\n\n- () een\n- (x) twee\n:::\n\n{broken}"
    assert mended(text) == (text, [])


def test_fix_never_changes_an_id_or_a_letter_that_is_there() -> None:
    for name, content in as_files().items():
        assert mend_module(as_files()).files.get(name, content) == content
    once, _ = mended(BAD)
    kept = re.findall(r"#([a-z-]+)", BAD)
    assert [one for one in kept if f"#{one}" not in once] == []
    assert once.index("a: een") < once.index("c: drie") < once.index("d: vier")


def test_fix_gives_no_letter_or_id_that_was_ever_used() -> None:
    files = {
        "module.yml": b"id: a\nlanguage: nl\nretired_questions: [wat]\n",
        "nl/kijk.md": b"# A\nlabel: A\n\n::: question choice #v\nWat?\n\n- (x) a: een\n- ( ) nieuw\n:::\n\n"
        b"::: question open\nWat?\n:::\n",
    }
    text = mend_module(files, {"v": "abc", "wat-2": ""}).files["nl/kijk.md"].decode()
    assert "- ( ) d: nieuw" in text
    assert "::: question open #wat-3\n" in text


def test_fix_names_nothing_in_a_translation_because_the_source_decides() -> None:
    other = "# L\nlabel: L\n\n::: question choice\nWhat?\n\n- () one\n- ( ) a:two\n:::\n"
    files = {"module.yml": b"id: a\nlanguage: nl\nalso: [en]\n", "en/kijk.md": other.encode()}
    assert mend_module(files).files["en/kijk.md"].decode() == other.replace("- ( ) a:two", "- ( ) a: two")


def test_fix_of_a_question_with_more_choices_than_letters_leaves_them() -> None:
    choices = "".join(f"- ( ) keuze {n}\n" for n in range(30))
    text = f"# A\nlabel: A\n\n::: question choice #v\nWat?\n\n{choices}:::\n"
    assert mended(text) == (text, [])


def test_fix_writes_line_ends_and_the_start_of_a_file_as_everywhere(run: Run, lessons: Path) -> None:
    file = lessons / "proef/nl/kijk.md"
    before = file.read_bytes()
    file.write_bytes(b"\xef\xbb\xbf" + before.replace(b"\n", b"\r\n"))
    file.chmod(0o640)
    said = run("fix", "proef", "--dry-run").output
    assert "BOM" in said
    assert "niets geschreven" in said
    assert file.read_bytes() != before
    run("fix", "proef")
    assert file.read_bytes() == before
    assert file.stat().st_mode & 0o777 == 0o640
    assert "niets te herstellen" in run("fix", "proef").output
    assert [one for one in file.parent.iterdir() if one.name.startswith(".")] == []


def test_fix_does_not_follow_a_link_out_of_the_folder(run: Run, lessons: Path, tmp_path: Path) -> None:
    outside = tmp_path / "buiten.md"
    outside.write_bytes(b"# A\r\n")
    (lessons / "proef/nl/link.md").symlink_to(outside)
    run("fix", "proef")
    assert outside.read_bytes() == b"# A\r\n"
    assert (lessons / "proef/nl/link.md").is_symlink()


def test_what_fix_made_passes_the_checker(run: Run, lessons: Path) -> None:
    folder = lessons / "proef"
    plant(folder, "nl/kijk.md", "- (x) b: Om water", "- (X) Om water")
    plant(folder, "nl/kijk.md", "- ( ) c: Om te vissen", "- () Om te vissen")
    plant(
        folder,
        "nl/bezoek.md",
        "Blijf achter de lijn.\n:::\n",
        "Blijf achter de lijn.\n:::\n\n::: task\nKijk rond.\n:::\n",
    )
    plant(folder, "module.yml", "also: [en]\n", "")
    for file in (folder / "en").iterdir():
        file.unlink()
    (folder / "en").rmdir()
    assert check_lessons(lessons, ["proef"])[0].errors
    run("fix", "proef")
    assert check_lessons(lessons, ["proef"])[0].errors == ()


def test_fix_leaves_the_lessons_of_this_house_as_they_are() -> None:
    for folder in module_folders(LESSONS):
        files = {one.relative_to(folder).as_posix(): one.read_bytes() for one in folder.glob("*/*.md")}
        files["module.yml"] = (folder / "module.yml").read_bytes()
        assert mend_module(files).files == {}


# translate-status


def test_translate_status_names_what_is_missing(run: Run, lessons: Path) -> None:
    (lessons / "proef/en/terug.md").unlink()
    plant(lessons / "proef", "en/kijk.md", "::: task #bouw\nBuild a lock of clay.\n:::\n", "")
    row = json.loads(run("translate-status", "proef", "--json").output)[0]
    assert (row["module"], row["language"], row["done"]) == ("proef", "en", False)
    assert "en/terug.md" in row["missing_files"]
    assert {"bouw", "gezien", "verhaal"} <= set(row["missing"])
    assert row["older"] is None
    table = run("translate-status", "proef").output
    assert "en/terug.md" in table
    assert "bouw" in table
    assert "nog niet gepubliceerd" in table


def _republish(house: House, lessons: Path, version: str) -> None:
    text = (lessons / "proef/module.yml").read_text("utf-8")
    (lessons / "proef/module.yml").write_text(re.sub(r"^version: .*", f"version: {version}", text, flags=re.M), "utf-8")
    assert [one.why_not for one in publish_lessons(house, lessons, ["proef"])] == [""]


def test_translate_status_sees_what_is_older_than_its_source(run: Run, lessons: Path, house: House) -> None:
    def older() -> Any:
        return json.loads(run("translate-status", "proef", "--json").output)[0]["older"]

    _republish(house, lessons, "1.0")
    assert older() == []
    plant(lessons / "proef", "nl/kijk.md", "Het water in zee gaat", "Het zeewater gaat")
    assert older() == ["kijk"], "before it is published"
    _republish(house, lessons, "1.1")
    assert older() == ["kijk"], "and after"
    plant(lessons / "proef", "en/kijk.md", "The water at sea", "The sea water")
    assert older() == []
    plant(lessons / "proef", "nl/bezoek.md", "Wat vroeg je aan de gids?", "Wat heb je gevraagd?")
    assert older() == ["bezoek"]


def test_translate_status_of_a_module_in_one_language_says_so(run: Run, lessons: Path) -> None:
    run("new", "alleen", "--level", "po-7-8")
    assert "alleen: geen vertalingen" in run("translate-status", "alleen").output
    (lessons / "alleen/module.yml").write_text("id: [", "utf-8")
    assert "alleen: module.yml is niet te lezen" in run("translate-status", "alleen").output


# schema


def problems(schema: dict[str, Any], value: Any, root: dict[str, Any]) -> list[str]:
    """What a JSON Schema says of a value, for the words of it that we use; an unknown word fails."""
    known = {"$schema", "$defs", "title", "description", "default", "markdownEnumDescriptions", "format"}
    checks: dict[str, Callable[[Any], list[str]]] = {
        "$ref": lambda to: problems(root["$defs"][to.rsplit("/", 1)[1]], value, root),
        "type": lambda names: [] if any(IS[one](value) for one in _list(names)) else [f"{value!r} is no {names}"],
        "enum": lambda of: [] if value in of else [f"{value!r} is not in the list"],
        "const": lambda one: [] if value == one else [f"{value!r} is not {one}"],
        "pattern": lambda rule: [] if not isinstance(value, str) or re.search(rule, value) else [f"{value!r}: pattern"],
        "maxLength": lambda most: [] if len(value) <= most else ["too long"],
        "minItems": lambda least: [] if len(value) >= least else ["too few"],
        "minimum": lambda least: [] if value >= least else ["too small"],
        "maximum": lambda most: [] if value <= most else ["too big"],
        "anyOf": lambda some: [] if any(not problems(one, value, root) for one in some) else ["none of these"],
        "required": lambda names: [f"{name} is missing" for name in names if name not in value],
        "items": lambda each: [said for one in value for said in problems(each, one, root)],
        "properties": lambda held: [
            said for name, one in held.items() if name in value for said in problems(one, value[name], root)
        ],
        "additionalProperties": lambda may: [
            f"{name} is unknown" for name in value if not may and name not in schema["properties"]
        ],
    }
    assert set(schema) - known <= set(checks), schema
    first = [word for word in ("$ref", "type", "anyOf") if word in schema]
    wrong = [said for word in first for said in checks[word](schema[word])]
    return wrong or [
        said for word in checks if word in schema and word not in first for said in checks[word](schema[word])
    ]


IS: dict[str, Callable[[Any], bool]] = {
    "string": lambda value: isinstance(value, str),
    "number": lambda value: isinstance(value, (int, float)),
    "integer": lambda value: isinstance(value, int),
    "boolean": lambda value: isinstance(value, bool),
    "object": lambda value: isinstance(value, dict),
    "array": lambda value: isinstance(value, list),
    "null": lambda value: value is None,
}


def _list(names: Any) -> list[str]:
    return names if isinstance(names, list) else [names]


class AsEditors(yaml.SafeLoader):
    """YAML as an editor's language server reads it: a date is a text, 1.0 a number."""


AsEditors.yaml_implicit_resolvers = {
    sign: [(tag, rule) for tag, rule in rules if not tag.endswith("timestamp")]
    for sign, rules in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def read(text: str) -> Any:
    return yaml.load(text, AsEditors)


@pytest.mark.parametrize("folder", module_folders(LESSONS), ids=lambda folder: folder.name)
def test_the_lessons_of_this_house_pass_their_schema(folder: Path) -> None:
    schema = module_schema(vocabulary())
    assert problems(schema, read((folder / "module.yml").read_text("utf-8")), schema) == []
    credits_ = credits_schema()
    assert problems(credits_, read((folder / "media/credits.yml").read_text("utf-8")), credits_) == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("levels: [po-7-8]", "levels: [groep-7]", "'groep-7' is not in the list"),
        ("kerndoelen: [po-2006-44]", "kerndoelen: [44]", "44 is not in the list"),
        ("topics: [water]", "topics: [watr]", "'watr' is not in the list"),
        ("safety: [water-edge]", "safety: [helm]", "'helm' is not in the list"),
        ("kind: lock-or-harbour", "kind: pretpark", "none of these"),
        ("icon: eye", "icon: oog", "'oog' is not in the list"),
        ("phase: during", "phase: midden", "'midden' is not in the list"),
        ("minutes: 20", "minutes: lang", "'lang' is no integer"),
        ("licence: CC-BY-SA-4.0", "licence: CC-BY-NC-4.0", "'CC-BY-NC-4.0' is not in the list"),
        ("status: published", "status: klaar", "'klaar' is not in the list"),
        ("language: nl", "language: de", "'de' is not in the list"),
        ("reviewed: []", "nagekeken: []", "nagekeken is unknown"),
        ("pass: {steps: all}\n", "", "pass is missing"),
    ],
)
def test_the_schema_underlines_what_the_checker_would_refuse(old: str, new: str, said: str) -> None:
    schema, text = module_schema(vocabulary()), GOOD["module.yml"]
    assert old in text
    assert said in problems(schema, read(text.replace(old, new)), schema)


def test_every_code_of_the_vocabulary_is_offered(run: Run, lessons: Path) -> None:
    schema = json.loads(run("schema").output)
    words = vocabulary()
    assert schema["properties"]["kerndoelen"]["items"]["enum"] == list(words.kerndoelen)
    assert schema["properties"]["version"]["type"] == ["string", "number"]
    assert json.loads(run("schema", "credits").output)["type"] == "array"
    run("schema", "--write")
    assert json.loads((lessons / "_schema/module.json").read_text("utf-8")) == schema
    assert FILE in [one.name for one in lessons.iterdir()]
    assert [one.name for one in module_folders(lessons)] == ["proef"], "the folder of the schema is no module"
