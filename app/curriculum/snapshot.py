"""Freezes a checked module: canonical JSON in a public part and a key part, and one sha256 over both.

What a browser may get carries a token for each option, in an order of its own. Tokens and order follow from a salt
that stays on the server, so publishing the same text twice gives the same version, and nobody can work out a letter.
"""

import hashlib
import hmac
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from app.curriculum.draft import ModuleDraft, OptionDraft, PartDraft, QuestionDraft, StepDraft, Texts, points_share
from app.curriculum.questions import TYPES

FORMAT = 2
TEACHERS = frozenset({"teacher", "solution"})
TOKEN = 12
SAID = {"scale": ("low", "high", "item"), "measure": ("rows",)}  # of these types nothing is secret


@dataclass(frozen=True, slots=True)
class Snapshot:
    """`public` and `key` are JSON; the sha is of their canonical text."""

    public: dict[str, Any]
    key: dict[str, Any]
    sha256: str
    format: int = FORMAT


def freeze(draft: ModuleDraft, salt: str) -> Snapshot:
    """The snapshot of a draft. The same draft and salt always give the same sha."""
    writer = _Freezer(draft, salt.encode())
    return _snapshot(writer.public(), writer.key(), FORMAT)


def thaw(
    public: Mapping[str, Any], key: Mapping[str, Any], *, edition: int, revision: int, urgent: bool = False
) -> Snapshot:
    """A frozen version under another number, to put it back."""
    numbered = {**public, "edition": edition, "revision": revision, "urgent": urgent}
    return _snapshot(numbered, dict(key), public["format"])


def _snapshot(public: dict[str, Any], key: dict[str, Any], number: int) -> Snapshot:
    sha256 = hashlib.sha256(canonical({"public": public, "key": key}).encode()).hexdigest()
    return Snapshot(public, key, sha256, number)


def canonical(value: Mapping[str, Any]) -> str:
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


