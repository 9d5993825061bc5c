"""Answers, marks and reviews, only ever added; ticks; photos for a time; attitudes without a name; one row of progress
for each pupil and assignment.
"""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.base.db import PupilOwned, SchoolOwned, Table


def _belongs() -> tuple[ForeignKeyConstraint, ForeignKeyConstraint]:
    return (
        ForeignKeyConstraint(["school_id", "assignment_id"], ["assignment.school_id", "assignment.id"]),
        ForeignKeyConstraint(["school_id", "pupil_id"], ["pupil.school_id", "pupil.id"]),
    )


class Answer(PupilOwned, Table):
    """What a pupil sent, and nothing else. Never changed, only added to."""

    __tablename__ = "answer"
    __table_args__ = (
        *_belongs(),
        UniqueConstraint("school_id", "id"),
        UniqueConstraint("pupil_id", "client_id"),
        Index("ix_answer_assignment", "school_id", "assignment_id", "pupil_id", "question_id"),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True)
    client_id: Mapped[str]  # made by the page: the same answer sent twice counts once
    assignment_id: Mapped[UUID]
    pupil_id: Mapped[UUID]
    step_id: Mapped[str]
    question_id: Mapped[str]
    edition: Mapped[int]
    value: Mapped[dict[str, Any]]  # in the letters of the module
    at: Mapped[datetime]
    together: Mapped[UUID | None]  # the same for all pupils who gave it together on one device


class Mark(PupilOwned, Table):
    """A score for an answer, by the machine or a teacher; only added to, the best one counts."""

    __tablename__ = "mark"
    __table_args__ = (
        ForeignKeyConstraint(["school_id", "answer_id"], ["answer.school_id", "answer.id"]),
        Index("ix_mark_answer", "school_id", "answer_id"),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True)
    answer_id: Mapped[UUID]
    score: Mapped[float]
    out_of: Mapped[float]
    by: Mapped[UUID | None]  # a teacher; None: the machine
    edition: Mapped[int | None]  # with the revision: by which key; None: of the edition of the answer
    revision: Mapped[int]
    at: Mapped[datetime]


class VersionNote(SchoolOwned, Table):
    """What a teacher did about a version of the module: marked again, read, moved the class to it, or stays.

    `counts`: how many pupils it was about, and for `moved` where the class came `from`.
    """

    __tablename__ = "version_note"
    __table_args__ = (
        ForeignKeyConstraint(["school_id", "assignment_id"], ["assignment.school_id", "assignment.id"]),
        CheckConstraint("kind in ('regraded', 'read', 'moved', 'stays')", name="kind"),
        Index("ix_version_note_assignment", "school_id", "assignment_id"),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True)
    assignment_id: Mapped[UUID]
    kind: Mapped[str]
    edition: Mapped[int]
    revision: Mapped[int]
    counts: Mapped[dict[str, Any]]
    by: Mapped[UUID]
    at: Mapped[datetime]


class Review(PupilOwned, Table):
    """What a teacher said of an answer. `again`: given back for another try. `text` may be empty beside a verdict.

    Only added to; the last words may be taken back while the pupil has not seen them (docs/decisions/0019).
    """

    __tablename__ = "review"
    __table_args__ = (
        ForeignKeyConstraint(["school_id", "answer_id"], ["answer.school_id", "answer.id"]),
        CheckConstraint("verdict in ('right', 'partly', 'not')", name="verdict"),
        Index("ix_review_answer", "school_id", "answer_id"),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True)
    answer_id: Mapped[UUID]
    text: Mapped[str]
    again: Mapped[bool]
    verdict: Mapped[str | None]  # apart from the points: a photo has none
    stamp: Mapped[str | None]  # app/learning/stamps.py
    by: Mapped[UUID]
    at: Mapped[datetime]


class Phrase(Table):
    """A sentence that a teacher keeps to say again. Of the teacher alone: of no school, no class and no pupil."""

    __tablename__ = "phrase"
    __table_args__ = (UniqueConstraint("staff_id", "text"),)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    staff_id: Mapped[UUID] = mapped_column(ForeignKey("staff.id"))
    text: Mapped[str]
    question: Mapped[str | None]  # `slug/question id` where it was first said: there it stands first
    at: Mapped[datetime]


class Photo(PupilOwned, Table):
    """A picture that a pupil handed in, drawn anew and kept for a time. Its bytes are in app.base.files.

    The row is there before the bytes, so that nothing is ever kept without a day on which it goes. Until the answer
    that names it is in, that day is tomorrow.
    """

    __tablename__ = "photo"
    __table_args__ = (
        *_belongs(),
        UniqueConstraint("school_id", "sha256"),
        Index("ix_photo_delete_on", "school_id", "delete_on"),
        Index("ix_photo_assignment", "school_id", "assignment_id", "pupil_id", "question_id"),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True)
    assignment_id: Mapped[UUID]
    pupil_id: Mapped[UUID]
    question_id: Mapped[str]
    sha256: Mapped[str]
    kept_at: Mapped[datetime]
    delete_on: Mapped[date]  # from this day on it is not shown, and the worker takes it away


