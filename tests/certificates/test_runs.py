"""Print runs: class by class, safe to break off, for a whole school and for an edition, and gone after their term."""

import errno
import io
import threading
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pikepdf
import pytest
from sqlalchemy import select

from app.access.actor import Actor, Post, Role
from app.base import clock
from app.base.files import Files
from app.base.house import House
from app.base.jobs import Job, Task, due_jobs, run_job
from app.base.mail import OutgoingMail
from app.base.problems import NotAllowed, NotFound, RuleBroken
from app.certificates import operations, queries
from app.certificates.jobs import printing as jobs
from app.certificates.models import Certificate, EditionPrint, PrintPart, PrintRun
from app.certificates.operations import Chosen, How
from app.certificates.printing import names_in_zip, seconds_left
from app.certificates.queries.school import STEPS_TO_DO
from tests.assignments.makers import given
from tests.certificates.makers import SITE, Classroom, classroom, earned
from tests.conftest import BOTH, NOW
from tests.makers import Makers, Person
from tests.visits import makers as visits

Act = Callable[..., Any]


class Killed(BaseException):
    """The worker is gone in the middle: nothing behind this line runs."""


@pytest.fixture
def school(house: House, makers: Makers, tmp_path: Path) -> list[Classroom]:
    """Three classes of one school in which everybody has earned it, and a fourth in which nobody has."""
    first = classroom(house, makers, tmp_path / "lessons", pupils=2)
    rooms = [first]
    for size in (3, 1, 2):
        klass = makers.school_class(first.school)
        teacher = makers.teacher(first.school, klass)
        people = makers.pupils(klass, size)
        code = given(makers, teacher, klass, request_id=f"r-{size}-{klass.code}")
        rooms.append(replace(first, klass=klass, teacher=teacher, pupils=people, code=code))
    for room in rooms[:3]:
        earned(room)
    return rooms


@pytest.fixture
def office(school: list[Classroom], makers: Makers) -> Person:
    return makers.school_admin(school[0].school)


def lessons(house: House, who: Person) -> tuple[queries.Lesson, ...]:
    with house.looking(who.actor, clock.now()) as work:
        return queries.lessons_to_print(work, period=queries.period_of(work))


def start(house: House, who: Person, **how: Any) -> str:
    with house.looking(who.actor, clock.now()) as work:
        period = queries.period_of(work).key
    again = how.get("again", False)
    chosen = [Chosen(one.code, one.ready or one.printed, one.title) for one in lessons(house, who)]
    chosen = [one for one in chosen if one.expected]
    code: str = house.act(
        who.actor, clock.now(), operations.start_school_run,
        period=period, lessons=chosen, site=SITE, how=How(how.get("shape", "pdf"), again=again),
    )  # fmt: skip
    return code


def run_of(house: House, who: Person, code: str) -> queries.RunNow:
    with house.looking(who.actor, clock.now()) as work:
        return queries.run_by_code(work, code)


def numbers(house: House) -> list[str]:
    with house.store.reading("everywhere") as db:
        return list(db.scalars(select(Certificate.number).order_by(Certificate.number)))


def text_of(pdf: bytes) -> str:
    from tests.certificates.test_design import text

    return " ".join(text(pdf))


def lease_is_over(house: House) -> None:
    """As if two minutes had passed since the worker went away."""

    def end(work: Any) -> None:
        for job in work.db.scalars(select(Job).where(Job.state == "running")):
            job.lease_until = work.now - timedelta(seconds=1)

    house.act_everywhere(Actor(None), clock.now(), end)


# How long still, and names of files: values in, values out


def test_the_time_that_is_left_comes_from_this_run_and_does_not_jump() -> None:
    assert seconds_left([], 100) is None
    assert seconds_left([(5, 1.0)], 100) is None  # too little to say
    assert seconds_left([(30, 3.0)] * 2, 300) == 30
    one_slow = [(30, 3.0)] * 20 + [(30, 30.0)]
    assert seconds_left(one_slow, 300) == 45  # one class that took ten times as long: not ten times as long in all
    parts = [(30, 3.0 + turn % 2) for turn in range(100)]
    shown = [seconds_left(parts[:turn], 3000 - 30 * turn) or 0 for turn in range(2, 100)]
    assert all(late <= early + 60 for early, late in zip(shown, shown[1:], strict=False))
    assert sum(late > early for early, late in zip(shown, shown[1:], strict=False)) < 5
    assert seconds_left([(30, 3.0)] * 2, 0) is None


