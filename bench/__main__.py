"""`make bench`: figures as ratios within one run, on demo data. CPU of one thread against a bare Flask route of the
same process, because on a busy machine that is what can be trusted; then a school that answers, paper, and lessons.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from typing import Any

from flask import Flask
from sqlalchemy import event, select

ROUNDS, TIMES = 5, 60


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="werf-bench-") as folder:
        os.environ.update(OPENWERF_DATA=folder, OPENWERF_DEMO="1", OPENWERF_URL="http://127.0.0.1:5093")
        subprocess.run(
            [sys.executable, "-m", "flask", "--app", "wsgi", "demo", "prepare"], check=True, stdout=subprocess.DEVNULL
        )
        pages()
    grown()
    board()
    load()
    mails()
    bookings()
    paper()
    prints()
    verify()
    lessons()


def board() -> None:
    """The week board of a whole Technology Week."""
    subprocess.run([sys.executable, "-m", "bench.board"], check=True)


def pages() -> None:
    """CPU and queries of the hot pages."""
    from app import create_app

    app = create_app(testing=True)
    hello = Flask("hello")
    hello.add_url_rule("/", view_func=lambda: "hello")
    bare = {"bare Flask route": (lambda: hello.test_client().get("/"), None)}
    print(f"{'':34}{'microseconds':>14}{'x bare route':>14}{'queries':>9}")
    for name, (call, again) in {**bare, **hot_calls(app)}.items():
        queries = _queries(app, call, again) if "bare" not in name else 0
        plain = cost(lambda: hello.test_client().get("/"))  # again for each, because the machine has moods
        own = cost(call, again)
        print(f"{name:34}{own * 1e6:14.0f}{own / plain:14.1f}{queries:9}")


def hot_calls(app: Flask) -> dict[str, tuple[Callable[[], object], Callable[[], object] | None]]:
    """What is asked thousands of times a day, by name: the request, and what puts the house back as it was."""
    app.config["WTF_CSRF_ENABLED"] = False
    facts = _facts(app)
    pupil, teacher = app.test_client(), app.test_client()
    _sign_in(pupil, facts["card"])
    teacher.post("/sign-in", data={"email": facts["email"], "password": facts["password"]})
    pupil.post(f"{facts['screen']}/enter")
    again = _as_before(app, facts["pupil"])
    return {
        "pupil's page of a lesson": (lambda: pupil.get(facts["screen"]), None),
        "pupil's page asks for news (304)": (_unchanged(pupil, f"{facts['lesson']}/now"), None),
        "sign of life, nothing to write": (lambda: pupil.post(f"{facts['lesson']}/sign"), None),
        "answer POST, for the teacher": (_answer(pupil, *facts["open"]), again),
        "answer POST, marked at once": (_answer(pupil, *facts["choice"]), again),
        "class view of 24, the grid": (lambda: teacher.get(facts["grid"]), None),
        "class view, unchanged (304)": (_unchanged(teacher, facts["grid"]), None),
    }


def grown() -> None:
    """The same pages in a house after years of use; ends this run when one costs more than half as much again."""
    print(flush=True)
    subprocess.run([sys.executable, "-m", "bench.grown"], check=True)


def load() -> None:
    """A class and a whole school answering through the real server; ends this run when an answer is lost."""
    print(flush=True)
    subprocess.run([sys.executable, "-m", "bench.load"], check=True)


def mails() -> None:
    """2,000 reminders with a worker that is killed in the middle; ends this run when one is doubled or lost."""
    print(flush=True)
    subprocess.run([sys.executable, "-m", "bench.mails"], check=True)


def bookings() -> None:
    """Three hundred classes at once on five places; ends this run when a place is lost or given twice."""
    print(flush=True)
    subprocess.run([sys.executable, "-m", "bench.bookings"], check=True)


def verify() -> None:
    """What the clock tells who guesses at numbers."""
    subprocess.run([sys.executable, "-m", "bench.verify"], check=True)


def prints() -> None:
    """A run of 120 certificates whose worker is killed twice, and a class of 30 from the click to its PDF."""
    subprocess.run([sys.executable, "-m", "bench.prints", "4", "30"], check=True)


def paper() -> None:
    """A class of certificates and 4,000, against one WeasyPrint document for each pupil and against typst."""
    ran = subprocess.run([sys.executable, "-m", "bench.pdf"], check=True, capture_output=True, text=True)
    print()
    for line in ran.stdout.splitlines():
        told = json.loads(line)
        print("certificates, " + ", ".join(f"{key} {value}" for key, value in told.items()))


def lessons() -> None:
    """A hundred modules checked, against plain markdown-it-py over the same text."""
    ran = subprocess.run([sys.executable, "-m", "bench.lessons"], check=True, capture_output=True, text=True)
    print(f"\n{ran.stdout}", end="")


def _facts(app: Flask) -> dict[str, Any]:
    """A pupil in the middle of the secondary lesson, and the teacher of that class."""
    from app.access.actor import Actor, Post, Role
    from app.base import clock
    from app.curriculum.queries import key_of_version
    from app.learning.lesson import lessons_of_pupil
    from app.people import demo_accounts
    from app.people.keys import card_token
    from app.people.models import Pupil

    house = app.extensions["house"]
    with house.store.reading("everywhere") as db:
        pupil = db.scalars(select(Pupil).where(Pupil.first_name == "Zeynep")).one()
    actor = Actor(pupil.id, (Post(Role.PUPIL, school_id=pupil.school_id),))
    with house.looking(actor, clock.now()) as work:
        lesson = lessons_of_pupil(work, language="nl")[0]
        place = lesson.next_place
        assert place is not None
        key = key_of_version(work, version_id=lesson.module.version_id)
        answers = {kind: _right_answer(lesson, key, kind) for kind in ("open", "choice")}
    return {
        "card": card_token(house.seal, pupil_id=pupil.id, version=pupil.card_version),
        "email": "joost@hetbaken.example",
        "password": demo_accounts.PASSWORD,
        "pupil": pupil.id.hex,
        **answers,
        "screen": f"/learn/{lesson.given.code}/{place.step_id}/{place.screen}",
        "lesson": f"/learn/{lesson.given.code}",
        "grid": f"/class/{lesson.given.code}/grid",
    }


def _sign_in(client, card: str) -> None:
    client.post(f"/card/{card}")


def _right_answer(lesson, key, kind: str) -> tuple[str, dict[str, str]]:
    """Where a question of this kind is handed in that was not yet, and a form with the right answer."""
    from app.curriculum.module import DURING
    from app.learning.rules import is_handed_in, screens

    for step in lesson.steps:
        for screen in screens(step, viewer=lesson.viewer) if step.phase != DURING else ():
            asked = screen.question
            if step.id in lesson.open_steps and asked and asked.type == kind:
                if is_handed_in(lesson.cells, asked.id):
                    continue
                held = key.questions[asked.id]
                said = held.token(held.facts["right"][0]) if kind == "choice" else "een antwoord"
                url = f"/learn/{lesson.given.code}/{step.id}/{screen.number}/answer"
                return url, {"question": asked.id, "answer": said}
    raise SystemExit(f"no {kind} question to hand in")


def _answer(client, url: str, form: dict[str, str]) -> Callable[[], object]:
    """A pupil hands in a question, each time under an id of its own: every call writes."""
    from app.base.ids import public_code

    return lambda: client.post(url, data={**form, "client": public_code(16)})


def _as_before(app: Flask, pupil: str) -> Callable[[], object]:
    """Takes out what this pupil handed in since: a child does not answer one question three hundred times."""
    engine = app.extensions["house"].store.engine
    with engine.begin() as db:
        (cells,) = db.exec_driver_sql("SELECT steps FROM progress WHERE pupil_id = ?", (pupil,)).one()
        (last,) = db.exec_driver_sql("SELECT max(rowid) FROM answer").one()

    def again() -> None:
        with engine.begin() as db:
            db.exec_driver_sql("DELETE FROM mark WHERE answer_id IN (SELECT id FROM answer WHERE rowid > ?)", (last,))
            db.exec_driver_sql("DELETE FROM answer WHERE rowid > ?", (last,))
            db.exec_driver_sql("UPDATE progress SET steps = ? WHERE pupil_id = ?", (cells, pupil))

    return again


def _unchanged(client, url: str) -> Callable[[], object]:
    """The page asks again with the tag of its last answer, as a browser does; the tag is new once a minute."""
    held = {"tag": client.get(url).headers["ETag"]}

    def ask() -> object:
        answer = client.get(url, headers={"If-None-Match": held["tag"]})
        held["tag"] = answer.headers["ETag"] if answer.status_code == 200 else held["tag"]
        return answer

    return ask


def _queries(app: Flask, call: Callable[[], object], again: Callable[[], object] | None) -> int:
    """Statements of one call, BEGIN and COMMIT left out; the identity is held (asked once in five seconds)."""
    call()
    if again:
        again()
    seen: list[str] = []

    def note(_connection, _cursor, statement: str, *_: object) -> None:
        if not statement.startswith(("BEGIN", "PRAGMA")):
            seen.append(statement)

    engine = app.extensions["house"].store.engine
    event.listen(engine, "before_cursor_execute", note)
    call()
    event.remove(engine, "before_cursor_execute", note)
    return len(seen)


def cost(call: Callable[[], object], again: Callable[[], object] | None = None) -> float:
    """CPU seconds of one call: the median of rounds, after warming up. `again` is done before each and not counted."""

    def once() -> float:
        if again:
            again()
        began = time.process_time()
        call()
        return time.process_time() - began

    for _ in range(10):
        once()
    return statistics.median(statistics.fmean(once() for _ in range(TIMES)) for _ in range(ROUNDS))


if __name__ == "__main__":
    main()
