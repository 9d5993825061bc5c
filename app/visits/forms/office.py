"""The shape of what the office sends: a mail to many, why a visit is called off, a spreadsheet."""

from flask_wtf.file import FileField, FileRequired
from wtforms import HiddenField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from app.base.language import N_
from app.visits.rules.cancelling import LONGEST_REASON
from app.visits.rules.office_mail import LONGEST_SUBJECT, LONGEST_TEXT
from app.web.forms import Form

_AGAIN = N_("Load the page again.")


class MailForm(Form):
    subject = StringField(
        N_("Subject"),
        [
            InputRequired(N_("Write what it is about.")),
            Length(max=LONGEST_SUBJECT, message=N_("At most 120 characters.")),
        ],
    )
    text = TextAreaField(
        N_("Text"),
        [InputRequired(N_("Write what you want to say.")), Length(max=LONGEST_TEXT, message=N_("This is too long."))],
        description=N_("{school}, {company}, {when}, {title} and {n} are filled in, in a line for each booking."),
    )
    request_id = HiddenField(validators=[InputRequired(_AGAIN), Length(max=64, message=_AGAIN)])


class CallOffForm(Form):
    reason = StringField(
        N_("Why? The schools read this."),
        [
            InputRequired(N_("Say why in a few words: the schools read it.")),
            Length(max=LONGEST_REASON, message=N_("At most 200 characters.")),
        ],
    )


class ImportForm(Form):
    file = FileField(N_("Your list"), [FileRequired(N_("Choose the file with your list."))])
