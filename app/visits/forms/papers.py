"""The shape of what is sent before the day: the letter, slips, travelling, questions about safety."""

from typing import Any

from wtforms import (
    BooleanField,
    DateField,
    FieldList,
    FormField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]  # the stubs are a version behind
from wtforms.validators import Length, NumberRange, Optional

from app.base.language import N_
from app.visits.rules.papers import LONGEST_ADDITION, LONGEST_SAFETY_TEXT, MOST_OPTIONS, MOST_SAFETY_QUESTIONS
from app.visits.rules.transport import MOST_ADULTS, MOST_SEATS
from app.web.forms import Form

_WHOLE = N_("Give a whole number.")
_LONG = N_("Too long. Make it shorter.")
LETTERS = "ABCD"
MODES = [
    ("", N_("not known yet")),
    ("walk", N_("on foot")),
    ("bike", N_("by bike")),
    ("public", N_("by bus or train")),
    ("cars", N_("parents drive")),
    ("coach", N_("by coach")),
]
PAYERS = [
    ("", N_("not known yet")),
    ("nobody", N_("costs nothing")),
    ("school", N_("the school")),
    ("company", N_("the company")),
    ("network", N_("the network")),
    ("parents", N_("the parents")),
]


class LetterForm(Form):
    language = RadioField(
        N_("Language of the letter"), choices=[SelectChoice("nl", N_("Dutch")), SelectChoice("en", N_("English"))]
    )
    back_by = DateField(N_("Slip back at school by"), [Optional()])
    addition = TextAreaField(
        N_("Two sentences of your own"),
        [Optional(), Length(max=LONGEST_ADDITION, message=N_("At most 240 letters: about two sentences."))],
        description=N_("May be left empty. For example: bring a drink for on the way."),
    )
    names = BooleanField(
        N_("A letter for each pupil, with the name on the slip"),
        description=N_("Otherwise one letter to copy, with a line for the name."),
    )


class TicksForm(Form):
    """`seen`: every pupil that stood on the page; `pupils`: those ticked."""

    seen = SelectMultipleField(validate_choice=False)
    pupils = SelectMultipleField(validate_choice=False)


class TransportForm(Form):
    """Anything may be empty: it is filled in as it becomes known. Choices are said in words by the view."""

    mode = SelectField(N_("How do you travel?"), choices=[], validate_choice=False)
    payer = SelectField(N_("Who pays?"), choices=[], validate_choice=False)
    leaves = TimeField(N_("Leave school"), [Optional()])
    back = TimeField(N_("Back at school"), [Optional()])
    adults = IntegerField(
        N_("Adults who go along"), [Optional(), NumberRange(0, MOST_ADULTS, N_("Between 0 and 60 adults."))]
    )
    seats = IntegerField(
        N_("Seats in the coach"),
        [Optional(), NumberRange(1, MOST_SEATS, N_("Between 1 and 120 seats."))],
        description=N_("Without the driver's."),
    )
    shares_with = SelectField(N_("Share the coach with"), choices=[], validate_choice=False)
    phone = StringField(
        N_("Phone of the teacher on the day"),
        [Optional(), Length(max=40, message=_LONG)],
        description=N_("The company sees it, for when something happens."),
    )


class SafetyQuestionForm(Form):
    """One question; empty ones are left out."""

    text = StringField(N_("Question"), [Optional(), Length(max=LONGEST_SAFETY_TEXT, message=_LONG)])
    options = FieldList(
        StringField(validators=[Optional(), Length(max=LONGEST_SAFETY_TEXT, message=_LONG)]),
        min_entries=MOST_OPTIONS,
        max_entries=MOST_OPTIONS,
    )
    right = SelectField(N_("Right answer"), choices=[SelectChoice(str(n), LETTERS[n]) for n in range(MOST_OPTIONS)])
    why = StringField(
        N_("Why? Said to who answers wrong"), [Optional(), Length(max=LONGEST_SAFETY_TEXT, message=_LONG)]
    )

    def as_plain(self) -> dict[str, Any] | None:
        """`{text, options, right, why}`, None when nothing was written. An empty answer moves the others up."""
        typed = [" ".join((one or "").split()) for one in self.options.data]
        text, why = (" ".join((field.data or "").split()) for field in (self.text, self.why))
        chosen = int(self.right.data)
        if not text and not any(typed):
            return None
        right = sum(bool(one) for one in typed[:chosen]) if typed[chosen] else -1
        return {"text": text, "options": [one for one in typed if one], "right": right, "why": why}


class SafetyQuestionsForm(Form):
    questions = FieldList(
        FormField(SafetyQuestionForm), min_entries=MOST_SAFETY_QUESTIONS, max_entries=MOST_SAFETY_QUESTIONS
    )

    def as_plain(self) -> list[dict[str, Any]]:
        found = (one.form.as_plain() for one in self.questions)
        return [one for one in found if one is not None]