def test_names_in_a_zip_are_numbered_plain_and_make_no_folder() -> None:
    found = names_in_zip([("7/8: De sluis", 3), ("../../etc/passwd", 1), ("Łódź «1»", 2), ("  ", 1)])
    assert found == ["01_7-8-De-Sluis_3.pdf", "02_Etc-Passwd_1.pdf", "03_Lodz-1_2.pdf", "04_klas_1.pdf"]


# A whole school


@BOTH
def test_the_office_sees_of_each_class_what_is_ready_and_what_waits_and_why(
    school: list[Classroom], office: Person, house: House
) -> None:
    found = {one.code: one for one in lessons(house, office)}
    assert [found[room.code].ready for room in school] == [2, 3, 1, 0]
    waits = found[school[3].code]
    assert waits.waiting == ((STEPS_TO_DO, 2),)
    (own,) = lessons(house, school[0].teacher)  # a teacher sees the own class alone
    assert own.code == school[0].code


@BOTH
def test_one_pdf_of_all_classes_in_order_and_nobody_twice(
    school: list[Classroom], office: Person, house: House, run_jobs: Callable[[], int]
) -> None:
    code = start(house, office)
    assert numbers(house) == []  # nothing is issued before the worker is at that class
    assert run_jobs() == 1
    found = run_of(house, office, code)
    assert (found.certificates, found.drawn, found.is_ready) == (6, 6, True)
    assert len(numbers(house)) == len(set(numbers(house))) == 6
    with pikepdf.open(io.BytesIO(house.files.get(found.file_sha or ""))) as pdf:
        assert len(pdf.pages) == 6
    with pytest.raises(RuleBroken):
        house.act(office.actor, NOW, operations.start_school_run, period="", lessons=[], site=SITE)
    assert [one.ready for one in lessons(house, office)] == [0, 0, 0, 0]


def test_a_zip_has_one_pdf_for_each_class(
    school: list[Classroom], office: Person, house: House, run_jobs: Callable[[], int]
) -> None:
    code = start(house, office, shape="zip")
    run_jobs()
    found = run_of(house, office, code)
    assert found.file_name.endswith(".zip")
    with zipfile.ZipFile(io.BytesIO(house.files.get(found.file_sha or ""))) as whole:
        names = whole.namelist()
        assert [name.rsplit("_", 1)[1] for name in sorted(names)] == [f"{one.drawn}.pdf" for one in found.parts]
        for name in names:
            assert whole.read(name).startswith(b"%PDF")
            assert "/" not in name


