"""What people bring to paper, made harmless: names and logos."""

import io
import unicodedata

from PIL import Image, ImageFile, ImageOps, UnidentifiedImageError

from app.base.language import N_
from app.base.problems import RuleBroken

NAME_LENGTH = 120
MARKS = 3  # combining marks on one letter: Vietnamese and Hebrew need two, three is kind
LOGO_BYTES = 8_000_000
LOGO_PIXELS = 40_000_000  # more than any camera or scanner makes of a logo
LOGO_SIDE = 1600  # 2.56 megapixels at most: 2,900 dots per inch at the size it is printed
_BOMBS = (Image.DecompressionBombError, Image.DecompressionBombWarning)
_JOINERS = "\u200c\u200d"  # Persian and Indian names need them


def clean_name(text: str) -> str:
    """A name as it may be printed: composed, on one line, without control or direction signs, at most 120
    characters."""
    kept: list[str] = []
    marks = 0
    for letter in unicodedata.normalize("NFC", text[: 8 * NAME_LENGTH]):
        kind = unicodedata.category(letter)
        marks = marks + 1 if kind in ("Mn", "Me") else 0
        if kind[0] == "Z" or letter in "\t\n\r":
            kept.append(" ")
        elif (kind[0] != "C" or letter in _JOINERS) and marks <= MARKS:
            kept.append(letter)
    return " ".join("".join(kept).split())[:NAME_LENGTH].strip()


def clean_logo(content: bytes) -> bytes:
    """The picture drawn anew as PNG (nothing hidden travels along), at most 1600 x 1600 dots.

    Raises:
        RuleBroken: too heavy, too many dots, or not a PNG, JPEG, WebP or GIF (SVG is refused).
    """
    if len(content) > LOGO_BYTES:
        raise RuleBroken("logo", N_("This picture is larger than 8 MB. Choose a smaller one."))
    ImageFile.LOAD_TRUNCATED_IMAGES = False  # WeasyPrint turns it on; half an upload is no logo
    try:
        with Image.open(io.BytesIO(content), formats=("PNG", "JPEG", "WEBP", "GIF")) as picture:
            if picture.width * picture.height > LOGO_PIXELS:
                raise RuleBroken("logo", N_("This picture has too many dots. Choose a smaller one."))
            plain = ImageOps.exif_transpose(picture).convert("RGBA")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, *_BOMBS):
        raise RuleBroken("logo", N_("This is not a picture we can print. Choose a PNG, JPEG or WebP file.")) from None
    plain.thumbnail((LOGO_SIDE, LOGO_SIDE))
    fresh = Image.new("RGBA", plain.size)
    fresh.paste(plain)
    opaque = fresh.getchannel("A").getextrema() == (255, 255)
    out = io.BytesIO()
    (fresh.convert("RGB") if opaque else fresh).save(out, "PNG", optimize=True)
    return out.getvalue()
