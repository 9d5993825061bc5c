"""Tables and sessions, with the guard that keeps schools apart and pupils' rows among school people.

Every reading of a school-owned table is narrowed to the schools of the session; what cannot be narrowed
(raw SQL, Core statements) is refused, unless it was declared as a checked statement (app/base/hot.py).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, cast
from uuid import UUID

from sqlalchemy import JSON, DateTime, Engine, MetaData, String, create_engine, event
from sqlalchemy.engine import Connection, Dialect
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.orm import (
    DeclarativeBase,
    Mapped,
    ORMExecuteState,
    Session,
    mapped_column,
    sessionmaker,
    with_loader_criteria,
)
from sqlalchemy.sql import ClauseElement, visitors
from sqlalchemy.types import TypeDecorator

from app.base.problems import Busy
from app.base.sqlite import alone, as_we_use_it, count_rows

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Moment(TypeDecorator[datetime]):
    """Aware UTC in and out, on SQLite too, which forgets the zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is not None and value.tzinfo is None:
            raise ValueError("a time without a zone")
        return value.astimezone(UTC) if value else None

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value.replace(tzinfo=UTC) if value and value.tzinfo is None else value


class Table(DeclarativeBase):
    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map = {datetime: Moment, dict[str, Any]: JSON, list[str]: JSON, str: String}  # noqa: RUF012


class SchoolOwned:
    """A row that belongs to one school. Outside the session's schools it cannot be read or written.

    No index on the school alone: the guard asks for it in every query, and SQLite would take that index and read all
    rows of the school (docs/decisions/0036-a-house-that-grows.md).
    """

    school_id: Mapped[UUID] = mapped_column()


class PupilOwned(SchoolOwned):
    """A school's row that says something of a pupil: closed to hosts and coordinators whatever the school."""


class OutOfReach(RuntimeError):
    """A programming mistake: school data was touched without saying whose."""


EVERYWHERE = "everywhere"
SIZES_HOLD = 15 * 60  # seconds; so long a connection goes on with what it knows of the sizes of tables

Schools = frozenset[UUID] | str | None


@dataclass(frozen=True, slots=True)
class Store:
    """One database. Reading sessions never lock; an acting session is alone from its first statement."""

    engine: Engine
    writing_engine: Engine  # the same, and a transaction of it is alone from its first statement
    sessions: sessionmaker[Session]
    lock_file: Path | None

    def reading(self, schools: Schools, *, pupils: bool = True) -> Session:
        return self.sessions(info={"schools": schools, "pupils": pupils})

    @contextmanager
    def acting(self, schools: Schools, *, pupils: bool = True) -> Iterator[Session]:
        """A session that commits at the end or forgets everything.

        SQLite: BEGIN IMMEDIATE, because a read followed by a write in one deferred transaction fails
        at once when another process wrote in between; and a lock file across processes, because the
        busy handler sleeps unfairly (0.4-2.3 s tails measured without it).

        Raises:
            Busy: another process held the database for longer than `LOCK_SECONDS`.
        """
        info = {"schools": schools, "pupils": pupils}
        try:
            with alone(self.lock_file), self.sessions(bind=self.writing_engine, info=info) as db:
                yield db
                db.commit()
        except OperationalError as error:
            if "database is locked" in str(error.orig):
                raise Busy("locked") from error
            raise

    def learn_sizes(self) -> None:
        """Let SQLite count how many rows each key finds, so that it takes the right index for each statement (60 ms). A
        connection knows it from the next time it is opened. PostgreSQL does this itself."""
        if self.lock_file is None:
            return
        with alone(self.lock_file), self.writing_engine.begin() as connection:
            count_rows(connection)


def worth_repeating(error: DBAPIError) -> bool:
    """PostgreSQL's serialization failure (40001), deadlock (40P01) and unique violation (23505).

    The same work may simply run again; after a unique violation its own check now sees the row that was first.
    """
    return getattr(error.orig, "sqlstate", None) in {"40001", "40P01", "23505"}


