"""The building itself: floors in one order everywhere, rooms with the same names, no drawers, nothing too tall."""

import ast
import re
import subprocess
import sys
import tomllib
from pathlib import Path

from app.flow import FLOW

ROOT = Path(__file__).parents[2]
APP = ROOT / "app"
CONTRACTS = {
    contract["name"].split(".")[0]: contract
    for contract in tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
}
UNDER_THE_FEATURES = {"web", "base", "access"}
NO_PACKAGES = {"static", "translations"}  # what is served, and what is said
DRAWERS = {"util", "utils", "helper", "helpers", "common", "misc", "manager", "managers", "service", "services"}
TALLEST = 300
STORY = {"demo"}  # has chapters, not rooms: who, when and what happens in the made-up network
MODULES = sorted(APP.rglob("*.py"))
BESIDE = sorted([*(ROOT / "bench").rglob("*.py"), *(ROOT / "tests").rglob("*.py"), ROOT / "wsgi.py"])


def floors() -> list[set[str]]:
    """The floors of the contract, from the ground up; features side by side share one."""
    return [{one.strip() for one in layer.split("|")} for layer in reversed(CONTRACTS["1"]["layers"])]


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


def docstring(file: Path) -> str:
    return ast.get_docstring(ast.parse(file.read_text())) or ""


def is_in_flow(order: list[set[str]]) -> bool:
    """Do these floors, from the ground up, hold the features of FLOW in its own order?"""
    level = {feature: n for n, floor in enumerate(order) for feature in floor}
    features = [one for one in FLOW if one in level]
    return set(level) - UNDER_THE_FEATURES == set(FLOW) and [level[one] for one in features] == sorted(
        level[one] for one in features
    )


def test_flow_contract_and_folders_name_the_same_floors_in_the_same_order() -> None:
    packages = {file.parent.name for file in APP.glob("*/__init__.py")}
    assert packages == {*FLOW, *UNDER_THE_FEATURES}
    assert {folder.name for folder in APP.iterdir() if folder.is_dir()} - {"__pycache__"} == packages | NO_PACKAGES
    assert is_in_flow(floors())
    assert [floor for floor in floors() if floor & UNDER_THE_FEATURES] == [{"access"}, {"base"}, {"web"}]


def test_the_pages_that_draw_the_floors_draw_these() -> None:
    architecture = (ROOT / "docs" / "architecture.md").read_text().split("## Floors")[1].split("```")[1]
    rows = re.findall(r"^ ([a-z]+(?: \| [a-z]+)?)  +\S", architecture, flags=re.M)
    assert [set(row.split(" | ")) for row in reversed(rows)] == floors()
    readme = (ROOT / "README.md").read_text().split("## The house")[1].split("```")[1]
    rows = re.findall(r"^ *-?\d+  ([a-z]+(?: \| [a-z]+)?)  +\S", readme, flags=re.M)
    assert [set(row.split(" | ")) for row in reversed(rows)] == floors()


def test_every_room_of_every_feature_is_named_in_the_contract_and_no_other() -> None:
    contract = CONTRACTS["5"]
    assert set(contract["containers"]) == {f"app.{feature}" for feature in FLOW if feature not in STORY}
    usual = {room for layer in contract["layers"] for room in re.findall(r"\w+", layer)}
    own = set(contract["exhaustive_ignores"])
    found = {
        path.stem
        for feature in FLOW
        if feature not in STORY
        for path in (APP / feature).iterdir()
        if path.stem not in ("__init__", "__pycache__")
    }
    assert found - usual - own == set(), "name these rooms in contract 5"
    assert own - found == set(), "contract 5 names rooms that are not there"
    assert not own & usual


def test_the_contracts_are_kept() -> None:
    lint = "from importlinter.cli import lint_imports; raise SystemExit(lint_imports(no_cache=True))"
    ran = subprocess.run([sys.executable, "-c", lint], cwd=ROOT, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stdout[-3000:] + ran.stderr[-3000:]


def test_every_module_says_why_it_exists() -> None:
    said = {named(file): docstring(file).split("\n\n")[0].rstrip() for file in MODULES}
    assert [file for file, words in said.items() if not words.endswith((".", "?"))] == []


def test_no_file_of_the_application_is_too_tall() -> None:
    tall = {named(file): lines for file in MODULES if (lines := len(file.read_text().splitlines())) > TALLEST}
    assert tall == {}, "split it by what it decides"


def test_what_stands_beside_the_application_says_why_too() -> None:
    silent = [named(file) for file in BESIDE if file.read_text().strip() and not docstring(file)]
    assert silent == []


def test_a_feature_says_in_one_sentence_what_it_is_for_and_hides_nothing_behind_its_name() -> None:
    for feature in (*FLOW, *sorted(UNDER_THE_FEATURES)):
        file = APP / feature / "__init__.py"
        body = ast.parse(file.read_text()).body
        assert len(body) == 1, f"{named(file)}: only a docstring"
        said = docstring(file)
        assert "\n\n" not in said, named(file)
        assert 3 <= len(said.split()) <= 40, named(file)
        assert not re.search(r"[.?!]\s+[A-Z]", said), f"{named(file)}: one sentence"


def test_there_are_no_drawers() -> None:
    folders = (APP, ROOT / "templates", ROOT / "tests", ROOT / "bench")
    found = [
        named(path)
        for folder in folders
        for path in folder.rglob("*")
        if "vendor" not in path.parts and set(re.split(r"[_\W]+", path.stem.lower())) & DRAWERS
    ]
    assert found == []


def test_the_rooms_of_tests_and_templates_bear_the_names_of_the_floors() -> None:
    floor_names = {*FLOW, *UNDER_THE_FEATURES}
    templates = {path.name for path in (ROOT / "templates").iterdir() if path.is_dir()}
    assert templates - floor_names == {"_layout", "_parts", "print"}
    tests = {path.name for path in (ROOT / "tests").iterdir() if path.is_dir()} - {"__pycache__"}
    assert tests - floor_names <= {"house", "journeys", "attacks", "vendor"}
