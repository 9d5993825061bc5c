"""Templates for paper: a Jinja of their own, so that printing needs no web request."""

import base64
import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from app.base.language import clock_time, gettext, long_date, ngettext, speaking
from app.base.pdf.fonts import STACK

PRINT = Path(__file__).parents[3] / "templates" / "print"


def page(template: str, *, language: str, **values: Any) -> str:
    """The HTML of a template under templates/print, said in `language` (nl or en)."""
    with speaking(language):
        return _environment().get_template(template).render(language=language, **values)


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
    environment.globals.update(fallback_fonts=STACK)
    return environment
