"""Letters of the languages of Europe beyond the first 256, cut from the unchanged Lexend: of a child who is called
Çağla or Łukasz a page loads these, half as large as the file with all there are. `python -m app.web.letters` after
another version of the font."""

import io
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

STATIC = Path(__file__).parent.parent / "static"
SOURCE = STATIC / "vendor" / "lexend-5.3.0"
WEIGHTS = (400, 700)
EUROPE = (*range(0x100, 0x180), 0x218, 0x219, 0x21A, 0x21B, 0x1E9E)  # Latin Extended-A, ș, ț, ẞ


def cut(weight: int) -> bytes:
    """A woff2 of this weight with the letters of EUROPE that Lexend has, drawn as they are there."""
    font = TTFont(source(weight), recalcTimestamp=False)  # the same bytes each time
    options = Options()
    options.flavor, options.hinting = "woff2", False
    options.layout_features, options.name_IDs = ["mark", "ccmp"], [0, 1, 2]  # pairs go over two files anyway
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=EUROPE)
    subsetter.subset(font)
    out = io.BytesIO()
    font.save(out)
    return out.getvalue()


def source(weight: int) -> Path:
    return SOURCE / f"lexend-latin-ext-{weight}-normal.woff2"


def made(weight: int) -> Path:
    return STATIC / "fonts" / f"lexend-europe-{weight}.woff2"


if __name__ == "__main__":
    for each in WEIGHTS:
        made(each).parent.mkdir(exist_ok=True)
        made(each).write_bytes(cut(each))
