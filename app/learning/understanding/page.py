"""What a class understood of an assignment, question by question, and where it got stuck."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.assignments.queries import Given
from app.base.work import Work
from app.curriculum.marking import is_kept_apart
from app.curriculum.module import DURING, Module, Question, Step
from app.learning import rules
from app.learning.queries import NOTHING
from app.learning.understanding.facts import Facts, facts_of
from app.learning.understanding.minutes import is_long, middle_of, minutes_of_pupil
from app.learning.understanding.tries import COUNTED, MARKED, SAID, kind_of
from app.learning.understanding.wrong import Mistake, mistakes

TO_DISCUSS = 3
LEAST = 2  # so many pupils had it wrong at first before it is worth the time of the class
MANY = 1.5  # tries a pupil before a question is said to have taken many
SHARE = 0.3  # and so large a part of those who answered


@dataclass(frozen=True, slots=True)
class Understood:
    """One question. `kind`: marked (by the machine), said (by a teacher) or counted (only that it was handed in).

    Numbers are of pupils: `asked` for whom it is, `answered`; of these right at the `first` try and right `later`.
    `partly`, `waiting`: of a question that a teacher says something of. `mean`: tries a pupil. `not_yet`: their names.
    `screen`: on the board; None: it is not shown there.
    """

    step: Step
    question: Question
    kind: str
    asked: int
    answered: int
    first: int
    later: int
    partly: int
    waiting: int
    mean: float
    mistakes: tuple[Mistake, ...]
    not_yet: tuple[str, ...]
    screen: int | None

    @property
    def right(self) -> int:
        return self.first + self.later

    @property
    def wrong(self) -> int:
        """Answered, and not right, or not yet known to be."""
        return self.answered - self.right

    @property
    def said_not(self) -> int:
        """Of a question for the teacher: looked at, and not right yet."""
        return self.wrong - self.partly - self.waiting

    @property
    def blocks(self) -> tuple[str, ...]:
        """One for each pupil: whole, half, open, none. Of what is only counted: handed in or not."""
        if self.kind == COUNTED:
            return ("whole",) * self.answered + ("none",) * (self.asked - self.answered)
        whole, half = (self.first, self.later) if self.kind == MARKED else (self.right, self.partly)
        left = self.answered - whole - half
        return ("whole",) * whole + ("half",) * half + ("open",) * left + ("none",) * (self.asked - self.answered)

    def stands_out(self, *, pupils: int) -> bool:
        """Among so many: is it worth the time of the whole class?"""
        missed = self.answered - self.first
        return self.kind == MARKED and missed >= max(1, min(LEAST, pupils)) and missed >= SHARE * self.answered


@dataclass(frozen=True, slots=True)
class StepSeen:
    """`minutes`: the median of those who did it on the screen; None: too few to say. `hands`: up at this moment."""

    step: Step
    questions: tuple[Understood, ...]
    asked: int
    done: int
    minutes: int | None
    is_long: bool
    hands: int
    mean: float  # tries for each question that was answered

    @property
    def is_stuck(self) -> bool:
        return self.is_long or bool(self.hands)


@dataclass(frozen=True, slots=True)
class Understanding:
    """`begun`: pupils who answered anything. `discuss`: what deserves the class's time, the most first."""

    given: Given
    module: Module
    pupils: int
    begun: int
    steps: tuple[StepSeen, ...]

    @property
    def discuss(self) -> tuple[Understood, ...]:
        found = [one for step in self.steps for one in step.questions if one.stands_out(pupils=self.pupils)]
        found.sort(key=lambda one: (one.answered - one.first) + 2 * one.wrong, reverse=True)
        return tuple(found[:TO_DISCUSS])

    @property
    def stuck(self) -> tuple[StepSeen, ...]:
        return tuple(step for step in self.steps if step.is_stuck)

    @property
    def most_tries(self) -> tuple[Understood, ...]:
        least = min(LEAST + 1, self.pupils)
        found = [one for one in self.questions if one.kind == MARKED and one.mean >= MANY and one.answered >= least]
        return tuple(sorted(found, key=lambda one: one.mean, reverse=True)[:TO_DISCUSS])

    @property
    def questions(self) -> tuple[Understood, ...]:
        return tuple(one for step in self.steps for one in step.questions)


