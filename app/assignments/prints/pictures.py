"""Pictures of a module for paper: found in its HTML, made into what the printer may read, and put in their place."""

import base64
import io
import re
from collections.abc import Mapping

from PIL import Image

SVG, PNG = "image/svg+xml", "image/png"
LETTERS = b'font-family="Werf Atkinson, Noto Sans, sans-serif"'
MOST_DOTS = (1600, 1600)  # at 17 cm wide that is 240 dots an inch
_SOURCE = re.compile(r'src="/media/([0-9a-f]{64})"')
_PICTURE = re.compile(r'<img [^>]*?src="/media/([0-9a-f]{64})"[^>]*>')
_WIDTH, _HEIGHT = re.compile(r' width="(\d+)'), re.compile(r' height="(\d+)')
_ALT = re.compile(r' alt="([^"]*)"')


def pictures_in(html: str) -> tuple[str, ...]:
    """The hashes of the pictures in a document, each once."""
    return tuple(dict.fromkeys(_SOURCE.findall(html)))


def for_paper(content: bytes, media_type: str) -> str:
    """A picture as an address that paper may read (app/base/pdf/engine.py): a photo as PNG, a drawing as it is.

    The words in a drawing are set in the letters of the sheet: what a server has for "sans-serif" is often wider, and
    then they run into each other.
    """
    if media_type not in (SVG, PNG):
        content, media_type = _png(content), PNG
    if media_type == SVG:
        content = content.replace(b'font-family="sans-serif"', LETTERS)
    return f"data:{media_type};base64,{base64.b64encode(content).decode()}"


def placed(html: str, addresses: Mapping[str, str]) -> str:
    """The document with its pictures in it. One that is not there leaves its description; a high one may be higher."""

    def put(found: re.Match[str]) -> str:
        if found[1] in addresses:
            tall = 'class="tall" ' if _is_tall(found[0]) else ""
            return _SOURCE.sub(f'{tall}src="{addresses[found[1]]}"', found[0])
        alt = _ALT.search(found[0])
        return f"<em>{alt[1]}</em>" if alt else ""

    return _PICTURE.sub(put, html)


def _is_tall(picture: str) -> bool:
    """A row of small drawings under each other: in the height of a lying picture its words could not be read."""
    width, height = _WIDTH.search(picture), _HEIGHT.search(picture)
    return bool(width and height and int(height[1]) > int(width[1]))


def _png(content: bytes) -> bytes:
    with Image.open(io.BytesIO(content)) as picture:
        plain = picture.convert("RGBA" if "A" in picture.getbands() else "RGB")
    plain.thumbnail(MOST_DOTS)
    out = io.BytesIO()
    plain.save(out, "PNG", optimize=True)
    return out.getvalue()
