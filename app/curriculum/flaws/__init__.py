"""Every problem the checker can find in a lesson file: its code, how serious it is, what it says and how to mend it.

S structure, Q questions, T text, V translations, M module.yml, P pictures, I ids and versions: a file each.
docs/lessons.md lists them all; a test holds the two equal.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from app.base.language import gettext
from app.curriculum.flaws import identity, module_yml, pictures, questions, structure, text, translation
from app.curriculum.flaws.kind import Kind, Weight

__all__ = ["KINDS", "Flaw", "Kind", "Weight", "in_order"]

KINDS: Mapping[str, Kind] = {
    code: kind
    for room in (structure, questions, text, translation, module_yml, pictures, identity)
    for code, kind in room.KINDS.items()
}


@dataclass(frozen=True, slots=True)
class Flaw:
    """One problem at one line. `file` is counted from the lessons folder."""

    code: str
    file: str
    line: int
    source: str = ""  # the line as written
    facts: Mapping[str, object] = field(default_factory=dict)

    @property
    def is_error(self) -> bool:
        return KINDS[self.code].weight is Weight.ERROR

    @property
    def message(self) -> str:
        """In the language of the moment (app.base.language.speaking)."""
        return gettext(KINDS[self.code].message, **_said(self.facts))

    @property
    def tip(self) -> str:
        return gettext(KINDS[self.code].tip, **_said(self.facts))


def _said(facts: Mapping[str, object]) -> dict[str, object]:
    """Some facts are texts of the product themselves, and are translated too."""
    return {
        name: gettext(value) if name in ("wanted", "example", "why", "phase") and isinstance(value, str) else value
        for name, value in facts.items()
    }


def in_order(flaws: Iterable[Flaw]) -> tuple[Flaw, ...]:
    """By file and line, each once."""
    once = {(flaw.file, flaw.line, flaw.code, flaw.message): flaw for flaw in flaws}
    return tuple(once[key] for key in sorted(once))
