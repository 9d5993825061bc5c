"""`flask learning ...`: what the worker does by itself, by hand."""

import click
from flask import current_app
from flask.cli import AppGroup

from app.base import clock
from app.base.house import House
from app.learning.forgetting import forget_photos

cli = AppGroup("learning", help="What pupils handed in.")


@cli.command("forget-photos")
def forget() -> None:
    """Take away all photos that are past their day. The worker does so once a day."""
    house: House = current_app.extensions["house"]
    click.echo(f"{forget_photos(house, clock.now())} taken away.")
