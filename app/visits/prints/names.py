"""Names on paper, and the names of files: what cannot be printed or typed is left out."""

from datetime import date

from app.base.names import folded
from app.base.pdf import Fitted, clean_name, fit


def on_line(name: str, *, width: float, largest: float = 12.0) -> Fitted:
    """One line of a name, in letters that draw it right. `width`: mm; `largest`: points."""
    return fit(
        clean_name(name)[:60],
        first="Werf Atkinson",
        weight=400,
        width=width,
        height=7,
        largest=largest,
        one_line_from=6,
    )


def file_name(what: str, *parts: str, day: date) -> str:
    """`brief-ouders-7b-schut-een-schip-2026-10-10.pdf`."""
    words = "-".join((what, *parts))
    plain = "".join(sign if sign.isalnum() and sign.isascii() else " " for sign in folded(words))
    return f"{'-'.join(plain.split())[:80]}-{day.isoformat()}.pdf"
