"""The card of a class for on the way: its code, the number, whom to call. One A5."""

from app.base.language import N_, gettext_for
from app.base.pdf import clean_name, fit, page
from app.base.qr import qr_svg
from app.visits.prints.names import file_name
from app.visits.queries.card import CardFacts


def class_card(facts: CardFacts, *, language: str, address: str, size: float = 11.0) -> str:
    """`address`: behind the code, in full."""
    who = clean_name(facts.booking.class_name or facts.booking.title)
    name = fit(who, first="Werf Bricolage", weight=800, width=124, height=26, largest=40, one_line_from=20)
    return page(
        "papers/card.html",
        language=language,
        facts=facts,
        name=name,
        size=size,
        code=qr_svg(address, label=gettext_for(language)(N_("Code of the class"))),
        title=card_title(facts, language=language),
    )


def card_title(facts: CardFacts, *, language: str) -> str:
    say = gettext_for(language)
    return say(N_("Card of %(name)s"), name=clean_name(facts.booking.class_name or facts.booking.title))


def card_file(facts: CardFacts, *, language: str) -> str:
    who = facts.booking.class_name or ""
    return file_name(gettext_for(language)(N_("class card")), who, facts.booking.company, day=facts.booking.day)
