"""Login cards on paper: eight to a page with lines to cut along, and a last page for the teacher."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from markupsafe import Markup

from app.base.language import N_, gettext, speaking
from app.base.pdf import Fitted, clean_name, fit, page
from app.base.qr import qr_svg

PER_PAGE = 8
PICTURES = (
    N_("boat"),
    N_("fish"),
    N_("bicycle"),
    N_("windmill"),
    N_("lighthouse"),
    N_("helmet"),
    N_("gear"),
    N_("magnet"),
    N_("hammer"),
    N_("train"),
    N_("robot"),
    N_("rocket"),
)
"""The twelve pictures in the order of their numbers; each is templates/_parts/pictures/<name>.svg."""
_DRAWINGS = Path(__file__).parents[2] / "templates" / "_parts" / "pictures"


@dataclass(frozen=True, slots=True, kw_only=True)
class LoginCard:
    """One pupil's card. `name` is first name and initial; `home_url` goes into the QR code as it is
    (capitals: smaller).

    Either `pictures` (three names out of PICTURES, primary) or `pin` (five digits, secondary) is given.
    """

    name: str
    class_name: str
    class_code: str
    home_url: str
    pictures: tuple[str, ...] = ()
    pin: str | None = None


@dataclass(frozen=True, slots=True)
class Picture:
    name: str
    word: str
    drawn: bool


@dataclass(frozen=True, slots=True)
class DrawnCard:
    """A card in its place on the sheet (mm from the top left), with finished values."""

    card: LoginCard
    name: Fitted
    pictures: tuple[Picture, ...]
    code: Markup
    x: float
    y: float


def draw_cards(
    cards: Sequence[LoginCard],
    *,
    language: str,
    address: str,
    network_name: str,
    school_name: str,
    printed_on: date,
) -> str:
    """The HTML of one document for a class, in the order given. `address` is what a pupil types, without
    https."""
    with speaking(language):
        drawn = [_drawn(card, number % PER_PAGE) for number, card in enumerate(cards)]
    return page(
        "cards/document.html",
        language=language,
        pages=[drawn[start : start + PER_PAGE] for start in range(0, len(drawn), PER_PAGE)],
        columns=[drawn[: (len(drawn) + 1) // 2], drawn[(len(drawn) + 1) // 2 :]],
        class_name=cards[0].class_name if cards else "",
        class_code=cards[0].class_code if cards else "",
        address=address,
        network_name=network_name,
        school_name=school_name,
        printed_on=printed_on,
    )


def _drawn(card: LoginCard, place: int) -> DrawnCard:
    name = clean_name(card.name)
    return DrawnCard(
        card=card,
        name=fit(name, first="Werf Lexend", weight=700, width=58, height=11, largest=20, one_line_from=11),
        pictures=tuple(
            Picture(one, gettext(one), (_DRAWINGS / f"{one}.svg").is_file()) for one in card.pictures if one in PICTURES
        ),
        code=qr_svg(card.home_url, label=gettext("QR code of %(name)s, for at home", name=name)),
        x=10 + 95 * (place % 2),
        y=12.5 + 68 * (place // 2),
    )
