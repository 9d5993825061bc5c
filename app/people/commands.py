"""`flask people ...`: begin a network for real: its schools and companies, and who signs in first."""

from collections.abc import Callable
from typing import Any, TypeVar

import click
from flask import current_app
from flask.cli import AppGroup

from app.access.actor import NOBODY, Role
from app.base import clock
from app.base.house import House
from app.base.language import gettext, speaking
from app.base.problems import RuleBroken
from app.people.operations import founding

cli = AppGroup("people", help="The network, its schools and companies, and their first staff.")
T = TypeVar("T")
STAFF = (Role.TEACHER, Role.SCHOOL_ADMIN, Role.HOST, Role.COORDINATOR)


@cli.command("network")
@click.argument("name")
@click.option("--region", default="", help="As in: de Kuststreek.")
@click.option("--funder-line", default="", help="Printed on certificates; may stay empty.")
def network(name: str, region: str, funder_line: str) -> None:
    """Name the network of this site, or name it anew."""
    _act(founding.found_network, name=name, region=region, funder_line=funder_line)


@cli.command("school")
@click.argument("brin")
@click.argument("name")
@click.option("--kind", type=click.Choice(["po", "vo"]), required=True)
@click.option("--place", required=True)
@click.option("--municipality", default="", help="When it has another name than the place.")
def school(brin: str, name: str, kind: str, place: str, municipality: str) -> None:
    """Add a school by its BRIN and location, such as 04AB00."""
    _act(founding.add_school, brin=brin, name=name, kind=kind, place=place, municipality=municipality)


@cli.command("company")
@click.argument("name")
@click.option("--place", required=True)
@click.option("--kind", required=True, help="A visit kind of lessons/_vocabulary.yml.")
def company(name: str, place: str, kind: str) -> None:
    """Add a company; prints the code by which its hosts are added."""
    click.echo(_act(founding.add_company, name=name, place=place, kind=kind))


@cli.command("staff")
@click.argument("email")
@click.argument("name")
@click.option("--role", type=click.Choice([role.value for role in STAFF]), required=True)
@click.option("--at", "place", default="", help="The BRIN of the school or the code of the company.")
def staff(email: str, name: str, role: str, place: str) -> None:
    """Add somebody; prints the link with which this person chooses a password, within 14 days."""
    token = _act(founding.add_staff, email=email, name=name, role=Role(role), place=place)
    click.echo(f"{_house().settings.base_url}/welcome/{token}" if token else f"{email} signs in as before.")


@cli.command("link")
@click.argument("email")
def link(email: str) -> None:
    """Print a link for who forgot the password and gets no mail."""
    click.echo(f"{_house().settings.base_url}/welcome/{_act(founding.new_link, email=email)}")


def _act(operation: Callable[..., T], **facts: Any) -> T:
    """What cannot be is said in a sentence, and the command ends with 1."""
    try:
        return _house().act(NOBODY, clock.now(), operation, **facts)
    except RuleBroken as broken:
        with speaking("nl"):
            raise click.ClickException(gettext(broken.message, **broken.params)) from None


def _house() -> House:
    house: House = current_app.extensions["house"]
    return house
