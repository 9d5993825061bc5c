"""What comes in, so that it can be kept or refused with a page: texts without NUL, and a body read to its end."""

from collections.abc import Iterable
from ipaddress import IPv4Address, ip_address, ip_network
from typing import Any

from flask import Flask, Request, current_app, request
from werkzeug.datastructures import ImmutableMultiDict, MultiDict

from app.base.problems import NotFound

READ_ON = 24 * 1024 * 1024  # bytes of a body that is too big: a photo of any phone
_PIECE = 1 << 16


class Readable(ImmutableMultiDict[str, Any]):
    """Fields without the sign NUL: no keyboard makes it, copying from a broken file does, PostgreSQL refuses it."""

    def __init__(self, given: Iterable[tuple[str, Any]] | MultiDict[str, Any] | None = None) -> None:
        pairs = given.items(multi=True) if isinstance(given, MultiDict) else given or ()
        super().__init__([(_readable(name), _readable(value)) for name, value in pairs])


class Incoming(Request):
    """The most that may come in is said on the route (app/web/pages.py: takes), because the form is read before the
    view begins: the token against forged forms is in it. A form without files stays small everywhere."""

    parameter_storage_class = Readable

    @property
    def max_content_length(self) -> int | None:
        view = current_app.view_functions.get(self.endpoint or "") if current_app else None
        said: int | None = getattr(view, "takes", None)
        return said if said and self.mimetype == "multipart/form-data" else super().max_content_length

    @max_content_length.setter
    def max_content_length(self, value: int | None) -> None:
        self._max_content_length = value


def _readable(value: Any) -> Any:
    return value.replace("\0", "") if isinstance(value, str) else value


def address() -> str:
    """Where a request came from, for counting mistakes only; kept as a digest.

    Of an IPv6 address the half that names the network: one home has as many of the other half as it wants, and
    would have as many tries.
    """
    said = request.remote_addr or "nowhere"
    try:
        found = ip_address(said)
    except ValueError:
        return said
    if isinstance(found, IPv4Address):
        return said
    return str(found.ipv4_mapped or ip_network((found, 64), strict=False))


def neighbourhood() -> str:
    """The network around an address: 256 addresses of IPv4, one customer's of IPv6. For counting alone."""
    try:
        found = ip_address(request.remote_addr or "")
    except ValueError:
        return "nowhere"
    found = getattr(found, "ipv4_mapped", None) or found
    return str(ip_network((found, 24 if isinstance(found, IPv4Address) else 48), strict=False))


def read_on() -> None:
    """Take in the rest of a body that was refused: a browser that is cut off while it sends shows no page at all, and
    the outbox of a device would send it for ever. A server that does not say where a body ends is asked for no more."""
    ends = request.environ.get("wsgi.input_terminated")
    left = READ_ON if ends else min(READ_ON, request.content_length or 0)
    body = request.environ["wsgi.input"]
    while left > 0 and (piece := body.read(min(left, _PIECE))):
        left -= len(piece)


def _no_nul_in_the_path() -> None:
    if "\0" in request.path:
        raise NotFound("path")


def init_app(app: Flask) -> None:
    app.request_class = Incoming
    app.before_request(_no_nul_in_the_path)
