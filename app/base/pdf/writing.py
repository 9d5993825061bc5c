"""Writes the pages and the structure of many certificates at once: thousands of small objects as plain bytes behind
what is there, which is much faster than an object of Python for each."""

import io
from collections.abc import Sequence
from dataclasses import dataclass

from pikepdf import Array, Name, Object, ObjectStreamMode, Pdf

from app.base.pdf.tags import Node

_KEPT = Name("/Openwerf")


@dataclass(slots=True)
class Leaf:
    """A page: the stream and resources it shares, its own commands, what is said on it and the number of marks."""

    stream: Object
    resources: Object
    content: bytes
    nodes: list[Node]
    marks: int


def written(pdf: Pdf, leaves: Sequence[Leaf]) -> bytes:
    """The file of these pages, for each of which `pdf` holds stream and resources; its own pages are left out.

    Uncompressed: whoever saves it last compresses it (app/base/pdf/finishing.py).
    """
    media = pdf.pages[0].MediaBox
    shared = list({one.objgen: one for leaf in leaves for one in (leaf.stream, leaf.resources)}.values())
    places = {one.objgen: place for place, one in enumerate(shared)}
    pdf.Root[_KEPT] = Array(shared)
    for name in ("/StructTreeRoot", "/Outlines", "/Names", "/Dests"):
        if name in pdf.Root:
            del pdf.Root[name]
    out = io.BytesIO()
    pages = list(pdf.pages)
    del pages, pdf.pages[:]
    pdf.save(out, object_stream_mode=ObjectStreamMode.disable, deterministic_id=True)
    with Pdf.open(io.BytesIO(out.getvalue())) as base:
        numbers = [one.objgen[0] for one in base.Root[_KEPT]]
        root, size = base.Root.objgen[0], int(base.trailer.Size)
    at = {key: numbers[place] for key, place in places.items()}
    width, height = (f"{float(side):.3f}" for side in media[2:4])
    tail = _Tail(out, first=size)
    tail.write_all(leaves, at, box=f"[0 0 {width} {height}]", root=root)
    return out.getvalue()


class _Tail:
    """New objects behind a PDF, and the table that finds them."""

    def __init__(self, out: io.BytesIO, *, first: int) -> None:
        self.out = out
        self.before = _start_of_table(out.getvalue())
        self.next = first
        self.places: dict[int, int] = {}
        out.seek(0, io.SEEK_END)

    def number(self) -> int:
        self.next += 1
        return self.next - 1

    def put(self, number: int, body: bytes) -> None:
        self.places[number] = self.out.tell()
        self.out.write(b"%d 0 obj\n%b\nendobj\n" % (number, body))

    def write_all(self, leaves: Sequence[Leaf], at: dict[tuple[int, int], int], *, box: str, root: int) -> None:
        tree, document, parents, pages = self.number(), self.number(), self.number(), self.number()
        sections, kids, nums = [], [], []
        for place, leaf in enumerate(leaves):
            page, content, section = self.number(), self.number(), self.number()
            self.put(content, b"<</Length %d>>\nstream\n%b\nendstream" % (len(leaf.content), leaf.content))
            self.put(
                page,
                f"<</Type/Page/Parent {pages} 0 R/MediaBox{box}/Resources {at[leaf.resources.objgen]} 0 R"
                f"/Contents[{at[leaf.stream.objgen]} 0 R {content} 0 R]/StructParents {place}/Tabs/S>>".encode(),
            )
            owners: list[int] = [0] * leaf.marks
            said = [self._element(node, section, page, owners) for node in leaf.nodes]
            self.put(section, f"<</S/Sect/P {document} 0 R/K[{_refs(said)}]>>".encode())
            nums.append(f"{place}[{' '.join(f'{one} 0 R' if one else 'null' for one in owners)}]")
            sections.append(section)
            kids.append(page)
        self.put(pages, f"<</Type/Pages/Count {len(kids)}/Kids[{_refs(kids)}]>>".encode())
        self.put(document, f"<</S/Document/P {tree} 0 R/K[{_refs(sections)}]>>".encode())
        self.put(parents, f"<</Nums[{' '.join(nums)}]>>".encode())
        self.put(
            tree,
            f"<</Type/StructTreeRoot/K[{document} 0 R]/ParentTree {parents} 0 R"
            f"/ParentTreeNextKey {len(leaves)}>>".encode(),
        )
        self.put(root, f"<</Type/Catalog/Pages {pages} 0 R/StructTreeRoot {tree} 0 R>>".encode())
        self._finish(root)

    def _element(self, node: Node, parent: int, page: int, owners: list[int]) -> int:
        number = self.number()
        kids = []
        for kid in node.kids:
            if isinstance(kid, Node):
                kids.append(f"{self._element(kid, number, page, owners)} 0 R")
            else:
                owners[kid] = number
                kids.append(str(kid))
        told = f"<</S/{node.kind}/P {parent} 0 R/Pg {page} 0 R/K[{' '.join(kids)}]"
        for key, text in (("Alt", node.alt), ("ActualText", node.actual), ("Lang", node.language)):
            if text:
                told += f"/{key}<{_text(text)}>"
        if node.box:
            told += f"/A<</O/Layout/BBox[{' '.join(f'{side:g}' for side in node.box)}]>>"
        self.put(number, f"{told}>>".encode())
        return number

    def _finish(self, root: int) -> None:
        start = self.out.tell()
        lines = ["xref"]
        run: list[int] = []  # runs of numbers that follow each other
        for number in sorted(self.places):
            if run and number != run[-1] + 1:
                lines += self._rows(run)
                run = []
            run.append(number)
        lines += self._rows(run)
        self.out.write(("\n".join(lines) + "\n").encode())
        self.out.write(
            f"trailer\n<</Size {self.next}/Root {root} 0 R/Prev {self.before}>>\nstartxref\n{start}\n%%EOF\n".encode()
        )

    def _rows(self, run: Sequence[int]) -> list[str]:
        return [f"{run[0]} {len(run)}", *(f"{self.places[number]:010d} 00000 n " for number in run)]


def _start_of_table(pdf: bytes) -> int:
    return int(pdf[pdf.rindex(b"startxref") + 9 :].split()[0])


def _refs(numbers: Sequence[int]) -> str:
    return " ".join(f"{number} 0 R" for number in numbers)


def _text(text: str) -> str:
    """A text of a PDF in hex: Latin as it is, everything else in UTF-16."""
    try:
        return text.encode("ascii").hex()
    except UnicodeEncodeError:
        return "feff" + text.encode("utf-16-be").hex()
