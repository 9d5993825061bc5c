"""Many small objects behind a PDF that is written already, packed and compressed a few hundred at a time.

pikepdf holds each object of a document in memory, more than a kilobyte apiece: what is said on 4,000 pages is 160,000
of them. Here none is kept: only where each went.
"""

import io
import zlib
from dataclasses import dataclass, field

from pikepdf import Pdf

_TOGETHER = 200  # objects in one stream
_ROW = (1, 4, 2)  # bytes of a row of the table: its kind, where, which of a stream
_WIDTH = sum(_ROW)


@dataclass(slots=True)
class Packed:
    """A file with more objects behind it. A number that stood in it already may be given again."""

    out: io.BytesIO
    first: int
    before: int
    trailer: bytes
    _new: bytearray = field(default_factory=bytearray)  # a row for each number from `first` on
    _again: dict[int, bytes] = field(default_factory=dict)
    _open: list[tuple[int, bytes]] = field(default_factory=list)

    @classmethod
    def behind(cls, content: bytes, pdf: Pdf) -> "Packed":
        """`pdf` is `content`, opened."""
        out = io.BytesIO(content)
        out.seek(0, io.SEEK_END)
        kept = b" ".join(b"%b %b" % (key.encode(), pdf.trailer[key].unparse()) for key in ("/Root", "/Info", "/ID"))
        return cls(out, int(pdf.trailer.Size), int(content[content.rindex(b"startxref") + 9 :].split()[0]), kept)

    def number(self) -> int:
        self._new += bytes(_WIDTH)
        return self.first + len(self._new) // _WIDTH - 1

    def put(self, number: int, body: bytes) -> None:
        """Anything but a stream."""
        self._open.append((number, body))
        if len(self._open) == _TOGETHER:
            self._close()

    def whole(self) -> bytes:
        """The file with the table that finds them; nothing can be put behind it any more."""
        self._close()
        table, start = self.number(), self.out.tell()
        self._found(table, 1, start, 0)
        again = sorted(self._again)
        index = [(one, 1) for one in again] + [(self.first, len(self._new) // _WIDTH)]
        told = (
            f"/Type/XRef/Size {table + 1}/W[{' '.join(map(str, _ROW))}]/Prev {self.before}"
            f"/Index[{' '.join(f'{one} {count}' for one, count in index)}]"
        )
        rows = b"".join(self._again[one] for one in again) + self._new
        self._stream(table, told.encode() + self.trailer, rows)
        self.out.write(b"startxref\n%d\n%%%%EOF\n" % start)
        return self.out.getvalue()

    def _close(self) -> None:
        if not self._open:
            return
        holder, at, places = self.number(), 0, []
        for place, (number, body) in enumerate(self._open):
            places.append(f"{number} {at}")
            at += len(body) + 1
            self._found(number, 2, holder, place)
        head = " ".join(places).encode() + b"\n"
        self._found(holder, 1, self.out.tell(), 0)
        told = b"/Type/ObjStm/N %d/First %d" % (len(places), len(head))
        self._stream(holder, told, head + b"\n".join(body for _, body in self._open))
        self._open = []

    def _found(self, number: int, *told: int) -> None:
        """Where it went, as the table says it."""
        row = b"".join(part.to_bytes(size) for part, size in zip(told, _ROW, strict=True))
        if number < self.first:
            self._again[number] = row
        else:
            at = (number - self.first) * _WIDTH
            self._new[at : at + _WIDTH] = row

    def _stream(self, number: int, told: bytes, content: bytes) -> None:
        small = zlib.compress(content)
        head = b"%d 0 obj\n<<%b/Filter/FlateDecode/Length %d>>\nstream\n" % (number, told, len(small))
        self.out.write(head + small + b"\nendstream\nendobj\n")
