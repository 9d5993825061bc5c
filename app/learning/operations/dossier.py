"""A pupil says something of a visit, and asks for the own file on paper."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select

from app.access.matrix import Permission
from app.base.jobs import start_job
from app.base.language import N_
from app.base.problems import RuleBroken
from app.base.work import Work
from app.learning.dossier.asked import read_words
from app.learning.dossier.reading import AFTER, AWAY, NONE, look_back
from app.learning.models import Reflection

DOSSIER = "learning.dossier"


def keep_reflection(work: Work, *, code: str, client_id: str, sent: Mapping[str, Sequence[str]], language: str) -> bool:
    """Keep what the pupil at the keyboard says of a visit. True: it had come in before, and nothing was added.

    It may be said anew at any time while the assignment is the pupil's, also after its last day: it is the pupil's
    own file. What stood there before stays in the table.

    Raises:
        NotFound: not this pupil's assignment, or nothing that can be chosen.
        RuleBroken: no visit, was not there, nothing said, too much, or the same id with another content.
    """
    work.must(Permission.ANSWER_SUBMIT, person=work.actor.user_id)
    now = look_back(work, code=code, language=language)
    _check(now.when)
    words = read_words(now.said.form, sent, after=now.when == AFTER)
    held = work.db.scalars(
        select(Reflection).where(Reflection.pupil_id == work.actor.user_id, Reflection.client_id == client_id)
    ).one_or_none()
    if held is not None:
        if held.assignment_id != now.lesson.given.id or held.words != words:
            raise RuleBroken("", N_("What you said first is kept. Do you want this in its place? Save it once more."))
        return True
    _add(work, now.lesson.given.id, now.said.form, client_id or str(work.new_id()), words)
    return False


def start_dossier(work: Work, *, language: str) -> UUID:
    """Ask the worker for the file of the pupil at the keyboard as PDF; asked twice at once it is made once."""
    work.must(Permission.LEARN, person=work.actor.user_id)
    key = f"{DOSSIER}:{work.actor.user_id}:{language}"
    return start_job(work, kind=DOSSIER, arguments={"language": language}, key=key, total=1)


def _check(when: str) -> None:
    if when == NONE:
        raise RuleBroken("", N_("No visit goes with this lesson yet. Your teacher can choose one."))
    if when == AWAY:
        raise RuleBroken("", N_("You were not on this visit. Was that a mistake? Tell your teacher."))


def _add(work: Work, assignment_id: UUID, form: str, client_id: str, words: dict[str, Any]) -> None:
    assert work.actor.user_id is not None
    work.db.add(
        Reflection(
            id=work.new_id(),
            school_id=work.school_id,
            client_id=client_id,
            assignment_id=assignment_id,
            pupil_id=work.actor.user_id,
            form=form,
            words=words,
            at=work.now,
        )
    )
