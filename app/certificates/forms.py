"""The shape of asking for certificates and of revoking one."""

from uuid import UUID

from wtforms import SelectMultipleField, StringField
from wtforms.validators import DataRequired, Length

from app.base.language import N_
from app.web.forms import Form


class PrintForm(Form):
    pupils = SelectMultipleField(validate_choice=False)

    @property
    def ids(self) -> tuple[UUID, ...]:
        """The ticked pupils; what is no id at all is left out."""
        found = []
        for text in self.pupils.data or ():
            try:
                found.append(UUID(text))
            except ValueError:
                continue
        return tuple(found)


class CorrectForm(Form):
    name = StringField(
        N_("The name as it will be printed"),
        [
            DataRequired(N_("Type the name as it will be printed.")),
            Length(max=120, message=N_("At most 120 characters.")),
        ],
    )


class RevokeForm(Form):
    reason = StringField(
        N_("Why?"),
        [DataRequired(N_("Say in a few words why.")), Length(max=500, message=N_("At most 500 characters."))],
    )
