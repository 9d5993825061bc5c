"""The shape of what schools and hosts send about visits."""

from app.visits.forms.booking import (
    AttachForm,
    BookForm,
    CheckboxesField,
    ListForm,
    OfferForm,
    SlotForm,
    level_choices,
)

__all__ = [
    "AttachForm",
    "BookForm",
    "CheckboxesField",
    "ListForm",
    "OfferForm",
    "SlotForm",
    "level_choices",
]
