"""`flask house ...`: make the database ready, and list the roles page's table."""

import click
from flask import current_app
from flask.cli import AppGroup

from app.base import migrate
from app.base.house import House

cli = AppGroup("house", help="The database and the house itself.")


@cli.command("migrate")
def migrate_command() -> None:
    """Bring the database to the newest version."""
    house: House = current_app.extensions["house"]
    migrate.upgrade(house.store)
    click.echo("The database is up to date.")
