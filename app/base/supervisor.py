"""One supervisor behind `make run` and `make serve`: web and worker start together and end together.

Granian hung in 4 of 8 tries when the whole process group got SIGINT; so each child has a session of its own and
only granian's master and the worker are told. Two granians share a port without a word; so the port is tried first.
"""

import argparse
import ctypes
import errno
import fcntl
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import IO

PATIENCE = 3.5  # seconds for the job at hand and open requests; a worker needs 2.5 to hand its job back
LAST_WORD = 0.7  # seconds between SIGTERM and SIGKILL
EVERY_ADDRESS = ("0.0.0.0", "::")  # noqa: S104 - what a person may ask for, so that a tablet can come in
PR_SET_PDEATHSIG = 1


@dataclass(frozen=True, slots=True)
class Program:
    """One child and how it is asked to end.

    `holds_back`: the signal waits until the program unblocks it (app/base/queue.py: consume), so that a Ctrl-C
    during its start tears nothing.
    """

    command: Sequence[str]
    sign: signal.Signals = signal.SIGINT
    holds_back: bool = False


def web_program(host: str, port: int, workers: int, target: str) -> Program:
    """Granian as measured: one blocking thread a worker, and room for idle keep-alive connections.

    Its master ends alike on SIGINT and SIGTERM; before it can, SIGTERM is the one that says nothing.
    """
    command = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port),
        "--workers", str(workers), "--blocking-threads", "1", "--backlog", "4096", "--backpressure", "16384",
        "--no-ws", "--log-level", "warning", "--workers-kill-timeout", "2",
        "--respawn-failed-workers", "--respawn-interval", "1", target,
    ]  # fmt: skip
    return Program(command, sign=signal.SIGTERM)


class Supervisor:
    """Starts the programs, waits, and ends all when one ends or a signal comes. A second signal is less patient."""

    def __init__(self, programs: Sequence[Program], *, on_tick: Callable[[], None] = lambda: None) -> None:
        self.programs = programs
        self.on_tick = on_tick  # called ten times a second while all is well
        self.children: list[subprocess.Popen[bytes]] = []
        self.told = 0

    def run(self) -> int:
        """0 after a signal; 1 when a child ended by itself."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._tell)
        for program in self.programs:
            self.children.append(_start(program))
        while not self.told and all(child.poll() is None for child in self.children):
            self.on_tick()
            time.sleep(0.1)
        outcome = 0 if self.told else 1
        self._end()
        return outcome

    def _tell(self, _number: int, _frame: FrameType | None) -> None:
        self.told += 1

    def _end(self) -> None:
        for child, program in zip(self.children, self.programs, strict=False):
            _say(child, program.sign)
        self._wait(PATIENCE)
        for child in self.children:
            _say(child, signal.SIGTERM)
        self._wait(LAST_WORD)
        for child in self.children:
            _kill_session(child)

    def _wait(self, seconds: float) -> None:
        until = time.monotonic() + seconds
        while self.told < 2 and time.monotonic() < until and any(child.poll() is None for child in self.children):
            time.sleep(0.05)


def _start(program: Program) -> subprocess.Popen[bytes]:
    """In a session of its own, so that the terminal's Ctrl-C reaches only us."""
    parent = os.getpid()

    def prepare() -> None:
        _end_with(parent)
        if program.holds_back:
            signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})

    return subprocess.Popen(program.command, start_new_session=True, preexec_fn=prepare)


def _end_with(parent: int) -> None:
    """On Linux the kernel tells a child when a supervisor that was killed can no longer do so."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() != parent:
            os._exit(1)


def _say(child: subprocess.Popen[bytes], sign: signal.Signals) -> None:
    if child.poll() is None:
        child.send_signal(sign)


def _kill_session(child: subprocess.Popen[bytes]) -> None:
    """Whatever a child left behind in its session; nothing when all went well."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(child.pid, signal.SIGKILL)
    child.wait()


