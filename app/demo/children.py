"""A made-up child that works through a lesson with the product's own operations, and answers like a child."""

import hashlib
import random
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.access.actor import Actor
from app.base.house import House
from app.base.ids import public_code
from app.base.problems import RuleBroken
from app.curriculum.module import Question, QuestionKey, Step
from app.curriculum.queries import key_of_edition
from app.demo.forms import Sent, drawn_photo, filled_in
from app.learning import rules
from app.learning.lesson import Lesson, lesson_of_pupil
from app.learning.operations import (
    ask_help,
    enter_step,
    keep_reflection,
    lay_down_photo,
    read_to_the_end,
    submit_answer,
)
from app.learning.photo import safe_copy
from app.learning.rules import PHOTO

RIGHT_SHARE = 0.78
NO_CAMERA = 0.2  # of the children, at a question that asks for a photo


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
        screens = [(step, screen) for step in steps for screen in rules.screens(step, viewer=lesson.viewer)]
        for number, (step, screen) in enumerate(screens[: round(share * len(screens))]):
            at = when + timedelta(seconds=20 * number)
            if screen.question:
                self._answer(step, screen.question, key.questions[screen.question.id], at)
        for step in steps:
            if share == 1 and rules.needed(step, viewer=lesson.viewer) == (rules.READ,):
                self.house.act(self.actor, when, read_to_the_end, code=self.code, step_id=step.id, language="nl")

    def enter_next(self, when: datetime) -> None:
        place = self.lesson(when).next_place
        if place:
            self.house.act(self.actor, when, enter_step, code=self.code, step_id=place.step_id, language="nl")

    def ask_help(self, when: datetime) -> None:
        place = self.lesson(when).next_place
        if place:
            self.house.act(self.actor, when, ask_help, code=self.code, step_id=place.step_id, language="nl")

    def look_back(self, when: datetime, sent: Sent) -> None:
        """On the visit, or before it on what it is for."""
        client_id = public_code(16)
        self.house.act(self.actor, when, keep_reflection, code=self.code, client_id=client_id, sent=sent, language="nl")

    def _answer(self, step: Step, question: Question, key: QuestionKey, when: datetime) -> None:
        for attempt in range(2):
            good = self.chance.random() < (RIGHT_SHARE if attempt == 0 else 0.9)
            try:
                at = when + timedelta(seconds=8 * attempt)
                outcome = self.house.act(
                    self.actor, at, submit_answer, code=self.code, step_id=step.id, question_id=question.id,
                    client_id=public_code(16), language="nl", sent=self._sent(step, question, key, at, good=good),
                )  # fmt: skip
            except RuleBroken:
                return
            if not outcome.again:
                return

    def _sent(self, step: Step, question: Question, key: QuestionKey, when: datetime, *, good: bool) -> Sent:
        """As the browser would send it; a photo is laid down first, as the page does. Without one the teacher looks."""
        if question.type != PHOTO:
            return filled_in(question, key, self.first_name, self.chance, good=good)
        if not self.lesson(when).photos_allowed or self.chance.random() < NO_CAMERA:
            return {"show": ["1"]}
        content = safe_copy(drawn_photo(self.chance), mark=public_code(16))
        sha256 = hashlib.sha256(content).hexdigest()
        facts = {"code": self.code, "step_id": step.id, "question_id": question.id, "language": "nl"}
        self.house.act(self.actor, when, lay_down_photo, sha256=sha256, **facts)
        self.house.files.put(content)
        return {"answer": [sha256]}
