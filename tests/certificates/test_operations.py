"""Certificates on real databases: earned by facts, never a false line, frozen once issued, one for each pupil."""

import json
import threading
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy
import pytest
import zxingcpp
from sqlalchemy import select

from app.assignments.operations import change_whom
from app.assignments.rules import PUPILS, Whom
from app.base.audit import Audit
from app.base.house import House
from app.base.jobs import Job, Task
from app.base.problems import NotAllowed, NotFound, RuleBroken
from app.base.work import Work
from app.certificates import operations, queries, rules
from app.certificates.jobs import print_run
from app.certificates.models import Certificate, PrintRun
from app.certificates.operations import issuing
from app.learning.operations import change_steps
from app.people.models import Company
from app.people.operations import change_pupil, rename_school, set_logo
from app.visits.operations import set_pupils
from tests.base.paper import check_paper
from tests.base.test_pdf_names import pages
from tests.certificates.makers import SITE, Classroom, classroom, earned
from tests.certificates.test_design import text
from tests.conftest import BOTH, NOW
from tests.makers import Makers, Person

At = Callable[..., None]
Act = Callable[..., Any]
RunJobs = Callable[[], int]


@pytest.fixture
def room(house: House, makers: Makers, tmp_path: Path) -> Classroom:
    return classroom(house, makers, tmp_path / "lessons")


def whys(room: Classroom) -> list[str]:
    found = room.candidates()
    return [found[one.id].verdict.why for one in room.pupils]


def steps_on_paper(certificate: Certificate) -> list[str]:
    return [label for label, _, _ in certificate.snapshot["steps"]]


# Who has earned one


@BOTH
def test_only_who_did_the_steps_and_was_said_to_be_there_gets_one(room: Classroom) -> None:
    whole, half, nothing, unsaid = room.pupils
    booking = room.visit(room.pupils)
    room.present(booking, [whole, half, nothing])
    room.done([whole, unsaid])
    room.done([half], "kijk")
    assert whys(room) == ["", rules.NOT_DONE, rules.NOT_DONE, rules.NOT_SAID]
    room.prints(*room.pupils)
    assert [one.pupil_id for one in room.certificates()] == [whole.id]


@BOTH
def test_who_was_ill_gets_one_that_says_nothing_of_the_visit(room: Classroom) -> None:
    ill, *others = room.pupils
    booking = room.visit(room.pupils)
    room.present(booking, room.pupils, but=[ill])
    room.done(room.pupils)
    room.prints(*room.pupils)
    paper = room.certificate_of(ill)
    assert paper.snapshot["visits"] == []
    assert steps_on_paper(paper) == ["Kijk", "Terug"]
    assert "Zeesluis" not in json.dumps(paper.snapshot)
    for one in others:
        assert room.certificate_of(one).snapshot["visits"] == [["Zeesluis Noord", "Kadedorp", "2026-10-08", "", ""]]
        assert steps_on_paper(room.certificate_of(one)) == ["Kijk", "Bezoek", "Terug"]


@BOTH
def test_of_a_class_divided_over_two_companies_each_pupil_has_its_own_company_and_day(room: Classroom) -> None:
    first, second = room.pupils[:2], room.pupils[2:]
    lock = room.visit(first, company="Zeesluis Noord", at=NOW - timedelta(days=1))
    mill = room.visit(second, company="Papierfabriek", at=NOW - timedelta(hours=2))
    room.present(lock, first)
    room.present(mill, second)
    room.done(room.pupils)
    room.prints(*room.pupils)
    told = [room.certificate_of(one).snapshot["visits"] for one in room.pupils]
    assert told[0] == told[1] == [["Zeesluis Noord", "Kadedorp", "2026-10-07", "", ""]]
    assert told[2] == told[3] == [["Papierfabriek", "Kadedorp", "2026-10-08", "", ""]]


def test_two_companies_in_the_same_hour_are_not_mixed_up(room: Classroom) -> None:
    """One group at each at the same time; a pupil who changed groups is ill at the one and there at the other."""
    changed = room.pupils[0]
    lock = room.visit(room.pupils[:2], company="Zeesluis Noord")
    mill = room.visit([changed, *room.pupils[2:]], company="Papierfabriek")
    room.present(lock, room.pupils[:2], but=[changed])
    room.present(mill, [changed, *room.pupils[2:]])
    room.done(room.pupils)
    room.prints(changed)
    assert [company for company, *_ in room.certificate_of(changed).snapshot["visits"]] == ["Papierfabriek"]


