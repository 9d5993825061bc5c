"""Puts the pages of one PDF on top of the pages of another, and says to screen readers what stands below."""

import io

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, String

from app.base.pdf.layers import Shared


def placed(over: bytes, under: bytes, shared: Shared) -> bytes:
    """The pages of `over`, each on its page of `under`, in the structure that a screen reader follows.

    Raises:
        ValueError: the numbers of pages do not agree.
    """
    out = io.BytesIO()
    with Pdf.open(io.BytesIO(over)) as pdf, Pdf.open(io.BytesIO(under)) as base:
        if len(pdf.pages) != len(shared.pages) or len(base.pages) != len(shared.texts):
            raise ValueError("pages and layers do not agree")
        forms = [pdf.copy_foreign(page.as_form_xobject()) for page in base.pages]
        root = pdf.Root.StructTreeRoot
        said_by_page = root.ParentTree.Nums
        for number, (page, layer) in enumerate(zip(pdf.pages, shared.pages, strict=True)):
            marks = said_by_page[2 * number + 1]
            told = _told(pdf, page, shared.texts[layer], mark=len(marks), parent=root.K[0])
            marks.append(told)
            root.K[0].K.insert(2 * number, told)
            # a name of ours and no chance: the same facts make the same file; one a layer, as pages share resources
            name = page.add_resource(forms[layer], Name.XObject, Name(f"/Layer{layer}"))
            page.contents_add(f"/P <</MCID {len(marks) - 1}>> BDC q {name} Do Q EMC\n".encode(), prepend=True)
        pdf.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True)
    return out.getvalue()


def _told(pdf: Pdf, page: pikepdf.Page, text: str, *, mark: int, parent: pikepdf.Object) -> pikepdf.Object:
    return pdf.make_indirect(
        Dictionary(Type=Name.StructElem, S=Name.P, P=parent, Pg=page.obj, K=Array([mark]), ActualText=String(text))
    )
