"""The shape of what is sent from a phone at the gate or in the hall, also later."""

from datetime import timedelta

from wtforms import HiddenField, IntegerField, SelectField, SelectMultipleField, StringField
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]  # the stubs are a version behind
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from app.base.language import N_
from app.base.levels import BANDS, LEVELS
from app.visits.forms.booking import level_choices
from app.visits.rules.gate import BROKEN
from app.web.forms import Form

WRONG = N_("That number is not right. Count again.")
DAY = 24 * 3600 * 1000
_number = NumberRange(0, 400, WRONG)


class _FromPhone(Form):
    """`client`: the id that the phone gave it; `ago`: milliseconds since it was said, as the phone measured them."""

    client = HiddenField()
    ago = HiddenField()

    @property
    def how_long_ago(self) -> timedelta:
        """Nought for a form without a script, and for what is no number."""
        text = self.ago.data or ""
        return timedelta(milliseconds=min(int(text), 3 * DAY) if text.isdecimal() and len(text) < 12 else 0)


class WordForm(_FromPhone):
    """One tap of a host. Without `word` it is a count."""

    word = HiddenField()
    count = IntegerField(N_("Pupils"), [InputRequired(N_("Give a whole number.")), _number])
    adults = IntegerField(N_("Adults"), [Optional(), _number])
    reason = SelectField(
        N_("Why?"),
        [Optional()],
        choices=[
            SelectChoice(BROKEN[0], N_("The weather")),
            SelectChoice(BROKEN[1], N_("Somebody became ill")),
            SelectChoice(BROKEN[2], N_("An alarm or a fault")),
            SelectChoice(BROKEN[3], N_("The bus or the way back")),
            SelectChoice(BROKEN[4], N_("Something else")),
        ],
        validate_choice=False,
    )


class WalkInForm(_FromPhone):
    """A group that came without a booking."""

    school_name = StringField(N_("School"), [InputRequired(N_("Fill this in.")), Length(max=80)])
    level = SelectField(
        N_("Level"),
        [Optional()],
        choices=[SelectChoice("", N_("Not known")), *level_choices((*LEVELS, *BANDS))],
        validate_choice=False,
    )
    number = IntegerField(N_("Pupils"), [InputRequired(N_("Give a whole number.")), NumberRange(1, 400, WRONG)])


class PresenceForm(_FromPhone):
    """`seen`: every pupil that stood on the page; `was`: those ticked when it came; `absent`: those ticked now."""

    seen = SelectMultipleField(validate_choice=False)
    was = SelectMultipleField(validate_choice=False)
    absent = SelectMultipleField(validate_choice=False)
    shown = HiddenField()  # the page said what `was` is


class CloseForm(Form):
    """Counts that a school may type, or leave open."""

    girls = IntegerField(N_("Girls"), [Optional(), _number])
    boys = IntegerField(N_("Boys"), [Optional(), _number])
    unknown = IntegerField(N_("Not known"), [Optional(), _number])


class PhoneForm(Form):
    phone = StringField(N_("Your phone number on the day"), [Length(max=30, message=N_("At most 30 characters."))])