@BOTH
def test_two_visits_on_one_day_are_both_named_in_the_order_of_the_day(room: Classroom) -> None:
    late = room.visit(room.pupils, company="Papierfabriek", at=NOW - timedelta(hours=1))
    early = room.visit(room.pupils, company="Zeesluis Noord", at=NOW - timedelta(hours=3))
    for one in (late, early):
        room.present(one, room.pupils)
    room.done(room.pupils)
    room.prints(room.pupils[0])
    assert room.certificate_of(room.pupils[0]).snapshot["visits"] == [
        ["Zeesluis Noord", "Kadedorp", "2026-10-08", "07:00", "Schut een schip door de sluis"],
        ["Papierfabriek", "Kadedorp", "2026-10-08", "09:00", "Schut een schip door de sluis"],
    ]


@pytest.mark.parametrize(
    ("when", "is_listed", "why"),
    [
        (-timedelta(hours=3), False, rules.NOBODY_LISTED),
        (timedelta(days=1), True, rules.TO_COME),
        (-timedelta(hours=3), True, rules.NOT_SAID),
    ],
)
def test_as_long_as_the_visit_is_open_nobody_gets_one_and_the_reason_is_said(
    room: Classroom, when: timedelta, is_listed: bool, why: str
) -> None:
    room.done(room.pupils, "kijk", "terug")
    room.visit(room.pupils if is_listed else (), at=NOW + when)
    assert set(whys(room)) == {why}
    with pytest.raises(RuleBroken) as refused:
        room.prints(*room.pupils)
    assert refused.value.field == "pupils"
    assert room.certificates() == []


@pytest.mark.parametrize("state", ["cancelled", "declined"])
def test_a_visit_that_does_not_go_on_holds_nobody_up(room: Classroom, state: str) -> None:
    room.visit(room.pupils, at=NOW + timedelta(days=1), state=state)
    room.done(room.pupils, "kijk", "terug")
    room.prints(*room.pupils)
    assert {len(one.snapshot["visits"]) for one in room.certificates()} == {0}


def answered_wrong(room: Classroom, pupil: Person) -> None:
    """All of the first step on the screen, everything wrong as often as may be; the last step on paper."""
    for turn in "12":
        room.answer(pupil, "waarom", "a", client=f"waarom-{turn}")
    room.answer(pupil, "delen", "c", client="delen")
    room.answer(pupil, "volgorde", *"edcba", client="volgorde")
    room.answer(pupil, "inhoud", "1", client="inhoud")
    room.done([pupil], "terug")


def test_in_primary_a_child_who_has_everything_wrong_gets_one(room: Classroom) -> None:
    answered_wrong(room, room.pupils[0])
    assert whys(room)[0] == ""
    room.prints(room.pupils[0])
    assert len(room.certificates()) == 1


@pytest.mark.parametrize(("points", "why"), [("60%", rules.TOO_FEW_POINTS), ("", "")])
def test_in_secondary_points_decide_only_when_the_module_says_so(
    house: House, makers: Makers, tmp_path: Path, points: str, why: str
) -> None:
    room = classroom(house, makers, tmp_path / "lessons", kind="vo", points=points)
    good, bad = room.pupils[:2]
    answered_wrong(room, bad)
    room.do_step_kijk(good)
    room.done([good], "terug")
    assert whys(room)[:2] == ["", why]


def test_accepted_other_work_counts_and_its_reason_is_in_the_log_and_nowhere_else(
    room: Classroom, house: House, run_jobs: RunJobs
) -> None:
    own, *others = room.pupils
    room.done([own], "kijk", "terug", how="accepted", reason="leest op niveau E3")
    room.done(others, "kijk", "terug")
    run = room.prints(*room.pupils)
    run_jobs()
    paper = room.certificate_of(own).snapshot
    assert steps_on_paper(room.certificate_of(own)) == ["Eigen werk", "Eigen werk"]
    assert paper["prepared"] == paper["reflected"] == ["Eigen werk bij deze module"]
    with house.store.reading("everywhere") as db:
        logged = [one for one in db.scalars(select(Audit)) if "E3" in json.dumps(one.details)]
    assert {one.what for one in logged} == {"step.ticked"}
    told = json.dumps(paper) + text(pdf_of(house, run))[0]
    for word in ("E3", "niveau", "niet", "minder", "aangepast", "vrijgesteld", "accepted"):
        assert word not in told, word


# Frozen


