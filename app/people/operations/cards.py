"""Login cards: asked for here, drawn by the worker."""

from collections.abc import Sequence
from uuid import UUID

from app.base.jobs import start_job
from app.base.language import N_, language
from app.base.problems import RuleBroken
from app.base.work import Work
from app.people.queries.cards import cards_of_class

CARDS = "people.cards"


def start_cards(work: Work, *, code: str, pupil_ids: Sequence[UUID] = ()) -> UUID:
    """Ask for one PDF with the cards of these pupils, or of the whole class; asking twice is one job.

    Raises:
        RuleBroken: nobody is in the class.
    """
    found = cards_of_class(work, code=code, pupil_ids=pupil_ids)
    if not found.cards:
        raise RuleBroken("", N_("There is nobody in this class yet. Paste the names first, then print the cards."))
    who = "-".join(sorted(map(str, pupil_ids))) or "all"
    work.audit("cards.printed", found.klass.id, cards=len(found.cards))
    return start_job(
        work,
        kind=CARDS,
        arguments={"code": code, "pupils": [str(one) for one in pupil_ids], "language": language()},
        key=f"cards:{work.actor.user_id}:{found.klass.id}:{who}"[:200],
        total=len(found.cards),
    )
