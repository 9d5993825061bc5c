"""Looks along with every page: errors, the policy, other hosts, scrolling sideways, and what axe finds."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request, Response, ViewportSize

(AXE,) = Path(__file__).parents[1].glob("vendor/axe-core-*/axe.min.js")
TABLET, PHONE = ViewportSize(width=1024, height=768), ViewportSize(width=360, height=740)
LOADING = "Failed to load resource"  # the console's word for a status, which is judged where it comes in
REFUSALS = (404, 422)  # a page of ours that says what to do next


@dataclass(eq=False)  # without slots: Playwright keeps something on whoever listens
class Watch:
    """`Watch(context, url)` hears everything from then on; `must_be_silent` at the end."""

    context: BrowserContext
    url: str
    complaints: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.context.on("console", self._said)
        self.context.on("weberror", lambda error: self.complaints.append(f"error: {error.error}"))
        self.context.on("request", self._asked)
        self.context.on("response", self._answered)

    def _said(self, message: ConsoleMessage) -> None:
        """A breach of the content security policy is said here too."""
        if message.type in ("error", "warning") and not message.text.startswith(LOADING):
            self.complaints.append(f"console: {message.text} ({message.location})")

    def _asked(self, request: Request) -> None:
        if not request.url.startswith((f"{self.url}/", "data:", "blob:")):
            self.complaints.append(f"another host: {request.url}")

    def _answered(self, response: Response) -> None:
        is_told = response.request.is_navigation_request() or response.url.endswith("/answer")  # said at the question
        if response.status >= 400 and not (is_told and response.status in REFUSALS):
            self.complaints.append(f"{response.status}: {response.request.method} {response.url}")

    def must_be_silent(self) -> None:
        assert not self.complaints, "\n".join(self.complaints)


def look_over(page: Page) -> None:
    """Nothing scrolls sideways at 360 and 1024 pixels, and axe finds nothing serious or critical."""
    for size in (PHONE, TABLET):
        page.set_viewport_size(size)
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= size["width"], f"{page.url} scrolls sideways: {wide} in {size['width']}"
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run(document, {resultTypes: ['violations'], preload: false})")
    grave = [
        {"rule": one["id"], "help": one["help"], "where": [node["html"] for node in one["nodes"]]}
        for one in found["violations"]
        if one["impact"] in ("serious", "critical")
    ]
    assert not grave, f"{page.url}: {json.dumps(grave, ensure_ascii=False, indent=1)}"


EVERY_RULE = "{resultTypes: ['violations'], preload: false, rules: {'target-size': {enabled: true}}}"


def flaws(page: Page, sizes: Iterable[ViewportSize] = (PHONE, TABLET)) -> list[str]:
    """All that axe finds, however small, and what scrolls sideways, with everything folded out; one line for each."""
    found = []
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    for size in sizes:
        page.set_viewport_size(size)
        wide = page.evaluate("document.documentElement.scrollWidth")
        found += [f"scrolls sideways: {wide} in {size['width']}"] if wide > size["width"] else []
        page.evaluate("scrollTo(0, document.body.scrollHeight)")  # else the row at the bottom lies over something
        said = page.evaluate(f"axe.run(document, {EVERY_RULE})")
        found += [f"{one['id']}: {node['html'][:160]}" for one in said["violations"] for node in one["nodes"]]
    return [f"{page.url} ({page.locator('h1').first.inner_text()!r}): {one}" for one in found]
