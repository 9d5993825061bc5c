"""A translation against the source: the same questions, letters and tasks, and no key of its own."""

from collections.abc import Iterator, Sequence

from app.curriculum.draft import PartDraft, QuestionDraft, StepDraft
from app.curriculum.page import Page


def check_translation(page: Page, source: StepDraft, translated: StepDraft) -> None:
    """Everything in which a step of a translation differs from its source."""
    wanted, found = _questions(source.parts), _questions(translated.parts)
    for missing in wanted.keys() - found.keys():
        page.wrong("V01", 1, id=missing)
    for extra in found.keys() - wanted.keys():
        page.wrong("V02", found[extra].line, id=extra)
    for same in wanted.keys() & found.keys():
        _compare(page, wanted[same], found[same])
    tasks, done = _tasks(source.parts), _tasks(translated.parts)
    for missing in tasks.keys() - done.keys():
        page.wrong("V07", 1, id=missing)
    for extra in done.keys() - tasks.keys():
        page.wrong("V02", done[extra], id=extra)


def _compare(page: Page, source: QuestionDraft, other: QuestionDraft) -> None:
    if other.type != source.type:
        page.wrong("V05", other.line, found=other.type, wanted=source.type)
        return
    letters, held = ([option.letter for option in one.options] for one in (source, other))
    if sorted(letters) != sorted(held):
        page.wrong("V03", other.line, found=" ".join(held) or "-", wanted=" ".join(letters) or "-")
    elif other.facts and source.facts and dict(other.facts) != dict(source.facts):
        page.wrong("V04", other.line, wanted=_said(source))
    for option, value in other.given.items():
        if source.given.get(option) != value:
            page.wrong("V09", other.line, option=f"{option}={value}")


def _said(source: QuestionDraft) -> str:
    facts = source.facts or {}
    letters = facts.get("right") or facts.get("order")
    return " ".join(letters) if letters else f"{facts.get('value')} {facts.get('unit', '')}".strip()


def _walk(parts: Sequence[PartDraft]) -> Iterator[PartDraft]:
    for part in parts:
        yield part
        yield from _walk(part.parts)


def _questions(parts: Sequence[PartDraft]) -> dict[str, QuestionDraft]:
    return {part.question.id: part.question for part in _walk(parts) if part.question}


def _tasks(parts: Sequence[PartDraft]) -> dict[str, int]:
    return {part.id: part.line for part in _walk(parts) if part.kind == "task" and part.id}


def question_ids(steps: Sequence[StepDraft]) -> set[str]:
    return {question for step in steps for question in _questions(step.parts)}
