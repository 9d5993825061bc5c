"""A small memory of this process for what is dear to read."""

from collections import OrderedDict
from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class Kept(Generic[T]):
    """The last few of something dear, by all that it depends on."""

    def __init__(self, most: int) -> None:
        self._held: OrderedDict[object, T] = OrderedDict()
        self._most = most

    def get(self, key: object, make: Callable[[], T]) -> T:
        held = self._held.get(key)
        if held is None:
            held = self._held[key] = make()
            while len(self._held) > self._most:
                self._held.popitem(last=False)
        return held

    def forget(self) -> None:
        self._held.clear()
