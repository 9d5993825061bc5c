"""One answer as a teacher reads it, and answers of which the same can be said."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from app.base.work import Work
from app.curriculum.marking import is_machine_marked, is_teachers, mark
from app.curriculum.module import AnswerKey, QuestionKey
from app.curriculum.questions.kind import words_of
from app.learning import rules
from app.learning.kept import Kept, kept_answer
from app.learning.queries import NOTHING, AnswerNow, ProgressNow
from app.learning.together import others_named
from app.learning.unseen import may_take_back


@dataclass(frozen=True, slots=True)
class Said:
    """One pupil's last answer. `state`: waits (for a word), right, partly, not; empty when there is nothing to say.

    `mine`: the last words are of the teacher at the keyboard. `slip`: they may still be taken back.
    """

    answer: AnswerNow
    name: str
    text: str
    kept: Kept
    state: str
    mine: bool = False
    slip: bool = False
    together: tuple[str, ...] = ()  # names of those who gave it too, on one device


@dataclass(frozen=True, slots=True)
class Same:
    """Pupils who wrote the same word or gave one answer together, of whom the same can be said with one click; most
    often there is one."""

    first: Said
    others: tuple[Said, ...]

    @property
    def all(self) -> tuple[Said, ...]:
        return (self.first, *self.others)


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads answers for the teacher at the keyboard: in words, and what there is to say of them."""

    work: Work
    key: AnswerKey
    language: str
    photos: frozenset[str]
    progress: Mapping[UUID, ProgressNow]
    groups: Mapping[UUID, Sequence[UUID]]
    names: Mapping[UUID, str]

    def said(self, answer: AnswerNow, name: str) -> Said:
        held = self.key.questions[answer.question_id]
        kept = kept_answer(held, answer.value, language=self.language, photos=self.photos)
        mine = answer.review is not None and answer.said_by == self.work.actor.user_id
        cells = self.progress.get(answer.pupil_id, NOTHING).steps
        slip = mine and may_take_back(self.work.now, answer.said_at, cells, answer.question_id)
        together = others_named(self.groups, answer.together, answer.pupil_id, self.names)
        return Said(answer, name, kept.text, kept, self._state(held, answer), mine, slip, together)

    def _state(self, held: QuestionKey, answer: AnswerNow) -> str:
        if not is_teachers(held.type):
            return ""
        if is_machine_marked(held.type) and mark(held, answer.value).right:
            return "right"
        if answer.verdict or answer.review is not None:
            return answer.verdict
        cells = self.progress.get(answer.pupil_id, NOTHING).steps
        is_over = not is_machine_marked(held.type) or rules.is_handed_in(cells, answer.question_id)
        return "waits" if is_over else ""


def same_words(said: Sequence[Said], *, together: bool) -> tuple[Same, ...]:
    """In the order of the class. `together`: answers of a word or two, which are often the same. What was given
    together on one device is read once, as long as nothing was said of it."""
    groups: dict[object, list[Said]] = {}
    for one in said:
        is_alike = together and one.state == "waits"
        is_one = one.state == "waits" and one.answer.together
        which: object = words_of(one.text) if is_alike else one.answer.together if is_one else one.answer.id
        groups.setdefault(which, []).append(one)
    return tuple(Same(group[0], tuple(group[1:])) for group in groups.values())
