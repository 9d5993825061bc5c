"""One supervisor behind `make run` and `make serve`: web and worker start together and end together.

Granian hung in 4 of 8 tries when the whole process group got SIGINT; so each child has a session of its own and
only granian's master and the worker are told. Two granians share a port without a word; so the port is tried first.
"""

import argparse
import fcntl
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from types import FrameType
from typing import IO

PATIENCE = 8.0  # seconds for a job at hand and open requests
KILL_AFTER = 4.0


def web_command(host: str, port: int, workers: int, target: str) -> list[str]:
    """Granian as measured: one blocking thread a worker, and room for idle keep-alive connections."""
    return [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port),
        "--workers", str(workers), "--blocking-threads", "1", "--backlog", "4096", "--backpressure", "16384",
        "--no-ws", "--log-level", "warning", "--workers-kill-timeout", "4", target,
    ]  # fmt: skip


class Supervisor:
    """Starts the commands, waits, and ends all when one ends or a signal comes."""

    def __init__(self, commands: Sequence[Sequence[str]]) -> None:
        self.commands = commands
        self.children: list[subprocess.Popen[bytes]] = []
        self.told = False

    def run(self) -> int:
        """0 after a signal; 1 when a child ended by itself."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._tell)
        self.children = [subprocess.Popen(command, start_new_session=True) for command in self.commands]
        while not self.told and all(child.poll() is None for child in self.children):
            time.sleep(0.1)
        died = not self.told
        self._end()
        return 1 if died else 0

    def _tell(self, _number: int, _frame: FrameType | None) -> None:
        self.told = True

    def _end(self) -> None:
        for child in self.children:
            if child.poll() is None:
                child.send_signal(signal.SIGINT)
        self._wait(PATIENCE)
        for child in self.children:
            if child.poll() is None:
                child.terminate()
        self._wait(KILL_AFTER)
        for child in self.children:
            _kill_session(child)

    def _wait(self, seconds: float) -> None:
        until = time.monotonic() + seconds
        while time.monotonic() < until and any(child.poll() is None for child in self.children):
            time.sleep(0.05)


def _kill_session(child: subprocess.Popen[bytes]) -> None:
    """Whatever a child left behind in its session; nothing when all went well."""
    try:
        os.killpg(child.pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        pass
    child.wait()


def claim_folder(folder: Path) -> IO[str]:
    """Hold the data folder as long as this process lives. Exits when another one holds it."""
    folder.mkdir(parents=True, exist_ok=True)
    handle = (folder / "serving.lock").open("w")
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        sys.exit(f"Openwerf is running already on the folder {folder}. Stop it first, or give another: DATA=folder")
    return handle


def check_port(host: str, port: int) -> None:
    """Exits when somebody listens there."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host, port))
            trial.listen(1)
        except OSError:
            sys.exit(f"Port {port} is taken. Stop what runs there, or give another: PORT={port + 1}")


def main(arguments: Sequence[str] | None = None) -> int:
    given = _arguments(arguments)
    check_port(given.host, given.port)
    held = claim_folder(Path(os.environ.get("OPENWERF_DATA", "data")))
    if given.prepare and subprocess.run([sys.executable, "-m", "flask", "--app", "wsgi", "house", "prepare"]).returncode:
        return 1
    print(f"\n  Openwerf: http://{given.host}:{given.port}   (Ctrl-C ends it)\n", flush=True)
    web = web_command(given.host, given.port, given.workers, given.target)
    worker = [sys.executable, "-m", *given.worker.split()]
    outcome = Supervisor([web, worker]).run()
    held.close()
    return outcome


def _arguments(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Serve Openwerf: web and worker together.")
    parser.add_argument("--host", default=os.environ.get("HOST") or "127.0.0.1")
    parser.add_argument("--port", type=int, default=int(os.environ.get("PORT") or 5000))
    parser.add_argument("--workers", type=int, default=int(os.environ.get("WORKERS") or os.cpu_count() or 2))
    parser.add_argument("--target", default="wsgi:app")
    parser.add_argument("--worker", default="app.worker", help="the module that runs jobs")
    parser.add_argument("--prepare", action="store_true", help="migrate, publish the lessons, load the demo first")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
