"""A pupil is erased: the files on which the name was drawn go in the same act, and are made again without it."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from app.base import clock
from app.base.house import House
from app.base.jobs import due_jobs, run_job
from app.certificates import operations, queries
from app.certificates.jobs import printing as jobs
from app.certificates.operations import Chosen, How
from tests.assignments.makers import given
from tests.certificates.makers import SITE, Classroom, classroom, earned
from tests.certificates.test_design import text
from tests.conftest import BOTH
from tests.makers import Makers, Person


@pytest.fixture
def rooms(house: House, makers: Makers, tmp_path: Path) -> tuple[Classroom, Classroom]:
    """Two classes of one school in which everybody has earned it."""
    first = classroom(house, makers, tmp_path / "lessons", pupils=2)
    klass = makers.school_class(first.school)
    teacher = makers.teacher(first.school, klass)
    code = given(makers, teacher, klass, request_id="second")
    second = replace(first, klass=klass, teacher=teacher, pupils=makers.pupils(klass, 2), code=code)
    for room in (first, second):
        earned(room)
    return first, second


@pytest.fixture
def office(rooms: tuple[Classroom, Classroom], makers: Makers) -> Person:
    return makers.school_admin(rooms[0].school)


def start(house: House, office: Person, rooms: tuple[Classroom, ...], **how: Any) -> str:
    with house.looking(office.actor, clock.now()) as work:
        period = queries.period_of(work).key
    chosen = [Chosen(room.code, len(room.pupils), room.klass.code) for room in rooms]
    code: str = house.act(
        office.actor, clock.now(), operations.start_school_run, period=period, lessons=chosen, site=SITE, how=How(**how)
    )
    return code


def run_of(house: House, office: Person, code: str) -> queries.RunNow:
    with house.looking(office.actor, clock.now()) as work:
        return queries.run_by_code(work, code)


def files_with(house: House, number: str) -> int:
    """On how many papers that lie on the disk the certificate stands."""
    papers = [one.read_bytes() for one in house.files.root.rglob("*") if one.is_file()]
    return sum(number in " ".join(text(one)) for one in papers if one.startswith(b"%PDF"))


def erase(house: House, office: Person, pupil: Person) -> None:
    house.act(office.actor, clock.now(), operations.erase_details, pupil_id=pupil.id)


@BOTH
def test_files_with_the_name_go_at_once_and_the_page_says_why(
    rooms: tuple[Classroom, Classroom], office: Person, house: House, run_jobs: Any, client: Any, sign_in: Any
) -> None:
    school_wide = start(house, office, rooms)
    run_jobs()
    of_class = rooms[0].prints(*rooms[0].pupils)
    run_jobs()
    other = rooms[1].prints(*rooms[1].pupils)
    run_jobs()
    gone, stays = rooms[0].pupils
    number = rooms[0].certificate_of(gone).number
    assert files_with(house, number) == 2  # the class (the same bytes in both runs are one file), and the whole school
    link = f"/certificates/run/{school_wide}/{run_of(house, office, school_wide).file_name}"
    assert sign_in(client, office).get(link).status_code == 200

    erase(house, office, gone)
    assert files_with(house, number) == 0
    assert client.get(link).status_code == 404
    assert run_of(house, office, other).is_ready  # who is not in it keeps the file
    for code in (school_wide, of_class):
        page = client.get(f"/certificates/run/{code}").text
        assert "De gegevens van een leerling in dit bestand zijn gewist" in page
        assert "14 dagen" not in page

    assert client.post(f"/certificates/run/{school_wide}").status_code == 303
    run_jobs()
    found = run_of(house, office, school_wide)
    assert (found.drawn, found.is_ready, found.is_erased) == (3, True, False)
    told = " ".join(text(house.files.get(found.file_sha or "")))
    assert number not in told
    assert rooms[0].certificate_of(stays).number in told
    assert "Wat intussen is ingetrokken of gewist" in client.get(f"/certificates/run/{school_wide}").text


@pytest.mark.parametrize("moment", ["drawing", "putting together"])
def test_a_name_that_is_erased_while_the_run_is_made_stays_on_no_file(
    rooms: tuple[Classroom, Classroom], office: Person, house: House, app: Any, monkeypatch: Any, moment: str
) -> None:
    code, gone, handlers = start(house, office, rooms), rooms[0].pupils[0], app.extensions["handlers"]
    real, real_whole = jobs.render_parts, jobs._whole

    def drawing(orders: Iterator[Any]) -> Iterator[bytes]:
        for number, order in enumerate(orders):
            (pdf,) = real([order])
            if number == 0 and moment == "drawing":
                erase(house, office, gone)
            yield pdf

    def whole(*about: Any) -> bytes:
        pdf = real_whole(*about)
        if moment == "putting together":
            erase(house, office, gone)
        return pdf

    monkeypatch.setattr(jobs, "render_parts", drawing)
    monkeypatch.setattr(jobs, "_whole", whole)
    (job,) = due_jobs(house, clock.now())
    assert not run_job(house, handlers, job)
    number = next(one.number for one in rooms[0].certificates() if one.erased_at)
    assert files_with(house, number) == 0
    assert run_of(house, office, code).is_busy
    monkeypatch.undo()
    (job,) = due_jobs(house, clock.now())
    assert run_job(house, handlers, job)
    found = run_of(house, office, code)
    assert (found.drawn, found.is_ready, found.held_up) == (3, True, "")
    assert files_with(house, number) == 0


def test_a_run_of_whom_nobody_is_left_says_so(
    rooms: tuple[Classroom, Classroom], office: Person, house: House, run_jobs: Any, client: Any, sign_in: Any
) -> None:
    only = rooms[0].pupils[0]
    code = rooms[0].prints(only)
    run_jobs()
    erase(house, office, only)
    sign_in(client, office).post(f"/certificates/run/{code}")
    run_jobs()
    assert "Er is niets te printen" in client.get(f"/certificates/run/{code}").text
