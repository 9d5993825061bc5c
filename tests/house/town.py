"""A town of two schools and two companies, each with all that an address can name (tests/house/addresses.py)."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import select

from app.access.actor import NOBODY, Role
from app.assignments.models import ModulePrint
from app.assignments.prints.sheets import drawn_as
from app.base import clock, doors
from app.base.house import House
from app.base.jobs import DONE, Job
from app.certificates.models import Certificate, EditionPrint, PrintPart, PrintRun
from app.certificates.operations import CHECK_PAGE, print_certificates, set_signature, start_how_to_check, start_wall
from app.curriculum.commands import publish_lessons
from app.curriculum.models import Media
from app.curriculum.operations import keep_upload
from app.curriculum.queries import key_of_edition, newest_module
from app.curriculum.uploading.zipped import packed
from app.learning.models import Answer, Phrase, SubstituteCard
from app.learning.operations import ask_help, keep_said, make_card, review_answer, submit_answer, tick_step
from app.people.keys import pass_token
from app.people.models import Post, Staff
from app.people.operations import add_teacher, hold_door_open, set_company_logo, set_logo, start_cards
from app.people.operations.staff import invite
from app.people.queries import company_by_id, school_now
from app.visits.models import Booking
from app.visits.operations import (
    SiteText,
    add_site,
    confirm_arrival,
    make_day_link,
    mark_presence,
    note_hours,
    renew_calendar,
    set_step,
    start_event_paper,
    start_letter,
    start_stand_paper,
    start_timetable,
)
from app.visits.queries.calendar import agenda
from app.visits.queries.gate import link_token
from tests.assignments.makers import SLUG, given
from tests.curriculum import lessons
from tests.learning.makers import attitude, photo, substitute
from tests.makers import MadeClass, MadeSchool, Makers, Person
from tests.visits import makers as visits

EDITION = UUID(int=26)  # of all schools and companies


@dataclass
class Side:
    """One school with its company, and what addresses say of them."""

    school: MadeSchool
    company: UUID
    klass: MadeClass
    people: dict[Role, Person]
    pupils: list[Person]
    klass_name: str
    names: set[str]  # that stand on their pages: of the school, the class and the children
    known: dict[str, str] = field(default_factory=dict)

    @property
    def keys(self) -> set[str]:
        """Ids under which a row that belongs to no school is theirs."""
        own = {self.company, *(one.id for one in self.people.values())}
        keys = ("offer_id", "slot_id", "colleague_id", "site_id")
        return {one.hex for one in own} | {self.known[key] for key in keys}


@dataclass
class Town:
    house: House
    here: Side
    there: Side
    file: Path
    kept: sqlite3.Connection

    def all_rows(self) -> dict[str, list[str]]:
        """table -> every row as text, sorted."""
        with closing(sqlite3.connect(self.file)) as db:
            tables = [name for (name,) in db.execute("select name from sqlite_master where type = 'table'")]
            return {table: sorted(map(repr, db.execute(f'select * from "{table}"'))) for table in tables}

    def rows_of(self, side: Side) -> dict[str, list[str]]:
        """The rows that are theirs: with their school, or without a school and with one of their ids."""
        found: dict[str, list[str]] = {}
        with closing(sqlite3.connect(self.file)) as db:
            db.row_factory = sqlite3.Row
            for (table,) in db.execute("select name from sqlite_master where type = 'table'").fetchall():
                rows = [dict(row) for row in db.execute(f'select * from "{table}"')]
                found[table] = sorted(repr(row) for row in rows if _is_of(row, side))
        return found

    def as_it_was(self) -> None:
        """Back to how the town was made."""
        with closing(sqlite3.connect(self.file)) as db:
            db.execute("pragma synchronous = off")
            self.kept.backup(db)


def _is_of(row: dict[str, Any], side: Side) -> bool:
    if row.get("school_id"):
        return row["school_id"] in side.keys | {side.school.id.hex}  # an invitation's door has the person there
    return side.school.id.hex in row.values() or bool(side.keys & {one for one in row.values() if isinstance(one, str)})


@dataclass
class Kept:
    """A town that was built once: its rows and files, to be put down again for the next test."""

    rows: sqlite3.Connection
    files: dict[str, bytes]
    here: Side
    there: Side


def build(house: House, makers: Makers, folder: Path) -> Kept:
    """Both sides alike: a class that went on a visit this morning, with everything that comes of it."""
    lessons.write(folder)
    publish_lessons(house, folder)
    edition = visits.week_edition(makers, id=EDITION, days=20)
    _printed(makers)
    event = visits.event(makers, edition)
    here = _side(makers, edition, "De Vlieger", "Kadeklas", ["Aïcha Kademan", "Bram Kademan", "Esmée Kademan"])
    there = _side(makers, edition, "Het Overzand", "Zandklas", ["Zwaantje Overmeer", "Wout Overmeer", "Thijs Overmeer"])
    for side, other in ((here, there), (there, here)):
        _reach_too(makers, side, other)
        side.known |= {"edition": str(edition), "seen": "1.3.open.open."}
    _event(makers, event, here, there)
    rows = sqlite3.connect(":memory:", check_same_thread=False)
    with closing(sqlite3.connect(_file(house))) as db:
        db.backup(rows)
    stored = house.settings.files_folder
    files = {str(file.relative_to(stored)): file.read_bytes() for file in stored.rglob("*") if file.is_file()}
    return Kept(rows, files, here, there)


def _event(makers: Makers, event: visits.MadeEvent, *sides: Side) -> None:
    """A day to which both schools come, each company with a stand; routes are made, and papers of each were drawn."""
    stands: list[visits.MadeStand] = []
    for number, side in enumerate(sides, 1):
        offer = visits.MadeOffer(UUID(side.known["offer_id"]), side.known["offer"], side.company)
        stand = visits.stand(makers, event, number, offer, groups=2)
        code = visits.event_class(makers, event, side.klass, side.people[Role.TEACHER], pupils=3)
        side.known |= {"event": event.code, "event_day": event.day.isoformat(), "event_class": code}
        side.known |= {"stand": str(stand.id)}
        stands.append(stand)
    for side in sides:  # each class to the stand of its own side, so that nobody is a guest of the other
        facts = {"code": event.code, "class_code": side.known["event_class"], "number": 1, "seen": ""}
        _act(makers, side.people[Role.COORDINATOR], set_step, to=side.known["stand"], **facts)
    for side, stand in zip(sides, stands, strict=True):
        side.known["rounds"] = ",".join(_booked(makers, stand))
        facts = {"code": event.code, "language": "nl"}
        sheets = _act(makers, side.people[Role.COORDINATOR], start_event_paper, what="timetables", **facts)
        stand_list = _act(makers, side.people[Role.HOST], start_stand_paper, **facts)
        own = {"code": side.known["event_class"], "language": "nl"}
        sheet = _act(makers, side.people[Role.TEACHER], start_timetable, **own)
        _drawn(makers, side, {sheets: event.code, stand_list: event.code, sheet: side.known["event_class"]})
        side.known |= {"sheets": str(sheets), "stand_list": str(stand_list), "sheet_of_class": str(sheet)}


def _booked(makers: Makers, stand: visits.MadeStand) -> list[str]:
    slots = [one.id for one in stand.slots]
    return makers.write(  # type: ignore[no-any-return]
        lambda work: list(work.db.scalars(select(Booking.code).where(Booking.slot_id.in_(slots))))
    )


def _drawn(makers: Makers, side: Side, jobs: dict[UUID, str]) -> None:
    sha = makers.house.files.put(b"%PDF-1.7 of the day of " + side.school.name.encode())

    def done(work: Any) -> None:
        for job in work.db.scalars(select(Job).where(Job.id.in_(jobs))):
            job.state, job.finished_at = DONE, work.now
            job.result = {"sha": sha, "name": "d.pdf", "code": jobs[job.id]}

    makers.write(done)


def _printed(makers: Makers) -> None:
    """A sheet of the module that was drawn before: the same file for everybody."""
    with makers.house.looking(NOBODY, clock.now()) as work:
        module = newest_module(work, slug=SLUG)
    sha = makers.house.files.put(b"%PDF-1.7 of the sheet for the visit")
    facts = {"kind": "during", "language": "nl", "band": "", "design": drawn_as(), "made_at": clock.now()}
    makers.row(ModulePrint, version_id=module.version_id, sha256=sha, **facts)


def put_down(house: House, kept: Kept) -> Town:
    """The town in the empty house of this test."""
    for name, content in kept.files.items():
        place = house.settings.files_folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)
    town = Town(house, kept.here, kept.there, _file(house), kept.rows)
    town.as_it_was()
    return town


def _file(house: House) -> Path:
    return house.settings.data / "openwerf.db"


def _side(makers: Makers, edition: UUID, name: str, class_name: str, children: list[str]) -> Side:
    school, company = makers.school(name=name), makers.company()
    klass = makers.school_class(school, name=class_name)
    pupils = [makers.pupil(klass, first=child.split()[0], last=child.split()[1]) for child in children]
    people = {
        Role.PUPIL: pupils[0],
        Role.TEACHER: makers.teacher(school, klass),
        Role.SCHOOL_ADMIN: makers.school_admin(school),
        Role.HOST: makers.host(company, guest_schools=[school]),
        Role.COORDINATOR: makers.coordinator(schools=[school]),
    }
    names = {school.name, class_name, *" ".join(children).split()}
    side = Side(school, company, klass, people, pupils, class_name, names)
    _company(makers, side)
    _visit(makers, side, edition)
    _lesson(makers, side)
    _paper(makers, side)
    _ways_in(makers, side)
    _substitute(makers, side)
    return side


def _reach_too(makers: Makers, side: Side, other: Side) -> None:
    """The other school has booked at this company before: its host reaches that school, and must still see no more."""
    closes_at = clock.now() + timedelta(days=7)
    facts = {"school_id": other.school.id, "subject_id": side.company, "closes_at": closes_at}
    makers.row(doors.Door, kind=doors.HOST, holder_id=side.company, **facts)
    host = side.people[Role.HOST]
    both = replace(host.actor, guest_schools=frozenset({side.school.id, other.school.id}))
    side.people[Role.HOST] = replace(host, actor=both)
    office = side.people[Role.COORDINATOR]
    everywhere = replace(office.actor, guest_schools=frozenset({side.school.id, other.school.id}))
    side.people[Role.COORDINATOR] = replace(office, actor=everywhere)


def _company(makers: Makers, side: Side) -> None:
    """The company's logo, a second host, a site, and hours that are not signed off yet."""
    host = side.people[Role.HOST]
    with makers.house.looking(host.actor, clock.now()) as work:
        code = company_by_id(work, company_id=side.company).code
    logo = makers.house.files.put(b"<svg>a logo of " + side.school.name.encode() + b"</svg>")
    _act(makers, host, set_company_logo, code=code, sha=logo)
    site = _act(makers, host, add_site, code=code, told=SiteText("Sluiskade 2", "Kadedorp", "Poort 1"))
    year = makers.school_year()
    hours = _act(makers, host, note_hours, code=code, period_id=year, hours=2.5, note="Voorbereiden")
    colleague = makers.host(side.company, name="Ton Hermans")
    with makers.house.looking(colleague.actor, clock.now()) as work:
        post = work.db.scalars(select(Post).where(Post.staff_id == colleague.id)).one()
    side.known |= {"company": code, "site": str(site), "site_id": site.hex, "hours": str(hours), "year": str(year)}
    side.known |= {"host_post": str(post.id)}


