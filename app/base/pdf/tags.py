"""The structure that a screen reader follows: read from a document of WeasyPrint, made plain, written for many pages.

A page of paper has a `Sect` of its own. What only holds others together (Div, Span, NonStruct) is taken out, which
leaves what can be heard: headings, paragraphs, lists, tables and figures.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from pikepdf import Array, Dictionary, Object, Pdf

POINTS_PER_PIXEL = 0.75
_HOLLOW = {"Document", "Div", "Span", "NonStruct", "Sect", "Part", "Art"}
_ROOMY = {"TD", "TH", "L", "Table", "TR"}  # kept without words in it: an empty cell keeps its column
_CARRIED = {"/Alt": "alt", "/ActualText": "actual", "/Lang": "language"}


@dataclass(slots=True)
class Node:
    """`kids` are other nodes and numbers of marked content; `box` is where a figure stands, in points."""

    kind: str
    kids: list["Node | int"] = field(default_factory=list)
    alt: str = ""
    actual: str = ""
    language: str = ""
    box: tuple[float, float, float, float] | None = None
    head: bool = False  # of the block in which the heading of the page stands

    def heading(self) -> bool:
        """Whether the first heading stands in it."""
        return self.kind == "H1" or any(isinstance(kid, Node) and kid.heading() for kid in self.kids)

    def marks(self) -> Iterator[int]:
        for kid in self.kids:
            if isinstance(kid, Node):
                yield from kid.marks()
            else:
                yield kid


def pages_of(pdf: Pdf) -> list[list[Node]]:
    """What is said on each page of a document of WeasyPrint in which each page is one `<section>`."""
    document = pdf.Root.StructTreeRoot.K[0]
    righted(document)
    return [_blocks(section) for section in document.K]


def _blocks(section: Object) -> list[Node]:
    found: list[Node] = []
    for block in section.K:
        nodes = [kid if isinstance(kid, Node) else Node("P", [kid]) for kid in _plain(block)]
        if any(node.heading() for node in nodes):
            for node in nodes:
                node.head = True
        found += nodes
    return found


def righted(element: Object) -> None:
    """Puts the boxes of figures where they are drawn: WeasyPrint 70 writes them in pixels from the top."""
    page = element.get("/Pg")
    if element.get("/S") == "/Figure" and page is not None and (box := element.A.get("/BBox")) is not None:
        height = float(page.MediaBox[3])
        left, top, right, bottom = (float(side) * POINTS_PER_PIXEL for side in box)
        element.A.BBox = Array([round(side, 2) for side in (left, height - bottom, right, height - top)])
    for kid in element.get("/K", []):
        if isinstance(kid, Dictionary) and "/S" in kid:
            righted(kid)


def _kids(element: Object) -> list[Node | int]:
    kids = element.get("/K")
    found: list[Node | int] = []
    for kid in kids if isinstance(kids, Array) else [kids]:
        if isinstance(kid, int):
            found.append(kid)
        elif isinstance(kid, Dictionary) and "/MCID" in kid:
            found.append(int(kid.MCID))
        elif isinstance(kid, Dictionary) and "/S" in kid:
            found += _plain(kid)
    return found


def _plain(element: Object) -> list[Node | int]:
    kind = str(element.S)[1:]
    told = {name: str(element[key]) for key, name in _CARRIED.items() if key in element}
    kids = _kids(element)
    if kind in _HOLLOW and not told:
        return kids
    if not kids and kind not in _ROOMY:
        return []
    node = Node(kind if kind not in _HOLLOW else "Span", kids, box=_box(element))
    node.alt, node.actual, node.language = (told.get(name, "") for name in _CARRIED.values())
    return [node]


def _box(element: Object) -> tuple[float, float, float, float] | None:
    said = element.get("/A")
    if not isinstance(said, Dictionary) or "/BBox" not in said:
        return None
    left, bottom, right, top = (float(side) for side in said.BBox)
    return left, bottom, right, top


def with_own(layer: Sequence[Node], own: Sequence[Node]) -> list[Node]:
    """The layer with what is this page's own: its first words (the name) after the block with the heading, the others
    and pictures last."""
    at = 1 + max((place for place, node in enumerate(layer) if node.head), default=-1)
    return [*layer[:at], *own[:1], *layer[at:], *own[1:]]
