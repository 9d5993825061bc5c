"""A world whose module gets new versions while pupils are under way."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import select

from app.assignments.queries import assignment_for_staff
from app.base import clock
from app.curriculum.commands import publish_lessons
from app.curriculum.queries import key_of_edition, module_of_edition
from app.learning.models import Answer, Mark, Progress
from tests.curriculum.lessons import plant
from tests.learning.world import World
from tests.learning.world import points as best_points
from tests.makers import Person

Place = tuple[str, str, str]


@dataclass
class Press:
    """`to("1.1", (file, old, new), ...)` changes the module and publishes it; the folder keeps the change."""

    world: World
    folder: Path

    def to(self, version: str, *places: Place) -> None:
        for place in places:
            plant(self.folder, *place)
        file = self.folder / "module.yml"
        file.write_text(re.sub(r"^version: .*$", f"version: {version}", file.read_text("utf-8"), flags=re.M), "utf-8")
        (outcome,) = publish_lessons(self.world.house, self.folder.parent)
        assert outcome.published, [flaw.message for flaw in outcome.checked.errors] or outcome.why_not

    def reread(self) -> None:
        """The world's own module and key, of the edition the class is on now."""
        with self.world.house.looking(self.world.teacher.actor, clock.now()) as work:
            edition = assignment_for_staff(work, self.world.code).module_edition
            self.world.module = module_of_edition(work, slug="proef", edition=edition, language="nl")
            self.world.key = key_of_edition(work, slug="proef", edition=edition)


def rows(world: World, table: type) -> list[Any]:
    with world.house.store.reading("everywhere") as db:
        return list(db.scalars(select(table).order_by(table.id)))


def cells(world: World, pupil: Person) -> dict[str, Any]:
    held = [row.steps for row in rows(world, Progress) if row.pupil_id == pupil.id]
    return held[0] if held else {}


def points(world: World, pupil: Person) -> dict[str, list[float]]:
    """question -> all scores, by the version of the key that gave them."""
    questions = {answer.id: answer for answer in rows(world, Answer) if answer.pupil_id == pupil.id}
    found: dict[str, list[float]] = {}
    for mark in sorted(rows(world, Mark), key=lambda one: (one.edition or 0, one.revision)):
        if mark.answer_id in questions:
            found.setdefault(questions[mark.answer_id].question_id, []).append(mark.score)
    return found


def best(world: World, pupil: Person, question: str) -> float:
    return best_points(world, pupil)[question][0]
