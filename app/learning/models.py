"""Answers and marks, only ever added; ticks; and one compact row of progress for each pupil and assignment."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.base.db import PupilOwned, Table


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
        Index("ix_answer_assignment", "school_id", "assignment_id", "question_id"),
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
    revision: Mapped[int]
    at: Mapped[datetime]


class Review(PupilOwned, Table):
    """What a teacher said of an open answer. `again`: given back for another try."""

    __tablename__ = "review"
    __table_args__ = (
        ForeignKeyConstraint(["school_id", "answer_id"], ["answer.school_id", "answer.id"]),
        Index("ix_review_answer", "school_id", "answer_id"),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True)
    answer_id: Mapped[UUID]
    text: Mapped[str]
    again: Mapped[bool]
    by: Mapped[UUID]
    at: Mapped[datetime]


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
    version: Mapped[int] = mapped_column(default=0)
    changed_at: Mapped[datetime]