@dataclass(frozen=True, slots=True)
class _Freezer:
    draft: ModuleDraft
    salt: bytes

    def public(self) -> dict[str, Any]:
        draft, facts = self.draft, self.draft.facts
        visit = facts["visit"] or {"kind": None, "evidence": []}
        return {
            "format": FORMAT,
            "slug": draft.slug,
            "edition": draft.edition,
            "revision": draft.revision,
            "status": "review" if draft.status == "review" else "published",
            "urgent": facts["urgent"],
            "language": draft.language,
            "languages": list(draft.texts),
            "levels": facts["levels"],
            "labels": draft.labels,
            "kerndoelen": facts["kerndoelen"],
            "goals": {code: list(ids) for code, ids in draft.goals.items()},
            "topics": facts["topics"],
            "safety": facts["safety"],
            "visit": visit,
            "points": points_share(facts["pass"]["points"]),
            "steps": facts["steps"],
            "licence": facts["licence"],
            "reviewed": facts["reviewed"],
            "picture": draft.media[0].picture.sha256 if draft.media else "",
            "credits": [dict(media.credit) for media in draft.media],
            "texts": {language: self._texts(texts) for language, texts in draft.texts.items()},
        }

    def key(self) -> dict[str, Any]:
        source = self.draft.texts[self.draft.language]
        questions = [question for step in source.steps.values() for question in _questions(step.parts)]
        return {
            "format": FORMAT,
            "language": self.draft.language,
            "questions": {question.id: self._key_of(question) for question in questions},
            "guides": {
                language: {
                    "html": texts.guide,
                    "steps": {step.id: list(_for_teachers(step.parts)) for step in texts.steps.values()},
                }
                for language, texts in self.draft.texts.items()
            },
            "hosts": {language: texts.host for language, texts in self.draft.texts.items() if texts.host},
        }

    def _texts(self, texts: Texts) -> dict[str, Any]:
        return {
            "title": texts.title,
            "summary": texts.summary,
            "goals": list(texts.goals),
            "materials": [
                {
                    **asdict(row),
                    "amount": str(row.amount),
                    "price": None if row.price is None else str(row.price),
                }
                for row in texts.materials
            ],
            "materials_note": texts.materials_note,
            "made_by": texts.made_by,
            "steps": {step.id: self._step(step) for step in texts.steps.values()},
        }

    def _step(self, step: StepDraft) -> dict[str, Any]:
        return {"title": step.title, "label": step.label, "parts": self._parts(step.parts)}

    def _parts(self, parts: Sequence[PartDraft]) -> list[dict[str, Any]]:
        return [self._part(part) for part in parts if part.kind not in TEACHERS]

    def _part(self, part: PartDraft) -> dict[str, Any]:
        question = self._question(part.question) if part.question else None
        return {
            "kind": part.kind, "id": part.id, "html": part.html, "question": question,
            "parts": self._parts(part.parts), "levels": list(part.levels),
        }  # fmt: skip

    def _question(self, question: QuestionDraft) -> dict[str, Any]:
        """Nothing in here depends on the key but the unit, which is said with the question."""
        source = self._source(question.id)
        held = {option.letter: option for option in question.options}
        facts = source.facts or {}
        return {
            "id": question.id,
            "type": question.type,
            "html": question.html,
            "options": [self._option(source, held[letter]) for letter in self._order(source)],
            "partners": [
                {"token": self._partner(source, letter), "html": held[letter].partner}
                for letter in self._partners(source)
            ],
            "units": [unit] if (unit := facts.get("unit")) else [],
            "points": source.points,
            "tries": source.tries,
            "hint": "".join(question.hints),
            **({"hints": list(question.hints)} if len(question.hints) > 1 else {}),  # one stands as it always did
            "ask": source.given.get("ask", ""),
            **{name: facts[name] for name in SAID.get(source.type, ()) if name in facts},
        }

    def _option(self, source: QuestionDraft, option: OptionDraft) -> dict[str, Any]:
        area = next((one.area for one in source.options if one.letter == option.letter), None)
        placed = {"area": list(area)} if area else {}
        return {"token": self._token(source, option.letter), "html": option.html, **placed}

    def _key_of(self, source: QuestionDraft) -> dict[str, Any]:
        return {
            "type": source.type,
            "points": source.points,
            "tries": source.tries,
            "facts": self._facts(source),
            "letters": {self._token(source, option.letter): option.letter for option in source.options},
            "texts": {language: _key_texts(question) for language, question in self._in_all(source.id)},
        }

    def _facts(self, source: QuestionDraft) -> dict[str, Any]:
        """The type's key, with what only shows here: the words of all languages, and tokens for the right sides."""
        facts = dict(source.facts or {})
        if "accept" in facts:
            facts["accept"] = _accepted([(question.facts or {}) for _, question in self._in_all(source.id)])
        if source.type == "match":
            facts["partners"] = {self._partner(source, option.letter): option.letter for option in source.options}
        return facts

    def _in_all(self, question_id: str) -> list[tuple[str, QuestionDraft]]:
        return [
            (language, question)
            for language, texts in self.draft.texts.items()
            for step in texts.steps.values()
            for question in _questions(step.parts)
            if question.id == question_id
        ]

    def _source(self, question_id: str) -> QuestionDraft:
        return dict(self._in_all(question_id))[self.draft.language]

    def _order(self, source: QuestionDraft) -> list[str]:
        """Letters in the order they are shown; things to be put in order never stand in it already."""
        letters = [option.letter for option in source.options]
        if not TYPES[source.type].shuffled:
            return letters
        shown = sorted(letters, key=lambda letter: self._secret("order", source.id, letter))
        return shown if source.type != "order" or shown != letters else [*shown[1:], shown[0]]

    def _partners(self, source: QuestionDraft) -> list[str]:
        """Letters of the right sides of a match, in an order of their own."""
        letters = [option.letter for option in source.options if option.partner]
        shown = sorted(letters, key=lambda letter: self._secret("partner order", source.id, letter))
        return shown if shown != self._order(source) else [*shown[1:], *shown[:1]]

    def _token(self, source: QuestionDraft, letter: str) -> str:
        return self._secret("token", source.id, letter)[:TOKEN] if TYPES[source.type].secret else letter

    def _partner(self, source: QuestionDraft, letter: str) -> str:
        return self._secret("partner", source.id, letter)[:TOKEN]

    def _secret(self, *words: str) -> str:
        said = "\n".join((self.draft.slug, *words))
        return hmac.new(self.salt, said.encode(), hashlib.sha256).hexdigest()


def _key_texts(question: QuestionDraft) -> dict[str, Any]:
    return {
        "question": question.html,
        "options": {option.letter: option.html for option in question.options},
        "feedback": {option.letter: option.feedback for option in question.options if option.feedback},
        "explain": question.explain,
        "rubric": question.rubric,
        "solution": question.solution,
        "partners": {option.letter: option.partner for option in question.options if option.partner},
    }


def _accepted(all_facts: Sequence[Mapping[str, Any]]) -> Any:
    """The words of all languages together: a list, or a list for each gap."""
    held = [facts["accept"] for facts in all_facts if "accept" in facts]
    if not isinstance(held[0], Mapping):
        return list(dict.fromkeys(word for words in held for word in words))
    return {gap: list(dict.fromkeys(word for words in held for word in words.get(gap, ()))) for gap in held[0]}


def _questions(parts: Sequence[PartDraft]) -> list[QuestionDraft]:
    found: list[QuestionDraft] = []
    for part in parts:
        if part.question:
            found.append(part.question)
        found.extend(_questions(part.parts))
    return found


def _for_teachers(parts: Sequence[PartDraft]) -> list[str]:
    """The teacher and solution blocks, wherever they stand."""
    found: list[str] = []
    for part in parts:
        if part.kind in TEACHERS:
            found.append(part.html + "".join(inner.html for inner in part.parts))
        else:
            found.extend(_for_teachers(part.parts))
    return found
