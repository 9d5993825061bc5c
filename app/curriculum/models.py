"""Modules and their frozen versions. They belong to no school: everybody's lessons are the same."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
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


class Media(Table):
    """A picture that a version shows; its bytes are in app.base.files under the same hash."""

    __tablename__ = "media"
    sha256: Mapped[str] = mapped_column(primary_key=True)
    media_type: Mapped[str]
    width: Mapped[int | None]
    height: Mapped[int | None]
    kept_at: Mapped[datetime]
