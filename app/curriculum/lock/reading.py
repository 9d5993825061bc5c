"""From frozen versions to a lock. Pure, and the same on every machine: neither salt nor time leaves a trace in it."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import reduce
from typing import Any, NamedTuple, TypeVar

from app.curriculum.lock.values import NOTHING, Lock, LockedQuestion, LockedStep, Version
from app.curriculum.markdown import plain
from app.curriculum.snapshot import canonical

Json = Mapping[str, Any]
T = TypeVar("T")
FINGERPRINT = 12
LONGEST = 90  # of what a letter stands for
FACTS = ("levels", "kerndoelen", "topics", "safety", "visit", "licence", "reviewed", "credits", "picture")
PAGES = ("title", "summary", "goals", "materials", "materials_note", "made_by")
CONDITIONS = ("was-there", "was-not-there", "visit")


class _Placed(NamedTuple):
    """A question of the public part, with the step it stands in and for whom."""

    question: Json
    step: str
    audience: str


def lock_from_versions(versions: Iterable[tuple[Json, Json]]) -> Lock | None:
    """The lock of all versions of a module, each as its public and its key part. None: of no version."""
    return join(_one(public, key) for public, key in versions)


def join(locks: Iterable[Lock]) -> Lock | None:
    """What is out according to any of them: the newest says how it is, all of them since when."""
    held = sorted(locks, key=lambda one: one.version)
    return reduce(_after, held) if held else None


def fingerprint(value: Any) -> str:
    """A short hash of a JSON value; NOTHING for what is empty."""
    if not value:
        return NOTHING
    return hashlib.sha256(canonical({"": value}).encode()).hexdigest()[:FINGERPRINT]


def key_facts(facts: Json) -> dict[str, Any]:
    """What of a question's key decides how an answer is marked; tokens, which differ from house to house, left out."""
    return {name: value for name, value in facts.items() if name != "partners"}


def _one(public: Json, key: Json) -> Lock:
    version = Version(public["edition"], public["revision"])
    source = public["language"]
    hints = {
        (language, placed.question["id"]): _hint(placed.question)
        for language in public["languages"]
        for placed in _placed(public, language)
    }
    return Lock(
        slug=public["slug"],
        version=version,
        language=source,
        passing=NOTHING if public["points"] is None else f"{public['points']:g}",
        facts=fingerprint(_facts(public)),
        texts={language: fingerprint(_pages(public, key, language)) for language in public["languages"]},
        steps={step["id"]: _step(step, public, key, version) for step in public["steps"]},
        questions={
            placed.question["id"]: _question(placed, source, key, version, hints) for placed in _placed(public, source)
        },
    )


def _facts(public: Json) -> Json:
    steps = {step["id"]: [step["minutes"], step["icon"]] for step in public["steps"]}
    return {name: public[name] for name in FACTS if public.get(name)} | {"steps": steps}


def _pages(public: Json, key: Json, language: str) -> Json:
    texts = public["texts"][language]
    guide, host = key["guides"][language]["html"], key.get("hosts", {}).get(language)
    pages = {name: texts[name] for name in PAGES if texts.get(name)} | {"guide": guide}
    return pages | {"host": host} if host else pages


def _step(step: Json, public: Json, key: Json, version: Version) -> LockedStep:
    texts = {
        language: fingerprint(
            {
                "title": held["title"],
                "label": held["label"],
                "parts": _without_questions(held["parts"]),
                "teacher": key["guides"][language]["steps"].get(step["id"], []),
            }
        )
        for language in public["languages"]
        if (held := public["texts"][language]["steps"].get(step["id"]))
    }
    return LockedStep(step["id"], step["phase"], _audience(step.get("levels", ())), version, version, texts)


def _without_questions(parts: Iterable[Json]) -> list[Json]:
    return [
        {
            "kind": part["kind"],
            "id": part["id"],
            "html": part["html"],
            "levels": list(part.get("levels", ())),
            "parts": _without_questions(part["parts"]),
        }
        for part in parts
        if not part["question"]
    ]


def _placed(public: Json, language: str) -> Iterator[_Placed]:
    steps = public["texts"][language]["steps"]
    for step in public["steps"]:
        if step["id"] in steps:
            yield from _inside(steps[step["id"]]["parts"], step["id"], ())


def _inside(parts: Iterable[Json], step: str, conditions: tuple[str, ...]) -> Iterator[_Placed]:
    for part in parts:
        kind = (part["kind"],) if part["kind"] in CONDITIONS else ()
        held = (*conditions, *kind, *part.get("levels", ()))
        if part["question"]:
            yield _Placed(part["question"], step, _audience(held))
        yield from _inside(part["parts"], step, held)


def _audience(conditions: Iterable[str]) -> str:
    return "+".join(sorted(set(conditions))) or "all"


def _question(
    placed: _Placed, source: str, key: Json, version: Version, hints: Mapping[tuple[str, str], str]
) -> LockedQuestion:
    asked, held = placed.question, key["questions"][placed.question["id"]]
    texts: Json = held["texts"][source]
    areas = {held["letters"].get(one["token"], one["token"]): one["area"] for one in asked["options"] if "area" in one}
    return LockedQuestion(
        id=asked["id"],
        type=held["type"],
        step=placed.step,
        audience=placed.audience,
        first=version,
        last=version,
        points=held["points"],
        tries=held["tries"],
        key=fingerprint(key_facts(held["facts"]) | ({"areas": areas} if areas else {})),
        rubric=fingerprint(texts["rubric"]),
        texts={
            language: fingerprint(_said(one, hints.get((language, asked["id"]), ""), is_source=language == source))
            for language, one in held["texts"].items()
        },
        letters={
            letter: meaning(texts["options"].get(letter, ""), texts.get("partners", {}).get(letter, ""))
            for letter in sorted(set(held["letters"].values()))
        },
    )


def _hint(question: Json) -> str:
    """Also where one hint ends and the next begins counts as text."""
    return "\n".join(question["hints"]) if "hints" in question else str(question.get("hint", ""))


def _said(texts: Json, hint: str, *, is_source: bool) -> Json:
    """The words of a question in one language; the rubric of the source counts apart."""
    said = {name: held for name, held in texts.items() if held and not (is_source and name == "rubric")}
    return said | {"hint": hint}


def meaning(option: str, partner: str = "") -> str:
    """What a letter stands for, as one short line of plain text."""
    text = " = ".join(words for side in (option, partner) if (words := plain(side)))
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def _after(old: Lock, new: Lock) -> Lock:
    """`new` with what only `old` knows: since when, and what is no more."""
    steps = {one.id: _since(one, old.steps.get(one.id)) for one in new.steps.values()}
    questions = {one.id: _also(one, old.questions.get(one.id)) for one in new.questions.values()}
    return replace(
        new, steps={**steps, **_rest(old.steps, steps)}, questions={**questions, **_rest(old.questions, questions)}
    )


def _since(new: LockedStep, old: LockedStep | None) -> LockedStep:
    return replace(new, first=min(new.first, old.first), last=max(new.last, old.last)) if old else new


def _also(new: LockedQuestion, old: LockedQuestion | None) -> LockedQuestion:
    if old is None:
        return new
    gone = {
        letter: text for letter, text in {**old.gone, **old.letters, **new.gone}.items() if letter not in new.letters
    }
    return replace(new, first=min(new.first, old.first), last=max(new.last, old.last), gone=gone)


def _rest(old: Mapping[str, T], new: Mapping[str, T]) -> dict[str, T]:
    return {name: one for name, one in old.items() if name not in new}
