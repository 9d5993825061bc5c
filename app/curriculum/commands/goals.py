"""`flask goals load FILE`: the goals of the national curriculum, and what a new release of them touches."""

from collections.abc import Sequence
from pathlib import Path

import click
from flask.cli import AppGroup

from app.access.actor import NOBODY
from app.base import clock
from app.base.language import N_, gettext, ngettext, speaking
from app.base.problems import RuleBroken
from app.curriculum.commands.group import in_language, the_house_with_tables
from app.curriculum.goals.loading import load_goals, report_of, standing
from app.curriculum.goals.release import Release, read_release
from app.curriculum.goals.report import Change, Report

cli = AppGroup("goals", help="The goals of the national curriculum (kerndoelen).")
FIELDS = {"sector": N_("sector"), "number": N_("number"), "text": N_("words"), "status": N_("status")}
LONGEST = 90  # of a goal's words on one line


@cli.command("load")
@click.argument("file", type=click.Path(exists=True, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Only say what would change.")
@click.option("--withdraw-many", is_flag=True, help="Yes, more than a quarter of the goals is gone.")
@in_language
def load(file: Path, dry_run: bool, withdraw_many: bool, language: str) -> None:
    """Load a release of the curriculum agency: a JSON file, a folder of them, or a zip.

    The same release twice changes nothing. A new one is reported: goals added, changed and withdrawn, and the modules
    that name them.
    """
    with speaking(language):
        try:
            release = read_release(file)
            report = _report(release, dry_run=dry_run, withdraw_many=withdraw_many)
        except RuleBroken as problem:
            raise click.ClickException(gettext(problem.message, **problem.params)) from None
        for line in lines(release, report):
            click.echo(line)
        if dry_run:
            click.echo(gettext("Nothing was changed."))


@cli.command("withdrawn")
@in_language
def withdrawn(language: str) -> None:
    """Say which modules name a goal that is withdrawn. Ends with 1 when there are any."""
    with speaking(language):
        with the_house_with_tables().looking(NOBODY, clock.now()) as work:
            found = standing(work)
        for change in found:
            click.echo(_line(change))
        if not found:
            click.echo(gettext("No module names a goal that was withdrawn."))
    if found:
        raise SystemExit(1)


def _report(release: Release, *, dry_run: bool, withdraw_many: bool) -> Report:
    house, now = the_house_with_tables(), clock.now()
    if dry_run:
        with house.looking(NOBODY, now) as work:
            return report_of(work, release=release)
    return house.act(NOBODY, now, load_goals, release=release, withdraw_many=withdraw_many)


def lines(release: Release, report: Report) -> Sequence[str]:
    """The report as text."""
    count = ngettext("%(num)s goal", "%(num)s goals", len(release.goals))
    said = [gettext("Framework %(framework)s: %(count)s", framework=release.framework, count=count)]
    if report.is_empty:
        return [*said, gettext("The same as before: no change.")]
    for heading, changes in (
        (gettext("New goals"), report.added),
        (gettext("Changed goals"), report.changed),
        (gettext("Withdrawn goals"), report.withdrawn),
    ):
        if changes:
            said.append(f"{heading}: {len(changes)}")
            said.extend(f"  {_line(change)}" for change in changes)
    touched = sorted({slug for change in (*report.changed, *report.withdrawn) for slug in change.modules})
    if touched:
        said.append(gettext("Look at these modules: %(modules)s", modules=", ".join(touched)))
    return said


def _line(change: Change) -> str:
    """`po-2025-30A  words: … -> …  [zeesluis]`."""
    goal = change.goal
    if change.what:
        what = "; ".join(
            f"{gettext(FIELDS[name])}: {_short(old)} -> {_short(new)}" for name, (old, new) in change.what.items()
        )
    else:
        what = _short(goal.text)
    if change.instead:
        what += " -> " + ", ".join(change.instead)
    return f"{goal.code}  {what}" + (f"  [{', '.join(change.modules)}]" if change.modules else "")


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
