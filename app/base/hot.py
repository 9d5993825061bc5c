"""Checked statements for the few hot paths: as safe as the guard and without its price on every query.

A statement is declared once, at module level. When it is declared every school-owned table in it must be
tied to the parameter `school`, or to `schools`; `Work.hot` fills these with the actor's own school or with all that
the actor reaches, never the caller.
"""

from collections.abc import Mapping
from typing import Any, TypeVar

from sqlalchemy import BindParameter, Insert, Uuid, bindparam, insert
from sqlalchemy.orm import Session
from sqlalchemy.sql import ClauseElement, visitors
from sqlalchemy.sql.base import Executable
from sqlalchemy.sql.elements import BinaryExpression
from sqlalchemy.sql.operators import eq, in_op

from app.base.db import CHECKED, OutOfReach, PupilOwned, SchoolOwned, school_tables

S = TypeVar("S", bound=ClauseElement)

SCHOOL: BindParameter[Any] = bindparam("school")
SCHOOLS: BindParameter[Any] = bindparam("schools", type_=Uuid(), expanding=True)
"""For who works with several schools, as a coordinator: `Booking.school_id.in_(SCHOOLS)`. Never for pupils' rows."""

_declared: list[ClauseElement] = []  # keeps them alive, so that an id in CHECKED never names another statement


def checked(statement: S) -> S:
    """Declare a statement for `Work.hot`.

    Raises:
        OutOfReach: a school-owned table in it is not compared with SCHOOL or SCHOOLS, nor with the school of a table
            that is; or a table of pupils is read for several schools.
    """
    parts = list(visitors.iterate(statement))
    used: set[Any] = {element for element in parts if element in school_tables()}
    tied = {table for element in parts if (table := _tied_table(element)) is not None}
    pairs = [pair for element in parts if (pair := _same_school(element)) is not None]
    while more := {other for one in pairs for other in one if tied & set(one)} - tied:
        tied |= more
    if used - tied:
        raise OutOfReach(f"not tied to the school: {sorted(table.name for table in used - tied)}")
    if any(getattr(element, "key", "") == "schools" for element in parts) and used & school_tables(PupilOwned):
        raise OutOfReach("pupils' rows are for people of their school")
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
    """The table of `table.school_id = :school` or `table.school_id IN :schools`, else None."""
    if not isinstance(element, BinaryExpression):
        return None
    wanted = {eq: "school", in_op: "schools"}.get(element.operator)
    return _owner(element.left) if wanted and getattr(element.right, "key", "") == wanted else None


def _same_school(element: Any) -> Any:
    """The two tables of `one.school_id = other.school_id`, else None."""
    if not isinstance(element, BinaryExpression) or element.operator is not eq:
        return None
    pair = _owner(element.left), _owner(element.right)
    return None if None in pair else pair


def _owner(column: Any) -> Any:
    return getattr(column, "table", None) if getattr(column, "name", "") == "school_id" else None
