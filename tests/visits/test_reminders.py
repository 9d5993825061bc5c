"""Reminders go out once, at the time of the visit as it is now, whatever happens to the worker."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from app.access.actor import NOBODY
from app.base import clock
from app.base.jobs import due_jobs, run_job, start_job
from app.base.mail import OutgoingMail
from app.base.problems import NotAllowed, RuleBroken
from app.visits.jobs import reminding as jobs
from app.visits.models import Booking, Edition, ReminderSent, VisitSlot
from app.visits.operations import reminders, reminding
from app.visits.queries.reminders import reminders_of
from app.visits.rules.reminders import DATE, DAYS, OWN, TEACHER, WHERE, When
from app.worker import Clock
from tests.conftest import BOTH
from tests.visits import makers as v

pytestmark = BOTH
VISIT = clock.at(date(2026, 10, 15), 10)
WEEK, DAY = clock.at(date(2026, 10, 8), 9), clock.at(date(2026, 10, 14), 9)


@pytest.fixture
def visit(makers):
    school = makers.school()
    klass = makers.school_class(school)
    teacher = makers.teacher(school, klass)
    pupil = makers.pupil(klass, first="Quirijn", last="Zeldzaam")
    slot = v.slot(makers, starts_at=VISIT)
    makers.host(slot.offer.company_id)
    return v.booking(makers, school, teacher, slot, klass=klass, pupils=[pupil], needs="een rolstoel")


@pytest.fixture
def remind(house, app, at):
    def at_moment(when: Any) -> list[OutgoingMail]:
        """Let the worker's clock turn at this moment; the mails that it left so far."""
        at(when)
        Clock(jobs.TIMED).turn(house)
        for job in due_jobs(house, when):
            run_job(house, {jobs.REMIND: jobs.send_reminders}, job) if _is_reminder(house, job) else None
        with house.looking(NOBODY, when) as work:
            return list(work.db.scalars(select(OutgoingMail).order_by(OutgoingMail.id)))

    return at_moment


def _is_reminder(house, job_id) -> bool:
    from app.base.jobs import Job

    with house.looking(NOBODY, clock.now()) as work:
        return work.db.get_one(Job, job_id).kind == jobs.REMIND


def move(makers, visit, when) -> None:
    def moved(work) -> None:
        work.db.execute(
            update(VisitSlot)
            .where(VisitSlot.id == visit.slot.id)
            .values(starts_at=when, ends_at=when + timedelta(hours=1))
        )

    makers.write(moved)


def test_a_reminder_is_sent_once_however_often_the_worker_looks(visit, remind):
    assert len(remind(WEEK)) == 1
    for minutes in range(1, 60, 7):
        mails = remind(WEEK + timedelta(minutes=minutes))
    assert len(mails) == 1
    assert "15 oktober" in mails[0].subject


def test_two_workers_at_once_send_one(visit, house, at, makers):
    at(WEEK)
    waiting = jobs.waiting_reminders(house, WEEK)
    assert len(waiting) == 1
    for _ in range(2):  # both looked before either sent
        actor = jobs._looking_at(waiting[0][0])
        house.act(actor, WEEK, reminding.remind, booking_id=waiting[0][1], site="http://werf.test")
    with house.looking(NOBODY, WEEK) as work:
        assert len(work.db.scalars(select(OutgoingMail)).all()) == 1


def test_the_letter_and_the_note_that_it_was_sent_are_kept_together_or_not_at_all(visit, house, at, monkeypatch):
    at(WEEK)
    ((school, booking),) = jobs.waiting_reminders(house, WEEK)
    whole = reminding.send_mail

    def break_off(work, **facts) -> None:
        whole(work, **facts)
        raise OSError("power cut")

    monkeypatch.setattr(reminding, "send_mail", break_off)
    with pytest.raises(OSError, match="power"):
        house.act(jobs._looking_at(school), WEEK, reminding.remind, booking_id=booking, site="")
    with house.looking(jobs._looking_at(school), WEEK) as work:
        assert work.db.scalars(select(ReminderSent)).all() == work.db.scalars(select(OutgoingMail)).all() == []
    assert len(jobs.waiting_reminders(house, WEEK)) == 1


def test_a_visit_that_was_moved_is_reminded_at_its_new_time_and_not_twice_for_the_old(visit, remind, makers):
    assert len(remind(WEEK)) == 1
    later = VISIT + timedelta(days=7)
    move(makers, visit, later)
    assert len(remind(DAY)) == 1, "nothing of the old time"
    mails = remind(WEEK + timedelta(days=7))
    assert len([one for one in mails if "22 oktober" in one.subject]) == 1
    before = {one.id for one in mails}
    move(makers, visit, VISIT)
    assert {one.id for one in remind(WEEK + timedelta(hours=3))} == before, "sent already for this time"


