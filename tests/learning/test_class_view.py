"""The live view: what each cell says, that it adds up, and that thirty pupils cost no more queries than three."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from sqlalchemy import event

from app.assignments.operations import choose_visits, open_after_steps
from app.learning.class_view import after_steps, class_view
from app.learning.operations import ask_help, enter_step, tick_step
from app.visits.operations import mark_presence
from tests.assignments.makers import visit_of
from tests.conftest import NOW
from tests.learning import long
from tests.learning.world import World, make_world


@pytest.fixture
def world(house, makers, tmp_path) -> World:
    return make_world(house, makers, tmp_path / "proef", pupils=4)


@pytest.fixture
def see(world, look):
    """The view now; `see()[pupil]` is that pupil's row."""
    return lambda: look(world.teacher.actor, class_view, code=world.code, language="nl")


def row_of(view, pupil):
    return next(row for row in view.rows if row.pupil_id == pupil.id)


def cells(view, pupil) -> list[str]:
    return [cell.state for cell in row_of(view, pupil).cells]


@contextmanager
def statements(house) -> Iterator[list[str]]:
    """All SQL that is sent meanwhile."""
    sent: list[str] = []

    def note(_c, _cursor, statement, *_rest) -> None:
        sent.append(statement)

    event.listen(house.store.engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(house.store.engine, "before_cursor_execute", note)


def test_rows_stand_in_class_list_order_and_the_counts_add_up_to_the_class(world, act, see):
    first, second, third, _ = world.pupils
    world.do_step_kijk(first)
    act(second.actor, enter_step, code=world.code, step_id="kijk", language="nl")
    act(third.actor, ask_help, code=world.code, step_id="kijk", language="nl")
    view = see()
    assert [row.name for row in view.rows] == ["Aïcha de V.", "Bram van den B.", "Çağla Y.", "Daan J."]
    assert [row.state for row in view.rows] == ["ready", "busy", "help", "waiting"]
    assert sum(view.count(state) for state in ("ready", "busy", "help", "waiting")) == len(view.rows)


def test_minutes_run_from_entering_the_step_and_a_ring_comes_after_half_as_long_again(world, act, see, at):
    pupil = world.pupils[0]
    act(pupil.actor, enter_step, code=world.code, step_id="kijk", language="nl")  # ten minutes were planned
    at(NOW + timedelta(minutes=14))
    cell = row_of(see(), pupil).cells[0]
    assert (cell.state, cell.minutes, cell.long) == ("now", 14, False)
    at(NOW + timedelta(minutes=15))
    assert row_of(see(), pupil).cells[0].long


def test_yesterdays_minutes_are_not_shown(world, act, see, at):
    pupil = world.pupils[0]
    act(pupil.actor, enter_step, code=world.code, step_id="kijk", language="nl")
    at(NOW + timedelta(days=1))
    cell = row_of(see(), pupil).cells[0]
    assert (cell.state, cell.minutes, cell.long) == ("now", None, False)
    assert see().here == 0


def test_hands_stand_with_the_longest_wait_first_at_the_step_they_are_about(world, act, see, at):
    first, second = world.pupils[:2]
    act(second.actor, ask_help, code=world.code, step_id="kijk", language="nl")
    at(NOW + timedelta(minutes=3))
    act(first.actor, ask_help, code=world.code, step_id="kijk", language="nl")
    view = see()
    assert [(hand.pupil_id, hand.label, hand.minutes) for hand in view.hands] == [
        (second.id, "Kijk", 3),
        (first.id, "Kijk", 0),
    ]
    assert cells(view, second)[0] == "help"


def test_a_wrong_answer_looks_no_different_from_a_right_one(world, see):
    right, wrong = world.pupils[:2]
    world.answer(right, "inhoud", "35000")
    world.answer(wrong, "inhoud", "1")
    view = see()
    assert row_of(view, right).cells == row_of(view, wrong).cells
    assert row_of(view, right).state == row_of(view, wrong).state


def test_without_a_visit_its_step_is_nobodys_and_with_one_it_is_to_do(world, makers, act, see):
    assert {cells(see(), one)[1] for one in world.pupils} == {"none"}
    booking = visit_of(makers, world.teacher, world.klass, world.pupils)
    act(world.teacher.actor, choose_visits, code=world.code, booking_ids=[booking.id])
    assert {cells(see(), one)[1] for one in world.pupils} == {"todo"}


def test_after_the_visit_the_page_asks_to_tick_for_who_was_there_and_the_absent_can_be_complete(
    world, makers, act, see, at
):
    ill = world.pupils[0]
    booking = visit_of(makers, world.teacher, world.klass, world.pupils)
    act(world.teacher.actor, choose_visits, code=world.code, booking_ids=[booking.id])
    at(NOW + timedelta(days=2, hours=3))
    everybody = [one.id for one in world.pupils]
    assert see().to_tick == 0
    act(world.teacher.actor, mark_presence, code=booking.code, absent=[ill.id], seen=everybody)
    assert see().to_tick == 3
    assert (row_of(see(), ill).present, cells(see(), ill)[1]) == (False, "none")
    for step in ("kijk", "terug"):
        act(world.teacher.actor, tick_step, code=world.code, step_id=step, how="board")
    assert [row.complete for row in see().rows] == [True, False, False, False]


def test_who_did_all_that_is_open_is_ready_and_busy_again_when_more_opens(world, act, see):
    pupil = world.pupils[0]
    world.do_step_kijk(pupil)
    assert row_of(see(), pupil).state == "ready"
    act(world.teacher.actor, open_after_steps, code=world.code)
    assert row_of(see(), pupil).state == "busy"


def test_the_page_says_when_the_last_steps_open(world, act, see, at):
    assert after_steps(see(), ()).is_open is False
    at(NOW + timedelta(minutes=1))
    act(world.teacher.actor, open_after_steps, code=world.code)
    assert after_steps(see(), ()).is_open is True


def test_two_pupils_who_look_the_same_get_their_whole_names(world, makers, see):
    for last in ("Bakker", "Boon"):
        makers.pupil(world.klass, first="Sofie", last=last)
    assert [row.name for row in see().rows][-2:] == ["Sofie Bakker", "Sofie Boon"]


def test_thirty_pupils_cost_as_many_statements_as_four(world, makers, client, sign_in, monkeypatch):
    monkeypatch.setattr("app.web.identity.KEPT_SECONDS", 3600.0)  # a busy machine takes longer than five for this
    teacher = sign_in(client, world.teacher)

    def cost(address: str) -> int:
        teacher.get(address)  # modules and identity are in memory from here on
        with statements(world.house) as sent:
            assert teacher.get(address).status_code == 200
        return len(sent)

    addresses = [f"/class/{world.code}{page}" for page in ("", "/grid", "/tick", "/board", "/answers")]
    few = [cost(address) for address in addresses]
    for pupil in makers.pupils(world.klass, 26):
        world.do_step_kijk(pupil)
    assert [cost(address) for address in addresses] == few
    assert few[1] <= 6


def test_an_unchanged_view_is_a_304_that_reads_no_answer_and_no_pupil(world, client, sign_in, act, at):
    teacher = sign_in(client, world.teacher)
    world.do_step_kijk(world.pupils[0])
    address = f"/class/{world.code}/grid"
    first = teacher.get(address)
    with statements(world.house) as sent:
        assert teacher.get(address, headers={"If-None-Match": first.headers["ETag"]}).status_code == 304
    read = " ".join(sent).lower()
    assert "from progress" in read
    assert not any(f"from {table}" in read for table in ("answer", "pupil", "enrolment", "step_tick", "review"))
    assert not any("progress.steps" in statement for statement in sent)
    act(world.pupils[1].actor, ask_help, code=world.code, step_id="kijk", language="nl")
    changed = teacher.get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert changed.status_code == 200
    at(NOW + timedelta(minutes=1))  # the minutes on the page move
    assert teacher.get(address, headers={"If-None-Match": changed.headers["ETag"]}).status_code == 200


def test_the_page_that_shows_the_newest_state_already_gets_nothing(world, client, sign_in):
    teacher = sign_in(client, world.teacher)
    tag = teacher.get(f"/class/{world.code}/grid").headers["ETag"].strip('"')
    assert teacher.get(f"/class/{world.code}/grid?seen={tag}").status_code == 204


def test_twelve_steps_cost_as_many_statements_as_three(house, makers, tmp_path, client, sign_in, monkeypatch):
    monkeypatch.setattr("app.web.identity.KEPT_SECONDS", 3600.0)
    world = make_world(house, makers, tmp_path / "lang", pupils=30, write=long.write)
    teacher, address = sign_in(client, world.teacher), f"/class/{world.code}/grid"
    for pupil in world.pupils:
        world.do_step_kijk(pupil)
    assert teacher.get(address).text.count("<td") == 30 * long.STEPS
    with statements(house) as sent:
        teacher.get(address)
    assert len(sent) <= 6


def test_an_act_on_the_class_page_gives_the_grid_back_to_a_script_and_a_page_to_a_form(world, client, sign_in, act):
    teacher = sign_in(client, world.teacher)
    act(world.pupils[0].actor, ask_help, code=world.code, step_id="kijk", language="nl")
    hand = f"/class/{world.code}/hand/{world.pupils[0].id}"
    for address, sent in ((f"/class/{world.code}/pause", {"on": "1"}), (hand, {})):
        grid = teacher.post(address, data=sent, headers={"HX-Request": "true"})
        assert (grid.status_code, "pauze-nu" in grid.text, "<html" in grid.text) == (200, True, False)
        tag = grid.headers["ETag"].strip('"')
        assert teacher.get(f"/class/{world.code}/grid?seen={tag}").status_code == 204
        plain = teacher.post(address, data=sent)
        assert (plain.status_code, plain.headers["Location"]) == (303, f"/class/{world.code}")


def test_a_pause_on_the_board_never_loads_a_whole_page_that_would_leave_the_full_screen(world, client, sign_in):
    teacher = sign_in(client, world.teacher)
    sent, boosted = {"on": "1", "step": "kijk", "number": "2"}, {"HX-Request": "true", "HX-Boosted": "true"}
    for headers in ({}, boosted):
        back = teacher.post(f"/class/{world.code}/pause", data=sent, headers=headers)
        assert (back.status_code, back.headers["Location"]) == (303, f"/class/{world.code}/lesson/kijk/2")
        assert "HX-Redirect" not in back.headers
