"""The week board of a whole Technology Week: 52 primary and 7 secondary schools, 160 classes, 60 companies, 10
half-days; what opening it costs beside a bare route, in statements, and on the wire. All names are made up here."""

import itertools
import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

ROUNDS, TIMES = 9, 20
STATES = ("confirmed", "confirmed", "confirmed", "requested", "proposed", "cancelled")
WORDS = ("Duin", "Kade", "Kiel", "Loods", "Spant", "Taats", "Boeg", "Priem", "Zeil", "Wind", "Peil", "Eb")
ENDS = ("knop", "stroom", "lijn", "stok", "naald", "wiel", "werf", "baken", "mond", "kaap", "hoek", "rak")
WORKS = ("Gieterij", "Robotloods", "Papierhal", "Kabelhuis", "Plaatwerk", "Sluis", "Meetkamer", "Warmtenet")


@dataclass(frozen=True, slots=True)
class Filled:
    edition_id: UUID
    coordinator: str  # e-mail
    class_code: str  # of a class without a visit
    booking_code: str
    waiting: tuple[str, ...]  # codes of all classes without a visit


def fill(work: Any, *, schools: int = 59, classes: int = 160, companies: int = 60, days: int = 5) -> Filled:
    """An edition of `days` days from the Monday after next, with schools, classes, companies, moments and bookings."""
    from app.access.actor import Role
    from app.people.models import ClassLevel, Network, Post, School, SchoolClass, SchoolYear, Staff
    from app.visits.models import Booking, Edition, EditionDay

    count = iter(range(1_000_000))

    def add(table: type, **columns: Any) -> UUID:
        made = columns.setdefault("id", work.new_id())
        work.db.add(table(**columns))
        return made  # type: ignore[no-any-return]

    def code(letter: str) -> str:
        return f"{letter}{next(count):05d}"

    network = add(Network, name="Kring", region="Kust", funder_line="")
    monday = work.today + timedelta(days=14 - work.today.weekday())
    first = monday.year if monday.month >= 8 else monday.year - 1
    spans = {"starts_on": date(first, 8, 1), "ends_on": date(first + 1, 7, 31)}
    year = add(SchoolYear, name=f"{first}-{first + 1}", **spans)
    work.db.flush()
    last = monday + timedelta(days=days - 1)
    edition = add(Edition, network_id=network, name="Techniekweek", starts_on=monday, ends_on=last)
    staff = add(Staff, email="marit@bench.example", name="Marit de Boer", password_hash=None)
    office = add(Staff, email="ria@bench.example", name="Ria Bos", password_hash=None)
    work.db.flush()
    add(EditionDay, edition_id=edition, day=last, kind="event", name="Dag op de kade")
    add(Post, staff_id=staff, role=Role.COORDINATOR.value, from_on=date(2026, 1, 1))
    held = []
    for n in range(schools):
        kind = "vo" if n % 8 == 7 else "po"
        name = f"{'Lyceum' if kind == 'vo' else 'De'} {WORDS[n % 12]}{ENDS[n // 12 % 12]}"
        place = {"latitude": 52.4 + n % 9 / 60, "longitude": 4.6 + n % 11 / 60}
        brin = f"99{chr(65 + n // 26)}{chr(65 + n % 26)}00"
        town = ("Duinmond", "Havenmond", "Zandwijk")[n % 3]
        held.append((add(School, brin=brin, name=name, kind=kind, place=town, municipality=town, **place), kind))
    work.db.flush()
    for school, _ in held:
        add(Post, staff_id=office, role=Role.SCHOOL_ADMIN.value, school_id=school, from_on=date(2026, 1, 1))
    groups = []
    for n in range(classes):
        school, kind = held[n % schools]
        name = f"{5 + n // schools % 4}{'AB'[n // schools // 4 % 2]}" if kind == "po" else f"{1 + n // schools}kb1"
        level = f"po-{5 + n // schools % 4}" if kind == "po" else f"vo-{1 + n // schools % 4}-kb"
        facts = {"code": code("K"), "class_code": code("C"), "school_year_id": year, "size": 18 + n % 12}
        made = add(SchoolClass, school_id=school, name=name, **facts)
        work.db.flush()
        add(ClassLevel, school_id=school, class_id=made, level=level)
        groups.append((made, school, level, 18 + n % 12, facts["code"]))
    slots = _companies(add, code, work, companies, days, edition, monday)
    waiting = groups[-11:]
    booked = []
    for n, (klass, school, level, size, _) in enumerate(groups[:-11]):
        slot, starts = slots[n * 3 % len(slots)]
        state = STATES[n % 6]
        live = state != "cancelled"
        facts = {"level": level, "expected": size, "needs": "", "state": state, "booked_by": office}
        times = {"booked_at": starts - timedelta(days=40, minutes=n)}
        booked.append(code("B"))
        keys = {"code": booked[-1], "request_id": booked[-1], "slot_id": slot.id, "class_id": klass}
        add(Booking, school_id=school, **keys, **facts, **times)
        slot.places_taken += live
        slot.pupils_taken += size * live
    work.db.flush()
    return Filled(edition, "marit@bench.example", waiting[0][4], booked[0], tuple(one[4] for one in waiting))


