"""How SQLite would go about a statement in a house that has been used for years, told without laying down its rows.

SQLite chooses by what ANALYZE counted, which stands in a table of its own; here the figures of a large house are
written into it: a hundred thousand rows of whatever a school owns, five schools, some twenty rows to each other key.
"""

import re
import sqlite3
from pathlib import Path
from typing import Any

from app.base import migrate
from app.base.db import open_store, school_tables

ONE_OF_A_SCHOOL = {"school_settings", "school_design"}
ROWS, SCHOOLS, FEW, SMALL = 100_000, 5, 20, 200


class Grown:
    """The tables of the house, empty, with the figures of a large one."""

    def __init__(self, folder: Path) -> None:
        file = folder / "grown.db"
        store = open_store(f"sqlite:///{file}")
        migrate.upgrade(store)
        store.engine.dispose()
        self.owned = {table.name for table in school_tables()} - ONE_OF_A_SCHOOL
        self.db = sqlite3.connect(file, isolation_level=None)
        self.db.execute("ANALYZE")  # makes the table for the figures
        self.db.execute("DELETE FROM sqlite_stat1")
        tables = [name for (name,) in self.db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for table in tables:
            for _, index, unique, *_ in self.db.execute(f'PRAGMA index_list("{table}")').fetchall():
                columns = [row[2] for row in self.db.execute(f'PRAGMA index_info("{index}")')]
                figures = (table, index, self._figures(table, columns, bool(unique)))
                self.db.execute("INSERT INTO sqlite_stat1 VALUES (?, ?, ?)", figures)
        self.db.execute("ANALYZE sqlite_schema")  # reads the figures

    def _figures(self, table: str, columns: list[str], unique: bool) -> str:
        rows = ROWS if table in self.owned else SMALL
        found = [rows // SCHOOLS if columns[:n] == ["school_id"] else FEW for n in range(1, len(columns) + 1)]
        return " ".join(map(str, [rows, *found[:-1], 1 if unique else found[-1]]))

    def plan(self, statement: str, parameters: Any) -> list[str]:
        return [row[3] for row in self.db.execute(f"EXPLAIN QUERY PLAN {statement}", parameters)]

    def whole_schools(self, statement: str, parameters: Any) -> list[str]:
        """The steps in which all rows of a school, or of all schools, are read of a table that grows."""
        return [step for step in self.plan(statement, parameters) if self._is_whole(step)]

    def tables_of(self, steps: list[str]) -> set[str]:
        return {re.sub(r"_\d+$", "", step.split()[1]) for step in steps}

    def _is_whole(self, step: str) -> bool:
        is_all = re.match(r"SCAN \w+|SEARCH \w+ USING .*INDEX \w+ \(school_id=\?\)", step)
        return bool(is_all) and bool(self.tables_of([step]) & self.owned)
