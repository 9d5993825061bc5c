"""The shape of what schools and hosts send about visits."""

from collections.abc import Sequence

from wtforms import (
    DateField,
    HiddenField,
    IntegerField,
    SelectField,
    SelectMultipleField,
    StringField,
    TimeField,
)
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]  # the stubs are a version behind
from wtforms.validators import InputRequired, Length, NumberRange, Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from app.base.language import N_
from app.base.levels import level_label
from app.web.forms import Form

_NEEDED = InputRequired(N_("Fill this in."))
_WHOLE = N_("Give a whole number.")


def level_choices(levels: Sequence[str]) -> list[SelectChoice]:
    """Levels or bands with the words that schools use."""
    return [SelectChoice(one, level_label(one)) for one in levels]


class CheckboxesField(SelectMultipleField):
    """Several ticks; the field macro draws it as a list of boxes."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class BookForm(Form):
    """`slot`: one time, or several for a divided class. `school_class` is empty when the school says later which."""

    slot = SelectMultipleField(N_("Time"), [InputRequired(N_("Choose a time."))], validate_choice=False)
    school_class = HiddenField()
    level = SelectField(N_("Level"), [InputRequired(N_("Choose a level."))], choices=[], validate_choice=False)
    expected = IntegerField(
        N_("How many pupils?"), [InputRequired(_WHOLE), NumberRange(1, 400, N_("Between 1 and 400 pupils."))]
    )
    needs = StringField(
        N_("What should the company know?"),
        [Optional(), Length(max=300, message=N_("At most 300 characters."))],
        description=N_("No names. For example: one wheelchair."),
    )
    safety_version = HiddenField()  # of the rules that stood on the page
    request_id = HiddenField(
        validators=[
            InputRequired(N_("Load the page again.")),
            Length(max=64, message=N_("Load the page again.")),
        ]
    )


class ListForm(Form):
    """Which pupils go on this booking."""

    pupils = SelectMultipleField(validate_choice=False)


class AttachForm(Form):
    school_class = StringField(N_("Class"), [InputRequired(N_("Choose a class."))])


class SlotForm(Form):
    day = DateField(N_("Day"), [InputRequired(N_("Choose a day."))])
    starts = TimeField(N_("From"), [InputRequired(N_("Choose a time."))])
    ends = TimeField(N_("Until"), [InputRequired(N_("Choose a time."))])
    places = IntegerField(
        N_("Groups at the same time"), [InputRequired(_WHOLE), NumberRange(1, 50, N_("Between 1 and 50."))]
    )
    pupils = IntegerField(N_("Pupils in all"), [InputRequired(_WHOLE), NumberRange(1, 2000, N_("Between 1 and 2000."))])

    def validate_day(self, field: DateField) -> None:
        """A year typed with too few digits; in the year 1 there is no hour before it to reckon with."""
        if field.data is not None and field.data.year < 2000:
            raise ValidationError(N_("This time is past. Choose a later one."))
