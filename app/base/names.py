"""Names: one collation of ours (SQLite and PostgreSQL sort differently) and the short form for screens."""

import unicodedata

_APART = str.maketrans(
    {"ł": "l", "đ": "d", "ð": "d", "ø": "o", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i", "þ": "th", "ĳ": "ij", "ŋ": "n"}
)
PREFIXES = (
    "van der",
    "van den",
    "van de",
    "in 't",
    "op de",
    "el",
    "al",
    "van",
    "von",
    "de",
    "den",
    "der",
    "ten",
    "ter",
    "te",
    "'t",
)


def sort_key(first: str, last: str) -> str:
    """Where a name stands in a Dutch class list: by first name, then last name, marks and case ignored."""
    return f"{folded(first)}\u0001{folded(last)}"[:200]


def folded(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_APART))
    return "".join(letter for letter in plain if not unicodedata.combining(letter)).strip()


def short_name(first: str, last: str) -> str:
    """First name and the initial of the last name: `Esmée van D.`, `Noor S.`, `Sam`."""
    if not last:
        return first
    lowered = last.casefold()
    for prefix in sorted(PREFIXES, key=len, reverse=True):
        if lowered.startswith(f"{prefix} ") and len(last) > len(prefix) + 1:
            return f"{first} {last[: len(prefix)]} {_initial(last[len(prefix) + 1 :])}."
    return f"{first} {_initial(last)}."


def full_name(first: str, last: str) -> str:
    return f"{first} {last}".strip()


def _initial(text: str) -> str:
    """The first letter with the marks that belong to it; IJ is one letter in Dutch."""
    if text.startswith("IJ"):
        return "IJ"
    letter = unicodedata.normalize("NFC", text.strip())[:1]
    return letter.upper()
