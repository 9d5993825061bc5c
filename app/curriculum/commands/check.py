"""`flask lessons check`: everything that is wrong with the modules, for people, editors and machines."""

import json
from collections.abc import Sequence
from pathlib import Path

import click

from app.base import clock
from app.base.language import gettext, ngettext, speaking
from app.curriculum.checker.folder import SHARED, Checked, Where, check_module, module_folders
from app.curriculum.checker.remembered import Remembered
from app.curriculum.checker.shelf import check_shared
from app.curriculum.checker.vocabulary import read_vocabulary
from app.curriculum.commands.annotations import annotations
from app.curriculum.commands.group import cli, in_language, lessons_folder, the_house
from app.curriculum.flaws import Flaw, in_order

KEPT = "lessons-checked.json"  # in the data folder; may be thrown away


def check_lessons(lessons: Path, slugs: Sequence[str] = (), *, lock: Where | None = Where.FILE) -> tuple[Checked, ...]:
    """Check all modules in the folder, or some. `lock` None: whatever is out of them.

    Raises:
        click.UsageError: there is no such module.
    """
    vocabulary, today = read_vocabulary(lessons), clock.school_day(clock.now())
    return tuple(check_module(folder, vocabulary, today, lock=lock) for folder in _folders(lessons, slugs))


def flaws_of(lessons: Path, slugs: Sequence[str], kept: Path) -> tuple[tuple[Flaw, ...], ...]:
    """The problems of each module; what did not change since the last time is not read again.

    `kept`: the file in which what was said is kept. Raises as `check_lessons`.
    """
    checker = Remembered(lessons, read_vocabulary(lessons), clock.school_day(clock.now()), kept)
    found = tuple(checker.flaws_of(folder) for folder in _folders(lessons, slugs))
    checker.save()
    return found


def _folders(lessons: Path, slugs: Sequence[str]) -> tuple[Path, ...]:
    folders = {folder.name: folder for folder in module_folders(lessons)}
    if unknown := [slug for slug in slugs if slug not in folders]:
        raise click.UsageError(gettext("There is no module %(name)s in %(folder)s.", name=unknown[0], folder=lessons))
    return tuple(folders[slug] for slug in slugs or folders)


@cli.command("check")
@click.argument("slugs", nargs=-1)
@click.option("--json", "as_json", is_flag=True, help="For editors and scripts.")
@click.option("--github", is_flag=True, help="For GitHub: each problem beside its line.")
@in_language
def check(slugs: tuple[str, ...], as_json: bool, github: bool, language: str) -> None:
    """Say everything that is wrong with the modules, or some of them. Ends with 1 when there are errors."""
    with speaking(language):
        found = flaws_of(lessons_folder(), slugs, the_house().settings.data / KEPT)
        shared = () if slugs else _shared(lessons_folder())
        flaws = in_order([*shared, *(flaw for flaws in found for flaw in flaws)])  # of a shared text once
        errors = sum(flaw.is_error for flaw in flaws)
        if as_json:
            click.echo(json.dumps([_plain(flaw) for flaw in flaws], ensure_ascii=False, indent=1))
        else:
            tell(flaws) if not github else click.echo("\n".join(annotations(flaws, lessons_folder())))
            click.echo(_summary(len(found), errors, len(flaws) - errors))
    if errors:
        raise SystemExit(1)


def _shared(lessons: Path) -> tuple[Flaw, ...]:
    """Of what modules share also what none of them uses yet."""
    folder = lessons / SHARED
    return check_shared(folder, read_vocabulary(lessons)) if folder.is_dir() else ()


def tell(flaws: Sequence[Flaw]) -> None:
    """Each problem with its line and its tip."""
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
