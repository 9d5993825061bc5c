"""What a person is told when a document could not be made."""

from app.base.language import N_
from app.base.problems import RuleBroken

TOO_LONG = N_(
    "Making the PDF took too long and was stopped. Nothing was lost: try again, or print fewer pages at once."
)
TOO_BIG = N_("Making the PDF took too much memory and was stopped. Nothing was lost: try again with fewer pages.")
BROKEN = N_("The PDF could not be made. Nothing was lost: try again, and tell the coordinator if it happens twice.")


class PdfFailed(RuleBroken):
    """The document was not made; `message` is for the person, `reason` for the log and free of names."""

    def __init__(self, message: str, *, reason: str) -> None:
        super().__init__("", message)
        self.reason = reason
