"""`flask lessons publish`: checked modules become frozen versions; a broken one leaves what was out as it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from app.access.actor import NOBODY
from app.base import clock
from app.base.house import House
from app.base.language import gettext, speaking
from app.base.problems import NotFound, RuleBroken
from app.curriculum.checker.folder import Checked
from app.curriculum.commands.check import check_lessons, tell
from app.curriculum.commands.group import cli, in_language, lessons_folder, the_house, the_house_with_tables
from app.curriculum.commands.locks import write_lock
from app.curriculum.lock.values import version_of
from app.curriculum.operations import Published, publish_again, publish_module

GOES_OUT = ("published", "retired")
REVIEW = "review"  # goes out in a demo, with a badge


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one module: published, or why not."""

    checked: Checked
    published: Published | None
    why_not: str


def publish_lessons(house: House, lessons: Path, slugs: Sequence[str] = ()) -> tuple[Outcome, ...]:
    """Publish what can be; a broken module leaves the others, and its own last version, as they are."""
    return tuple(_publish(house, checked) for checked in check_lessons(lessons, slugs))


def _publish(house: House, checked: Checked) -> Outcome:
    draft = checked.draft
    if draft is None:
        return Outcome(checked, None, gettext("it has errors"))
    if draft.status not in GOES_OUT and not (house.settings.demo and draft.status == REVIEW):
        return Outcome(checked, None, gettext("its status is %(status)s", status=draft.status))
    for media in draft.media:
        house.files.put(media.content)
    try:
        return Outcome(checked, house.act(NOBODY, clock.now(), publish_module, draft=draft), "")
    except RuleBroken as problem:
        return Outcome(checked, None, gettext(problem.message, **problem.params))


@cli.command("publish")
@click.argument("slugs", nargs=-1)
@click.option("--from", "older", help="Put back this older version of one module, as a new revision.")
@click.option("--urgent", is_flag=True, help="With --from: what was out is not safe; teachers are told.")
@in_language
def publish(slugs: tuple[str, ...], older: str | None, urgent: bool, language: str) -> None:
    """Publish the modules, or some of them. What is broken is reported and skipped; the site keeps what it had."""
    with speaking(language):
        if older is not None:
            put_back(slugs, older, urgent=urgent)
            return
        outcomes = publish_lessons(the_house_with_tables(), lessons_folder(), slugs)
        for outcome in outcomes:
            tell(outcome.checked.errors)
            click.echo(_line(outcome))
            if outcome.published and outcome.checked.draft and outcome.checked.draft.status in GOES_OUT:
                _lock(outcome.checked.slug)
    if any(outcome.why_not and outcome.checked.errors for outcome in outcomes):
        raise SystemExit(1)


def put_back(slugs: Sequence[str], older: str, *, urgent: bool) -> None:
    """One older version as the newest revision of its edition.

    Raises:
        click.ClickException: not one module, no such version, or it does not fit what is out.
    """
    if len(slugs) != 1:
        raise click.UsageError(gettext("Name one module to put an older version of back."))
    try:
        version = version_of(older)
        house = the_house_with_tables()
        done = house.act(NOBODY, clock.now(), publish_again, slug=slugs[0], version=version, urgent=urgent)
    except (NotFound, ValueError):
        message = gettext("%(version)s of %(slug)s was never out.", slug=slugs[0], version=older)
        raise click.ClickException(message) from None
    except RuleBroken as problem:
        raise click.ClickException(gettext(problem.message, **problem.params)) from None
    said = gettext(
        "%(slug)s: %(version)s published, as %(older)s was", slug=done.slug, version=done.version, older=older
    )
    click.echo(said)
    _lock(slugs[0])


def _lock(slug: str) -> None:
    folder = lessons_folder() / slug
    if folder.is_dir() and (said := write_lock(the_house(), folder)):
        click.echo(f"  {said}")


def _line(outcome: Outcome) -> str:
    slug, done = outcome.checked.slug, outcome.published
    if done is None:
        return gettext("%(slug)s: not published, %(why)s", slug=slug, why=outcome.why_not)
    if done.is_new:
        return gettext("%(slug)s: %(version)s published", slug=slug, version=done.version)
    return gettext("%(slug)s: %(version)s was out already", slug=slug, version=done.version)
