"""Modules and their frozen versions. They belong to no school: everybody's lessons are the same."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.base.db import Table


class CurriculumModule(Table):
    """One module through all its versions."""

    __tablename__ = "module"
    __table_args__ = (CheckConstraint("state in ('published', 'retired')", name="state"),)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)
    salt: Mapped[str]  # tokens follow from it: an open page stays right when a revision comes out
    state: Mapped[str]
    created_at: Mapped[datetime]


class ModuleVersion(Table):
    """A version as it was published. A row is never changed; another version is another row."""

    __tablename__ = "module_version"
    __table_args__ = (UniqueConstraint("slug", "edition", "revision"),)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    module_id: Mapped[UUID] = mapped_column(ForeignKey("module.id"), index=True)
    slug: Mapped[str]  # with the version, so that the newest revision is one look-up
    edition: Mapped[int]
    revision: Mapped[int]
    sha256: Mapped[str]  # of the canonical JSON of both parts
    format: Mapped[int]
    public: Mapped[dict[str, Any]]
    answer_key: Mapped[dict[str, Any]]
    published_at: Mapped[datetime]


class CurriculumGoal(Table):
    """A goal of the national curriculum with its official words, as loaded. Withdrawn ones stay."""

    __tablename__ = "goal"
    framework: Mapped[str] = mapped_column(primary_key=True)  # numbers, and perhaps ids, collide between frameworks
    uuid: Mapped[UUID] = mapped_column(primary_key=True)
    sector: Mapped[str]  # po, vo, other
    number: Mapped[str]
    text: Mapped[str]
    status: Mapped[str]
    replaces: Mapped[list[str]]
    withdrawn_on: Mapped[date | None]


class GoalRelease(Table):
    """A release that was loaded and changed something."""

    __tablename__ = "goal_release"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    framework: Mapped[str]
    sha256: Mapped[str]
    goals: Mapped[int]
    added: Mapped[int]
    changed: Mapped[int]
    withdrawn: Mapped[int]
    loaded_at: Mapped[datetime]


class ModuleUpload(Table):
    """A module that somebody sent in through the browser, as it came; its files are in app.base.files, as one zip."""

    __tablename__ = "module_upload"
    __table_args__ = (CheckConstraint("state in ('waiting', 'published', 'dropped')", name="state"),)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    slug: Mapped[str]
    version: Mapped[str]  # as module.yml says; empty when that cannot be read
    sha: Mapped[str]  # of the zip in app.base.files
    left_out: Mapped[list[str]]  # names in the zip that no module holds
    state: Mapped[str]
    sent_by: Mapped[UUID]
    sent_at: Mapped[datetime]


_waiting = ModuleUpload.state == "waiting"
# The same files wait once, also when two send them at the same moment.
Index("uq_module_upload_waiting", ModuleUpload.sha, unique=True, sqlite_where=_waiting, postgresql_where=_waiting)


class Media(Table):
    """A picture that a version shows; its bytes are in app.base.files under the same hash."""

    __tablename__ = "media"
    sha256: Mapped[str] = mapped_column(primary_key=True)
    media_type: Mapped[str]
    width: Mapped[int | None]
    height: Mapped[int | None]
    kept_at: Mapped[datetime]
