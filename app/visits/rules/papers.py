"""Decisions about papers before a visit: the letter to parents, the slips that come back, how long they lie."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from app.base import clock, terms
from app.base.language import N_
from app.base.problems import RuleBroken

LONGEST_ADDITION = 240  # letters: two sentences
SLIP_AHEAD = timedelta(days=7)  # before the visit the slips are wanted back
SLIPS_KEPT = terms.SLIPS
SAFETY_AHEAD = timedelta(days=21)  # pupils read the rules when the visit is near
MOST_SAFETY_QUESTIONS, FEWEST_OPTIONS, MOST_OPTIONS = 5, 2, 4
LONGEST_SAFETY_TEXT = 160


def check_addition(text: str) -> None:
    """Raises: RuleBroken (`addition`): the letter must stay one page."""
    if len(text) > LONGEST_ADDITION:
        raise RuleBroken(
            "addition", N_("At most %(most)s letters: about two sentences. Make it shorter."), most=LONGEST_ADDITION
        )


def slip_back_by(*, day: date, today: date) -> date:
    """When parents hand in the slip at the latest: a week before the visit, or the day before when that is past.
    In a weekend nobody takes it in: then on the first school day after it, at the latest that of the visit."""
    wanted = day - SLIP_AHEAD
    if wanted > today:
        return wanted
    soonest = max(min(today + timedelta(days=1), day - timedelta(days=1)), today)
    return min(clock.next_school_day(soonest - timedelta(days=1)), day)


def check_back_by(*, back_by: date, day: date, today: date) -> None:
    """Raises: RuleBroken (`back_by`)."""
    if back_by > day:
        raise RuleBroken("back_by", N_("That is after the visit. Choose an earlier day."))
    if back_by < today and today <= day:
        raise RuleBroken("back_by", N_("This day is past. Choose a later one."))


def slips_gone_before(now: datetime) -> datetime:
    """Slips of visits that ended up to this moment are forgotten."""
    return now - SLIPS_KEPT


def check_slips_kept(*, ends_at: datetime, now: datetime) -> None:
    """Raises: RuleBroken: what is thrown away is not written down again."""
    if ends_at <= slips_gone_before(now):
        raise RuleBroken("", N_("This visit was more than a week ago. The list of slips has been thrown away."))


def check_safety_time(*, starts_at: datetime, ends_at: datetime, now: datetime) -> None:
    """Raises: RuleBroken when the rules are not for now."""
    if now < starts_at - SAFETY_AHEAD:
        raise RuleBroken("", N_("The visit is still far away. You read the rules when it is near."))
    if ends_at <= slips_gone_before(now):
        raise RuleBroken("", N_("This visit is over."))


def is_safety_near(*, starts_at: datetime, now: datetime) -> bool:
    return now >= starts_at - SAFETY_AHEAD


def wrong_answers(*, right: Sequence[int], given: Mapping[int, int]) -> tuple[int, ...]:
    """The questions (from 0) that are not right yet; one without an answer is not right either."""
    return tuple(n for n, option in enumerate(right) if given.get(n) != option)


def check_safety_questions(questions: Collection[Mapping[str, Any]]) -> None:
    """`{text, options, right, why}` each. Raises: RuleBroken, saying which."""
    if len(questions) > MOST_SAFETY_QUESTIONS:
        raise RuleBroken("", N_("At most %(most)s questions."), most=MOST_SAFETY_QUESTIONS)
    for number, one in enumerate(questions, 1):
        options = one["options"]
        if not one["text"]:
            raise RuleBroken("", N_("Question %(n)s has answers but no question. Write it, or empty it."), n=number)
        if not FEWEST_OPTIONS <= len(options) <= MOST_OPTIONS:
            raise RuleBroken("", N_("Question %(n)s needs two to four answers to choose from."), n=number)
        if len(set(options)) < len(options):
            raise RuleBroken("", N_("Two answers of question %(n)s are the same."), n=number)
        if not 0 <= one["right"] < len(options):
            raise RuleBroken("", N_("Say which answer of question %(n)s is right."), n=number)
        if any(len(text) > LONGEST_SAFETY_TEXT for text in (one["text"], one["why"], *options)):
            raise RuleBroken(
                "",
                N_("Question %(n)s is too long: at most %(most)s letters a line."),
                n=number,
                most=LONGEST_SAFETY_TEXT,
            )
