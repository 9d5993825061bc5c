"""What is past its day goes: the worker's and the command's part of keeping photos for a time only."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select

from app.base.work import Work
from app.learning.models import Photo


def drop_photos(work: Work, *, ids: Collection[UUID]) -> int:
    """Take away the rows of photos whose bytes are gone; those that are past their day alone."""
    rows = work.db.scalars(select(Photo).where(Photo.id.in_(ids), Photo.delete_on <= work.today)).all()
    for row in rows:
        work.db.delete(row)
    return len(rows)
