"""Marking again by a key that changed: marks are added, the best count, and nothing a pupil has goes down."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import select

from app.access.matrix import Permission
from app.assignments.queries import Given, assignment_for_staff, pupils_given, visits_of_assignment
from app.base.language import N_
from app.base.problems import NotFound, RuleBroken
from app.base.work import Work
from app.curriculum.module import Module
from app.curriculum.queries import module_of_edition, versions_of
from app.learning import rules
from app.learning.lesson import viewer_of
from app.learning.models import Mark, Progress, VersionNote
from app.learning.operations.progress import hold, moved
from app.learning.regrade import REGRADED, Counts, counted
from app.learning.stale import Stale, best_marks, stale_answers
from app.learning.versions import READ, STAYS

NOTES = (READ, STAYS)


def mark_again(work: Work, *, code: str, revision: int) -> Counts:
    """Mark all answers that the key of now has not marked; also those of pupils who left the class since.

    Twice is once: the second finds nothing left. `revision`: the one the teacher saw.

    Raises:
        NotFound: not an assignment of one of this teacher's classes.
        RuleBroken: a newer revision came out meanwhile.
    """
    given = _given(work, code, Permission.ANSWER_REVIEW)
    hold(work, assignment_id=given.id)
    module = module_of_edition(work, slug=given.module_slug, edition=given.module_edition, language="nl")
    if module.revision != revision:
        raise RuleBroken("", N_("The module has changed again. Look at what would happen now."))
    stale = stale_answers(work, given)
    counts = counted(stale, best_marks(work, given.id, {one.question_id for one in stale}))
    add_marks(work, given, module, stale)
    _hand_in(work, given, module, stale)
    note(work, given, REGRADED, given.module_edition, revision, **counts.plain)
    work.audit("answers.marked_again", given.id, version=module.version, **counts.plain)
    return counts


def note_version(work: Work, *, code: str, kind: str, edition: int, revision: int) -> None:
    """Say that an urgent revision was read, or that the class stays on its edition: then the notice goes away.

    Raises: NotFound: out of reach, or no version of this module. RuleBroken: nothing that can be said.
    """
    given = _given(work, code, Permission.ASSIGNMENT_GIVE)
    if kind not in NOTES:
        raise RuleBroken("kind", N_("Choose one of the buttons."))
    if (edition, revision) not in {(one.edition, one.revision) for one in versions_of(work, slug=given.module_slug)}:
        raise NotFound("version")
    hold(work, assignment_id=given.id)
    held = select(VersionNote.id).where(
        VersionNote.assignment_id == given.id,
        VersionNote.kind == kind,
        VersionNote.edition == edition,
        VersionNote.revision == revision,
    )
    if work.db.scalars(held).first() is None:
        note(work, given, kind, edition, revision)


def add_marks(work: Work, given: Given, module: Module, stale: Iterable[Stale]) -> None:
    """A mark for each answer by the key of now, also where it is less: the best one counts."""
    for one in stale:
        if one.now.score is not None:
            work.db.add(
                Mark(
                    id=work.new_id(),
                    school_id=given.school_id,
                    answer_id=one.id,
                    score=one.now.score,
                    out_of=one.now.out_of,
                    edition=module.edition,
                    revision=module.revision,
                    at=work.now,
                )
            )


def note(work: Work, given: Given, kind: str, edition: int, revision: int, **counts: int) -> None:
    """Part of others: write down what was done about a version."""
    assert work.actor.user_id is not None
    work.db.add(
        VersionNote(
            id=work.new_id(),
            school_id=given.school_id,
            assignment_id=given.id,
            kind=kind,
            edition=edition,
            revision=revision,
            counts=counts,
            by=work.actor.user_id,
            at=work.now,
        )
    )


def _hand_in(work: Work, given: Given, module: Module, stale: Iterable[Stale]) -> None:
    """A question that turns out right needs no other try: it is handed in."""
    right: dict[UUID, set[str]] = {}
    for one in stale:
        if one.now.right:
            right.setdefault(one.pupil_id, set()).add(one.question_id)
    levels = {pupil.id: pupil.level for pupil in pupils_given(work, assignment_id=given.id)}
    visits = visits_of_assignment(work, assignment_id=given.id)
    rows = work.db.scalars(
        select(Progress)
        .where(Progress.assignment_id == given.id, Progress.pupil_id.in_(list(right)))
        .order_by(Progress.id)
        .with_for_update()
    )
    for row in rows:
        viewer = viewer_of(visits.get(row.pupil_id, ()), levels.get(row.pupil_id))
        own = rules.own_steps(module.steps, viewer, row.steps, chosen=given.steps)
        cells = row.steps
        for step in own:
            for question in step.questions(viewer):
                if question.id in right[row.pupil_id] and not rules.is_handed_in(cells, question.id):
                    cells = rules.with_answer(cells, step, question.id, viewer=viewer, at=work.now.isoformat())
        moved(work, row, cells, complete=rules.all_done(own, cells))


def _given(work: Work, code: str, permission: Permission) -> Given:
    work.must(permission)
    given = assignment_for_staff(work, code)
    work.must(permission, classes={given.class_id}, school=given.school_id)
    return given
