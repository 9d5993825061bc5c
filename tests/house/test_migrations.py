"""Migrations: one head, the same tables as the models, and a way down and up again that keeps to the models."""

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, inspect, text

from app import known_tables
from app.base import migrate
from app.base.db import open_store, school_tables


@pytest.fixture(params=["sqlite", "postgres"])
def empty(request: pytest.FixtureRequest, tmp_path: Path):
    """A store on a database without any table."""
    if request.param == "sqlite":
        store = open_store(f"sqlite:///{tmp_path / 'fresh.db'}")
        yield store
        store.engine.dispose()
        return
    url = request.getfixturevalue("postgres_url")
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text("CREATE SCHEMA fresh"))
    store = open_store(f"{url}&options=-csearch_path%3Dfresh")
    yield store
    store.engine.dispose()
    with engine.begin() as connection:
        connection.execute(text("DROP SCHEMA fresh CASCADE"))
    engine.dispose()


def test_there_is_one_head():
    assert len(ScriptDirectory.from_config(migrate.config()).get_heads()) == 1


def test_migrated_tables_are_the_tables_of_the_models(empty):
    migrate.upgrade(empty)
    with empty.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, known_tables()) == []


def test_down_and_up_again_leaves_a_whole_house(empty):
    migrate.upgrade(empty)
    migrate.downgrade(empty, "base")
    assert set(inspect(empty.engine).get_table_names()) == {"alembic_version"}
    migrate.upgrade(empty)
    assert set(known_tables().tables) <= set(inspect(empty.engine).get_table_names())


def test_every_school_owned_table_has_row_level_security_on_postgresql(empty):
    if empty.engine.dialect.name != "postgresql":
        return
    migrate.upgrade(empty)
    with empty.engine.connect() as connection:
        forced = connection.execute(
            text(
                "select relname from pg_class join pg_namespace n on n.oid = relnamespace "
                "where nspname = 'fresh' and relrowsecurity and relforcerowsecurity"
            )
        )
        assert set(forced.scalars()) == {table.name for table in school_tables()}


def test_a_broken_migration_leaves_nothing_behind(empty, monkeypatch):
    monkeypatch.setattr(migrate, "stand_guard", lambda connection: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        migrate.upgrade(empty)
    assert inspect(empty.engine).get_table_names() == []
