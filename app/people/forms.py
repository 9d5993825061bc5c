"""The shape of what people type: sign in, class lists, a pupil, a colleague, the school."""

from collections.abc import Sequence
from re import ASCII
from typing import Any

from flask_wtf.file import FileField
from wtforms import (
    DateField,
    EmailField,
    HiddenField,
    PasswordField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, Length, Optional, Regexp, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from app.base.language import N_, gettext
from app.base.levels import level_label
from app.base.pdf import clean_name
from app.people.rules.difference import ListShown
from app.people.rules.levels import levels_of
from app.people.rules.place import LONGEST_ADDRESS
from app.web.forms import Form

LIST_LENGTH = 20_000  # letters; sixty full names with a level are 3,000


def one_line(text: str | None) -> str:
    """A name as it may be shown and printed: no signs that turn the direction, no towers of accents."""
    return clean_name(text or "")


def text_of(field: StringField) -> str:
    """What was typed, without spaces around it."""
    return (field.data or "").strip()


class CheckboxesField(SelectMultipleField):
    """Some of a list, each with a box to tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class SignInForm(Form):
    email = EmailField(N_("E-mail address"), [DataRequired(N_("Type your e-mail address."))])
    password = PasswordField(N_("Password"), [DataRequired(N_("Type your password."))])


class ForgotForm(Form):
    email = EmailField(N_("E-mail address"), [DataRequired(N_("Type your e-mail address."))])


class PasswordForm(Form):
    password = PasswordField(
        N_("Choose a password"),
        [
            DataRequired(N_("Type a password.")),
            Length(10, 200, N_("Make it longer: at least 10 characters. A short sentence works well.")),
        ],
        description=N_("At least 10 characters. A short sentence is easy to remember and hard to guess."),
    )


class CodeForm(Form):
    code = StringField(N_("A word and four digits. Capitals are not needed."))


class ClassForm(Form):
    name = StringField(
        N_("Name of the class"),
        [
            DataRequired(N_("Give the class a name, for example 7B.")),
            Length(max=20, message=N_("Keep the name short: at most 20 characters.")),
        ],
        filters=[one_line],
    )
    levels = CheckboxesField(N_("Levels"), validate_choice=True)
    names = TextAreaField(
        N_("Names"),
        [
            DataRequired(N_("Paste the names of the pupils, one on each line.")),
            Length(
                max=LIST_LENGTH,
                message=N_("This is more than a class list. Copy only the columns with names and paste again."),
            ),
        ],
    )
    key = HiddenField()
    mark = HiddenField()

    def __init__(self, kind: str, **given: Any) -> None:
        super().__init__(**given)
        self.levels.choices = level_choices(kind)

    def validate_levels(self, field: CheckboxesField) -> None:
        if not field.data:
            raise ValidationError(N_("Tick at least one level. A combined class has more than one."))

    def listed(self) -> ListShown:
        """What was shown and is now to be saved."""
        return ListShown(text_of(self.name), self.chosen, text_of(self.names), text_of(self.mark))

    @property
    def chosen(self) -> tuple[str, ...]:
        return tuple(sorted(set(self.levels.data or ())))


class PupilForm(Form):
    first_name = StringField(
        N_("First name"),
        [DataRequired(N_("Type a first name.")), Length(max=60, message=N_("At most 60 characters."))],
        filters=[one_line],
    )
    last_name = StringField(
        N_("Last name"),
        [Optional(), Length(max=60, message=N_("At most 60 characters."))],
        filters=[one_line],
        description=N_("An initial is enough for the screen; the whole name is printed on certificates."),
    )
    level = SelectField(N_("Level"))

    def __init__(self, kind: str, **given: Any) -> None:
        super().__init__(**given)
        self.level.choices = level_choices(kind)


class TermFields(Form):
    """From when and until when; both may stay empty."""

    from_on = DateField(N_("From"), [Optional()], description=N_("Empty: from today."))
    last_on = DateField(N_("Last day"), [Optional()], description=N_("Empty: without an end."))


class ColleagueForm(TermFields):
    """Somebody who works at the school already."""

    colleague = SelectField(N_("Colleague"), [DataRequired(N_("Choose a colleague."))])

    def among(self, colleagues: Sequence[Any]) -> None:
        self.colleague.choices = [
            ("", gettext("Choose a colleague")),
            *((str(one.id), one.label) for one in colleagues),
        ]


class TeacherForm(TermFields):
    name = StringField(
        N_("Name"),
        [DataRequired(N_("Type the name of your colleague.")), Length(max=80, message=N_("At most 80 characters."))],
        filters=[one_line],
    )
    email = EmailField(
        N_("E-mail address"),
        [
            DataRequired(N_("Type the e-mail address of your colleague.")),
            Regexp(
                r"\s*[\w.!#$%&'*+/=?^`{|}~-]{1,64}@[a-zA-Z0-9-]{1,63}(\.[a-zA-Z0-9-]{1,63}){1,8}\s*$",
                ASCII,
                message=N_("This is not an e-mail address. It looks like name@school.nl."),
            ),
        ],
    )


class PlaceForm(Form):
    """Where a school stands."""

    address = StringField(
        N_("Address"),
        [Optional(), Length(max=LONGEST_ADDRESS, message=N_("At most 120 characters."))],
        filters=[one_line],
        description=N_("Street and number. A host who comes to your school reads it."),
    )
    coordinates = StringField(
        N_("Place on the map"),
        [Optional(), Length(max=300, message=N_("At most 300 characters."))],
        description=N_("Copy it from any map, like 52.4601, 4.6102. You then see how far a visit is by bike."),
    )


class SchoolForm(Form):
    name = StringField(
        N_("Name of the school"),
        [DataRequired(N_("Type the name of the school.")), Length(max=80, message=N_("At most 80 characters."))],
        filters=[one_line],
        description=N_("As pupils see it and as it is printed on certificates."),
    )


class LogoForm(Form):
    logo = FileField(N_("Logo"), description=N_("A PNG, JPEG or WebP picture of at most 3 MB."))


def level_choices(kind: str) -> Sequence[tuple[str, str]]:
    return [(level, level_label(level)) for level in levels_of(kind)]
