"""What every paper of the house has in common, whoever asked for it: each test that makes one asks `check_paper`."""

import io

import numpy
import pikepdf

from tests.base.test_pdf_names import pages

EDGE = 8  # mm that no printer reaches
A4, A5 = (210, 297), (148, 210)


def check_paper(pdf: bytes, *, language: str = "", size: tuple[int, int] = A4) -> None:
    """Title, language and structure; its size; fonts of our own inside, cut down; and nothing on the edge."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert str(opened.docinfo["/Title"]).strip()
        assert str(opened.Root.Lang) in ([language] if language else ["nl", "en"])
        assert bool(opened.Root.MarkInfo.Marked)
        assert bool(opened.Root.ViewerPreferences.DisplayDocTitle)
        assert len(opened.Root.StructTreeRoot.K[0].K) > 0
        for page in opened.pages:
            sides = sorted(round(float(side) / 72 * 25.4) for side in page.MediaBox[2:])
            assert sides == list(size)
        told = [
            thing
            for thing in opened.objects
            if isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") == "/FontDescriptor"
        ]
        assert told
        assert all("/FontFile2" in one or "/FontFile3" in one for one in told)
        assert any("Werf" in str(one.FontName) for one in told), "the fonts of the house"
    for number, page in enumerate(pages(pdf, 75), 1):
        grey, edge = numpy.asarray(page), int(EDGE * 75 / 25.4) - 1
        for side in (grey[:edge], grey[-edge:], grey[:, :edge], grey[:, -edge:]):
            assert side.min() > 250, (
                f"page {number} prints on its edge: {numpy.argwhere(side < 250)[:3].tolist()} of {side.shape}"
            )