@BOTH
def test_what_was_issued_does_not_change_when_the_world_does(
    room: Classroom, makers: Makers, act: Act, house: House, tmp_path: Path
) -> None:
    earned(room)
    pupil, office = room.pupils[0], makers.school_admin(room.school)
    room.prints(pupil)
    before = room.certificate_of(pupil)
    new_name = {"first": "Anders", "last": "Heetend", "level": "po-8"}
    act(room.teacher.actor, change_pupil, code=room.klass.code, pupil_id=pupil.id, **new_name)
    act(office.actor, rename_school, name="Een andere school")

    def rename(work: Any) -> None:
        for company in work.db.scalars(select(Company)):
            company.name = "Nieuw BV"

    makers.write(rename)
    revise(house, tmp_path / "lessons")
    after = room.certificate_of(pupil)
    assert (after.snapshot, after.number, after.issued_at) == (before.snapshot, before.number, before.issued_at)
    room.prints(pupil)  # printed again: the same paper, not a new one
    assert len(room.certificates()) == 1


def revise(house: House, folder: Path) -> None:
    """A new revision of the module with another title and another label."""
    from app.curriculum.commands import publish_lessons
    from tests.curriculum.lessons import plant

    plant(folder / "proef", "module.yml", "version: 1.0", "version: 1.1")
    plant(folder / "proef", "nl/about.md", "# De proefsluis", "# Een andere titel")
    plant(folder / "proef", "nl/kijk.md", "label: Kijk", "label: Zie")
    (outcome,) = publish_lessons(house, folder)
    assert outcome.published
    assert outcome.published.is_new


@BOTH
def test_a_name_or_presence_that_changed_after_printing_is_said(room: Classroom, act: Act, at: At) -> None:
    booking = earned(room)
    renamed, ill, same, _ = room.pupils
    room.prints(*room.pupils)
    at(NOW + timedelta(minutes=5))
    act(
        room.teacher.actor,
        change_pupil,
        code=room.klass.code,
        pupil_id=renamed.id,
        first="Ander",
        last="Mens",
        level="po-7",
    )
    room.present(booking, room.pupils, but=[ill])
    found = room.candidates()
    assert found[renamed.id].outdated == rules.NAME_CHANGED
    assert found[ill.id].outdated == rules.PRESENCE_CHANGED
    assert found[same.id].outdated == ""


# Issued once


@BOTH
def test_asking_twice_is_one_run_and_another_choice_is_another(room: Classroom, run_jobs: RunJobs, look: Act) -> None:
    earned(room)
    first = room.prints(*room.pupils)
    assert room.prints(*reversed(room.pupils)) == first
    assert room.prints(room.pupils[0]) != first
    run_jobs()
    assert room.prints(*room.pupils) == first  # sent again from the page before: the file lies there
    file_sha = look(room.teacher.actor, queries.run_by_code, code=first).file_sha
    room.house.files.forget(file_sha)
    assert room.prints(*room.pupils) != first  # gone: it is made anew
    assert len(room.certificates()) == len(room.pupils)


@BOTH
def test_two_teachers_who_print_at_once_issue_one_certificate_for_each_pupil(room: Classroom) -> None:
    earned(room)
    people = [room.teacher, room.second_teacher()]
    start, problems, runs = threading.Barrier(2), [], []

    def press(who: Person) -> None:
        try:
            start.wait()
            runs.append(room.prints(*room.pupils, by=who))
        except Exception as problem:
            problems.append(problem)

    for _ in range(3):
        threads = [threading.Thread(target=press, args=(one,)) for one in people]
        for one in threads:
            one.start()
        for one in threads:
            one.join()
        assert problems == []
        issued = [one for one in room.certificates() if one.state == "issued"]
        assert sorted(one.pupil_id for one in issued) == sorted(one.id for one in room.pupils)
        assert len(set(runs[-2:])) == 1  # and one PDF, which both may open
        for one in issued:
            room.house.act(room.teacher.actor, NOW, operations.revoke_certificate, number=one.number, reason="nog eens")


