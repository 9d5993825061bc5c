"""`python -m bench.verify`: can who guesses learn by the clock what the page does not say? In one run and in turn, so
that a busy machine slows all alike.

That a number is known the page says itself. By the clock nobody may tell an unknown number from one that is nearly
known, nor, when held up after many mistakes, a known number from an unknown one.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence

from flask import Flask
from sqlalchemy import select

ROUNDS = 400


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="werf-bench-") as folder:
        os.environ.update(OPENWERF_DATA=folder, OPENWERF_DEMO="1", OPENWERF_URL="http://127.0.0.1:5093")
        subprocess.run(
            [sys.executable, "-m", "flask", "--app", "wsgi", "demo", "prepare"], check=True, stdout=subprocess.DEVNULL
        )
        _measure()


def _measure() -> None:
    from app import create_app

    app = create_app(testing=True)
    known, nearly = _numbers(app)
    unknown = _unknown()
    _told(
        "Let in, against an unknown number", _taken(app, {"unknown": unknown, "nearly known": nearly, "known": known})
    )
    held = _taken(app, {"unknown": unknown, "nearly known": nearly, "known": known}, is_held_up=True)
    _told("Held up, against an unknown number", held)


def _told(title: str, taken: dict[str, list[float]]) -> None:
    base = statistics.median(taken["unknown"])
    print(f"\n{title}")
    for name, times in taken.items():
        low, *_, high = (one / base for one in statistics.quantiles(times, n=10))
        print(f"  {name:<14} {statistics.median(times) / base:5.2f} times  (10-90%: {low:.2f}-{high:.2f})")


def _taken(app: Flask, asked: dict[str, Sequence[str]], *, is_held_up: bool = False) -> dict[str, list[float]]:
    """Milliseconds of each, in turn. `is_held_up`: after so many mistakes that nothing is looked up."""
    client = app.test_client()
    taken: dict[str, list[float]] = {name: [] for name in asked}
    _forget_tries(app)
    for turn in range(60 if is_held_up else 0):
        client.get(f"/v/{asked['unknown'][turn % 20]}")
    expected = {429} if is_held_up else {200, 404}
    for turn in range(ROUNDS):
        if turn % 10 == 0 and not is_held_up:
            _forget_tries(app)
        for name, numbers in asked.items():
            began = time.perf_counter()
            answer = client.get(f"/v/{numbers[turn % len(numbers)]}")
            taken[name].append((time.perf_counter() - began) * 1000)
            assert answer.status_code in expected, answer.status_code
    return {name: times[20:] for name, times in taken.items()}


def _numbers(app: Flask) -> tuple[Sequence[str], Sequence[str]]:
    """Known numbers, and the same with another last letter."""
    from app.certificates.models import Certificate

    with app.extensions["house"].store.reading("everywhere") as db:
        known = list(db.scalars(select(Certificate.number).where(Certificate.state == "issued").limit(20)))
    return known, [f"{one[:-1]}{'2' if one[-1] != '2' else '3'}" for one in known]


def _unknown() -> Sequence[str]:
    from app.base.ids import public_code

    return [f"OW26-{public_code(4)}-{public_code(4)}" for _ in range(20)]


def _forget_tries(app: Flask) -> None:
    from app.base.throttle import Tries

    with app.extensions["house"].store.acting("everywhere") as db:
        for one in db.scalars(select(Tries)):
            db.delete(one)


if __name__ == "__main__":
    main()
