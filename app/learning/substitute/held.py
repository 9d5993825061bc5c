"""The cards of a class and one card, for its teachers and the office; and what a substitute's pass leads to."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select

from app.access.matrix import Permission
from app.assignments.queries import GIVEN, assignment_for_staff, assignments_of_class
from app.base.problems import NotFound
from app.base.work import Work
from app.learning.models import SubstituteCard
from app.people.models import SchoolClass
from app.people.queries import class_by_id
from app.people.queries.substitutes import Pass, passes_of_class
from app.people.rules.entrance import is_open, spoken_code


@dataclass(frozen=True, slots=True)
class CardHeld:
    """`link`: the pass, None when it is withdrawn or over. `file_sha`: None while the worker draws it."""

    id: UUID
    code: str
    class_id: UUID
    day: date
    job_id: UUID
    file_sha: str | None
    language: str
    steps: tuple[str, ...]
    can_help: str
    need_help: str
    note: str
    link: Pass | None


@dataclass(frozen=True, slots=True)
class ClassOfPass:
    """For a substitute of a class without a lesson: how pupils would come in."""

    code: str
    name: str
    spoken_code: str
    is_open: bool


def cards_of_class(work: Work, *, code: str) -> tuple[Pass, ...]:
    """The links in force of the class of an assignment, soonest first. Raises: NotFound."""
    work.must(Permission.SUBSTITUTE_INVITE)
    return passes_of_class(work, class_id=assignment_for_staff(work, code).class_id)


def card_for_staff(work: Work, *, code: str, card_id: UUID) -> CardHeld:
    """One card of the class of this assignment. Raises: NotFound."""
    work.must(Permission.SUBSTITUTE_INVITE)
    given = assignment_for_staff(work, code)
    work.must(Permission.SUBSTITUTE_INVITE, classes={given.class_id}, school=given.school_id)
    card = work.db.get(SubstituteCard, card_id)
    if card is None or card.class_id != given.class_id:
        raise NotFound("card")
    every = assignments_of_class(work, class_id=given.class_id)
    code = next(one.code for one in every if one.id == card.assignment_id)
    passes = {one.id: one for one in passes_of_class(work, class_id=given.class_id)}
    return CardHeld(
        card.id, code, card.class_id, card.day, card.job_id, card.file_sha, card.language, tuple(card.steps),
        card.can_help, card.need_help, card.note, passes.get(card.id),
    )  # fmt: skip


def lesson_of_pass(work: Work) -> str | None:
    """The assignment where a substitute begins: the one of the card, else the newest that is given; None: none is."""
    class_id = _class_of(work)
    given = [one for one in assignments_of_class(work, class_id=class_id) if one.state == GIVEN]
    of_card = work.db.scalars(
        select(SubstituteCard.assignment_id).where(SubstituteCard.id == work.actor.user_id)
    ).one_or_none()
    codes = [one.code for one in given if one.id == of_card] + [one.code for one in given]
    return codes[0] if codes else None


def class_of_pass(work: Work) -> ClassOfPass:
    klass = work.db.get(SchoolClass, _class_of(work))
    if klass is None:
        raise NotFound("class")
    return ClassOfPass(klass.code, klass.name, spoken_code(klass.class_code), is_open(klass.open_until, work.now))


def cards_past_their_day(work: Work) -> list[tuple[UUID, str | None]]:
    """(id, sha256 of the file) of what must go, of the school this work is about; for the worker."""
    rows = work.db.execute(
        select(SubstituteCard.id, SubstituteCard.file_sha).where(SubstituteCard.day < work.today).limit(1000)
    )
    return [(card_id, sha) for card_id, sha in rows]


def _class_of(work: Work) -> UUID:
    """A substitute has one class. Raises: NotFound, NotAllowed."""
    work.must(Permission.LESSON_LEAD)
    if len(work.actor.class_ids) != 1:
        raise NotFound("class")
    return class_by_id(work, class_id=next(iter(work.actor.class_ids))).id