def _visit(makers: Makers, side: Side, edition: UUID) -> None:
    """This morning's visit with its presence list, one that was asked for, and a time that is still free."""
    teacher = side.people[Role.TEACHER]
    gear = [{"what": "schoenen", "by": "company", "sizes": ["36", "37"]}]
    offer = visits.offer(
        makers, company_id=side.company, edition_id=edition, min_group=1, gear=gear, safety="Blijf bij de gids."
    )
    past = visits.slot(makers, offer, starts_at=clock.now() - timedelta(hours=2))
    free = visits.slot(makers, offer, places_taken=1, pupils_taken=3)
    booking = visits.booking(makers, side.school, teacher, past, klass=side.klass, pupils=side.pupils, expected=3)
    asked = visits.booking(makers, side.school, teacher, free, state="requested", expected=3)
    kept = visits.slot(makers, offer, starts_at=clock.now() + timedelta(days=4), places_taken=1, pupils_taken=3)
    proposed = visits.booking(
        makers, side.school, teacher, kept, state="proposed", expected=3, hold_until=clock.now() + timedelta(days=2)
    )
    unseen = visits.booking(makers, side.school, teacher, past, expected=3)
    full = visits.slot(makers, offer, starts_at=clock.now() + timedelta(days=5), places_taken=2, pupils_taken=6)
    line = visits.waiting(makers, side.school, teacher, full, pupils=3, state="offered")
    side.known |= {"proposed": proposed.code, "unseen": unseen.code, "waiting": line}
    seen, absent = [one.id for one in side.pupils], [side.pupils[2].id]
    _act(makers, teacher, mark_presence, code=booking.code, absent=absent, seen=seen)
    _act(makers, side.people[Role.HOST], confirm_arrival, code=booking.code, count=2)
    _act(makers, side.people[Role.HOST], make_day_link, code=booking.code)
    side.known["gate"] = link_token(makers.house.seal, booking_id=booking.id, version=1)
    side.known |= {"offer": offer.code, "slot": free.code, "booking": booking.code, "asked": asked.code}
    side.known |= {"booking_id": str(booking.id), "offer_id": offer.id.hex, "slot_id": free.id.hex}


