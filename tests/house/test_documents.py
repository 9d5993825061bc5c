"""What the pages about the house name is there: paths, symbols, make targets, commands, routes, tables and tests."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import click
from flask import Flask
from jinja2 import Environment, nodes

from app.base.db import PupilOwned, SchoolOwned, Table
from app.flow import FLOW

ROOT = Path(__file__).parents[2]
PAGES = sorted([ROOT / "README.md", *(ROOT / "docs").rglob("*.md")])
# A short name is found from one of these; `{...}` and `*` stand for whatever is there.
FROM = (
    "",
    "app",
    "app/base/pdf",
    "app/static/css",
    "app/static/js",
    "lessons/zeesluis",  # how a module is written is told with this one
    "templates",
    "templates/_layout",
    "templates/_parts",
)
KINDS = "py|md|toml|txt|yml|html|css|js|svg|png|po|mo"
PATH = re.compile(rf"^(?:[\w.<>{{}}*-]+/)*[\w.<>{{}}*-]+\.(?:{KINDS})$|^(?:[\w.<>-]+/)+$")
MADE = {"all.mo", "data/", "files/", "mail/", "secret.key"}  # made when the house runs, or in the folder of its data
IN_A_MODULE = {"module.yml"}  # one in every folder of lessons/
EXAMPLES = {"../media/naam.svg"}  # what an author might type
NOT_OURS = re.compile(r"^(https?|postgresql|sqlite|smtp)\b|^<data>|/dev/|^\.\./")
LINES_OF_PROMISES = 25


def spans(page: Path) -> Iterator[str]:
    """What stands between backticks outside code blocks."""
    text = re.sub(r"^(````?).*?^\1", "", page.read_text(), flags=re.DOTALL | re.MULTILINE)
    yield from (found[1].strip() for found in re.finditer(r"(?<!`)`([^`\n]+)`(?!`)", text))


def blocks(page: Path) -> Iterator[str]:
    yield from re.findall(r"^```\w*\n(.*?)^```", page.read_text(), flags=re.DOTALL | re.MULTILINE)


def shown(page: Path) -> str:
    return str(page.relative_to(ROOT))


def is_there(path: str) -> bool:
    pattern = re.sub(r"<[^>]*>|\{[^}]*\}", "*", path).rstrip("/")
    return any(any((ROOT / start).glob(pattern)) for start in FROM)


@cache
def names_in(file: Path) -> set[str]:
    """Functions, classes and values of a module, and the methods of its classes."""
    tree = ast.parse(file.read_text())
    found = {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.ClassDef)}
    stores = [node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)]
    return found | set(stores)


def file_of(path: str) -> Path | None:
    return next((ROOT / start / path for start in FROM if (ROOT / start / path).is_file()), None)


def paths_named(page: Path) -> set[str]:
    named = {span.split(": ")[0].split("::")[0] for span in spans(page)}
    named |= {word for block in blocks(page) for word in re.findall(r"(?:[\w.-]+/)+[\w.-]+\.(?:py|md|toml)\b", block)}
    return {one for one in named - MADE - IN_A_MODULE - EXAMPLES if PATH.match(one) and not NOT_OURS.search(one)}


def commands_named(page: Path) -> Iterator[str]:
    """The words behind `flask`; a page may make a short way of its own: `flask() { ... flask people "$@"; }`."""
    short = re.search(r'^flask\(\) \{.*flask --app wsgi((?: [a-z]+)*) "\$@"', page.read_text(), flags=re.M)
    for text in (*spans(page), *blocks(page)):
        for words in re.findall(r"(?:^|/|\s)flask((?: [a-z][a-z-]*)+)", text, flags=re.M):
            yield (short[1] if short else "") + words


def test_every_path_a_page_names_is_there() -> None:
    named = {(shown(page), path) for page in PAGES for path in paths_named(page)}
    assert len(named) > 60
    assert sorted(one for one in named if not is_there(one[1])) == []


def test_every_link_of_a_page_leads_to_a_file() -> None:
    dead = []
    for page in PAGES:
        text = re.sub(r"````?.*?````?", "", page.read_text(), flags=re.DOTALL)
        links = re.findall(r"\]\((?!https?:|#)([^)#\s]+)", text)
        dead += [(shown(page), link) for link in links if not (page.parent / link).exists()]
    assert dead == []


def test_every_symbol_a_page_names_is_in_its_file() -> None:
    """`house/file.py: name`, `file.py::name` and `feature.room.name`."""
    gone, seen = [], 0
    for page in PAGES:
        for span in spans(page):
            for file, name in symbol(span):
                seen += 1
                if file is None or name not in names_in(file):
                    gone.append((shown(page), span))
    assert gone == []
    assert seen > 40


def symbol(span: str) -> Iterator[tuple[Path | None, str]]:
    if match := re.match(r"^([\w/.]+\.py)(?:: |::)(\w+)$", span):
        yield file_of(match[1]), match[2]
    elif match := re.match(rf"^((?:{'|'.join(FLOW)})\.\w+)\.(\w+)$", span):
        place = match[1].replace(".", "/")
        yield file_of(f"{place}.py") or file_of(f"{place}/__init__.py"), match[2]


def test_every_make_target_and_command_a_page_names_is_there(app: Flask) -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), flags=re.M))
    gone = []
    for page in PAGES:
        said = "\n".join([*spans(page), *blocks(page)])
        asked = set(re.findall(r"(?:^|&& |[A-Z]=\S+ )make ([a-z]+)\b", said, flags=re.M))
        gone += [(shown(page), f"make {target}") for target in asked - targets]
        gone += [(shown(page), f"flask{words}") for words in commands_named(page) if not is_command(app.cli, words)]
    assert gone == []


def is_command(group: click.Group, words: str) -> bool:
    """The words until a command that is no group; what follows is its own."""
    held: click.Command = group
    for word in words.split():
        if isinstance(held, click.Group):
            if word not in held.commands:
                return False
            held = held.commands[word]
    return True


def test_every_route_a_page_names_is_there(app: Flask) -> None:
    methods: dict[str, set[str]] = {}
    for rule in app.url_map.iter_rules():
        methods.setdefault(re.sub(r"<[^>]*>", "<>", rule.rule), set()).update(rule.methods or ())
    gone, seen = [], 0
    for page in PAGES:
        for span in spans(page):
            if match := re.match(r"^(?:(GET|POST) )?(/[\w<>/-]*)$", span):
                seen += 1
                if (match[1] or "GET") not in methods.get(re.sub(r"<[^>]*>", "<>", match[2]), ()):
                    gone.append((shown(page), span))
    assert gone == []
    assert seen


def test_the_page_on_architecture_knows_every_table_and_whose_it_is(app: Flask) -> None:
    text = (ROOT / "docs" / "architecture.md").read_text().split("## Tables")[1].split("\n## ")[0]
    told: dict[str, str] = {}
    for floor, tables, whose in re.findall(r"^\| (\w+) \| ([a-z_, ]+) \| ([^|]+) \|$", text, flags=re.M):
        if floor != "floor":
            told |= {f"{floor}.{table.strip()}": whose.strip() for table in tables.split(",")}
    assert told == {of_floor(mapper.class_): whose_is(mapper.class_) for mapper in Table.registry.mappers}


def of_floor(table: type) -> str:
    return f"{table.__module__.split('.')[1]}.{table.__tablename__}"  # type: ignore[attr-defined]


def whose_is(table: type) -> str:
    if issubclass(table, PupilOwned):
        return "a school, about pupils"
    if issubclass(table, SchoolOwned):
        return "a school"
    return {"base": "the house", "curriculum": "shared, frozen"}.get(table.__module__.split(".")[1], "shared")


def test_the_page_on_the_look_tells_every_macro_as_it_is() -> None:
    text = (ROOT / "docs" / "look.md").read_text().split("## Macros")[1].split("\n```")[0]
    wrong = []
    for file, row in re.findall(r"^\| `(\w+\.html)` \| (.*) \|$", text, flags=re.M):
        tree = Environment().parse((ROOT / "templates" / "_parts" / file).read_text())
        macros = {macro.name: [one.name for one in macro.args] for macro in tree.find_all(nodes.Macro)}
        for name, arguments in re.findall(r"`(\w+)\(([^`]*)\)`", row):
            said = [one.split("=")[0].strip() for one in arguments.split(",") if one.strip()]
            if [one for one in said if not one.startswith("**")] != macros.get(name):
                wrong.append((file, name, macros.get(name)))
    assert wrong == []


def test_decisions_are_numbered_without_a_gap_and_say_why() -> None:
    files = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    assert [file.name[:5] for file in files] == [f"{n:04}-" for n in range(1, len(files) + 1)]
    for file in files:
        text = file.read_text()
        assert re.match(rf"# {int(file.name[:4])}\. \S", text), file.name
        for part in ("**Context.**", "**Decision.**", "**Consequences.**"):
            assert part in text, f"{file.name}: {part}"
        assert len(text) < 4_000, f"{file.name}: half a page"


def promises() -> Iterator[tuple[str, str]]:
    """(promise, what holds it) of every row of every table."""
    page = ROOT / "docs" / "promises.md"
    assert page.is_file(), "docs/promises.md is not there: it names for each promise the test or bench that holds it"
    for line in page.read_text().splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if line.startswith("|") and not set(cells[0]) <= {"-", ":", " "} and cells[0] != "promise":
            yield cells[0], cells[-1]


def test_every_promise_names_a_test_or_a_figure_that_exists() -> None:
    kept = list(promises())
    assert len(kept) >= LINES_OF_PROMISES
    for promise, held_by in kept:
        holders = re.findall(r"`([^`]+)`", held_by)
        assert holders, f"nothing holds: {promise}"
        for holder in holders:
            path, _, test = holder.partition("::")
            assert re.match(r"^(tests/.+/test_\w+|bench/\w+)\.py$", path), f"{promise}: {holder}"
            assert (ROOT / path).is_file(), f"{promise}: {path} is not there"
            assert not test or test in names_in(ROOT / path), f"{promise}: {holder} is not there"
