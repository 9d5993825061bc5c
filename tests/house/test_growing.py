"""A house that is used for years answers as fast as in its first week (docs/decisions/0036-a-house-that-grows.md)."""

from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import Insert, UpdateBase
from sqlalchemy.dialects import sqlite
from sqlalchemy.sql import ClauseElement, visitors
from sqlalchemy.sql.elements import BindParameter

from app import create_app, known_tables
from app.base import hot
from app.base.db import SIZES_HOLD, open_store, school_tables
from app.worker import Sizes
from tests.conftest import BOTH
from tests.house.grown import Grown

COUNTED = {"booking_change"}  # the stamp of the week board: how many there are, from the index, without a row


@pytest.fixture(scope="module")
def grown(tmp_path_factory: pytest.TempPathFactory) -> Grown:
    known_tables()
    return Grown(tmp_path_factory.mktemp("grown"))


def declared() -> list[ClauseElement]:
    create_app(testing=True)  # every room is opened, so every statement is declared
    return [one for one in hot._declared if not isinstance(one, Insert)]


def as_sql(statement: ClauseElement) -> str:
    """As SQLite hears it, with one value in each list."""
    dialect = sqlite.dialect()
    if isinstance(statement, UpdateBase):
        return str(statement.compile(dialect=dialect))
    wanted = [one for one in visitors.iterate(statement) if isinstance(one, BindParameter) and one.required]
    filled = {one.key: [UUID(int=1)] if one.expanding else UUID(int=1) for one in wanted}
    bound = statement.params(**filled)  # type: ignore[attr-defined]
    return str(bound.compile(dialect=dialect, compile_kwargs={"render_postcompile": True}))


def test_no_statement_of_a_hot_path_reads_all_rows_of_a_school(grown):
    statements = [as_sql(one) for one in declared()]
    assert len(statements) > 20
    whole = {one: steps for one in statements if (steps := grown.whole_schools(one, [None] * one.count("?")))}
    assert {table for steps in whole.values() for table in grown.tables_of(steps)} <= COUNTED, whole


def test_the_figures_of_a_large_house_are_what_sqlite_goes_by(grown):
    by_class = "SELECT id FROM enrolment WHERE school_id = ? AND class_id = ?"
    assert grown.whole_schools(by_class, [1, 2]) == []
    assert grown.tables_of(grown.whole_schools("SELECT id FROM enrolment WHERE school_id = ?", [1])) == {"enrolment"}
    assert grown.tables_of(grown.whole_schools("SELECT id FROM answer WHERE value = ?", [1])) == {"answer"}


def test_no_table_has_an_index_on_the_school_alone():
    known_tables()
    alone = [
        index.name
        for table in school_tables()
        for index in table.indexes
        if [column.name for column in index.columns] == ["school_id"]
    ]
    assert alone == []


@BOTH
def test_the_worker_lets_sqlite_count_at_once_and_every_quarter(house, makers, at):
    makers.school()
    quarters = Sizes()
    at(datetime(2026, 11, 2, 9, 0, tzinfo=UTC))
    quarters.turn(house)
    first = counted(house.store)
    makers.school()
    makers.school()
    at(datetime(2026, 11, 2, 9, 14, tzinfo=UTC))
    quarters.turn(house)
    assert counted(house.store) == first
    at(datetime(2026, 11, 2, 9, 15, tzinfo=UTC))
    quarters.turn(house)
    assert counted(house.store) == (first + 2 if house.store.lock_file else None)


def counted(store) -> int | None:
    """How many schools SQLite takes there to be; None where the database counts by itself."""
    if store.lock_file is None:
        return None
    with store.engine.connect() as connection:
        figures = connection.exec_driver_sql("SELECT stat FROM sqlite_stat1 WHERE tbl = 'school'").scalars().first()
    return int(figures.split()[0])


def test_a_connection_is_opened_anew_when_its_figures_are_old(tmp_path: Path):
    store = open_store(f"sqlite:///{tmp_path / 'a.db'}")
    with store.engine.connect() as connection:
        first = connection.connection.dbapi_connection
        record = connection.connection._connection_record
        assert record is not None
        record.starttime -= SIZES_HOLD + 1
    with store.engine.connect() as connection:
        assert connection.connection.dbapi_connection is not first
    store.engine.dispose()
