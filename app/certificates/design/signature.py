"""A signature that was photographed or scanned, as it is printed: the paper round it transparent, cut to what is
written, small."""

import io

from PIL import Image, ImageOps

from app.base.language import N_
from app.base.pdf import clean_logo
from app.base.problems import RuleBroken

LARGEST = (900, 300)  # dots: more than a line of 60 mm shows
PAPER, INK = 205, 90  # lighter than the first is paper, darker than the second is ink; between them it fades
LEAST = 40  # dots of ink; fewer is an empty page


def clean_signature(content: bytes) -> bytes:
    """PNG with a see-through ground.

    Raises:
        RuleBroken: (`signature`) no picture that can be printed, or nothing on it.
    """
    try:
        drawn = clean_logo(content)
    except RuleBroken as broken:
        raise RuleBroken("signature", broken.message, **broken.params) from broken
    with Image.open(io.BytesIO(drawn)) as opened:
        picture = Image.new("RGBA", opened.size, "white")
        picture.alpha_composite(opened.convert("RGBA"))
    grey = ImageOps.autocontrast(picture.convert("L"), cutoff=(0, 20))  # paper in a photograph is grey
    seen = grey.point([_seen(tone) for tone in range(256)])
    box = seen.point([255 if tone > 60 else 0 for tone in range(256)]).getbbox()
    if box is None or seen.histogram()[200:] == [0] * 56 or sum(seen.histogram()[200:]) < LEAST:
        raise RuleBroken(
            "signature", N_("There is nothing to see on this picture. Sign with a dark pen and try again.")
        )
    picture.putalpha(seen)
    signed = picture.crop(box)
    signed.thumbnail(LARGEST, Image.Resampling.LANCZOS)
    out = io.BytesIO()
    signed.save(out, "PNG", optimize=True)
    return out.getvalue()


def _seen(tone: int) -> int:
    """How much of a dot stays: ink wholly, paper not at all."""
    return max(0, min(255, round(255 * (PAPER - tone) / (PAPER - INK))))
