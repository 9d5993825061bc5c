"""The last hand on a PDF: title, language and what a reader's program asks for, and everything once and compressed."""

import io

from pikepdf import Dictionary, ObjectStreamMode, Pdf, String

from app.base.pdf.tags import righted


def finished(content: bytes, *, title: str, language: str) -> bytes:
    """A document of WeasyPrint or of app/base/pdf/writing.py as it is kept. It bears no mark of conformance."""
    with Pdf.open(io.BytesIO(content)) as pdf:
        if "/MarkInfo" in pdf.Root:  # WeasyPrint's own
            righted(pdf.Root.StructTreeRoot.K[0])
        return saved(pdf, title=title, language=language)


def saved(pdf: Pdf, *, title: str, language: str) -> bytes:
    """The bytes of `pdf`; the same document makes the same bytes."""
    pdf.Root.Lang = String(language)
    pdf.Root.MarkInfo = Dictionary(Marked=True)
    pdf.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    if "/Openwerf" in pdf.Root:
        del pdf.Root["/Openwerf"]
    pdf.trailer.Info = pdf.make_indirect(
        Dictionary(Title=String(title), Creator=String("Openwerf"), Producer=String("WeasyPrint, pikepdf"))
    )
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as told:
        told["dc:title"] = title
        told["dc:language"] = [language]
    out = io.BytesIO()
    pdf.save(out, object_stream_mode=ObjectStreamMode.generate, deterministic_id=True, min_version="1.7")
    return out.getvalue()
