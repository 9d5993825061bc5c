"""An assignment as a value, and the columns that every reading of one has."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select

from app.assignments.models import Assignment
from app.base.problems import NotFound
from app.base.work import Work
from app.curriculum.models import ModuleVersion
from app.curriculum.module import Module
from app.curriculum.queries import module_of_version
from app.visits.models import Booking
from app.visits.rules import LIVE

GIVEN, WITHDRAWN = "given", "withdrawn"


@dataclass(frozen=True, slots=True)
class Given:
    """An assignment as the floors above need it."""

    id: UUID
    code: str
    school_id: UUID
    class_id: UUID
    module_slug: str
    module_edition: int
    steps: frozenset[str] | None  # step ids the teacher chose; None: all
    opens_on: date
    closes_on: date
    after_opened_at: datetime | None
    pace: str  # free, opened
    opened_steps: Mapping[str, bool]  # step id -> open by hand; False: opened and shut again
    paused_at: datetime | None
    paused_until: datetime | None
    given_at: datetime
    state: str
    steps_off: frozenset[str]  # step ids taken off after it was given
    groups: frozenset[str] | None  # None: the whole class; else some pupils, and by which instruction groups
    changes: int  # rises when steps or pupils change
    version_id: UUID | None  # the newest revision of the edition; None: nothing of it was published
    level: str | None = None  # of the pupil at the keyboard; None when staff reads it


_version = (
    select(ModuleVersion.id)
    .where(ModuleVersion.slug == Assignment.module_slug, ModuleVersion.edition == Assignment.module_edition)
    .order_by(ModuleVersion.revision.desc())
    .limit(1)
    .scalar_subquery()
    .label("version_id")
)

COLUMNS = (
    Assignment.id,
    Assignment.code,
    Assignment.school_id,
    Assignment.class_id,
    Assignment.module_slug,
    Assignment.module_edition,
    Assignment.steps,
    Assignment.opens_on,
    Assignment.closes_on,
    Assignment.after_opened_at,
    Assignment.pace,
    Assignment.opened_steps,
    Assignment.paused_at,
    Assignment.paused_until,
    Assignment.given_at,
    Assignment.state,
    Assignment.steps_off,
    Assignment.groups,
    Assignment.changes,
    _version,
)

LIVE_BOOKING = or_(*(Booking.state == state for state in LIVE))


def given_from(row: Any) -> Given:
    """A row with COLUMNS, perhaps among others."""
    return Given(
        id=row.id,
        code=row.code,
        school_id=row.school_id,
        class_id=row.class_id,
        module_slug=row.module_slug,
        module_edition=row.module_edition,
        steps=frozenset(row.steps) if row.steps is not None else None,
        opens_on=row.opens_on,
        closes_on=row.closes_on,
        after_opened_at=row.after_opened_at,
        pace=row.pace,
        opened_steps=row.opened_steps,
        paused_at=row.paused_at,
        paused_until=row.paused_until,
        given_at=row.given_at,
        state=row.state,
        steps_off=frozenset(row.steps_off or ()),
        groups=frozenset(row.groups) if row.groups is not None else None,
        changes=row.changes,
        version_id=row.version_id,
        level=getattr(row, "level", None),
    )


def module_given(work: Work, given: Given, *, language: str) -> Module:
    """What was given, as its newest revision; from memory once it was read. Raises: NotFound."""
    if given.version_id is None:
        raise NotFound("module")
    return module_of_version(work, version_id=given.version_id, language=language)
