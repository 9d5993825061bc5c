"""Another edition for a class under way: what differs, and for each pupil what is carried and what is to do again.

Reads only: the teacher sees this before anything is done, and app/learning/operations/moving.py does it the same way.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import select

from app.access.matrix import Permission
from app.assignments.queries import Given, assignment_for_staff, pupils_given, visits_of_assignment
from app.base.language import N_
from app.base.problems import NotFound
from app.base.work import Work
from app.curriculum.gaps import blanked
from app.curriculum.lock.changes import Change, Need, changes
from app.curriculum.markdown import plain
from app.curriculum.marking import mark
from app.curriculum.module import AnswerKey, Module, Step
from app.curriculum.queries import carried_questions, key_of_version, lock_of_version, module_of_edition
from app.learning import rules
from app.learning.carried import Carried, carried
from app.learning.class_view import distinct_names
from app.learning.lesson import viewer_of
from app.learning.models import Answer, Review
from app.learning.queries import ProgressNow, progress_of_assignment
from app.learning.versions import editions_for

LONGEST = 90  # of a question's words
TOLD: Mapping[str, str] = {
    "step-added": N_("New step: “%(step)s”."),
    "step-removed": N_("The step “%(step)s” is gone."),
    "step-phase": N_("The step “%(step)s” is done at another moment."),
    "step-audience": N_("The step “%(step)s” is for other levels."),
    "question-added": N_("New question in “%(step)s”: %(question)s"),
    "question-removed": N_("Gone from “%(step)s”: %(question)s"),
    "question-step": N_("Now in “%(step)s”: %(question)s"),
    "question-audience": N_("For other pupils, in “%(step)s”: %(question)s"),
    "letters": N_("Other answers to choose from, in “%(step)s”: %(question)s"),
    "scale": N_("Asks something else, in “%(step)s”: %(question)s"),
    "pass": N_("Passing asks more: %(old)s became %(new)s."),
}


@dataclass(frozen=True, slots=True)
class Difference:
    """`message`: English source with the values of `params`."""

    message: str
    params: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class PupilMove:
    """`kept`, `aside`: questions whose answers go along, and those that are kept but no longer shown."""

    pupil_id: UUID
    name: str
    kept: int
    aside: int
    done_before: int
    done_after: int
    was_complete: bool
    progress: Carried

    @property
    def changes_something(self) -> bool:
        return bool(self.aside or self.progress.undone or self.done_before != self.done_after)


@dataclass(frozen=True, slots=True)
class MoveReport:
    """`to`: where the class would go; the same as `now` when there is nothing to choose."""

    given: Given
    now: Module
    to: Module
    differences: tuple[Difference, ...]
    texts: int  # smaller changes
    pupils: tuple[PupilMove, ...]
    undone: tuple[tuple[str, int], ...]  # title of a step, pupils for whom it is to do again

    @property
    def may_move(self) -> bool:
        return self.to.edition != self.now.edition

    @property
    def complete(self) -> int:
        return sum(pupil.was_complete for pupil in self.pupils)

    @property
    def kept(self) -> int:
        return sum(pupil.kept for pupil in self.pupils)

    @property
    def aside(self) -> int:
        return sum(pupil.aside for pupil in self.pupils)


def move_report(work: Work, *, code: str, edition: int | None, language: str) -> MoveReport:
    """What moving would do. `edition` None: to the newest, or back where there is none; else nothing is to be chosen.

    Raises: NotFound: not an assignment of this teacher, or no edition that the class can move to.
    """
    work.must(Permission.ASSIGNMENT_GIVE)
    given = assignment_for_staff(work, code)
    work.must(Permission.ASSIGNMENT_GIVE, classes={given.class_id}, school=given.school_id)
    offered = editions_for(work, given)
    wanted = edition if edition is not None else max(offered, default=given.module_edition)
    if edition is not None and edition not in offered:
        raise NotFound("edition")
    now, to = (
        module_of_edition(work, slug=given.module_slug, edition=one, language=language)
        for one in (given.module_edition, wanted)
    )
    progress = progress_of_assignment(work, assignment_id=given.id)
    pupils = tuple(Plan(work, given, now, to).moves(progress))
    found = changes(lock_of_version(work, version_id=now.version_id), lock_of_version(work, version_id=to.version_id))
    heavy = [change for change in found if change.need is Need.EDITION]
    return MoveReport(
        given, now, to, tuple(_told(heavy, now, to)), len(found) - len(heavy), pupils, tuple(_undone(to, pupils))
    )


def _told(heavy: Sequence[Change], now: Module, to: Module) -> Iterator[Difference]:
    """A step that came or went stands for its questions."""
    steps = {change.step for change in heavy if change.kind in ("step-added", "step-removed")}
    for change in heavy:
        if change.kind in TOLD and not (change.question and change.step in steps):
            step = to.step(change.step) or now.step(change.step)
            asked = to.question(change.question) or now.question(change.question)
            words = plain(blanked(asked.html)) if asked else change.question
            shown = words if len(words) <= LONGEST else words[: LONGEST - 1] + "…"
            params = {"step": step.title if step else change.step, "question": shown, **change.facts}
            yield Difference(TOLD[change.kind], params)


def _undone(to: Module, pupils: Sequence[PupilMove]) -> Iterator[tuple[str, int]]:
    for step in to.steps:
        if count := sum(step.id in pupil.progress.undone for pupil in pupils):
            yield step.title, count


@dataclass(slots=True)
class Plan:
    """One assignment on its way from edition `now` to edition `to`."""

    work: Work
    given: Given
    now: Module
    to: Module
    carried: dict[int, frozenset[str]] = field(default_factory=dict)

    def moves(self, progress: Mapping[UUID, ProgressNow]) -> Iterator[PupilMove]:
        """For everybody who began, also who left since; in the order of the class list."""
        pupils = pupils_given(self.work, assignment_id=self.given.id)
        names, levels = distinct_names(pupils), {pupil.id: pupil.level for pupil in pupils}
        answers, visits = self._answers(), visits_of_assignment(self.work, assignment_id=self.given.id)
        listed = [pupil_id for pupil_id in names if pupil_id in progress]
        for pupil_id in (*listed, *sorted(progress.keys() - names.keys())):
            viewer = viewer_of(visits.get(pupil_id, ()), levels.get(pupil_id))
            own = [one for one in answers if one.pupil_id == pupil_id]
            row = progress[pupil_id]
            before = rules.own_steps(self.now.steps, viewer, row.steps, chosen=self.given.steps)
            after = rules.own_steps(self.to.steps, viewer, row.steps, chosen=chosen_in(self.to, self.given.steps))
            found = carried(
                row.steps,
                after,
                viewer=viewer,
                asked_before={step.id: rules.needed(step, viewer=viewer) for step in self.now.steps},
                handed_in=self._handed_in(row, own),
                foreign=self.foreign,
                was_complete=row.completed_at is not None,
                at=self.work.now.isoformat(),
            )
            answered = {one.question_id for one in own}
            kept = {one.question_id for one in own if self.carries(one.edition, one.question_id)}
            yield PupilMove(
                pupil_id,
                names.get(pupil_id, ""),
                len(kept),
                len(answered - kept),
                _done(before, row.steps),
                _done(after, found.cells),
                row.completed_at is not None,
                found,
            )

    @property
    def foreign(self) -> frozenset[str]:
        """Ids that are in both editions and do not mean the same."""
        old, new = self._key(self.now).questions, self._key(self.to).questions
        return frozenset(name for name in new if name in old and not self.carries(self.now.edition, name))

    def carries(self, edition: int, question_id: str) -> bool:
        """Does an answer of that edition mean the same in the new one?"""
        if edition not in self.carried:
            slug = self.given.module_slug
            self.carried[edition] = carried_questions(self.work, slug=slug, before=edition, after=self.to.edition)
        return question_id in self.carried[edition]

    def _handed_in(self, row: ProgressNow, answers: Sequence["_Given"]) -> set[str]:
        old, new = self._key(self.now).questions, self._key(self.to).questions
        held = {one for cell in row.steps.values() for one in cell.get("answered", ())} - self.foreign
        back = {name for name in new if name not in held and (name not in old or name in self.foreign)}
        return held | {name for name in back if self._is_over([one for one in answers if one.question_id == name])}

    def _is_over(self, answers: Sequence["_Given"]) -> bool:
        """Was a question that comes back answered to the end when the class was on an edition that had it?"""
        fitting = [one for one in answers if self.carries(one.edition, one.question_id)]
        if not fitting or fitting[-1].given_back:
            return False
        name = fitting[-1].question_id
        question, key = self.to.question(name), self._key(self.to).questions[name]
        right = mark(key, fitting[-1].value).right
        return question is not None and not rules.may_try_again(question, right=right, given=len(fitting))

    def _key(self, module: Module) -> AnswerKey:
        return key_of_version(self.work, version_id=module.version_id)

    def _answers(self) -> list["_Given"]:
        again: dict[UUID, bool] = {}
        reviews = (
            select(Review.answer_id, Review.again)
            .join(Answer, Answer.id == Review.answer_id)
            .where(Answer.assignment_id == self.given.id)
            .order_by(Review.id)
        )
        for answer_id, given_back in self.work.db.execute(reviews):
            again[answer_id] = given_back
        rows = self.work.db.scalars(select(Answer).where(Answer.assignment_id == self.given.id).order_by(Answer.id))
        return [_Given(one.pupil_id, one.question_id, one.edition, one.value, again.get(one.id, False)) for one in rows]


@dataclass(frozen=True, slots=True)
class _Given:
    """An answer, and whether a teacher gave it back."""

    pupil_id: UUID
    question_id: str
    edition: int
    value: Mapping[str, object]
    given_back: bool


def chosen_in(module: Module, chosen: frozenset[str] | None) -> frozenset[str] | None:
    """The teacher's choice of steps in another edition; all of them when none of the chosen is there."""
    return chosen if chosen is None or any(step.id in chosen for step in module.steps) else None


def _done(steps: Sequence[Step], cells: Mapping[str, Any]) -> int:
    return sum(1 for step in steps if rules.how_done(cells.get(step.id)))
