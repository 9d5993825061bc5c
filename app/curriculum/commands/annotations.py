"""Problems as GitHub shows them beside the line: workflow commands, with paths as from the root of the repository."""

from collections.abc import Sequence
from pathlib import Path

from app.curriculum.flaws import Flaw


def annotations(flaws: Sequence[Flaw], lessons: Path) -> tuple[str, ...]:
    """`::error file=lessons/zeesluis/nl/terug.md,line=7,title=Q08::the answer is missing`, one a problem.

    The escapes are those of the runner: % and line ends everywhere, in a property also : and ,.
    """
    root = _prefix(lessons)
    return tuple(_annotation(flaw, root) for flaw in flaws)


def _annotation(flaw: Flaw, root: str) -> str:
    facts = {"file": root + flaw.file, "line": str(flaw.line), "title": f"{flaw.code} {flaw.message}"}
    said = ",".join(f"{name}={_property(value)}" for name, value in facts.items())
    return f"::{'error' if flaw.is_error else 'warning'} {said}::{_data(flaw.tip)}"


def _prefix(lessons: Path) -> str:
    """`lessons/` when that folder lies in the root of a repository; nothing when it is the repository itself."""
    here = lessons.resolve()
    for folder in (here, *here.parents):
        if (folder / ".git").exists():
            inside = here.relative_to(folder).as_posix()
            return "" if inside == "." else f"{inside}/"
    return f"{here.name}/"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
