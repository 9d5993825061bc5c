"""`flask lessons ...`: the group all commands hang on, and what they share."""

from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup

from app.base.house import House

cli = AppGroup("lessons", help="The modules in the folder lessons/.")
in_language = click.option("--language", type=click.Choice(["nl", "en"]), default="nl", help="Of the messages.")


def the_house() -> House:
    house: House = current_app.extensions["house"]
    return house


def lessons_folder() -> Path:
    return the_house().settings.lessons
