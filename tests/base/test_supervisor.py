"""One Ctrl-C ends web and worker, cleanly and soon; a half that dies takes the other along; nothing shares a port.

The programs here are the real supervisor, granian and queue; only the application and its job are small ones of ours.
"""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from urllib.request import urlopen

import pytest

HANGS = 20  # seconds; on a quiet machine it is over within five, but a test of time would blame a busy one
ROOT = Path(__file__).parents[2]
SITE = """
def app(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [b"open"]
"""
# A job writes `begun`, works SECONDS, writes `done`; one that must stop earlier writes `given-back`.
CARRIER = """
import os, time
from pathlib import Path
from uuid import UUID
from app.base.queue import consume, queue_at

HERE = Path(os.environ["OPENWERF_DATA"])
JOB = UUID(int=7)

def run(job_id):
    (HERE / "begun").write_text(str(job_id))
    time.sleep(float(os.environ["SECONDS"]))
    (HERE / "done").write_text(str(job_id))

def due():
    return [] if (HERE / "begun").exists() else [JOB]

consume(queue_at(HERE / "queue.db"), run=run, due=due, give_back=lambda job: (HERE / "given-back").write_text(str(job)))
"""


class Running:
    """`python -m app.base.supervisor` in a session of its own, as in a terminal."""

    def __init__(self, folder: Path, port: int, seconds: float) -> None:
        self.folder, self.port = folder, port
        (folder / "small_site.py").write_text(SITE)
        (folder / "small_carrier.py").write_text(CARRIER)
        self.data = folder / "data"
        command = [sys.executable, "-m", "app.base.supervisor", "--port", str(port), "--workers", "2"]
        command += ["--target", "small_site:app", "--worker", str(folder / "small_carrier.py")]
        path = os.pathsep.join((str(ROOT), str(folder)))
        self.process = subprocess.Popen(
            command,
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": path, "OPENWERF_DATA": str(self.data), "SECONDS": str(seconds)},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )

    def wait_for(self, file: str) -> None:
        _until(lambda: (self.data / file).exists() or self.process.poll() is not None)
        assert (self.data / file).exists(), self.words()

    def wait_until_open(self) -> None:
        _until(lambda: _answers(self.port) or self.process.poll() is not None)
        assert _answers(self.port), self.words()

    def ctrl_c(self) -> float:
        """What a terminal does: SIGINT to the whole foreground group. Returns the seconds until the end."""
        began = time.monotonic()
        os.killpg(self.process.pid, signal.SIGINT)
        self.process.wait(10)
        return time.monotonic() - began

    def words(self) -> str:
        """What it said; ends it first."""
        with suppress(ProcessLookupError):
            self.process.terminate()
        said = self.process.communicate(timeout=10)[0]
        return str(said)

    def children(self) -> list[int]:
        """Its two halves and what they started."""
        found, asked = [], [self.process.pid]
        while asked:
            parent = asked.pop()
            for task in Path(f"/proc/{parent}/task").glob("*/children"):
                young = [int(number) for number in task.read_text().split()]
                found += young
                asked += young
        return found


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., Running]]:
    running: list[Running] = []

    def begin(*, port: int | None = None, seconds: float = 0.0, folder: Path = tmp_path) -> Running:
        folder.mkdir(exist_ok=True)
        running.append(Running(folder, port or _free_port(), seconds))
        return running[-1]

    yield begin
    for one in running:
        if one.process.poll() is None:
            one.process.kill()
        one.process.communicate(timeout=10)


@pytest.mark.parametrize("nth", range(3))
def test_one_ctrl_c_ends_both_and_the_job_at_hand_finishes(start: Callable[..., Running], nth: int) -> None:
    running = start(seconds=1.0 + nth / 4)
    running.wait_until_open()
    running.wait_for("begun")
    children = running.children()
    assert len(children) >= 4, "granian, its two workers and the worker for jobs"
    assert running.ctrl_c() < HANGS
    assert running.process.returncode == 0
    assert (running.data / "done").exists()
    assert not (running.data / "given-back").exists()
    assert not [pid for pid in children if _lives(pid)]
    assert "Traceback" not in running.words()


