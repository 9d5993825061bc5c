"""The shape all forms share: CSRF, messages in the reader's language, a broken rule shown at its field."""

from collections.abc import Callable, Iterable
from typing import Any
from uuid import UUID

from flask import request
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict

from app.base.language import gettext
from app.base.problems import NotFound, RuleBroken


class Form(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """Messages of validators are English sources marked with N_; the field macro translates them."""

    class Meta:
        csrf = False  # checked once for every POST by CSRFProtect; a token per page, not per form

        def get_translations(self, _form: Any) -> None:
            return None

    def takes(self, act: Callable[[], object]) -> bool:
        """Whether the form is whole and the act was done; what a rule refuses then stands next to its field."""
        if not self.validate():
            return False
        try:
            act()
        except RuleBroken as broken:
            self.refuse(broken)
            return False
        return True

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


def key_of(text: str) -> UUID:
    """The key of a row as a form or an address names it. Raises: NotFound when it is no key at all."""
    try:
        return UUID(text)
    except ValueError:
        raise NotFound("key") from None


def keys_of(texts: Iterable[str]) -> list[UUID]:
    """Raises: NotFound when one is no key at all."""
    return [key_of(one) for one in texts]
