"""The shape of what schools and hosts send about visits."""

from wtforms import (
    BooleanField,
    DateField,
    HiddenField,
    IntegerField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from app.base.language import N_
from app.base.levels import BANDS, LEVELS, level_label
from app.web.forms import Form

_NEEDED = InputRequired(N_("Fill this in."))
_WHOLE = N_("Give a whole number.")


class BookForm(Form):
    slot = StringField(N_("Time"), [InputRequired(N_("Choose a time."))])
    school_class = SelectField(N_("Class"), choices=[("", "-")], validate_choice=False)
    level = SelectField(N_("Level"), [InputRequired(N_("Choose a level."))], choices=[(one, level_label(one)) for one in LEVELS])
    expected = IntegerField(
        N_("How many pupils?"), [InputRequired(_WHOLE), NumberRange(1, 400, N_("Between 1 and 400 pupils."))]
    )
    needs = StringField(
        N_("What should the company know? No names."), [Optional(), Length(max=300, message=N_("At most 300 characters."))]
    )
    request_id = HiddenField(validators=[InputRequired(N_("Load the page again."))])


class ListForm(Form):
    """Which pupils go on this booking."""

    pupils = SelectMultipleField(validate_choice=False)


class AttachForm(Form):
    school_class = StringField(N_("Class"), [InputRequired(N_("Choose a class."))])


class PresenceForm(Form):
    """`seen`: every pupil that stood on the page; `absent`: those ticked."""

    seen = SelectMultipleField(validate_choice=False)
    absent = SelectMultipleField(validate_choice=False)


class ArrivalForm(Form):
    count = IntegerField(N_("Pupils"), [InputRequired(_WHOLE), NumberRange(0, 400, N_("That number is not right. Count again."))])


class OfferForm(Form):
    title = StringField(N_("What can pupils do, in one line?"), [_NEEDED, Length(max=80, message=N_("At most 80 characters."))])
    summary = TextAreaField(N_("In two sentences"), [_NEEDED, Length(max=400, message=N_("At most 400 characters."))])
    see = TextAreaField(N_("What they see"), [_NEEDED, Length(max=400, message=N_("At most 400 characters."))])
    do = TextAreaField(N_("What they do themselves"), [_NEEDED, Length(max=400, message=N_("At most 400 characters."))])
    meet = TextAreaField(N_("Whom they meet"), [_NEEDED, Length(max=400, message=N_("At most 400 characters."))])
    levels = SelectMultipleField(
        N_("For which levels?"),
        [InputRequired(N_("Choose at least one level."))],
        choices=[(band, level_label(band)) for band in BANDS],
    )
    wear = StringField(N_("What to wear or bring, with commas between"), [Optional(), Length(max=200, message=N_("At most 200 characters."))])
    min_group = IntegerField(N_("Smallest group"), [InputRequired(_WHOLE), NumberRange(1, 100, N_("Between 1 and 100."))])
    max_group = IntegerField(N_("Largest group"), [InputRequired(_WHOLE), NumberRange(1, 100, N_("Between 1 and 100."))])
    address = StringField(N_("Address"), [_NEEDED, Length(max=120, message=N_("At most 120 characters."))])
    place = StringField(N_("Place"), [_NEEDED, Length(max=60, message=N_("At most 60 characters."))])
    entrance = StringField(N_("Where to report"), [_NEEDED, Length(max=120, message=N_("At most 120 characters."))])
    contact = StringField(N_("Whom to call on the day"), [_NEEDED, Length(max=80, message=N_("At most 80 characters."))])


class SlotForm(Form):
    day = DateField(N_("Day"), [InputRequired(N_("Choose a day."))])
    starts = TimeField(N_("From"), [InputRequired(N_("Choose a time."))])
    ends = TimeField(N_("Until"), [InputRequired(N_("Choose a time."))])
    places = IntegerField(N_("Groups at the same time"), [InputRequired(_WHOLE), NumberRange(1, 50, N_("Between 1 and 50."))])
    pupils = IntegerField(N_("Pupils in all"), [InputRequired(_WHOLE), NumberRange(1, 2000, N_("Between 1 and 2000."))])


class YesForm(Form):
    yes = BooleanField()
