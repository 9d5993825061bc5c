"""What was made, to be seen: a photo of it, or the thing itself, shown to the teacher. Only a teacher says something of
it; where a photo is kept, and whether one may be sent, is the learning floor's."""

import re

from app.base.language import N_, gettext
from app.base.problems import RuleBroken
from app.curriculum.module import QuestionKey
from app.curriculum.questions.kind import TEACHER, QuestionType, Sent, Value, never, no_letters, no_right
from app.curriculum.questions.open import facts

_SHA = re.compile(r"[0-9a-f]{64}")


def read(_: QuestionKey, sent: Sent, __: str) -> Value:
    """`answer` is the hash of a picture that was made safe and kept; the browser never writes it itself.
    `show`: there is no photo, and the teacher comes to look."""
    if any(sent.get("show", [])):
        return {"shown": True}
    sha = "".join(sent.get("answer", []))
    if not _SHA.fullmatch(sha):
        raise RuleBroken("answer", N_("Choose a photo first."))
    return {"photo": sha}


def shown(_: QuestionKey, value: Value, __: str) -> str:
    return gettext("shows it to the teacher") if value.get("shown") else gettext("a photo")


TYPE = QuestionType(
    "photo", None, frozenset({"rubric"}), 0, False, facts, read, never, no_letters, shown, no_right, TEACHER
)
