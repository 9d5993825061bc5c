"""Logos as SVG: what may stay, what is left out, and what is refused with a sentence that helps."""

from xml.etree import ElementTree

import pytest

from app.base.drawing import MOST_BYTES, clean_drawing, is_drawing
from app.base.problems import RuleBroken

PLAIN = 'xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20"'
RECT = '<rect width="40" height="20"/>'


def svg(inside: str, facts: str = PLAIN) -> bytes:
    return f"<svg {facts}>{inside}</svg>".encode()


def test_shapes_colours_and_letters_stay() -> None:
    made = clean_drawing(
        svg('<g style="fill:#0A4F78;stroke:url(#a)"><path d="M0 0h9"/></g>\n<text>Kade <tspan>7</tspan> B</text>')
    )
    assert b'fill="#0A4F78" stroke="url(#a)"' in made
    assert b"<text>Kade <tspan>7</tspan> B</text>" in made
    assert ElementTree.fromstring(made).get("viewBox") == "0 0 40 20"


def test_what_a_drawing_program_notes_is_left_out() -> None:
    inside = '<metadata><who>Piet</who></metadata><i:view xmlns:i="urn:i" secret="pad"/><title>logo</title>' + RECT
    made = clean_drawing(svg(inside))
    assert not [word for word in (b"Piet", b"pad", b"logo") if word in made]
    assert b"<rect" in made


def test_a_drawing_with_only_a_size_gets_its_box() -> None:
    made = clean_drawing(svg(RECT, 'xmlns="http://www.w3.org/2000/svg" width="40px" height="20px"'))
    assert ElementTree.fromstring(made).get("viewBox") == "0 0 40 20"


@pytest.mark.parametrize(
    "inside",
    [
        "<script>alert(1)</script>",
        '<rect onclick="alert(1)"/>',
        '<image href="https://elders.example/a.png"/>',
        '<image href="data:image/png;base64,AAAA"/>',
        '<a href="javascript:alert(1)"><rect/></a>',
        '<use href="#a"/>',
        "<foreignObject><p>hoi</p></foreignObject>",
        '<rect style="fill:url(https://elders.example)"/>',
        '<rect fill="url(data:image/svg+xml,x)"/>',
        '<linearGradient href="https://elders.example/a.svg#g"/>',
        '<style>@import "https://elders.example";</style>',
        "<style>rect{fill:url(//elders.example)}</style>",
        "<style>.a{b:c\\75rl(x)}</style>",
        '<pattern id="a"><rect/></pattern>',
        '<animate attributeName="href" to="javascript:x"/>',
        "<svg><rect/></svg>",
    ],
)
def test_what_runs_fetches_or_repeats_is_refused_and_named(inside: str) -> None:
    with pytest.raises(RuleBroken, match="that we do not show") as broken:
        clean_drawing(svg(inside))
    assert broken.value.field == "logo"
    assert broken.value.params["what"]


def test_a_billion_laughs_is_refused_before_it_unfolds() -> None:
    bomb = b'<!DOCTYPE svg [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>' + svg("<text>&b;</text>")
    with pytest.raises(RuleBroken, match="that we do not show"):
        clean_drawing(bomb)
    with pytest.raises(RuleBroken):
        clean_drawing(svg("<text>&b;</text>"))


@pytest.mark.parametrize(
    "content",
    [
        svg(RECT) + b" " * MOST_BYTES,
        svg("<g>" * 20_000 + "</g>" * 20_000),
        svg("<g/>" * 4_000),
        svg(RECT, 'xmlns="http://www.w3.org/2000/svg"'),
        svg(RECT, 'xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9999999 1"'),
        svg(RECT, 'xmlns="http://www.w3.org/2000/svg" viewBox="0 0 nan 1"'),
        b"<svg",
        b"",
        "<svg/>".encode("utf-16"),
        b'<?xml version="1.0" encoding="UTF-7"?><svg/>',
        b"<html><body/></html>",
        svg('<rect style="' + "style:" * 9_000 + 'x"/>')[:-9],
    ],
    ids=range(12),
)
def test_what_is_too_much_or_no_drawing_is_refused_with_a_sentence(content: bytes) -> None:
    with pytest.raises(RuleBroken, match=r"PNG|that we do not show"):
        clean_drawing(content)


def test_a_drawing_is_known_by_what_is_in_it() -> None:
    assert is_drawing(svg(RECT))
    assert is_drawing(b"\xef\xbb\xbf<?xml version='1.0'?><svg/>")
    assert not is_drawing(b"\x89PNG\r\n\x1a\n")
