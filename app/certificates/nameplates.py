"""A name on the screen as paper draws it: by the same webfont where that has every letter, else as a picture drawn with
the very font that paper takes."""

import base64
import io
from dataclasses import dataclass

from PIL import Image, ImageDraw, ImageFont

from app.base.pdf import face_for, missing_glyphs
from app.base.pdf.fonts import font_file

FIRST = "Werf Lexend"  # of names in all designs; the webfont Lexend is the same face (tests/certificates/test_names.py)
WEIGHTS = {"po": 700, "vo": 400}
INK = (14, 34, 54, 255)
SIZE, SHOWN = 44, 22  # drawn twice as large as shown, for sharp screens
WIDEST = 4000


@dataclass(frozen=True, slots=True)
class Plate:
    """`picture`: an address with the drawing inside, or empty when the browser's own font draws the same."""

    name: str
    missing: tuple[str, ...]
    picture: str = ""
    width: int = 0
    height: int = 0


def plate(name: str, tone: str) -> Plate:
    """How this name prints. Nothing of it is kept."""
    missing, family = tuple(missing_glyphs(name)), face_for(name, first=FIRST)
    if family == FIRST and not missing:
        return Plate(name, missing)
    place = font_file(family, WEIGHTS[tone])
    if place is None:
        return Plate(name, missing)
    font = ImageFont.truetype(str(place), SIZE)
    left, top, right, bottom = (round(side) for side in font.getbbox(name))
    drawn = Image.new("RGBA", (min(right - left, WIDEST) + 4, bottom - top + 4), (255, 255, 255, 0))
    ImageDraw.Draw(drawn).text((2 - left, 2 - top), name, font=font, fill=INK)
    out = io.BytesIO()
    drawn.save(out, "PNG", optimize=True)
    address = "data:image/png;base64," + base64.b64encode(out.getvalue()).decode()
    return Plate(name, missing, address, drawn.width * SHOWN // SIZE, drawn.height * SHOWN // SIZE)
