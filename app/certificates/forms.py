"""The shape of asking for certificates, of revoking one, and of choosing how they look."""

from uuid import UUID

from flask_wtf.file import FileField
from wtforms import SelectMultipleField, StringField
from wtforms.validators import DataRequired, Length

from app.base.language import N_
from app.base.pdf import clean_name
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


class RevokeForm(Form):
    reason = StringField(
        N_("Why?"),
        [DataRequired(N_("Say in a few words why.")), Length(max=500, message=N_("At most 500 characters."))],
    )


class OfferForm(Form):
    """What the network's office offers. The designs themselves are asked in the operation."""

    po = StringField(N_("For primary schools"))
    vo = StringField(N_("For secondary schools"))
    day = StringField(N_("For several visits on one day"))
    allowed = SelectMultipleField(N_("Schools may choose"), validate_choice=False)


class ChoiceForm(Form):
    design = StringField(N_("Design"))
    day = StringField(N_("For several visits on one day"))


class SignatureForm(Form):
    signature = FileField(N_("Signature"), description=N_("A photo or scan, dark on white paper, of at most 3 MB."))
    signed_by = StringField(
        N_("Who signs"),
        [Length(max=60, message=N_("At most 60 characters."))],
        filters=[lambda text: clean_name(text or "")],
        description=N_("Name and function, as it stands below the signature."),
    )
