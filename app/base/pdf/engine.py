"""WeasyPrint behind a lock: only our own assets and the pictures handed in; everything else ends the
document."""

import errno
import io
import re
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import unquote
from xml.etree.ElementTree import canonicalize

import weasyprint
from PIL import Image
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from app.base.drawing import clean_drawing
from app.base.files import FULL
from app.base.pdf.finishing import finished
from app.base.pdf.grey import grey
from app.base.pdf.layers import shared_of
from app.base.pdf.placing import placed
from app.base.pdf.problem import BROKEN, PdfFailed
from app.base.problems import RuleBroken

PRINT = Path(__file__).parents[3] / "templates" / "print"
MOST_DOTS = 4_000_000
KINDS = {".css": "text/css", ".ttf": "font/ttf", ".svg": "image/svg+xml", ".png": "image/png"}
_PICTURE = re.compile(r"data:image/(png|jpeg|webp|svg\+xml);base64,[A-Za-z0-9+/=]*")
_NAME = re.compile(r"[0-9a-z][0-9a-z._-]*")


Image.MAX_IMAGE_PIXELS = 10 * MOST_DOTS  # of a photo in a module; twice as much is an error and no picture


class RefusedError(ValueError):
    """An address that paper may not read."""


class LockedFetcher(URLFetcher):  # type: ignore[misc]  # WeasyPrint brings no types
    """Reads `asset:<path under templates/print>`, `asset:pictures/<file>` (templates/_parts/pictures),
    `asset:logo/<name>` (bytes handed in), `asset:logo/<name>/grey` (the same without colour) and pictures of ours
    written as data.

    WeasyPrint swallows what a fetcher raises, so what was refused is kept and the document is not handed out.
    """

    def __init__(self, images: Mapping[str, bytes]) -> None:
        super().__init__(allowed_protocols=("asset", "data"), allow_redirects=False)
        self.images = images
        self.refused: list[str] = []

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> URLFetcherResponse:
        try:
            if url.startswith("data:"):
                return self._data(url, headers)
            return self._asset(url)
        except RefusedError as problem:
            self.refused.append(str(problem))
            raise

    def _data(self, url: str, headers: Mapping[str, str] | None) -> URLFetcherResponse:
        if not _PICTURE.fullmatch(url):
            raise RefusedError("data that is no picture of ours")
        return super().fetch(url, headers)

    def _asset(self, url: str) -> URLFetcherResponse:
        scheme, _, path = unquote(url).partition(":")
        parts = path.split("/")
        if scheme != "asset" or not all(_NAME.fullmatch(part) for part in parts):
            raise RefusedError(f"address of kind {scheme[:12]}")
        if parts[0] == "logo" and (len(parts) == 2 or parts[2:] == ["grey"]):
            return self._logo(url, parts[1], is_grey=len(parts) == 3)
        place = (PRINT.parent / "_parts" if parts[0] == "pictures" else PRINT).joinpath(*parts)
        if place.suffix not in KINDS or not place.is_file():
            raise RefusedError(f"asset {path[:60]}")
        return URLFetcherResponse(url, place.read_bytes(), {"Content-Type": KINDS[place.suffix]})

    def _logo(self, url: str, name: str, *, is_grey: bool) -> URLFetcherResponse:
        if name not in self.images:
            raise RefusedError("a picture that was not handed in")
        picture = self.images[name]
        is_drawing = picture[:1] == b"<" and _is_our_drawing(picture)
        if not (is_drawing or _is_small_png(picture)):
            raise RefusedError("a picture that is no PNG of ours")
        kind = "image/svg+xml" if is_drawing else "image/png"
        return URLFetcherResponse(url, grey(picture) if is_grey else picture, {"Content-Type": kind})


def _is_our_drawing(content: bytes) -> bool:
    """Whether making it anew changes nothing: then it holds only what we let in when it was sent."""
    try:
        return canonicalize(clean_drawing(content).decode()) == canonicalize(content.decode())
    except (RuleBroken, UnicodeDecodeError):
        return False


def _is_small_png(content: bytes) -> bool:
    """Whether it is a PNG, of at most four million dots: WeasyPrint draws also an SVG that calls itself one."""
    if not content.startswith(b"\x89PNG\r\n\x1a\n") or content[12:16] != b"IHDR":
        return False
    width, height = int.from_bytes(content[16:20]), int.from_bytes(content[20:24])
    return 0 < width * height <= MOST_DOTS


def render(html: str, *, title: str, language: str, images: Mapping[str, bytes] | None = None) -> bytes:
    """The PDF of one HTML document, tagged, with title and language set; `images` are PNGs under
    `asset:logo/<name>`.

    It bears no mark of conformance: no validator has seen it. Runs in this process: for what people sent, use
    `render_in_child`. A shared layer that the document carries (app/base/pdf/layers.py) comes under its pages.

    Raises:
        PdfFailed: the document asked for something it may not read, or could not be laid out.
    """
    fetcher = LockedFetcher(images or {})
    try:
        pdf = _drawn(html, fetcher, title=title, language=language)
    except (ArithmeticError, LookupError, AttributeError, TypeError, ValueError, OSError, RecursionError) as problem:
        full = isinstance(problem, OSError) and problem.errno == errno.ENOSPC
        told = FULL if full else BROKEN
        raise PdfFailed(told, reason=_refused(fetcher) or type(problem).__name__) from problem
    if fetcher.refused:
        raise PdfFailed(BROKEN, reason=_refused(fetcher))
    return pdf


def _drawn(html: str, fetcher: LockedFetcher, *, title: str, language: str) -> bytes:
    shared = shared_of(html)
    if shared is None:
        return finished(_pdf(html, fetcher), title=title, language=language)
    pdf = placed(html, _pdf(shared.html, fetcher), shared, over=lambda: _pdf(html, fetcher))
    return finished(pdf, title=title, language=language)


def _refused(fetcher: LockedFetcher) -> str:
    return "refused: " + "; ".join(sorted(set(fetcher.refused))[:3]) if fetcher.refused else ""


def _pdf(html: str, fetcher: LockedFetcher) -> bytes:
    """Tagged, as WeasyPrint writes it, with the boxes of figures put right."""
    sheet = weasyprint.HTML(string=html, url_fetcher=fetcher, base_url="asset:")
    document = sheet.render(font_config=FontConfiguration(), pdf_tags=True)
    out = io.BytesIO()
    document.write_pdf(out, pdf_tags=True)
    return out.getvalue()
