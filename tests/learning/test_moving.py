"""A class on another edition: answers that mean the same go along, nothing is lost, and the way back is the same."""

import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from app.assignments.models import Assignment
from app.assignments.operations import open_after_steps
from app.base import clock
from app.base.problems import NotAllowed, NotFound, RuleBroken
from app.learning.models import Answer, Mark, Progress, StepTick, VersionNote
from app.learning.moving import move_report
from app.learning.operations import keep_late_answer, mark_again, move_class, note_version, submit_answer, tick_step
from app.learning.player import screen_now
from app.learning.queries import last_answers
from app.learning.versions import version_news
from tests.conftest import BOTH
from tests.learning.published import Press, cells, points, rows
from tests.learning.world import World, count, make_world

pytestmark = BOTH
Look = Callable[..., Any]

# Edition 2.0: `volgorde` went, `delen` has another choice more, `waarom` has another key, `nieuw` came, and a step too.
ORDER = """\
::: question order #volgorde points=4
Zet in de goede volgorde.

1. a: deur open
2. b: varen
3. c: deur dicht
4. d: water eruit
5. e: andere deur open
:::
"""
NEW = """\
::: question choice #nieuw
Wat is schutten?

- (x) a: een schip door een sluis brengen
- ( ) b: een muur bouwen
:::
"""
SECOND = (
    ("module.yml", "also: [en]", "also: []"),
    ("module.yml", "reviewed: []\n", "reviewed: []\nretired_questions: [volgorde]\n"),
    ("module.yml", "\nsafety:", "  - {id: extra, phase: after, minutes: 5, icon: hammer}\n\nsafety:"),
    ("nl/kijk.md", ORDER, NEW),
    ("nl/kijk.md", "- [ ] c: schoorsteen\n", "- [ ] c: schoorsteen\n- [ ] d: wiek\n"),
    (
        "nl/kijk.md",
        "- ( ) a: Om te wassen\n  > GEHEIM-TERUG-A\n- (x) b:",
        "- (x) a: Om te wassen\n  > GEHEIM-TERUG-A\n- ( ) b:",
    ),
    ("nl/extra.md", "", "# Nog iets\nlabel: Extra\n\n::: question open #slot\nWat vond je?\n\nrubric: Iets.\n:::\n"),
)


@pytest.fixture
def world(house, makers, tmp_path) -> World:
    return make_world(house, makers, tmp_path / "lessons", pupils=4)


@pytest.fixture
def press(world: World, tmp_path: Path) -> Press:
    return Press(world, tmp_path / "lessons/proef")


def second(press: Press) -> None:
    shutil.rmtree(press.folder / "en")
    press.to("2.0", *SECOND)


def move(world: World, edition: int = 2, actor: Any = None) -> int:
    moved: int = world.house.act(
        actor or world.teacher.actor, clock.now(), move_class, code=world.code, edition=edition
    )
    return moved


def report(world: World, look: Look, edition: int | None = None) -> Any:
    return look(world.teacher.actor, move_report, code=world.code, edition=edition, language="nl")


def told(found: Any) -> list[str]:
    return [one.message % one.params for one in found.differences]


def shown(world: World, look: Look, pupil: Any) -> set[str]:
    """The questions whose answers can be seen."""
    assignment = rows(world, Assignment)[0].id
    return {one.question_id for one in look(pupil.actor, last_answers, assignment_id=assignment)}


def plain(held: dict[str, Any]) -> dict[str, Any]:
    """Cells without the moment they changed, and without those that say nothing."""
    bare = {step: {name: one for name, one in cell.items() if name != "at"} for step, cell in held.items()}
    return {step: cell for step, cell in bare.items() if cell.get("answered") or cell.get("done")}


def test_a_class_stays_on_its_edition_until_somebody_moves_it(world, press, look) -> None:
    second(press)
    assert rows(world, Assignment)[0].module_edition == 1
    assert look(world.teacher.actor, _news, code=world.code).edition == "2.0"


