"""The shape of what schools and hosts send about visits."""

from collections.abc import Sequence

from wtforms import (
    DateField,
    HiddenField,
    IntegerField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]  # the stubs are a version behind
from wtforms.validators import InputRequired, Length, NumberRange, Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from app.base.language import N_
from app.base.levels import BANDS, level_label
from app.web.forms import Form

_NEEDED = InputRequired(N_("Fill this in."))
_WHOLE = N_("Give a whole number.")


def _at_most(n: int) -> Length:
    return Length(max=n, message=_TOO_LONG[n])


_TOO_LONG = {
    60: N_("At most 60 characters."),
    80: N_("At most 80 characters."),
    120: N_("At most 120 characters."),
    200: N_("At most 200 characters."),
    400: N_("At most 400 characters."),
}


def level_choices(levels: Sequence[str]) -> list[SelectChoice]:
    """Levels or bands with the words that schools use."""
    return [SelectChoice(one, level_label(one)) for one in levels]


class CheckboxesField(SelectMultipleField):
    """Several ticks; the field macro draws it as a list of boxes."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class BookForm(Form):
    """`school_class` is empty when the school says later which class comes."""

    slot = StringField(N_("Time"), [InputRequired(N_("Choose a time."))])
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


class OfferForm(Form):
    title = StringField(
        N_("What can pupils do, in one line?"),
        [_NEEDED, _at_most(80)],
        description=N_("For example: Mend a wind turbine blade."),
    )
    summary = TextAreaField(N_("In two sentences"), [_NEEDED, _at_most(400)])
    see = TextAreaField(N_("What they see"), [_NEEDED, _at_most(400)])
    do = TextAreaField(N_("What they do themselves"), [_NEEDED, _at_most(400)])
    meet = TextAreaField(N_("Whom they meet"), [_NEEDED, _at_most(400)])
    levels = CheckboxesField(
        N_("For which levels?"),
        [InputRequired(N_("Choose at least one level."))],
        choices=level_choices(BANDS),
    )
    wear = StringField(
        N_("What to wear or bring"),
        [Optional(), _at_most(200)],
        description=N_("With commas between: closed shoes, long trousers."),
    )
    min_group = IntegerField(
        N_("Smallest group"), [InputRequired(_WHOLE), NumberRange(1, 100, N_("Between 1 and 100."))]
    )
    max_group = IntegerField(
        N_("Largest group"), [InputRequired(_WHOLE), NumberRange(1, 100, N_("Between 1 and 100."))]
    )
    address = StringField(N_("Address"), [_NEEDED, _at_most(120)])
    place = StringField(N_("Place"), [_NEEDED, _at_most(60)])
    entrance = StringField(
        N_("Where to report"), [_NEEDED, _at_most(120)], description=N_("For example: gate 3, ring the bell.")
    )
    contact = StringField(
        N_("Whom to call on the day"),
        [_NEEDED, _at_most(80)],
        description=N_("Name and phone number. Schools with a booking see it."),
    )


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
