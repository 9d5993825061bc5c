"""`flask lessons schema`: for an editor that completes and underlines while somebody writes module.yml."""

import json
from pathlib import Path

import click

from app.base.language import gettext, speaking
from app.curriculum.checker.vocabulary import read_vocabulary
from app.curriculum.commands.group import cli, in_language, lessons_folder
from app.curriculum.schema import Json, credits_schema, module_schema

FOLDER = "_schema"
FILES = ("module", "credits")


@cli.command("schema")
@click.argument("file", type=click.Choice(FILES), default="module")
@click.option("--write", is_flag=True, help="Put both in lessons/_schema/ instead of printing one.")
@in_language
def schema(file: str, write: bool, language: str) -> None:
    """JSON Schema of module.yml (or credits.yml), with the codes of lessons/_vocabulary.yml."""
    lessons = lessons_folder()
    made = {"module": module_schema(read_vocabulary(lessons)), "credits": credits_schema()}
    if not write:
        click.echo(_written(made[file]))
        return
    for name, value in made.items():
        place: Path = lessons / FOLDER / f"{name}.json"
        place.parent.mkdir(exist_ok=True)
        place.write_text(_written(value) + "\n", "utf-8")
        with speaking(language):
            click.echo(gettext("%(file)s is written.", file=place.relative_to(lessons)))


def _written(value: Json) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1)
