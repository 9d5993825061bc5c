"""A long run of paper in parts: each part is a document of its own that can be kept; together they become one file."""

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from queue import SimpleQueue

from app.base.pdf.child import Printer, printers
from app.base.pdf.joining import joined

__all__ = ["Order", "joined", "render_parts"]
FEW, AHEAD = 4, 3


@dataclass(frozen=True, slots=True)
class Order:
    """One document to draw: as the arguments of `render_in_child`."""

    html: str
    title: str
    language: str
    images: Mapping[str, bytes] = field(default_factory=dict)


def render_parts(orders: Iterable[Order]) -> Iterator[bytes]:
    """The PDF of each order, in their order, each as soon as it is ready; orders are taken as they are needed, a few
    ahead.

    A long run has a second child from its fifth order on: it takes half a second to wake up, which a short run does
    not earn back.

    Raises:
        PdfFailed: as `render_in_child`.
    """
    first, second = printers()
    first.get_ready()
    free: SimpleQueue[Printer] = SimpleQueue()
    free.put(first)
    waiting: deque[Future[bytes]] = deque()
    with ThreadPoolExecutor(2, thread_name_prefix="paper") as pool:
        number = 0
        try:
            for number, one in enumerate(orders, 1):
                if number == FEW + 1:
                    second.get_ready()
                    free.put(second)
                waiting.append(pool.submit(_render, free, one))
                while len(waiting) > (AHEAD if number > FEW else 1):
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            for left in waiting:
                left.cancel()
    second.close()
    if number > FEW:
        first.close()  # what comes after a long run, putting it together, needs the memory


def _render(free: "SimpleQueue[Printer]", order: Order) -> bytes:
    printer = free.get()
    try:
        return printer.render(order.html, title=order.title, language=order.language, images=order.images)
    finally:
        free.put(printer)
