"""The shape of asking for certificates, of one class or of many, of revoking one, and of choosing how they look."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from unicodedata import normalize
from uuid import UUID

from flask_wtf.file import FileField
from wtforms import BooleanField, SelectMultipleField, StringField
from wtforms.validators import DataRequired, Length

from app.base.language import N_
from app.base.pdf import clean_name
from app.base.pdf.inputs import NAME_LENGTH
from app.web.forms import Form, sent

NO_NAME = N_("Type the name that is to stand on the paper.")
LONG_NAME = N_("A name on paper has at most 120 signs. It was cut off here: look whether it is right.")
CLEANED = N_("Signs that cannot be printed were left out. Look whether it is right, and print again.")


class PrintForm(Form):
    """Who is ticked, and names as they are to stand on this paper: a field `name-<id>` for each."""

    pupils = SelectMultipleField(validate_choice=False)

    @property
    def ids(self) -> tuple[UUID, ...]:
        """The ticked pupils; what is no id at all is left out."""
        return tuple(found for text in self.pupils.data or () if (found := _id(text)))

    def read_names(self, known: Mapping[UUID, str]) -> "Names":
        """`known`: the pupils whose paper is still to come, with the name of the class list. Who is not ticked is let
        be: an empty field of theirs holds nobody up."""
        names = Names()
        for key, text in sent().items():
            pupil = _id(key.removeprefix("name-")) if key.startswith("name-") else None
            if pupil is not None and pupil in known:
                names.take(pupil, text, known[pupil], matters=pupil in self.ids)
        return names


@dataclass(slots=True)
class Names:
    """What was typed: `chosen` are other names than those of the class list, `problems` what to look at, by pupil."""

    chosen: dict[UUID, str] = field(default_factory=dict)
    typed: dict[UUID, str] = field(default_factory=dict)
    problems: dict[UUID, str] = field(default_factory=dict)

    def take(self, pupil: UUID, text: str, known: str, *, matters: bool) -> None:
        clean = clean_name(text)
        self.typed[pupil] = clean
        if clean and clean != known:
            self.chosen[pupil] = clean
        if not matters or clean == known == text:
            return
        if not clean:
            self.problems[pupil] = NO_NAME
        elif len(" ".join(text[: 8 * NAME_LENGTH].split())) > NAME_LENGTH:
            self.problems[pupil] = LONG_NAME
        elif clean != normalize("NFC", " ".join(text.split())):
            self.problems[pupil] = CLEANED


class SchoolPrintForm(Form):
    """Which lessons of a period, as one PDF or a zip, and whether what was printed before goes along."""

    period = StringField(validators=[Length(max=60)])
    lessons = SelectMultipleField(validate_choice=False)
    shape = StringField(default="pdf")
    again = BooleanField()


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


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
