"""Bring the database to the newest numbered migration; row-level security on PostgreSQL behind the guard."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection

from app.base.db import Store, school_tables

FOLDER = Path(__file__).parents[2] / "migrations"


def config() -> Config:
    alembic = Config()
    alembic.set_main_option("script_location", str(FOLDER))
    return alembic


def upgrade(store: Store, revision: str = "head") -> None:
    """Migrate in one transaction: all of it or nothing."""
    alembic = config()
    with store.engine.execution_options(begin="IMMEDIATE").begin() as connection:
        alembic.attributes["connection"] = connection
        _open_all_schools(connection)
        command.upgrade(alembic, revision)
        if revision == "head":
            stand_guard(connection)


def downgrade(store: Store, revision: str) -> None:
    alembic = config()
    with store.engine.execution_options(begin="IMMEDIATE").begin() as connection:
        alembic.attributes["connection"] = connection
        _open_all_schools(connection)
        command.downgrade(alembic, revision)


def _open_all_schools(connection: Connection) -> None:
    """Until the end of the transaction; else PostgreSQL hides from a migration the rows that it is to change."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SELECT set_config('openwerf.schools', '*', true)")


def stand_guard(connection: Connection) -> None:
    """PostgreSQL only: every school-owned table refuses rows outside `openwerf.schools` (app/base/db.py)."""
    if connection.dialect.name != "postgresql":
        return
    for table in sorted(table.name for table in school_tables()):
        connection.exec_driver_sql(f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY')
        connection.exec_driver_sql(f'ALTER TABLE "{table}" FORCE ROW LEVEL SECURITY')
        connection.exec_driver_sql(f'DROP POLICY IF EXISTS own_school ON "{table}"')
        connection.exec_driver_sql(
            f'CREATE POLICY own_school ON "{table}" USING ('
            "current_setting('openwerf.schools', true) = '*' OR school_id::text = "
            "ANY(string_to_array(current_setting('openwerf.schools', true), ',')))"
        )
