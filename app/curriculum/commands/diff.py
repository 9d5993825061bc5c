"""`flask lessons diff`: what changed since a module was published, how heavy that is, and which version it needs."""

from collections.abc import Iterator
from pathlib import Path

import click
from sqlalchemy.exc import OperationalError, ProgrammingError

from app.access.actor import NOBODY
from app.base import clock
from app.base.house import House
from app.base.language import gettext, speaking
from app.curriculum.checker.files import Files
from app.curriculum.checker.folder import MODULE, Checked
from app.curriculum.checker.identity import questions_of, read_lock
from app.curriculum.commands.check import check_lessons, tell
from app.curriculum.commands.group import cli, in_language, lessons_folder, the_house
from app.curriculum.draft import ModuleDraft
from app.curriculum.lock.changes import NEEDS, Change, Need, changes, need_of, version_needed
from app.curriculum.lock.reading import lock_from_versions
from app.curriculum.lock.values import Lock, Version
from app.curriculum.queries import lock_of
from app.curriculum.snapshot import freeze


@cli.command("diff")
@click.argument("slugs", nargs=-1)
@in_language
def diff(slugs: tuple[str, ...], language: str) -> None:
    """Compare the modules, or some of them, with what is out: in the database, or else in their ids.lock."""
    with speaking(language):
        for checked in check_lessons(lessons_folder(), slugs, lock=None):
            if checked.draft is None:
                tell(checked.errors)
                click.echo(gettext("%(slug)s: not compared, it has errors", slug=checked.slug))
            else:
                for line in told(checked, checked.draft, _out(the_house(), lessons_folder(), checked.draft)):
                    click.echo(line)


def told(checked: Checked, draft: ModuleDraft, out: Lock | None) -> Iterator[str]:
    """The comparison, line by line."""
    slug, version = checked.slug, Version(draft.edition, draft.revision)
    if out is None:
        yield gettext("%(slug)s: not out yet, nothing to compare with", slug=slug)
        return
    frozen = freeze(draft, "")
    fresh = lock_from_versions([(frozen.public, frozen.key)])
    assert fresh is not None
    found = changes(out, fresh)
    if not found:
        yield gettext("%(slug)s: the same as %(out)s", slug=slug, out=out.version)
        return
    yield gettext("%(slug)s: %(out)s is out, the folder says %(version)s", slug=slug, out=out.version, version=version)
    for change in found:
        yield f"  {_place(change, draft)}: {change}"
        yield f"      {gettext(NEEDS[change.need])}"
    needed = version_needed(out.version, need_of(found))
    if version < needed or (version != needed and need_of(found) is not Need.EDITION):
        yield "  " + gettext("-> version: %(needed)s", needed=needed)


def _out(house: House, lessons: Path, draft: ModuleDraft) -> Lock | None:
    """What this edition follows on, as the database knows it, or else the file."""
    try:
        with house.looking(NOBODY, clock.now()) as work:
            held = lock_of(work, slug=draft.slug, edition=draft.edition)
    except (OperationalError, ProgrammingError):
        held = None  # no database yet, as where an author only writes
    return held or read_lock(Files(lessons / draft.slug, []))


def _place(change: Change, draft: ModuleDraft) -> str:
    """`zeesluis/nl/kijk.md:12`, as near as can be told."""
    language = change.facts.get("language", draft.language)
    texts = draft.texts.get(str(language))
    for question, file in questions_of(texts) if texts else ():
        if question.id == change.question:
            return f"{file}:{question.line}"
    step = texts.steps.get(change.step) if texts and not change.question else None
    if step and change.kind != "step-phase":
        return f"{step.file}:1"
    if change.kind == "pages":
        return f"{draft.slug}/{language}/"
    return f"{draft.slug}/{MODULE}:1"
