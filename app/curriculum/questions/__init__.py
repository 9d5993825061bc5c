"""The types of question. A new one is a file here and a line in `TYPES`."""

from collections.abc import Mapping

from app.curriculum.questions import checklist, choice, multi, number, open, order
from app.curriculum.questions.kind import QuestionType

TYPES: Mapping[str, QuestionType] = {
    room.TYPE.name: room.TYPE for room in (choice, multi, number, order, open, checklist)
}
