"""The shape of proposals, of many times in one act, and of how many a time takes."""

from wtforms import DateField, IntegerField, StringField, TextAreaField, TimeField
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]  # the stubs are a version behind
from wtforms.validators import InputRequired, Length, NumberRange, Optional, ValidationError

from app.base.language import N_
from app.visits.forms.booking import CheckboxesField
from app.web.forms import Form

_WHOLE = N_("Give a whole number.")
WEEKDAYS = (
    N_("Monday"),
    N_("Tuesday"),
    N_("Wednesday"),
    N_("Thursday"),
    N_("Friday"),
)  # the number of a day is its place here


class ProposalForm(Form):
    slot = StringField(N_("Time"), [InputRequired(N_("Choose a time."))])
    expected = IntegerField(
        N_("How many pupils?"), [InputRequired(_WHOLE), NumberRange(1, 400, N_("Between 1 and 400 pupils."))]
    )
    note = StringField(N_("Why, in one line"), [Optional(), Length(max=200, message=N_("At most 200 characters."))])


class RoomForm(Form):
    places = IntegerField(
        N_("Groups at the same time"), [InputRequired(_WHOLE), NumberRange(1, 50, N_("Between 1 and 50."))]
    )
    pupils = IntegerField(N_("Pupils in all"), [InputRequired(_WHOLE), NumberRange(1, 2000, N_("Between 1 and 2000."))])


class GroupsForm(RoomForm):
    """The hours of a day, and the groups in them."""

    starts = TimeField(N_("First group from"), [InputRequired(N_("Choose a time."))])
    ends = TimeField(N_("Until"), [InputRequired(N_("Choose a time."))])
    rounds = IntegerField(
        N_("Groups one after the other"), [InputRequired(_WHOLE), NumberRange(1, 12, N_("Between 1 and 12."))]
    )


class ManySlotsForm(GroupsForm):
    day = DateField(N_("From day"), [InputRequired(N_("Choose a day."))])
    until = DateField(N_("Until and with day"), [InputRequired(N_("Choose a day."))])
    weekdays = CheckboxesField(
        N_("On which days?"),
        [InputRequired(N_("Choose at least one day of the week."))],
        choices=[SelectChoice(str(n), word) for n, word in enumerate(WEEKDAYS)],
    )

    def validate_day(self, field: DateField) -> None:
        """A year typed with too few digits."""
        if field.data is not None and field.data.year < 2000:
            raise ValidationError(N_("This time is past. Choose a later one."))


class LooseSlotsForm(GroupsForm):
    """Days that follow no pattern, each with the same hours."""

    days = TextAreaField(
        N_("Which days?"),
        [
            InputRequired(N_("Type at least one day, for example 12-10-2026.")),
            Length(max=2000, message=N_("So many days do not fit in one go. Send them in two parts.")),
        ],
        description=N_("One on each line, or with a comma between: 12-10-2026, 3-11-2026."),
    )
