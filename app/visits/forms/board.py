"""The shape of what a coordinator sends: an edition, a day of it, a class for a moment, and what the board shows."""

from wtforms import BooleanField, DateField, HiddenField, IntegerField, SelectField, StringField
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]  # the stubs are a version behind
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from app.base.language import N_
from app.visits.rules.editions import CLOSED_DAY, EVENT
from app.web.forms import Form

_AGAIN = N_("Load the page again.")


class EditionForm(Form):
    name = StringField(
        N_("Name"),
        [InputRequired(N_("Fill this in.")), Length(max=60, message=N_("At most 60 characters."))],
        description=N_("For example: Technology Week 2026."),
    )
    starts_on = DateField(N_("First day"), [InputRequired(N_("Choose a day."))])
    ends_on = DateField(N_("Last day"), [InputRequired(N_("Choose a day."))])


class DayForm(Form):
    day = DateField(N_("Day"), [InputRequired(N_("Choose a day."))])
    kind = SelectField(
        N_("What kind of day?"),
        choices=[
            SelectChoice(EVENT, N_("event: several visits on one day")),
            SelectChoice(CLOSED_DAY, N_("closed: no visits")),
        ],
    )
    name = StringField(N_("What is it called?"), [Optional(), Length(max=60, message=N_("At most 60 characters."))])


class PutForm(Form):
    """A class (`school_class`) or a booking that moves (`booking`), for the moment `slot`; `seen`: as it was shown."""

    slot = HiddenField(validators=[InputRequired(_AGAIN)])
    school_class = HiddenField()
    booking = HiddenField()
    seen = HiddenField(validators=[InputRequired(_AGAIN)])
    request_id = HiddenField(validators=[InputRequired(_AGAIN), Length(max=64, message=_AGAIN)])
    expected = IntegerField(N_("How many pupils?"), [Optional(), NumberRange(1, 400, N_("Between 1 and 400 pupils."))])
    anyway = BooleanField(N_("Put it here anyway"))
