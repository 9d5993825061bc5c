"""Other steps and other pupils for a class that is at work: nothing handed in is lost, and nobody sees two truths."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.assignments.operations import change_whom, give_module
from app.assignments.queries import assignment_for_staff
from app.assignments.rules import GROUPS, PUPILS, Whom
from app.base import clock
from app.base.problems import NotAllowed, NotFound, RuleBroken
from app.home.queries import given_now
from app.learning.class_view import class_view
from app.learning.lesson import lesson_of_pupil
from app.learning.models import Answer, Progress
from app.learning.operations import change_steps, keep_late_answer, submit_answer, tick_step
from app.people.operations import set_groups
from tests.conftest import BOTH, NOW
from tests.learning.world import World, count, make_world

TODAY = clock.school_day(NOW)


@pytest.fixture
def world(house, makers, tmp_path) -> World:
    return make_world(house, makers, tmp_path / "proef", pupils=4)


def steps(world: World, act, *ids: str, seen: int = 0) -> bool:
    return bool(act(world.teacher.actor, change_steps, code=world.code, step_ids=ids, seen=seen))


def lesson(world: World, look, pupil):
    return look(pupil.actor, lesson_of_pupil, code=world.code, language="nl")


def progress(world: World) -> Progress:
    with world.house.store.reading("everywhere") as db:
        return db.scalars(select(Progress)).one()


@BOTH
def test_a_step_taken_off_is_gone_for_the_pupil_and_comes_back_as_it_was_left(world, act, look):
    pupil = world.pupils[0]
    world.answer(pupil, "waarom", "b")
    assert steps(world, act, "terug")
    assert [step.id for step in lesson(world, look, pupil).steps] == ["terug"]
    assert count(world.house, Answer) == 1
    assert steps(world, act, "kijk", "bezoek", "terug", seen=1)
    assert lesson(world, look, pupil).cells["kijk"]["answered"] == ["waarom"]
    given = look(world.teacher.actor, assignment_for_staff, code=world.code)
    assert (given.steps, given.steps_off, given.changes) == (None, frozenset(), 2)


@BOTH
def test_an_answer_on_its_way_to_a_step_just_taken_off_is_kept_and_found_when_it_comes_back(world, act, look):
    pupil = world.pupils[0]
    steps(world, act, "terug")
    facts = {"code": world.code, "step_id": "kijk", "question_id": "waarom", "client_id": "late", "language": "nl"}
    facts["sent"] = world.sent("waarom", "b")
    with pytest.raises(NotFound):
        act(pupil.actor, submit_answer, **facts)
    for _ in "two clicks":
        act(pupil.actor, keep_late_answer, **facts)
    assert count(world.house, Answer) == 1
    assert progress(world).completed_at is None
    steps(world, act, "kijk", "terug", seen=1)
    assert lesson(world, look, pupil).cells["kijk"]["answered"] == ["waarom"]


def test_a_step_that_never_was_given_takes_no_answer(house, makers, tmp_path, act):
    world = make_world(house, makers, tmp_path / "proef", step_ids=["terug"])
    facts = {"code": world.code, "step_id": "kijk", "question_id": "waarom", "client_id": "c", "language": "nl"}
    with pytest.raises(NotFound):
        act(world.pupils[0].actor, keep_late_answer, sent=world.sent("waarom", "b"), **facts)
    assert count(world.house, Answer) == 0


def test_a_late_answer_is_not_kept_after_the_last_day(world, act, at):
    steps(world, act, "terug")
    at(NOW + timedelta(days=30))
    facts = {"code": world.code, "step_id": "kijk", "question_id": "waarom", "client_id": "c", "language": "nl"}
    with pytest.raises(RuleBroken):
        act(world.pupils[0].actor, keep_late_answer, sent=world.sent("waarom", "b"), **facts)
    assert count(world.house, Answer) == 0


@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_pupil_on_the_step_is_told_in_a_sentence_and_led_on(world, act, client, sign_in, language):
    browser = sign_in(client, world.pupils[0])
    browser.post("/language", data={"language": language})
    page = f"/learn/{world.code}/kijk/1"
    assert browser.get(page).status_code == 200
    steps(world, act, "terug")
    said = {"nl": "Je leerkracht haalde deze stap weg.", "en": "Your teacher took this step off."}[language]
    sent = {"question": "waarom", "client": "c", **world.sent("waarom", "b")}
    for ask in (
        lambda: browser.get(page),
        lambda: browser.post(f"/learn/{world.code}/kijk/read"),
        lambda: browser.post(f"{page}/help"),
        lambda: browser.post(f"{page}/answer", data=sent),
    ):
        answer = ask()
        assert answer.status_code == 303
        assert said in browser.get(answer.headers["Location"], follow_redirects=True).text, answer.request.path
    assert count(world.house, Answer) == 1


def test_a_step_of_nobody_is_still_not_found(world, client, sign_in):
    browser = sign_in(client, world.pupils[0])
    assert browser.get(f"/learn/{world.code}/bestaat-niet/1").status_code == 404
    assert browser.post(f"/learn/{world.code}/bestaat-niet/read").status_code == 404


@BOTH
def test_who_was_ready_has_an_added_step_to_do_and_who_did_all_but_the_one_taken_off_is_ready(world, act, look):
    pupil = world.pupils[0]
    steps(world, act, "kijk")
    world.do_step_kijk(pupil)
    assert progress(world).completed_at is not None
    steps(world, act, "kijk", "terug", seen=1)
    assert progress(world).completed_at is None
    row = next(row for row in look(world.teacher.actor, class_view, code=world.code, language="nl").rows)
    assert not row.complete
    steps(world, act, "kijk", seen=2)
    assert progress(world).completed_at is not None


def test_the_same_form_twice_changes_once_and_an_older_page_is_asked_again(world, act, look):
    assert steps(world, act, "kijk")
    assert not steps(world, act, "kijk")
    with pytest.raises(RuleBroken) as broken:
        steps(world, act, "terug")
    assert broken.value.field == "seen"
    given = look(world.teacher.actor, assignment_for_staff, code=world.code)
    assert (given.steps, given.changes) == ({"kijk"}, 1)


@pytest.mark.parametrize("ids", [(), ("bestaat-niet",), ("kijk", "' or 1=1")])
def test_no_step_and_a_step_of_another_module_are_refused(world, act, ids):
    with pytest.raises(RuleBroken) as broken:
        steps(world, act, *ids)
    assert broken.value.field == "steps"


def test_others_change_no_steps(world, makers, act):
    elsewhere = makers.school()
    for person, problem in (
        (makers.teacher(world.school, makers.school_class(world.school)), NotFound),
        (makers.teacher(elsewhere, makers.school_class(elsewhere)), NotFound),
        (world.pupils[0], NotAllowed),
    ):
        with pytest.raises(problem):
            act(person.actor, change_steps, code=world.code, step_ids=["kijk"], seen=0)


def test_the_live_view_shows_another_choice_at_once_and_only_who_it_was_given_to(world, act, client, sign_in):
    teacher = sign_in(client, world.teacher)
    grid = f"/class/{world.code}/grid"
    tags = [teacher.get(grid).headers["ETag"]]
    steps(world, act, "kijk")
    tags.append(teacher.get(grid).headers["ETag"])
    whom = Whom(PUPILS, pupil_ids=frozenset({world.pupils[1].id}))
    act(world.teacher.actor, change_whom, code=world.code, whom=whom, seen=1)
    tags.append(teacher.get(grid).headers["ETag"])
    assert len(set(tags)) == 3
    page = teacher.get(f"/class/{world.code}").text
    assert "voor één leerling" in page
    assert world.pupils[0].name not in page


def test_the_first_page_counts_only_who_it_was_given_to(world, act, look):
    world.answer(world.pupils[0], "waarom", "b")
    act(world.teacher.actor, change_whom, code=world.code, seen=0, whom=Whom(PUPILS, pupil_ids={world.pupils[1].id}))
    (now,) = look(world.teacher.actor, given_now, class_id=world.klass.id, titles={})
    assert (now.busy, now.done, now.pupils, now.whom) == (0, 0, 1, "")


def test_no_pupil_and_no_live_view_or_board_hears_of_a_group(world, act, client, sign_in):
    pupil = world.pupils[0]
    chosen = {pupil.id: "extended"}
    act(world.teacher.actor, set_groups, code=world.klass.code, chosen=chosen, was={})
    facts = {"module_slug": "proef", "opens_on": TODAY, "closes_on": TODAY, "request_id": "group"}
    whom = Whom(GROUPS, groups=frozenset({"extended"}))
    code = act(world.teacher.actor, give_module, class_code=world.klass.code, whom=whom, **facts)
    seen = {}
    for person, addresses in (
        (pupil, ("/", f"/learn/{code}/", f"/learn/{code}/kijk/1", "/learn/pages")),
        (world.teacher, (f"/class/{code}", f"/class/{code}/grid", f"/class/{code}/board", f"/class/{code}/tick")),
    ):
        browser = sign_in(client, person)
        for address in addresses:
            text = browser.get(address, follow_redirects=True).text.lower()
            seen[address] = "verlengde" in text or "extended" in text or "instructiegroep" in text
    assert not any(seen.values()), seen


def test_the_page_of_steps_says_who_did_what_and_what_happens_before_the_click(world, act, client, sign_in):
    world.do_step_kijk(world.pupils[0])
    world.answer(world.pupils[1], "waarom", "b")
    act(world.teacher.actor, tick_step, code=world.code, step_id="terug", how="board", pupil_ids=[world.pupils[2].id])
    teacher = sign_in(client, world.teacher)
    page = teacher.get(f"/class/{world.code}/steps").text
    assert "één deed het, één is halverwege" in page
    assert "dan blijft bewaard wat leerlingen inleverden" in page
    wrong = teacher.post(f"/class/{world.code}/steps", data={"seen": "0"})
    assert wrong.status_code == 422
    assert "Kies minstens één stap." in wrong.text
    done = teacher.post(f"/class/{world.code}/steps", data={"seen": "0", "steps": ["kijk"]}, follow_redirects=True)
    assert "1 van de 3 stappen" in done.text
    older = teacher.post(f"/class/{world.code}/steps", data={"seen": "0", "steps": ["terug"]})
    assert older.status_code == 409
    assert "Een collega heeft dit net gewijzigd" in older.text
