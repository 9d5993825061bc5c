"""A long run of paper in parts: each part is a document of its own that can be kept; together they become one file."""

import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import pikepdf

from app.base.pdf.child import render_in_child


@dataclass(frozen=True, slots=True)
class Order:
    """One document to draw: as the arguments of `render_in_child`."""

    html: str
    title: str
    language: str
    images: Mapping[str, bytes] = field(default_factory=dict)


def render_parts(orders: Iterable[Order]) -> Iterator[bytes]:
    """The PDF of each order, in their order, each as soon as it is ready; orders are taken as they are needed.

    Raises:
        PdfFailed: as `render_in_child`.
    """
    for one in orders:
        yield render_in_child(one.html, title=one.title, language=one.language, images=one.images)


def joined(parts: Iterable[bytes], *, title: str, language: str, names: Sequence[str] = ()) -> bytes:
    """One PDF of all pages in order. `names`: of each part, for the list of contents beside the pages."""
    out = io.BytesIO()
    with pikepdf.Pdf.new() as whole:
        for part in parts:
            with pikepdf.Pdf.open(io.BytesIO(part)) as one:
                whole.pages.extend(one.pages)
        with whole.open_metadata() as told:
            told["dc:title"] = title
        whole.Root.Lang = pikepdf.String(language)
        whole.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out.getvalue()
