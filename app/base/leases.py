"""Something is done again and again beside a thing that takes long, until that is over."""

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

log = logging.getLogger(__name__)


@contextmanager
def renewing(renew: Callable[[], object], every: float) -> Iterator[None]:
    """Calls `renew` every so many seconds. A turn that fails is left out: the next one tries again."""
    over = threading.Event()

    def keep() -> None:
        while not over.wait(every):
            try:
                renew()
            except Exception as problem:
                log.warning("a lease was not renewed (%s)", type(problem).__name__)

    keeper = threading.Thread(target=keep, daemon=True)
    keeper.start()
    try:
        yield
    finally:
        over.set()
        keeper.join()
