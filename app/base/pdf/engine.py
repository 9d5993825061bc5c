"""WeasyPrint behind a lock: only our own assets and the pictures handed in; everything else ends the
document."""

import io
import re
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import unquote

import weasyprint
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from app.base.pdf.layers import shared_of
from app.base.pdf.placing import placed
from app.base.pdf.problem import BROKEN, PdfFailed

PRINT = Path(__file__).parents[3] / "templates" / "print"
KINDS = {".css": "text/css", ".ttf": "font/ttf", ".svg": "image/svg+xml", ".png": "image/png"}
_PICTURE = re.compile(r"data:image/(png|jpeg|webp|svg\+xml);base64,[A-Za-z0-9+/=]*")
_NAME = re.compile(r"[0-9a-z][0-9a-z._-]*")


class RefusedError(ValueError):
    """An address that paper may not read."""


class LockedFetcher(URLFetcher):  # type: ignore[misc]  # WeasyPrint brings no types
    """Reads `asset:<path under templates/print>`, `asset:pictures/<file>` (templates/_parts/pictures),
    `asset:logo/<name>`
    (bytes handed in) and pictures of ours written as data.

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
        if parts[0] == "logo" and len(parts) == 2:
            if parts[1] not in self.images:
                raise RefusedError("a picture that was not handed in")
            picture = self.images[parts[1]]
            kind = "image/svg+xml" if picture[:1] == b"<" else "image/png"  # a logo may be a drawing, made anew
            return URLFetcherResponse(url, picture, {"Content-Type": kind})
        place = (PRINT.parent / "_parts" if parts[0] == "pictures" else PRINT).joinpath(*parts)
        if place.suffix not in KINDS or not place.is_file():
            raise RefusedError(f"asset {path[:60]}")
        return URLFetcherResponse(url, place.read_bytes(), {"Content-Type": KINDS[place.suffix]})


def render(html: str, *, title: str, language: str, images: Mapping[str, bytes] | None = None) -> bytes:
    """The PDF of one HTML document, tagged, with title and language set; `images` are PNGs under
    `asset:logo/<name>`.

    It bears no mark of conformance: no validator has seen it. Runs in this process: for what people sent, use
    `render_in_child`. A shared layer that the document carries (app/base/pdf/layers.py) comes under its
    pages.

    Raises:
        PdfFailed: the document asked for something it may not read, or could not be laid out.
    """
    fetcher = LockedFetcher(images or {})
    shared = shared_of(html)
    try:
        pdf = _pdf(html, fetcher, title=title, language=language, tags=True)
        if shared:
            pdf = placed(pdf, _pdf(shared.html, fetcher, title=title, language=language, tags=False), shared)
    except (ArithmeticError, LookupError, AttributeError, TypeError, ValueError, OSError) as problem:
        raise PdfFailed(BROKEN, reason=type(problem).__name__) from problem
    if fetcher.refused:
        raise PdfFailed(BROKEN, reason="refused: " + "; ".join(sorted(set(fetcher.refused))[:3]))
    return pdf


def _pdf(html: str, fetcher: LockedFetcher, *, title: str, language: str, tags: bool) -> bytes:
    sheet = weasyprint.HTML(string=html, url_fetcher=fetcher, base_url="asset:")
    document = sheet.render(font_config=FontConfiguration(), pdf_tags=tags)
    document.metadata.title = title
    document.metadata.lang = language
    document.metadata.generator = "Openwerf"
    out = io.BytesIO()
    document.write_pdf(out, pdf_tags=tags)
    return out.getvalue()