def test_what_was_called_off_is_not_reminded(visit, remind, makers):
    def off(work) -> None:
        work.db.get_one(Booking, visit.id).state = "cancelled"

    makers.write(off)
    assert remind(WEEK) == []


def test_a_host_reads_who_comes_and_what_is_missing_and_no_name_of_a_pupil(visit, remind, makers):
    def changed(work) -> None:
        booking = work.db.get_one(Booking, visit.id)
        booking.class_id, booking.state, booking.safety_version = None, "requested", 0

    makers.write(changed)
    (mail,) = remind(WEEK)
    for said in ("15 leerlingen", "groep 7", "nog niet geantwoord", "welke klas", "veiligheidsregels", "vraagt iets"):
        assert said in mail.body
    assert "rolstoel" not in mail.body
    assert "Quirijn" not in mail.body + mail.subject


def test_a_teacher_reads_the_day_before_where_to_be(visit, remind):
    mails = remind(clock.at(date(2026, 10, 14), 8))
    assert "Sluiskade 14" in mails[-1].body
    assert "Poort 3, bel aan" in mails[-1].body
    assert "06 0000 0012" in mails[-1].body
    assert "dichte schoenen" in mails[-1].body


def test_the_host_is_reminded_of_the_day_with_a_link_that_opens_without_signing_in(visit, remind, client, at):
    mails = remind(DAY)
    (mail,) = [one for one in mails if "Aan je poort" in one.subject]
    (link,) = re.findall(r"http://werf\.test(/visits/gate/\w+)", mail.body)
    at(VISIT)
    assert "Groep is er" in client.get(link).text


@pytest.fixture
def edition(makers, visit):
    made = makers.row(
        Edition, network_id=makers.network(), name="Week 26", starts_on=date(2026, 10, 5), ends_on=date(2026, 10, 23)
    )

    def of_edition(work) -> None:
        from app.visits.models import VisitOffer

        work.db.get_one(VisitOffer, visit.slot.offer.id).edition_id = made

    makers.write(of_edition)
    return made


def test_the_coordinator_switches_one_off_and_adds_one_of_her_own(edition, remind, makers, act, look):
    marit = makers.coordinator().actor
    act(marit, reminders.switch_reminder, edition_id=edition, key="host-week", on=False)
    own = {"to": TEACHER, "about": OWN, "subject": "Vergeet de fietshelm niet", "text": "Iedereen een helm op."}
    when = When(DATE, 0, 9, 0, date(2026, 10, 9))
    act(marit, reminders.add_reminder, edition_id=edition, when=when, **own)
    assert len(look(marit, reminders_of, edition_id=edition)) == 6
    assert remind(WEEK) == []
    (mail,) = remind(clock.at(date(2026, 10, 9), 9))
    assert mail.subject == "Vergeet de fietshelm niet"
    assert "Iedereen een helm op." in mail.body
    assert len(remind(clock.at(date(2026, 10, 9), 11))) == 1


def test_another_hour_does_not_send_again_what_was_sent(edition, remind, makers, act):
    assert len(remind(WEEK)) == 1
    marit = makers.coordinator().actor
    told = {"to": "host", "about": "who-comes", "subject": "", "text": ""}
    act(marit, reminders.change_reminder, edition_id=edition, key="host-week", when=When(DAYS, 6, 9), **told)
    assert len(remind(WEEK + timedelta(days=1))) == 1


def test_only_a_coordinator_sets_reminders_and_only_what_can_be(edition, makers, act):
    host = makers.host(makers.company()).actor
    with pytest.raises(NotAllowed):
        act(host, reminders.switch_reminder, edition_id=edition, key="host-week", on=False)
    told = {"to": "host", "about": WHERE, "subject": "", "text": "", "when": When(DAYS, 1, 9)}
    with pytest.raises(RuleBroken):
        act(makers.coordinator().actor, reminders.add_reminder, edition_id=edition, **told)


def test_the_clock_of_the_worker_asks_every_minute_and_starts_nothing_when_nothing_is_due(visit, house, at):
    at(WEEK - timedelta(minutes=1))
    clockwork = Clock(jobs.TIMED)
    clockwork.turn(house)
    assert due_jobs(house, clock.now()) == []
    at(WEEK - timedelta(seconds=1))
    clockwork.turn(house)
    assert due_jobs(house, clock.now()) == []
    at(WEEK)
    clockwork.turn(house)
    (job,) = due_jobs(house, clock.now())
    at(WEEK + timedelta(minutes=1))
    clockwork.turn(house)
    assert due_jobs(house, clock.now()) == [job], "one that waits is not started twice"
    assert start_job
