"""A very small browser: cookies, forms, links. The demo's children use the same pages as real ones."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.client import HTTPResponse
from http.cookiejar import CookieJar
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode, urljoin
from urllib.request import HTTPCookieProcessor, ProxyHandler, Request, build_opener

BOUNDARY = "werf-7f3a9c51d2e84b06"


@dataclass(slots=True)
class FormOnPage:
    action: str
    hidden: list[tuple[str, str]] = field(default_factory=list)
    choices: dict[str, list[tuple[str, str]]] = field(default_factory=dict)  # name -> (type, value)
    texts: list[str] = field(default_factory=list)  # names of text areas
    numbers: list[str] = field(default_factory=list)  # names of one-line fields
    lists: dict[str, list[str]] = field(default_factory=dict)  # name of a list to choose from -> its values
    files: list[str] = field(default_factory=list)  # names of file fields


class _Forms(HTMLParser):
    """Collects the forms of a page by their id, else by their action."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: dict[str, FormOnPage] = {}
        self.now: FormOnPage | None = None
        self.list = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.now = FormOnPage(given.get("action", ""))
            self.forms[given.get("id") or self.now.action] = self.now
        elif self.now is not None and tag == "input":
            self._input(given)
        elif self.now is not None and tag == "textarea":
            self.now.texts.append(given.get("name", ""))
        elif self.now is not None and tag == "select":
            self.list = given.get("name", "")
        elif self.now is not None and tag == "option" and given.get("value"):
            self.now.lists.setdefault(self.list, []).append(given["value"])

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.now = None

    def _input(self, given: dict[str, str]) -> None:
        assert self.now is not None
        kind, name, value = given.get("type", "text"), given.get("name", ""), given.get("value", "")
        if kind == "hidden":
            self.now.hidden.append((name, value))
        elif kind in ("radio", "checkbox"):
            self.now.choices.setdefault(name, []).append((kind, value))
        elif kind == "file":
            self.now.files.append(name)
        else:
            self.now.numbers.append(name)


def _pieces(fields: list[tuple[str, str]], files: dict[str, bytes]) -> Iterator[bytes]:
    """A form with files, as browsers send it (RFC 7578)."""
    for name, value in fields:
        yield f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
    for name, content in files.items():
        said = f'form-data; name="{name}"; filename="foto.jpg"\r\nContent-Type: image/jpeg'
        yield f"--{BOUNDARY}\r\nContent-Disposition: {said}\r\n\r\n".encode() + content + b"\r\n"
    yield f"--{BOUNDARY}--\r\n".encode()


@dataclass(slots=True)
class Visit:
    """What came back: the address after redirects, and the forms."""

    url: str
    forms: dict[str, FormOnPage]


class Browser:
    """One child's browser on one address of ours."""

    def __init__(self, base_url: str) -> None:
        self.base_url = base_url
        self.opener = build_opener(HTTPCookieProcessor(CookieJar()), ProxyHandler({}))

    def get(self, path: str) -> Visit:
        return self._read(self.opener.open(urljoin(self.base_url, path), timeout=10))

    def post(self, path: str, fields: list[tuple[str, str]], files: dict[str, bytes] | None = None) -> Visit:
        """A refused form (422) is a page too. `files`: pictures by the names of their fields."""
        asked = Request(urljoin(self.base_url, path), urlencode(fields).encode())  # noqa: S310 - our own address
        if files:
            asked.data = b"".join(_pieces(fields, files))
            asked.add_header("Content-Type", f"multipart/form-data; boundary={BOUNDARY}")
        try:
            return self._read(self.opener.open(asked, timeout=10))
        except HTTPError as refused:
            return self._read(refused)

    def _read(self, answer: Any) -> Visit:
        page: HTTPResponse = answer
        forms = _Forms()
        forms.feed(page.read().decode())
        return Visit(answer.url, forms.forms)
