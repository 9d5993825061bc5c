"""The shape of what a coordinator says of a reminder."""

from collections.abc import Callable

from wtforms import DateField, IntegerField, SelectField, StringField, TextAreaField, TimeField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from app.base.language import N_, gettext
from app.visits.rules.reminders import (
    ABOUT,
    AT_THE_GATE,
    DATE,
    DAYS,
    FURTHEST,
    HOST,
    LOOK_BACK,
    OWN,
    PREPARE,
    SCHOOLDAYS,
    TEACHER,
    WHERE,
    WHO_COMES,
)
from app.web.forms import Form

TOLD = {
    WHO_COMES: N_("Who comes, and what is still missing"),
    AT_THE_GATE: N_("At the gate: who comes and how to count them"),
    PREPARE: N_("What to arrange"),
    WHERE: N_("Where to be, and what to bring"),
    LOOK_BACK: N_("Who was there, and looking back"),
    OWN: N_("My own text only"),
}
BEFORE, AFTER = "before", "after"


def _said(*pairs: tuple[str, str]) -> Callable[[], list[tuple[str, str]]]:
    """The choices in the language of who reads."""
    return lambda: [(value, gettext(words)) for value, words in pairs]


class ReminderForm(Form):
    to = SelectField(N_("To whom?"), choices=_said((TEACHER, N_("Teacher")), (HOST, N_("Host"))))
    about = SelectField(N_("What does the mail tell?"), choices=_said(*((one, TOLD[one]) for one in ABOUT)))
    unit = SelectField(
        N_("Count in"),
        choices=_said((SCHOOLDAYS, N_("School days")), (DAYS, N_("Days")), (DATE, N_("A fixed date"))),
    )
    days = IntegerField(
        N_("How many days?"),
        [Optional(), NumberRange(0, FURTHEST, N_("Give a number from 0 to 60."))],
        default=1,
    )
    side = SelectField(
        N_("Before or after?"), choices=_said((BEFORE, N_("Before the visit")), (AFTER, N_("After the visit")))
    )
    day = DateField(N_("Date"), [Optional()])
    at = TimeField(N_("At what time?"), [InputRequired(N_("Give a time, for example 8:00."))])
    subject = StringField(N_("Subject in your own words"), [Length(max=120, message=N_("At most 120 characters."))])
    text = TextAreaField(N_("Text of your own, on top"), [Length(max=1000, message=N_("At most 1,000 characters."))])
