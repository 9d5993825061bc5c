"""docs/privacy.md is held to the tables: a column that is not in it is a promise broken."""

import re
from pathlib import Path

from app import known_tables
from app.base.db import PupilOwned, Table

DOC = Path("docs/privacy.md").read_text()


def _sections() -> dict[str, set[str]]:
    told: dict[str, set[str]] = {}
    for part in re.split(r"^### ", DOC.split("## Tables without")[0], flags=re.M)[1:]:
        name, _, body = part.partition("\n")
        first_cells = re.findall(r"^\| ([^|]+) \|", body, flags=re.M)
        told[name.strip()] = {column for cell in first_cells for column in re.findall(r"[a-z_][a-z_0-9]*", cell)}
    return told


def _harmless() -> set[str]:
    return set(re.findall(r"`([a-z_]+)`", DOC.split("## Tables without personal data")[1].split("##")[0]))


def test_every_table_is_told_as_personal_or_as_harmless():
    assert set(known_tables().tables) == set(_sections()) | _harmless()


def test_every_column_of_a_personal_table_is_told():
    told = _sections()
    missing = {
        f"{name}.{column.name}"
        for name, table in known_tables().tables.items()
        if name in told
        for column in table.columns
        if column.name not in told[name]
    }
    assert missing == set()


def test_no_table_about_pupils_is_called_harmless():
    known_tables()
    of_pupils = {m.local_table.name for m in Table.registry.mappers if issubclass(m.class_, PupilOwned)}
    assert of_pupils & _harmless() == set()
