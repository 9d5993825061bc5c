"""What the teacher says to all: pause, go on, a step opened and shut, the pace. And that the pupil sees the same."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup

from app.assignments import rules as giving
from app.assignments.models import Assignment
from app.assignments.operations import choose_visits, open_after_steps
from app.assignments.queries import assignment_for_staff
from app.base.problems import NotAllowed, NotFound, RuleBroken
from app.learning.class_view import class_view
from app.learning.keeping import kept_for_pupil
from app.learning.lesson import lesson_of_pupil
from app.learning.models import Answer
from app.learning.operations import choose_pace, enter_step, go_on, open_step, pause_class, shut_step
from tests.assignments.makers import visit_of
from tests.conftest import BOTH, NOW
from tests.learning.world import World, count, make_world

MINUTE = timedelta(minutes=1)


@pytest.fixture
def world(house, makers, tmp_path) -> World:
    return make_world(house, makers, tmp_path / "proef")


@pytest.fixture
def steer(world, act):
    """The teacher says it."""
    return lambda operation, **facts: act(world.teacher.actor, operation, code=world.code, **facts)


@pytest.fixture
def lesson(world, look):
    return lambda pupil=None: look((pupil or world.pupils[0]).actor, lesson_of_pupil, code=world.code, language="nl")


@pytest.fixture
def view(world, look):
    return lambda: look(world.teacher.actor, class_view, code=world.code, language="nl")


@pytest.fixture
def pupil(world, client, sign_in):
    return sign_in(client, world.pupils[0])


def page(pupil, world, path="kijk/1") -> BeautifulSoup:
    return BeautifulSoup(pupil.get(f"/learn/{world.code}/{path}").get_data(as_text=True), "html.parser")


def now(pupil, world, step="kijk", tag=""):
    headers = {"If-None-Match": f'"{tag}"'} if tag else {}
    return pupil.get(f"/learn/{world.code}/now?step={step}", headers=headers)


def test_in_a_pause_no_screen_is_shown_and_afterwards_it_is_the_same_one(world, steer, pupil):
    steer(pause_class)
    for path in ("kijk/2", ""):
        paused = page(pupil, world, path)
        assert "Even pauze" in paused.h1.text
        assert not paused.select("main form, main input")
    steer(go_on)
    assert page(pupil, world, "kijk/2").select("#f")


def test_an_answer_that_comes_in_while_paused_counts(world, steer):
    steer(pause_class)
    world.answer(world.pupils[0], "waarom", "b")
    assert count(world.house, Answer) == 1


def test_a_refused_answer_in_a_pause_still_shows_what_was_typed(world, steer, pupil):
    steer(pause_class)
    facts = {"question": "inhoud", "client": "c-1", "answer": "best veel"}
    refused = pupil.post(f"/learn/{world.code}/kijk/4/answer", data=facts)
    assert refused.status_code == 422
    assert 'value="best veel"' in refused.get_data(as_text=True)


def test_what_a_device_keeps_for_later_is_never_the_pause(world, steer, pupil):
    steer(pause_class)
    kept = pupil.get(f"/learn/{world.code}/kijk/1", headers={"X-Keep": "1"}).get_data(as_text=True)
    assert "Even pauze" not in BeautifulSoup(kept, "html.parser").h1.text
    assert 'id="f"' in kept


def test_a_pause_that_was_forgotten_ends_by_itself(world, steer, lesson, at):
    steer(pause_class)
    at(NOW + giving.PAUSE - MINUTE)
    assert lesson().paused
    at(NOW + giving.PAUSE)
    assert not lesson().paused


def test_a_second_click_does_not_make_the_pause_longer(world, steer, look, at):
    steer(pause_class)
    at(NOW + 5 * MINUTE)
    steer(pause_class)
    held = look(world.teacher.actor, assignment_for_staff, code=world.code)
    assert (held.paused_at, held.paused_until) == (NOW, NOW + giving.PAUSE)


def test_minutes_of_a_pause_are_not_minutes_on_the_step(world, act, steer, view, at):
    act(world.pupils[0].actor, enter_step, code=world.code, step_id="kijk", language="nl")
    at(NOW + 2 * MINUTE)
    steer(pause_class)
    at(NOW + 20 * MINUTE)
    assert view().rows[0].cells[0].minutes == 2
    steer(go_on)
    at(NOW + 23 * MINUTE)
    cell = view().rows[0].cells[0]
    assert (cell.minutes, cell.long) == (5, False)


def test_a_pupils_page_hears_of_the_pause_and_asks_for_nothing_while_nothing_changes(world, steer, pupil):
    first = now(pupil, world)
    tag = first.headers["ETag"].strip('"')
    assert first.json == {"here": True, "more": True, "hand": False, "paused": False, "seconds": 0}
    assert now(pupil, world, tag=tag).status_code == 304
    steer(pause_class)
    said = now(pupil, world, tag=tag)
    assert said.json["paused"]
    assert said.json["seconds"] == giving.PAUSE.total_seconds()
    assert now(pupil, world, tag=said.headers["ETag"].strip('"')).status_code == 304


@BOTH
def test_at_the_teachers_pace_pupils_wait_until_each_step_is_opened(
    house, makers, tmp_path, act, look, client, sign_in
):
    world = make_world(house, makers, tmp_path / "proef", pace="opened")
    pupil = sign_in(client, world.pupils[0])
    waiting = page(pupil, world, "")
    assert "Je juf of meester opent de volgende stap." in waiting.select_one(".hoe-verder").text
    assert [li["class"] for li in waiting.select(".wals li")] == [["slot"], ["slot"]]
    assert pupil.get(f"/learn/{world.code}/kijk/1").status_code == 303, "back to where it is told"
    assert look(world.pupils[0].actor, kept_for_pupil, language="nl").screens == ()
    assert not now(pupil, world, step="").json["more"]
    with pytest.raises(RuleBroken):
        world.answer(world.pupils[0], "waarom", "b")
    act(world.teacher.actor, open_step, code=world.code, step_id="kijk")
    assert now(pupil, world, step="").json["more"], "a page that waits comes in by itself"
    assert world.answer(world.pupils[0], "waarom", "b").right


def test_a_step_that_is_shut_again_keeps_the_work_and_takes_what_was_on_its_way(world, steer, lesson, pupil):
    steer(choose_pace, pace="opened")
    steer(open_step, step_id="kijk")
    world.answer(world.pupils[0], "waarom", "b")
    steer(shut_step, step_id="kijk")
    assert not now(pupil, world).json["here"]
    assert pupil.get(f"/learn/{world.code}/kijk/2").status_code == 303
    sent = {"question": "delen", "client": "c-9", **world.sent("delen", "a", "b")}
    late = pupil.post(f"/learn/{world.code}/kijk/2/answer", data=sent, follow_redirects=True)
    assert late.status_code == 200
    assert count(world.house, Answer) == 2
    steer(open_step, step_id="kijk")
    assert lesson().cells["kijk"]["answered"] == ["delen", "waarom"]
    assert lesson().next_place.screen == 3


def test_choosing_the_pace_half_way_sends_nobody_away(house, makers, tmp_path, act, look):
    world = make_world(house, makers, tmp_path / "proef")
    begun, other = world.pupils[:2]
    act(world.teacher.actor, open_after_steps, code=world.code)
    world.answer(begun, "waarom", "b")
    act(world.teacher.actor, choose_pace, code=world.code, pace="opened")
    opened = look(other.actor, lesson_of_pupil, code=world.code, language="nl")
    assert opened.open_steps == {"kijk"}
    assert opened.taking == {"kijk", "terug"}, "answers of a tablet without wifi are still on their way"
    act(world.teacher.actor, choose_pace, code=world.code, pace="free")
    freed = look(other.actor, lesson_of_pupil, code=world.code, language="nl")
    assert freed.open_steps == {"kijk"}, "the step after the visit was shut by hand meanwhile"


@BOTH
def test_the_pace_chosen_a_second_time_sends_nobody_away_either(house, makers, tmp_path, act, look):
    world = make_world(house, makers, tmp_path / "proef")
    for pace in ("opened", "free"):
        act(world.teacher.actor, choose_pace, code=world.code, pace=pace)
    world.answer(world.pupils[0], "waarom", "b")  # on a step that was shut by the first change, and free now
    act(world.teacher.actor, choose_pace, code=world.code, pace="opened")
    opened = look(world.pupils[0].actor, lesson_of_pupil, code=world.code, language="nl")
    assert "kijk" in opened.open_steps


def test_one_step_after_the_visit_is_opened_early_and_all_of_them_at_once(world, steer, lesson, view):
    assert [(gate.step.id, gate.by_hand) for gate in view().gates] == [("terug", False)]
    steer(open_step, step_id="terug")
    assert "terug" in lesson().open_steps
    assert [gate.by_hand for gate in view().gates] == [True]
    steer(shut_step, step_id="terug")
    assert "terug" not in lesson().open_steps
    steer(open_after_steps)
    assert "terug" in lesson().open_steps


def test_a_step_that_opens_by_itself_needs_no_hand(world, makers, steer, view, at):
    booking = visit_of(makers, world.teacher, world.klass, world.pupils)
    steer(choose_visits, booking_ids=[booking.id])
    assert [gate.step.id for gate in view().gates] == ["terug"]
    at(NOW + timedelta(days=3))
    assert view().gates == ()
    with pytest.raises(RuleBroken):
        steer(shut_step, step_id="kijk")


@pytest.mark.parametrize("step", ["bezoek", "nergens"])
def test_only_steps_on_the_screen_are_opened(world, steer, step):
    with pytest.raises(NotFound):
        steer(open_step, step_id=step)


def test_another_pace_than_the_two_is_refused(world, steer):
    with pytest.raises(RuleBroken) as broken:
        steer(choose_pace, pace="fast")
    assert broken.value.field == "pace"


def test_a_teacher_of_another_school_and_a_pupil_steer_nothing(world, makers, act):
    school = makers.school()
    stranger = makers.teacher(school, makers.school_class(school))
    for operation, facts in ((pause_class, {}), (open_step, {"step_id": "kijk"}), (choose_pace, {"pace": "opened"})):
        with pytest.raises(NotFound):
            act(stranger.actor, operation, code=world.code, **facts)
        with pytest.raises(NotAllowed):
            act(world.pupils[0].actor, operation, code=world.code, **facts)
    assert count(world.house, Assignment) == 1


def test_the_class_page_draws_pause_and_steps_and_its_tag_changes_with_them(world, client, sign_in, steer):
    teacher = sign_in(client, world.teacher)
    address = f"/class/{world.code}/grid"

    def tag() -> str:
        return teacher.get(address).headers["ETag"]

    seen = [tag()]
    for operation, facts in ((pause_class, {}), (go_on, {}), (choose_pace, {"pace": "opened"})):
        steer(operation, **facts)
        seen.append(tag())
    steer(open_step, step_id="terug")
    seen.append(tag())
    assert len(set(seen)) == 4, "going on is as it was before the pause"
    whole = BeautifulSoup(teacher.get(f"/class/{world.code}").get_data(as_text=True), "html.parser")
    assert whole.select_one("#poort-kijk").text.startswith("Open")
    assert whole.select_one("#poort-terug").text.startswith("Sluit")
    assert "Pauze voor iedereen" in whole.select_one("#pauzeknop").text


def test_buttons_of_the_class_page_do_what_they_say(world, client, sign_in, lesson):
    teacher = sign_in(client, world.teacher)
    assert teacher.post(f"/class/{world.code}/pause", data={"on": "1"}).status_code == 303
    assert lesson().paused
    place = {"on": "0", "step": "kijk", "number": "2"}
    back = teacher.post(f"/class/{world.code}/pause", data=place)
    assert back.location.endswith(f"/class/{world.code}/lesson/kijk/2"), "back to the lesson on the board"
    assert not lesson().paused
    teacher.post(f"/class/{world.code}/pace", data={"pace": "opened"})
    assert lesson().open_steps == frozenset()
    teacher.post(f"/class/{world.code}/open/kijk")
    assert lesson().open_steps == {"kijk"}
    teacher.post(f"/class/{world.code}/shut/kijk")
    assert lesson().open_steps == frozenset()
    refused = teacher.post(f"/class/{world.code}/pace", data={"pace": "x"}, follow_redirects=True)
    assert "Kies wie de stappen opent." in refused.get_data(as_text=True)


def test_a_step_is_opened_and_shut_without_loading_the_page_anew(world, client, sign_in, lesson):
    teacher = sign_in(client, world.teacher)

    def press(way: str):
        return teacher.post(f"/class/{world.code}/{way}", headers={"HX-Request": "true"})

    for way, opened in (("open/terug", True), ("shut/terug", False), ("open-after", True)):
        answer = press(way)
        grid = BeautifulSoup(answer.get_data(as_text=True), "html.parser")
        assert grid.select_one("[name=seen]"), "the grid, with the state it shows"
        assert not grid.select("html, main")
        assert grid.select_one("#poort-terug").text.startswith("Sluit" if opened else "Open")
        assert ("terug" in lesson().open_steps) is opened
    assert press("shut/kijk").headers["HX-Redirect"] == f"/class/{world.code}", "where it is said why not"
    assert "Deze stap is niet" in teacher.get(f"/class/{world.code}").get_data(as_text=True)


def test_the_pace_is_chosen_while_giving(world, client, sign_in, look):
    teacher = sign_in(client, world.teacher)
    form = BeautifulSoup(
        teacher.get(f"/modules/proef/give?class={world.klass.code}", follow_redirects=True).get_data(as_text=True),
        "html.parser",
    )
    assert form.select_one("[name=pace][checked]")["value"] == "free"
    facts = {"school_class": world.klass.code, "steps": ["kijk"], "request_id": "r-7", "pace": "opened"}
    facts |= {name: form.select_one(f"[name={name}]")["value"] for name in ("opens_on", "closes_on", "known")}
    given = teacher.post("/modules/proef/give", data=facts)
    code = given.location.rsplit("/", 1)[1]
    assert look(world.teacher.actor, assignment_for_staff, code=code).pace == "opened"
    anew = {"pace": "x", "request_id": "r-8", "known": f"{facts['known']} {code}"}
    refused = teacher.post("/modules/proef/give", data=facts | anew)
    assert refused.status_code == 422
