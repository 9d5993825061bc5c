"""`flask lessons check` and `flask lessons publish`: what an author and a machine run on the folder lessons/."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup

from app.access.actor import NOBODY
from app.base import clock
from app.base.house import House
from app.base.language import gettext, ngettext, speaking
from app.base.problems import RuleBroken
from app.curriculum.checker.folder import Checked, check_module, module_folders
from app.curriculum.checker.vocabulary import read_vocabulary
from app.curriculum.flaws import Flaw
from app.curriculum.operations import Published, publish_module

cli = AppGroup("lessons", help="The modules in the folder lessons/.")
GOES_OUT = ("published", "retired")
in_language = click.option("--language", type=click.Choice(["nl", "en"]), default="nl", help="Of the messages.")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one module: published, or why not."""

    checked: Checked
    published: Published | None
    why_not: str


def check_lessons(lessons: Path, slugs: Sequence[str] = ()) -> tuple[Checked, ...]:
    """Check all modules in the folder, or some.

    Raises:
        click.UsageError: there is no such module.
    """
    vocabulary, today = read_vocabulary(lessons), clock.school_day(clock.now())
    folders = {folder.name: folder for folder in module_folders(lessons)}
    if unknown := [slug for slug in slugs if slug not in folders]:
        raise click.UsageError(gettext("There is no module %(name)s in %(folder)s.", name=unknown[0], folder=lessons))
    return tuple(check_module(folders[slug], vocabulary, today) for slug in slugs or folders)


def publish_lessons(house: House, lessons: Path, slugs: Sequence[str] = ()) -> tuple[Outcome, ...]:
    """Publish what can be; a broken module leaves the others, and its own last version, as they are."""
    return tuple(_publish(house, checked) for checked in check_lessons(lessons, slugs))


def _publish(house: House, checked: Checked) -> Outcome:
    draft = checked.draft
    if draft is None:
        return Outcome(checked, None, gettext("it has errors"))
    if draft.status not in GOES_OUT:
        return Outcome(checked, None, gettext("its status is %(status)s", status=draft.status))
    for media in draft.media:
        house.files.put(media.content)
    try:
        return Outcome(checked, house.act(NOBODY, clock.now(), publish_module, draft=draft), "")
    except RuleBroken as problem:
        return Outcome(checked, None, gettext(problem.message, **problem.params))


@cli.command("check")
@click.argument("slugs", nargs=-1)
@click.option("--json", "as_json", is_flag=True, help="For editors and scripts.")
@in_language
def check(slugs: tuple[str, ...], as_json: bool, language: str) -> None:
    """Say everything that is wrong with the modules, or some of them. Ends with 1 when there are errors."""
    with speaking(language):
        found = check_lessons(_lessons(), slugs)
        flaws = [flaw for checked in found for flaw in checked.flaws]
        errors = sum(flaw.is_error for flaw in flaws)
        if as_json:
            click.echo(json.dumps([_plain(flaw) for flaw in flaws], ensure_ascii=False, indent=1))
        else:
            _tell(flaws)
            click.echo(_summary(len(found), errors, len(flaws) - errors))
    if errors:
        raise SystemExit(1)


@cli.command("publish")
@click.argument("slugs", nargs=-1)
@in_language
def publish(slugs: tuple[str, ...], language: str) -> None:
    """Publish the modules, or some of them. What is broken is reported and skipped; the site keeps what it had."""
    house: House = current_app.extensions["house"]
    with speaking(language):
        outcomes = publish_lessons(house, _lessons(), slugs)
        for outcome in outcomes:
            _tell(outcome.checked.errors)
            click.echo(_line(outcome))
    if any(outcome.why_not and outcome.checked.errors for outcome in outcomes):
        raise SystemExit(1)


def _lessons() -> Path:
    house: House = current_app.extensions["house"]
    return house.settings.lessons


def _tell(flaws: Sequence[Flaw]) -> None:
    for flaw in flaws:
        weight = gettext("error") if flaw.is_error else gettext("note")
        click.echo(f"{flaw.file}:{flaw.line}: {weight} {flaw.code}: {flaw.message}")
        if flaw.source:
            click.echo(f"    {flaw.source[:100]}")
        click.echo(f"    -> {flaw.tip}")


def _summary(modules: int, errors: int, notes: int) -> str:
    parts = (
        ngettext("%(num)s module", "%(num)s modules", modules),
        ngettext("%(num)s error", "%(num)s errors", errors),
        ngettext("%(num)s note", "%(num)s notes", notes),
    )
    return ", ".join(parts)


def _line(outcome: Outcome) -> str:
    slug, done = outcome.checked.slug, outcome.published
    if done is None:
        return gettext("%(slug)s: not published, %(why)s", slug=slug, why=outcome.why_not)
    if done.is_new:
        return gettext("%(slug)s: %(version)s published", slug=slug, version=done.version)
    return gettext("%(slug)s: %(version)s was out already", slug=slug, version=done.version)


def _plain(flaw: Flaw) -> dict[str, object]:
    return {
        "file": flaw.file,
        "line": flaw.line,
        "code": flaw.code,
        "weight": "error" if flaw.is_error else "note",
        "message": flaw.message,
        "source": flaw.source,
        "tip": flaw.tip,
    }
