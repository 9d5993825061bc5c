"""Three hundred classes of two schools ask for five places at the same moment, through the real server.

Each of thirty clients holds a line of its own and asks ten times. The bare route (`/alive`) is asked in the same way in
the same run, so that the figures are ratios. At the end the database is counted: exactly five places are taken.
"""

import asyncio
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from bench.load import Pupil, _free_port, _wait_for

CLIENTS, EACH, PLACES, GROUP = 30, 10, 5, 15
PASSWORD_OF = ("samira@devlieger.example", "joost@hetbaken.example")


async def sign_in(client: Pupil, email: str, password: str) -> None:
    _, page = await client.ask("GET", "/sign-in")
    form = {"csrf_token": token_in(page), "email": email, "password": password}
    status, _ = await client.ask("POST", "/sign-in", form)
    assert status == 303, status


def token_in(page: bytes) -> str:
    found = re.search(rb'name="csrf_token" value="([^"]+)"', page)
    assert found, "a page without a form"
    return found[1].decode()


async def measure(port: int, facts: dict[str, Any]) -> dict[str, list[float]]:
    """Milliseconds of each answer by what it was: accepted, told, error; and of the bare route."""
    teachers = [Pupil(port, "") for _ in PASSWORD_OF]
    for one, email in zip(teachers, PASSWORD_OF, strict=True):
        await sign_in(one, email, facts["password"])
    token = [token_in((await one.ask("GET", facts["path"]))[1]) for one in teachers]
    clients = [Pupil(port, "", cookie=dict(teachers[n % 2].cookie)) for n in range(CLIENTS)]
    took: dict[str, list[float]] = {"bare": [], "accepted": [], "told": [], "error": []}

    async def bare(client: Pupil) -> None:
        for _ in range(EACH):
            began = time.perf_counter()
            await client.ask("GET", "/alive")
            took["bare"].append((time.perf_counter() - began) * 1000)

    async def book(number: int, client: Pupil) -> None:
        for n in range(EACH):
            form = {"csrf_token": token[number % 2], "slot": facts["slot"], "level": facts["levels"][number % 2]}
            form |= {"expected": str(GROUP), "request_id": f"bench-{number}-{n}", "safety_version": "1"}
            began = time.perf_counter()
            status, page = await client.ask("POST", f"{facts['path']}/book", form)
            offered = b"formaction" in page
            kind = "accepted" if status == 303 else "told" if status == 422 and offered else "error"
            took[kind].append((time.perf_counter() - began) * 1000)

    await asyncio.gather(*(bare(one) for one in clients))
    await asyncio.gather(*(book(n, one) for n, one in enumerate(clients)))
    return took


def at(took: list[float], share: float) -> float:
    return sorted(took)[min(len(took) - 1, int(share * len(took)))]


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="werf-bench-bookings-") as folder:
        os.environ.update(OPENWERF_DATA=folder, OPENWERF_DEMO="1", OPENWERF_URL="http://127.0.0.1:5095")
        prepare = [sys.executable, "-m", "flask", "--app", "wsgi", "demo", "prepare"]
        subprocess.run(prepare, check=True, stdout=subprocess.DEVNULL)
        facts, count = _slot()
        port = _free_port()
        server = subprocess.Popen([sys.executable, "-m", "app.base.supervisor", "--port", str(port)])
        try:
            _wait_for(port)
            took = asyncio.run(measure(port, facts))
            taken = count()
        finally:
            server.send_signal(signal.SIGINT)
            server.wait(10)
    asked = took["accepted"] + took["told"] + took["error"]
    print(f"{CLIENTS * EACH} bookings at once on {PLACES} places: {len(took['accepted'])} accepted, ", end="")
    print(f"{len(took['told'])} told and offered the line, {len(took['error'])} errors")
    for share in (0.5, 0.95):
        mine, bare = at(asked, share), at(took["bare"], share)
        print(f"p{share * 100:.0f} {mine:.0f} ms, {mine / bare:.1f} x the bare route under the same crowd")
    if (len(took["accepted"]), taken, took["error"]) != (PLACES, PLACES, []):
        raise SystemExit(f"{taken} places are taken, of {PLACES}")


def _slot() -> tuple[dict[str, Any], Callable[[], int]]:
    """A time of its own with five places at an offer for both schools of the demo, and a way to read what is taken."""
    from sqlalchemy import select

    from app import create_app
    from app.access.actor import Actor, Post, Role
    from app.base import clock
    from app.people import demo_accounts
    from app.visits.models import VisitOffer, VisitSlot
    from app.visits.operations import add_slot

    house = create_app(testing=True).extensions["house"]
    levels = ("po-7", "vo-1-kb")
    with house.store.reading("everywhere") as db:
        offer = db.scalars(select(VisitOffer).where(VisitOffer.state == "open").order_by(VisitOffer.code)).first()
    host = Actor(None, (Post(Role.HOST, company_id=offer.company_id),))

    def open_for_both(work: Any) -> str:
        row = work.db.get_one(VisitOffer, offer.id)
        row.levels, row.min_group, row.max_group, row.deadline_days = ["po-7-8", "vo-onder-vmbo"], 1, GROUP, 0
        starts_at = clock.at(work.today + timedelta(days=40), 10)
        times = {"starts_at": starts_at, "ends_at": starts_at + timedelta(hours=1)}
        return add_slot(work, code=row.code, places=PLACES, pupils=PLACES * GROUP, **times)

    slot = house.act(host, clock.now(), open_for_both)

    def taken() -> int:
        with house.store.reading("everywhere") as db:
            return db.scalars(select(VisitSlot.places_taken).where(VisitSlot.code == slot)).one()

    facts = {"path": f"/visits/{offer.code}", "slot": slot, "levels": levels, "password": demo_accounts.PASSWORD}
    return facts, taken


if __name__ == "__main__":
    main()
