"""From the JSON of a frozen version to the values of app/curriculum/module.py.

Format 1 (six types of question) is read too: what it does not hold gets its empty value.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any
from uuid import UUID

from markupsafe import Markup

from app.curriculum.module import (
    PHASES,
    AnswerKey,
    Credit,
    Guide,
    KeyTexts,
    Material,
    Module,
    Option,
    Part,
    Question,
    QuestionKey,
    Step,
    Term,
)

Json = Mapping[str, Any]


def module_from(public: Json, version_id: UUID, language: str) -> Module:
    """The module in `language`, or in its source language when it is not there."""
    spoken = language if language in public["languages"] else public["language"]
    texts = public["texts"][spoken]
    visit = public["visit"]
    return Module(
        slug=public["slug"],
        edition=public["edition"],
        revision=public["revision"],
        version_id=version_id,
        language=spoken,
        languages=tuple(public["languages"]),
        title=texts["title"],
        summary=texts["summary"],
        goals=tuple(texts["goals"]),
        levels=tuple(public["levels"]),
        kerndoelen=_terms(public, "kerndoelen", language),
        topics=_terms(public, "topics", language),
        safety=_terms(public, "safety", language),
        steps=tuple(_step(facts, texts["steps"][facts["id"]]) for facts in public["steps"]),
        materials=tuple(_material(row) for row in texts["materials"]),
        materials_note=_safe(texts["materials_note"]),
        visit_kind=visit["kind"],
        visit_label=_label(public, "visit_kinds", visit["kind"], language) if visit["kind"] else "",
        evidence=tuple(visit["evidence"]),
        pass_points=public["points"],
        picture_url=f"/media/{public['picture']}" if public["picture"] else "",
        minutes={phase: _minutes(public, phase) for phase in PHASES},
        licence=public["licence"],
        credits=tuple(Credit(**credit) for credit in public["credits"]),
        reviewed=tuple(public["reviewed"]),
        goal_ids={code: tuple(ids) for code, ids in public.get("goals", {}).items()},
        status=public.get("status", "published"),
        urgent=public.get("urgent", False),
        made_by=_safe(texts.get("made_by", "")),
    )


def _minutes(public: Json, phase: str) -> int:
    """Of the level that has most to do: a step that is for another level takes a pupil no time."""
    steps = [step for step in public["steps"] if step["phase"] == phase]
    each: list[int] = [
        sum(step["minutes"] for step in steps if not step.get("levels") or level in step["levels"])
        for level in public["levels"]
    ]
    return max(each)


def _terms(public: Json, name: str, language: str) -> tuple[Term, ...]:
    return tuple(Term(code, _label(public, name, code, language)) for code in public[name])


def _label(public: Json, name: str, code: str, language: str) -> str:
    words: Mapping[str, str] = public["labels"][name][code]
    return words.get(language, words["nl"])


def _step(facts: Json, texts: Json) -> Step:
    return Step(
        id=facts["id"],
        phase=facts["phase"],
        minutes=facts["minutes"],
        icon=facts["icon"],
        title=texts["title"],
        label=texts["label"],
        parts=tuple(_part(part) for part in texts["parts"]),
        levels=tuple(facts.get("levels", ())),
    )


def _part(part: Json) -> Part:
    return Part(
        kind=part["kind"],
        html=_safe(part["html"]),
        id=part["id"],
        question=_question(part["question"]) if part["question"] else None,
        parts=tuple(_part(inner) for inner in part["parts"]),
        levels=tuple(part.get("levels", ())),
    )


def _question(held: Json) -> Question:
    return Question(
        id=held["id"],
        type=held["type"],
        html=_safe(held["html"]),
        options=tuple(map(_option, held["options"])),
        units=tuple(held["units"]),
        points=held["points"],
        tries=held["tries"],
        hints=tuple(map(_safe, held.get("hints") or filter(None, [held["hint"]]))),
        partners=tuple(map(_option, held.get("partners", ()))),
        **{name: held[name] for name in ("low", "high", "rows", "item", "ask") if name in held},
    )


def _option(held: Json) -> Option:
    area = held.get("area")
    return Option(held["token"], _safe(held["html"]), tuple(area) if area else None)


def _material(row: Json) -> Material:
    price = None if row["price"] is None else Decimal(row["price"])
    return Material(row["what"], Decimal(row["amount"]), row["per"], price)


def key_from(key: Json, public: Json) -> AnswerKey:
    """The answer key of a version, in all its languages."""
    source: str = key["language"]
    return AnswerKey(
        slug=public["slug"],
        edition=public["edition"],
        revision=public["revision"],
        questions={
            question_id: QuestionKey(
                id=question_id,
                type=held["type"],
                points=held["points"],
                tries=held["tries"],
                letters=held["letters"],
                facts=held["facts"],
                texts={language: _key_texts(texts) for language, texts in held["texts"].items()},
                language=source,
            )
            for question_id, held in key["questions"].items()
        },
        guides={
            language: Guide(
                _safe(guide["html"]),
                {step: tuple(map(_safe, blocks)) for step, blocks in guide["steps"].items()},
            )
            for language, guide in key["guides"].items()
        },
        language=source,
        hosts={language: _safe(html) for language, html in key.get("hosts", {}).items()},
    )


def _key_texts(held: Json) -> KeyTexts:
    return KeyTexts(
        question=_safe(held["question"]),
        options={letter: _safe(html) for letter, html in held["options"].items()},
        feedback={letter: _safe(html) for letter, html in held["feedback"].items()},
        explain=_safe(held["explain"]),
        rubric=_safe(held["rubric"]),
        solution=_safe(held["solution"]),
        partners={letter: _safe(html) for letter, html in held.get("partners", {}).items()},
    )


def _safe(html: str) -> Markup:
    return Markup(html)  # noqa: S704 - made safe by nh3 when it was published
