"""What pupils want to know of the host (`ask=host`), for the teacher to choose from, mend and send without names."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from app.access.matrix import Permission
from app.assignments.queries import (
    Given,
    TargetPupil,
    assignment_for_staff,
    bookings_of_assignment,
    pupils_given,
)
from app.base.names import folded
from app.base.naming import names_in
from app.base.work import Work
from app.curriculum.module import Module
from app.curriculum.queries import module_of_edition
from app.curriculum.questions.kind import words_of
from app.learning.class_view import distinct_names
from app.learning.queries import last_answers
from app.visits.queries import BookingNow, bookings_by_id
from app.visits.queries.from_class import FromClass, from_class
from app.visits.rules import LIVE


@dataclass(frozen=True, slots=True)
class Wish:
    """One question that pupils put; a pair that typed the same stands there once."""

    answer_id: UUID  # of the first who put it
    text: str
    names: tuple[str, ...]  # for the teacher alone
    named: tuple[str, ...]  # first names of the class that stand in the text


@dataclass(frozen=True, slots=True)
class ForHost:
    """`bookings`: visits of this assignment today or still to come, the first of them first."""

    given: Given
    module: Module
    is_asked: bool  # the module asks pupils for such a question
    wishes: tuple[Wish, ...]
    bookings: tuple[BookingNow, ...]
    read: Mapping[UUID, FromClass]  # by booking, what the company may read now of what was sent


def asks_host(module: Module) -> bool:
    return any(question.ask for step in module.steps for question in step.all_questions)


def for_host(work: Work, *, code: str, language: str) -> ForHost:
    """Everything that pupils of an assignment would like to ask. Raises: NotFound."""
    work.must(Permission.ANSWER_REVIEW)
    given = assignment_for_staff(work, code)
    work.must(Permission.ANSWER_REVIEW, classes={given.class_id}, school=given.school_id)
    module = module_of_edition(work, slug=given.module_slug, edition=given.module_edition, language=language)
    pupils = pupils_given(work, assignment_id=given.id)
    bookings = bookings_by_id(work, bookings_of_assignment(work, assignment_id=given.id))
    to_come = [one for one in bookings if one.state in LIVE and one.day >= work.today]
    ordered = tuple(sorted(to_come, key=lambda one: one.starts_at))
    read = from_class(work, booking_ids=[one.id for one in ordered])
    return ForHost(given, module, asks_host(module), _wishes(work, given, module, pupils), ordered, read)


def first_names_in(text: str, pupils: Collection[TargetPupil]) -> tuple[str, ...]:
    """First names of these pupils that stand in a text as a word of their own, as the class writes them."""
    return names_in(text, [one.first_name for one in pupils])


def _wishes(work: Work, given: Given, module: Module, pupils: tuple[TargetPupil, ...]) -> tuple[Wish, ...]:
    asked = [question.id for step in module.steps for question in step.all_questions if question.ask]
    names = distinct_names(pupils)
    found: dict[object, Wish] = {}
    for answer in last_answers(work, assignment_id=given.id, question_ids=asked):
        text = " ".join(str(answer.value.get("text", "")).split())
        if answer.pupil_id not in names or not text:
            continue
        held = found.get(words_of(text))
        first = held.answer_id if held else answer.id
        by = (*held.names, names[answer.pupil_id]) if held else (names[answer.pupil_id],)
        found[words_of(text)] = Wish(first, held.text if held else text, by, first_names_in(text, pupils))
    return tuple(sorted(found.values(), key=lambda one: folded(one.text)))