def _lesson(makers: Makers, side: Side) -> None:
    """A module given with the visit; one pupil is done, and one who was not there wrote a story."""
    teacher, absent = side.people[Role.TEACHER], side.pupils[2]
    code = given(makers, teacher, side.klass, bookings=[UUID(side.known["booking_id"])])
    facts = {"code": code, "step_id": "terug", "question_id": "verhaal", "client_id": "c-1", "language": "nl"}
    _act(makers, absent, submit_answer, sent={"answer": ["Er was een boot en die kon niet verder."]}, **facts)
    for step in ("kijk", "bezoek", "terug"):
        _act(makers, teacher, tick_step, code=code, step_id=step, how="paper", pupil_ids=[side.pupils[1].id])
    _act(makers, side.pupils[0], ask_help, code=code, step_id="kijk", language="nl")
    with makers.house.looking(teacher.actor, clock.now()) as work:
        answer = work.db.scalars(select(Answer)).one()
        key = key_of_edition(work, slug=SLUG, edition=1).questions["waarom"]
    said = {"code": code, "answer_id": answer.id}
    _act(makers, teacher, review_answer, text="Mooi bedacht, en goed opgeschreven.", **said)
    _act(makers, teacher, keep_said, **said)
    with makers.house.looking(teacher.actor, clock.now()) as work:
        phrase = work.db.scalars(select(Phrase).where(Phrase.staff_id == teacher.id)).one()
    side.known |= {
        "assignment": code,
        "phrase": str(phrase.id),
        "answer": str(answer.id),
        "pupil": str(side.pupils[0].id),
        "right": key.token("b"),
        "photo": photo(makers, side.pupils[0], answer.assignment_id),
    }
    attitude(makers, side.school.id, side.klass.id)


