"""`flask demo ...`: load the demo, and say who can sign in."""

import click
from flask import current_app
from flask.cli import AppGroup

from app.base import migrate
from app.base.house import House
from app.curriculum.commands import publish_lessons
from app.demo.load import load
from app.people import demo_accounts

cli = AppGroup("demo", help="A made-up network to try everything on.")


@cli.command("load")
def load_command() -> None:
    """Load the demo, or move its dates to today."""
    click.echo(load(_house()))


@cli.command("accounts")
def accounts() -> None:
    """Who can sign in."""
    click.echo(accounts_text(_house().settings.base_url))


@cli.command("prepare")
def prepare() -> None:
    """All that is needed before serving: database, lessons and, in demo mode, the demo."""
    house = _house()
    migrate.upgrade(house.store)
    published = publish_lessons(house, house.settings.lessons)
    new = [one for one in published if one.published and one.published.is_new]
    refused = [one for one in published if one.why_not]
    click.echo(f"Lessons: {len(published)} modules, {len(new)} newly published.")
    for one in refused:
        click.echo(f"  {one.checked.slug}: not published, {one.why_not}. See `make lessons`.")
    if house.settings.demo:
        click.echo(load(house))
        click.echo(accounts_text(house.settings.base_url))
    house.store.learn_sizes()


def accounts_text(base_url: str) -> str:
    """For the terminal; the sign-in page lists the same."""
    width = max(len(one.email) for one in demo_accounts.STAFF)
    staff = (f"  {one.email:<{width}}  {one.what}" for one in demo_accounts.STAFF)
    classes = (
        f"  {base_url}/in  {one.class_code[:4]} {one.class_code[4:]}  {one.name}, {one.school}"
        for one in demo_accounts.CLASSES
    )
    return "\n".join(
        (
            "",
            f"Demo accounts (password for all: {demo_accounts.PASSWORD})",
            *staff,
            "Pupils: class code, then a name; their pictures or PIN stand on the login cards",
            *classes,
            f"Mail that would have been sent: {base_url}/demo/mail (signed in as staff)",
        )
    )


def _house() -> House:
    house: House = current_app.extensions["house"]
    return house
