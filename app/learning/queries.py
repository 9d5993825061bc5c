"""Reading what pupils did: progress of one, of a class, answers with marks and reviews."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import and_, bindparam, func, select

from app.access.actor import Role
from app.access.matrix import Permission
from app.assignments.models import Assignment
from app.assignments.queries import assignment_for_staff, assignment_of_pupil
from app.base.hot import SCHOOL, checked
from app.base.problems import NotFound
from app.base.work import Work
from app.curriculum.queries import carried_questions
from app.learning import rules
from app.learning.models import Answer, Mark, Photo, Progress, Review


@dataclass(frozen=True, slots=True)
class ProgressNow:
    """One pupil's row; `steps` as in learning/models.py: Progress."""

    pupil_id: UUID
    steps: dict[str, Any]
    at_step: str | None
    at_step_since: datetime | None
    help_since: datetime | None
    help_step: str | None
    completed_at: datetime | None
    id: UUID | None = None
    version: int = 0  # rises with each change
    heard_at: datetime | None = None
    waiting: int = 0


@dataclass(frozen=True, slots=True)
class AnswerNow:
    """One answer with the best mark and the last review."""

    id: UUID
    pupil_id: UUID
    question_id: str
    value: dict[str, Any]
    at: datetime
    score: float | None
    out_of: float | None
    review: str | None  # the teacher's last words; empty beside a bare verdict
    again: bool
    verdict: str = ""  # right, partly, not: the best a teacher ever said of it
    stamp: str = ""  # the last one given
    said_by: UUID | None = None  # who said the last words, and when
    said_at: datetime | None = None
    together: UUID | None = None  # given with others, on one device (together.py)


NOTHING = ProgressNow(UUID(int=0), {}, None, None, None, None, None)

PROGRESS = (
    Progress.pupil_id.label("begun_by"),
    Progress.steps.label("cells"),  # an assignment has steps too
    Progress.at_step,
    Progress.at_step_since,
    Progress.help_since,
    Progress.help_step,
    Progress.completed_at,
    Progress.id.label("progress_id"),
    Progress.version,
    Progress.heard_at,
    Progress.waiting,
)
_of_pupil = checked(
    select(*PROGRESS).where(
        Progress.school_id == SCHOOL,
        Progress.assignment_id == bindparam("assignment"),
        Progress.pupil_id == bindparam("pupil"),
    )
)
_of_pupil_locked = checked(_of_pupil.with_for_update())
_of_assignment = checked(
    select(*PROGRESS).where(Progress.school_id == SCHOOL, Progress.assignment_id == bindparam("assignment"))
)
_stamp = checked(
    select(func.count(Progress.id), func.sum(Progress.version), func.max(Progress.changed_at)).where(
        Progress.school_id == SCHOOL, Progress.assignment_id == bindparam("assignment")
    )
)
_answers = (
    select(
        Answer.id,
        Answer.pupil_id,
        Answer.question_id,
        Answer.edition,
        Answer.value,
        Answer.at,
        Answer.together,
        Assignment.module_slug,
        Assignment.module_edition,
        Mark.id.label("mark_id"),
        Mark.score,
        Mark.out_of,
        Mark.by.label("marked_by"),
        Review.id.label("review_id"),
        Review.text,
        Review.again,
        Review.verdict,
        Review.stamp,
        Review.by.label("said_by"),
        Review.at.label("said_at"),
    )
    .join(Assignment, and_(Assignment.school_id == SCHOOL, Assignment.id == Answer.assignment_id))
    .outerjoin(Mark, and_(Mark.school_id == SCHOOL, Mark.answer_id == Answer.id))
    .outerjoin(Review, and_(Review.school_id == SCHOOL, Review.answer_id == Answer.id))
    .where(Answer.school_id == SCHOOL, Answer.assignment_id == bindparam("assignment"))
)
_of_one = _answers.where(Answer.pupil_id == bindparam("pupil"))
_to_some = Answer.question_id.in_(bindparam("questions", expanding=True))
_ANSWERS = {  # (of one pupil, to some questions)
    (False, False): checked(_answers),
    (False, True): checked(_answers.where(_to_some)),
    (True, False): checked(_of_one),
    (True, True): checked(_of_one.where(_to_some)),
}


def progress_of(work: Work, *, assignment_id: UUID, pupil_id: UUID, lock: bool = False) -> ProgressNow:
    """One pupil's progress; NOTHING when not begun. `lock`: nobody else changes it until the end of the work."""
    statement = _of_pupil_locked if lock else _of_pupil
    row = work.hot(statement, assignment=assignment_id, pupil=pupil_id).one_or_none()
    return progress_from(row)


def progress_from(row: Any) -> ProgressNow:
    """A row that ends with the columns of PROGRESS; NOTHING when not begun."""
    return ProgressNow(*row[-len(PROGRESS) :]) if row and row.progress_id else NOTHING


def progress_of_assignment(work: Work, *, assignment_id: UUID) -> dict[UUID, ProgressNow]:
    """All rows of an assignment in one query; who has not begun has none."""
    work.must(Permission.LESSON_SEE)
    return {row.begun_by: ProgressNow(*row) for row in work.hot(_of_assignment, assignment=assignment_id)}


def stamp(work: Work, *, assignment_id: UUID) -> str:
    """Changes whenever any pupil's row changes: the ETag of the class view, without reading an answer."""
    rows, versions, changed = work.hot(_stamp, assignment=assignment_id).one()
    return f"{rows}-{versions or 0}-{changed.timestamp() if isinstance(changed, datetime) else changed}"


