"""A class of 30 that answers as fast as it can, and 300 pupils who each take 5 seconds, through the real server.

The server runs as `make serve` runs it: granian with a worker for each core, SQLite, and the job worker. The clients
(asyncio, one connection kept open for each pupil) share the machine with it. At the end the database is counted: each
answer that was acknowledged is there once. Beside it stand the figures of the nearest peer, measured in the same way on
a machine of the same size.
"""

import asyncio
import json
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from urllib.parse import urlencode
from urllib.request import urlopen

CLASSES, SIZE, BURSTS = 10, 30, 10
SECONDS = int(os.environ.get("BENCH_SECONDS", "20"))
PACE = 5.0
PEER = {
    "closed": "peer: p50 30, p95 2,249 ms, 80/s",
    "paced": "peer: p50 21, p95 1,250 ms",
    "many": "peer: 2 % dropped",
}
WORD = "Ik denk dat het water zakt, want de deur staat open."


@dataclass(slots=True)
class Pupil:
    """One browser: its connection, its cookie, its token."""

    port: int
    card: str
    address: str = ""
    question: str = ""
    cookie: dict[str, str] = field(default_factory=dict)
    token: str = ""
    owner: str = ""
    lines: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None
    again: int = 0  # how often it was sent over a new connection

    async def ask(
        self, method: str, path: str, form: dict[str, str] | None = None, **headers: str
    ) -> tuple[int, bytes]:
        """One request over the connection that stays open; over a new one when the server closed the old one while
        nobody used it, as a browser does. Raises: OSError, EOFError when it is dropped."""
        is_kept = self.lines is not None
        try:
            return await self._ask(method, path, form, headers)
        except (OSError, EOFError):
            self.lines = None
            if not is_kept:
                raise
        self.again += 1
        return await self._ask(method, path, form, headers)

    async def _ask(
        self, method: str, path: str, form: dict[str, str] | None, headers: dict[str, str]
    ) -> tuple[int, bytes]:
        if self.lines is None:
            self.lines = await asyncio.open_connection("127.0.0.1", self.port)
        reader, writer = self.lines
        body = urlencode(form).encode() if form is not None else b""
        sent = {"Host": f"127.0.0.1:{self.port}", "Content-Length": str(len(body)), **headers}
        sent["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookie.items())
        if form is not None:
            sent["Content-Type"] = "application/x-www-form-urlencoded"
        head = "".join(f"{name}: {value}\r\n" for name, value in sent.items())
        writer.write(f"{method} {path} HTTP/1.1\r\n{head}\r\n".encode() + body)
        await writer.drain()
        first = await reader.readline()
        if not first:
            raise EOFError("closed")
        status = int(first.split()[1])
        length = 0
        while line := (await reader.readline()).strip():
            name, _, value = line.decode().partition(":")
            if name.lower() == "content-length":
                length = int(value)
            elif name.lower() == "set-cookie":
                key, _, rest = value.strip().partition("=")
                self.cookie[key] = rest.partition(";")[0]
        return status, await reader.readexactly(length) if length else b""

    async def sign_in(self) -> None:
        _, page = await self.ask("GET", self.card)
        token = re.search(rb'name="csrf_token" value="([^"]+)"', page)
        assert token, "no card page"
        status, _ = await self.ask("POST", self.card, {"csrf_token": token[1].decode()})
        assert status == 303, status
        _, words = await self.ask("GET", "/learn/pass", Accept="application/json")
        held = json.loads(words)
        self.token, self.owner = held["token"], held["owner"]

    async def answer(self, client: str) -> bool:
        """One answer as the outbox sends it. True: acknowledged."""
        form = {"question": self.question, "answer": f"{WORD} {client}", "client": client, "owner": self.owner}
        headers = {"Accept": "application/json", "X-CSRFToken": self.token}
        try:
            status, words = await self.ask("POST", self.address, form, **headers)
        except (OSError, EOFError):
            self.lines = None
            return False
        return status == 200 and json.loads(words)["state"] in ("counted", "there")


@dataclass(slots=True)
class Heard:
    """Milliseconds of each acknowledged answer, what failed, and which ids were acknowledged."""

    took: list[float] = field(default_factory=list)
    failed: int = 0
    ids: list[str] = field(default_factory=list)

    def at(self, share: float) -> float:
        return sorted(self.took)[min(len(self.took) - 1, int(share * len(self.took)))]


async def crowd(pupils: Sequence[Pupil], *, name: str, seconds: float, pace: float) -> Heard:
    """Each pupil answers until the time is over; `pace`: so many seconds from one answer to the next, else at once."""
    heard = Heard()
    until = time.perf_counter() + seconds

    async def one(pupil: Pupil, number: int) -> None:
        await asyncio.sleep(pace * number / len(pupils))
        n = 0
        while time.perf_counter() < until:
            began = time.perf_counter()
            n += 1
            client = f"{name}-{number}-{n}"
            if await pupil.answer(client):
                heard.took.append((time.perf_counter() - began) * 1000)
                heard.ids.append(client)
            else:
                heard.failed += 1
            await asyncio.sleep(max(0.0, pace - (time.perf_counter() - began)))

    await asyncio.gather(*(one(pupil, number) for number, pupil in enumerate(pupils)))
    return heard


async def measure(pupils: Sequence[Pupil]) -> list[str]:
    """Signs all in, lets them answer, tells. Returns the ids that were acknowledged."""
    began = time.perf_counter()
    for first in range(0, len(pupils), SIZE):
        await asyncio.gather(*(pupil.sign_in() for pupil in pupils[first : first + SIZE]))
    print(f"{len(pupils)} pupils signed in, a class at a time: {len(pupils) / (time.perf_counter() - began):.0f}/s")
    print(f"{'':34}{'p50 ms':>8}{'p95 ms':>8}{'p99 ms':>8}{'most':>8}{'/s':>7}{'failed':>8}")
    everything: list[str] = []
    runs: tuple[tuple[str, str, Sequence[Pupil], float], ...] = (
        ("once", "30 at once, ten times", pupils[:SIZE], 1e9),
        ("closed", "30 as fast as they can", pupils[:SIZE], 0.0),
        ("paced", "300, one answer in 5 s each", pupils, PACE),
        ("many", "300 as fast as they can", pupils, 0.0),
    )
    for name, label, who, pace in runs:
        if name == "once":
            heard = await at_once(who)
            rate = ""
        else:
            seconds = SECONDS if name != "paced" else 2 * SECONDS
            heard = await crowd(who, name=name, seconds=seconds, pace=pace)
            rate = f"{len(heard.ids) / seconds:.0f}"
        row = "".join(f"{heard.at(share):8.0f}" for share in (0.5, 0.95, 0.99, 1.0))
        print(f"{label:34}{row}{rate:>7}{heard.failed:8}   {PEER.get(name, '')}", flush=True)
        if again := sum(pupil.again for pupil in who):
            print(f"    {again} sent again over a new connection: the old one was closed while nobody used it")
        for pupil in who:
            pupil.again = 0
        everything += heard.ids
    return everything


async def at_once(pupils: Sequence[Pupil]) -> Heard:
    """The teacher says: hand in now. One answer of each in the same moment, and so ten times in a lesson."""
    heard = Heard()

    async def one(pupil: Pupil, client: str) -> None:
        began = time.perf_counter()
        if await pupil.answer(client):
            heard.took.append((time.perf_counter() - began) * 1000)
            heard.ids.append(client)
        else:
            heard.failed += 1

    for n in range(BURSTS):
        await asyncio.gather(*(one(pupil, f"once-{number}-{n}") for number, pupil in enumerate(pupils)))
        await asyncio.sleep(1)
    return heard


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="werf-bench-load-") as folder:
        os.environ.update(OPENWERF_DATA=folder, OPENWERF_DEMO="1", OPENWERF_URL="http://127.0.0.1:5094")
        prepare = [sys.executable, "-m", "flask", "--app", "wsgi", "demo", "prepare"]
        subprocess.run(prepare, check=True, stdout=subprocess.DEVNULL)
        port = _free_port()
        pupils, count = _pupils(port)
        server = subprocess.Popen([sys.executable, "-m", "app.base.supervisor", "--port", str(port)])
        try:
            _wait_for(port)
            acknowledged = asyncio.run(measure(pupils))
            told = sorted(count())
        finally:
            server.send_signal(signal.SIGINT)
            server.wait(10)
    twice, lost = len(told) - len(set(told)), len(set(acknowledged) - set(told))
    print(f"{len(acknowledged)} answers acknowledged: {lost} lost, {twice} kept twice")
    if lost or twice:
        raise SystemExit("answers were lost or kept twice")


