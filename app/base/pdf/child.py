"""One living child process that makes the PDFs, with limits, so that no document can hold up or bring down
the house.

A process of our own instead of multiprocessing: it does not import the caller's main module (granian, huey,
pytest),
sees no secrets in its environment, and answers in plain frames, never in pickles.
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
KEPT = ("PATH", "HOME", "LANG", "LC_ALL", "FONTCONFIG_PATH", "FONTCONFIG_FILE", "SYSTEMROOT")
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
        self.room = tempfile.mkdtemp(prefix="openwerf-pdf-")  # WeasyPrint leaves its fonts behind when it is killed
        environment = {name: os.environ[name] for name in KEPT if name in os.environ} | {"TMPDIR": self.room}
        self.process = subprocess.Popen(  # noqa: S603 - our own program, fixed words
            [sys.executable, "-m", "app.base.pdf.child_main", str(limits.cpu), str(limits.memory), self.room],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # Pango speaks of texts there
            cwd=ROOT,
            env=environment,
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
        shutil.rmtree(self.room, ignore_errors=True)


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

    def close(self) -> None:
        with self._one_at_a_time:
            self._forget()

    def _ready(self) -> Child:
        child = self._child
        if child is None or child.owner != os.getpid() or child.process.poll() is not None:
            self._forget()
            self._child = child = Child(self.limits)
        return child

    def _forget(self) -> None:
        if self._child is not None:
            self._child.end()
            self._child = None


_printer = Printer()
atexit.register(_printer.close)


def render_in_child(html: str, *, title: str, language: str, images: Mapping[str, bytes] | None = None) -> bytes:
    """The PDF of one HTML document, made by this process's living child.

    Raises:
        PdfFailed: too long, too much memory, or something in it that paper may not read.
    """
    return _printer.render(html, title=title, language=language, images=images)
