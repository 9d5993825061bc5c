"""Many reminders through the real worker process and a real mail server, and the worker is killed in the middle."""

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import func, select, update

from app.access.actor import NOBODY
from app.base import clock
from app.base.house import House
from app.base.jobs import RUNNING, Job
from app.base.mail import OutgoingMail
from app.base.work import Work
from app.visits.models import Edition, Reminder
from app.visits.rules.reminders import DATE, OWN, TEACHER
from tests.base.post import Post
from tests.makers import Makers
from tests.visits import makers as v


@dataclass(frozen=True, slots=True)
class Outcome:
    """`letters`: different ones that arrived; `doubled`: reminders of which two different letters arrived; `again`:
    the same letter (the same Message-ID) delivered once more; `lost`: reminders of which none arrived."""

    letters: int
    doubled: int
    again: int
    lost: int
    seconds: float


def plant(makers: Makers, many: int) -> None:
    """So many bookings, each of another teacher, with one reminder that is due since a minute."""
    now = datetime.now(UTC)
    local = (now - timedelta(minutes=1)).astimezone(clock.AMSTERDAM)
    edition = makers.row(
        Edition,
        network_id=makers.network(),
        name="Week",
        starts_on=local.date(),
        ends_on=local.date() + timedelta(days=30),
    )
    facts = {"subject": "Denk eraan", "text": "Tot gauw.", "unit": DATE, "days": 0, "day": local.date()}
    facts |= {"hour": local.hour, "minute": local.minute, "is_on": True}
    makers.row(Reminder, edition_id=edition, key="own", to=TEACHER, about=OWN, **facts)
    slot = v.slot(makers, v.offer(makers, edition_id=edition), starts_at=now + timedelta(days=20))
    school = makers.school()
    for _ in range(many):
        v.booking(makers, school, makers.teacher(school), slot)


def send_with_kills(house: House, post: Post, *, many: int, kills: tuple[int, ...]) -> Outcome:
    """The worker is killed (SIGKILL) when so many letters have arrived, and started again."""
    began = time.monotonic()
    waited = 0.0
    for at in (*kills, many):
        worker = _start(house, post)
        try:
            _until(lambda at=at: len(post.got) >= at and len(set(post.ids)) >= at, worker)  # type: ignore[misc]
            if at == many:
                _until(lambda: not _left(house), worker)
        finally:
            worker.send_signal(signal.SIGKILL)
            worker.wait()
        before = time.monotonic()
        makers = Makers(house)
        makers.write(_lease_over)
        waited += time.monotonic() - before
    seconds = time.monotonic() - began - waited
    every = Counter(post.ids)
    told = Counter(str(one["To"]) for one in {str(one["Message-ID"]): one for one in post.got}.values())
    return Outcome(
        letters=len(every),
        doubled=sum(1 for count in told.values() if count > 1),
        again=sum(count - 1 for count in every.values()),
        lost=many - len(told),
        seconds=seconds,
    )


def _start(house: House, post: Post) -> "subprocess.Popen[bytes]":
    settings = house.settings
    told = {
        "OPENWERF_DATA": str(settings.data),
        "DATABASE_URL": settings.database_url,
        "OPENWERF_SECRET": settings.secret,
        "OPENWERF_SMTP": f"smtp://127.0.0.1:{post.port}",
        "OPENWERF_LESSONS": str(settings.lessons),
    }
    return subprocess.Popen(
        [sys.executable, "-m", "app.worker"], env={**os.environ, **told}, stderr=subprocess.DEVNULL, stdout=None
    )


def _until(is_so: Callable[[], bool], worker: "subprocess.Popen[bytes]", *, seconds: float = 300) -> None:
    end = time.monotonic() + seconds
    while not is_so():
        assert worker.poll() is None, "the worker ended by itself"
        assert time.monotonic() < end, "it takes too long"
        time.sleep(0.02)


def _left(house: House) -> int:
    with house.looking(NOBODY, datetime.now(UTC)) as work:
        return work.db.scalar(select(func.count()).where(OutgoingMail.sent_at.is_(None))) or 0


def _lease_over(work: Work) -> None:
    """As if two minutes went by: what the killed worker had at hand may be taken up by another."""
    past = datetime.now(UTC) - timedelta(seconds=1)
    work.db.execute(update(Job).where(Job.state == RUNNING).values(lease_until=past))
