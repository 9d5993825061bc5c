"""Parts become one file, and nothing that was said to a screen reader is lost on the way."""

import io
import re
from collections.abc import Iterable, Sequence

from pikepdf import Dictionary, Name, Object, OutlineItem, Page, Pdf

from app.base.pdf.finishing import saved
from app.base.pdf.packing import Packed
from app.base.pdf.sharing import Once
from app.base.pdf.typefaces import one_font_each

_TEXT_OR_POINTER = re.compile(rb"\((?:[^\\()]|\\.)*\)|(\d+) 0 R", re.DOTALL)  # a text may look like a pointer


def joined(parts: Iterable[bytes], *, title: str, language: str, names: Sequence[str] = ()) -> bytes:
    """One PDF of all pages in order, with the structure of each. `names`: of each part, for the list of contents beside
    the pages.

    `parts` is gone through twice, first for what is seen and then for what is heard, so that neither has to wait in
    memory for the other; it may read each part anew from where it is kept.

    What is the same in several parts (fonts of ours, drawings, logos) is kept once.
    """
    seen = _pages(parts, title=title, language=language, names=names)
    with Pdf.open(io.BytesIO(seen)) as whole:
        structure = _Structure(whole, Packed.behind(seen, whole))
        for part in parts:
            with Pdf.open(io.BytesIO(part)) as one:
                structure.take(one)
        return structure.finished()


def _pages(parts: Iterable[bytes], *, title: str, language: str, names: Sequence[str]) -> bytes:
    """All pages and no structure yet, but for the number of each page in it and the place of its root."""
    with Pdf.new() as whole:
        once = Once()
        fonts: list[Object] = []
        starts: list[int] = []
        for part in parts:
            starts.append(len(whole.pages))
            with Pdf.open(io.BytesIO(part)) as one:
                whole.pages.extend(one.pages)
            found = _resources(whole.pages[starts[-1] :])
            once.share(found)
            fonts += [one.Font for one in found if "/Font" in one]
        for number, page in enumerate(whole.pages):
            if "/StructParents" in page.obj:
                page.obj.StructParents = number
        whole.Root.StructTreeRoot = whole.make_indirect(Dictionary(Type=Name.StructTreeRoot))
        one_font_each(whole, fonts)
        with whole.open_outline() as outline:
            outline.root.extend(OutlineItem(name, start) for name, start in zip(names, starts, strict=False))
        return saved(whole, title=title, language=language)


class _Structure:
    """One tree over all pages; each page gets the number under which its marks are found."""

    def __init__(self, whole: Pdf, behind: Packed) -> None:
        self.behind = behind
        self.pages = [page.obj.objgen[0] for page in whole.pages]
        self.root = whole.Root.StructTreeRoot.objgen[0]
        self.document = behind.number()
        self.kids: list[bytes] = []
        self.nums: list[bytes] = []
        self.taken = 0

    def take(self, part: Pdf) -> None:
        """Of the pages that come next."""
        first, self.taken = self.taken, self.taken + len(part.pages)
        if "/StructTreeRoot" not in part.Root:
            return
        tree = part.Root.StructTreeRoot
        pages = {page.obj.objgen[0]: self.pages[first + place] for place, page in enumerate(part.pages)}
        copy = _Copy(part, self.behind, pages | {tree.objgen[0]: self.root, tree.K[0].objgen[0]: self.document})
        self.kids += [copy.body(kid) for kid in tree.K[0].K]
        nums = _flat(tree.ParentTree)
        for place, page in enumerate(part.pages):
            marked = nums.get(int(page.obj.get("/StructParents", -1)))
            if marked is not None:
                self.nums.append(b"%d %b" % (first + place, copy.body(marked)))
        copy.all()

    def finished(self) -> bytes:
        put, parents = self.behind.put, self.behind.number()
        put(parents, b"<</Nums[%b]>>" % b" ".join(self.nums))
        put(self.document, b"<</S/Document/P %d 0 R/K[%b]>>" % (self.root, b" ".join(self.kids)))
        told = b"<</Type/StructTreeRoot/K[%d 0 R]/ParentTree %d 0 R/ParentTreeNextKey %d>>"
        put(self.root, told % (self.document, parents, self.taken))
        return self.behind.whole()


class _Copy:
    """What a part points at, again in the whole; `numbers` is what stands there already."""

    def __init__(self, part: Pdf, behind: Packed, numbers: dict[int, int]) -> None:
        self.part, self.behind, self.numbers = part, behind, numbers
        self.todo: list[int] = []

    def body(self, thing: Object, *, opened: bool = False) -> bytes:
        """As it is written, with our numbers. `opened`: what it is, and not where."""
        return _TEXT_OR_POINTER.sub(self._ours, thing.unparse(resolved=opened))

    def all(self) -> None:
        """Puts all that was pointed at, and what that points at."""
        while self.todo:
            number = self.todo.pop()
            self.behind.put(self.numbers[number], self.body(self.part.get_object(number, 0), opened=True))

    def _ours(self, found: re.Match[bytes]) -> bytes:
        if found[1] is None:
            return found[0]
        number = int(found[1])
        if number not in self.numbers:
            self.numbers[number] = self.behind.number()
            self.todo.append(number)
        return b"%d 0 R" % self.numbers[number]


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
