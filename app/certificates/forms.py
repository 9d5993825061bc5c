"""The shape of asking for certificates and of revoking one."""

from wtforms import SelectMultipleField, StringField
from wtforms.validators import InputRequired, Length

from app.base.language import N_
from app.web.forms import Form


class PrintForm(Form):
    pupils = SelectMultipleField(validate_choice=False)


class RevokeForm(Form):
    reason = StringField(
        N_("Why?"), [InputRequired(N_("Say in a few words why.")), Length(max=500, message=N_("At most 500 characters."))]
    )

