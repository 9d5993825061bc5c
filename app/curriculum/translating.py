"""How far the translations of a module are: what is missing, and what is older than the text it translates.

Nothing is written down for this. A text is older when its source changed in a later version than it did itself, as the
fingerprints of what was published say, with the files of now as the last version.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.curriculum.checker.folder import Checked
from app.curriculum.draft import PartDraft, StepDraft, Texts
from app.curriculum.lock.values import Lock

MISSING = ("V06", "M17", "M20")  # codes that say a file of a translation is not there


@dataclass(frozen=True, slots=True)
class Translation:
    """One language of one module. `older` is None when nothing was ever published, so that nobody can tell."""

    slug: str
    language: str
    files: tuple[str, ...]  # that are missing
    items: tuple[str, ...]  # ids of questions and tasks that are missing
    wanted: int  # how many questions and tasks there are in the source
    older: tuple[str, ...] | None  # ids of steps

    @property
    def is_done(self) -> bool:
        return not (self.files or self.items or self.older)


def translations_of(checked: Checked, history: Sequence[Lock]) -> tuple[Translation, ...]:
    """`history`: each version that was out, oldest first, and the files of now when they can be frozen."""
    if checked.facts is None or not checked.texts:
        return ()
    source, *others = checked.facts.languages
    return tuple(_translation(checked, source, other, history) for other in others if other in checked.texts)


def _translation(checked: Checked, source: str, language: str, history: Sequence[Lock]) -> Translation:
    wanted, held = (_items(checked.texts[one]) for one in (source, language))
    missing = tuple(item for item in wanted if item not in held)
    files = {str(flaw.facts.get("file")): None for flaw in checked.flaws if flaw.code in MISSING}
    own = tuple(file for file in files if file.startswith(f"{language}/"))
    return Translation(checked.slug, language, own, missing, len(wanted), _older(source, language, history))


def _items(texts: Texts) -> list[str]:
    """Ids of all questions and tasks, in order."""
    return [item for step in texts.steps.values() for item in _ids(step)]


def _ids(step: StepDraft) -> Iterator[str]:
    def walk(parts: Sequence[PartDraft]) -> Iterator[str]:
        for part in parts:
            if part.kind in ("question", "task") and part.id:
                yield part.id
            yield from walk(part.parts)

    return walk(step.parts)


def _older(source: str, language: str, history: Sequence[Lock]) -> tuple[str, ...] | None:
    """Steps of which the source changed after the translation did."""
    if len(history) < 2:
        return None if not history else ()
    last = history[-1]
    return tuple(
        step_id
        for step_id in last.live_steps
        if 0 <= _changed(step_id, language, history) < _changed(step_id, source, history)
    )


def _changed(step_id: str, language: str, history: Sequence[Lock]) -> int:
    """The place in the history where the text of this step last became another; -1: it is not there."""
    prints = [_print(lock, step_id, language) for lock in history]
    if not prints[-1]:
        return -1
    return next((n for n in range(len(prints) - 1, 0, -1) if prints[n] != prints[n - 1]), 0)


def _print(lock: Lock, step_id: str, language: str) -> tuple[str, ...]:
    """Fingerprints of a step and its questions in one language; nothing when the step is not there."""
    step = lock.live_steps.get(step_id)
    if step is None or language not in step.texts:
        return ()
    questions = [one for one in lock.live_questions.values() if one.step == step_id]
    return (step.texts[language], *(one.texts.get(language, "") for one in questions))
