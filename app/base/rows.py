"""A row of which each school has one."""

from collections.abc import Callable
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.base.db import SchoolOwned
from app.base.work import Work

T = TypeVar("T", bound=SchoolOwned)


def only_row(work: Work, table: type[T], **columns: Any) -> T:
    """The row of this school, made of `columns` when it has none. Two at the same moment make one."""
    mine = select(table)
    row = work.db.scalars(mine).one_or_none()
    if row is not None:
        return row
    make: Callable[..., T] = table  # a mixin has no constructor that takes columns
    row = make(id=work.new_id(), school_id=work.school_id, **columns)
    try:
        with work.db.begin_nested():
            work.db.add(row)
    except IntegrityError:
        row = work.db.scalars(mine).one()
    return row
