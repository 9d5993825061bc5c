"""One card of the page of answers, for when something was just said: not the whole page again."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from app.access.matrix import Permission
from app.assignments.queries import Given, assignment_for_staff, pupils_given
from app.base.problems import NotFound
from app.base.work import Work
from app.curriculum.module import Question
from app.curriculum.queries import key_of_version, module_of_edition
from app.learning.class_view import distinct_names
from app.learning.kept import photo_of
from app.learning.models import Answer
from app.learning.queries import last_answers, photos_there, progress_of_assignment
from app.learning.reader import Reader, Same
from app.learning.review import tone_of
from app.learning.together import groups_of


@dataclass(frozen=True, slots=True)
class Card:
    given: Given
    question: Question
    same: Same
    tone: str  # po or vo


def card_now(work: Work, *, code: str, answer_ids: Sequence[UUID], language: str) -> Card:
    """The last answers of the pupils who gave these: a newer one that came meanwhile stands there instead.

    Raises: NotFound: none of them is there, or they are not to one question.
    """
    work.must(Permission.ANSWER_REVIEW)
    given = assignment_for_staff(work, code)
    work.must(Permission.ANSWER_REVIEW, classes={given.class_id}, school=given.school_id)
    rows = work.db.execute(
        select(Answer.pupil_id, Answer.question_id).where(
            Answer.assignment_id == given.id, Answer.id.in_(list(answer_ids))
        )
    ).all()
    who, about = {row.pupil_id for row in rows}, {row.question_id for row in rows}
    module = module_of_edition(work, slug=given.module_slug, edition=given.module_edition, language=language)
    question = module.question(about.pop()) if len(about) == 1 else None
    if question is None:
        raise NotFound("answer")
    pupils = pupils_given(work, assignment_id=given.id)
    everybody = distinct_names(pupils)
    names = {pupil_id: name for pupil_id, name in everybody.items() if pupil_id in who}
    answers = [
        one for one in last_answers(work, assignment_id=given.id, question_ids=[question.id]) if one.pupil_id in names
    ]
    photos = photos_there(work, assignment_id=given.id, shas={photo_of(one.value) for one in answers})
    key = key_of_version(work, version_id=module.version_id)
    progress = progress_of_assignment(work, assignment_id=given.id)
    groups = groups_of(work, assignment_id=given.id, groups={one.together for one in answers})
    reader = Reader(work, key, language, photos, progress, groups, everybody)
    order = list(names)
    said = [reader.said(one, names[one.pupil_id]) for one in sorted(answers, key=lambda one: order.index(one.pupil_id))]
    if not said:
        raise NotFound("answer")
    return Card(given, question, Same(said[0], tuple(said[1:])), tone_of(pupils))
