"""YAML with line numbers: duplicate keys are problems and scalars stay text (`1.10` is a version, not 1.1)."""

from dataclasses import dataclass, field
from typing import Any

import yaml

from app.curriculum.page import Page

Path = tuple[str | int, ...]


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


def read_yaml(page: Page) -> Read | None:
    """The file, or None when it is no YAML: then one problem is noted, where the reader stopped."""
    try:
        node = yaml.compose("\n".join(page.lines), Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        page.wrong("M02", mark.line + 1 if mark else 1, why=error.problem or "?")
        return None
    except (yaml.YAMLError, RecursionError) as error:
        page.wrong("M02", 1, why=str(error).splitlines()[0])
        return None
    found = Read()
    if any(isinstance(event, yaml.AliasEvent) for event in yaml.parse("\n".join(page.lines), Loader=yaml.SafeLoader)):
        page.wrong("M02", 1, why="*")  # an alias can point at itself, or unfold without end
        return None
    found.value = _value(page, node, (), found.lines) if node is not None else {}
    return found


def _value(page: Page, node: yaml.Node, path: Path, lines: dict[Path, int]) -> Any:
    lines[path] = node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        return _mapping(page, node, path, lines)
    if isinstance(node, yaml.SequenceNode):
        return [_value(page, child, (*path, number), lines) for number, child in enumerate(node.value)]
    return str(node.value)


def _mapping(page: Page, node: yaml.MappingNode, path: Path, lines: dict[Path, int]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key_node, value_node in node.value:
        key = str(key_node.value)
        if key in found:
            page.wrong("M03", key_node.start_mark.line + 1, key=key)
            continue
        found[key] = _value(page, value_node, (*path, key), lines)
        lines[(*path, key)] = key_node.start_mark.line + 1
    return found
