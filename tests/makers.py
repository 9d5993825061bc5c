"""One maker for each table of people; a test names what matters to it. Other features: tests/<feature>/makers.py."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cache
from itertools import count
from typing import Any
from uuid import UUID

from sqlalchemy import select

from app.access.actor import NOBODY, Actor, Role
from app.access.actor import Post as Held
from app.base import clock, doors, ids, passwords
from app.base.house import House
from app.base.names import sort_key
from app.base.work import Work
from app.people import keys, models

PASSWORD = "een-lange-zin-vol-staal"  # noqa: S105 - of invented people
FIRST = [
    "Aïcha",
    "Bram",
    "Çağla",
    "Daan",
    "Esmée",
    "Faas",
    "Gijs",
    "Hanna",
    "IJsbrand",
    "Jayden",
    "Kyra",
    "Liam",
    "Łukasz",
    "Mila",
    "Noor",
    "Oleksandr",
    "Pim",
    "Quinten",
    "Ruben",
    "Sofie",
    "Umut",
    "Vera",
    "Wout",
    "Yassin",
    "Zoë",
    "Thị",
]
LAST = [
    "de Vries",
    "van den Berg",
    "Yılmaz",
    "Jansen",
    "El Amrani",
    "Świątek",
    "Bakker",
    "in 't Veld",
    "Nguyễn",
    "Kuipers",
]
_number = count(1)


@dataclass(frozen=True, slots=True)
class MadeSchool:
    id: UUID
    kind: str
    name: str


@dataclass(frozen=True, slots=True)
class MadeClass:
    id: UUID
    code: str
    class_code: str
    school_id: UUID
    kind: str
    levels: tuple[str, ...]
    school: MadeSchool
    link: str = ""  # of its address for the school's portal


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who can sign in: `sign_in(client, person)`, `act(person.actor, operation)`."""

    id: UUID
    role: Role
    place_id: UUID | None
    actor: Actor
    name: str
    email: str = ""
    secret: str = ""  # of a pupil: pictures `03-11-03` or PIN
    card: str = ""  # of a pupil: the token in the QR code
    last_name: str = ""


@cache
def _hash(password: str) -> str:
    return passwords.hashed(password)


