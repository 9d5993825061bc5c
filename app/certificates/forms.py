"""The shape of asking for certificates, revoking one, and typing a code."""

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


class CodeForm(Form):
    code = StringField(
        N_("The code on the certificate"),
        [InputRequired(N_("Type the code that stands under the QR code.")), Length(max=60, message=N_("A code is shorter."))],
    )
