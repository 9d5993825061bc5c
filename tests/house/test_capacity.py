"""Thirty and three hundred classes of two schools ask at once for five places, through the real server with two
workers; who comes too late is offered the line, and when three call off, three in line are asked.
"""

import os
import re
import socket
import subprocess
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode

from sqlalchemy import func, select

from app.access.actor import NOBODY
from app.base import clock
from app.base.house import House
from app.base.settings import Settings
from app.base.supervisor import web_program
from app.base.work import Work
from app.people.models import School
from app.visits.models import Booking, VisitSlot, Waiting
from tests.conftest import BOTH
from tests.makers import PASSWORD, Makers, Person
from tests.visits import makers as v

CLASSES, PLACES, GROUP = 30, 5, 15
SESSIONS = 10  # five of each teacher; each asks for three classes, all thirty at the same moment
CROWD, SESSIONS_OF_CROWD = 300, 30  # three hundred requests in the same moment, over thirty lines
FULL, LINE = "Dit bezoek is vol", "Ja, op de wachtlijst"
pytestmark = BOTH


@contextmanager
def served(settings: Settings) -> Iterator[int]:
    """The application on a free port with two workers, as `make serve` starts it."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    environment = {
        **os.environ,
        "OPENWERF_DATA": str(settings.data),
        "DATABASE_URL": settings.database_url,
        "OPENWERF_SECRET": settings.secret,
        "OPENWERF_DEMO": "",
    }
    log = Path(settings.data) / "server.log"
    with log.open("w") as out:
        server = subprocess.Popen(
            web_program("127.0.0.1", port, 2, "wsgi:app").command,
            env=environment,
            stdout=out,
            stderr=out,
            start_new_session=True,
        )
    try:
        _wait(port, server, log)
        yield port
    finally:
        server.terminate()
        try:
            server.wait(10)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def _wait(port: int, server: "subprocess.Popen[bytes]", log: Path) -> None:
    for _ in range(600):
        assert server.poll() is None, log.read_text()
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/alive", timeout=1).close()
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
        else:
            return
    raise AssertionError(log.read_text())


class Browser:
    """One signed-in teacher: a cookie, and the token of the page."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.cookies: dict[str, str] = {}

    def ask(self, method: str, path: str, form: dict[str, str] | None = None) -> tuple[int, str, str]:
        """(status, where it leads, page); the connection is its own, so that threads may share the session."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=60)
        head = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if form is not None:
            head["Content-Type"] = "application/x-www-form-urlencoded"
        connection.request(method, path, urlencode(form) if form is not None else None, head)
        answer = connection.getresponse()
        page = answer.read().decode()
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                key, _, rest = value.partition("=")
                self.cookies[key] = rest.split(";")[0]
        connection.close()
        return answer.status, answer.getheader("Location") or "", page

    def token(self, path: str) -> str:
        status, _, page = self.ask("GET", path)
        assert status == 200
        found = re.search(r'name="csrf_token" value="([^"]+)"', page)
        assert found
        return found[1]

    def sign_in(self, person: Person) -> "Browser":
        form = {"csrf_token": self.token("/sign-in"), "email": person.email, "password": PASSWORD}
        status, _, _ = self.ask("POST", "/sign-in", form)
        assert status == 303
        return self


def test_thirty_classes_of_two_schools_ask_at_once_and_five_get_a_place(
    house: House,
    makers: Makers,
    settings: Settings,
    at: Callable[[datetime], None],
) -> None:
    at(datetime.now(UTC))  # the server has a clock of its own
    makers.network()
    schools = [makers.school() for _ in range(2)]
    classes = [[makers.school_class(school) for _ in range(CLASSES // 2)] for school in schools]
    for klass in (one for of_school in classes for one in of_school):
        makers.pupils(klass, 6)
    teachers = [makers.teacher(school, *own) for school, own in zip(schools, classes, strict=True)]
    slot = v.slot(makers, places=PLACES, pupils=PLACES * GROUP)
    path, start = f"/visits/{slot.offer.code}", threading.Barrier(CLASSES)

    def book(browser: Browser, form: dict[str, str]) -> tuple[int, str, str]:
        start.wait(60)
        return browser.ask("POST", f"{path}/book", form)

    with served(settings) as port, ThreadPoolExecutor(CLASSES) as pool:
        sessions = [Browser(port).sign_in(teachers[n % 2]) for n in range(SESSIONS)]
        tokens = [one.token(path) for one in sessions]
        asked = []
        for n in range(CLASSES):
            which = n % SESSIONS
            form = {
                "csrf_token": tokens[which],
                "slot": slot.code,
                "level": "po-7",
                "expected": str(GROUP),
                "request_id": f"class-{n}",
                "safety_version": "1",
                "school_class": classes[which % 2][n // 2].code,
            }
            asked.append(pool.submit(book, sessions[which], form))
        begun = time.monotonic()
        answers = [one.result() for one in asked]
        took = time.monotonic() - begun

    accepted = [where for status, where, _ in answers if status == 303]
    refused = [page for status, _, page in answers if status == 422]
    assert sorted({status for status, _, _ in answers}) == [303, 422], f"after {took:.2f} s"
    assert len(accepted) == len(set(accepted)) == PLACES
    assert all(where.startswith("/visits/booking/") for where in accepted)
    assert len(refused) == CLASSES - PLACES
    assert all(FULL in page and "csrf_token" in page and "Traceback" not in page for page in refused)
    held = house.act_everywhere(NOBODY, clock.now(), _held, slot=slot)
    assert held == (PLACES, PLACES * GROUP, PLACES, PLACES * GROUP)


def test_three_hundred_ask_at_once_five_get_a_place_and_three_in_line_follow_when_three_call_off(
    house: House,
    makers: Makers,
    settings: Settings,
    at: Callable[[datetime], None],
) -> None:
    at(datetime.now(UTC))
    makers.network()
    schools = [makers.school() for _ in range(2)]
    teachers = [makers.teacher(one, makers.school_class(one)) for one in schools]
    slot = v.slot(makers, places=PLACES, pupils=PLACES * GROUP, starts_at=datetime.now(UTC) + timedelta(days=5))
    path, start = f"/visits/{slot.offer.code}", threading.Barrier(SESSIONS_OF_CROWD)

    def ask(browser: Browser, token: str, which: int) -> list[tuple[int, str, str]]:
        """One line: its share of the requests, one after the other, all lines together from the same moment."""
        start.wait(60)
        return [browser.ask("POST", f"{path}/book", _form(slot, token, f"{which}-{n}")) for n in range(share)]

    share = CROWD // SESSIONS_OF_CROWD
    with served(settings) as port, ThreadPoolExecutor(SESSIONS_OF_CROWD) as pool:
        two = [Browser(port).sign_in(one) for one in teachers]
        tokens = [one.token(path) for one in two]
        begun = time.monotonic()
        asked = [pool.submit(ask, two[n % 2], tokens[n % 2], n) for n in range(SESSIONS_OF_CROWD)]
        answers = [answer for one in asked for answer in one.result()]
        took = time.monotonic() - begun
        accepted = [where for status, where, _ in answers if status == 303]
        told = [page for status, _, page in answers if status == 422]
        (Path(settings.data) / "took").write_text(
            f"{CROWD} asked, {len(accepted)} accepted, {len(told)} told: {took:.1f} s\n"
        )
        assert (len(accepted), len(told)) == (PLACES, CROWD - PLACES), sorted({one[0] for one in answers})
        assert all(FULL in page and LINE in page for page in told)

        joined = [
            pool.submit(two[n % 2].ask, "POST", f"{path}/wait", _form(slot, tokens[n % 2], f"line-{n}"))
            for n in range(10)
        ]
        assert {one.result()[0] for one in joined} == {303}
        off = [pool.submit(_call_off, two, tokens, where) for where in accepted[:3]]
        assert [one.result() for one in off] == [303] * 3

    assert house.act_everywhere(NOBODY, clock.now(), _line) == {"offered": 3, "waiting": 7}
    taken = house.act_everywhere(NOBODY, clock.now(), _held, slot=slot)
    assert taken == (PLACES, PLACES * GROUP, 2, 2 * GROUP), "two stay, three are kept for the line"


def _form(slot: v.MadeSlot, token: str, request_id: str) -> dict[str, str]:
    facts = {"slot": slot.code, "level": "po-7", "expected": str(GROUP), "request_id": request_id}
    return {"csrf_token": token, "safety_version": "1", **facts}


def _call_off(browsers: list[Browser], tokens: list[str], where: str) -> int:
    """By the school that booked it; for the other it is not there."""
    said = [
        one.ask("POST", f"{where}/cancel", {"csrf_token": token})[0]
        for one, token in zip(browsers, tokens, strict=True)
    ]
    assert 404 in said
    return min(said)


def _line(work: Work) -> dict[str, int]:
    """How many are in which state."""
    rows = work.db.execute(select(Waiting.state, func.count(Waiting.id)).group_by(Waiting.state))
    return {row[0]: row[1] for row in rows}


def _held(work: Work, *, slot: v.MadeSlot) -> tuple[int, int, int, int]:
    """(places taken, pupils taken) as the slot says, and as the bookings of both schools add up."""
    row = work.db.get_one(VisitSlot, slot.id)
    bookings, pupils = work.db.execute(
        select(func.count(Booking.id), func.sum(Booking.expected))
        .join(School, School.id == Booking.school_id)
        .where(Booking.slot_id == slot.id, Booking.state == "requested")
    ).one()
    return row.places_taken, row.pupils_taken, bookings, pupils
