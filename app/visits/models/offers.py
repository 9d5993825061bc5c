"""Editions with their days, locations, offers and slots: what companies and the network open to all schools.

What schools share is not school-owned: a slot holds how many groups and pupils are taken, moved by one
conditional UPDATE (app/visits/operations). Counting bookings would see one's own school only, and overbook.
"""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.base.db import Table
from app.visits.rules.offer import smallest_group

OFFER_STATES = ("draft", "open", "closed")
FORMS = ("tour", "hands-on", "talk", "guest-lesson", "online")  # how pupils meet the work
PHOTOS = ("no", "ask", "yes")
DAY_KINDS = ("week", "event", "closed")
CALLED_OFF = "called-off"  # of a slot: its bookings were cancelled too; `cancelled` stops new ones alone


class Edition(Table):
    """A Technology Week or a programme year, with its days."""

    __tablename__ = "edition"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    network_id: Mapped[UUID] = mapped_column(ForeignKey("network.id"))
    name: Mapped[str] = mapped_column(unique=True)
    starts_on: Mapped[date]
    ends_on: Mapped[date]


class EditionDay(Table):
    """A day of an edition that is no plain school day: an event, or one without visits."""

    __tablename__ = "edition_day"
    __table_args__ = (
        CheckConstraint("kind in ('week', 'event', 'closed')", name="kind"),
        UniqueConstraint("edition_id", "day"),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True)
    edition_id: Mapped[UUID] = mapped_column(ForeignKey("edition.id"))
    day: Mapped[date]
    kind: Mapped[str]  # DAY_KINDS
    name: Mapped[str]  # `Dag op de kade`, `herfstvakantie`; may be empty


class Location(Table):
    __tablename__ = "location"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    company_id: Mapped[UUID] = mapped_column(ForeignKey("company.id"), index=True)
    address: Mapped[str]
    place: Mapped[str]
    entrance: Mapped[str]  # where to report: gate, bell, reception
    gate: Mapped[str] = mapped_column(default="")  # what happens at the gate: `melden met een groepslijst, badge op`
    latitude: Mapped[float | None]  # degrees, WGS 84
    longitude: Mapped[float | None]
    wheelchair: Mapped[bool] = mapped_column(default=False)  # can a wheelchair come everywhere the group comes?
    access: Mapped[str] = mapped_column(default="")  # stairs, noise, smells: in the company's own words


class VisitOffer(Table):
    """What can be seen and done at a company."""

    __tablename__ = "visit_offer"
    __table_args__ = (
        CheckConstraint("min_group >= 1 and max_group >= min_group", name="group_size"),
        CheckConstraint("state in ('draft', 'open', 'closed')", name="state"),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    company_id: Mapped[UUID] = mapped_column(ForeignKey("company.id"), index=True)
    location_id: Mapped[UUID] = mapped_column(ForeignKey("location.id"))
    edition_id: Mapped[UUID | None] = mapped_column(ForeignKey("edition.id"))
    kind: Mapped[str]  # visit kind of lessons/_vocabulary.yml: which modules go with it
    title: Mapped[str]
    summary: Mapped[str]
    see: Mapped[str]
    do: Mapped[str]
    meet: Mapped[str]
    levels: Mapped[list[str]]  # bands of app/base/levels.py
    wear: Mapped[list[str]]  # short words for the pupils' packing list: `dichte schoenen`
    min_group: Mapped[int]
    max_group: Mapped[int]
    contact: Mapped[str]  # name and phone of the host on the day
    state: Mapped[str]  # OFFER_STATES
    form: Mapped[str] = mapped_column(default="tour")  # FORMS
    groups_at_once: Mapped[int] = mapped_column(default=1)
    gap_minutes: Mapped[int] = mapped_column(default=0)  # between two groups
    supervision: Mapped[int | None]  # one adult of the school for so many pupils; None: the company does not ask
    safety: Mapped[str] = mapped_column(default="")  # the rules, as read out before the visit
    safety_version: Mapped[int] = mapped_column(default=1)  # raised when they change: schools confirm again
    safety_questions: Mapped[list[Any]] = mapped_column(JSON, default=list)  # {text, options: [...], right: index}
    gear: Mapped[list[Any]] = mapped_column(JSON, default=list)  # {what, by: company|school|pupil, sizes: [asked for]}
    forbidden: Mapped[list[str]] = mapped_column(default=list)  # `telefoon in de hal`
    notices: Mapped[str] = mapped_column(default="")  # for parents: `magneten: meld een pacemaker`
    is_calm: Mapped[bool] = mapped_column(default=False)  # low-stimulus; groups may be smaller than `min_group`
    languages: Mapped[list[str]] = mapped_column(default=lambda: ["nl"])
    travel: Mapped[str] = mapped_column(default="")  # bike stands, stop of the bus, where a coach turns
    way_in: Mapped[str] = mapped_column(default="")  # of an online visit: the link or number by which a class comes in
    takes_coach: Mapped[bool] = mapped_column(default=True)
    photos: Mapped[str] = mapped_column(default="ask")  # PHOTOS: may the school take pictures?
    deadline_days: Mapped[int] = mapped_column(default=0)  # booked so many days before; 0: until it begins
    notice_days: Mapped[int] = mapped_column(default=0)  # cancelled by the school at the latest so many days before
    modules: Mapped[list[str]] = mapped_column(default=list)  # slugs; none: those for its `kind`
    copied_from: Mapped[UUID | None]  # last year's

    @property
    def smallest_group(self) -> int:
        return smallest_group(min_group=self.min_group, is_calm=self.is_calm)


class VisitSlot(Table):
    """A date and time of an offer. `places_taken` counts groups; both counters move in one conditional UPDATE."""

    __tablename__ = "visit_slot"
    __table_args__ = (
        CheckConstraint("ends_at > starts_at", name="order"),
        CheckConstraint("places_taken >= 0 and places_taken <= places", name="places"),
        CheckConstraint("pupils_taken >= 0 and pupils_taken <= pupils", name="pupils"),
        UniqueConstraint("offer_id", "starts_at"),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    offer_id: Mapped[UUID] = mapped_column(ForeignKey("visit_offer.id"), index=True)
    starts_at: Mapped[datetime] = mapped_column(index=True)
    ends_at: Mapped[datetime]
    places: Mapped[int]  # groups
    pupils: Mapped[int]
    places_taken: Mapped[int] = mapped_column(default=0)
    pupils_taken: Mapped[int] = mapped_column(default=0)
    state: Mapped[str] = mapped_column(default="open")  # open, cancelled (no new bookings), CALLED_OFF
