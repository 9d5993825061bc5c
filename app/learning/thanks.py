"""What a class could say to its host: sentences pupils wrote when they looked back, for the teacher to choose from."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from app.assignments.queries import Given, bookings_of_assignment, pupils_given
from app.base.names import folded
from app.base.work import Work
from app.curriculum.questions.kind import words_of
from app.learning.dossier.asked import GOAL, names_of
from app.learning.dossier.reading import reflections_of_class
from app.learning.for_host import first_names_in
from app.visits.queries import BookingNow, bookings_by_id
from app.visits.queries.from_class import FromClass, from_class
from app.visits.rules import CONFIRMED, HELD
from app.visits.rules.after import LONGEST_SENTENCE


@dataclass(frozen=True, slots=True)
class Sentence:
    """`key`: whose and which field: it stays the same when others look back meanwhile."""

    key: str
    text: str
    name: str  # for the teacher alone
    named: tuple[str, ...]  # first names of the class that stand in it


@dataclass(frozen=True, slots=True)
class Thanks:
    """`bookings`: visits of this assignment that are over and not closed, the last of them first."""

    given: Given
    sentences: tuple[Sentence, ...]
    bookings: tuple[BookingNow, ...]
    read: Mapping[UUID, FromClass]  # by booking, what the company may read now of what was sent


def thanks(work: Work, *, code: str) -> Thanks:
    """Sentences of the class of an assignment, and whom they can go to. Raises: NotFound."""
    given, rows = reflections_of_class(work, code=code)
    pupils = pupils_given(work, assignment_id=given.id)
    bookings = bookings_by_id(work, bookings_of_assignment(work, assignment_id=given.id))
    over = [one for one in bookings if one.starts_at <= work.now and one.state in (CONFIRMED, HELD)]
    found: dict[object, Sentence] = {}
    for row in rows:
        for name in names_of(row.said.form):
            text = " ".join(str(row.said.words.get(name, "")).split())
            if name == GOAL or not text or len(text) > LONGEST_SENTENCE:
                continue
            key = f"{row.pupil_id}.{name}"
            found.setdefault(words_of(text), Sentence(key, text, row.name, first_names_in(text, pupils)))
    ordered = sorted(found.values(), key=lambda one: folded(one.text))
    over.sort(key=lambda one: one.starts_at, reverse=True)
    read = from_class(work, booking_ids=[one.id for one in over])
    return Thanks(given, tuple(ordered), tuple(over), read)
