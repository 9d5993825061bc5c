"""Photos that pupils hand in: a row first, then the bytes, then the answer that names it; and taken away again."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select

from app.access.matrix import Permission
from app.assignments.queries import assignment_for_staff
from app.base.jobs import start_job
from app.base.language import N_
from app.base.problems import NotFound, RuleBroken, Stale
from app.base.work import Work
from app.learning import rules
from app.learning.kept import photo_of
from app.learning.lesson import Lesson, lesson_of_pupil
from app.learning.models import Answer, Photo
from app.learning.operations.progress import row_for, touched

FORGET = "learning.forget_photos"


def lay_down_photo(work: Work, *, code: str, step_id: str, question_id: str, sha256: str, language: str) -> None:
    """Make room for a photo before its bytes are kept, so that none is ever kept without a day on which it goes.

    That day is tomorrow until `submit_answer` names it. The same photo twice is laid down once.

    Raises:
        NotFound: not this pupil's assignment, step or question.
        RuleBroken: the step is closed, or asks no photo there; the school has photos off; or this very photo was
            handed in and is gone.
    """
    work.must(Permission.ANSWER_SUBMIT, person=work.actor.user_id)
    lesson = lesson_of_pupil(work, code=code, language=language)
    question = lesson.question(step_id, question_id)
    if question.type != rules.PHOTO:
        raise Stale("answer", N_("No photo is asked here any more."))
    check_takes_photos(lesson)
    rules.check_open(lesson.step(step_id), lesson.taking)
    tomorrow = work.today + timedelta(days=1)
    held = _own(work, lesson, question_id, sha256)
    if (held is None or held.delete_on <= work.today) and _was_handed_in(work, lesson, question_id, sha256):
        raise Stale("answer", N_("This photo was taken away. Choose another one."))
    if held is not None:
        held.delete_on = max(held.delete_on, tomorrow)
        return
    work.db.add(
        Photo(
            id=work.new_id(),
            school_id=lesson.given.school_id,
            assignment_id=lesson.given.id,
            pupil_id=work.actor.user_id,
            question_id=question_id,
            sha256=sha256,
            kept_at=work.now,
            delete_on=tomorrow,
        )
    )


def check_takes_photos(lesson: Lesson) -> None:
    """Raises: RuleBroken: the school has photos off; what was made is shown to the teacher instead."""
    if not lesson.photos_allowed:
        raise Stale("answer", N_("Photos are off at your school. Show your work."))


def settle_what_was_made(
    work: Work, lesson: Lesson, question_id: str, sha256: str, *, owner: UUID | None = None
) -> None:
    """The answer names a photo: it stays until the end of the school year. The one it replaces goes at once, unless
    somebody who was together then still shows it; also when the answer names none (`sha256` empty), because the
    teacher comes to look.

    `owner`: the pupil on whose device it was made, for who joined in: it is one photo, with one day on which it goes.

    Raises:
        RuleBroken: no photo of this pupil for this question, or the school has photos off.
    """
    photo = _own(work, lesson, question_id, sha256, owner) if sha256 else None
    if photo is not None:
        check_takes_photos(lesson)
        photo.delete_on = rules.photo_goes_on(work.today)
    elif sha256:
        raise RuleBroken("answer", N_("Choose a photo first."))
    others: Sequence[Photo] = [
        one
        for one in work.db.scalars(
            select(Photo).where(
                Photo.assignment_id == lesson.given.id,
                Photo.pupil_id == work.actor.user_id,
                Photo.question_id == question_id,
                Photo.delete_on > work.today,
            )
        )
        if one is not photo
    ]
    shared = _shown_by_others(work, lesson, question_id) if others else frozenset()
    others = [one for one in others if one.sha256 not in shared]
    for other in others:
        other.delete_on = work.today
    if others:
        start_job(work, kind=FORGET, arguments={})


def take_photo_away(work: Work, *, code: str, sha256: str) -> None:
    """A teacher takes a photo away, most often because there is a face on it. The answer itself stays handed in.

    Raises:
        NotFound: no such photo in this assignment, or it is gone already.
    """
    work.must(Permission.ANSWER_REVIEW)
    given = assignment_for_staff(work, code)
    work.must(Permission.ANSWER_REVIEW, classes={given.class_id}, school=given.school_id)
    photo = work.db.scalars(
        select(Photo).where(Photo.assignment_id == given.id, Photo.sha256 == sha256, Photo.delete_on > work.today)
    ).one_or_none()
    if photo is None:
        raise NotFound("photo")
    photo.delete_on = work.today
    work.audit("photo.taken_away", given.id, question=photo.question_id)
    start_job(work, kind=FORGET, arguments={})
    touched(work, row_for(work, assignment_id=given.id, pupil_id=photo.pupil_id, school_id=given.school_id))


def _shown_by_others(work: Work, lesson: Lesson, question_id: str) -> frozenset[str]:
    """The photos of this question that were handed in together, by others than the pupil at the keyboard."""
    values = work.db.scalars(
        select(Answer.value).where(
            Answer.assignment_id == lesson.given.id,
            Answer.question_id == question_id,
            Answer.pupil_id != work.actor.user_id,
            Answer.together.is_not(None),
        )
    )
    return frozenset(photo_of(value) for value in values)


def _own(work: Work, lesson: Lesson, question_id: str, sha256: str, owner: UUID | None = None) -> Photo | None:
    return work.db.scalars(
        select(Photo).where(
            Photo.assignment_id == lesson.given.id,
            Photo.pupil_id == (owner or work.actor.user_id),
            Photo.question_id == question_id,
            Photo.sha256 == sha256,
        )
    ).one_or_none()


def _was_handed_in(work: Work, lesson: Lesson, question_id: str, sha256: str) -> bool:
    """Each sending of a form draws a file of its own, so the same hash again is the same form again: an old tab, the
    back button. What was taken away must not come back with it."""
    values = work.db.scalars(
        select(Answer.value).where(
            Answer.assignment_id == lesson.given.id,
            Answer.pupil_id == work.actor.user_id,
            Answer.question_id == question_id,
        )
    )
    return any(value.get("photo") == sha256 for value in values)
