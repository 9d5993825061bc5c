"""The shape of giving a module to a class."""

from uuid import UUID

from wtforms import DateField, HiddenField, IntegerField, SelectMultipleField, StringField
from wtforms.validators import AnyOf, InputRequired, Length

from app.assignments.rules import CLASS, GROUPS, PUPILS, Whom
from app.base.language import N_
from app.base.problems import NotFound
from app.web.forms import Form


class Day(DateField):
    """A day; what cannot be read is said like what was left out."""

    invalid_value_message = N_("Choose a day.")


class WhomForm(Form):
    """To whom. A page that does not ask means the whole class."""

    to = StringField(N_("To whom?"), [AnyOf((CLASS, GROUPS, PUPILS), N_("Choose to whom."))], default=CLASS)
    groups = SelectMultipleField(N_("Instruction groups"), validate_choice=False)
    pupils = SelectMultipleField(N_("Pupils"), validate_choice=False)
    seen = IntegerField()  # how often it was changed when this page was shown

    @property
    def whom(self) -> Whom:
        """What was chosen; ticks of what was not chosen do not count. Raises: NotFound: not a pupil at all."""
        if self.to.data == GROUPS:
            return Whom(GROUPS, groups=frozenset(self.groups.data or ()))
        if self.to.data == PUPILS:
            return Whom(PUPILS, pupil_ids=frozenset(_key(one) for one in self.pupils.data or ()))
        return Whom(CLASS)

    @property
    def seen_number(self) -> int:
        """-1 when the page said nothing that can be read: then it is asked again."""
        return -1 if self.seen.data is None else int(self.seen.data)


def _key(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise NotFound("pupil") from None


class GiveForm(WhomForm):
    school_class = SelectMultipleField(N_("Class"), [InputRequired(N_("Choose a class."))], validate_choice=False)
    opens_on = Day(N_("From"), [InputRequired(N_("Choose a day."))])
    closes_on = Day(N_("Until and including"), [InputRequired(N_("Choose a day."))])
    steps = SelectMultipleField(N_("Steps"), [InputRequired(N_("Choose at least one step."))], validate_choice=False)
    bookings = SelectMultipleField(N_("Visit"), validate_choice=False)
    pace = StringField()
    request_id = HiddenField(validators=[InputRequired(N_("Load the page again.")), Length(max=64)])
    known = StringField()  # codes of what the page said these classes have of the module already


class DatesForm(Form):
    opens_on = Day(N_("From"), [InputRequired(N_("Choose a day."))])
    closes_on = Day(N_("Until and including"), [InputRequired(N_("Choose a day."))])


class VisitsForm(Form):
    bookings = SelectMultipleField(N_("Visit"), validate_choice=False)
