"""The shape of what schools and hosts send about visits."""

from app.visits.forms.booking import (
    ArrivalForm,
    AttachForm,
    BookForm,
    CheckboxesField,
    ListForm,
    OfferForm,
    PresenceForm,
    SlotForm,
    level_choices,
)

__all__ = [
    "ArrivalForm",
    "AttachForm",
    "BookForm",
    "CheckboxesField",
    "ListForm",
    "OfferForm",
    "PresenceForm",
    "SlotForm",
    "level_choices",
]