def test_a_job_that_takes_longer_is_handed_back_and_ctrl_c_still_ends(
    start: Callable[..., Running],
) -> None:
    running = start(seconds=60)
    running.wait_until_open()
    running.wait_for("begun")
    assert running.ctrl_c() < HANGS
    assert (running.data / "given-back").exists()
    assert not (running.data / "done").exists()
    assert "Traceback" not in running.words()


def test_ctrl_c_while_it_still_starts_says_nothing_odd(start: Callable[..., Running]) -> None:
    running = start()
    _until(lambda: len(running.children()) >= 2)
    time.sleep(0.3)
    assert running.ctrl_c() < HANGS
    assert "Traceback" not in running.words()


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGHUP])
def test_a_closed_terminal_or_a_stopped_service_ends_it_too(start: Callable[..., Running], sign: int) -> None:
    running = start()
    running.wait_until_open()
    children = running.children()
    running.process.send_signal(sign)
    assert running.process.wait(6) == 0
    assert not [pid for pid in children if _lives(pid)]


@pytest.mark.parametrize("half", ["granian", "small_carrier"])
def test_when_one_half_dies_the_other_ends_and_the_failure_is_told(start: Callable[..., Running], half: str) -> None:
    running = start()
    running.wait_until_open()
    running.wait_for("begun")
    children = running.children()
    victim = next(pid for pid in children if half in _command(pid))
    os.kill(victim, signal.SIGKILL)
    assert running.process.wait(6) == 1
    _until(lambda: not [pid for pid in children if _lives(pid)])
    assert not [pid for pid in children if _lives(pid)]
    assert "one of its two halves stopped" in running.words()


def test_a_web_worker_that_dies_is_replaced_and_the_pages_go_on(start: Callable[..., Running]) -> None:
    running = start()
    running.wait_until_open()
    master = next(pid for pid in running.children() if "granian" in _command(pid))
    workers = Path(f"/proc/{master}/task/{master}/children").read_text().split()
    os.kill(int(workers[-1]), signal.SIGKILL)
    time.sleep(2.5)
    assert running.process.poll() is None, running.words()
    assert all(_answers(running.port) for _ in range(8))
    assert Path(f"/proc/{master}/task/{master}/children").read_text().split() != workers


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child that its parent is gone")
def test_no_half_outlives_a_supervisor_that_was_killed(start: Callable[..., Running]) -> None:
    running = start()
    running.wait_until_open()
    children = running.children()
    running.process.kill()
    _until(lambda: not [pid for pid in children if _lives(pid)])
    assert not [pid for pid in children if _lives(pid)]


def test_a_taken_port_is_refused_with_what_to_do(start: Callable[..., Running], tmp_path: Path) -> None:
    first = start()
    first.wait_until_open()
    second = start(port=first.port, folder=tmp_path / "second")
    assert second.process.wait(10) == 1
    assert f"Port {first.port} is taken. Stop what runs there, or give another: PORT={first.port + 1}" in second.words()
    assert _answers(first.port)


def test_a_data_folder_in_use_is_refused_with_what_to_do(start: Callable[..., Running]) -> None:
    first = start()
    first.wait_until_open()
    second = start()
    assert second.process.wait(10) == 1
    assert "running already on the folder" in second.words()
    assert _answers(first.port)


def test_it_says_where_it_is_open_once_it_is(start: Callable[..., Running]) -> None:
    running = start()
    running.wait_until_open()
    time.sleep(0.5)
    assert running.words().count(f"Openwerf is open:  http://127.0.0.1:{running.port} ") == 1


def _free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        port: int = trial.getsockname()[1]
        return port


def _answers(port: int) -> bool:
    try:
        with urlopen(f"http://127.0.0.1:{port}/", timeout=2) as answer:
            return bool(answer.read() == b"open")
    except OSError:
        return False


def _until(true: Callable[[], bool], seconds: float = 15) -> None:
    until = time.monotonic() + seconds
    while not true() and time.monotonic() < until:
        time.sleep(0.05)


def _lives(pid: int) -> bool:
    """There, and more than the memory of a process whose parent has not looked yet."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def _command(pid: int) -> str:
    return Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")
