"""How the HTML of a screen is laid out: the question's first sentence as heading, pictures beside the text. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from markupsafe import Markup

from app.curriculum import gaps
from app.curriculum.module import Part, Question

_FIRST = re.compile(r"\s*<p>(?P<first>(?:(?!</p>|<img).)*)</p>(?P<rest>.*)", re.S)
_PICTURE = re.compile(r"<(?P<box>p|figure)>\s*(<img [^>]*>)\s*</(?P=box)>")
_SOURCE = re.compile(r' src="([^"]*)"')


@dataclass(frozen=True, slots=True)
class Laid:
    """`head`: inline HTML for the h1, perhaps empty; `body`: what stands below it; `pictures`: `<img>` elements.

    `gaps`: a text to fill in, cut at its gaps, in the place of the body. `drawing`: what a hotspot is pointed at.
    """

    head: Markup
    body: Markup
    pictures: tuple[Markup, ...]
    gaps: tuple[tuple[Markup, str], ...] = ()
    drawing: Markup = field(default_factory=Markup)


def lay_out(question: Question) -> Laid:
    """A question as its screen shows it."""
    laid = headline(question.html)
    if question.type == "hotspot" and laid.pictures:
        return replace(laid, pictures=laid.pictures[1:], drawing=laid.pictures[0])
    if question.type != "gap":
        return laid
    if gaps.OPEN in laid.head:  # no field stands in a heading
        laid = Laid(Markup(), without_pictures(question.html)[0], laid.pictures)
    return replace(laid, body=Markup(), gaps=gaps.pieces(laid.body))


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


def apart_from(pictures: Sequence[Markup], drawing: Markup) -> tuple[Markup, ...]:
    """Without the picture that is `drawing` too, whatever is told of it: two alike, and only one can be pointed at."""
    return tuple(one for one in pictures if _source(one) != _source(drawing))


def _source(picture: Markup) -> str:
    found = _SOURCE.search(picture)
    return found[1] if found else ""


def text_of(part: Part) -> Markup:
    """The prose of a part without the pictures that stand beside it."""
    return without_pictures(part.html)[0]
