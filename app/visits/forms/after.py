"""The shape of looking back: two choices of four and some words."""

from wtforms import RadioField, TextAreaField
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]  # the stubs are a version behind
from wtforms.validators import InputRequired, Length, Optional

from app.base.language import N_
from app.web.forms import Form

_STEPS = {"4": N_("Yes, well"), "3": N_("For the most part"), "2": N_("A little"), "1": N_("No, not really")}
FOUR = [SelectChoice(value, label) for value, label in _STEPS.items()]
_ONE = InputRequired(N_("Choose one of the four."))


class ReviewVisitForm(Form):
    """The labels come from app/visits/rules/after.py: they differ for school and company."""

    first = RadioField("", [_ONE], choices=FOUR)
    second = RadioField("", [_ONE], choices=FOUR)
    words = TextAreaField("", [Optional(), Length(max=600, message=N_("Write it in at most 600 letters."))])
