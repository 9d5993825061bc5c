"""The ways around the guard are few, each with its reason; and looking at a page never changes anything."""

import ast
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from app.access.matrix import MATRIX
from app.base.settings import Settings
from tests.house.addresses import address, routes
from tests.house.conftest import Ask
from tests.house.town import Town

# What leads around the guard on rows, by the name that must be written to do it.
WAYS = {
    "CHECKED",
    "EVERYWHERE",
    "act_everywhere",
    "connect",
    "connection",
    "count_with",
    "counting",
    "create_engine",
    "engine",
    "exec_driver_sql",
    "literal_column",
    "no_autoflush",
    "psycopg",
    "raw_connection",
    "sessionmaker",
    "sqlite3",
    "text of sqlalchemy",
    "the word everywhere",
    "writing_engine",
}
ALLOWED = {
    ("app/base/db.py", "CHECKED"): "the guard itself: statements that bind the school pass",
    ("app/base/db.py", "EVERYWHERE"): "the guard itself: the one value that opens all schools",
    ("app/base/db.py", "create_engine"): "the store is opened here and nowhere else",
    ("app/base/db.py", "writing_engine"): "the store's own writing sessions",
    ("app/base/db.py", "exec_driver_sql"): "the schools told to PostgreSQL",
    ("app/base/sqlite.py", "exec_driver_sql"): "BEGIN as we want it, and counting how many rows each key finds",
    ("app/base/db.py", "sessionmaker"): "sessions are made here, each with the guard on it",
    ("app/base/db.py", "the word everywhere"): "what EVERYWHERE is",
    ("app/base/hot.py", "CHECKED"): "declares a statement, after a look at every school-owned table in it",
    (
        "app/base/hot.py",
        "connection",
    ): "runs what was declared there and nothing else, past the ORM; it asks CHECKED itself",
    ("app/base/house.py", "EVERYWHERE"): "gives it to the two below",
    ("app/base/house.py", "act_everywhere"): "the way for the demo; defined here",
    ("app/base/house.py", "counting"): "the way for counts; defined here, and it can only read",
    ("app/base/migrate.py", "engine"): "migrations, and row-level security, which stands on the tables themselves",
    ("app/base/migrate.py", "exec_driver_sql"): "row-level security is said in SQL",
    ("app/base/queue.py", "sqlite3"): "the name of an error of the queue's own file, which holds ids of jobs only",
    ("app/base/supervisor.py", "connect"): "a socket that asks which address this machine has; no database",
    ("app/base/revise.py", "connect"): "writes a new migration by comparing tables",
    ("app/base/revise.py", "engine"): "writes a new migration by comparing tables",
    (
        "app/certificates/jobs/wall.py",
        "counting",
    ): "what a company did for all schools; small counts are not said",
    ("app/demo/load.py", "act_everywhere"): "an invented network of two schools, made and moved along in one go",
    ("app/insight/views.py", "count_with"): "the line of the year counts over all schools; suppression follows",
    ("app/web/pages.py", "count_with"): "counting for a page; defined here",
    ("app/web/pages.py", "counting"): "counting for a page",
}


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """In the demo there are more pages."""
    return replace(settings, demo=True)


def ways_in(source: str) -> set[str]:
    """The ways around the guard that are written in this source, as it is or under another name."""
    return {name for node in ast.walk(ast.parse(source)) for name in written_in(node)} & WAYS


def written_in(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.Name(id=name) if name.isupper():
            yield name
        case ast.Call(func=ast.Name(id=name)) | ast.Attribute(attr=name) | ast.FunctionDef(name=name):
            yield name
        case ast.Import(names=names):
            yield from (alias.name.split(".")[0] for alias in names)
        case ast.ImportFrom(names=names):
            root = (node.module or "").split(".")[0]
            yield root
            yield from (alias.name for alias in names)
            yield from (f"{alias.name} of {root}" for alias in names)
        case ast.Constant(value="everywhere"):
            yield "the word everywhere"


def test_the_ways_around_the_guard_are_these_and_no_other() -> None:
    found = {(str(file), way) for file in sorted(Path("app").rglob("*.py")) for way in ways_in(file.read_text())}
    assert found - set(ALLOWED) == set(), "a way around the guard: say here why, or do without"
    assert set(ALLOWED) - found == set(), "no longer there: take it off the list"


@pytest.mark.parametrize(
    "written",
    [
        "work.db.connection().execute(statement)",
        "from sqlalchemy import text as t",
        "house.store.reading('everywhere')",
        "import sqlite3",
        "from app.base import db\nx = db.EVERYWHERE",
    ],
)
def test_a_way_around_is_seen_however_it_is_written(written: str) -> None:
    assert ways_in(written)


def test_looking_at_a_page_never_changes_anything(app: Flask, town: Town, ask: Ask) -> None:
    """Every page that can be looked at, by everybody who may, whole and as a fragment."""
    before, wrote, opened = town.all_rows(), [], 0
    for rule, method, needs in routes(app):
        if method != "GET":
            continue
        url = address(rule, town.here)
        roles = (
            [None, *town.here.people] if needs is None else [one for one in MATRIX[needs] if one in town.here.people]
        )
        for role in roles:
            person = town.here.people[role] if role else None
            opened += ask(person, method, url).status_code < 400
            ask(person, method, url, htmx=True)
        if (after := town.all_rows()) != before:
            wrote.append((url, [table for table in after if after[table] != before[table]]))
            town.as_it_was()
    assert wrote == []
    assert opened > 60


def test_only_a_mistaken_code_is_counted_when_somebody_looks(town: Town, ask: Ask) -> None:
    """Guessing codes must be counted; nothing else is kept of who looks."""
    before = town.all_rows()
    for url in ("/v/NIETECHT", "/card/NIETECHT", "/C/NIETECHT", "/in/KADE-4731", "/welcome/NIETECHT", "/media/0"):
        assert ask(None, "GET", url).status_code == 404
    after = town.all_rows()
    assert {table for table in after if after[table] != before[table]} == {"tries"}
