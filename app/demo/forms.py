"""The form of an answer as a browser would send it, filled in by a made-up child: for every type of question."""

import io
import random
from collections.abc import Callable

from PIL import Image, ImageDraw

from app.curriculum.marking import shown_right
from app.curriculum.module import Question, QuestionKey
from app.demo.answers import WORDS, open_answer

Sent = dict[str, list[str]]
MEASURED = ((0, 8.1), (1, 7.4), (2, 6.6), (3, 6.1), (4, 5.2), (5, 4.9))  # water that leaks away


def filled_in(question: Question, key: QuestionKey, first_name: str, chance: random.Random, *, good: bool) -> Sent:
    """Right when `good`, else with a mistake that children make. Chosen by letter, because tokens and their order are
    drawn anew whenever the lesson is published. A photo is no text: see `drawn_photo`."""
    if question.type == "open":
        return {"answer": [open_answer(question.id, first_name, chance)]}
    if question.type in _FORMS:
        return _FORMS[question.type](question, key, chance, good)
    return {"answer": _tokens(question, key, chance, good=good)}


def drawn_photo(chance: random.Random) -> bytes:
    """A model lock in a tray, more or less; nobody is on it."""
    picture = Image.new("RGB", (800, 600), chance.choice(("#C9B79C", "#B9C4C9", "#D8CFC0")))
    pen = ImageDraw.Draw(picture)
    left, top = chance.randrange(60, 140), chance.randrange(180, 240)
    right, bottom = 800 - left, 520
    pen.rectangle((left, top, right, bottom), fill="#4F6B78", outline="#20303A", width=8)
    gates = sorted(chance.sample(range(left + 120, right - 120, 40), 2))
    for begin, end, level in ((left, gates[0], 40), (gates[0], gates[1], 90), (gates[1], right, 130)):
        pen.rectangle((begin + 8, top + level, end, bottom - 8), fill="#8FC3DA")
    for gate in gates:
        pen.rectangle((gate - 10, top - 20, gate + 10, bottom), fill="#A5673F")
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=80)
    return out.getvalue()


def _checklist(_: Question, key: QuestionKey, __: random.Random, good: bool) -> Sent:
    tokens = _by_letter(key)
    return {"answer": tokens if good else tokens[:-1] or tokens}


def _number(_: Question, key: QuestionKey, chance: random.Random, good: bool) -> Sent:
    right = shown_right(key, language="nl")
    first = right.split("–")[0].split()[0].replace(".", "")
    return {"answer": [first if good else str(int(float(first.replace(",", "."))) + chance.choice((1, 10, 3)) * 7)]}


def _match(_: Question, key: QuestionKey, chance: random.Random, good: bool) -> Sent:
    partners = {letter: token for token, letter in key.facts["partners"].items()}
    lefts = _by_letter(key)
    rights = [partners[key.letters[token]] for token in lefts]
    if not good:
        one, other = chance.sample(range(len(rights)), 2)
        rights[one], rights[other] = rights[other], rights[one]
    return {f"pair-{left}": [right] for left, right in zip(lefts, rights, strict=True)}


def _gap(_: Question, key: QuestionKey, chance: random.Random, good: bool) -> Sent:
    accept: dict[str, list[str]] = key.facts["accept"]
    found = {f"gap-{letter}": [words[0] if words else chance.choice(WORDS)] for letter, words in accept.items()}
    if not good:
        found[chance.choice(sorted(found))] = [chance.choice(WORDS)]
    return found


def _short(_: Question, key: QuestionKey, chance: random.Random, good: bool) -> Sent:
    words: list[str] = key.facts["accept"]
    return {"answer": [words[0] if good and words else chance.choice(WORDS)]}


def _scale(question: Question, _: QuestionKey, chance: random.Random, __: bool) -> Sent:
    """Most are rather positive, some are not."""
    return {"answer": [str(max(chance.choices(range(question.low, question.high + 1), k=2)))]}


def _measure(question: Question, key: QuestionKey, chance: random.Random, good: bool) -> Sent:
    letters = sorted(key.letters.values())
    found: Sent = {}
    for number, row in enumerate(MEASURED[: question.rows], 1):
        for letter, value in zip(letters, row, strict=False):
            is_left_out = not good and chance.random() < 0.2
            found[f"cell-{number}-{letter}"] = ["" if is_left_out else f"{value}".replace(".", ",")]
    found[f"cell-1-{letters[0]}"] = ["0"]
    return found


_FORMS: dict[str, Callable[[Question, QuestionKey, random.Random, bool], Sent]] = {
    "checklist": _checklist,
    "number": _number,
    "match": _match,
    "gap": _gap,
    "short": _short,
    "scale": _scale,
    "measure": _measure,
}


def _by_letter(key: QuestionKey) -> list[str]:
    return sorted(key.letters, key=lambda token: key.letters[token])


def _tokens(question: Question, key: QuestionKey, chance: random.Random, *, good: bool) -> list[str]:
    """Of what is chosen or put in order."""
    facts, tokens = key.facts, _by_letter(key)
    right = [key.token(letter) for letter in facts.get("order") or facts.get("right") or []]
    if good and right:
        return right
    if question.type == "order":
        chance.shuffle(tokens)
        return tokens
    wrong = [token for token in tokens if token not in right] or tokens
    return [*right[:-1], chance.choice(wrong)] if question.type == "multi" else [chance.choice(wrong)]
