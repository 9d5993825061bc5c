"""What many pages share is laid out once and placed under each: WeasyPrint lays out and draws every page
anew.

A document carries its shared layer with it (`with_shared`), so that one string is still the whole document.
"""

import json
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass

_OPEN, _CLOSE = '<script type="application/x-shared-layer">', "</script>"
_CARRIED = re.compile(re.escape(_OPEN) + "(.*?)" + _CLOSE, re.DOTALL)


@dataclass(frozen=True, slots=True)
class Shared:
    """`html` is a document with a page for each distinct layer; `texts` says each in words, for a screen
    reader;
    `pages` gives the layer under each page of the document that carries it."""

    html: str
    texts: Sequence[str]
    pages: Sequence[int]


def with_shared(html: str, shared: Shared) -> str:
    """The document with its shared layer inside, as data that no engine draws."""
    data = json.dumps(asdict(shared)).replace("<", "\\u003c")
    return html.replace("</head>", f"{_OPEN}{data}{_CLOSE}</head>", 1)


def shared_of(html: str) -> Shared | None:
    """The layer that a document carries. What people typed cannot look like one: templates escape `<`."""
    found = _CARRIED.search(html)
    return Shared(**json.loads(found[1])) if found else None
