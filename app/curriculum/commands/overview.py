"""`flask lessons overview`: all modules on one page, for docs/modules.md and for who asks what there is."""

import click

from app.base.language import speaking
from app.curriculum.commands.check import check_lessons
from app.curriculum.commands.group import cli, in_language, lessons_folder
from app.curriculum.overview import overview


@cli.command("overview")
@click.argument("slugs", nargs=-1)
@in_language
def show_overview(slugs: tuple[str, ...], language: str) -> None:
    """Say of every module, or some, what it asks and what it rests on, as Markdown: > docs/modules.md keeps it."""
    with speaking(language):
        click.echo(overview(check_lessons(lessons_folder(), slugs)), nl=False)
