"""The shape of what a teacher says of pupils' work."""

from collections.abc import Sequence
from typing import Any

from wtforms import BooleanField, DateField, FloatField, HiddenField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from app.base.language import N_
from app.web.forms import Form


class TickForm(Form):
    """`pupils` are named one by one, so that nobody is ticked unseen. `how`: paper, board, accepted, or undone.
    `onward`: `board` when the teacher came from there."""

    step = StringField(validators=[InputRequired(N_("Choose a step."))])
    how = StringField(validators=[InputRequired(N_("Choose how it was done."))])
    pupils = SelectMultipleField(validate_choice=False)
    onward = StringField()
    reason = StringField(
        N_("Why? Only the log keeps it."), [Optional(), Length(max=500, message=N_("At most 500 characters."))]
    )


class CardForm(Form):
    """A card for a substitute. `key`: the same click twice is one card. Texts as the teacher leaves them."""

    day = DateField(N_("Which day?"), [InputRequired(N_("Choose a day."))], description=N_("The link ends at 17:00."))
    steps = SelectMultipleField(validate_choice=False)
    can_help = TextAreaField(N_("Who can help"), [Optional()])
    need_help = TextAreaField(N_("Who needs help"), [Optional()])
    note = TextAreaField(N_("What else should your substitute know?"), [Optional()])
    key = HiddenField(validators=[InputRequired(N_("Load the page again and send it once more."))])

    def among(self, steps: Sequence[Any]) -> None:
        self.steps.choices = [(step.id, step.title) for step in steps]


class ToHostForm(Form):
    """Words of pupils for a host. `pick`: keys of those that go; their words come as `text-<key>`."""

    booking = StringField(validators=[InputRequired(N_("Choose a visit."))])
    pick = SelectMultipleField(validate_choice=False)
    anyway = BooleanField(N_("This is a word, not the name of a child"))


class QuestionsForm(ToHostForm):
    """`own`: one more of the teacher."""

    own = StringField(
        N_("One more, in your own words"), [Optional(), Length(max=200, message=N_("At most 200 letters."))]
    )
    questions = StringField()  # where a refusal of all of them stands


class ThanksForm(ToHostForm):
    """`own`: one more of the teacher."""

    own = StringField(
        N_("One more, in your own words"), [Optional(), Length(max=300, message=N_("At most 300 letters."))]
    )
    thanks = StringField()  # where a refusal of all of them stands


class ReviewForm(Form):
    """Words, a verdict (right, partly, not: one button each), points; which of them is needed the operation says."""

    text = TextAreaField(
        N_("What do you say to this pupil?"),
        [Length(max=2000, message=N_("At most 2000 characters."))],
    )
    also = SelectMultipleField(validate_choice=False)  # ids of answers of which the same is said
    verdict = StringField()
    score = FloatField(validators=[Optional()])
    stamp = StringField()
    again = BooleanField(N_("Give it back for another try"))


class SentenceForm(Form):
    """A sentence to say again. `anyway`: what looks like the name of a child is a word."""

    text = TextAreaField(N_("A sentence"), [Length(max=2000, message=N_("At most 2000 characters."))])
    anyway = BooleanField(N_("This is a word, not the name of a child"))
