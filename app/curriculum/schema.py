"""JSON Schema of module.yml and credits.yml, so that an editor completes the codes and underlines what cannot be.

The shapes are those the checker reads with; the words are those of the vocabulary of this folder. What a schema cannot
say (a step without a file, a kerndoel that was withdrawn) stays with the checker.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from app.base.levels import BANDS
from app.curriculum.checker.facts import Facts
from app.curriculum.checker.media import KNOWN
from app.curriculum.checker.vocabulary import LICENCES, Labels, Vocabulary

Json = dict[str, Any]
DIALECT = "https://json-schema.org/draft/2020-12/schema"
NUMBERS_TOO = ("version",)  # an editor reads 1.0 as a number; we read every value as it is written


def module_schema(vocabulary: Vocabulary) -> Json:
    """For module.yml."""
    schema = Facts.model_json_schema(by_alias=True)
    for shape in (schema, *schema.get("$defs", {}).values()):
        _plain(shape)
    own, parts = schema["properties"], schema["$defs"]
    for name, known in _lists(vocabulary).items():
        own[name]["items"] = _one_of(known)
    own["language"] |= _one_of(vocabulary.languages)
    own["licence"] |= _one_of(LICENCES)
    for name in NUMBERS_TOO:
        own[name]["type"] = ["string", "number"]
    step, visit = parts["StepFacts"]["properties"], parts["VisitFacts"]["properties"]
    step["icon"] |= _one_of(vocabulary.icons)
    step["levels"]["items"] = _one_of(BANDS)
    visit["kind"] |= _one_of(vocabulary.visit_kinds)
    return {"$schema": DIALECT, "title": "module.yml", **{key: schema[key] for key in schema if key != "title"}}


def credits_schema() -> Json:
    """For media/credits.yml."""
    row: Json = {
        "type": "object",
        "additionalProperties": False,
        "required": list(KNOWN[:3]),
        "properties": {name: {"type": "string"} for name in KNOWN},
    }
    row["properties"]["licence"] |= _one_of(LICENCES)
    return {"$schema": DIALECT, "title": "credits.yml", "type": "array", "items": row}


def _lists(vocabulary: Vocabulary) -> Mapping[str, Iterable[str] | Labels]:
    return {
        "levels": BANDS,
        "kerndoelen": vocabulary.kerndoelen,
        "topics": vocabulary.topics,
        "safety": vocabulary.safety,
        "also": vocabulary.languages,
    }


def _one_of(known: Iterable[str] | Labels) -> Json:
    """The codes, and beside each what it means in Dutch, which editors show."""
    shown: Json = {"enum": list(known)}
    if isinstance(known, Mapping):
        shown["markdownEnumDescriptions"] = [words["nl"] for words in known.values()]
    return shown


def _plain(shape: Json) -> None:
    """Names that pydantic makes up say nothing to an author, and an empty default is no advice."""
    shape.pop("title", None)
    for held in shape.get("properties", {}).values():
        held.pop("title", None)
        if held.get("default") in (None, [], False):
            held.pop("default", None)
