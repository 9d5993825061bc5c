"""Openwerf as `make run` and `make serve` start it: the supervisor with two web workers and the worker for jobs."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from urllib.error import URLError
from urllib.request import ProxyHandler, build_opener

from sqlalchemy import Connection, Date, select, update
from sqlalchemy import Table as TableOfRows

from app import create_app
from app.base import clock
from app.base.db import EVERYWHERE, Moment, Table
from app.base.house import House
from app.base.settings import from_environment

ROOT = Path(__file__).parents[2]
OURS = ("OPENWERF_", "DATABASE_URL", "PORT", "HOST", "WORKERS")
START_SECONDS = 300  # migrations, lessons and the demo; 12 on an idle machine


@dataclass(frozen=True, slots=True)
class Site:
    """A running Openwerf, and its house for what no page shows: secrets on cards, rows that were kept."""

    url: str
    house: House

    def pass_days(self, days: int) -> None:
        """Days go by: everything that happened, and all that is planned, lies `days` further back than it did.

        The server keeps the real clock, so the world is moved instead of the time.
        """
        with self.house.store.acting(EVERYWHERE) as db:
            for table in Table.metadata.sorted_tables:
                _move_back(db.connection(), table, timedelta(days=days))


def _move_back(connection: Connection, table: TableOfRows, by: timedelta) -> None:
    dated = [column for column in table.columns if isinstance(column.type, Date | Moment)]
    keys = list(table.primary_key.columns)
    for row in connection.execute(select(*keys, *dated)).all() if dated else ():
        held = zip(dated, row[len(keys) :], strict=True)
        moved = {column.name: _earlier(moment, by) for column, moment in held if moment is not None}
        if moved:
            here = (key == value for key, value in zip(keys, row, strict=False))
            connection.execute(update(table).where(*here).values(moved))


def _earlier(moment: date, by: timedelta) -> date:
    """The same time on the clock of an earlier day, also across the change of the clock."""
    return moment.astimezone(clock.AMSTERDAM) - by if isinstance(moment, datetime) else moment - by


@contextmanager
def running(folder: Path, *, demo: bool) -> Iterator[Site]:
    """On a free port and a data folder of its own; with the demo, or with the lessons and nobody in it."""
    port, log = _free_port(), folder / "server.log"
    environment = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
    environment |= {"OPENWERF_DATA": str(folder / "data"), "OPENWERF_DEMO": "1" if demo else ""}
    command = [sys.executable, "-m", "app.base.supervisor", "--prepare", "--port", str(port), "--workers", "2"]
    if shutil.which("setpriv"):  # it goes when a test run is killed
        command = ["setpriv", "--pdeathsig=TERM", *command]
    with log.open("w") as out:
        supervisor = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=out, stderr=out, start_new_session=True
        )
    try:
        _wait(port, supervisor, log)
        house: House = create_app(from_environment({**environment, "PORT": str(port)})).extensions["house"]
        yield Site(f"http://127.0.0.1:{port}", house)
        house.store.engine.dispose()
    finally:
        _end(supervisor)
    said = log.read_text()
    assert "Traceback" not in said, said
    assert supervisor.returncode == 0, said


def _free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        port: int = trial.getsockname()[1]
        return port


def _wait(port: int, supervisor: "subprocess.Popen[bytes]", log: Path) -> None:
    direct, until = build_opener(ProxyHandler({})), time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        assert supervisor.poll() is None, log.read_text()
        try:
            direct.open(f"http://127.0.0.1:{port}/alive", timeout=5).close()
        except (URLError, OSError):
            time.sleep(0.1)
        else:
            return
    raise AssertionError(f"not open after {START_SECONDS} s:\n{log.read_text()}")


def _end(supervisor: "subprocess.Popen[bytes]") -> None:
    if supervisor.poll() is None:
        supervisor.send_signal(signal.SIGINT)
    try:
        supervisor.wait(30)
    except subprocess.TimeoutExpired:
        supervisor.kill()  # its children end with it
        supervisor.wait()
