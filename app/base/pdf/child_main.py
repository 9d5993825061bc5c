"""The child's side of app/base/pdf/child.py: read a document, answer a PDF, until the pipe closes.

It is started by its file and knows only the paper room: the package `app` itself is the roof, which imports every
feature, and that would take longer than to draw a class.
"""

import base64
import json
import os
import resource
import select
import shutil
import struct
import sys
from pathlib import Path
from types import ModuleType

APP = Path(__file__).parents[2]


def main(cpu: int, memory: int) -> None:
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints does not land between the frames
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _wake()
    orders = sys.stdin.buffer
    while head := orders.read(8):
        (size,) = struct.unpack(">Q", head)
        _allow(cpu)
        kind, body = _made(orders.read(size))
        answers.write(struct.pack(">cQ", kind, len(body)) + body)
        answers.flush()


def _wake() -> None:
    """Imports, and with nothing to do yet a first sheet for nobody: fonts are found and style sheets read."""
    from app.base.pdf.engine import render

    if not select.select([sys.stdin], [], [], 0)[0]:
        render('<link rel="stylesheet" href="asset:fonts.css"><p>.</p>', title="", language="nl")


def _allow(seconds: int) -> None:
    """The limit on processor time counts from the start of the process: move it along for each document."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    resource.setrlimit(resource.RLIMIT_CPU, (int(used.ru_utime + used.ru_stime) + seconds + 1, resource.RLIM_INFINITY))


def _made(order: bytes) -> tuple[bytes, bytes]:
    from app.base.pdf.engine import render
    from app.base.pdf.problem import PdfFailed

    try:
        told = json.loads(order)
        images = {name: base64.b64decode(content) for name, content in told["images"].items()}
        return b"P", render(told["html"], title=told["title"], language=told["language"], images=images)
    except MemoryError:
        return b"M", b""
    except PdfFailed as problem:
        return b"E", problem.reason.encode()
    except Exception as problem:
        return b"E", type(problem).__name__.encode()


def _without_a_roof() -> None:
    """The package `app` with its rooms and without what stands in app/__init__.py."""
    roof = ModuleType("app")
    roof.__path__ = [str(APP)]
    sys.modules["app"] = roof


if __name__ == "__main__":
    _without_a_roof()
    try:
        main(int(sys.argv[1]), int(sys.argv[2]))
    finally:  # the pipe closed: whoever asked may be gone, and clears nothing any more
        shutil.rmtree(sys.argv[3], ignore_errors=True)
