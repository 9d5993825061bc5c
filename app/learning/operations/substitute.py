"""Making a card for a substitute with its link, taking the link back, and forgetting cards when their day is over."""

from collections.abc import Collection, Sequence
from datetime import date
from uuid import UUID, uuid5

from sqlalchemy import select

from app.access.matrix import Permission
from app.assignments.queries import assignment_for_staff
from app.base.jobs import start_job
from app.base.language import N_
from app.base.problems import NotFound, RuleBroken
from app.base.work import Work
from app.curriculum.queries import module_of_edition
from app.learning.models import SubstituteCard
from app.learning.substitute.proposal import MOST_STEPS
from app.people.operations import give_pass, withdraw_pass

DRAW = "learning.substitute-card"
FORGET_CARDS = "learning.forget-substitute-cards"
LONGEST = 400  # letters of each text; the page must stay one page


def make_card(
    work: Work,
    *,
    code: str,
    key: UUID,
    day: date,
    step_ids: Sequence[str],
    site: str,
    can_help: str = "",
    need_help: str = "",
    note: str = "",
    language: str = "nl",
) -> UUID:
    """A card of one lesson for one day, with the link that ends at 17:00. The same `key` again is the same click.
    `site`: the address that its QR code begins with.

    Raises:
        NotFound: the assignment is out of reach. RuleBroken: no step, a day that cannot be, or too many words.
    """
    work.must(Permission.SUBSTITUTE_INVITE)
    given = assignment_for_staff(work, code)
    work.must(Permission.SUBSTITUTE_INVITE, classes={given.class_id}, school=given.school_id)
    card_id = uuid5(given.class_id, f"{work.actor.user_id}/{key}")  # never the key of another's card
    if work.db.get(SubstituteCard, card_id) is not None:
        return card_id
    module = module_of_edition(work, slug=given.module_slug, edition=given.module_edition, language="nl")
    steps = [step.id for step in module.steps if step.id in set(step_ids)]
    if not steps:
        raise RuleBroken("steps", N_("Choose at least one step."))
    if len(steps) > MOST_STEPS:
        raise RuleBroken("steps", N_("Choose at most %(n)s steps: more do not fit on one page."), n=MOST_STEPS)
    texts = {"can_help": can_help, "need_help": need_help, "note": note}
    for name, text in texts.items():
        if len(text) > LONGEST:
            raise RuleBroken(name, N_("At most %(n)s characters. Make it shorter."), n=LONGEST)
    give_pass(work, pass_id=card_id, class_id=given.class_id, day=day)
    card = SubstituteCard(
        id=card_id,
        school_id=given.school_id,
        class_id=given.class_id,
        assignment_id=given.id,
        day=day,
        steps=steps,
        language=language,
        job_id=start_job(work, kind=DRAW, arguments={"code": code, "card": str(card_id), "site": site}, total=1),
        made_at=work.now,
        **{name: " ".join(text.split()) for name, text in texts.items()},
    )
    work.db.add(card)
    return card_id


def keep_card_file(work: Work, *, card_id: UUID, sha256: str) -> None:
    """The worker drew it. Raises: NotFound: the card is gone meanwhile."""
    card = _mine(work, card_id)
    card.file_sha = sha256


def withdraw_card(work: Work, *, code: str, card_id: UUID) -> None:
    """The link is dead and who came in with it is out; the paper names a link that opens nothing any more.

    Raises: NotFound.
    """
    work.must(Permission.SUBSTITUTE_INVITE)
    given = assignment_for_staff(work, code)
    card = _mine(work, card_id)
    if card.class_id != given.class_id:
        raise NotFound("card")
    withdraw_pass(work, pass_id=card_id)


def drop_cards(work: Work, *, ids: Collection[UUID]) -> int:
    """Take away the rows of cards whose files are gone; those of which the day is over alone."""
    rows = work.db.scalars(
        select(SubstituteCard).where(SubstituteCard.id.in_(ids), SubstituteCard.day < work.today)
    ).all()
    for row in rows:
        work.db.delete(row)
    return len(rows)


def _mine(work: Work, card_id: UUID) -> SubstituteCard:
    work.must(Permission.SUBSTITUTE_INVITE)
    card = work.db.get(SubstituteCard, card_id)
    if card is None:
        raise NotFound("card")
    work.must(Permission.SUBSTITUTE_INVITE, classes={card.class_id}, school=card.school_id)
    return card