def _paper(makers: Makers, side: Side) -> None:
    """A certificate and login cards, both printed."""
    teacher, site = side.people[Role.TEACHER], makers.house.settings.base_url
    earned = [side.pupils[1].id]
    letter = _act(makers, teacher, start_letter, code=side.known["booking"], language="nl")
    run = _act(makers, teacher, print_certificates, code=side.known["assignment"], pupil_ids=earned, site=site)
    check = _act(makers, teacher, start_how_to_check, language="nl", site=site)
    cards = _act(makers, teacher, start_cards, code=side.klass.code)
    edition = str(EDITION)
    walls = _act(makers, side.people[Role.HOST], start_wall, period_id=UUID(edition), language="nl")
    booking = side.known["booking"]
    paper = makers.house.files.put(b"%PDF-1.7 of " + side.school.name.encode())

    def printed(work: Any) -> tuple[PrintRun, Certificate]:
        held = work.db.scalars(select(PrintRun).where(PrintRun.code == run)).one()
        held.file_sha = paper
        part = work.db.scalars(select(PrintPart).where(PrintPart.run_id == held.id)).one()
        part.file_sha, part.drawn = paper, 1
        for job in work.db.scalars(select(Job).where(Job.id.in_([held.job_id, cards]))):
            job.state, job.result, job.finished_at = DONE, {"sha": paper, "name": "kaartjes.pdf"}, work.now
        job = work.db.get_one(Job, letter)
        job.state, job.result, job.finished_at = DONE, {"sha": paper, "name": "b.pdf", "code": booking}, work.now
        job = work.db.get_one(Job, check)
        job.state, job.result, job.finished_at = DONE, {"sha": paper, "name": "c.pdf", "kind": CHECK_PAGE}, work.now
        job = work.db.get_one(Job, walls)
        job.state, job.result, job.finished_at = DONE, {"sha": paper, "name": "w.pdf", "period": edition}, work.now
        return held, work.db.scalars(select(Certificate).where(Certificate.school_id == side.school.id)).one()

    held, certificate = makers.write(printed)
    prepared = {
        "edition_id": EDITION,
        "school_id": side.school.id,
        "job_id": held.job_id,
        "certificates": 1,
        "waiting": 1,
    }
    by = {"started_by": side.people[Role.COORDINATOR].id, "started_at": clock.now()}
    makers.row(EditionPrint, run_code=run, told_at=clock.now(), **prepared, **by)
    side.known |= {
        "run": run,
        "file": held.file_name,
        "job": str(cards),
        "paper": str(letter),
        "check": str(check),
        "wall": str(walls),
        "number": certificate.number,
    }
    side.known |= {"certificate": makers.house.seal.unlock(certificate.code_locked)}


