"""Answers that the key of now has not marked yet: which, and the best that was said of them so far. Reads only."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from app.assignments.queries import Given
from app.base.work import Work
from app.curriculum.carrying import fits, marks_alike
from app.curriculum.marking import Marked, is_machine_marked, mark
from app.curriculum.module import AnswerKey, QuestionKey
from app.curriculum.queries import VersionNow, key_of_version, versions_of
from app.learning.models import Answer, Mark


@dataclass(frozen=True, slots=True)
class Best:
    """The best of some marks: how much is right, 0 to 1, and the points for it."""

    share: float = 0.0
    score: float = 0.0

    @property
    def right(self) -> bool:
        return self.share >= 1


@dataclass(frozen=True, slots=True)
class Stale:
    """An answer that was never marked by the key that holds now."""

    id: UUID
    pupil_id: UUID
    question_id: str
    value: Mapping[str, Any]
    at: datetime
    now: Marked
    was_by: tuple[int, int]  # edition and revision of the key that marked it last


def stale_answers(work: Work, given: Given, versions: Sequence[VersionNow] = ()) -> list[Stale]:
    """All answers of an assignment, of pupils who left too, that the key of now has not marked yet.

    Decided by what the marks say of themselves: the key that marked an answer may be an older one with the same
    points for every answer; then there is nothing to do.
    """
    keys = Keys(work, versions or versions_of(work, slug=given.module_slug), given.module_edition)
    changed = keys.changed()
    if not changed:
        return []
    rows = work.db.scalars(
        select(Answer).where(Answer.assignment_id == given.id, Answer.question_id.in_(changed)).order_by(Answer.id)
    )
    answers = [answer for answer in rows if keys.may_stand(answer.edition, answer.question_id)]
    marked = _marked_by(work, given.id, changed)
    found = []
    for answer in answers:
        by = [(edition or answer.edition, revision) for edition, revision in marked.get(answer.id, [])]
        if not any(keys.alike(version, answer.question_id) for version in by):
            now = mark(keys.now.questions[answer.question_id], answer.value)
            last = by[-1] if by else (answer.edition, 0)
            found.append(Stale(answer.id, answer.pupil_id, answer.question_id, answer.value, answer.at, now, last))
    return found


def best_marks(work: Work, assignment_id: UUID, questions: Collection[str]) -> dict[tuple[UUID, str], Best]:
    """(pupil, question) -> the best mark there is, whoever gave it."""
    if not questions:
        return {}
    rows = work.db.execute(
        select(Answer.pupil_id, Answer.question_id, Mark.score, Mark.out_of)
        .join(Mark, Mark.answer_id == Answer.id)
        .where(Answer.assignment_id == assignment_id, Answer.question_id.in_(list(questions)))
    )
    found: dict[tuple[UUID, str], Best] = {}
    for pupil_id, question_id, score, out_of in rows:
        found[pupil_id, question_id] = better(found.get((pupil_id, question_id), Best()), score, out_of)
    return found


def better(held: Best, score: float | None, out_of: float) -> Best:
    """With one more mark: the share and the points can only rise, each by itself."""
    if score is None:
        return held
    return Best(max(held.share, score / out_of if out_of else 0), max(held.score, score))


@dataclass(slots=True)
class Keys:
    """The keys of all versions of a module, and which questions of the newest of this edition they mark otherwise."""

    work: Work
    versions: Sequence[VersionNow]
    edition: int

    @property
    def now(self) -> AnswerKey:
        newest = [version for version in self.versions if version.edition == self.edition][-1]
        return key_of_version(self.work, version_id=newest.id)

    def changed(self) -> list[str]:
        keys = [key_of_version(self.work, version_id=version.id) for version in self.versions]
        return [
            name
            for name, now in self.now.questions.items()
            if is_machine_marked(now.type)
            and any(name in key.questions and not marks_alike(key.questions[name], now) for key in keys)
        ]

    def alike(self, version: tuple[int, int], question_id: str) -> bool:
        return marks_alike(self.at(version, question_id), self.now.questions.get(question_id))

    def may_stand(self, edition: int, question_id: str) -> bool:
        """Does an answer of that edition mean the same now?"""
        if edition == self.edition:
            return True
        newest = [version for version in self.versions if version.edition == edition]
        old = key_of_version(self.work, version_id=newest[-1].id) if newest else None
        return old is not None and fits(old.questions.get(question_id), self.now.questions.get(question_id))

    def at(self, version: tuple[int, int], question_id: str) -> QuestionKey | None:
        found = next((one.id for one in self.versions if (one.edition, one.revision) == version), None)
        return key_of_version(self.work, version_id=found).questions.get(question_id) if found else None


def _marked_by(work: Work, assignment_id: UUID, questions: Collection[str]) -> dict[UUID, list[tuple[int | None, int]]]:
    """Answer -> the versions of the keys by which the machine marked it, first to last."""
    rows = work.db.execute(
        select(Mark.answer_id, Mark.edition, Mark.revision)
        .join(Answer, Answer.id == Mark.answer_id)
        .where(Answer.assignment_id == assignment_id, Answer.question_id.in_(list(questions)), Mark.by.is_(None))
        .order_by(Mark.id)
    )
    found: dict[UUID, list[tuple[int | None, int]]] = {}
    for answer_id, edition, revision in rows:
        found.setdefault(answer_id, []).append((edition, revision))
    return found
