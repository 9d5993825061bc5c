"""How the HTML of a screen is laid out: the question's first sentence as heading, pictures beside the text. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from app.curriculum.module import Part

_FIRST = re.compile(r"\s*<p>(?P<first>(?:(?!</p>|<img).)*)</p>(?P<rest>.*)", re.S)
_PICTURE = re.compile(r"<(?P<box>p|figure)>\s*(<img [^>]*>)\s*</(?P=box)>")


@dataclass(frozen=True, slots=True)
class Laid:
    """`head`: inline HTML for the h1; `body`: what stands below it; `pictures`: `<img>` elements."""

    head: Markup
    body: Markup
    pictures: tuple[Markup, ...]


def headline(html: Markup) -> Laid:
    """A question cut into its first sentence, the rest and its pictures. The HTML was made safe at publication."""
    rest, pictures = without_pictures(html)
    found = _FIRST.fullmatch(rest)
    if found is None:
        return Laid(Markup(), rest, pictures)
    return Laid(Markup(found["first"]), Markup(found["rest"]), pictures)  # noqa: S704


def without_pictures(html: Markup) -> tuple[Markup, tuple[Markup, ...]]:
    """The HTML without pictures that stand alone in a paragraph, and those pictures."""
    pictures = tuple(Markup(found[2]) for found in _PICTURE.finditer(html))  # noqa: S704
    return Markup(_PICTURE.sub("", html)), pictures  # noqa: S704


def beside(parts: Sequence[Part]) -> tuple[Markup, ...]:
    """All pictures of the prose of a screen, to stand beside it."""
    return tuple(picture for part in parts if part.kind == "prose" for picture in without_pictures(part.html)[1])


def text_of(part: Part) -> Markup:
    """The prose of a part without the pictures that stand beside it."""
    return without_pictures(part.html)[0]
