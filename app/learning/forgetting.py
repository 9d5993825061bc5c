"""Takes away what is past its day: photos and cards of substitutes, school by school, and PDFs with names of children
that the worker made. First the bytes, then the row that knew of them.

Broken off half-way it begins again where it was; a file is never left without a row.
"""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import select

from app.access.actor import NOBODY, Actor, Post, Role
from app.base import terms
from app.base.house import House
from app.base.job_results import drop_results, files_past
from app.learning.operations.dossier import DOSSIER
from app.learning.operations.expiry import drop_photos
from app.learning.operations.exports import OVERVIEW
from app.learning.operations.substitute import drop_cards
from app.learning.queries import photos_past_their_day
from app.learning.substitute import cards_past_their_day
from app.people.models import School
from app.people.operations import drop_passes
from app.visits.operations.importing import PREVIEW
from app.visits.operations.papers import PAPER

KEPT_A_DAY = (DOSSIER, OVERVIEW, PAPER, PREVIEW)


def forget_photos(house: House, now: datetime) -> int:
    """Returns how many. May run twice without harm."""
    gone = 0
    for actor in _each_school(house, now):
        with house.looking(actor, now) as work:
            past = photos_past_their_day(work)
        for _, sha in past:
            house.files.forget(sha)
        if past:
            gone += house.act(actor, now, drop_photos, ids=[photo_id for photo_id, _ in past])
    return gone


def forget_files(house: House, now: datetime) -> int:
    """Returns how many. May run twice without harm."""
    with house.looking(NOBODY, now) as work:
        past = files_past(work, kinds=KEPT_A_DAY, before=now - terms.FILES)
    for _, sha in past:
        house.files.forget(sha)
    return house.act(NOBODY, now, drop_results, ids=[job_id for job_id, _ in past]) if past else 0


def forget_cards(house: House, now: datetime) -> int:
    """The same for cards of substitutes; and passes of a month ago."""
    gone = 0
    for actor in _each_school(house, now):
        with house.looking(actor, now) as work:
            past = cards_past_their_day(work)
        for _, sha in past:
            if sha:
                house.files.forget(sha)
        if past:
            gone += house.act(actor, now, drop_cards, ids=[card_id for card_id, _ in past])
    house.act(NOBODY, now, drop_passes)
    return gone


def _each_school(house: House, now: datetime) -> Iterator[Actor]:
    with house.looking(NOBODY, now) as work:
        schools = list(work.db.scalars(select(School.id).order_by(School.id)))
    for school_id in schools:
        yield Actor(None, (Post(Role.AT_DOOR, school_id=school_id),))
