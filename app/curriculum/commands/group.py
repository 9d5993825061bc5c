"""`flask lessons ...`: the group all commands hang on, and what they share."""

from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup
from sqlalchemy.exc import OperationalError, ProgrammingError

from app.access.actor import NOBODY
from app.base import clock
from app.base.house import House
from app.base.language import gettext
from app.curriculum.queries import versions_of

cli = AppGroup("lessons", help="The modules in the folder lessons/.")
in_language = click.option("--language", type=click.Choice(["nl", "en"]), default="nl", help="Of the messages.")


def the_house() -> House:
    house: House = current_app.extensions["house"]
    return house


def the_house_with_tables() -> House:
    """Raises: click.ClickException: there is no database yet, as where an author only writes."""
    house = the_house()
    try:
        with house.looking(NOBODY, clock.now()) as work:
            versions_of(work, slug="")
    except (OperationalError, ProgrammingError):
        message = gettext("There is no database here yet. Make it with: flask house migrate")
        raise click.ClickException(message) from None
    return house


def lessons_folder() -> Path:
    return the_house().settings.lessons
