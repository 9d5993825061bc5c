"""`flask lessons translate-status`: what translators still have to do, as a table or for a script."""

import json
from collections.abc import Sequence

import click
from sqlalchemy.exc import SQLAlchemyError

from app.access.actor import NOBODY
from app.base import clock
from app.base.language import N_, gettext, speaking
from app.curriculum.checker.files import Files
from app.curriculum.checker.folder import Checked
from app.curriculum.checker.identity import read_lock
from app.curriculum.commands.check import check_lessons
from app.curriculum.commands.group import cli, in_language, lessons_folder, the_house
from app.curriculum.lock.reading import lock_from_versions
from app.curriculum.lock.values import Lock
from app.curriculum.queries import locks_of
from app.curriculum.snapshot import freeze
from app.curriculum.translating import Translation, translations_of

HEAD = (
    N_("module"),
    N_("language"),
    N_("missing files"),
    N_("missing questions and tasks"),
    N_("older than the source"),
)


@cli.command("translate-status")
@click.argument("slugs", nargs=-1)
@click.option("--json", "as_json", is_flag=True, help="For scripts.")
@in_language
def translate_status(slugs: tuple[str, ...], as_json: bool, language: str) -> None:
    """Say per module and language what is missing, and what is older than the text it translates."""
    with speaking(language):
        found = check_lessons(lessons_folder(), slugs, lock=None)
        rows = [row for checked in found for row in translations_of(checked, _history(checked))]
        if as_json:
            click.echo(json.dumps([_plain(row) for row in rows], ensure_ascii=False, indent=1))
        else:
            _table(rows)
            _without([checked for checked in found if checked.slug not in {row.slug for row in rows}])


def _history(checked: Checked) -> list[Lock]:
    """What was out, as the database knows it, or else ids.lock; then the files of now, when they have no errors."""
    history = _published(checked)
    if checked.draft:
        frozen = freeze(checked.draft, "")
        now = lock_from_versions([(frozen.public, frozen.key)])
        history += [now] if now and history else []
    return history


def _published(checked: Checked) -> list[Lock]:
    try:
        with the_house().looking(NOBODY, clock.now()) as work:
            held = list(locks_of(work, slug=checked.slug))
    except SQLAlchemyError:
        held = []  # no database yet, as where an author only writes
    kept = None if held else read_lock(Files(lessons_folder() / checked.slug, []))
    return held or ([kept] if kept else [])


def _table(rows: Sequence[Translation]) -> None:
    head = [gettext(word) for word in HEAD]
    lines = [head, *([row.slug, row.language, *_said(row)] for row in rows)]
    wide = [max(len(line[n]) for line in lines) for n in range(len(head))]
    for line in lines if rows else ():
        click.echo("  ".join(cell.ljust(width) for cell, width in zip(line, wide, strict=True)).rstrip())


def _said(row: Translation) -> list[str]:
    items = f"{len(row.items)}/{row.wanted}" + (f" ({', '.join(row.items)})" if row.items else "")
    older = gettext("not published yet") if row.older is None else ", ".join(row.older) or "-"
    return [", ".join(row.files) or "-", items if row.items else "-", older]


def _without(others: Sequence[Checked]) -> None:
    for checked in others:
        if checked.facts is None:
            click.echo(gettext("%(slug)s: module.yml cannot be read", slug=checked.slug))
        else:
            click.echo(gettext("%(slug)s: no translations", slug=checked.slug))


def _plain(row: Translation) -> dict[str, object]:
    return {
        "module": row.slug,
        "language": row.language,
        "missing_files": row.files,
        "missing": row.items,
        "wanted": row.wanted,
        "older": row.older,
        "done": row.is_done,
    }
