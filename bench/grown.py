"""A house after years of use: does a page cost what it cost in the first week?

All that schools own in the demo, and the moments of visits, is laid down many times over, a year earlier, as other
pupils in other classes: some 120,000 answers. Then the same pages are asked of the house of before and of the one that
grew, in turns. Ends this run when one of them costs more than `MOST` times as much.
"""

import hashlib
import json
import os
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

TIMES = int(os.environ.get("BENCH_GROWN", "120"))
MOST, ROUNDS = 1.5, 3
ONE_OF_A_SCHOOL = {"school_settings", "school_design"}


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="werf-bench-grown-") as folder:
        young, old = Path(folder) / "young", Path(folder) / "old"
        os.environ.update(OPENWERF_DEMO="1", OPENWERF_URL="http://127.0.0.1:5095")
        prepare = [sys.executable, "-m", "flask", "--app", "wsgi", "demo", "prepare"]
        subprocess.run(prepare, check=True, stdout=subprocess.DEVNULL, env={**os.environ, "OPENWERF_DATA": str(young)})
        shutil.copytree(young, old)
        rows = json.loads(_apart("grow", old))
        print(f"a house that grew: {rows['answer']:,} answers of {rows['pupil']:,} pupils")
        _tell([(json.loads(_apart("ask", young)), json.loads(_apart("ask", old))) for _ in range(ROUNDS)])


def _tell(measured: list[tuple[dict[str, float], dict[str, float]]]) -> None:
    """Raises: SystemExit, when something costs too much more."""
    print(f"{'':34}{'in week one':>14}{'grown':>14}{'ratio':>9}")
    worst = 0.0
    for name in measured[0][0]:
        young, old = (statistics.median(one[side][name] for one in measured) for side in (0, 1))
        worst = max(worst, old / young)
        print(f"{name:34}{young * 1e6:14.0f}{old * 1e6:14.0f}{old / young:9.2f}")
    if worst > MOST:
        raise SystemExit(f"a page costs {worst:.1f} times as much in a house that grew")


def _apart(what: str, folder: Path) -> str:
    """In a process of its own: its memory knows one house."""
    command = [sys.executable, "-m", "bench.grown", what]
    env = {**os.environ, "OPENWERF_DATA": str(folder)}
    return subprocess.run(command, check=True, capture_output=True, text=True, env=env).stdout


def ask() -> dict[str, float]:
    """CPU seconds of each hot page in the house of the environment."""
    from app import create_app
    from bench.__main__ import cost, hot_calls

    return {name: cost(call, again) for name, (call, again) in hot_calls(create_app(testing=True)).items()}


def grow_here() -> dict[str, int]:
    from app import create_app

    store = create_app(testing=True).extensions["house"].store
    rows = grow(Path(str(store.engine.url.database)), TIMES)
    store.learn_sizes()
    return rows


def grow(file: Path, times: int) -> dict[str, int]:
    """Lay down what schools own `times` over. Returns how many rows each table has then."""
    from app.base.db import Table, school_tables

    with sqlite3.connect(file) as db:
        db.execute("PRAGMA foreign_keys=OFF")
        tables = [table for table in Table.metadata.sorted_tables if table in school_tables()]
        tables.append(Table.metadata.tables["visit_slot"])
        held = {table: db.execute(f'SELECT * FROM "{table.name}"').fetchall() for table in tables}
        names = {table: [one[1] for one in db.execute(f'PRAGMA table_info("{table.name}")')] for table in tables}
        ours = {row[names[table].index("id")] for table, rows in held.items() for row in rows}
        (before,) = db.execute("SELECT id FROM school_year ORDER BY starts_on").fetchone()
        for table, rows in held.items():
            if table.name in ONE_OF_A_SCHOOL:
                continue
            other = _other(table, names[table], ours, before)
            marks = ",".join("?" * len(names[table]))
            copies = (other(row, n) for n in range(times) for row in rows)
            db.executemany(f'INSERT INTO "{table.name}" VALUES ({marks})', copies)
        return {table.name: len(rows) * (times + 1) for table, rows in held.items() if rows}


def _other(
    table: Any, names: list[str], ours: set[str], before: str
) -> Callable[[tuple[Any, ...], int], tuple[Any, ...]]:
    """Makes of a row the same one of other people, a year earlier."""
    from sqlalchemy import Date, DateTime, String, UniqueConstraint
    from sqlalchemy.types import TypeDecorator

    kinds = {one.name: one.type.impl if isinstance(one.type, TypeDecorator) else one.type for one in table.columns}
    rules = [[one.name for one in rule.columns] for rule in table.constraints if isinstance(rule, UniqueConstraint)]
    alone = {names[0] for names in rules if len(names) == 1} | {"request_id", "sha256"}
    alone |= {"school_class": {"name"}, "pupil": {"first_name"}}.get(table.name, set())

    def value(name: str, held: Any, n: int) -> Any:
        if name == "school_year_id":
            return before
        if not isinstance(held, str):
            return held
        if held in ours:
            return hashlib.md5(f"{n}{held}".encode(), usedforsecurity=False).hexdigest()
        if isinstance(kinds[name], Date | DateTime):
            return held.replace("2026", "2025", 1).replace("2027", "2026", 1).replace(".000000", f".{n:06d}")
        return f"{held}~{n}" if name in alone and isinstance(kinds[name], String) else held

    return lambda row, n: tuple(value(name, held, n) for name, held in zip(names, row, strict=True))


if __name__ == "__main__":
    acts: dict[str, Callable[[], object]] = {"grow": grow_here, "ask": ask}
    if len(sys.argv) > 1:
        print(json.dumps(acts[sys.argv[1]]()))
    else:
        main()
