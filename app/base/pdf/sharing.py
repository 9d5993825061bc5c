"""What is the same in a PDF is kept once: drawings name only what they use, and equal ones are found."""

import hashlib
import re
from collections.abc import Iterable

from pikepdf import Array, Dictionary, Object, Stream

_NAMES = re.compile(rb"/([^\s/<>\[\](){}%]+)")
_DRAWN = ("/XObject", "/Pattern")
_DEEPEST = 40


def slim(resources: Object, content: bytes, *, deep: int = 0) -> None:
    """Takes out of `resources` (and those of the drawings in it) all that `content` does not name: WeasyPrint gives
    every drawing all fonts of its document."""
    used = {f"/{name.decode('latin-1')}" for name in _NAMES.findall(content)}
    for kind, named in list(resources.items()):
        if isinstance(named, Dictionary):
            resources[kind] = Dictionary({name: thing for name, thing in named.items() if name in used})
            if not len(resources[kind]):
                del resources[kind]
    for kind in _DRAWN if deep < _DEEPEST else ():
        for thing in dict(resources.get(kind, Dictionary()).items()).values():
            if isinstance(thing, Stream) and "/Resources" in thing:
                slim(thing.Resources, thing.read_bytes(), deep=deep + 1)


class Once:
    """Drawings, pictures and fonts met so far, by all that they consist of."""

    def __init__(self) -> None:
        self._met: dict[bytes, Object] = {}
        self._seen: set[tuple[int, int]] = set()

    def share(self, resources: Iterable[Object]) -> None:
        """What was met before takes the place of its equals in these resources."""
        for one in resources:
            for kind in (*_DRAWN, "/Font"):
                named = one.get(kind, Dictionary())
                for name, thing in list(named.items()):
                    if thing.is_indirect and thing.objgen not in self._seen:
                        same = self._met.setdefault(_print(thing, 0), thing)
                        self._seen.add(same.objgen)
                        named[name] = same


def _print(thing: object, deep: int) -> bytes:
    """A fingerprint of an object with all it points at."""
    if deep > _DEEPEST:
        return id(thing).to_bytes(8)  # so deep that it is held to be like no other
    if isinstance(thing, Stream):
        told = {key: _print(value, deep + 1) for key, value in thing.items() if key != "/Length"}
        body = repr(sorted(told.items())).encode() + thing.read_raw_bytes()
    elif isinstance(thing, Dictionary):
        body = repr(sorted((key, _print(value, deep + 1)) for key, value in thing.items())).encode()
    elif isinstance(thing, Array):
        body = repr([_print(value, deep + 1) for value in thing]).encode()
    else:
        body = repr(thing).encode()
    return hashlib.sha256(type(thing).__name__.encode() + body).digest()