def claim_folder(folder: Path) -> IO[str]:
    """Hold the data folder as long as this process lives. Exits when another one holds it."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handle = (folder / "serving.lock").open("w")
    except OSError as error:
        sys.exit(f"The folder {folder} cannot be written ({error.strerror}). Give another: DATA=folder")
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        sys.exit(f"Openwerf is running already on the folder {folder}. Stop it first, or give another: DATA=folder")
    return handle


def check_port(host: str, port: int) -> None:
    """Exits with a sentence when this address cannot be served, most often because somebody listens there."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # never SO_REUSEPORT: it would share in silence
        try:
            trial.bind((host, port))
            trial.listen(1)
        except OSError as error:
            sys.exit(_why_not(error, host, port))


def _why_not(error: OSError, host: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"Port {port} is taken. Stop what runs there, or give another: PORT={port + 1}"
    if error.errno == errno.EACCES:
        return f"Port {port} is for the administrator of this computer. Give one above 1023: PORT=5000"
    return f"{host} is no address of this computer. Give 127.0.0.1, or 0.0.0.0 to let others in: HOST=0.0.0.0"


def urls(host: str, port: int) -> list[str]:
    """Where a browser finds us, the address for other devices on the same network first."""
    if host not in EVERY_ADDRESS:
        return [f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"]
    own = f"http://127.0.0.1:{port}"
    outside = _address_on_the_network()
    return [f"http://{outside}:{port}", own] if outside else [own]


def _address_on_the_network() -> str | None:
    """The address this computer would send from. Connecting a datagram socket sends nothing."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # an address that exists in documentation only
        except OSError:
            return None
        found: str = probe.getsockname()[0]
        return found


def greeting(host: str, port: int, said: Sequence[str]) -> Callable[[], None]:
    """What to call until the port answers; then it says once where to look."""
    waiting = [True]
    near = "::1" if host == "::" else "127.0.0.1" if host in EVERY_ADDRESS else host

    def look() -> None:
        if not waiting:
            return
        with suppress(OSError), socket.create_connection((near, port), timeout=0.2):
            waiting.clear()
            print("\n  Openwerf is open:  " + "   ".join(said) + "     (Ctrl-C ends it)\n", flush=True)

    return look


def main(arguments: Sequence[str] | None = None) -> int:
    given = _arguments(arguments)
    check_port(given.host, given.port)
    held = claim_folder(Path(os.environ.get("OPENWERF_DATA", "data")))
    said = urls(given.host, given.port)
    os.environ.setdefault("OPENWERF_URL", said[0])
    if given.prepare and (failed := _prepare()):
        return failed
    web = web_program(given.host, given.port, given.workers, given.target)
    worker = Program((sys.executable, *given.worker.split()), holds_back=True)
    outcome = Supervisor([web, worker], on_tick=greeting(given.host, given.port, said)).run()
    if outcome:
        print("Openwerf stopped, because one of its two halves stopped; the lines above say why.", file=sys.stderr)
    held.close()
    return outcome


def _prepare() -> int:
    """Migrate, publish the lessons and load the demo when there is to be one, before anybody comes in."""
    parent = os.getpid()
    command = (sys.executable, "-m", "flask", "--app", "wsgi", "demo", "prepare")
    try:
        return subprocess.run(command, preexec_fn=lambda: _end_with(parent)).returncode
    except KeyboardInterrupt:
        return 130


def _arguments(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Serve Openwerf: web and worker together.")
    parser.add_argument("--host", default=os.environ.get("HOST") or "127.0.0.1")
    parser.add_argument("--port", type=int, default=os.environ.get("PORT") or "5000")
    parser.add_argument("--workers", type=int, default=os.environ.get("WORKERS") or str(_cores()))
    parser.add_argument("--target", default="wsgi:app")
    parser.add_argument("--worker", default="-m app.worker", help="what python runs to carry jobs")
    parser.add_argument("--prepare", action="store_true", help="migrate, publish the lessons, load the demo first")
    return parser.parse_args(arguments)


def _cores() -> int:
    """The cores this process may use, which in a container are fewer than the machine has."""
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 2


if __name__ == "__main__":
    sys.exit(main())