def test_a_question_with_other_choices_gives_all_its_tries_again(world, press) -> None:
    """Two tries were used up in the edition before, and both meant something else."""
    pupil = world.pupils[0]
    for letter in "ac":
        world.answer(pupil, "waarom", letter, client=f"before-{letter}")
    more = ("nl/kijk.md", "- ( ) c: Om te vissen\n", "- ( ) c: Om te vissen\n- ( ) d: Om te zwemmen\n")
    shutil.rmtree(press.folder / "en")
    press.to("2.0", ("module.yml", "also: [en]", "also: []"), more)
    move(world)
    press.reread()
    assert world.answer(pupil, "waarom", "d", client="after-d").again
    last = world.answer(pupil, "waarom", "b", client="after-b")
    assert (last.right, last.again) == (True, False)


def _news(work: Any, *, code: str) -> Any:
    from app.assignments.queries import assignment_for_staff

    return version_news(work, assignment_for_staff(work, code), language="nl")


def test_the_report_says_what_differs_and_what_it_means_for_whom(world, press, look) -> None:
    done, half = world.pupils[:2]
    world.do_step_kijk(done)
    world.answer(half, "inhoud", "35000")
    second(press)
    found = report(world, look)
    assert (found.now.version, found.to.version) == ("1.0", "2.0")
    assert told(found) == [
        "New step: “Nog iets”.",
        "Gone from “Waarom een sluis?”: Zet in de goede volgorde.",
        "Other answers to choose from, in “Waarom een sluis?”: Wat hoort bij een sluis?",
        "New question in “Waarom een sluis?”: Wat is schutten?",
    ]
    assert found.undone == (("Waarom een sluis?", 1),)
    assert [(one.kept, one.aside, one.done_before, one.done_after) for one in found.pupils] == [
        (2, 2, 1, 0),
        (1, 0, 0, 0),
    ]
    assert count(world.house, VersionNote) == 0


def test_answers_that_mean_the_same_go_along_and_none_is_deleted(world, press, look) -> None:
    pupil = world.pupils[0]
    world.do_step_kijk(pupil)
    answers = [(one.id, one.value, one.edition) for one in rows(world, Answer)]
    second(press)
    assert move(world) == 1
    assert [(one.id, one.value, one.edition) for one in rows(world, Answer)] == answers
    assert shown(world, look, pupil) == {"waarom", "inhoud"}
    assert set(cells(world, pupil)["kijk"]["answered"]) == {"waarom", "inhoud", "volgorde"}
    assert "done" not in cells(world, pupil)["kijk"]


def test_what_is_set_aside_can_be_answered_anew(world, press, look) -> None:
    pupil = world.pupils[0]
    world.do_step_kijk(pupil)
    second(press)
    move(world)
    press.reread()
    screen = look(pupil.actor, screen_now, code=world.code, step_id="kijk", number=2, language="nl")
    assert (screen.asked.question.id, screen.asked.state) == ("delen", "fresh")
    world.answer(pupil, "delen", "a", "b", client="anew")
    world.answer(pupil, "nieuw", "a")
    assert cells(world, pupil)["kijk"]["done"] == "screen"
    assert shown(world, look, pupil) == {"waarom", "inhoud", "delen", "nieuw"}


def test_a_carried_answer_is_marked_by_the_new_key_and_keeps_its_points(world, press) -> None:
    right, wrong = world.pupils[:2]
    world.answer(right, "waarom", "b")
    world.answer(wrong, "waarom", "a")
    second(press)
    move(world)
    assert points(world, right) == {"waarom": [2, 0]}
    assert points(world, wrong) == {"waarom": [0, 2]}
    assert {(mark.edition, mark.revision) for mark in rows(world, Mark)} == {(None, 0), (2, 0)}
    with pytest.raises(RuleBroken):  # a revision that is not there yet
        world.house.act(world.teacher.actor, clock.now(), mark_again, code=world.code, revision=1)


