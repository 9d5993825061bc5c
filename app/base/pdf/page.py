"""Templates for paper: a Jinja of their own, so that printing needs no web request."""

import base64
import json
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from jinja2.sandbox import safe_range

from app.base.language import clock_time, gettext, long_date, ngettext, speaking
from app.base.pdf.fonts import STACK
from app.base.pdf.problem import BROKEN, TOO_BIG, PdfFailed

MOST = 30_000_000  # signs: a thousand pages
PRINT = Path(__file__).parents[3] / "templates" / "print"


def page(template: str, *, language: str, **values: Any) -> str:
    """The HTML of a template under templates/print, said in `language` (nl or en).

    Raises:
        PdfFailed: a template that goes on for ever.
    """
    with speaking(language):
        parts = _environment().get_template(template).generate(language=language, **values)
        return "".join(_no_more_than(MOST, parts))


def _no_more_than(most: int, parts: Iterable[str]) -> Iterator[str]:
    try:
        for part in parts:
            most -= len(part)
            if most < 0:
                raise PdfFailed(TOO_BIG, reason="template without end")
            yield part
    except (RecursionError, OverflowError) as problem:
        raise PdfFailed(BROKEN, reason=type(problem).__name__) from problem


def svg_url(svg: str) -> str:
    """A drawing of ours as an address for CSS; drawn as background it is decoration to a screen reader."""
    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode()


@lru_cache(maxsize=1)
def icons() -> dict[str, str]:
    """Name to outline on a field of 24 x 24, in relative commands (made by app/base/print_fonts.py)."""
    found: dict[str, str] = json.loads((PRINT / "icons" / "icons.json").read_text())
    return found


def icon(name: str) -> str:
    """The outline of an icon; an icon we do not have for paper is a check mark."""
    return icons().get(name, icons()["check"])


def started(text: str) -> str:
    """As the beginning of a line: the first letter large, the others as they are."""
    return text[:1].upper() + text[1:]


@lru_cache(maxsize=1)
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(PRINT),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(svg_url=svg_url, started=started)
    environment.globals.update(_=gettext, ngettext=ngettext, long_date=long_date, clock_time=clock_time, icon=icon)
    environment.globals.update(fallback_fonts=STACK, range=safe_range)  # at most 100,000 turns
    return environment
