"""Answers under a key that changed since they were marked: which they are, and what marking them again gives.

Nothing is written here; app/learning/operations/regrade.py does. Points are only ever added, and the best count.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import func, select

from app.access.matrix import Permission
from app.assignments.queries import Given, assignment_for_staff
from app.base.work import Work
from app.curriculum.gaps import blanked
from app.curriculum.markdown import plain
from app.curriculum.marking import is_machine_marked, is_teachers, right_in_words
from app.curriculum.module import AnswerKey, Module, QuestionKey
from app.curriculum.numbers import known_unit, written
from app.curriculum.queries import VersionNow, key_of_edition, key_of_version, module_of_edition, versions_of
from app.learning.models import Answer, Review, VersionNote
from app.learning.stale import Best, Keys, Stale, best_marks, better, stale_answers

REGRADED = "regraded"


@dataclass(frozen=True, slots=True)
class Counts:
    """Pupils. `lower`: would get less, and keep what they have; they are among `same`."""

    to_right: int = 0
    more: int = 0
    same: int = 0
    lower: int = 0

    @property
    def pupils(self) -> int:
        return self.to_right + self.more + self.same

    @property
    def plain(self) -> dict[str, int]:
        return {"to_right": self.to_right, "more": self.more, "same": self.same, "lower": self.lower}


@dataclass(frozen=True, slots=True)
class OfQuestion:
    """One question with another key. `before`, `after`: the key in words, "" when it cannot be said; and the points."""

    id: str
    words: str
    step: str
    before: str
    after: str
    points_before: float
    points_after: float
    counts: Counts


@dataclass(frozen=True, slots=True)
class ToLookAt:
    """A question that teachers mark: what they look at, or its points, changed after they had read answers."""

    id: str
    words: str
    rubric: str
    read: int  # answers with a teacher's word from before


@dataclass(frozen=True, slots=True)
class Regrade:
    """What the teacher sees before anything is done. `counts`: each pupil once."""

    given: Given
    module: Module
    questions: tuple[OfQuestion, ...]
    counts: Counts
    look_at: tuple[ToLookAt, ...]

    @property
    def is_empty(self) -> bool:
        return not self.questions and not self.look_at


def regrade_report(work: Work, *, code: str, language: str) -> Regrade:
    """The dry run. Raises: NotFound: not an assignment of one of this teacher's classes."""
    work.must(Permission.ANSWER_REVIEW)
    given = assignment_for_staff(work, code)
    work.must(Permission.ANSWER_REVIEW, classes={given.class_id}, school=given.school_id)
    module = module_of_edition(work, slug=given.module_slug, edition=given.module_edition, language=language)
    stale = stale_answers(work, given)
    best = best_marks(work, given.id, {one.question_id for one in stale})
    return Regrade(
        given,
        module,
        tuple(_of_question(work, given, module, own, best) for own in _by_question(module, stale)),
        counted(stale, best),
        _to_look_at(work, given, module),
    )


def has_regrade(work: Work, given: Given, versions: Sequence[VersionNow]) -> bool:
    """Is there something to mark again, or to look at? Cheap while a module has one version."""
    if len(versions) < 2:
        return False
    return bool(stale_answers(work, given, versions) or _to_look_at(work, given, None))


def counted(stale: Iterable[Stale], best: Mapping[tuple[UUID, str], Best]) -> Counts:
    """Each pupil once, by the best that happens to them."""
    after: dict[tuple[UUID, str], Best] = {}
    last: dict[tuple[UUID, str], Stale] = {}
    for one in stale:
        which = one.pupil_id, one.question_id
        after[which] = better(after.get(which, Best()), one.now.score, one.now.out_of)
        last[which] = one
    words: dict[UUID, set[str]] = {}
    for which, then in after.items():
        words.setdefault(which[0], set()).add(_happens(best.get(which, Best()), then))
    to_right = sum("right" in said for said in words.values())
    more = sum("more" in said and "right" not in said for said in words.values())
    return Counts(to_right, more, len(words) - to_right - more, sum("lower" in said for said in words.values()))


def _happens(before: Best, then: Best) -> str:
    if then.right and not before.right:
        return "right"
    if then.score > before.score or then.share > before.share:
        return "more"
    return "lower" if then.score < before.score or then.share < before.share else "same"


def _by_question(module: Module, stale: Sequence[Stale]) -> list[list[Stale]]:
    """In the order of the lesson."""
    asked = [question.id for step in module.steps for question in step.all_questions]
    held = [[one for one in stale if one.question_id == name] for name in asked]
    return [own for own in held if own]


def _of_question(
    work: Work, given: Given, module: Module, stale: list[Stale], best: Mapping[tuple[UUID, str], Best]
) -> OfQuestion:
    name = stale[0].question_id
    keys = Keys(work, versions_of(work, slug=given.module_slug), given.module_edition)
    now, before = keys.now.questions[name], keys.at(max(one.was_by for one in stale), name)
    step = next(step for step in module.steps if any(question.id == name for question in step.all_questions))
    return OfQuestion(
        id=name,
        words=plain(blanked(now.text(module.language).question)),
        step=step.title,
        before=key_said(before, module.language) if before else "",
        after=key_said(now, module.language),
        points_before=before.points if before else now.points,
        points_after=now.points,
        counts=counted(stale, best),
    )


def key_said(key: QuestionKey, language: str) -> str:
    """All that is right, as words, a number with its margin; "" where it cannot be said."""
    if key.type != "number":
        return right_in_words(key, language=language)
    low, high = (written(Decimal(key.facts[end]), language) for end in ("low", "high"))
    unit = known_unit(key.facts["unit"])
    return f"{low if low == high else f'{low} – {high}'} {unit}".rstrip()


def _to_look_at(work: Work, given: Given, module: Module | None) -> tuple[ToLookAt, ...]:
    """What teachers mark, where the rubric or the points changed after they read answers, and nobody said "seen"."""
    now = key_of_edition(work, slug=given.module_slug, edition=given.module_edition)
    since = _rubrics_changed(work, given, now)
    if not since:
        return ()
    seen = work.db.scalar(
        select(func.max(VersionNote.at)).where(VersionNote.assignment_id == given.id, VersionNote.kind == REGRADED)
    )
    found = []
    for name, changed_at in since.items():
        if seen is not None and seen >= changed_at:
            continue
        read = work.db.scalar(
            select(func.count(func.distinct(Review.answer_id)))
            .join(Answer, Answer.id == Review.answer_id)
            .where(Answer.assignment_id == given.id, Answer.question_id == name, Review.at < changed_at)
        )
        if read:
            texts = now.questions[name].text(module.language if module else None)
            found.append(ToLookAt(name, plain(blanked(texts.question)), plain(str(texts.rubric)), read))
    return tuple(found)


def _rubrics_changed(work: Work, given: Given, now: AnswerKey) -> dict[str, datetime]:
    """Question -> since when it is looked at in another way, within this edition."""
    since: dict[str, datetime] = {}
    before: AnswerKey | None = None
    for version in versions_of(work, slug=given.module_slug):
        if version.edition != given.module_edition:
            continue
        key = key_of_version(work, version_id=version.id)
        for name, held in key.questions.items():
            old = before.questions.get(name) if before else None
            by_hand = is_teachers(held.type) and not is_machine_marked(held.type)
            if old and by_hand and name in now.questions and _looked_at(old) != _looked_at(held):
                since[name] = version.published_at
        before = key
    return since


def _looked_at(key: QuestionKey) -> tuple[str, float]:
    return str(key.text().rubric), key.points
