"""A made-up child that works through a lesson with the product's own operations, and answers like a child."""

import random
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.access.actor import Actor
from app.base.house import House
from app.base.ids import public_code
from app.base.problems import RuleBroken
from app.curriculum.marking import shown_right
from app.curriculum.module import Question, QuestionKey, Step
from app.curriculum.queries import key_of_edition
from app.demo.answers import open_answer
from app.learning import rules
from app.learning.lesson import Lesson, lesson_of_pupil
from app.learning.operations import ask_help, enter_step, read_to_the_end, submit_answer

RIGHT_SHARE = 0.78


@dataclass(frozen=True, slots=True)
class Child:
    house: House
    actor: Actor
    code: str
    chance: random.Random
    first_name: str

    def lesson(self, when: datetime) -> Lesson:
        with self.house.looking(self.actor, when) as work:
            return lesson_of_pupil(work, code=self.code, language="nl")

    def step_of_phase(self, phase: str, when: datetime) -> str:
        return next(step.id for step in self.lesson(when).module.steps if step.phase == phase)

    def work(self, when: datetime, phase: str, *, share: float) -> None:
        """Do this share of what there is in the open steps of a phase, a minute for each screen."""
        with self.house.looking(self.actor, when) as work:
            lesson = lesson_of_pupil(work, code=self.code, language="nl")
            key = key_of_edition(work, slug=lesson.module.slug, edition=lesson.module.edition)
        steps = [step for step in lesson.steps if step.phase == phase and step.id in lesson.open_steps]
        screens = [(step, screen) for step in steps for screen in rules.screens(step, there=lesson.there)]
        for number, (step, screen) in enumerate(screens[: round(share * len(screens))]):
            at = when + timedelta(seconds=20 * number)
            if screen.question:
                self._answer(step, screen.question, key.questions[screen.question.id], at)
        for step in steps:
            if share == 1 and rules.needed(step, there=lesson.there) == (rules.READ,):
                self.house.act(self.actor, when, read_to_the_end, code=self.code, step_id=step.id, language="nl")

    def enter_next(self, when: datetime) -> None:
        place = self.lesson(when).next_place
        if place:
            self.house.act(self.actor, when, enter_step, code=self.code, step_id=place.step_id, language="nl")

    def ask_help(self, when: datetime) -> None:
        place = self.lesson(when).next_place
        if place:
            self.house.act(self.actor, when, ask_help, code=self.code, step_id=place.step_id, language="nl")

    def _answer(self, step: Step, question: Question, key: QuestionKey, when: datetime) -> None:
        for attempt in range(2):
            good = self.chance.random() < (RIGHT_SHARE if attempt == 0 else 0.9)
            try:
                outcome = self.house.act(
                    self.actor, when + timedelta(seconds=8 * attempt), submit_answer, code=self.code,
                    step_id=step.id, question_id=question.id, client_id=public_code(16), language="nl",
                    sent=self.sent(question, key, good=good),
                )  # fmt: skip
            except RuleBroken:
                return
            if not outcome.again:
                return

    def sent(self, question: Question, key: QuestionKey, *, good: bool) -> dict[str, list[str]]:
        """The form as a browser would send it; chosen by letter, because tokens and their order are drawn anew
        whenever the lesson is published."""
        tokens = sorted((option.token for option in question.options), key=lambda token: key.letters[token])
        if question.type == "open":
            return {"answer": [open_answer(question.id, self.first_name, self.chance)]}
        if question.type == "checklist":
            return {"answer": tokens if good else tokens[:-1] or tokens}
        if question.type == "number":
            return {"answer": [_number(key, self.chance, good=good)]}
        return {"answer": _tokens(question, key, tokens, self.chance, good=good)}


def _number(key: QuestionKey, chance: random.Random, *, good: bool) -> str:
    right = shown_right(key, language="nl")
    first = right.split("–")[0].split()[0].replace(".", "")
    return first if good else str(int(float(first.replace(",", "."))) + chance.choice((1, 10, 3)) * 7)


def _tokens(question: Question, key: QuestionKey, tokens: list[str], chance: random.Random, *, good: bool) -> list[str]:
    facts = key.facts
    letters: list[str] = list(facts.get("order") or facts.get("right") or [])
    right = [key.token(letter) for letter in letters]
    if good and right:
        return right
    if question.type == "order":
        mixed = tokens[:]
        chance.shuffle(mixed)
        return mixed
    wrong = [token for token in tokens if token not in right] or tokens
    return [chance.choice(wrong)] if question.type == "choice" else [*right[:-1], chance.choice(wrong)]
