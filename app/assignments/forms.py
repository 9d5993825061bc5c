"""The shape of giving a module to a class."""

from wtforms import DateField, HiddenField, SelectMultipleField, StringField
from wtforms.validators import InputRequired, Length

from app.base.language import N_
from app.web.forms import Form


class Day(DateField):
    """A day; what cannot be read is said like what was left out."""

    invalid_value_message = N_("Choose a day.")


class GiveForm(Form):
    school_class = StringField(N_("Class"), [InputRequired(N_("Choose a class."))])
    opens_on = Day(N_("From"), [InputRequired(N_("Choose a day."))])
    closes_on = Day(N_("Until and including"), [InputRequired(N_("Choose a day."))])
    steps = SelectMultipleField(N_("Steps"), [InputRequired(N_("Choose at least one step."))], validate_choice=False)
    bookings = SelectMultipleField(N_("Visit"), validate_choice=False)
    pace = StringField()
    request_id = HiddenField(validators=[InputRequired(N_("Load the page again.")), Length(max=64)])


class DatesForm(Form):
    opens_on = Day(N_("From"), [InputRequired(N_("Choose a day."))])
    closes_on = Day(N_("Until and including"), [InputRequired(N_("Choose a day."))])


class VisitsForm(Form):
    bookings = SelectMultipleField(N_("Visit"), validate_choice=False)
