"""Takes photos away that are past their day, school by school: first the bytes, then the row that knew of them.

Broken off half-way it begins again where it was; a file is never left without a row.
"""

from datetime import datetime

from sqlalchemy import select

from app.access.actor import NOBODY, Actor, Post, Role
from app.base.house import House
from app.learning.operations.expiry import drop_photos
from app.learning.queries import photos_past_their_day
from app.people.models import School


def forget_photos(house: House, now: datetime) -> int:
    """Returns how many. May run twice without harm."""
    with house.looking(NOBODY, now) as work:
        schools = list(work.db.scalars(select(School.id).order_by(School.id)))
    gone = 0
    for school_id in schools:
        actor = Actor(None, (Post(Role.AT_DOOR, school_id=school_id),))
        with house.looking(actor, now) as work:
            past = photos_past_their_day(work)
        for _, sha in past:
            house.files.forget(sha)
        if past:
            gone += house.act(actor, now, drop_photos, ids=[photo_id for photo_id, _ in past])
    return gone
