"""The row of groups above a host's page: whose links this phone holds, or all groups of the host's company."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask import session, url_for

from app.access.actor import NOBODY, Actor, Post, Role
from app.base import clock
from app.base.doors import Passage
from app.visits.queries.gate import GateNow, holder_of, link_token
from app.visits.queries.groups import COMES, GroupNow, group_behind, groups_of_host, times_of_company_today
from app.visits.rules import gate as rules
from app.web.pages import house, look_as, work


@dataclass(frozen=True, slots=True)
class Tab:
    """One group, and where its page is."""

    url: str
    name: str
    starts_at: datetime
    is_in: bool
    is_here: bool


@dataclass(frozen=True, slots=True)
class Groups:
    """`closed`: when groups come whose link this phone does not hold."""

    tabs: tuple[Tab, ...] = ()
    closed: tuple[datetime, ...] = ()


def actor_at_gate(passage: Passage, *, schools: frozenset[UUID] = frozenset()) -> Actor:
    """Nobody's account: one booking."""
    return Actor(passage.subject_id, (Post(Role.GATE),), schools | {passage.school_id})


def holder(door_id: str) -> Actor | None:
    """Who holds this link, reaching the schools that come to this company; None once it was renewed."""
    found: tuple[Passage, frozenset[UUID]] | None = look_as(NOBODY, holder_of, door_id=UUID(door_id))
    return actor_at_gate(found[0], schools=found[1]) if found else None


def groups_above(now: GateNow, *, by_link: bool) -> Groups:
    """Nothing above the page of a group that comes alone."""
    here = now.booking
    if not by_link:
        tabs = tuple(
            _tab(one, url_for("visits.arrival", code=one.code), here.id) for one in groups_of_host(work(), booking=here)
        )
        return Groups(tabs if len(tabs) > 1 else ())
    holders = [one for one in map(holder, session.get("gate", [])) if one]
    held = {group.id: group for group in (look_as(one, group_behind) for one in holders)}
    mine = [one for one in held.values() if _is_beside(one, now)]
    reaching = next((one for one in holders if one.user_id == here.id), None)
    closed: tuple[datetime, ...] = ()
    if reaching:
        known = {here.id, *(one.id for one in mine)}
        closed = look_as(reaching, times_of_company_today, company_id=here.company_id, but=known)
    tabs = tuple(_tab(one, _path(one), here.id) for one in sorted(mine, key=lambda one: (one.starts_at, one.code)))
    return Groups(tabs if len(tabs) > 1 or closed else (), closed)


def _is_beside(one: GroupNow, now: GateNow) -> bool:
    """At the same company, today, and not called off."""
    if one.id == now.booking.id:
        return True
    is_today = rules.is_on(starts_at=one.starts_at, now=clock.now())
    return is_today and one.company_id == now.booking.company_id and one.state in COMES


def _path(one: GroupNow) -> str:
    return url_for("visits.gate_link", token=link_token(house().seal, booking_id=one.id, version=one.version))


def _tab(one: GroupNow, url: str, here: UUID) -> Tab:
    return Tab(url, one.name, one.starts_at, one.is_in, one.id == here)
