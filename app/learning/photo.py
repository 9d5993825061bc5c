"""A photo made safe before it is kept: decoded, turned upright, made smaller and drawn anew, so that nothing of the
file that was sent remains. What comes back says no place, no device and no time.
"""

import io
from threading import Lock

from PIL import Image, ImageFile, ImageOps, UnidentifiedImageError

from app.base.language import N_
from app.base.problems import RuleBroken

MOST_BYTES = 10_000_000  # photo.js says it first
MOST_PIXELS = 40_000_000
SIDE = 1600
QUALITY = 82
FORMATS = ("JPEG", "PNG", "WEBP")
HEIC = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs"})  # ISO/IEC 23008-12
ANY_HEIF = frozenset({b"mif1", b"msf1"})  # says little: AVIF is one of these too
_BROKEN = (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError)
_BOMBS = (Image.DecompressionBombError, Image.DecompressionBombWarning)
HEIC_WORD = N_(
    "We cannot read this kind of photo. Make a screenshot of it and choose that one. "
    "Does that not work? Then show it to your teacher."
)
TOO_MANY_DOTS = N_("This photo has too many dots. Take a smaller one.")
_one_at_a_time = Lock()  # a picture of 40 megapixels takes 160 MB while it is made smaller


def safe_copy(content: bytes, *, mark: str) -> bytes:
    """The photo as a JPEG of at most 1600 x 1600 dots.

    `mark` (letters and digits) is written into it, so that each photo is a file of its own, also when two children
    send the same one: taking one away never takes the other's.

    Raises:
        RuleBroken: (`answer`) nothing, too heavy, too many dots, a photo as some phones keep it (HEIC), or no picture
            that can be read.
    """
    if not content:
        raise RuleBroken("answer", N_("Choose a photo first."))
    if len(content) > MOST_BYTES:
        raise RuleBroken("answer", N_("This photo is larger than 10 MB. Take a smaller one."))
    if _is_heic(content):
        raise RuleBroken("answer", HEIC_WORD)
    ImageFile.LOAD_TRUNCATED_IMAGES = False  # WeasyPrint turns it on; half a photo is no photo
    with _one_at_a_time:
        try:
            with Image.open(io.BytesIO(content), formats=FORMATS) as picture:
                small = _small(picture)
        except _BOMBS:
            raise RuleBroken("answer", TOO_MANY_DOTS) from None
        except _BROKEN:
            message = N_("We cannot read this photo. Choose a photo that is a JPEG, PNG or WebP file.")
            raise RuleBroken("answer", message) from None
    out = io.BytesIO()
    small.save(out, "JPEG", quality=QUALITY, optimize=True, comment=mark.encode("ascii"))
    return out.getvalue()


def _is_heic(content: bytes) -> bool:
    """By content: the box `ftyp` at the beginning names its kind, then up to some others that it is one of as well."""
    if content[4:8] != b"ftyp":
        return False
    end = min(int.from_bytes(content[:4], "big"), 256)
    brands = {content[8:12], *(content[at : at + 4] for at in range(16, end, 4))}
    return bool(brands & HEIC) or (bool(brands & ANY_HEIF) and b"avif" not in brands)


def _small(picture: Image.Image) -> Image.Image:
    """Upright, small, and a fresh picture without anything that hung on the old one."""
    if picture.width * picture.height > MOST_PIXELS:
        raise RuleBroken("answer", TOO_MANY_DOTS)
    picture.draft("RGB", (SIDE, SIDE))  # a JPEG is then decoded at an eighth, a quarter or half of its size at once
    turned = ImageOps.exif_transpose(picture)
    if turned.mode not in ("RGB", "RGBA", "L"):
        turned = turned.convert("RGBA" if turned.has_transparency_data else "RGB")
    turned.thumbnail((SIDE, SIDE))
    fresh = Image.new("RGB", turned.size, "white")
    fresh.paste(turned, mask=turned.getchannel("A") if turned.mode == "RGBA" else None)
    return fresh
