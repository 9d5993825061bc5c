"""Migrations: one head, the same tables as the models, and a way down and up again that keeps to the models."""

from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, func, inspect, select, text

from app import known_tables
from app.assignments.models import Assignment
from app.base import migrate
from app.base.db import EVERYWHERE, open_store, school_tables
from app.base.house import House
from app.learning.models import Answer, Mark, Progress, Review
from app.learning.operations import review_answer
from app.people.models import Enrolment, Pupil, School, SchoolClass
from app.visits.models import Booking, EventClass, EventStep
from app.visits.operations import split_class
from tests.conftest import BOTH
from tests.learning.world import make_world
from tests.makers import Makers
from tests.visits.test_event import Quay, make


@pytest.fixture(params=["sqlite", "postgres"])
def empty(request: pytest.FixtureRequest, tmp_path: Path):
    """A store on a database without any table."""
    if request.param == "sqlite":
        store = open_store(f"sqlite:///{tmp_path / 'fresh.db'}")
        yield store
        store.engine.dispose()
        return
    url = request.getfixturevalue("postgres_url")
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text("CREATE SCHEMA fresh"))
    store = open_store(f"{url}&options=-csearch_path%3Dfresh")
    yield store
    store.engine.dispose()
    with engine.begin() as connection:
        connection.execute(text("DROP SCHEMA fresh CASCADE"))
    engine.dispose()


def test_there_is_one_head():
    assert len(ScriptDirectory.from_config(migrate.config()).get_heads()) == 1


def test_migrated_tables_are_the_tables_of_the_models(empty):
    migrate.upgrade(empty)
    with empty.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, known_tables()) == []


def test_down_and_up_again_leaves_a_whole_house(empty):
    migrate.upgrade(empty)
    migrate.downgrade(empty, "base")
    assert set(inspect(empty.engine).get_table_names()) == {"alembic_version"}
    migrate.upgrade(empty)
    assert set(known_tables().tables) <= set(inspect(empty.engine).get_table_names())


def test_every_school_owned_table_has_row_level_security_on_postgresql(empty):
    if empty.engine.dialect.name != "postgresql":
        return
    migrate.upgrade(empty)
    with empty.engine.connect() as connection:
        forced = connection.execute(
            text(
                "select relname from pg_class join pg_namespace n on n.oid = relnamespace "
                "where nspname = 'fresh' and relrowsecurity and relforcerowsecurity"
            )
        )
        assert set(forced.scalars()) == {table.name for table in school_tables()}


def test_a_broken_migration_leaves_nothing_behind(empty, monkeypatch):
    monkeypatch.setattr(migrate, "stand_guard", lambda connection: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        migrate.upgrade(empty)
    assert inspect(empty.engine).get_table_names() == []


@BOTH
def test_a_house_with_answers_goes_back_a_version_and_comes_again_without_losing_one(
    house: House, makers: Makers, tmp_path: Path, act: Callable[..., Any]
) -> None:
    """As an operator who had to take back an update: rows of before stay, and those of after are not in the way."""
    stand_at_head(house)
    world = make_world(house, makers, tmp_path / "lessons")
    world.do_step_kijk(world.pupils[0])
    answer = first(house, Answer)
    act(world.teacher.actor, review_answer, code=world.code, answer_id=answer, text="Mooi gezien.")
    before = counted(house)
    migrate.downgrade(house.store, "0001")
    migrate.upgrade(house.store)
    assert counted(house) == before
    with house.store.reading(EVERYWHERE) as db:
        assert set(db.scalars(select(SchoolClass.link_version))) == {0}
    world.answer(world.pupils[1], "waarom", "b")
    assert counted(house)["answer"] == before["answer"] + 1


def stand_at_head(house: House) -> None:
    """The tables of the fixture came from the models: say so to alembic."""
    with house.store.engine.execution_options(begin="IMMEDIATE").begin() as connection:
        alembic = migrate.config()
        alembic.attributes["connection"] = connection
        command.stamp(alembic, "head")


def first(house: House, table: Any) -> UUID:
    with house.store.reading(EVERYWHERE) as db:
        found: UUID = db.scalars(select(table.id)).first()
        return found


def counted(house: House) -> dict[str, int]:
    """Rows by table."""
    with house.store.reading(EVERYWHERE) as db:
        return {
            table.__tablename__: db.scalar(select(func.count()).select_from(table)) or 0
            for table in (School, SchoolClass, Pupil, Enrolment, Assignment, Answer, Mark, Review, Progress)
        }


@BOTH
def test_an_event_day_goes_back_a_version_and_comes_again_with_its_routes(
    house: House, makers: Makers, act: Callable[..., Any], look: Callable[..., Any]
) -> None:
    stand_at_head(house)
    quay = Quay(makers)
    make(act, look, quay)
    split = quay.codes[0]
    before = event_rows(house)
    assert before["event_step"] > 0
    migrate.downgrade(house.store, "0028")
    migrate.upgrade(house.store)
    assert event_rows(house) == before
    act(quay.teachers[0].actor, split_class, code=split)
    halved = event_rows(house)
    migrate.downgrade(house.store, "0028")
    migrate.upgrade(house.store)
    assert event_rows(house) == {**halved, "event_class": before["event_class"]}  # the second half had no route yet


def event_rows(house: House) -> dict[str, int]:
    with house.store.reading(EVERYWHERE) as db:
        return {
            table.__tablename__: db.scalar(select(func.count()).select_from(table)) or 0
            for table in (EventClass, EventStep, Booking)
        }
