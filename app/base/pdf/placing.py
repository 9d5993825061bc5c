"""Puts a document together of layers: what pages share lies under each, what is a page's own on top, and one structure
over all, written once.

A layer is drawn by one stream that all its pages point at. Its drawings are forms in it, and its words are marked, so
that each page gives them a place in its own structure.
"""

import io
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pikepdf import Dictionary, Object, Pdf, Stream

from app.base.pdf.codes import drawn
from app.base.pdf.layers import Shared, sheets_of
from app.base.pdf.lines import Sheet, sheet_of
from app.base.pdf.setting import Fonts, can_set, placed_lines
from app.base.pdf.sharing import slim
from app.base.pdf.tags import Node, pages_of, with_own
from app.base.pdf.typefaces import one_font_each
from app.base.pdf.writing import Leaf, written

OWN = b"/own-"
_USED = re.compile(rb"/([\w.+-]+)(?= [\d.]+ Tf\b| gs\b| Do\b| sh\b| scn\b| SCN\b| cs\b| CS\b)")
_MARK = re.compile(rb"/MCID (\d+)")


@dataclass(slots=True)
class Layer:
    stream: Object
    resources: Object
    nodes: list[Node]
    marks: int
    height: float


def placed(html: str, under: bytes, shared: Shared, *, over: Callable[[], bytes]) -> bytes:
    """The pages of `html`, each on its page of `under` (the PDF of the layers). `over` gives the PDF of its own pages,
    and is asked only where we cannot set their lines.

    Raises:
        ValueError: the numbers of pages do not agree.
    """
    sheets = [sheet_of(sheet) for sheet in sheets_of(html)]
    with Pdf.open(io.BytesIO(under)) as pdf:
        layers = _layers(pdf)
        if len(sheets) != len(shared.pages) or not all(0 <= one < len(layers) for one in shared.pages):
            raise ValueError("pages and layers do not agree")
        those = [layers[one] for one in shared.pages]
        quick = all(sheet.lines is not None and can_set(sheet.lines) for sheet in sheets)
        leaves = _set(pdf, sheets, those) if quick else _laid(pdf, over(), those)
        for leaf, sheet, layer in zip(leaves, sheets, those, strict=True):
            _with_codes(leaf, sheet, layer)
        one_font_each(pdf, [named for one in layers if (named := one.resources.get("/Font")) is not None])
        return written(pdf, leaves)


def _layers(pdf: Pdf) -> list[Layer]:
    """The pages of `pdf` as layers: streams and resources of their own."""
    said = pages_of(pdf)
    if len(said) != len(pdf.pages):
        raise ValueError("a layer that is not one section")
    found = []
    for page, nodes in zip(pdf.pages, said, strict=True):
        page.contents_coalesce()
        content = page.Contents.read_bytes()
        stream = pdf.make_indirect(Stream(pdf, b"q\n" + content + b"\nQ\n"))
        resources = pdf.make_indirect(Dictionary(dict(page.Resources.items())))
        slim(resources, content)
        if "/Font" not in resources:
            resources.Font = Dictionary()
        marks = 1 + max((mark for node in nodes for mark in node.marks()), default=-1)
        found.append(Layer(stream, resources, nodes, marks, float(page.MediaBox[3])))
    return found


def _set(pdf: Pdf, sheets: Sequence[Sheet], layers: Sequence[Layer]) -> list[Leaf]:
    fonts, leaves = Fonts(), []
    for sheet, layer in zip(sheets, layers, strict=True):
        commands, own = placed_lines(sheet.lines or (), fonts, height=layer.height, first_mark=layer.marks)
        leaves.append(_leaf(layer, commands.encode(), own))
    for name, font in fonts.objects(pdf).items():
        for layer in {id(one): one for one in layers}.values():
            layer.resources.Font[name] = font
    return leaves


def _laid(pdf: Pdf, over: bytes, layers: Sequence[Layer]) -> list[Leaf]:
    """As WeasyPrint laid them out. Each page gets its marks after those of its layer."""
    leaves = []
    with Pdf.open(io.BytesIO(over)) as own:
        said = pages_of(own)
        if not len(own.pages) == len(said) == len(layers):
            raise ValueError("pages and layers do not agree")
        resources = pdf.copy_foreign(own.make_indirect(own.pages[0].Resources))
        for page, nodes, layer in zip(own.pages, said, layers, strict=True):
            page.contents_coalesce()
            first = layer.marks
            content = _with_marks_from(first, _renamed(page.Contents.read_bytes(), page.Resources))
            _moved(nodes, first)
            leaves.append(_leaf(layer, b"q\n" + content + b"\nQ\n", nodes))
    for layer in {id(one): one for one in layers}.values():
        _join(layer.resources, resources)
    return leaves


def _with_marks_from(first: int, content: bytes) -> bytes:
    return _MARK.sub(lambda found: b"/MCID %d" % (int(found[1]) + first), content)


def _renamed(content: bytes, resources: Object) -> bytes:
    """WeasyPrint gives a font the same name in every document, though each has other letters of it."""
    names = {
        name.encode() for named in resources.values() if isinstance(named, Dictionary) for name, _ in named.items()
    }
    return _USED.sub(lambda found: OWN + found[1] if b"/" + found[1] in names else found[0], content)


def _join(into: Object, more: Object) -> None:
    for kind, named in more.items():
        if isinstance(named, Dictionary):
            if kind not in into:
                into[kind] = Dictionary()
            for name, thing in named.items():
                into[kind][OWN.decode() + name[1:]] = thing


def _moved(nodes: Sequence[Node | int], first: int) -> None:
    for node in nodes:
        if isinstance(node, Node):
            node.kids = [kid if isinstance(kid, Node) else kid + first for kid in node.kids]
            _moved(node.kids, first)


def _leaf(layer: Layer, content: bytes, own: list[Node]) -> Leaf:
    marks = 1 + max((mark for node in own for mark in node.marks()), default=layer.marks - 1)
    return Leaf(layer.stream, layer.resources, content, with_own(layer.nodes, own), marks)


def _with_codes(leaf: Leaf, sheet: Sheet, layer: Layer) -> None:
    for code in sheet.codes:
        commands, box = drawn(code, height=layer.height)
        leaf.content += f"/Figure <</MCID {leaf.marks}>> BDC\n{commands}EMC\n".encode()
        leaf.nodes.append(Node("Figure", [leaf.marks], alt=code.label, box=box))
        leaf.marks += 1