def last_answers(
    work: Work, *, assignment_id: UUID, pupil_id: UUID | None = None, question_ids: Sequence[str] | None = None
) -> list[AnswerNow]:
    """The last answer of each pupil to each question asked for, with its best mark and last review.

    An earlier one that was wrong and is right by a newer key counts instead, unless a teacher said something of it.
    """
    counting: dict[tuple[UUID, str], _Held] = {}
    for one in _heard(work, assignment_id, pupil_id, question_ids):
        which = one.answer.pupil_id, one.answer.question_id
        before = counting.get(which)
        if before is None or not before.is_right or before.reviews or one.is_right:
            counting[which] = one
    return [one.now for one in counting.values()]


def every_answer(work: Work, *, assignment_id: UUID, pupil_id: UUID | None = None) -> list[AnswerNow]:
    """All answers in the order they came in, so every try; without those that mean something else by now."""
    return [one.now for one in _heard(work, assignment_id, pupil_id, None)]


def _heard(work: Work, assignment_id: UUID, pupil_id: UUID | None, question_ids: Sequence[str] | None) -> list["_Held"]:
    if work.actor.role == Role.PUPIL:
        pupil_id = work.actor.user_id  # whatever was asked: a pupil sees their own
    work.must(Permission.PROGRESS_READ)
    facts: dict[str, Any] = {"assignment": assignment_id}
    if pupil_id is not None:
        facts["pupil"] = pupil_id
    if question_ids is not None:
        facts["questions"] = list(question_ids)
    held: dict[UUID, _Held] = {}
    for row in sorted(work.hot(_ANSWERS[pupil_id is not None, question_ids is not None], **facts), key=_in_order):
        held.setdefault(row.id, _Held(row)).hear(row)
    return _meant(work, list(held.values()))


def _in_order(row: Any) -> tuple[UUID, ...]:
    """As they came in. Put in order here: for an order of ids SQLite takes the index of all answers of the school."""
    return row.id, row.mark_id or _NONE, row.review_id or _NONE


_NONE = UUID(int=0)


class _Held:
    """One answer while its rows are read: one for each mark and review."""

    def __init__(self, answer: Any) -> None:
        self.answer, self.best = answer, answer
        self.reviews: dict[UUID, Any] = {}

    def hear(self, row: Any) -> None:
        if row.score is not None and row.score > self.best.score:
            self.best = row
        if row.review_id is not None:
            self.reviews[row.review_id] = row

    @property
    def is_right(self) -> bool:
        best = self.best
        return best.score is not None and best.marked_by is None and best.score >= best.out_of > 0

    @property
    def now(self) -> AnswerNow:
        answer, said = self.answer, list(self.reviews.values())
        return AnswerNow(
            answer.id,
            answer.pupil_id,
            answer.question_id,
            answer.value,
            answer.at,
            self.best.score,
            self.best.out_of,
            said[-1].text if said else None,
            said[-1].again if said else False,
            rules.best_verdict([one.verdict for one in said if one.verdict]),
            next((one.stamp for one in reversed(said) if one.stamp), ""),
            said[-1].said_by if said else None,
            said[-1].said_at if said else None,
            answer.together,
        )


def _meant(work: Work, found: Sequence[_Held]) -> list[_Held]:
    """Without the answers of another edition that mean something else in the one of now."""

    def is_other(one: _Held) -> bool:
        return bool(one.answer.edition != one.answer.module_edition)

    others = {(one.answer.module_slug, one.answer.edition, one.answer.module_edition) for one in found if is_other(one)}
    carried = {before: carried_questions(work, slug=slug, before=before, after=after) for slug, before, after in others}
    return [one for one in found if not is_other(one) or one.answer.question_id in carried[one.answer.edition]]


def photos_there(
    work: Work, *, assignment_id: UUID, shas: Collection[str], pupil_id: UUID | None = None
) -> frozenset[str]:
    """Which of these photos can still be looked at. None asked for: no query."""
    if not any(shas):
        return frozenset()
    wanted = select(Photo.sha256).where(
        Photo.assignment_id == assignment_id, Photo.sha256.in_(list(shas)), Photo.delete_on > work.today
    )
    if pupil_id is not None:
        wanted = wanted.where(Photo.pupil_id == pupil_id)
    return frozenset(work.db.scalars(wanted))


def photo_for_pupil(work: Work, *, code: str, sha256: str) -> str:
    """The hash under which the bytes of an own photo lie, or of one that was handed in together with others.

    Raises: NotFound: somebody else's, gone, or none.
    """
    given = assignment_of_pupil(work, code)
    together = select(Answer.value).where(
        Answer.assignment_id == given.id, Answer.pupil_id == work.actor.user_id, Answer.together.is_not(None)
    )
    is_ours = any(value.get("photo") == sha256 for value in work.db.scalars(together))
    return _photo(work, given.id, sha256, None if is_ours else work.actor.user_id)


def photo_for_staff(work: Work, *, code: str, sha256: str) -> str:
    """The same for a teacher of the class. Raises: NotFound: of another class or school, gone, or none."""
    work.must(Permission.ANSWER_REVIEW)
    given = assignment_for_staff(work, code)
    work.must(Permission.ANSWER_REVIEW, classes={given.class_id}, school=given.school_id)
    return _photo(work, given.id, sha256, None)


def _photo(work: Work, assignment_id: UUID, sha256: str, pupil_id: UUID | None) -> str:
    if sha256 not in photos_there(work, assignment_id=assignment_id, shas=[sha256], pupil_id=pupil_id):
        raise NotFound("photo")
    return sha256


def photos_past_their_day(work: Work) -> list[tuple[UUID, str]]:
    """(id, sha256) of what must go, of the school this work is about; for the worker."""
    rows = work.db.execute(select(Photo.id, Photo.sha256).where(Photo.delete_on <= work.today).limit(1000))
    return [(photo_id, sha) for photo_id, sha in rows]