class Makers:
    """Writes rows as they are, around every rule; hands back plain values."""

    def __init__(self, house: House) -> None:
        self.house = house

    def write(self, operation: Callable[..., Any], **facts: Any) -> Any:
        return self.house.act_everywhere(NOBODY, clock.now(), operation, **facts)

    def row(self, table: type, **columns: Any) -> UUID:
        """Any row, for the makers of other features."""

        def add(work: Work) -> UUID:
            columns.setdefault("id", work.new_id())
            work.db.add(table(**columns))
            return columns["id"]  # type: ignore[no-any-return]

        return self.write(add)  # type: ignore[no-any-return]

    def network(self, name: str = "Werf aan de Kade") -> UUID:
        return self.row(models.Network, name=name, region="de Kuststreek", funder_line="")

    def school(self, kind: str = "po", *, name: str | None = None) -> MadeSchool:
        n = next(_number)
        name = name or (f"De Vlieger {n}" if kind == "po" else f"Het Baken {n}")
        brin = f"99{chr(65 + n // 26 % 26)}{chr(65 + n % 26)}00"
        made = self.row(models.School, brin=brin, name=name, kind=kind, place="Kadedorp", municipality="Kadedorp")
        return MadeSchool(made, kind, name)

    def settings(self, school: MadeSchool, *, photos: bool = True) -> UUID:
        """What a school chose; without it everything is as at the beginning."""
        return self.row(models.SchoolSettings, school_id=school.id, photos=photos)

    def school_year(self, *, day: date | None = None) -> UUID:
        day = day or clock.school_day(clock.now())
        first = day.year if day.month >= 8 else day.year - 1

        def find_or_add(work: Work) -> UUID:
            held = work.db.scalars(
                select(models.SchoolYear.id).where(models.SchoolYear.name == f"{first}-{first + 1}")
            ).one_or_none()
            return held or self.row_in(
                work,
                models.SchoolYear,
                name=f"{first}-{first + 1}",
                starts_on=date(first, 8, 1),
                ends_on=date(first + 1, 7, 31),
            )

        return self.write(find_or_add)  # type: ignore[no-any-return]

    @staticmethod
    def row_in(work: Work, table: type, **columns: Any) -> UUID:
        made = work.new_id()
        work.db.add(table(id=made, **columns))
        return made

    def school_class(
        self,
        school: MadeSchool,
        *,
        name: str | None = None,
        levels: Sequence[str] = (),
        open_for: timedelta | None = timedelta(hours=4),
        is_group: bool = False,
        school_year_id: UUID | None = None,
        size: int | None = None,
    ) -> MadeClass:
        """A class with its code and link; its door is open for four hours unless said otherwise (None: shut)."""
        levels = tuple(levels) or (("po-7",) if school.kind == "po" else ("vo-2-kb",))
        year = school_year_id or self.school_year()
        code, class_code = ids.public_code(), ids.class_code()

        def add(work: Work) -> UUID:
            made = self.row_in(
                work,
                models.SchoolClass,
                school_id=school.id,
                code=code,
                class_code=class_code,
                school_year_id=year,
                name=name or f"7-{next(_number)}",
                is_group=is_group,
                size=size,
                link_version=1,
                open_until=work.now + open_for if open_for else None,
            )
            work.db.flush()
            for level in levels:
                self.row_in(work, models.ClassLevel, school_id=school.id, class_id=made, level=level)
            self.row_in(
                work,
                doors.Door,
                kind=doors.CLASS_CODE,
                digest=work.seal.digest(doors.CLASS_CODE, class_code),
                school_id=school.id,
                subject_id=made,
            )
            keys.hang_link_door(work, school_id=school.id, class_id=made, version=1)
            return made

        made = self.write(add)
        link = keys.link_of_class(self.house.seal, class_id=made, version=1)
        return MadeClass(made, code, class_code, school.id, school.kind, levels, school, link)

    def pupil(
        self,
        klass: MadeClass,
        *,
        first: str = "Noor",
        last: str = "de Vries",
        level: str | None = None,
        secret: str | None = None,
        from_on: date | None = None,
    ) -> Person:
        secret = secret or ("03-11-03" if klass.kind == "po" else "40713")

        def add(work: Work) -> tuple[UUID, str]:
            made = self.row_in(
                work,
                models.Pupil,
                school_id=klass.school_id,
                first_name=first,
                last_name=last,
                sort_key=sort_key(first, last),
                level=level or klass.levels[0],
                secret_locked=work.seal.lock(secret),
            )
            work.db.flush()
            self.row_in(
                work,
                models.Enrolment,
                school_id=klass.school_id,
                pupil_id=made,
                class_id=klass.id,
                from_on=from_on or work.today - timedelta(days=30),
            )
            keys.hang_card_door(work, school_id=klass.school_id, pupil_id=made, version=1)
            return made, keys.card_token(work.seal, pupil_id=made, version=1)

        made, card = self.write(add)
        actor = Actor(made, (Held(Role.PUPIL, school_id=klass.school_id),))
        return Person(made, Role.PUPIL, klass.school_id, actor, first, secret=secret, card=card, last_name=last)

    def pupils(self, klass: MadeClass, n: int = 26) -> list[Person]:
        return [
            self.pupil(klass, first=FIRST[i % len(FIRST)], last=LAST[(i + i // len(FIRST)) % len(LAST)])
            for i in range(n)
        ]

    def company(self, *, name: str | None = None, kind: str = "lock-or-harbour") -> UUID:
        n = next(_number)
        return self.row(
            models.Company, code=ids.public_code(), name=name or f"Zeesluis {n}", place="Kadedorp", kind=kind
        )

    def staff(self, *, name: str = "Samira Haddad", email: str | None = None, password: str = PASSWORD) -> UUID:
        return self.row(
            models.Staff, email=email or f"staf{next(_number)}@school.example", name=name, password_hash=_hash(password)
        )

    def post(
        self,
        staff_id: UUID,
        role: Role,
        *,
        school_id: UUID | None = None,
        class_id: UUID | None = None,
        company_id: UUID | None = None,
        from_on: date | None = None,
        until_on: date | None = None,
    ) -> UUID:
        return self.row(
            models.Post,
            staff_id=staff_id,
            role=role.value,
            school_id=school_id,
            class_id=class_id,
            company_id=company_id,
            from_on=from_on or clock.school_day(clock.now()) - timedelta(days=60),
            until_on=until_on,
        )

    def teacher(self, school: MadeSchool, *classes: MadeClass, name: str = "Samira Haddad") -> Person:
        email = f"leerkracht{next(_number)}@school.example"
        made = self.staff(name=name, email=email)
        for class_id in [klass.id for klass in classes] or [None]:
            self.post(made, Role.TEACHER, school_id=school.id, class_id=class_id)
        held = Held(Role.TEACHER, school_id=school.id, class_ids=frozenset(klass.id for klass in classes))
        return Person(made, Role.TEACHER, school.id, Actor(made, (held,)), name, email)

    def school_admin(self, school: MadeSchool, *, name: str = "Ria Bos") -> Person:
        return self._staff_at(Role.SCHOOL_ADMIN, name, school_id=school.id)

    def host(self, company_id: UUID, *, guest_schools: Sequence[MadeSchool] = (), name: str = "Koen Smit") -> Person:
        """A host; `guest_schools` get the door that a booking makes, open from now for a week."""
        for school in guest_schools:
            self.row(
                doors.Door,
                kind=doors.HOST,
                holder_id=company_id,
                school_id=school.id,
                subject_id=company_id,
                closes_at=clock.now() + timedelta(days=7),
            )
        person = self._staff_at(Role.HOST, name, company_id=company_id)
        actor = Actor(person.id, person.actor.posts, frozenset(school.id for school in guest_schools))
        return Person(person.id, Role.HOST, company_id, actor, name, person.email)

    def coordinator(self, *, schools: Sequence[MadeSchool] = (), name: str = "Marit de Boer") -> Person:
        """`schools`: those of the network, which a coordinator reaches without their pupils' rows."""
        person = self._staff_at(Role.COORDINATOR, name)
        return replace(person, actor=replace(person.actor, guest_schools=frozenset(one.id for one in schools)))

    def _staff_at(
        self, role: Role, name: str, *, school_id: UUID | None = None, company_id: UUID | None = None
    ) -> Person:
        email = f"{role.value}{next(_number)}@werf.example"
        made = self.staff(name=name, email=email)
        self.post(made, role, school_id=school_id, company_id=company_id)
        actor = Actor(made, (Held(role, school_id=school_id, company_id=company_id),))
        return Person(made, role, school_id or company_id, actor, name, email)


def moment(year: int, month: int, day: int, hour: int = 10, minute: int = 0) -> datetime:
    """A time on a Dutch school clock, as aware UTC."""
    return clock.at(date(year, month, day), hour, minute)