def _ways_in(makers: Makers, side: Side) -> None:
    """A colleague who was invited and has not come yet; and the logo on what the school prints."""
    logo = makers.house.files.put(b"a picture of " + side.school.name.encode())
    _act(makers, side.people[Role.SCHOOL_ADMIN], set_logo, sha=logo)
    _act(makers, side.people[Role.SCHOOL_ADMIN], set_signature, sha=logo, signed_by="M. Jansen")
    email = f"kim@{side.klass.code.lower()}.example"
    facts = {"code": side.klass.code, "email": email, "name": "Kim de Wit", "base_url": "http://werf.test"}
    _act(makers, side.people[Role.SCHOOL_ADMIN], add_teacher, **facts)

    def invited(work: Any) -> tuple[str, Staff, Post, str]:
        staff = work.db.scalars(select(Staff).where(Staff.email == email)).one()
        post = work.db.scalars(select(Post).where(Post.staff_id == staff.id)).one()
        return invite(work, staff), staff, post, work.db.scalars(select(Media.sha256)).first()

    token, staff, post, picture = makers.write(invited)
    side.known |= {"invitation": token, "colleague_id": staff.id.hex, "post": str(post.id), "picture": picture}
    files = packed(lessons.as_files())
    facts = {"slug": SLUG, "version": "1.0", "sha": makers.house.files.put(files), "left_out": ()}
    side.known["upload"] = _act(makers, side.people[Role.COORDINATOR], keep_upload, **facts)
    side.known |= {"card": side.pupils[0].card, "class": side.klass.code, "class_code": side.klass.class_code}
    side.known |= {"link": side.klass.link, "classmate": str(side.pupils[1].id)}
    _act(makers, side.people[Role.TEACHER], hold_door_open, code=side.klass.code)
    _act(makers, side.people[Role.TEACHER], renew_calendar)
    with makers.house.looking(side.people[Role.TEACHER].actor, clock.now()) as work:
        side.known["calendar"] = agenda(work).token or ""
        side.known["brin"] = school_now(work).brin
    side.known["office"] = str(side.people[Role.SCHOOL_ADMIN].id)


def _substitute(makers: Makers, side: Side) -> None:
    """Somebody who takes over the class today, with the card that the teacher printed."""
    teacher = side.people[Role.TEACHER]
    facts = {"code": side.known["assignment"], "key": UUID(int=3), "day": clock.school_day(clock.now())}
    card_id = _act(makers, teacher, make_card, step_ids=["kijk"], site="http://werf.test", **facts)

    def printed(work: Any) -> None:
        card = work.db.get_one(SubstituteCard, card_id)
        card.file_sha = makers.house.files.put(b"%PDF-1.7 of a card of " + side.school.name.encode())
        work.db.get_one(Job, card.job_id).state = DONE

    makers.write(printed)
    side.people[Role.SUBSTITUTE] = substitute(card_id, side.klass)
    side.known |= {"substitute": str(card_id), "pass": pass_token(makers.house.seal, pass_id=card_id)}


def _act(makers: Makers, who: Person, operation: Callable[..., Any], **facts: Any) -> Any:
    return makers.house.act(who.actor, clock.now(), operation, **facts)