def understanding(work: Work, *, code: str, language: str) -> Understanding:
    """For a teacher of the class, in a constant number of statements whatever the size of the class.

    What pupils think (opinions) has no part in it. Raises: NotFound, NotAllowed.
    """
    facts = facts_of(work, code=code, language=language)
    begun = {one.pupil_id for one in facts.answers}
    minutes = _minutes(facts)
    steps = tuple(_step(facts, step, minutes.get(step.id, ()), language) for step in facts.steps)
    return Understanding(facts.given, facts.module, len(facts.names), len(begun), steps)


def _minutes(facts: Facts) -> dict[str, list[float]]:
    """Step -> minutes of each pupil who did it on the screen."""
    step_of = {question.id: step for step in facts.steps for question in step.all_questions}
    planned = {step.id: step.minutes for step in facts.steps}
    moments: dict[UUID, list[tuple[datetime, str]]] = {}
    for one in facts.answers:
        if one.question_id in step_of:
            moments.setdefault(one.pupil_id, []).append((one.at, step_of[one.question_id].id))
    found: dict[str, list[float]] = {}
    for pupil_id, held in moments.items():
        cells = facts.progress.get(pupil_id, NOTHING).steps
        for step_id, minutes in minutes_of_pupil(held, planned).items():
            if rules.how_done(cells.get(step_id)) == rules.SCREEN:
                found.setdefault(step_id, []).append(minutes)
    return found


def _step(facts: Facts, step: Step, minutes: Sequence[float], language: str) -> StepSeen:
    questions = tuple(understood_of(facts, step, question, language) for question in questions_of(facts, step))
    asked = [pupil_id for pupil_id, own in facts.own_steps.items() if step.id in own]
    cells = [facts.progress.get(pupil_id, NOTHING).steps.get(step.id) for pupil_id in asked]
    middle = middle_of(minutes, asked=len(asked))
    answered = sum(one.answered for one in questions)
    return StepSeen(
        step,
        questions,
        len(asked),
        sum(1 for cell in cells if rules.how_done(cell)),
        middle,
        is_long(middle, step.minutes),
        _hands(facts, step),
        sum(one.mean * one.answered for one in questions) / answered if answered else 0.0,
    )


def questions_of(facts: Facts, step: Step) -> tuple[Question, ...]:
    """Without opinions, and of a step on paper (the visit) without those that nobody answered on a screen."""
    sent = {question_id for _, question_id in facts.tries}
    return tuple(
        question
        for question in step.all_questions
        if question.id in facts.key.questions
        and not is_kept_apart(question.type)
        and (step.phase != DURING or question.id in sent)
    )


def _hands(facts: Facts, step: Step) -> int:
    up = [facts.progress.get(pupil_id, NOTHING) for pupil_id in facts.names]
    return sum(1 for one in up if one.help_since is not None and one.help_step == step.id)


def understood_of(facts: Facts, step: Step, question: Question, language: str) -> Understood:
    """A pupil who answered it is among the asked, also when it is not for this pupil any more."""
    kind = kind_of(question.type)
    tried = {
        pupil_id: facts.tries[pupil_id, question.id] for pupil_id in facts.names if _has(facts, pupil_id, question)
    }
    asked = [pupil_id for pupil_id in facts.names if pupil_id in tried or question.id in facts.asked[pupil_id]]
    first = sum(1 for one in tried.values() if kind != COUNTED and one.first_right)
    ever = sum(1 for one in tried.values() if kind != COUNTED and one.ever_right)
    said = [one.verdict for one in tried.values() if kind == SAID and not one.ever_right]
    not_yet = [] if kind == COUNTED else [pupil_id for pupil_id, one in tried.items() if not one.ever_right]
    return Understood(
        step,
        question,
        kind,
        len(asked),
        len(tried),
        first,
        ever - first,
        said.count("partly"),
        said.count(""),
        _mean([len(one.answers) for one in tried.values()]),
        mistakes(facts.key.questions[question.id], tried.values(), language=language) if kind == MARKED else (),
        tuple(facts.names[pupil_id] for pupil_id in not_yet) if kind == MARKED else (),
        facts.screens.get(question.id),
    )


def _has(facts: Facts, pupil_id: UUID, question: Question) -> bool:
    return (pupil_id, question.id) in facts.tries


def _mean(counts: Collection[int]) -> float:
    return sum(counts) / len(counts) if counts else 0.0
