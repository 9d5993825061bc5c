"""A print run of a school, its worker killed twice in the middle, and finished; and a class of 30 through the queue.

    python -m bench.prints              # 134 classes of 30: some 4,000 certificates
    python -m bench.prints 4 30         # 4 classes of 30

The worker is the real one (`python -m app.worker`) in a process of its own, killed with -9 together with the child
that draws. Prints one line of JSON: numbers given twice and lost (0 and 0), seconds of drawing, the most memory of
the worker and its children. Seconds differ from machine to machine; twice and lost do not.
"""

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

CLASSES, PUPILS = 134, 30
PATIENCE = 600.0  # seconds for the whole run


def main() -> None:
    classes, pupils = (int(one) for one in sys.argv[1:3]) if len(sys.argv) > 2 else (CLASSES, PUPILS)
    with tempfile.TemporaryDirectory(prefix="werf-bench-prints-") as folder:
        os.environ.update(OPENWERF_DATA=folder, OPENWERF_DEMO="0", OPENWERF_SECRET="only for the bench")
        print(json.dumps(measured(Path(folder), classes, pupils)))


def measured(folder: Path, classes: int, pupils: int) -> dict[str, Any]:
    from bench.prints_school import build, one_class, start

    house, office = build(folder, classes, pupils)
    alone = queue_seconds(house, one_class(house, office))
    code = start(house, office)
    began, killed, most = time.perf_counter(), 0, 0
    worker = _worker()
    while (run := _run(house, office, code)).is_busy and time.perf_counter() - began < PATIENCE:
        most = max(most, _memory(worker.pid))
        if killed < 2 and run.drawn > (killed + 1) * run.certificates / 3:
            _kill(worker)
            killed += 1
            _lease_is_over(house)
            worker = _worker()
        time.sleep(0.2)
    seconds = time.perf_counter() - began
    run = _run(house, office, code)
    _kill(worker)
    given, printed = _numbers(house, run)
    return {
        "certificates": run.drawn,
        "killed": killed,
        "ready": run.is_ready,
        "twice": sum(count - 1 for count in printed.values()),
        "lost": len(given - set(printed)),
        "seconds": round(seconds, 1),
        "seconds of drawing": round(sum(one.seconds or 0 for one in run.parts), 1),
        "most memory of worker and children, MB": most // 1_000_000,
        "file, MB": round(len(house.files.get(run.file_sha)) / 1e6, 1) if run.file_sha else None,
        "a class through the queue, seconds": alone,
    }


def queue_seconds(house: Any, ask: Any) -> float:
    """From the click to the PDF with the worker that waits already."""
    worker = _worker()
    time.sleep(6)
    began = time.perf_counter()
    office, code = ask()
    while _run(house, office, code).is_busy and time.perf_counter() - began < 60:
        time.sleep(0.02)
    seconds = time.perf_counter() - began
    _kill(worker)
    return round(seconds, 2)


def _worker() -> "subprocess.Popen[bytes]":
    return subprocess.Popen([sys.executable, "-m", "app.worker"], start_new_session=True)


def _kill(worker: "subprocess.Popen[bytes]") -> None:
    """The worker and whatever it started, at once and without a word."""
    started = _children(worker.pid)
    for pid in (worker.pid, *started):
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    worker.wait()


def _children(pid: int) -> list[int]:
    found = []
    for entry in Path("/proc").iterdir():
        with suppress(OSError, ValueError, IndexError):
            if entry.name.isdigit() and int((entry / "stat").read_text().rsplit(")", 1)[1].split()[1]) == pid:
                found += [int(entry.name), *_children(int(entry.name))]
    return found


def _memory(pid: int) -> int:
    """Bytes in use now by the worker and its children; what several share counts once (PSS), as in bench/pdf.py."""
    total = 0
    for one in (pid, *_children(pid)):
        with suppress(OSError, ValueError, StopIteration):
            told = Path(f"/proc/{one}/smaps_rollup").read_text().splitlines()
            total += 1024 * int(next(line for line in told if line.startswith("Pss:")).split()[1])
    return total


def _run(house: Any, office: Any, code: str) -> Any:
    from app.base import clock
    from app.certificates.queries import run_by_code

    with house.looking(office, clock.now()) as work:
        return run_by_code(work, code)


def _lease_is_over(house: Any) -> None:
    """As if two minutes had passed: the wait is not what is measured."""
    from app.access.actor import NOBODY
    from app.base import clock
    from app.base.jobs import RUNNING, Job

    def end(work: Any) -> None:
        for job in work.db.query(Job).filter(Job.state == RUNNING):
            job.lease_until = work.now - timedelta(seconds=1)

    house.act(NOBODY, clock.now(), end)


def _numbers(house: Any, run: Any) -> tuple[set[str], Counter[str]]:
    """The numbers that were given to this run, and how often each stands in its file."""
    from sqlalchemy import select

    from app.certificates.models import Certificate, PrintPart, PrintRun

    with house.store.reading("everywhere") as db:
        parts = select(PrintPart.certificate_ids).join(PrintRun, PrintRun.id == PrintPart.run_id)
        ids = {one for part in db.scalars(parts.where(PrintRun.code == run.code)) for one in part or ()}
        known = {str(row.id): row.number for row in db.execute(select(Certificate.id, Certificate.number))}
    given = {known[key] for key in ids}
    told = subprocess.run(["pdftotext", "-raw", house.files.path(run.file_sha), "-"], capture_output=True, check=True)
    return given, Counter(word for word in told.stdout.decode().split() if word in given)


if __name__ == "__main__":
    main()