def test_moving_back_finds_everything_as_it_was(world, press, look) -> None:
    done, half = world.pupils[:2]
    world.do_step_kijk(done)
    world.answer(half, "waarom", "a")  # one more try
    world.answer(half, "delen", "a", "b")
    before = {pupil.id: plain(cells(world, pupil)) for pupil in (done, half)}
    seen = {pupil.id: shown(world, look, pupil) for pupil in (done, half)}
    second(press)
    move(world)
    assert move(world, 1) == 2
    assert {pupil.id: plain(cells(world, pupil)) for pupil in (done, half)} == before
    assert {pupil.id: shown(world, look, pupil) for pupil in (done, half)} == seen
    assert [note.kind for note in rows(world, VersionNote)] == ["moved", "moved"]
    assert look(world.teacher.actor, _news, code=world.code).edition == ""  # it was tried, and decided


def test_what_a_teacher_ticked_stays_ticked(world, press) -> None:
    pupil = world.pupils[0]
    tick = {"code": world.code, "step_id": "kijk", "how": "board", "pupil_ids": [pupil.id]}
    world.house.act(world.teacher.actor, clock.now(), tick_step, **tick)
    second(press)
    move(world)
    assert cells(world, pupil)["kijk"]["done"] == "board"


def test_who_was_ready_stays_ready(world, press, look) -> None:
    pupil = world.pupils[0]
    world.house.act(world.teacher.actor, clock.now(), open_after_steps, code=world.code)
    world.do_step_kijk(pupil)
    world.answer(pupil, "verhaal", "Er was een boot.", step="terug")
    completed = rows(world, Progress)[0].completed_at
    assert completed
    second(press)
    assert report(world, look).complete == 1
    move(world)
    row = rows(world, Progress)[0]
    assert row.completed_at == completed
    assert {step: cell.get("done") for step, cell in row.steps.items()} == {
        "kijk": "screen",
        "terug": "screen",
        "extra": "accepted",
    }
    assert [(tick.step_id, tick.how) for tick in rows(world, StepTick)] == [("extra", "accepted")]


def test_twice_is_once(world, press) -> None:
    world.do_step_kijk(world.pupils[0])
    second(press)
    assert [move(world), move(world)] == [1, 0]
    assert count(world.house, VersionNote) == 1


def test_a_choice_of_steps_goes_along(house, makers, tmp_path) -> None:
    world = make_world(house, makers, tmp_path / "lessons", step_ids=["kijk", "bezoek"])
    press = Press(world, tmp_path / "lessons/proef")
    second(press)
    move(world)
    assert sorted(rows(world, Assignment)[0].steps) == ["bezoek", "kijk"]


def test_a_choice_of_which_nothing_is_left_becomes_everything(house, makers, tmp_path) -> None:
    world = make_world(house, makers, tmp_path / "lessons", step_ids=["kijk"])
    press = Press(world, tmp_path / "lessons/proef")
    shutil.rmtree(press.folder / "en")
    (press.folder / "nl/kijk.md").rename(press.folder / "nl/bekijk.md")
    press.to("2.0", ("module.yml", "also: [en]", "also: []"), ("module.yml", "{id: kijk,", "{id: bekijk,"))
    world.do_step_kijk(world.pupils[0])
    move(world)
    assert rows(world, Assignment)[0].steps is None
    assert cells(world, world.pupils[0])["bekijk"]["done"] == "screen"  # the same questions under another name


def test_only_to_an_edition_that_is_the_newest_or_was_theirs(world, press) -> None:
    for edition in (2, 0, -1, 99):
        with pytest.raises(NotFound):
            move(world, edition)
    second(press)
    press.to("3.0", ("nl/extra.md", "question open #slot", "question open #slot-b"), (
        "module.yml", "retired_questions: [volgorde]", "retired_questions: [volgorde, slot]",
    ))  # fmt: skip
    with pytest.raises(NotFound):
        move(world, 2)
    assert move(world, 3) == 0


def test_only_a_teacher_of_the_class_or_its_administrator_moves_it(world, press, makers) -> None:
    second(press)
    other = makers.school()
    for person in (makers.teacher(other, makers.school_class(other)), makers.school_admin(other)):
        with pytest.raises(NotFound):
            move(world, actor=person.actor)
    for person in (world.pupils[0], makers.coordinator()):
        with pytest.raises(NotAllowed):
            move(world, actor=person.actor)
    move(world, actor=makers.school_admin(world.school).actor)
    assert rows(world, Assignment)[0].module_edition == 2