class Attitude(PupilOwned, Table):
    """What somebody of a class thinks of something. Whose it is stands nowhere (docs/decisions/0009).

    `id` is chance alone, not time. Without rowid the rows lie in the order of their ids, so that the file does not
    remember who came first. `pseudonym` follows from pupil, class and module and from the secret of the house: before
    and after of one child can be compared, and without the secret nobody can say whose they are.
    `shown` is the value as it is counted on the teacher's page: it follows `value` for several pupils at a time.
    """

    __tablename__ = "attitude"
    __table_args__ = (
        ForeignKeyConstraint(["school_id", "class_id"], ["school_class.school_id", "school_class.id"]),
        UniqueConstraint("school_id", "class_id", "module", "item", "wave", "pseudonym"),
        CheckConstraint("wave in ('before', 'after')", name="wave"),
        {"sqlite_with_rowid": False},
    )
    id: Mapped[UUID] = mapped_column(primary_key=True)
    class_id: Mapped[UUID]
    module: Mapped[str]
    item: Mapped[str]  # of a versioned set: `techniek-po-1/later-werken`
    wave: Mapped[str]  # before or after the visit
    pseudonym: Mapped[str]
    value: Mapped[int]
    shown: Mapped[int | None]
    day: Mapped[date]  # on which the school year began: who was ill and came later would be known by the day itself


class StepTick(PupilOwned, Table):
    """A teacher says a step is done: on paper, together on the board, or other work accepted. Only added to."""

    __tablename__ = "step_tick"
    __table_args__ = (
        *_belongs(),
        CheckConstraint("how in ('paper', 'board', 'accepted', 'undone')", name="how"),
        Index("ix_step_tick_assignment", "school_id", "assignment_id"),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True)
    assignment_id: Mapped[UUID]
    pupil_id: Mapped[UUID]
    step_id: Mapped[str]
    how: Mapped[str]
    by: Mapped[UUID]
    at: Mapped[datetime]


class Progress(PupilOwned, Table):
    """How far one pupil is with one assignment: follows from answers and ticks, kept as one row for fast overviews.

    `steps`: {step id: {"done": "screen"|"paper"|"board"|"accepted"|absent, "answered": [question ids],
    "at": iso time of the last change}}. `version` rises with each change, so that a view can ask "anything new?".
    """

    __tablename__ = "progress"
    __table_args__ = (
        *_belongs(),
        UniqueConstraint("assignment_id", "pupil_id"),
        Index("ix_progress_assignment", "school_id", "assignment_id"),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True)
    assignment_id: Mapped[UUID]
    pupil_id: Mapped[UUID]
    steps: Mapped[dict[str, Any]]
    at_step: Mapped[str | None]  # the step the pupil is on
    at_step_since: Mapped[datetime | None]
    help_since: Mapped[datetime | None]
    help_step: Mapped[str | None]
    completed_at: Mapped[datetime | None]
    heard_at: Mapped[datetime | None]  # the last sign of the pupil's device; None: it gives none, or said goodbye
    waiting: Mapped[int] = mapped_column(default=0)  # answers that wait on the device, as it said itself
    version: Mapped[int] = mapped_column(default=0)
    changed_at: Mapped[datetime]


class ClassAnswer(SchoolOwned, Table):
    """What a class chose or said together, in front of the board: of the class, and of no pupil.

    Only added to; the last one counts, and an empty `value` takes back what was noted.
    """

    __tablename__ = "class_answer"
    __table_args__ = (
        ForeignKeyConstraint(["school_id", "assignment_id"], ["assignment.school_id", "assignment.id"]),
        Index("ix_class_answer_assignment", "school_id", "assignment_id"),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True)
    assignment_id: Mapped[UUID]
    question_id: Mapped[str]
    edition: Mapped[int]
    value: Mapped[dict[str, Any]]  # of choices as an answer is kept, in letters; else {"words": ...}
    by: Mapped[UUID]
    at: Mapped[datetime]


class Reflection(PupilOwned, Table):
    """What a pupil says of a visit, for the pupil's own file. Only added to; the last one counts.

    `words`: {field: text} and {group: [what was tapped]}, as app/learning/dossier/asked.py reads them for `form`.
    """

    __tablename__ = "reflection"
    __table_args__ = (
        *_belongs(),
        UniqueConstraint("pupil_id", "client_id"),
        CheckConstraint("form in ('primary', 'secondary')", name="form"),
        Index("ix_reflection_assignment", "school_id", "assignment_id", "pupil_id"),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True)
    client_id: Mapped[str]  # made by the page: the same sent twice counts once
    assignment_id: Mapped[UUID]
    pupil_id: Mapped[UUID]
    form: Mapped[str]
    words: Mapped[dict[str, Any]]
    at: Mapped[datetime]


class SubstituteCard(PupilOwned, Table):
    """One page of paper for who takes over a class for a day (docs/decisions/0021). The link on it is a door
    (app/base/doors.py) with the same id. The worker takes row and file away when the day is over.
    """

    __tablename__ = "substitute_card"
    __table_args__ = (
        ForeignKeyConstraint(["school_id", "assignment_id"], ["assignment.school_id", "assignment.id"]),
        ForeignKeyConstraint(["school_id", "class_id"], ["school_class.school_id", "school_class.id"]),
        Index("ix_substitute_card_day", "school_id", "day"),
        Index("ix_substitute_card_class", "school_id", "class_id"),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True)
    class_id: Mapped[UUID]
    assignment_id: Mapped[UUID]
    day: Mapped[date]
    steps: Mapped[list[str]]  # ids of what is done that day, in order
    can_help: Mapped[str]  # names as the teacher left them: first name and initial
    need_help: Mapped[str]
    note: Mapped[str]
    language: Mapped[str]
    job_id: Mapped[UUID]
    file_sha: Mapped[str | None]
    made_at: Mapped[datetime]
