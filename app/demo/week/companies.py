"""60 companies, each with a host, a site, an offer and times on some of the ten half-days."""

import random
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select

from app.access.actor import Role
from app.base import clock, ids
from app.base.work import Work
from app.demo.week.names import FIRST, LAST, PLACES, TRADES, Trade
from app.people.models import Company, Post, Staff
from app.visits.models import Location, VisitOffer, VisitSlot

LEVELS = (
    ("po-5-6", "po-7-8"),
    ("po-7-8",),
    ("po-7-8", "vo-onder-vmbo"),
    ("po-5-6", "po-7-8", "vo-onder-vmbo", "vo-onder-hv"),
    ("vo-onder-vmbo", "vo-onder-hv"),
)
SIZES = (14, 15, 26, 28, 30)  # some take half a class, some a whole one
TIMES = ((9, 30), (13, 0))  # the morning and the afternoon
OPEN = 0.52  # of the half-days a company takes part in
GEAR = {"what": "helm en bril", "by": "company", "sizes": []}


@dataclass(frozen=True, slots=True)
class WeekSlot:
    id: UUID
    code: str
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class WeekOffer:
    id: UUID
    company_id: UUID
    host_id: UUID
    levels: tuple[str, ...]
    max_group: int


@dataclass(frozen=True, slots=True)
class WeekCompany:
    id: UUID
    kind: str
    host_id: UUID
    host: str


def add_companies(work: Work, chance: random.Random, *, password_hash: str, since: date) -> tuple[WeekCompany, ...]:
    """49 more, and a host for those of the demo that have none: `host-1@werf.example` and so on. Returns all 60."""
    companies: list[dict[str, Any]] = []
    made = []
    for number, (trade, name) in enumerate(_all()):
        company = {
            "id": work.new_id(), "code": ids.public_code(), "name": name, "kind": trade.kind,
            "place": PLACES[number % len(PLACES)][0], "sector": trade.sector, "topics": [],
            "about": f"Wij werken met {chance.randint(8, 240)} mensen aan {trade.sector}.",
        }  # fmt: skip
        companies.append(company)
    there = work.db.execute(select(Company.id, Company.kind).order_by(Company.code)).all()
    hosts = _hosts(work)
    work.db.execute(insert(Company), companies)
    staff: list[dict[str, Any]] = []
    posts: list[dict[str, Any]] = []
    for company_id, kind in [*there, *((one["id"], one["kind"]) for one in companies)]:
        if company_id not in hosts:
            hosts[company_id] = _host(work, chance, company_id, staff, posts, password_hash=password_hash, since=since)
        made.append(WeekCompany(company_id, str(kind), *hosts[company_id]))
    work.db.execute(insert(Staff), staff)
    work.db.execute(insert(Post), posts)
    return tuple(made)


def _hosts(work: Work) -> dict[UUID, tuple[UUID, str]]:
    """company -> (host, name), of those that can sign in already."""
    rows = work.db.execute(
        select(Post.company_id, Staff.id, Staff.name)
        .join(Staff, Staff.id == Post.staff_id)
        .where(Post.role == Role.HOST.value)
    )
    return {company_id: (staff_id, name) for company_id, staff_id, name in rows if company_id}


def _host(
    work: Work, chance: random.Random, company_id: UUID, staff: list[dict[str, Any]], posts: list[dict[str, Any]],
    *, password_hash: str, since: date,
) -> tuple[UUID, str]:  # fmt: skip
    host_id, name = work.new_id(), f"{chance.choice(FIRST)} {chance.choice(LAST)}"
    email = f"host-{len(staff) + 1}@werf.example"
    staff.append({"id": host_id, "email": email, "name": name, "password_hash": password_hash, "epoch": 1})
    posts.append(
        {
            "id": work.new_id(), "staff_id": host_id, "role": Role.HOST.value, "company_id": company_id,
            "school_id": None, "class_id": None, "from_on": since,
        }
    )  # fmt: skip
    return host_id, name


