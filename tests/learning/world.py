"""A class with a published module given to it: what most tests of learning begin with."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from app.assignments.operations import give_module
from app.base import clock
from app.base.house import House
from app.curriculum.commands import publish_lessons
from app.curriculum.module import AnswerKey, Module
from app.curriculum.queries import key_of_edition, newest_module
from app.learning.models import Answer, Mark
from app.learning.operations import submit_answer
from tests.curriculum import lessons
from tests.makers import MadeClass, MadeSchool, Makers, Person


@dataclass
class World:
    house: House
    school: MadeSchool
    klass: MadeClass
    teacher: Person
    pupils: list[Person]
    code: str
    module: Module
    key: AnswerKey

    def sent(self, question_id: str, *letters: str) -> dict[str, list[str]]:
        """The form a browser sends for these letters; for numbers and words, the text itself."""
        question = self.module.question(question_id)
        assert question is not None
        key = self.key.questions[question_id]
        if question.type in ("open", "number", "short", "scale", "photo"):
            return {"answer": list(letters)}
        if question.type == "gap":
            return {f"gap-{letter}": [word] for letter, word in zip(sorted(key.letters.values()), letters, strict=True)}
        if question.type == "match":  # the letters of the right sides, for the left ones in order
            partners = {letter: token for token, letter in key.facts["partners"].items()}
            lefts = sorted(key.letters.values())
            return {f"pair-{key.token(left)}": [partners[right]] for left, right in zip(lefts, letters, strict=True)}
        if question.type == "measure":  # a text for each row: "10|1,5"
            cells = [row.split("|") for row in letters]
            letters_of = sorted(key.letters.values())
            return {f"cell-{n}-{letters_of[m]}": [cell] for n, row in enumerate(cells, 1) for m, cell in enumerate(row)}
        return {"answer": [key.token(letter) for letter in letters]}

    def answer(self, pupil: Person, question_id: str, *letters: str, client: str = "", step: str = "kijk") -> Any:
        return self.house.act(
            pupil.actor,
            clock.now(),
            submit_answer,
            code=self.code,
            step_id=step,
            question_id=question_id,
            client_id=client or f"{question_id}-{len(letters)}-{'-'.join(letters)}"[:60],
            sent=self.sent(question_id, *letters),
            language="nl",
        )

    def do_step_kijk(self, pupil: Person) -> Any:
        """All of the first step, everything right."""
        for question in ("waarom", "delen", "volgorde", "inhoud"):
            letters = {"waarom": "b", "delen": "ab", "volgorde": "abcde"}.get(question)
            self.answer(pupil, question, *(letters or ("35000",)), client=f"{question}-right")


def make_world(
    house: House,
    makers: Makers,
    folder: Path,
    *,
    kind: str = "po",
    pupils: int = 3,
    write: Callable[[Path], Path] = lessons.write,
    photos: bool = True,
    **given: Any,
) -> World:
    """Publish the small module (or what `write` puts in the folder as `proef`) and give it to a class of `pupils`, in a
    school that has photos on (False: as it begins, off)."""
    write(folder)
    assert [outcome.why_not for outcome in publish_lessons(house, folder)] == [""]
    makers.network()
    school = makers.school(kind)
    if photos:
        makers.settings(school, photos=True)
    klass = makers.school_class(school)
    people = makers.pupils(klass, pupils)
    teacher = makers.teacher(school, klass)
    now = clock.now()
    today = clock.school_day(now)
    facts = {"opens_on": today, "closes_on": today + timedelta(days=20), "request_id": "form-1", **given}
    code = house.act(teacher.actor, now, give_module, class_code=klass.code, module_slug="proef", **facts)
    with house.looking(teacher.actor, now) as work:
        module = newest_module(work, slug="proef")
        key = key_of_edition(work, slug="proef", edition=1)
    return World(house, school, klass, teacher, people, code, module, key)


def count(house: House, table: type) -> int:
    """All rows of a table, whoever's they are."""
    with house.store.reading("everywhere") as db:
        return db.scalar(select(func.count()).select_from(table)) or 0


def points(world: World, pupil: Person) -> dict[str, tuple[float, float]]:
    """Question -> the best score and what it is out of, of all marks of this pupil's answers."""
    best: dict[str, tuple[float, float]] = {}
    with world.house.store.reading("everywhere") as db:
        rows = db.execute(
            select(Answer.question_id, Mark.score, Mark.out_of)
            .join(Mark, Mark.answer_id == Answer.id)
            .where(Answer.pupil_id == pupil.id)
        )
        for question, score, out_of in rows:
            best[question] = max(best.get(question, (-1.0, 0.0)), (score, out_of))
    return best
