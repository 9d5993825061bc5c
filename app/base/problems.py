"""What can go wrong, in the words of the product. `app/web/errors.py` turns these into pages.

Messages are English sources marked with `N_` (app/base/language.py); they are translated when shown.
"""

from collections.abc import Mapping


class Problem(Exception):
    """Something the person can be told about."""


class NotFound(Problem):
    """It does not exist, or it is out of this person's reach. We never say which."""


class NotAllowed(Problem):
    """This role may not do this."""


class Busy(Problem):
    """The database could not take the work in time; nothing was written. Try again."""


class TooMany(Problem):
    """Too many tries; `seconds` until the next one makes sense. `message`: of what, and what can be done meanwhile."""

    def __init__(self, seconds: int, message: str = "") -> None:
        super().__init__(seconds)
        self.seconds = seconds
        self.message = message


class RuleBroken(Problem):
    """A rule of the product says no; `field` names the form field to show it next to ("" for the page)."""

    def __init__(self, field: str, message: str, **params: object) -> None:
        super().__init__(message)
        self.field = field
        self.message = message
        self.params: Mapping[str, object] = params


class Stale(RuleBroken):
    """The page is older than what it asks: on the page as it is now it can be done. A script offers to load it."""