def _pupils(port: int) -> tuple[list[Pupil], Callable[[], list[str]]]:
    """Ten classes of thirty with a lesson each, and a way to read which answers were kept."""
    from sqlalchemy import select

    from app import create_app
    from app.access.actor import Actor, Post, Role
    from app.assignments.operations import give_module
    from app.base import clock
    from app.curriculum.queries import newest_module
    from app.demo.setting import actor_of
    from app.learning.models import Answer
    from app.people.keys import card_token
    from app.people.models import Enrolment, SchoolClass
    from app.people.models import Pupil as Row
    from app.people.operations import make_class
    from app.people.queries.roster import difference_for_class
    from app.people.rules.difference import ListShown, mark_of

    house = create_app(testing=True).extensions["house"]
    now = clock.now()
    today, teacher = clock.school_day(now), actor_of(house, "samira@devlieger.example", now)
    school_id = teacher.school_id
    with house.looking(teacher, now) as work:
        module = newest_module(work, slug="zeesluis")
        step, number, question = _open_question(module)
    found: list[Pupil] = []
    for n in range(CLASSES):
        letter, levels = chr(65 + n), ("po-7",)
        names = "\n".join(f"Kind{chr(65 + k // 26)}{chr(97 + k % 26)} Van{letter.lower()}" for k in range(SIZE))
        with house.looking(teacher, now) as work:
            change = difference_for_class(work, class_id=None, names=names, levels=levels)
        listed = ListShown(f"7{letter}x", levels, names, mark_of(change, name=f"7{letter}x", levels=levels))
        with house.looking(teacher, now) as work:
            key = work.new_id()
        code = house.act(teacher, now, make_class, key=key, listed=listed)
        with house.store.reading("everywhere") as db:
            klass = db.scalars(select(SchoolClass).where(SchoolClass.code == code)).one()
        post = Post(Role.TEACHER, school_id=school_id, class_ids=frozenset({klass.id}))
        facts = {"opens_on": today, "closes_on": today + timedelta(days=9), "request_id": f"load-{n}"}
        given = house.act(
            Actor(teacher.user_id, (post,)), now, give_module, class_code=code, module_slug="zeesluis", **facts
        )
        with house.store.reading("everywhere") as db:
            mine = select(Row).join(Enrolment, Enrolment.pupil_id == Row.id).where(Enrolment.class_id == klass.id)
            for row in db.scalars(mine):
                card = f"/card/{card_token(house.seal, pupil_id=row.id, version=row.card_version)}"
                found.append(Pupil(port, card, f"/learn/{given}/{step}/{number}/answer", question))
    assert len(found) == CLASSES * SIZE, len(found)

    def count() -> list[str]:
        with house.store.reading("everywhere") as db:
            return [one for one in db.scalars(select(Answer.client_id)) if one.count("-") >= 1 and one[:4] in _NAMES]

    return found, count


_NAMES = ("once", "clos", "pace", "many")


def _open_question(module) -> tuple[str, int, str]:
    """An open question of a step before the visit: it may be answered again and again."""
    from app.curriculum.module import Viewer
    from app.learning.rules import screens

    viewer = Viewer(present=False, band="po-7-8", visiting=False)
    for step in module.steps:
        for screen in screens(step, viewer=viewer) if step.phase == "before" else ():
            if screen.question and screen.question.type == "open":
                return step.id, screen.number, screen.question.id
    raise SystemExit("no open question")


def _free_port() -> int:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        port: int = held.getsockname()[1]
        return port


def _wait_for(port: int) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        try:
            urlopen(f"http://127.0.0.1:{port}/alive", timeout=2).read()
            return
        except OSError:
            time.sleep(0.3)
    raise SystemExit("the server did not come up")


if __name__ == "__main__":
    main()
