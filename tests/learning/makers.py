"""Makers for what learning keeps beside answers: a photo with its bytes, and an attitude without a pupil."""

from datetime import date
from uuid import UUID, uuid4

from app.access.actor import Actor, Post, Role
from app.base import clock
from app.learning.models import Attitude, Photo
from app.learning.rules import photo_goes_on
from tests.makers import MadeClass, Makers, Person


def photo(
    makers: Makers, pupil: Person, assignment_id: UUID, *, question: str = "foto", until: date | None = None
) -> str:
    """A photo of this pupil; returns its hash. The bytes are no picture."""
    sha: str = makers.house.files.put(f"a photo of {pupil.id} for {question}".encode())
    today = clock.school_day(clock.now())
    facts = {"assignment_id": assignment_id, "pupil_id": pupil.id, "question_id": question, "sha256": sha}
    until = until or photo_goes_on(today)
    makers.row(Photo, school_id=pupil.place_id, kept_at=clock.now(), delete_on=until, **facts)
    return sha


def attitude(
    makers: Makers, school_id: UUID, class_id: UUID, *, value: int = 3, wave: str = "before", shown: int | None = None
) -> UUID:
    """One child's choice, whose nobody knows."""
    facts = {"module": "proef", "item": "techniek-1/maken", "wave": wave, "pseudonym": uuid4().hex * 2}
    today = clock.school_day(clock.now())
    return makers.row(
        Attitude, id=uuid4(), school_id=school_id, class_id=class_id, value=value, shown=shown, day=today, **facts
    )


def substitute(card_id: UUID, klass: MadeClass) -> Person:
    """Who came in with the link of this card."""
    held = Post(Role.SUBSTITUTE, school_id=klass.school_id, class_ids=frozenset({klass.id}))
    return Person(card_id, Role.SUBSTITUTE, klass.school_id, Actor(card_id, (held,)), "")
