"""Places to load the demo in: with the real lessons, or with a lesson of three short steps, which is quick."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, select, text

from app.base import clock
from app.base.db import Table, open_store
from app.base.files import Files
from app.base.house import House
from app.base.sealing import Seal
from app.base.settings import Settings
from app.curriculum.commands import publish_lessons
from app.demo.load import load
from tests.conftest import LESSONS
from tests.curriculum import lessons

SECRET = "only for tests"  # that of tests/conftest.py, so that its house opens what was sealed here
SHORT = """\
# Waarom een sluis?
label: Kijk

::: question choice #waarom points=2 tries=2
Waarom is er een sluis?

- ( ) a: Om te wassen
- (x) b: Om water tegen te houden
:::
"""


def short_lessons(folder: Path) -> Path:
    """The demo's two lessons under their own names, but short."""
    for slug in ("zeesluis", "machines-aan-de-praat"):
        module = lessons.write(folder, slug)
        lessons.plant(module, "module.yml", "also: [en]\n", "")
        lessons.plant(module, "nl/kijk.md", "", SHORT)
        (module / "media" / "sluis.svg").unlink()
        (module / "media" / "credits.yml").unlink()
        shutil.rmtree(module / "en")
    return folder


def empty(url: str) -> None:
    """No row in any table of a PostgreSQL that other tests used."""
    engine = create_engine(url)
    with engine.begin() as connection:
        names = ", ".join(f'"{table.name}"' for table in Table.metadata.sorted_tables)
        connection.execute(text(f"TRUNCATE {names} CASCADE"))
    engine.dispose()


def publish(house: House, folder: Path) -> None:
    assert all(one.published for one in publish_lessons(house, folder))


@contextmanager
def a_house(url: str, folder: Path, *, lessons: Path = LESSONS) -> Iterator[House]:
    settings = Settings(
        data=folder,
        database_url=url,
        secret=SECRET,
        demo=True,
        base_url="http://werf.test",
        smtp_url="",
        mail_from="Openwerf <openwerf@openwerf.invalid>",
        secure_cookies=False,
        lessons=lessons,
    )
    house = House(settings, open_store(url), Files(settings.files_folder), Seal(SECRET), lambda _: None)
    try:
        yield house
    finally:
        house.store.engine.dispose()


def load_at(house: House, when: datetime) -> str:
    """`flask demo load` at this moment."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(clock, "now", lambda: when)
        return load(house)


def rows(house: House, *columns: Any) -> list[Any]:
    """Of all schools; a table's rows as they are, or tuples of columns."""
    with house.store.reading("everywhere") as db:
        return list(db.scalars(select(columns[0])) if len(columns) == 1 else db.execute(select(*columns)))
