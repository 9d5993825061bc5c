"""The shape all forms share: CSRF, messages in the reader's language, a broken rule shown at its field."""

from typing import Any

from flask import request
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict

from app.base.language import gettext
from app.base.problems import RuleBroken


class Form(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """Messages of validators are English sources marked with N_; the field macro translates them."""

    class Meta:
        csrf = False  # checked once for every POST by CSRFProtect; a token per page, not per form

        def get_translations(self, _form: Any) -> None:
            return None

    def refuse(self, broken: RuleBroken) -> None:
        """Show a broken rule next to its field, or above the form when it has none."""
        said = gettext(broken.message, **broken.params)
        if broken.field in self:
            field = self[broken.field]
            field.errors = [*field.errors, said]
        else:
            self.form_errors: list[str] = [*self.form_errors, said]


def sent() -> "MultiDict[str, str]":
    """What was posted, for controls that the question type draws itself."""
    return request.form
