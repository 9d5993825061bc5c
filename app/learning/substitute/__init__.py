"""A substitute at a quarter past eight: what the card proposes, what stands on it, how it is drawn, which there are."""

from app.learning.substitute.drawing import Room, draw_card, most_generous
from app.learning.substitute.facts import CardFacts, facts_of_card
from app.learning.substitute.held import (
    CardHeld,
    ClassOfPass,
    card_for_staff,
    cards_of_class,
    cards_past_their_day,
    class_of_pass,
    lesson_of_pass,
)
from app.learning.substitute.proposal import Proposal, proposal

__all__ = [
    "CardFacts",
    "CardHeld",
    "ClassOfPass",
    "Proposal",
    "Room",
    "card_for_staff",
    "cards_of_class",
    "cards_past_their_day",
    "class_of_pass",
    "draw_card",
    "facts_of_card",
    "lesson_of_pass",
    "most_generous",
    "proposal",
]
