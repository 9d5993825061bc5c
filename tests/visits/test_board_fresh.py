"""What a process keeps of the week board is never old: whoever changes what, and in whichever process."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event, select, update

from app.base import clock
from app.base.db import open_store
from app.base.house import House
from app.base.language import speaking
from app.people import operations as people
from app.people.models import Company
from app.people.operations import CompanyText
from app.visits import operations
from app.visits.models import VisitSlot
from app.visits.operations.proposals import hold_ran_out
from app.visits.queries import board as boards
from app.visits.queries import offered, standing
from app.visits.queries.board import Board, Filters, board
from app.visits.queries.editions import edition_by_id
from app.visits.queries.fitting import picked_class
from app.visits.views import drawing
from tests.conftest import BOTH, NOW
from tests.makers import Makers
from tests.visits.test_placing import Act, Town, held

pytestmark = BOTH


@pytest.fixture
def town(makers: Makers) -> Town:
    return Town(makers)


@pytest.fixture
def other(house: House) -> Iterator[House]:
    """The same database in another process: a store of its own."""
    store = open_store(house.settings.database_url)
    yield replace(house, store=store)
    store.engine.dispose()


def forget() -> None:
    """As a process that has just started."""
    offered.OFFERED.forget()
    standing.SCHOOL_FACTS.forget()
    standing.BOOKED_FACTS.forget()
    for one in (offered._line, boards._row, boards._moments, boards._waiting, standing.label_of):
        one.cache_clear()
    for drawn in (drawing._around, drawing._row, drawing._class, drawing._words):
        drawn.cache_clear()


def shown(town: Town, look: Act, *, in_hand: bool = False) -> Board:
    def read(work: Any) -> Board:
        picked = picked_class(work, code=town.klass.code) if in_hand else None
        edition = edition_by_id(work, town.edition)
        week = clock.school_day(town.first.starts_at)
        return board(work, edition=edition, week=week, filters=Filters(), picked=picked)

    return look(town.coordinator.actor, read)  # type: ignore[no-any-return]


def told(found: Board) -> Any:
    """All that is on it, to compare; the rows are the same objects as long as nothing of them changes."""
    rows = tuple((one.code, one.company, one.most, one.levels, one.cells) for one in found.rows)
    return replace(found, rows=()), rows


def words_of(town: Town, look: Act) -> list[str]:
    """Of each moment: whether the class in hand fits there."""
    found = shown(town, look, in_hand=True)
    return sorted(place.word for row in found.rows for cell in row.cells for place in cell)


def test_after_every_change_in_another_process_the_board_is_as_if_read_for_the_first_time(
    town: Town, look: Act, act: Act, other: House, makers: Makers, at: Any
) -> None:
    host = makers.host(town.first.offer.company_id).actor
    planner, office = town.coordinator.actor, town.office.actor
    code = ""

    def there(actor: Any, operation: Any, **facts: Any) -> Any:
        return other.act(actor, clock.now(), operation, **facts)

    def place() -> None:
        nonlocal code
        code = town.place(there, look, town.first)

    changes: list[Callable[[], Any]] = [
        place,
        lambda: town.move(there, look, code, town.second),
        lambda: there(planner, people.change_company, code=_company(other, town), told=_named("Zeesluis Zuid")),
        lambda: there(office, people.rename_school, name="Basisschool De Meeuw"),
        lambda: there(host, operations.change_room, code=town.first.code, places=2, pupils=20),
        lambda: there(host, operations.set_slot_state, code=town.first.code, state="cancelled"),
        lambda: there(host, operations.set_slot_state, code=town.first.code, state="open"),
        lambda: there(host, operations.set_offer_state, code=town.first.offer.code, state="closed"),
        lambda: there(
            planner,
            operations.set_day,
            edition_id=town.edition,
            day=clock.school_day(town.second.starts_at),
            kind="closed",
            name="Studiedag",
        ),
        lambda: there(town.teacher.actor, operations.cancel_booking, code=code),
    ]
    seen = [told(shown(town, look))]
    for minutes, change in enumerate(changes, 1):
        at(NOW + timedelta(minutes=minutes))
        change()
        kept = told(shown(town, look)), told(shown(town, look, in_hand=True))
        forget()
        assert kept == (told(shown(town, look)), told(shown(town, look, in_hand=True))), minutes
        assert kept[0][1:] != seen[-1][1:] or kept[0][0].edition != seen[-1][0].edition, f"{minutes} changed nothing"
        seen.append(kept[0])


def test_a_hold_that_ran_out_is_seen_and_a_moment_that_goes_by_without_a_write_too(
    town: Town, look: Act, act: Act, house: House, other: House, at: Any
) -> None:
    code = town.place(act, look, town.first)
    at(NOW + timedelta(hours=49))
    before = shown(town, look)
    assert before.placed == 1
    assert other.act(town.coordinator.actor, clock.now(), hold_ran_out, booking_id=held(house, code).id)
    assert shown(town, look).placed == 0
    assert words_of(town, look) == ["fits", "fits"]
    at(town.first.starts_at + timedelta(minutes=1))
    assert words_of(town, look) == ["fits", "past"]


def test_a_place_that_is_taken_without_a_booking_is_not_free(town: Town, look: Act, other: House) -> None:
    """As for the class that is next in a line."""
    shown(town, look)

    def take(work: Any) -> None:
        work.db.execute(update(VisitSlot).where(VisitSlot.id == town.first.id).values(places_taken=1, pupils_taken=26))

    other.act(town.coordinator.actor, clock.now(), take)
    assert sorted(place.left for row in shown(town, look).rows for cell in row.cells for place in cell) == [0, 30]


def test_only_the_company_that_changed_is_made_and_drawn_anew(town: Town, look: Act, act: Act) -> None:
    before = {one.code: one for one in shown(town, look).rows}
    town.place(act, look, town.first)
    after = {one.code: one for one in shown(town, look).rows}
    assert sorted(before[code] is after[code] for code in before) == [False, True]


def test_one_coordinator_never_gets_what_was_read_for_the_schools_of_another(
    town: Town, look: Act, makers: Makers
) -> None:
    elsewhere = makers.school(name="Basisschool De Vuurtoren")
    theirs = makers.school_class(elsewhere, name="6A", size=20)
    second = makers.coordinator(schools=[elsewhere])
    edition = lambda work: edition_by_id(work, town.edition)  # noqa: E731

    def names(person: Any) -> set[str]:
        found = look(person.actor, lambda work: board(work, edition=edition(work), week=None, filters=Filters()))
        return {one.code for one in found.waiting}

    assert names(town.coordinator) == {town.klass.code}
    assert names(second) == {theirs.code}
    assert names(town.coordinator) == {town.klass.code}


def test_the_same_board_is_said_in_the_language_of_who_looks(
    town: Town, act: Act, look: Act, client: FlaskClient, sign_in: Any
) -> None:
    town.place(act, look, town.first)
    desk = sign_in(client, town.coordinator)
    url = f"/visits/board/{town.edition}?week={clock.school_day(town.first.starts_at)}"
    pages = []
    for chosen in ("nl", "en", "nl"):
        desk.post("/language", data={"language": chosen, "next": "/"})
        pages.append(desk.get(url).get_data(as_text=True))
        with speaking(chosen):
            assert drawing.language.gettext("full") in pages[-1]
    assert ">voorstel<" in pages[0]
    assert ">proposed<" in pages[1]
    assert ">voorstel<" not in pages[1]
    assert ">voorstel<" in pages[2]


def test_what_is_typed_never_lands_in_a_gap_of_what_is_kept(
    town: Town, look: Act, act: Act, client: FlaskClient, sign_in: Any, other: House
) -> None:
    name = '"><b>{{ gaps.rows }}</b> onward'
    other.act(town.coordinator.actor, clock.now(), people.change_company, code=_company(other, town), told=_named(name))
    desk = sign_in(client, town.coordinator)
    text = desk.get(f"/visits/board/{town.edition}?week={clock.school_day(town.first.starts_at)}&q=%3Cb%3E").text
    assert "<b>{{" not in text
    for gap in vars(drawing.GAPS).values():
        assert gap not in text


def _company(house: House, town: Town) -> str:
    with house.looking(town.coordinator.actor, clock.now()) as work:
        return work.db.scalars(select(Company.code).where(Company.id == town.second.offer.company_id)).one()


def _named(name: str) -> CompanyText:
    return CompanyText(name=name, place="Havenmond", kind="machine-maintenance")


def test_opening_after_a_change_asks_at_most_four_statements_and_with_a_class_in_hand_six(
    town: Town, look: Act, act: Act, house: House, client: FlaskClient, sign_in: Any
) -> None:
    desk, asked = sign_in(client, town.coordinator), []
    url = f"/visits/board/{town.edition}"

    def note(_connection: Any, _cursor: Any, statement: str, *_: object) -> None:
        if statement.startswith("SELECT") and "set_config" not in statement:
            asked.append(statement)

    desk.get(url)
    town.place(act, look, town.first)
    event.listen(house.store.engine, "before_cursor_execute", note)
    desk.get(url)
    opened = len(asked)
    desk.get(f"{url}?class={town.klass.code}")
    event.remove(house.store.engine, "before_cursor_execute", note)
    assert opened <= 4, asked
    assert len(asked) - opened <= 6, asked[opened:]
