"""Schools with their offices, classes with a teacher each, and their children: 52 primary and 7 secondary in all."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import insert

from app.access.actor import Role
from app.base import doors, ids
from app.base.levels import PO, VO
from app.base.names import sort_key
from app.base.work import Work
from app.demo.week.names import FIRST, LAST, PLACES, PO_NAMES, VO_NAMES
from app.people import keys
from app.people.models import ClassLevel, Enrolment, Post, Pupil, School, SchoolClass, Staff

PO_CLASSES, VO_CLASSES = 130, 28  # with the two of the demo: 160
PUPILS = 25
GROUPS = (("7",), ("8",), ("5", "6"), ("7", "8"), ("6",), ("5",))  # of a primary school, the first ones first
YEARS = ("1-kb", "2-tl", "1-havo", "2-bb", "1-vwo")
STREETS = 0.012  # degrees around the middle of a place


@dataclass(frozen=True, slots=True)
class WeekSchool:
    id: UUID
    kind: str
    brin: str


@dataclass(frozen=True, slots=True)
class WeekClass:
    id: UUID
    school_id: UUID
    code: str
    levels: tuple[str, ...]
    teacher_id: UUID
    pupils: int


def add_schools(work: Work, chance: random.Random, *, password_hash: str, since: date) -> tuple[WeekSchool, ...]:
    """51 primary and 6 secondary schools, each with an office that can sign in."""
    made, rows, staff, posts = [], [], [], []
    names = [(PO, name) for name in PO_NAMES] + [(VO, name) for name in VO_NAMES]
    for number, (kind, name) in enumerate(names):
        place, municipality, latitude, longitude = PLACES[number % len(PLACES)]
        school = WeekSchool(work.new_id(), kind, f"98{ids.LETTERS[8 + number // 20]}{ids.LETTERS[8 + number % 20]}00")
        made.append(school)
        rows.append(
            {
                "id": school.id, "brin": school.brin, "kind": kind, "place": place, "municipality": municipality,
                "name": name if kind == VO else f"Basisschool {name}",
                "address": f"{name.removeprefix('De ').removeprefix('Het ')}straat {number + 1}",
                "latitude": latitude + chance.uniform(-STREETS, STREETS),
                "longitude": longitude + chance.uniform(-STREETS, STREETS),
            }
        )  # fmt: skip
        email = f"kantoor@{school.brin.lower()}.example"
        office = _staff(work, email, f"Kantoor {name}", password_hash)
        staff.append(office)
        posts.append(_post(work, office, Role.SCHOOL_ADMIN, since, school_id=school.id))
    for table, one in ((School, rows), (Staff, staff), (Post, posts)):
        work.db.execute(insert(table), one)
    return tuple(made)


def add_classes(
    work: Work,
    chance: random.Random,
    schools: tuple[WeekSchool, ...],
    *,
    year_id: UUID,
    password_hash: str,
    since: date,
) -> tuple[WeekClass, ...]:
    """158 classes with their door, levels, teacher and 25 children."""
    facts = _Facts(work, chance, year_id, since)
    made = tuple(
        facts.add_class(school, name, levels, password_hash)
        for school, name, levels in [*_primary(schools), *_secondary(schools)]
    )
    for table, rows in facts.rows.items():
        work.db.execute(insert(table), rows)
    return made


def _primary(schools: tuple[WeekSchool, ...]) -> Iterator[tuple[WeekSchool, str, tuple[str, ...]]]:
    primary = [school for school in schools if school.kind == PO]
    for number in range(PO_CLASSES):
        groups = GROUPS[number // len(primary)]
        yield primary[number % len(primary)], "/".join(groups) + "AB"[number % 2], tuple(f"po-{one}" for one in groups)


def _secondary(schools: tuple[WeekSchool, ...]) -> Iterator[tuple[WeekSchool, str, tuple[str, ...]]]:
    secondary = [school for school in schools if school.kind == VO]
    for number in range(VO_CLASSES):
        level = YEARS[number // len(secondary)]
        yield secondary[number % len(secondary)], level.replace("-", "") + "1", (f"vo-{level}",)


class _Facts:
    """Rows of many tables, to be put in table by table: one statement for 4,000 children."""

    def __init__(self, work: Work, chance: random.Random, year_id: UUID, since: date) -> None:
        self.work, self.chance, self.year_id, self.since = work, chance, year_id, since
        self.rows: dict[Any, list[dict[str, Any]]] = {
            table: [] for table in (SchoolClass, ClassLevel, Staff, Post, Pupil, Enrolment, doors.Door)
        }

    def add_class(self, school: WeekSchool, name: str, levels: tuple[str, ...], password_hash: str) -> WeekClass:
        work = self.work
        class_id, code, class_code = work.new_id(), ids.public_code(), ids.class_code()
        self.rows[SchoolClass].append(
            {
                "id": class_id, "school_id": school.id, "code": code, "class_code": class_code, "link_version": 1,
                "size": PUPILS,
                "school_year_id": self.year_id, "name": name, "is_group": False,
                "open_until": work.now + timedelta(days=800),
            }
        )  # fmt: skip
        for level in levels:
            self.rows[ClassLevel].append(
                {"id": work.new_id(), "school_id": school.id, "class_id": class_id, "level": level}
            )
        self._door(doors.CLASS_CODE, class_code, school.id, class_id)
        self._door(doors.CLASS_LINK, keys.link_of_class(work.seal, class_id=class_id, version=1), school.id, class_id)
        first, last = self.chance.choice(FIRST), self.chance.choice(LAST)
        email = f"{code.lower()}@{school.brin.lower()}.example"
        teacher = _staff(work, email, f"{first} {last}", password_hash)
        self.rows[Staff].append(teacher)
        self.rows[Post].append(_post(work, teacher, Role.TEACHER, self.since, school_id=school.id, class_id=class_id))
        for number in range(PUPILS):
            self._pupil(school, class_id, levels[number % len(levels)])
        return WeekClass(class_id, school.id, code, levels, teacher["id"], PUPILS)

    def _pupil(self, school: WeekSchool, class_id: UUID, level: str) -> None:
        work, first, last = self.work, self.chance.choice(FIRST), self.chance.choice(LAST)
        pupil_id = work.new_id()
        self.rows[Pupil].append(
            {
                "id": pupil_id, "school_id": school.id, "first_name": first, "last_name": last, "level": level,
                "sort_key": sort_key(first, last), "secret_locked": work.seal.lock(keys.fresh_secret(level[:2])),
                "card_version": 1, "epoch": 1,
            }
        )  # fmt: skip
        self.rows[Enrolment].append(
            {
                "id": work.new_id(), "school_id": school.id, "pupil_id": pupil_id, "class_id": class_id,
                "from_on": self.since,
            }
        )  # fmt: skip
        token = keys.card_token(work.seal, pupil_id=pupil_id, version=1)
        self._door(doors.PUPIL_CARD, token, school.id, pupil_id)

    def _door(self, kind: str, secret: str, school_id: UUID, subject_id: UUID) -> None:
        self.rows[doors.Door].append(
            {
                "id": self.work.new_id(), "kind": kind, "digest": self.work.seal.digest(kind, secret),
                "school_id": school_id, "subject_id": subject_id,
            }
        )  # fmt: skip


def _staff(work: Work, email: str, name: str, password_hash: str) -> dict[str, Any]:
    return {"id": work.new_id(), "email": email, "name": name, "password_hash": password_hash, "epoch": 1}


def _post(work: Work, staff: dict[str, Any], role: Role, since: date, **where: UUID) -> dict[str, Any]:
    places = {"school_id": None, "class_id": None, "company_id": None}
    return {"id": work.new_id(), "staff_id": staff["id"], "role": role.value, "from_on": since, **places, **where}