@BOTH
def test_who_prints_second_waits_and_finds_what_was_issued_meanwhile(
    room: Classroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The one moment that chance seldom hits: the first has read who has none yet, and the second issues then."""
    earned(room)
    second = threading.Thread(target=room.prints, args=room.pupils, kwargs={"by": room.second_teacher()})
    real, began = issuing.candidates_of, []

    def slowly(work: Work, **facts: Any) -> Any:
        found = real(work, **facts)
        if not began:
            began.append(second.start())
            second.join(timeout=2)  # over by then when nothing holds it
        return found

    monkeypatch.setattr(issuing, "candidates_of", slowly)
    room.prints(*room.pupils)
    second.join()
    assert sorted(one.pupil_id for one in room.certificates()) == sorted(one.id for one in room.pupils)


# Revoked


@BOTH
def test_revoked_with_a_reason_counts_once_and_the_next_one_has_a_new_number(
    room: Classroom, act: Act, at: At, house: House
) -> None:
    earned(room)
    pupil = room.pupils[0]
    room.prints(pupil)
    first = room.certificate_of(pupil)
    with pytest.raises(RuleBroken):
        act(room.teacher.actor, operations.revoke_certificate, number=first.number, reason="  ")
    act(room.teacher.actor, operations.revoke_certificate, number=first.number, reason="naam fout")
    at(NOW + timedelta(hours=1))
    act(room.teacher.actor, operations.revoke_certificate, number=first.number, reason="nog een keer")
    held = room.certificate_of(pupil)
    assert (held.state, held.revoked_at, held.revoked_reason) == ("revoked", NOW, "naam fout")
    with house.store.reading("everywhere") as db:
        assert len(db.scalars(select(Audit).where(Audit.what == "certificate.revoked")).all()) == 1
    room.prints(pupil)
    old, new = room.certificates()
    assert (old.state, new.state, new.issue) == ("revoked", "issued", 2)
    assert old.number != new.number
    assert old.snapshot["verify_url"] != new.snapshot["verify_url"]


def test_one_who_left_the_visits_list_after_printing_keeps_the_paper_and_it_is_said(room: Classroom, act: Act) -> None:
    booking = earned(room)
    gone, *rest = room.pupils
    room.prints(gone)
    act(room.teacher.actor, set_pupils, code=booking.code, pupil_ids=[one.id for one in rest])
    assert room.candidates()[gone.id].outdated == rules.PRESENCE_CHANGED
    assert room.certificate_of(gone).snapshot["visits"]


# Whose


def everything(room: Classroom, number: str, run: str) -> list[tuple[Any, dict[str, Any]]]:
    """All that may be asked of this class's certificates, as (operation or query, facts)."""
    pupils = [one.id for one in room.pupils]
    return [
        (operations.print_certificates, {"code": room.code, "pupil_ids": pupils, "site": SITE}),
        (operations.revoke_certificate, {"number": number, "reason": "weg"}),
        (operations.keep_pdf, {"run_code": run, "sha": "0" * 64}),
        (queries.candidates, {"code": room.code}),
        (queries.certificate_by_number, {"number": number}),
        (queries.facts_of_part, {"code": run, "position": 1}),
        (queries.run_by_code, {"code": run}),
        (operations.keep_part, {"run_code": run, "position": 1, "sha": "0" * 64, "drawn": 1, "seconds": 1}),
        (operations.issue_part, {"run_code": run, "position": 1, "site": SITE}),
        (operations.make_again, {"run_code": run, "site": SITE}),
        (operations.hold_up, {"run_code": run, "why": "disk"}),
    ]


@BOTH
def test_another_class_and_another_school_find_nothing_and_other_roles_may_not(
    room: Classroom, makers: Makers, act: Act
) -> None:
    earned(room)
    run = room.prints(*room.pupils)
    number = room.certificates()[0].number
    elsewhere = makers.school()
    strangers = [
        makers.teacher(room.school, makers.school_class(room.school)),
        makers.teacher(elsewhere, makers.school_class(elsewhere)),
        makers.school_admin(elsewhere),
    ]
    others = [room.pupils[0], makers.host(makers.company(), guest_schools=[room.school]), makers.coordinator()]
    for people, problem in ((strangers, NotFound), (others, NotAllowed)):
        for one in people:
            for operation, facts in everything(room, number, run):
                with pytest.raises(problem):
                    act(one.actor, operation, **facts)
    assert {one.state for one in room.certificates()} == {"issued"}


def test_a_pupil_reads_only_its_own(room: Classroom, look: Act) -> None:
    earned(room)
    room.prints(*room.pupils)
    mine, other = room.pupils[:2]
    (held,) = look(mine.actor, queries.certificates_of_pupil, pupil_id=mine.id)
    assert held.name.startswith(mine.name)
    with pytest.raises(NotFound):
        look(mine.actor, queries.certificates_of_pupil, pupil_id=other.id)


def test_a_run_opens_for_everybody_who_may_print_for_its_class(room: Classroom, makers: Makers, look: Act) -> None:
    earned(room)
    run = room.prints(*room.pupils)
    for one in (room.second_teacher(), makers.school_admin(room.school)):
        assert look(one.actor, queries.run_by_code, code=run).certificates == len(room.pupils)


# The job


def pdf_of(house: House, run: str) -> bytes:
    with house.store.reading("everywhere") as db:
        sha = db.scalars(select(PrintRun.file_sha).where(PrintRun.code == run)).one()
    assert sha is not None
    pdf = house.files.get(sha)
    check_paper(pdf)
    return pdf


def test_the_pdf_has_a_page_for_each_pupil_in_class_list_order_with_its_own_number_and_code(
    room: Classroom, house: House, run_jobs: RunJobs
) -> None:
    earned(room)
    late = room.makers.pupil(room.klass, first="Zwaan", last="Ziek")  # added after the visit: was not there
    room.pupils.append(late)
    room.done([late], "kijk", "terug")
    run = room.prints(*reversed(room.pupils))
    assert run_jobs() == 1
    pdf = pdf_of(house, run)
    told = text(pdf)
    drawn = pages(pdf, 100)
    assert len(told) == len(drawn) == len(room.pupils)
    for pupil, words, picture in zip(room.pupils, told, drawn, strict=True):
        held = room.certificate_of(pupil)
        assert held.snapshot["name"] in words
        assert held.number in words
        assert ("Zeesluis Noord" in words) is (pupil is not late)  # what pupils share is drawn under their own page
        (code,) = zxingcpp.read_barcodes(numpy.asarray(picture))
        assert code.text == held.snapshot["verify_url"]


def test_a_job_that_runs_twice_makes_the_same_file(room: Classroom, house: House) -> None:
    earned(room)
    run = room.prints(*room.pupils)
    with house.store.reading("everywhere") as db:
        job = db.scalars(select(Job)).one()
    task = Task(house, job.id, room.teacher.actor, {"run": run})
    print_run(task)
    first = pdf_of(house, run)
    print_run(task)
    assert pdf_of(house, run) == first


def test_what_is_revoked_before_it_is_drawn_is_left_out(
    room: Classroom, act: Act, house: House, run_jobs: RunJobs
) -> None:
    earned(room)
    run = room.prints(*room.pupils)
    act(
        room.teacher.actor, operations.revoke_certificate, number=room.certificate_of(room.pupils[1]).number, reason="x"
    )
    run_jobs()
    told = " ".join(text(pdf_of(house, run)))
    assert [one.last_name in told for one in room.pupils] == [True, False, True, True]


def test_when_all_of_it_was_revoked_the_job_says_so(
    room: Classroom, act: Act, look: Act, house: House, run_jobs: RunJobs
) -> None:
    earned(room)
    run = room.prints(room.pupils[0])
    act(room.teacher.actor, operations.revoke_certificate, number=room.certificates()[0].number, reason="x")
    assert run_jobs() == 0
    job = look(room.teacher.actor, queries.run_by_code, code=run).job
    assert job.state == "failed"
    assert "revoked or erased" in job.error


LOGO = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89\x00\x00"
    b"\x00\rIDATx\xdac\xf8\xcf\xc0\xf0\x1f\x00\x05\x00\x01\xff\xa7\xd1\xd9\x89\x00\x00\x00\x00IEND\xaeB`\x82"
)


