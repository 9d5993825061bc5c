"""Dutch and English: texts from app/translations/<language>/*.po, dates and numbers as people here write them."""

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from gettext import NullTranslations
from io import BytesIO
from pathlib import Path

from babel.dates import format_date, format_time
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import Translations

from app.base.clock import AMSTERDAM

FOLDER = Path(__file__).parent.parent / "translations"
LANGUAGES = ("nl", "en")
_now: ContextVar[str] = ContextVar("language", default="nl")


def N_(message: str) -> str:  # noqa: N802 - the name every gettext tool knows
    """Marks a text that is translated later, when the language of the reader is known."""
    return message


def language() -> str:
    return _now.get()


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """Everything inside is said in `code` (nl or en)."""
    token = _now.set(code if code in LANGUAGES else "nl")
    try:
        yield
    finally:
        _now.reset(token)


def gettext(message: str, **params: object) -> str:
    text = texts(language()).gettext(message) if message else ""
    return text % params if params else text


def ngettext(one: str, many: str, n: int, **params: object) -> str:
    return texts(language()).ngettext(one, many, n) % {"n": number(n), "num": number(n), **params}


def gettext_for(code: str) -> Callable[..., str]:
    """`gettext` for one language, for what is printed or mailed."""

    def said(message: str, **params: object) -> str:
        text = texts(code).gettext(message) if message else ""
        return text % params if params else text

    return said


@lru_cache(maxsize=4)
def texts(code: str) -> NullTranslations:
    """All catalogues of one language as one; English is the source itself."""
    if code == "en" or code not in LANGUAGES:
        return NullTranslations()
    return _compiled(code)


def _compiled(code: str) -> NullTranslations:
    """The .mo file, made anew when a .po file is younger; in a folder that cannot be written it stays in memory."""
    sources = sorted((FOLDER / code).glob("*.po"))
    made = FOLDER / code / "all.mo"
    newest = max((source.stat().st_mtime for source in sources), default=0.0)
    if made.exists() and made.stat().st_mtime >= newest:
        with made.open("rb") as handle:
            return Translations(handle)
    content = _whole(code, sources)
    with suppress(OSError):
        fresh = made.with_suffix(f".{os.getpid()}.new")
        fresh.write_bytes(content)
        fresh.replace(made)
    return Translations(BytesIO(content))


def _whole(code: str, sources: Sequence[Path]) -> bytes:
    """All catalogues as the bytes of one .mo file."""
    whole = Catalog(locale=code)
    for source in sources:
        with source.open("rb") as handle:
            for message in read_po(handle, locale=code):
                if message.id and message.string and not message.fuzzy:
                    whole.add(message.id, message.string)
    made = BytesIO()
    write_mo(made, whole)
    return made.getvalue()


def long_date(day: date | datetime) -> str:
    """`donderdag 8 oktober 2026`."""
    return format_date(_here(day), "EEEE d MMMM y", locale=_locale())


def day_and_month(day: date | datetime) -> str:
    """`do 8 oktober`."""
    return format_date(_here(day), "EEE d MMMM", locale=_locale()).replace(".", "")


def short_date(day: date | datetime) -> str:
    """`8 okt`."""
    return format_date(_here(day), "d MMM", locale=_locale()).replace(".", "")


def weekday(day: date | datetime) -> str:
    """`do`."""
    return format_date(_here(day), "EEE", locale=_locale()).replace(".", "")


def month(day: date | datetime) -> str:
    return format_date(_here(day), "MMMM", locale=_locale())


def clock_time(moment: datetime) -> str:
    """`10:00` on a Dutch clock."""
    return format_time(moment.astimezone(AMSTERDAM), "HH:mm", locale="nl")


def number(value: float) -> str:
    """`3.634` in Dutch, `3,634` in English."""
    text = f"{value:,}" if isinstance(value, int) else f"{value:,.1f}"
    return text.translate(str.maketrans(",.", ".,")) if language() == "nl" else text


def money(euro: Decimal) -> str:
    """`€ 23,50` in Dutch, `€ 23.50` in English."""
    return f"€ {euro:.2f}".replace(".", "," if language() == "nl" else ".")


def _here(day: date | datetime) -> date:
    return day.astimezone(AMSTERDAM).date() if isinstance(day, datetime) else day


def _locale() -> str:
    return "nl_NL" if language() == "nl" else "en_GB"