def add_offers(
    work: Work,
    chance: random.Random,
    companies: tuple[WeekCompany, ...],
    edition_id: UUID,
    *,
    state: str = "open",
) -> tuple[WeekOffer, ...]:
    """One offer of each company in an edition."""
    sites, offers, made = [], [], []
    for number, company in enumerate(companies):
        site, offer = _site(work, chance, company.id, number), work.new_id()
        levels, largest = LEVELS[number % len(LEVELS)], SIZES[number * 3 % len(SIZES)]
        sites.append(site)
        offers.append(
            {
                **_offer(_trade(company.kind)), "id": offer, "state": state,
                "code": ids.public_code(), "company_id": company.id,
                "location_id": site["id"], "edition_id": edition_id, "levels": list(levels), "max_group": largest,
                "min_group": 8, "contact": f"{company.host}, 06 0000 {1000 + number}", "kind": company.kind,
                "supervision": (8, 10, 12)[number % 3], "is_calm": number % 11 == 3,
            }
        )  # fmt: skip
        made.append(WeekOffer(offer, company.id, company.host_id, levels, largest))
    work.db.execute(insert(Location), sites)
    work.db.execute(insert(VisitOffer), offers)
    return tuple(made)


def _trade(kind: str) -> Trade:
    """What a company of this kind shows; any craft of all sorts: the first that is hands-on."""
    return next((one for one in TRADES if one.kind == kind), TRADES[1])


def add_slots(
    work: Work, chance: random.Random, offers: tuple[WeekOffer, ...], days: tuple[date, ...]
) -> list[tuple[WeekSlot, WeekOffer]]:
    """On about half of the half-days, one group at a time, in order of time."""
    rows, made = [], []
    for day in days:
        for hour, minute in TIMES:
            for offer in offers:
                if chance.random() < OPEN:
                    starts = clock.at(day, hour, minute)
                    slot = _slot(work, offer, starts, starts + timedelta(minutes=90))
                    rows.append(slot)
                    made.append((WeekSlot(slot["id"], slot["code"], slot["starts_at"], slot["ends_at"]), offer))
    work.db.execute(insert(VisitSlot), rows)
    return made


def _all() -> list[tuple[Trade, str]]:
    return [(trade, name) for trade in TRADES for name in trade.names.split("|")]


def _site(work: Work, chance: random.Random, company_id: UUID, number: int) -> dict[str, Any]:
    place, _municipality, latitude, longitude = PLACES[number % len(PLACES)]
    return {
        "id": work.new_id(), "company_id": company_id, "address": f"Werfstraat {number + 1}", "place": place,
        "entrance": ("Hoofdingang", "Poort 2, bel aan", "Blauwe deur naast de loods")[number % 3],
        "gate": "Meld je met de groep bij de balie." if number % 4 == 0 else "", "wheelchair": number % 3 != 1,
        "access": "Er is één trap, en in de hal is het luid." if number % 5 == 2 else "",
        "latitude": latitude + chance.uniform(-0.02, 0.02), "longitude": longitude + chance.uniform(-0.02, 0.02),
    }  # fmt: skip


def _offer(trade: Trade) -> dict[str, Any]:
    return {
        "title": trade.title, "see": trade.see, "do": trade.do, "meet": trade.meet,
        "summary": f"{trade.see} {trade.do}", "wear": list(trade.wear), "state": "open", "form": trade.form,
        "groups_at_once": 1, "gap_minutes": 30, "safety": "Blijf bij je groep. Raak niets aan zonder te vragen.",
        "safety_version": 1, "safety_questions": [], "gear": [GEAR], "forbidden": ["telefoon in de hal"],
        "notices": "", "languages": ["nl"], "travel": "Fietsen kunnen bij de ingang staan.", "takes_coach": True,
        "photos": "ask", "deadline_days": 3, "notice_days": 2, "modules": [],
    }  # fmt: skip


def _slot(work: Work, offer: WeekOffer, starts: Any, ends: Any) -> dict[str, Any]:
    return {
        "id": work.new_id(), "code": ids.public_code(7), "offer_id": offer.id, "starts_at": starts, "ends_at": ends,
        "places": 1, "pupils": offer.max_group, "places_taken": 0, "pupils_taken": 0, "state": "open",
    }  # fmt: skip
