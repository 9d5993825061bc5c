"""YAML with line numbers: duplicate keys are problems and scalars stay text (`1.10` is a version, not 1.1).

Read event by event and never deeper than our files go, because libyaml's own trees fall over on deep ones.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from app.base.language import N_
from app.curriculum.page import Page, first_unseen, without_unseen

Path = tuple[str | int, ...]
DEEPEST = 12
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
# What libyaml says, and what we say of it.
WHY = (
    ("cannot start any token", N_("a tab, or a sign like @, % or ` that needs quotes around its text")),
    ("mapping values are not allowed", N_("a colon too much, or spaces at the start that do not fit")),
    ("end of stream", N_("a quote that is never closed")),
    ("',' or", N_("a bracket that is never closed, or a comma too few")),
    ("'-' indicator", N_("a line that does not belong to the list above it")),
    ("expected key", N_("spaces at the start that do not fit")),
    ("another document", N_("a second document after ---")),
)
OPENED = ("flow sequence", "flow mapping", "quoted scalar")
UNCLEAR = N_("it is not clear what belongs to what")
ALIAS, DEEP = N_("a name with & or * in front has a meaning of its own"), N_("too many lists inside each other")


@dataclass(slots=True)
class Read:
    """`value` is made of dict, list and str; `lines` says where each path stands."""

    value: Any = None
    lines: dict[Path, int] = field(default_factory=dict)

    def line(self, *path: str | int) -> int:
        """The line of a path, or of the nearest that is there."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


class _Refused(Exception):
    """`why` is a text of ours."""

    def __init__(self, line: int, why: str) -> None:
        super().__init__(why)
        self.line, self.why = line, why


def read_yaml(page: Page) -> Read | None:
    """The file, or None when it is no YAML: then one problem is noted, where the reader stopped."""
    found = Read({})
    events = yaml.parse("\n".join(page.lines), Loader=LOADER)
    try:
        builder = _Builder(page, events, found.lines)
        for event in events:
            if isinstance(event, yaml.NodeEvent):
                found.value = builder.value(event, ())
    except _Refused as refused:
        page.wrong("M02", refused.line, why=refused.why)
        return None
    except yaml.MarkedYAMLError as error:
        page.wrong("M02", min(_line(error), len(page.lines)), why=_why(error.problem or ""))
        return None
    except yaml.YAMLError:
        page.wrong("M02", 1, why=UNCLEAR)
        return None
    return found


def _line(error: yaml.MarkedYAMLError) -> int:
    """Where it stops, or where what is never closed begins."""
    opened = error.context_mark if (error.context or "").endswith(OPENED) else None
    mark = opened or error.problem_mark or error.context_mark
    return mark.line + 1 if mark else 1


def _why(problem: str) -> str:
    return next((ours for theirs, ours in WHY if theirs in problem), UNCLEAR)


@dataclass(frozen=True, slots=True)
class _Builder:
    """Turns events into values; only a problem of ours ends it early."""

    page: Page
    events: Iterator[Any]
    lines: dict[Path, int]

    def value(self, event: Any, path: Path) -> Any:
        line = event.start_mark.line + 1
        if event.anchor is not None:  # an alias can point at itself, or unfold without end
            raise _Refused(line, ALIAS)
        if path == () and self.lines:
            raise _Refused(line, _why("another document"))
        self.lines.setdefault(path, line)
        if isinstance(event, yaml.ScalarEvent):
            return self._text(event.value, line)
        if len(path) >= DEEPEST:
            raise _Refused(line, DEEP)
        return self._mapping(path) if isinstance(event, yaml.MappingStartEvent) else self._sequence(path)

    def _sequence(self, path: Path) -> list[Any]:
        found: list[Any] = []
        for event in self.events:
            if isinstance(event, yaml.SequenceEndEvent):
                break
            found.append(self.value(event, (*path, len(found))))
        return found

    def _mapping(self, path: Path) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for event in self.events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            line = event.start_mark.line + 1
            if not isinstance(event, yaml.ScalarEvent):
                raise _Refused(line, UNCLEAR)
            key = self._text(event.value, line)
            twice = key in found
            if twice:
                self.page.wrong("M03", line, key=key)
            self.lines.setdefault((*path, key), line)
            value = self.value(next(self.events), (*path, key))
            if not twice:
                found[key] = value
        return found

    def _text(self, text: str, line: int) -> str:
        """An escape like \\u200b can write what nobody sees."""
        if sign := first_unseen(text):
            self.page.wrong("T13", line, sign=sign)
        return without_unseen(text)
