"""The week board as text. What is dear to draw is kept by all that it shows: a company's row, a class that waits, and
what stands around them. Nothing is kept by when it was drawn, so nothing kept can be old."""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from secrets import token_hex
from types import SimpleNamespace
from typing import Any, NamedTuple

from flask import current_app
from markupsafe import Markup, escape

from app.base import language
from app.base.levels import BANDS, level_label
from app.visits.queries.board import Board, Filters, Row, Waiting
from app.visits.queries.editions import EditionNow
from app.visits.sheets import SHEETS
from app.visits.words import STATES
from app.web.frame import asset
from app.web.wire import JOINED

_SIGN = token_hex(8)  # nobody can type what they do not know
GAPS = SimpleNamespace(
    **{name: f"{_SIGN}.{name}." for name in ("rows", "classes", "waiting", "placed", "panel", "onward", "hand")}
)


class Said(NamedTuple):
    """What text depends on beside what it is about."""

    language: str
    icons: str  # the address of their drawing: it has a hash


class Around(NamedTuple):
    """All that is shown around the rows and the classes of a board."""

    edition: EditionNow
    monday: date
    weeks: tuple[date, ...]
    days: tuple[date, ...]
    day: date | None  # that a phone shows
    shown: int
    companies: int
    waiting: bool
    classes: bool
    municipalities: tuple[str, ...]


class Hand(NamedTuple):
    """What is in hand: as it stands in an address, the booking that it is, the moment beside it, and its panel."""

    address: str
    class_code: str
    booking: str
    at: str
    panel: str


def drawn(
    board: Board, *, filters: Filters, kept: Mapping[str, str], day: date | None, onward: str, hand: Hand | None
) -> Markup:
    said, in_hand = Said(language.language(), asset(f"{JOINED}icons.svg")), hand is not None
    around = Around(
        board.edition,
        board.monday,
        board.weeks,
        board.days,
        day,
        len(board.rows),
        board.companies,
        bool(board.waiting),
        bool(board.classes),
        board.municipalities,
    )
    rows = "".join([_row(row, *_own(row, hand), said) for row in board.rows])
    address, onward = str(escape(hand.address)) if hand else "", str(escape(onward))
    picked = hand.class_code if hand else ""
    classes = "".join([_class(one, one.code == picked, said) for one in board.waiting])
    filled = {  # the long parts last, so that they are not looked through for what is not in them
        "hand": address,
        "waiting": str(len(board.waiting)),
        "placed": _placed(board),
        "panel": hand.panel if hand else "",
        "classes": classes.replace(GAPS.onward, onward),
        "rows": rows.replace(GAPS.onward, f"{onward}{address}"),
    }
    text = _around(around, filters, tuple(kept.items()), in_hand, said)
    for name, part in filled.items():
        text = text.replace(getattr(GAPS, name), part)
    return Markup(text)  # noqa: S704 - every part came out of an escaping template, or was escaped here


def _placed(board: Board) -> str:
    return str(escape(language.gettext("%(n)s of %(all)s classes placed", n=board.placed, all=board.classes)))


def _own(row: Row, hand: Hand | None) -> tuple[bool, str, str]:
    """Of what is in hand only that which shows in this row: the other rows are the same for all."""
    if hand is None:
        return False, "", ""
    if not hand.booking and not hand.at:
        return True, "", ""
    places = [place for cell in row.cells for place in cell]
    origin = any(one.code == hand.booking for place in places for one in place.bookings)
    return True, hand.booking if origin else "", hand.at if any(one.code == hand.at for one in places) else ""


@lru_cache(maxsize=64)
def _around(board: Around, filters: Filters, kept: tuple[tuple[str, str], ...], in_hand: bool, said: Said) -> str:
    bands = [(one, level_label(one)) for one in BANDS]
    facts = {"board": board, "filters": filters, "kept": dict(kept), "in_hand": in_hand, "bands": bands}
    facts |= {"edition_id": board.edition.id, "day": board.day, "states": STATES, "sheets": SHEETS}
    return str(template("visits/board/_inner.html").render(gaps=GAPS, **facts))


@lru_cache(maxsize=2048)
def _row(row: Row, in_hand: bool, origin: str, at: str, said: Said) -> str:
    return str(
        template("visits/board/_row.html").render(
            row=row, in_hand=in_hand, origin=origin, at=at, gaps=GAPS, **_words(said)
        )
    )


@lru_cache(maxsize=1024)
def _class(one: Waiting, is_picked: bool, said: Said) -> str:
    return str(
        template("visits/board/_class.html").render(one=one, is_picked=is_picked, gaps=GAPS, grip=_words(said)["grip"])
    )


@lru_cache(maxsize=4)
def _words(said: Said) -> dict[str, Any]:
    """What the rows say again and again."""
    icons: Any = template("visits/board/_words.html").module
    words = {state: language.gettext(label) for state, label in STATES.items()}
    return {
        "words": words,
        "full": language.gettext("full"),
        "icons": icons.icons,
        "verdicts": icons.verdicts,
        "grip": icons.grip,
    }


def template(name: str) -> Any:
    """One that needs nothing of a whole page: the menu and the messages were a sixth of opening a board."""
    return current_app.jinja_env.get_template(name)
