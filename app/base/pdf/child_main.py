"""The child's side of app/base/pdf/child.py: read a document, answer a PDF, until the pipe closes."""

import base64
import json
import os
import resource
import shutil
import struct
import sys

from app.base.pdf.engine import render
from app.base.pdf.problem import PdfFailed


def main(cpu: int, memory: int) -> None:
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints does not land between the frames
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    orders = sys.stdin.buffer
    while head := orders.read(8):
        (size,) = struct.unpack(">Q", head)
        _allow(cpu)
        kind, body = _made(orders.read(size))
        answers.write(struct.pack(">cQ", kind, len(body)) + body)
        answers.flush()


def _allow(seconds: int) -> None:
    """The limit on processor time counts from the start of the process: move it along for each document."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    resource.setrlimit(resource.RLIMIT_CPU, (int(used.ru_utime + used.ru_stime) + seconds + 1, resource.RLIM_INFINITY))


def _made(order: bytes) -> tuple[bytes, bytes]:
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


if __name__ == "__main__":
    try:
        main(int(sys.argv[1]), int(sys.argv[2]))
    finally:  # the pipe closed: whoever asked may be gone, and clears nothing any more
        shutil.rmtree(sys.argv[3], ignore_errors=True)