def test_a_class_that_stays_is_not_asked_again(world, press, look) -> None:
    second(press)
    said = {"code": world.code, "kind": "stays", "edition": 2, "revision": 0}
    world.house.act(world.teacher.actor, clock.now(), note_version, **said)
    assert look(world.teacher.actor, _news, code=world.code).edition == ""
    assert report(world, look).to.edition == 2  # it can still be done


@pytest.mark.parametrize("version", [(1, 5), (9, 0), (1, 9999)])
def test_nothing_is_said_of_a_version_that_is_no_version_of_this_module(world, version) -> None:
    """Else one click would hide what is still to come."""
    said = {"code": world.code, "kind": "read", "edition": version[0], "revision": version[1]}
    with pytest.raises(NotFound):
        world.house.act(world.teacher.actor, clock.now(), note_version, **said)


def late(world: World, pupil: Any, question: str, sent: dict[str, list[str]], client: str = "late") -> None:
    facts = {"step_id": "kijk", "question_id": question, "client_id": client, "sent": sent, "language": "nl"}
    world.house.act(pupil.actor, clock.now(), keep_late_answer, code=world.code, **facts)


def test_an_answer_to_a_question_that_just_went_is_kept(world, press, look) -> None:
    pupil, sent = world.pupils[0], world.sent("volgorde", *"abcde")
    second(press)
    move(world)
    facts = {"step_id": "kijk", "question_id": "volgorde", "client_id": "late", "sent": sent, "language": "nl"}
    with pytest.raises(NotFound):
        world.house.act(pupil.actor, clock.now(), submit_answer, code=world.code, **facts)
    for _ in range(2):
        late(world, pupil, "volgorde", sent)
    (answer,) = rows(world, Answer)
    assert (answer.edition, answer.value) == (1, {"order": list("abcde")})
    assert points(world, pupil) == {"volgorde": [4]}
    assert shown(world, look, pupil) == set()


@pytest.mark.parametrize("question", ["weg", "nieuw"])
def test_what_never_was_a_question_of_this_class_is_not_kept(world, press, question) -> None:
    """Also one of an edition that the class was never on."""
    second(press)
    with pytest.raises(NotFound):
        late(world, world.pupils[0], question, {"answer": ["x"]})
    assert count(world.house, Answer) == 0


def test_a_question_that_moved_to_another_step_takes_its_answer_along(world, press) -> None:
    """The page that was open still says the old step."""
    pupil, sent = world.pupils[0], world.sent("volgorde", *"abcde")
    shutil.rmtree(press.folder / "en")
    press.to(
        "2.0",
        ("module.yml", "also: [en]", "also: []"),
        ("nl/kijk.md", ORDER, ""),
        ("module.yml", "\nsafety:", "  - {id: extra, phase: before, minutes: 5, icon: hammer}\n\nsafety:"),
        ("nl/extra.md", "", f"# Nog iets\nlabel: Extra\n\n{ORDER}"),
    )
    move(world)
    late(world, pupil, "volgorde", sent)
    assert cells(world, pupil)["extra"]["done"] == "screen"
    assert rows(world, Answer)[0].edition == 2


def test_pupils_who_answer_while_the_class_moves_lose_nothing(world, press) -> None:
    second(press)

    def work_on(number: int) -> None:
        pupil = world.pupils[number % 4]
        if number == 6:
            move(world)
        elif number < 4:
            world.answer(pupil, "waarom", "b", client="w")
        else:
            world.answer(pupil, "inhoud", "35000", client="i")

    with ThreadPoolExecutor(5) as crowd:
        list(crowd.map(work_on, range(10)))
    given = {(one.pupil_id, one.question_id) for one in rows(world, Answer)}
    assert {(pupil.id, "waarom") for pupil in world.pupils} <= given
    for pupil_id in [pupil_id for pupil_id, question in given if question == "inhoud"]:
        row = next(one for one in rows(world, Progress) if one.pupil_id == pupil_id)
        assert "inhoud" in row.steps["kijk"]["answered"]
    assert rows(world, Assignment)[0].module_edition == 2
