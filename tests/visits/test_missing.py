"""What is missing of the visits to come: for whom, on the page, as a file, and once a week by mail."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app.base import clock
from app.base.house import House
from app.base.jobs import Task, due_jobs, run_job, start_job
from app.base.mail import OutgoingMail
from app.visits.jobs import monday as jobs
from app.visits.models import BookingPupil, ConsentSlip, OfficeMail, TransportSheet
from app.visits.queries.missing import missing_now
from app.visits.rules.missing import ToCome, missing_of, monday_of, week_key
from app.worker import Calendar
from tests.conftest import BOTH, NOW
from tests.makers import Makers, moment
from tests.visits import makers as v

At = Callable[[Any], None]
COMPLETE = ToCome("confirmed", True, True, True, True, None, True)


@pytest.fixture
def town(makers: Makers) -> Any:
    """A confirmed booking without a class, a request, and one that is complete, in three weeks."""

    class Town:
        network = makers.network()
        edition = v.edition(makers, network)
        school = makers.school(name="De Meeuw")
        klass = makers.school_class(school, name="7B")
        pupils = makers.pupils(klass, 2)
        teacher, office = makers.teacher(school, klass), makers.school_admin(school)
        offer = v.offer(makers, edition_id=edition)
        slot = v.slot(makers, offer, starts_at=NOW + timedelta(days=21))
        host = makers.host(offer.company_id, guest_schools=[school])
        coordinator = makers.coordinator()
        yes = {"confirmed_at": NOW, "school_yes_at": NOW}
        no_class = v.booking(makers, school, teacher, slot, **yes)
        asked = v.booking(
            makers, school, teacher, slot, klass=klass, pupils=pupils, state="requested", school_yes_at=NOW
        )
        whole = v.booking(makers, school, teacher, slot, klass=klass, pupils=pupils, **yes)
        sheet = {"school_id": school.id, "payer": "", "phone": "", "by": teacher.id, "at": NOW, "mode": "walk"}
        makers.row(TransportSheet, booking_id=no_class.id, **sheet)  # how they travel is said, and parents were asked
        makers.row(TransportSheet, booking_id=whole.id, **sheet)
        makers.row(ConsentSlip, school_id=school.id, booking_id=whole.id, pupil_id=pupils[0].id)

    return Town


def sent(makers: Makers) -> list[str]:
    return sorted(makers.write(lambda work: list(work.db.scalars(select(OutgoingMail.address)))))


def run_all(app: Flask, house: House) -> None:
    while due := due_jobs(house, clock.now()):
        for job in due:
            run_job(house, {**app.extensions["handlers"], "mail.send": lambda task: {}}, job)


def test_each_thing_that_can_be_missing_is_said() -> None:
    from dataclasses import replace

    assert missing_of(COMPLETE, now=NOW) == ()
    proposed = replace(COMPLETE, state="proposed", has_school_yes=False, has_company_yes=False)
    assert missing_of(proposed, now=NOW) == ("company", "school")
    assert missing_of(replace(proposed, hold_until=NOW + timedelta(hours=30)), now=NOW)[-1] == "hold"
    assert missing_of(replace(COMPLETE, has_class=False, has_list=False), now=NOW) == ("class",)
    assert missing_of(replace(COMPLETE, has_list=False), now=NOW) == ("pupils",)
    assert missing_of(replace(COMPLETE, safety_confirmed=False), now=NOW) == ("safety",)


def test_monday_is_eight_oclock_in_amsterdam_on_both_sides_of_the_clock() -> None:
    assert monday_of(NOW) == moment(2026, 10, 5, 8)
    assert monday_of(moment(2026, 10, 5, 0, 1)) == moment(2026, 10, 5, 8)
    assert monday_of(moment(2026, 10, 25, 23)) == moment(2026, 10, 19, 8)
    assert monday_of(moment(2026, 10, 26, 7)) == moment(2026, 10, 26, 8)
    assert moment(2026, 10, 26, 8).hour == 7
    assert moment(2026, 10, 19, 8).hour == 6
    assert week_key(moment(2027, 1, 1).date()) == "2026-W53"


def test_everybody_sees_what_they_can_do_something_about(look: Any, makers: Makers, town: Any) -> None:
    from dataclasses import replace

    def found(actor: Any) -> dict[str, tuple[str, ...]]:
        return {one.booking.code: one.missing for one in look(actor, missing_now, weeks=4)}

    coordinator = replace(town.coordinator.actor, guest_schools=frozenset({town.school.id}))
    assert found(coordinator) == {town.no_class.code: ("class",), town.asked.code: ("company",)}
    assert found(town.host.actor) == {town.asked.code: ("company",)}
    assert found(town.office.actor) == {town.no_class.code: ("class",)}
    assert found(makers.school_admin(makers.school()).actor) == {}
    assert found(makers.host(makers.company(), guest_schools=[town.school]).actor) == {}
    assert look(town.office.actor, missing_now, weeks=2) == ()


def test_a_coordinator_hears_that_nobody_is_on_a_list_without_seeing_who_is(
    look: Any, act: Any, makers: Makers, town: Any
) -> None:
    from dataclasses import replace

    from app.base.db import OutOfReach
    from app.visits.operations import attach_class

    coordinator = replace(town.coordinator.actor, guest_schools=frozenset({town.school.id}))
    empty = v.booking(makers, town.school, town.teacher, town.slot, klass=town.klass, **town.yes)

    def found() -> tuple[str, ...]:
        return {one.booking.code: one.missing for one in look(coordinator, missing_now, weeks=4)}.get(empty.code, ())

    assert "pupils" in found()
    act(town.teacher.actor, attach_class, code=empty.code, class_code=town.klass.code)
    assert found()
    assert "pupils" not in found()
    with pytest.raises(OutOfReach):
        look(coordinator, lambda work: work.db.scalars(select(BookingPupil)).all())


def test_the_page_and_its_files_say_the_same_with_the_same_filters(
    client: FlaskClient, sign_in: Any, town: Any
) -> None:
    office = sign_in(client, town.office)
    assert "nog geen klas" in office.get("/visits/missing").text
    assert "niets" in office.get("/visits/missing?weeks=2").text
    csv = office.get("/visits/missing/csv?what=class").get_data(as_text=True)
    assert "De Meeuw" in csv
    assert "De Meeuw" not in office.get("/visits/missing/csv?what=hold").get_data(as_text=True)
    assert office.get("/visits/missing/xlsx").data.startswith(b"PK")
    assert office.get("/visits/missing/exe").status_code == 404
    assert office.get("/visits/missing?weeks=9999&what=%00").status_code == 200


@BOTH
def test_the_mail_of_monday_comes_once_a_week_whatever_the_workers_do(
    app: Flask, house: House, makers: Makers, at: At, town: Any
) -> None:
    at(moment(2026, 10, 12, 0, 5))
    workers = [Calendar([jobs.TURN]), Calendar([jobs.TURN])]
    for one in workers:
        one.turn(house)
    run_all(app, house)
    assert sent(makers) == [], "not before eight"
    at(moment(2026, 10, 12, 8, 1))
    run_all(app, house)
    everybody = sorted(one.email for one in (town.coordinator, town.host, town.office))
    assert sent(makers) == everybody
    for day in (12, 13, 17):
        at(moment(2026, 10, day, 9))
        Calendar([jobs.TURN]).turn(house)
        run_all(app, house)
    assert sent(makers) == everybody, "a worker that begins again sends nothing"
    at(moment(2026, 10, 19, 8, 1))
    Calendar([jobs.TURN]).turn(house)
    run_all(app, house)
    assert sent(makers) == sorted(everybody * 2)


def test_a_worker_that_dies_halfway_leaves_nobody_out_and_nobody_twice(
    house: House, makers: Makers, monkeypatch: pytest.MonkeyPatch, town: Any
) -> None:
    from app.access.actor import NOBODY

    job = house.act(NOBODY, clock.now(), start_job, kind=jobs.MISSING, arguments={"week": "2026-W41"})
    task = Task(house, job, NOBODY, {"week": "2026-W41"})
    told, real = [], jobs.tell_what_is_missing

    def dies(work: Any, **facts: Any) -> bool:
        told.append(work.actor.user_id)
        if len(told) == 2:
            real(work, **facts)
            raise KeyboardInterrupt  # after the rows were written, before they were kept
        return real(work, **facts)

    monkeypatch.setattr(jobs, "tell_what_is_missing", dies)
    with pytest.raises(KeyboardInterrupt):
        jobs.send_monday(task)
    assert len(sent(makers)) == 1
    jobs.send_monday(task)
    jobs.send_monday(task)
    assert sent(makers) == sorted(one.email for one in (town.coordinator, town.host, town.office))
    kept = makers.write(lambda work: list(work.db.scalars(select(OfficeMail.key))))
    assert len(set(kept)) == len(kept) == 3


def test_the_mail_names_no_child(house: House, makers: Makers, act: Any, town: Any) -> None:
    from app.visits.operations import tell_what_is_missing

    assert act(town.office.actor, tell_what_is_missing, week="2026-W41", site="http://werf.test")
    (body,) = makers.write(lambda work: list(work.db.scalars(select(OutgoingMail.body))))
    assert "nog geen klas" in body
    assert "http://werf.test/visits/missing" in body
    assert not any(one.name in body for one in town.pupils)
