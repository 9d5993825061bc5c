"""`flask lessons fix`: mends what is safe to mend, says what it did, and leaves the rest to the author."""

import os
from pathlib import Path
from shutil import copymode
from tempfile import mkstemp

import click

from app.base.language import gettext, ngettext, speaking
from app.curriculum.checker.files import Files
from app.curriculum.checker.folder import module_folders
from app.curriculum.checker.identity import read_lock
from app.curriculum.commands.group import cli, in_language, lessons_folder
from app.curriculum.mending.module import Mended, mend_module

TEXTS = ("module.yml", "*/*.md", "media/credits.yml")


@cli.command("fix")
@click.argument("slugs", nargs=-1)
@click.option("--dry-run", is_flag=True, help="Only say what would be done.")
@in_language
def fix(slugs: tuple[str, ...], dry_run: bool, language: str) -> None:
    """Add ids and letters that are missing, and write brackets and line ends as the format wants them.

    An id or a letter that is there never changes; what is not understood stays as it is.
    """
    with speaking(language):
        folders = _folders(slugs)
        done = [_mend(folder, dry_run=dry_run) for folder in folders]
        many = sum(len(mended.mends) for mended in done)
        if not many:
            click.echo(gettext("There is nothing to mend."))
        else:
            said = ngettext("%(num)s thing mended", "%(num)s things mended", many)
            click.echo(said if not dry_run else gettext("Nothing was written (--dry-run)."))


def _folders(slugs: tuple[str, ...]) -> list[Path]:
    lessons = lessons_folder()
    known = {folder.name: folder for folder in module_folders(lessons)}
    if unknown := [slug for slug in slugs if slug not in known]:
        raise click.UsageError(gettext("There is no module %(name)s in %(folder)s.", name=unknown[0], folder=lessons))
    return [known[slug] for slug in slugs or known]


def _mend(folder: Path, *, dry_run: bool) -> Mended:
    found = [file for pattern in TEXTS for file in sorted(folder.glob(pattern)) if file.is_file()]
    own = [file for file in found if not file.is_symlink() and file.resolve().is_relative_to(folder.resolve())]
    files = {file.relative_to(folder).as_posix(): file.read_bytes() for file in own}
    mended = mend_module(files, _ever_out(folder))
    for mend in mended.mends:
        click.echo(f"{folder.name}/{mend.file}:{mend.line}: {gettext(mend.message, **mend.facts)}")
    for name, content in mended.files.items():
        if not dry_run:
            _replace(folder / name, content)
    return mended


def _ever_out(folder: Path) -> dict[str, str]:
    """Ids that ids.lock knows, each with all letters it ever had: none of them may come to mean something else."""
    lock = read_lock(Files(folder, []))
    questions = lock.questions.values() if lock else ()
    return {one.id: "".join([*one.letters, *one.gone]) for one in questions}


def _replace(file: Path, content: bytes) -> None:
    """The whole file or the old one: an editor that has it open never reads half of it."""
    handle, fresh = mkstemp(dir=file.parent, prefix=".fix-")
    try:
        with os.fdopen(handle, "wb") as whole:
            whole.write(content)
        copymode(file, fresh)
        os.replace(fresh, file)
    finally:
        Path(fresh).unlink(missing_ok=True)