def open_store(url: str, *, pool: int = 2) -> Store:
    """The store for a database URL: `sqlite:///file` or `postgresql+psycopg://...`."""
    if url.startswith("sqlite"):
        once = {"check_same_thread": False}
        engine = create_engine(url, connect_args=once, pool_recycle=SIZES_HOLD, hide_parameters=True)
        lock: Path | None = as_we_use_it(engine)
    else:
        engine = create_engine(url, pool_size=pool, max_overflow=2, pool_pre_ping=True, hide_parameters=True)
        lock = None
    sessions = sessionmaker(engine, expire_on_commit=False)
    event.listen(sessions, "do_orm_execute", _keep_reads_in_reach)
    event.listen(sessions, "before_flush", _keep_writes_in_reach)
    if lock is None:
        event.listen(sessions, "after_begin", _tell_postgres)
    return Store(engine, engine.execution_options(begin="IMMEDIATE"), sessions, lock)


def _tell_postgres(session: Session, _transaction: object, connection: Connection) -> None:
    """Row-level security stands behind the guard; it reads the schools from this setting."""
    reach = session.info.get("schools")
    told = "*" if reach == EVERYWHERE else ",".join(sorted(map(str, reach or ())))
    connection.exec_driver_sql("SELECT set_config('openwerf.schools', %s, true)", (told,))


CHECKED: set[int] = set()  # ids of statements declared in app/base/hot.py; they bind the school themselves


def _keep_reads_in_reach(state: ORMExecuteState) -> None:
    reach = state.session.info.get("schools")
    if reach == EVERYWHERE or id(state.statement) in CHECKED:
        return
    if not state.is_orm_statement:
        raise OutOfReach("raw SQL is for migrations and for work that reaches everywhere")
    touched = _school_tables_in(cast(ClauseElement, state.statement))
    if not touched:
        return
    _may_touch(state.session, touched)
    if reach is None:
        raise OutOfReach("open a Work with an actor before touching school data")
    if state.is_insert:
        raise OutOfReach("add rows one by one, so that each can be checked")
    if not state.is_column_load:
        state.statement = state.statement.options(_criteria(state.session, reach))


def _may_touch(session: Session, tables: frozenset[Any]) -> None:
    if not session.info.get("pupils", True) and tables & _tables_of(PupilOwned):
        raise OutOfReach("pupils' rows are for people of their school")


def _criteria(session: Session, reach: frozenset[UUID]) -> Any:
    """The filter for this reach, built once for a session."""
    held = session.info.get("criteria")
    if held is None:
        schools = list(reach)
        held = session.info["criteria"] = with_loader_criteria(
            SchoolOwned, lambda cls: cls.school_id.in_(schools), include_aliases=True
        )
    return held


def _school_tables_in(statement: ClauseElement) -> frozenset[Any]:
    owned = _tables_of(SchoolOwned)
    return frozenset(element for element in visitors.iterate(statement) if element in owned)


def _tables_of(kind: type) -> frozenset[Any]:
    return _known_tables(kind, len(Table.registry.mappers))


@lru_cache(maxsize=8)
def _known_tables(kind: type, _known: int) -> frozenset[Any]:
    return frozenset(m.local_table for m in Table.registry.mappers if issubclass(m.class_, kind))


def school_tables(kind: type = SchoolOwned) -> frozenset[Any]:
    """All tables whose rows belong to a school, or to a pupil of it."""
    return _tables_of(kind)


def _keep_writes_in_reach(session: Session, _context: object, _instances: object) -> None:
    reach = session.info.get("schools")
    if reach == EVERYWHERE:
        return
    for row in (*session.new, *session.dirty, *session.deleted):
        if isinstance(row, SchoolOwned) and row.school_id not in (reach or ()):
            raise OutOfReach(f"{type(row).__name__} of another school")
        if isinstance(row, PupilOwned) and not session.info.get("pupils", True):
            raise OutOfReach("pupils' rows are for people of their school")
