"""A very small browser: cookies, forms, links. The demo's children use the same pages as real ones."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.client import HTTPResponse
from http.cookiejar import CookieJar
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode, urljoin
from urllib.request import HTTPCookieProcessor, ProxyHandler, build_opener


@dataclass(slots=True)
class FormOnPage:
    action: str
    hidden: list[tuple[str, str]] = field(default_factory=list)
    choices: dict[str, list[tuple[str, str]]] = field(default_factory=dict)  # name -> (type, value)
    texts: list[str] = field(default_factory=list)  # names of text areas
    numbers: list[str] = field(default_factory=list)  # names of one-line fields


class _Forms(HTMLParser):
    """Collects the forms of a page by their id, else by their action."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: dict[str, FormOnPage] = {}
        self.now: FormOnPage | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.now = FormOnPage(given.get("action", ""))
            self.forms[given.get("id") or self.now.action] = self.now
        elif self.now is not None and tag == "input":
            self._input(given)
        elif self.now is not None and tag == "textarea":
            self.now.texts.append(given.get("name", ""))

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
        else:
            self.now.numbers.append(name)


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

    def post(self, path: str, fields: list[tuple[str, str]]) -> Visit:
        """A refused form (422) is a page too."""
        try:
            return self._read(self.opener.open(urljoin(self.base_url, path), urlencode(fields).encode(), timeout=10))
        except HTTPError as refused:
            return self._read(refused)

    def _read(self, answer: Any) -> Visit:
        page: HTTPResponse = answer
        forms = _Forms()
        forms.feed(page.read().decode())
        return Visit(answer.url, forms.forms)
