"""The values module.yml may use, from lessons/_vocabulary.yml."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from app.curriculum.checker.yaml_text import LOADER

FILE = "_vocabulary.yml"
LICENCES = ("CC-BY-SA-4.0", "CC-BY-4.0", "CC0-1.0", "CC-BY-SA-3.0", "CC-BY-3.0", "MIT", "public-domain")
Labels = Mapping[str, Mapping[str, str]]  # code -> language -> words


@dataclass(frozen=True, slots=True)
class Vocabulary:
    languages: Labels
    kerndoelen: Labels
    topics: Labels
    safety: Labels
    visit_kinds: Labels
    units: tuple[str, ...]
    icons: tuple[str, ...]
    goal_ids: Mapping[str, tuple[str, ...]]  # kerndoel -> its id in its framework, and others it is known by


def read_vocabulary(lessons: Path) -> Vocabulary:
    """Raises OSError or ValueError: without this file nothing can be checked, so it is not a lesson's problem."""
    held: dict[str, Any] = yaml.load((lessons / FILE).read_text("utf-8"), Loader=LOADER)  # noqa: S506 - a safe one, in C
    lists = {name: _labels(held.get(name)) for name in ("languages", "kerndoelen", "topics", "safety", "visit_kinds")}
    return Vocabulary(
        **lists, units=tuple(held["units"]), icons=tuple(held["icons"]), goal_ids=_ids(held["kerndoelen"])
    )


def _ids(held: Mapping[str, Any]) -> Mapping[str, tuple[str, ...]]:
    return {code: (str(words["uuid"]), *map(str, words.get("also", ()))) for code, words in held.items()}


def _labels(held: Any) -> Labels:
    if not isinstance(held, dict):
        raise ValueError(f"{FILE}: a list of codes is missing")
    return {str(code): {language: str(words[language]) for language in ("nl", "en")} for code, words in held.items()}
