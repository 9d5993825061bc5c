"""The shape of giving a module to a class."""

from wtforms import DateField, HiddenField, SelectMultipleField, StringField
from wtforms.validators import InputRequired

from app.base.language import N_
from app.web.forms import Form


class GiveForm(Form):
    school_class = StringField(N_("Class"), [InputRequired(N_("Choose a class."))])
    opens_on = DateField(N_("From"), [InputRequired(N_("Choose a day."))])
    closes_on = DateField(N_("Until and including"), [InputRequired(N_("Choose a day."))])
    steps = SelectMultipleField(N_("Steps"), validate_choice=False)
    bookings = SelectMultipleField(N_("Visit"), validate_choice=False)
    request_id = HiddenField(validators=[InputRequired(N_("Load the page again."))])


class DatesForm(Form):
    opens_on = DateField(N_("From"), [InputRequired(N_("Choose a day."))])
    closes_on = DateField(N_("Until and including"), [InputRequired(N_("Choose a day."))])
