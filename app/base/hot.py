"""Checked statements for the few hot paths: as safe as the guard and without its price on every query.

A statement is declared once, at module level. When it is declared every school-owned table in it must be
tied to the parameter `school`; `Work.hot` fills that parameter with the actor's own school, never the caller.
"""

from collections.abc import Mapping
from typing import Any, TypeVar

from sqlalchemy import BindParameter, Insert, bindparam, insert
from sqlalchemy.orm import Session
from sqlalchemy.sql import ClauseElement, visitors
from sqlalchemy.sql.base import Executable
from sqlalchemy.sql.elements import BinaryExpression
from sqlalchemy.sql.operators import eq

from app.base.db import CHECKED, OutOfReach, SchoolOwned, school_tables

S = TypeVar("S", bound=ClauseElement)

SCHOOL: BindParameter[Any] = bindparam("school")

_declared: list[ClauseElement] = []  # keeps them alive, so that an id in CHECKED never names another statement


def checked(statement: S) -> S:
    """Declare a statement for `Work.hot`.

    Raises:
        OutOfReach: a school-owned table in it is not compared with SCHOOL.
    """
    used: set[Any] = {element for element in visitors.iterate(statement) if element in school_tables()}
    tied = {table for element in visitors.iterate(statement) if (table := _tied_table(element)) is not None}
    if used - tied:
        raise OutOfReach(f"not tied to the school: {sorted(table.name for table in used - tied)}")
    return _declare(statement)


def adding(kind: type[SchoolOwned]) -> Insert:
    """Declare for `Work.hot` that one row is added to a school-owned table; its columns are the parameters, and the
    school is the actor's own whatever they say."""
    return _declare(insert(kind.__table__).values(school_id=SCHOOL))  # type: ignore[attr-defined]


def run_checked(db: Session, statement: Executable, parameters: Mapping[str, Any]) -> Any:
    """For `Work.hot` alone, which fills in the school.

    It goes to the connection of the session, past the ORM, which has nothing to do for it and took as long again as
    SQLAlchemy and SQLite together. So this asks what the guard would ask, and what waits in the session goes first.
    """
    if id(statement) not in CHECKED:
        raise OutOfReach("declare it with `checked` first")
    if db.new or db.dirty or db.deleted:
        db.flush()
    return db.connection().execute(statement, parameters)


def _declare(statement: S) -> S:
    _declared.append(statement)
    CHECKED.add(id(statement))
    return statement


def _tied_table(element: Any) -> Any:
    """The table of `table.school_id = :school`, else None."""
    if not isinstance(element, BinaryExpression) or element.operator is not eq:
        return None
    column, value = element.left, element.right
    if getattr(column, "name", "") == "school_id" and getattr(value, "key", "") == "school":
        return getattr(column, "table", None)
    return None
