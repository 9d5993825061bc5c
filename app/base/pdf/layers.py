"""What many pages share is laid out once and placed under each: WeasyPrint lays out and draws every page anew.

A document carries its shared layer with it (`with_shared`), so that one string is still the whole document. Its own
pages are a `<section class="sheet">` each, with what differs. There each line may say in its own `style` all that is
needed to set it (app/base/pdf/lines.py), and a QR code is `<div data-code="..." title="..." style="...">`, drawn by us
(app/base/pdf/codes.py). Lines that say less are laid out by WeasyPrint: slower, and the same on paper.
"""

import json
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass

_OPEN, _CLOSE = '<script type="application/x-shared-layer">', "</script>"
_CARRIED = re.compile(re.escape(_OPEN) + "(.*?)" + _CLOSE, re.DOTALL)
_SHEETS = re.compile(r"<section\b.*?</section>", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Shared:
    """`html` is a document with a page (a `<section class="sheet">`) for each distinct layer; `pages` gives the layer
    under each page of the document that carries it. A screen reader hears the layer in the order of its HTML; the
    first line of what differs (the name) comes after the block with the heading, the others come last."""

    html: str
    pages: Sequence[int]


def with_shared(html: str, shared: Shared) -> str:
    """The document with its shared layer inside, as data that no engine draws."""
    data = json.dumps(asdict(shared)).replace("<", "\\u003c")
    return html.replace("</head>", f"{_OPEN}{data}{_CLOSE}</head>", 1)


def shared_of(html: str) -> Shared | None:
    """The layer that a document carries. What people typed cannot look like one: templates escape `<`."""
    found = _CARRIED.search(html)
    return Shared(**json.loads(found[1])) if found else None


def sheets_of(html: str) -> list[str]:
    """Each page of a document that carries a shared layer, as it stands in the body."""
    return _SHEETS.findall(html, html.find("<body"))