def _companies(
    add: Callable[..., UUID],
    code: Callable[[str], str],
    work: Any,
    companies: int,
    days: int,
    edition: UUID,
    monday: date,
) -> list[Any]:
    """Each with an offer, and a moment in four of five half-days."""
    from app.base import clock
    from app.people.models import Company
    from app.visits.models import Location, VisitOffer, VisitSlot

    slots = []
    for n in range(companies):
        name = f"{WORKS[n % 8]} {WORDS[n % 12]}{ENDS[n * 7 % 12]} {n + 1}"
        company = add(Company, code=code("F"), name=name, place="Havenmond", kind="machine-maintenance")
        work.db.flush()
        spot = {"latitude": 52.42 + n % 7 / 50, "longitude": 4.62 + n % 5 / 50, "wheelchair": n % 2 == 0}
        site = add(Location, company_id=company, address=f"Kade {n}", place="Havenmond", entrance="Poort", **spot)
        work.db.flush()
        texts = dict.fromkeys(("summary", "see", "do", "meet", "contact"), "Kijk in de hal")
        bands = ["vo-onder-vmbo", "vo-boven-vmbo"] if n % 8 == 7 else ["po-5-6", "po-7-8"]
        facts = {"levels": bands, "wear": [], "min_group": 8, "max_group": (30, 24, 15, 28)[n % 4], "state": "open"}
        keys = {"code": code("O"), "company_id": company, "location_id": site, "edition_id": edition}
        offer = add(VisitOffer, kind="machine-maintenance", title="Kijk in de hal", **keys, **texts, **facts)
        work.db.flush()
        for half in range(2 * days):
            if (half + n) % 5:
                starts = clock.at(monday + timedelta(days=half // 2), 13 if half % 2 else 9, 30)
                room = {"places": 1, "pupils": 30, "places_taken": 0, "pupils_taken": 0}
                slot = VisitSlot(id=work.new_id(), code=code("S"), offer_id=offer, starts_at=starts, **room)
                slot.ends_at = starts + timedelta(minutes=90)
                work.db.add(slot)
                slots.append((slot, starts))
    work.db.flush()
    return slots


def measured() -> None:
    """Prints the table; promised are 8 statements, 150 kB, and 30 times a bare route. `moved`: a booking goes to
    another moment before each opening, as it does when somebody plans; the first after a start draws all there is."""
    with tempfile.TemporaryDirectory(prefix="werf-board-") as folder:
        app, filled = _app(Path(folder))
        client = _coordinator(app, filled)
        hello = Flask("hello")
        hello.add_url_rule("/", view_func=lambda: "hello")
        bare = lambda: hello.test_client().get("/")  # noqa: E731
        url, zipped = f"/visits/board/{filled.edition_id}", {"Accept-Encoding": "gzip"}
        move, classes = _Mover(app, filled), itertools.cycle(filled.waiting)
        began = time.process_time()
        client.get(url, headers=zipped)
        first = time.process_time() - began
        tag = client.get(f"{url}/now").headers["ETag"]
        nothing = lambda: None  # noqa: E731
        opened, panel = lambda: client.get(url, headers=zipped), f"{url}/panel?class={filled.class_code}&at=S00300"
        in_hand = lambda: client.get(f"{url}?class={next(classes)}", headers=zipped)  # noqa: E731
        asked = lambda: client.get(f"{url}/now", headers={"If-None-Match": tag})  # noqa: E731
        calls: dict[str, tuple[Callable[[], Any], Callable[[], Any]]] = {
            "unchanged (304)": (nothing, asked),
            "opened, nothing changed": (nothing, opened),
            "opened, a booking was moved": (move, opened),
            "opened, a company changed its name": (lambda: _rename(app, filled), opened),
            "a class in hand, each another": (nothing, in_hand),
            "the same, a booking was moved": (move, in_hand),
            "side panel": (nothing, lambda: client.get(panel)),
        }
        print(f"\n{'week board':36}{'microseconds':>14}{'x bare route':>14}{'queries':>9}{'kB':>7}")
        for name, (before, call) in calls.items():
            times, cost = _times(bare, before, call)
            wire = len(call().get_data())
            print(f"{name:36}{cost * 1e6:14.0f}{times:14.1f}{_queries(app, before, call):9}{wire / 1000:7.1f}")
        print(f"{'the very first after a start':36}{first * 1e6:14.0f}{first / _usual(bare):14.1f}")


class _Mover:
    """Puts one booking on another moment each time, as the coordinator does."""

    def __init__(self, app: Flask, filled: Filled) -> None:
        from app.visits.queries.board import Filters, board
        from app.visits.queries.editions import edition_by_id

        self.house, self.filled = app.extensions["house"], filled
        self.actor = _identity(app, filled).actor
        with self.house.looking(self.actor, self._now()) as work:
            shown = board(work, edition=edition_by_id(work, filled.edition_id), week=None, filters=Filters())
        places = [place for row in shown.rows for cell in row.cells for place in cell if not place.bookings]
        self.free = itertools.cycle([place.code for place in places])

    def __call__(self) -> None:
        while not self._goes(next(self.free)):
            pass

    def _now(self) -> datetime:
        from app.base import clock

        return clock.now()

    def _goes(self, slot: str) -> bool:
        from app.base.problems import RuleBroken
        from app.visits import operations
        from app.visits.queries.editions import edition_by_id
        from app.visits.queries.fitting import picked_booking, target

        code, edition_id = self.filled.booking_code, self.filled.edition_id
        with self.house.looking(self.actor, self._now()) as work:
            picked, edition = picked_booking(work, code=code), edition_by_id(work, edition_id)
            seen = target(work, slot_code=slot, edition=edition).seen(picked)
        facts = {"edition_id": edition_id, "booking_code": code, "slot_code": slot, "seen": seen, "anyway": True}
        try:
            self.house.act(self.actor, self._now(), operations.move_booking, **facts)
        except RuleBroken:
            return False
        return True


def _rename(app: Flask, filled: Filled) -> None:
    """One company has another name, noted as its own page notes it."""
    from sqlalchemy import select

    from app.access.actor import NOBODY
    from app.base import clock
    from app.people.models import Company

    def act(work: Any) -> None:
        company = work.db.scalars(select(Company).limit(1)).one()
        company.name = f"{company.name[:12]} {work.now:%S%f}"
        work.audit("company.changed", company.id)

    app.extensions["house"].act_everywhere(NOBODY, clock.now(), act)


def _app(folder: Path) -> tuple[Flask, Filled]:
    from app import create_app
    from app.access.actor import NOBODY
    from app.base import clock
    from app.base.migrate import upgrade
    from app.base.settings import from_environment

    settings = from_environment({"OPENWERF_DATA": str(folder), "OPENWERF_URL": "http://127.0.0.1:5094"})
    app = create_app(settings, testing=True)
    upgrade(app.extensions["house"].store)
    app.config["WTF_CSRF_ENABLED"] = False
    return app, app.extensions["house"].act_everywhere(NOBODY, clock.now(), fill)


def _identity(app: Flask, filled: Filled) -> Any:
    from sqlalchemy import select

    from app.access.actor import Role
    from app.base import clock
    from app.people.identity import identify
    from app.people.models import Staff

    house = app.extensions["house"]
    with house.store.reading(None) as db:
        staff = db.scalars(select(Staff.id).where(Staff.email == filled.coordinator)).one()
    held = identify(house, staff, Role.COORDINATOR, None, clock.now())
    assert held is not None
    return held


def _coordinator(app: Flask, filled: Filled) -> FlaskClient:
    """Signed in as the sign-in page does it, without a password to hash."""
    from flask import session

    from app.web import identity

    client = app.test_client()
    with app.test_request_context():
        identity.sign_in(_identity(app, filled), place_id=None)
        cookie = dict(session)
    with client.session_transaction() as fresh:
        fresh.update(cookie)
    return client


def _queries(app: Flask, before: Callable[[], Any], call: Callable[[], Any]) -> int:
    """Statements of one call; the identity is held (asked once in five seconds)."""
    call()
    before()
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: object) -> None:
        if not statement.startswith(("BEGIN", "PRAGMA")):
            seen.append(statement)

    engine = app.extensions["house"].store.engine
    event.listen(engine, "before_cursor_execute", note)
    call()
    event.remove(engine, "before_cursor_execute", note)
    return len(seen)


def _times(bare: Callable[[], Any], before: Callable[[], Any], call: Callable[[], Any]) -> tuple[float, float]:
    """How many times the CPU of the bare route, and CPU seconds: medians of rounds in which both were measured, so
    that a machine that is busy for a while is busy for both."""
    for _ in range(5):
        before()
        call()
        bare()
    pairs = [(_usual(call, before), _usual(bare)) for _ in range(ROUNDS)]
    return statistics.median(one / other for one, other in pairs), statistics.median(one for one, _ in pairs)


def _usual(call: Callable[[], Any], before: Callable[[], Any] = lambda: None) -> float:
    """CPU seconds of one call, the median of a round: a pause of the machine in one of them says nothing."""

    def once() -> float:
        before()
        began = time.process_time()
        call()
        return time.process_time() - began

    return statistics.median(once() for _ in range(TIMES))


if __name__ == "__main__":
    measured()
