"""Pictures that others sent, shown so that nothing in them runs or fetches, also when one is opened by itself."""

from flask import Response

FOREVER = "public, max-age=31536000, immutable"
POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox"
_PNG = b"\x89PNG\r\n"


def drawn(content: bytes, media_type: str) -> Response:
    answer = Response(content, mimetype=media_type)
    answer.headers["Content-Security-Policy"] = POLICY
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer


def kind_of(content: bytes) -> str:
    """The media type of a logo that was cleaned: a PNG, or else a drawing."""
    return "image/png" if content.startswith(_PNG) else "image/svg+xml"
