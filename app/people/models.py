"""Network, schools, school years, classes and the people in them."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.base.db import PupilOwned, SchoolOwned, Table


class Network(Table):
    """The organisation that runs this house. One row."""

    __tablename__ = "network"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str]
    region: Mapped[str]
    funder_line: Mapped[str]  # printed on certificates; may be empty


class School(Table):
    """A location of a school: BRIN and location code, `99XX00`. The tenant."""

    __tablename__ = "school"
    __table_args__ = (CheckConstraint("kind in ('po', 'vo')", name="kind"),)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    brin: Mapped[str] = mapped_column(unique=True)  # six characters: BRIN and location
    name: Mapped[str]
    kind: Mapped[str]  # po or vo
    place: Mapped[str]
    municipality: Mapped[str]
    latitude: Mapped[float | None]  # degrees, WGS 84: how far a visit is
    longitude: Mapped[float | None]
    address: Mapped[str] = mapped_column(default="")  # street and number: where a guest lesson is
    left_on: Mapped[date | None]


class SchoolSettings(SchoolOwned, Table):
    """One row a school, made when something differs from the defaults in `people/rules.py`."""

    __tablename__ = "school_settings"
    __table_args__ = (ForeignKeyConstraint(["school_id"], ["school.id"]), UniqueConstraint("school_id"))
    id: Mapped[UUID] = mapped_column(primary_key=True)
    logo_sha: Mapped[str | None]
    names_to_host: Mapped[bool] = mapped_column(default=False)
    photos: Mapped[bool] = mapped_column(default=False)  # may pupils hand in photos of what they made?


class SchoolYear(Table):
    """1 August to 31 July, the same for all: `2026-2027`."""

    __tablename__ = "school_year"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    starts_on: Mapped[date]
    ends_on: Mapped[date]


class SchoolClass(SchoolOwned, Table):
    """A class, or a group that crosses classes (`is_group`), in one school year."""

    __tablename__ = "school_class"
    __table_args__ = (
        ForeignKeyConstraint(["school_id"], ["school.id"]),
        UniqueConstraint("school_id", "id"),
        UniqueConstraint("school_id", "school_year_id", "name"),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)  # in URLs, for staff
    class_code: Mapped[str] = mapped_column(unique=True)  # KADE4731, for pupils; its door is in base/doors.py
    school_year_id: Mapped[UUID] = mapped_column(ForeignKey("school_year.id"))
    name: Mapped[str]  # `7B`, `2kb1`
    link_version: Mapped[int] = mapped_column(default=0)  # of the link for the school's portal; 0: none yet
    is_group: Mapped[bool] = mapped_column(default=False)
    open_until: Mapped[datetime | None]  # names are shown at the class code until then
    size: Mapped[int | None]  # how many pupils, for who plans visits and sees no pupil; people/rules/size.py
    left_on: Mapped[date | None]


class ClassLevel(SchoolOwned, Table):
    """A class has a set of levels: combination groups, bridging classes."""

    __tablename__ = "class_level"
    __table_args__ = (
        ForeignKeyConstraint(["school_id", "class_id"], ["school_class.school_id", "school_class.id"]),
        UniqueConstraint("class_id", "level"),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True)
    class_id: Mapped[UUID]
    level: Mapped[str]  # app/base/levels.py


class Pupil(PupilOwned, Table):
    __tablename__ = "pupil"
    __table_args__ = (ForeignKeyConstraint(["school_id"], ["school.id"]), UniqueConstraint("school_id", "id"))
    id: Mapped[UUID] = mapped_column(primary_key=True)
    first_name: Mapped[str]
    last_name: Mapped[str]  # or an initial, or empty: only paper needs more
    sort_key: Mapped[str]  # app/base/names.py
    level: Mapped[str]
    secret_locked: Mapped[str]  # three pictures or a PIN, encrypted, because cards are printed again
    card_version: Mapped[int] = mapped_column(default=1)  # raised: the old QR card opens nothing
    epoch: Mapped[int] = mapped_column(default=1)  # raised: every session of this pupil ends
    left_on: Mapped[date | None]


class Enrolment(PupilOwned, Table):
    """A pupil in a class or group, from-until (until: the first day not in it)."""

    __tablename__ = "enrolment"
    __table_args__ = (
        ForeignKeyConstraint(["school_id", "pupil_id"], ["pupil.school_id", "pupil.id"]),
        ForeignKeyConstraint(["school_id", "class_id"], ["school_class.school_id", "school_class.id"]),
        UniqueConstraint("pupil_id", "class_id", "from_on"),
        Index("ix_enrolment_class", "school_id", "class_id"),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True)
    pupil_id: Mapped[UUID]
    class_id: Mapped[UUID]
    from_on: Mapped[date]
    until_on: Mapped[date | None]
    instruction: Mapped[str | None]  # people/rules/instruction.py; None: basic. Emptied when the enrolment ends


class Company(Table):
    """Who opens doors. Here, and not in visits, because a host's post is held at it; what it offers is upstairs."""

    __tablename__ = "company"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    place: Mapped[str]
    kind: Mapped[str]  # one of the visit kinds of lessons/_vocabulary.yml
    about: Mapped[str] = mapped_column(default="")  # in two sentences, for schools
    sector: Mapped[str] = mapped_column(default="")  # `staal`, `offshore wind`; may be empty
    topics: Mapped[list[str]] = mapped_column(default=list)  # of lessons/_vocabulary.yml
    logo_sha: Mapped[str | None]
    left_on: Mapped[date | None]


class Staff(Table):
    """Somebody with an e-mail address and a password: teacher, administrator, host, coordinator."""

    __tablename__ = "staff"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(unique=True)  # lower case
    name: Mapped[str]
    password_hash: Mapped[str | None]
    language: Mapped[str | None]
    epoch: Mapped[int] = mapped_column(default=1)
    disabled_at: Mapped[datetime | None]


class Post(Table):
    """A role held at a place, from-until. A teacher's post names one class; no class: at the school only."""

    __tablename__ = "post"
    __table_args__ = (
        ForeignKeyConstraint(["school_id", "class_id"], ["school_class.school_id", "school_class.id"]),
        CheckConstraint("role in ('teacher', 'school-admin', 'host', 'coordinator')", name="role"),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True)
    staff_id: Mapped[UUID] = mapped_column(ForeignKey("staff.id"), index=True)
    role: Mapped[str]
    school_id: Mapped[UUID | None] = mapped_column(ForeignKey("school.id"))
    class_id: Mapped[UUID | None] = mapped_column(index=True)
    company_id: Mapped[UUID | None] = mapped_column(ForeignKey("company.id"))
    from_on: Mapped[date]
    until_on: Mapped[date | None]