@BOTH
def test_two_who_start_the_same_run_get_one_and_both_may_open_it(
    school: list[Classroom], office: Person, house: House, makers: Makers
) -> None:
    colleague = makers.school_admin(school[0].school)
    ready, codes, problems = threading.Barrier(2), [], []

    def press(who: Person) -> None:
        try:
            ready.wait()
            codes.append(start(house, who))
        except Exception as problem:
            problems.append(problem)

    threads = [threading.Thread(target=press, args=(one,)) for one in (office, colleague)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert problems == []
    assert len(set(codes)) == 1
    with house.store.reading("everywhere") as db:
        assert len(list(db.scalars(select(PrintRun)))) == len(list(db.scalars(select(Job)))) == 1
    assert run_of(house, colleague, codes[0]).code == codes[0]
    with pytest.raises(NotFound):  # one of its classes is not enough
        run_of(house, school[0].teacher, codes[0])


def test_a_class_somebody_printed_meanwhile_is_left_out_and_the_rest_goes_on(
    school: list[Classroom], office: Person, house: House, run_jobs: Callable[[], int]
) -> None:
    code = start(house, office)
    school[1].prints(*school[1].pupils)
    run_jobs()
    assert [one.drawn for one in run_of(house, office, code).parts] == [2, 0, 1]
    assert len(numbers(house)) == 6


def test_again_prints_what_was_printed_before_with_the_same_numbers(
    school: list[Classroom], office: Person, house: House, run_jobs: Callable[[], int]
) -> None:
    start(house, office)
    run_jobs()
    before = numbers(house)
    code = start(house, office, again=True)
    run_jobs()
    assert numbers(house) == before
    assert run_of(house, office, code).drawn == 6


def test_the_same_ticks_sent_again_make_no_second_run_also_when_some_of_it_was_issued_meanwhile(
    school: list[Classroom], office: Person, house: House, app: Any, monkeypatch: Any, client: Any, sign_in: Any
) -> None:
    """A double click, or the back button: the worker may be anywhere in between."""
    with house.looking(office.actor, clock.now()) as work:
        period = queries.period_of(work).key
    ticks = {"period": period, "lessons": [room.code for room in school[:3]]}
    sign_in(client, office)
    first = client.post("/certificates/school", data=ticks).headers["Location"]
    real, seen = jobs.render_parts, []

    def meanwhile(orders: Iterator[Any]) -> Iterator[bytes]:
        for pdf in real(orders):
            seen.append(client.post("/certificates/school", data=ticks).headers["Location"])
            yield pdf

    monkeypatch.setattr(jobs, "render_parts", meanwhile)
    (job,) = due_jobs(house, clock.now())
    assert run_job(house, app.extensions["handlers"], job)
    assert seen == [first] * 3
    late = client.post("/certificates/school", data=ticks)
    assert (late.status_code, "Dit is allemaal al geprint" in late.text) == (422, True)
    assert due_jobs(house, clock.now()) == []


# Broken off


@pytest.mark.parametrize("part", [1, 2, 3])
@pytest.mark.parametrize("moment", ["issued", "drawn", "kept"])
def test_a_worker_that_is_killed_loses_no_number_and_gives_none_twice(
    school: list[Classroom], office: Person, house: House, app: Any, monkeypatch: Any, moment: str, part: int
) -> None:
    """Between any two of its steps; the next worker goes on with what is left."""
    code = start(house, office)
    real, handlers, drawn = jobs.render_parts, app.extensions["handlers"], []

    def dying(orders: Iterator[Any]) -> Iterator[bytes]:
        for number, order in enumerate(orders, 1):
            if moment == "issued" and number == part:
                raise Killed
            (pdf,) = real([order])
            if moment == "drawn" and number == part:
                raise Killed
            yield pdf
            if moment == "kept" and number == part:
                raise Killed

    def counting(orders: Iterator[Any]) -> Iterator[bytes]:
        for order in orders:
            drawn.append(order)
            yield from real([order])

    (job,) = due_jobs(house, clock.now())
    monkeypatch.setattr(jobs, "render_parts", dying)
    with pytest.raises(Killed):
        run_job(house, handlers, job)
    given_out = numbers(house)
    assert due_jobs(house, clock.now()) == []  # the lease still runs
    lease_is_over(house)
    monkeypatch.setattr(jobs, "render_parts", counting)
    assert run_job(house, handlers, job)
    found = run_of(house, office, code)
    assert found.drawn == len(numbers(house)) == 6
    assert set(given_out) <= set(numbers(house))
    told = text_of(house.files.get(found.file_sha or ""))
    assert all(told.count(number) == 1 for number in numbers(house))
    assert len(drawn) == 3 - (part if moment == "kept" else part - 1)  # what was kept is not drawn again


def test_a_long_run_keeps_its_tries_as_long_as_it_comes_further(
    school: list[Classroom], office: Person, house: House, app: Any, monkeypatch: Any
) -> None:
    """Killed six times, each time one class further: that is no job that breaks its worker."""
    code = start(house, office)
    real = jobs.render_parts

    def one_only(orders: Iterator[Any]) -> Iterator[bytes]:
        for order in orders:
            yield from real([order])
            raise Killed

    (job,) = due_jobs(house, clock.now())
    monkeypatch.setattr(jobs, "render_parts", one_only)
    for _ in range(3):
        with pytest.raises(Killed):
            run_job(house, app.extensions["handlers"], job)
        lease_is_over(house)
    with house.store.reading("everywhere") as db:
        assert db.scalars(select(Job.tries)).one() == 1
    monkeypatch.setattr(jobs, "render_parts", real)
    assert run_job(house, app.extensions["handlers"], job)
    assert run_of(house, office, code).is_ready


def test_a_disk_that_is_full_is_said_and_the_run_goes_on_when_there_is_room(
    school: list[Classroom],
    office: Person,
    house: House,
    app: Any,
    monkeypatch: Any,
    at: Any,
    client: Any,
    sign_in: Any,
) -> None:
    code = start(house, office)
    real, kept = Files.put, []

    def full(files: Files, content: bytes) -> str:
        if len(kept) == 1:
            raise OSError(errno.ENOSPC, "No space left on device")
        kept.append(content)
        return real(files, content)

    monkeypatch.setattr(Files, "put", full)
    (job,) = due_jobs(house, clock.now())
    assert not run_job(house, app.extensions["handlers"], job)
    page = sign_in(client, office).get(f"/certificates/run/{code}").text
    assert "De schijf van de server is vol" in page
    assert "hx-get" in page
    monkeypatch.setattr(Files, "put", real)
    at(NOW + timedelta(minutes=2))
    assert run_job(house, app.extensions["handlers"], job)
    found = run_of(house, office, code)
    assert (found.drawn, found.held_up, found.is_ready) == (6, "", True)
    assert len(numbers(house)) == 6


def test_a_lease_is_renewed_while_one_thing_takes_long(
    school: list[Classroom], office: Person, house: House, at: Any
) -> None:
    start(house, office)
    (job,) = due_jobs(house, clock.now())
    house.act(Actor(None), clock.now(), jobs_take, job_id=job)
    task, later = Task(house, job, office.actor, {}), NOW + timedelta(seconds=110)
    renewed = threading.Event()
    at(later)
    with task.alive(every=0.01):
        for _ in range(500):
            renewed.wait(0.01)
            with house.store.reading("everywhere") as db:
                if (db.scalars(select(Job.lease_until)).one() or NOW) > later + timedelta(seconds=60):
                    renewed.set()
                    break
    assert renewed.is_set()
    at(NOW + timedelta(seconds=130))
    assert due_jobs(house, clock.now()) == []


def jobs_take(work: Any, *, job_id: UUID) -> None:
    from app.base import jobs as base

    base._take_lease(work, job_id=job_id)


def test_what_broke_off_goes_on_by_one_button(
    school: list[Classroom], office: Person, house: House, app: Any, monkeypatch: Any, client: Any, sign_in: Any
) -> None:
    code = start(house, office)
    real = jobs.render_parts

    def broken(orders: Iterator[Any]) -> Iterator[bytes]:
        for number, order in enumerate(orders):
            if number:
                raise RuleBroken("", "Making the PDF took too long and was stopped.")
            yield from real([order])

    monkeypatch.setattr(jobs, "render_parts", broken)
    (job,) = due_jobs(house, clock.now())
    assert not run_job(house, app.extensions["handlers"], job)
    assert run_of(house, office, code).is_failed
    monkeypatch.setattr(jobs, "render_parts", real)
    browser = sign_in(client, office)
    for _ in range(2):  # pressed twice it is one job
        assert browser.post(f"/certificates/run/{code}").status_code == 303
    (again,) = due_jobs(house, clock.now())
    assert run_job(house, app.extensions["handlers"], again)
    assert run_of(house, office, code).drawn == len(numbers(house)) == 6


# How long files live


@BOTH
def test_a_file_with_names_goes_after_its_term_and_is_made_again_with_the_same_numbers(
    school: list[Classroom], office: Person, house: House, run_jobs: Callable[[], int], at: Any
) -> None:
    code = start(house, office)
    run_jobs()
    shas = {one.file_sha for one in run_of(house, office, code).parts} | {run_of(house, office, code).file_sha}
    before = numbers(house)
    at(NOW + timedelta(days=13))
    assert jobs.forget_files(house, clock.now()) == 0
    young = start(house, office, again=True)
    run_jobs()
    at(NOW + timedelta(days=15))
    assert jobs.forget_files(house, clock.now()) == 1
    assert run_of(house, office, young).is_ready  # the same papers, asked for later, stay
    at(NOW + timedelta(days=40))
    assert jobs.forget_files(house, clock.now()) == 1
    assert not any(house.files.path(sha or "").exists() for sha in shas)
    gone = run_of(house, office, code)
    assert not gone.is_ready
    assert not gone.is_failed
    house.act(office.actor, clock.now(), operations.make_again, run_code=code, site=SITE)
    run_jobs()
    assert run_of(house, office, code).is_ready
    assert numbers(house) == before


# An edition for all its schools


@pytest.fixture
def edition(makers: Makers, school: list[Classroom], monkeypatch: pytest.MonkeyPatch) -> UUID:
    found: UUID = visits.week_edition(makers, id=UUID(int=77), days=20)
    return found


@BOTH
def test_an_edition_is_a_run_for_each_school_and_the_network_sees_numbers_alone(
    school: list[Classroom], office: Person, house: House, makers: Makers, edition: UUID, run_jobs: Callable[[], int]
) -> None:
    coordinator = makers.coordinator(schools=[school[0].school])
    for _ in range(2):  # pressed twice it is done once
        house.act(coordinator.actor, NOW, operations.start_edition, edition_id=edition, site=SITE)
    while run_jobs():
        pass
    with house.store.reading("everywhere") as db:
        code = db.scalars(select(PrintRun.code)).one()
        row = db.scalars(select(EditionPrint)).one()
        mails = list(db.scalars(select(OutgoingMail)))
    assert (row.certificates, row.waiting) == (6, 2)
    assert run_of(house, office, code).drawn == 6
    assert [one.address for one in mails] == [office.email]
    assert mails[0].subject == "6 certificaten klaar"
    assert len(numbers(house)) == 6
    for who in (coordinator, makers.host(makers.company(), guest_schools=[school[0].school])):
        with pytest.raises(NotAllowed):
            run_of(house, who, code)
    stranger = makers.school_admin(makers.school())
    with pytest.raises(NotFound):
        run_of(house, stranger, code)
    with house.looking(coordinator.actor, NOW) as work:
        (seen,) = queries.edition_to_print(work, edition_id=edition).schools
    assert (seen.state, seen.certificates, seen.few_wait, seen.is_told) == ("ready", 6, True, True)
    names = [one.last_name for room in school for one in room.pupils if one.last_name]
    assert not any(name in repr(seen) + mails[0].subject + mails[0].body for name in names)


def test_a_count_below_five_is_not_told_to_the_network(
    house: House, makers: Makers, tmp_path: Path, run_jobs: Callable[[], int], client: Any, sign_in: Any
) -> None:
    room = classroom(house, makers, tmp_path / "lessons", pupils=3)
    earned(room)
    edition = visits.week_edition(makers, id=UUID(int=78), days=20)
    coordinator = makers.coordinator(schools=[room.school])
    browser = sign_in(client, coordinator)
    assert browser.post(f"/certificates/edition/{edition}").status_code == 303
    while run_jobs():
        pass
    page = browser.get(f"/certificates/edition/{edition}").text
    assert "minder dan vijf" in page
    assert "geen schoolbeheerder" in page  # nobody can open it: said before somebody waits for it


def test_the_job_of_a_school_reaches_that_school_alone(school: list[Classroom], house: House, edition: UUID) -> None:
    coordinator = school[0].makers.coordinator(schools=[school[0].school])
    house.act(coordinator.actor, NOW, operations.start_edition, edition_id=edition, site=SITE)
    with house.store.reading("everywhere") as db:
        job = db.scalars(select(Job)).one()
    assert [post["role"] for post in job.actor["posts"]] == [Role.SCHOOL_ADMIN.value]
    assert job.actor["guest"] == []
    assert Post(Role.SCHOOL_ADMIN, school_id=school[0].school.id).school_id == job.school_id


def test_parts_of_a_run_are_kept_one_by_one(
    school: list[Classroom], office: Person, house: House, run_jobs: Callable[[], int]
) -> None:
    code = start(house, office)
    run_jobs()
    with house.store.reading("everywhere") as db:
        parts = list(db.scalars(select(PrintPart).order_by(PrintPart.position)))
    assert [one.position for one in parts] == [1, 2, 3]
    assert len({one.file_sha for one in parts}) == 3
    assert sum(len(one.certificate_ids or ()) for one in parts) == run_of(house, office, code).drawn
