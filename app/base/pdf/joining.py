"""Parts become one file, and nothing that was said to a screen reader is lost on the way."""

import io
from collections.abc import Iterable, Sequence

from pikepdf import Array, Dictionary, Name, Object, OutlineItem, Page, Pdf

from app.base.pdf.finishing import saved
from app.base.pdf.sharing import Once
from app.base.pdf.typefaces import one_font_each


def joined(parts: Iterable[bytes], *, title: str, language: str, names: Sequence[str] = ()) -> bytes:
    """One PDF of all pages in order, with the structure of each. `names`: of each part, for the list of contents beside
    the pages.

    What is the same in several parts (fonts of ours, drawings, logos) is kept once.
    """
    with Pdf.new() as whole:
        structure = _Structure(whole)
        once = Once()
        fonts: list[Object] = []
        starts: list[int] = []
        for part in parts:
            starts.append(len(whole.pages))
            with Pdf.open(io.BytesIO(part)) as one:
                whole.pages.extend(one.pages)
                structure.take(one, first=starts[-1])
            found = _resources(whole.pages[starts[-1] :])
            once.share(found)
            fonts += [one.Font for one in found if "/Font" in one]
        structure.finish()
        one_font_each(whole, fonts)
        with whole.open_outline() as outline:
            outline.root.extend(OutlineItem(name, start) for name, start in zip(names, starts, strict=False))
        return saved(whole, title=title, language=language)


class _Structure:
    """One tree over all pages; each page gets the number under which its marks are found."""

    def __init__(self, whole: Pdf) -> None:
        self.whole = whole
        self.root = whole.make_indirect(Dictionary(Type=Name.StructTreeRoot))
        self.document = whole.make_indirect(Dictionary(S=Name.Document, P=self.root))
        self.kids: list[Object] = []
        self.nums: list[object] = []
        self.next = 0

    def take(self, part: Pdf, *, first: int) -> None:
        if "/StructTreeRoot" not in part.Root:
            return
        tree = self.whole.copy_foreign(part.Root.StructTreeRoot)
        for kid in tree.K[0].K:
            kid.P = self.document
            self.kids.append(kid)
        nums = _flat(tree.ParentTree)
        for page in self.whole.pages[first:]:
            marked = nums.get(int(page.obj.get("/StructParents", -1)))
            if marked is not None:
                page.obj.StructParents = self.next
                self.nums += [self.next, marked]
                self.next += 1

    def finish(self) -> None:
        self.document.K = Array(self.kids)
        self.root.K = Array([self.document])
        self.root.ParentTree = self.whole.make_indirect(Dictionary(Nums=Array(self.nums)))
        self.root.ParentTreeNextKey = self.next
        self.whole.Root.StructTreeRoot = self.root


def _flat(tree: Object) -> dict[int, Object]:
    nums = list(tree.get("/Nums", []))
    found = {int(key): value for key, value in zip(nums[::2], nums[1::2], strict=True)}
    for kid in tree.get("/Kids", []):
        found |= _flat(kid)
    return found


def _resources(pages: Iterable[Page]) -> list[Object]:
    """Those of these pages, each once."""
    found = (page.obj.get("/Resources") for page in pages)
    return list({one.objgen if one.is_indirect else id(one): one for one in found if one is not None}.values())
