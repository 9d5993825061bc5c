"""Tries counted in the database, so that the limit holds over all workers and machines."""

from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Mapped, mapped_column

from app.base.db import Table
from app.base.problems import TooMany
from app.base.work import Work


class Tries(Table):
    __tablename__ = "tries"

    key: Mapped[str] = mapped_column(primary_key=True)  # a digest: an address or a code is never kept in the open
    since: Mapped[datetime]
    count: Mapped[int]


def count_try(work: Work, *, key: str, limit: int, minutes: int) -> int:
    """One more try for `key`; returns how many in this window. Runs in a `do` of its own, so that it stays.

    Raises:
        TooMany: more than `limit` tries in `minutes`; the tries are counted all the same by the caller's next one.
    """
    window = timedelta(minutes=minutes)
    row = work.db.get(Tries, key, with_for_update=True)
    if row is None or work.now - row.since >= window:
        if row is None:
            row = Tries(key=key, since=work.now, count=0)
            work.db.add(row)
        row.since, row.count = work.now, 0
    if row.count >= limit:
        raise TooMany(max(1, int((row.since + window - work.now).total_seconds())))
    row.count += 1
    return row.count


def forget_tries(work: Work, *, key: str) -> None:
    work.db.execute(delete(Tries).where(Tries.key == key))


def give_back(work: Work, *, key: str) -> None:
    """Take back the try that `count_try` just counted, because it was right: only mistakes fill a limit."""
    row = work.db.get(Tries, key, with_for_update=True)
    if row is not None and row.count > 0:
        row.count -= 1


def must_be_free(work: Work, *, key: str, limit: int, minutes: int) -> None:
    """Refuse when the limit is reached already; counts nothing, so a page that only looks may ask it.

    Raises:
        TooMany: `limit` tries were counted in this window.
    """
    row = work.db.get(Tries, key)
    window = timedelta(minutes=minutes)
    if row is not None and row.count >= limit and work.now - row.since < window:
        raise TooMany(max(1, int((row.since + window - work.now).total_seconds())))
