"""What a class thinks, before and after: counts of many, never of one (docs/decisions/0009-attitudes-apart.md)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup
from sqlalchemy import func, select

from app.access.matrix import Permission
from app.assignments.queries import Given, assignment_for_staff
from app.base.work import Work
from app.curriculum.marking import is_kept_apart
from app.curriculum.module import AFTER, BEFORE, Module, Question
from app.curriculum.queries import module_of_edition
from app.learning import rules
from app.learning.models import Attitude


@dataclass(frozen=True, slots=True)
class Point:
    """One place on the scale; `words` where it has some. The counts are of the waves of the page, in their order."""

    value: int
    words: Markup
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """What was asked. Without `points` too few answered, and nothing is told, not even how many did."""

    html: Markup
    waves: tuple[str, ...]  # before, after: when it is asked
    points: tuple[Point, ...]
    totals: tuple[int, ...]
    means: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class AttitudesPage:
    given: Given
    module: Module
    items: tuple[Item, ...]


def attitudes_page(work: Work, *, code: str, language: str) -> AttitudesPage:
    """Everything that is asked in this module of this class. Raises: NotFound."""
    work.must(Permission.ATTITUDE_READ)
    given = assignment_for_staff(work, code)
    work.must(Permission.ATTITUDE_READ, classes={given.class_id}, school=given.school_id)
    module = module_of_edition(work, slug=given.module_slug, edition=given.module_edition, language=language)
    counts = _counts(work, given)
    questions: dict[str, Question] = {}
    waves: dict[str, set[str]] = {}
    for step in module.steps:
        for question in step.all_questions:
            if is_kept_apart(question.type) and (given.steps is None or step.id in given.steps):
                item = rules.item_of(module.slug, question)
                questions.setdefault(item, question)
                waves.setdefault(item, set()).add(step.phase)
    items = tuple(_item(item, question, waves[item], counts) for item, question in questions.items())
    return AttitudesPage(given, module, items)


def has_attitudes(module: Module) -> bool:
    return any(is_kept_apart(question.type) for step in module.steps for question in step.all_questions)


def _counts(work: Work, given: Given) -> dict[tuple[str, str], dict[int, int]]:
    """(item, wave) -> value -> how many, of what may be shown by now."""
    rows: Any = work.db.execute(
        select(Attitude.item, Attitude.wave, Attitude.shown, func.count(Attitude.id))
        .where(
            Attitude.class_id == given.class_id,
            Attitude.module == given.module_slug,
            Attitude.shown.is_not(None),
        )
        .group_by(Attitude.item, Attitude.wave, Attitude.shown)
    )
    found: dict[tuple[str, str], dict[int, int]] = {}
    for item, wave, value, count in rows:
        found.setdefault((item, wave), {})[value] = count
    return found


def _item(item: str, question: Question, asked: set[str], counts: Mapping[tuple[str, str], Mapping[int, int]]) -> Item:
    """Before and after are shown together or not at all."""
    waves = tuple(wave for wave in (BEFORE, AFTER) if wave in asked)
    found = [counts.get((item, wave), {}) for wave in waves]
    totals = tuple(sum(one.values()) for one in found)
    if not waves or min(totals) < rules.LEAST_SHOWN:
        return Item(question.html, waves, (), (), ())
    words = {option.token: option.html for option in question.options}
    points = tuple(
        Point(value, words.get(str(value), Markup()), tuple(one.get(value, 0) for one in found))
        for value in range(question.low, question.high + 1)
    )
    means = tuple(
        sum(value * count for value, count in one.items()) / total for one, total in zip(found, totals, strict=True)
    )
    return Item(question.html, waves, points, totals, means)
