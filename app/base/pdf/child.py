"""One living child process that makes the PDFs, with limits, so that no document can hold up or bring down
the house.

A process of our own instead of multiprocessing: it does not import the caller's main module (granian, huey, pytest),
sees no secrets in its environment, and answers in plain frames, never in pickles. Its temporary files stand in a folder
of its own that its parent removes, also after it was killed in the middle.
"""

import atexit
import base64
import contextlib
import json
import os
import selectors
import shutil
import struct
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from app.base.pdf.problem import BROKEN, TOO_BIG, TOO_LONG, PdfFailed

ROOT = Path(__file__).parents[3]
PROGRAM = Path(__file__).with_name("child_main.py")
KEPT = ("PATH", "HOME", "LANG", "LC_ALL", "FONTCONFIG_PATH", "FONTCONFIG_FILE", "SYSTEMROOT")
SCRATCH = "openwerf-paper-"
HEAD = struct.Struct(">cQ")


@dataclass(frozen=True, slots=True)
class Limits:
    """For one document: seconds on the clock, seconds of processor, bytes of memory; and documents for each
    child."""

    wall: float = 120
    cpu: int = 100
    memory: int = 1_500_000_000
    documents: int = 200


class Child:
    """A process running app/base/pdf/child_main.py. One document at a time."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.owner = os.getpid()
        self.made = 0
        sweep()
        self.scratch = tempfile.mkdtemp(prefix=f"{SCRATCH}{self.owner}-")
        environment = {name: os.environ[name] for name in KEPT if name in os.environ}
        self.process = subprocess.Popen(  # noqa: S603 - our own program, fixed words
            [sys.executable, "-P", str(PROGRAM), str(limits.cpu), str(limits.memory), self.scratch],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # Pango speaks of texts there
            cwd=ROOT,
            env={**environment, "TMPDIR": self.scratch},
            start_new_session=True,  # Ctrl-C is for the supervisor; a closed pipe ends the child
        )

    def ask(self, order: bytes) -> bytes:
        """Send one document and wait for its PDF."""
        assert self.process.stdin is not None
        self.made += 1
        deadline = time.monotonic() + self.limits.wall
        try:
            self.process.stdin.write(struct.pack(">Q", len(order)) + order)
            self.process.stdin.flush()
            kind, size = HEAD.unpack(self._read(HEAD.size, deadline))
            answer = self._read(size, deadline)
        except BrokenPipeError:
            raise PdfFailed(BROKEN, reason="child gone") from None
        if kind == b"M":
            raise PdfFailed(TOO_BIG, reason="memory")
        if kind != b"P":
            raise PdfFailed(BROKEN, reason=answer.decode(errors="replace"))
        return answer

    def _read(self, size: int, deadline: float) -> bytes:
        assert self.process.stdout is not None
        parts: list[bytes] = []
        with selectors.DefaultSelector() as waiting:
            waiting.register(self.process.stdout, selectors.EVENT_READ)
            while size:
                left = deadline - time.monotonic()
                if left <= 0 or not waiting.select(left):
                    raise PdfFailed(TOO_LONG, reason="wall time")
                part = os.read(self.process.stdout.fileno(), min(size, 1 << 20))
                if not part:
                    raise self._died()
                parts.append(part)
                size -= len(part)
        return b"".join(parts)

    def _died(self) -> PdfFailed:
        code = self.process.wait(timeout=10)
        if code == -24:  # SIGXCPU
            return PdfFailed(TOO_LONG, reason="processor time")
        return PdfFailed(TOO_BIG if code in (-6, -11) else BROKEN, reason=f"child ended with {code}")

    def end(self) -> None:
        if self.owner != os.getpid():
            return  # a copy made by fork: not ours to end
        self.process.kill()
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()
        shutil.rmtree(self.scratch, ignore_errors=True)


def sweep() -> None:
    """Removes what children left of whom the parent was killed too."""
    for folder in Path(tempfile.gettempdir()).glob(f"{SCRATCH}*"):
        owner = folder.name.removeprefix(SCRATCH).partition("-")[0]
        if owner.isdigit() and not _lives(int(owner)):
            shutil.rmtree(folder, ignore_errors=True)


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass  # somebody else's
    return True


class Printer:
    """Keeps one child alive for this process and replaces it when it failed or has made enough."""

    def __init__(self, limits: Limits | None = None) -> None:
        self.limits = limits or Limits()
        self._child: Child | None = None
        self._one_at_a_time = threading.Lock()

    def render(self, html: str, *, title: str, language: str, images: Mapping[str, bytes] | None = None) -> bytes:
        """As `app.base.pdf.render`, in the child."""
        pictures = {name: base64.b64encode(content).decode() for name, content in (images or {}).items()}
        order = json.dumps({"html": html, "title": title, "language": language, "images": pictures}).encode()
        with self._one_at_a_time:
            child = self._ready()
            try:
                answer = child.ask(order)
            except PdfFailed as problem:
                if not problem.reason.startswith("refused"):
                    self._forget()
                raise
            except BaseException:
                self._forget()
                raise
            if child.made >= self.limits.documents:
                self._forget()
            return answer

    def get_ready(self) -> None:
        """Starts the child, so that it wakes up while the document is being written."""
        with self._one_at_a_time:
            self._ready()

    def close(self) -> None:
        with self._one_at_a_time:
            self._forget()

    def _ready(self) -> Child:
        child = self._child
        if child is None or child.owner != os.getpid() or child.process.poll() is not None:
            self._child = child = Child(self.limits)
        return child

    def _forget(self) -> None:
        if self._child is not None:
            self._child.end()
            self._child = None


_printer, _second = Printer(), Printer()
atexit.register(_printer.close)
atexit.register(_second.close)


def printers() -> tuple[Printer, Printer]:
    """This process's own, and one more for a long run: close it afterwards."""
    return _printer, _second


def get_ready() -> None:
    """Call it before a document is written: a child that sleeps takes half a second to wake up."""
    _printer.get_ready()


def render_in_child(html: str, *, title: str, language: str, images: Mapping[str, bytes] | None = None) -> bytes:
    """The PDF of one HTML document, made by this process's living child.

    Raises:
        PdfFailed: too long, too much memory, or something in it that paper may not read.
    """
    return _printer.render(html, title=title, language=language, images=images)
