"""Checked statements for the few hot paths: as safe as the guard and without its price on every query.

A statement is declared once, at module level. When it is declared every school-owned table in it must be
tied to the parameter `school`; `Work.hot` fills that parameter with the actor's own school, never the caller.
"""

from typing import Any, TypeVar

from sqlalchemy import BindParameter, Insert, bindparam, insert
from sqlalchemy.sql import ClauseElement, visitors
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