@pytest.mark.parametrize("is_gone", [False, True])
def test_a_logo_stands_on_the_paper_and_when_its_file_is_gone_the_class_still_gets_its_papers(
    room: Classroom, makers: Makers, act: Act, house: House, run_jobs: RunJobs, is_gone: bool
) -> None:
    sha = house.files.put(LOGO)
    act(makers.school_admin(room.school).actor, set_logo, sha=sha)
    earned(room)
    run = room.prints(*room.pupils)
    if is_gone:
        house.files.forget(sha)
    assert run_jobs() == 1
    pdf = pdf_of(house, run)
    assert len(text(pdf)) == len(room.pupils)
    assert (b"/Subtype /Image" in pdf or b"/Image" in pdf) is not is_gone
    assert {one.snapshot["logo"] for one in room.certificates()} == {sha}


@BOTH
def test_a_step_added_and_a_pupil_taken_off_change_no_certificate_that_was_issued(room: Classroom) -> None:
    room.does(change_steps, step_ids=["kijk"], seen=0)
    first, second, *_ = room.pupils
    room.done([first, second], "kijk")
    room.prints(first)
    before = room.certificate_of(first).snapshot
    room.does(change_steps, step_ids=["kijk", "terug"], seen=1)
    room.does(change_whom, whom=Whom(PUPILS, pupil_ids=frozenset({second.id})), seen=2)
    assert (room.certificate_of(first).snapshot, room.certificate_of(first).state) == (before, queries.ISSUED)
    found = room.candidates()
    assert list(found) == [second.id]  # certificates are for whom it is given to
    assert found[second.id].verdict.why == rules.NOT_DONE
