"""`flask lessons new`: a folder to begin with, that passes the checker from the first minute."""

import shutil
from pathlib import Path
from tempfile import mkdtemp

import click

from app.base.language import gettext, speaking
from app.base.problems import RuleBroken
from app.curriculum.checker.vocabulary import read_vocabulary
from app.curriculum.commands.group import cli, in_language, lessons_folder
from app.curriculum.skeleton import skeleton


@cli.command("new")
@click.argument("slug", metavar="ID")
@click.option("--level", required=True, help="For whom: po-5-6, po-7-8, vo-onder-vmbo, ... or switcher.")
@click.option("--title", default="", help="As people will see it; may be changed later.")
@in_language
def new(slug: str, level: str, title: str, language: str) -> None:
    """Make a new module with one of every block and type of question, and notes that say what is what."""
    with speaking(language):
        lessons = lessons_folder()
        try:
            files = skeleton(slug, level, title, read_vocabulary(lessons), lessons / "_shared")
            _write(lessons / slug, files)
        except RuleBroken as problem:
            raise click.UsageError(gettext(problem.message, **problem.params)) from None
        click.echo(gettext("%(folder)s is there. Look at it with: flask lessons preview %(id)s", folder=slug, id=slug))


def _write(folder: Path, files: dict[str, bytes]) -> None:
    """The whole folder or nothing: an author never finds half a module.

    Raises:
        RuleBroken: there is a module of that name.
    """
    if folder.exists() or folder.is_symlink():
        raise RuleBroken("id", gettext("%(folder)s is there already. Choose another id.", folder=folder.name))
    fresh = Path(mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        for name, content in files.items():
            place = fresh / name
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(content)
        fresh.chmod(0o755)  # mkdtemp keeps others out
        fresh.rename(folder)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
