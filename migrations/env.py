"""Alembic's door into the house: the tables of all features, on the database of the settings."""

from alembic import context
from sqlalchemy import Connection

from app import known_tables
from app.base.db import open_store
from app.base.settings import from_environment

TABLES = known_tables()


def run(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=TABLES,
        render_as_batch=True,
        compare_type=True,
    )
    with context.begin_transaction():
        context.run_migrations()


given = context.config.attributes.get("connection")
if given is not None:
    run(given)
else:
    with open_store(from_environment().database_url).engine.connect() as connection:
        run(connection)
        connection.commit()
