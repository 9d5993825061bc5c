"""The letter to parents: one A4 page with a slip to cut off; a letter for each child when the school asks for that."""

from datetime import date

from app.base.language import N_, gettext_for
from app.base.pdf import clean_name, page
from app.visits.prints.names import file_name, on_line
from app.visits.queries.papers import LetterFacts

SIZES = (12.5, 12.0, 11.5, 11.0, 10.5, 10.0, 9.5)  # points, most generous first


def letter(
    facts: LetterFacts, *, language: str, size: float, addition: str, back_by: date | None, names: bool = True
) -> str:
    """The HTML. `names` False: the blank letter alone, to try whether it fits."""
    booking = facts.booking
    children = [on_line(name, width=88) for name in facts.names] if names else []
    return page(
        "papers/letter.html",
        language=language,
        facts=facts,
        booking=booking,
        class_name=clean_name(booking.class_name or ""),
        travel=facts.travel.travel,
        size=size,
        addition=addition,
        back_by=back_by,
        children=children or [None],
        title=title_of(facts, language=language),
    )


def letter_text(facts: LetterFacts, *, language: str, addition: str) -> str:
    """What parents read, without the slip: for the page that asks for the letter."""
    return page(
        "papers/_letter.html",
        language=language,
        facts=facts,
        booking=facts.booking,
        travel=facts.travel.travel,
        addition=addition,
    )


def title_of(facts: LetterFacts, *, language: str) -> str:
    say = gettext_for(language)
    return say(N_("Letter to parents of %(name)s"), name=clean_name(facts.booking.class_name or facts.booking.title))


def letter_file(facts: LetterFacts, *, language: str) -> str:
    say = gettext_for(language)
    who = facts.booking.class_name or ""
    return file_name(say(N_("letter parents")), who, facts.booking.company, day=facts.booking.day)
