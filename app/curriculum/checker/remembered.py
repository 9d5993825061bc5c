"""What the checker said of a module, kept until something changes that it could say otherwise of.

Checking a hundred modules takes some seconds, most of them in plain Markdown; an author who saved one file of one
module waits for that module alone. Only problems are kept: a draft to publish is always made anew.
"""

import hashlib
import json
import os
import stat
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import astuple, dataclass, field
from datetime import date
from pathlib import Path
from tempfile import NamedTemporaryFile

from app.curriculum.checker.folder import SHARED, check_module
from app.curriculum.checker.vocabulary import FILE, Vocabulary
from app.curriculum.flaws import KINDS, Flaw

HOUSE = Path(__file__).parents[3]
MOST_BYTES = 60_000_000  # of one module: what is larger is not worth reading twice
Kept = Mapping[str, tuple[str, tuple[Flaw, ...]]]  # name of the module -> what it was made of, what was said


class _Odd(Exception):
    """A link, a folder that cannot be opened, something huge: checked anew each time."""


@dataclass(slots=True)
class Remembered:
    """The checker over the modules of one folder. `place`: the file where it keeps what it said; `save` writes it."""

    lessons: Path
    vocabulary: Vocabulary
    today: date
    place: Path
    checked: list[str] = field(default_factory=list)  # what had to be read again
    _kept: dict[str, tuple[str, tuple[Flaw, ...]]] = field(default_factory=dict)
    _around: str = ""

    def __post_init__(self) -> None:
        self._kept = dict(_read(self.place))
        with suppress(_Odd, OSError):
            self._around = _around(self.lessons, self.today)

    def flaws_of(self, folder: Path) -> tuple[Flaw, ...]:
        """All problems of one module, as `check_module` says them."""
        name, made_of = str(folder.resolve()), self._made_of(folder)
        held = self._kept.get(name)
        if held and made_of and held[0] == made_of:
            return held[1]
        flaws = check_module(folder, self.vocabulary, self.today).flaws
        self.checked.append(folder.name)
        if made_of and made_of == self._made_of(folder) and all(map(_is_plain, flaws)):  # nobody saved meanwhile
            self._kept[name] = (made_of, flaws)
        return flaws

    def save(self) -> None:
        """Whole or not at all. A folder that is gone is forgotten; one that cannot be written costs only time."""
        if not self.checked:
            return
        there = {name: held for name, held in self._kept.items() if os.path.isdir(name)}
        held = {name: [made_of, [astuple(one) for one in flaws]] for name, (made_of, flaws) in there.items()}
        with suppress(OSError):
            with NamedTemporaryFile("w", encoding="utf-8", dir=self.place.parent, delete=False) as file:
                json.dump(held, file)
            os.replace(file.name, self.place)

    def _made_of(self, folder: Path) -> str:
        """Empty: not to be remembered."""
        try:
            return _digest([self._around.encode(), *_files(folder)]) if self._around else ""
        except (_Odd, OSError):
            return ""


def _around(lessons: Path, today: date) -> str:
    """What a module is checked by and with: this checker, the words, the shared texts, the day."""
    rules = (part for file in sorted((HOUSE / "app").rglob("*.py")) for part in (str(file).encode(), file.read_bytes()))
    libraries = (HOUSE / "requirements.txt").read_bytes()
    shared = _files(lessons / SHARED) if (lessons / SHARED).exists() else ()
    words = (lessons / FILE).read_bytes()
    return _digest([sys.version.encode(), today.isoformat().encode(), libraries, words, *shared, *rules])


def _files(folder: Path) -> Iterator[bytes]:
    """The path and the content of every file, in one order."""
    if folder.is_symlink():
        raise _Odd(folder)
    room = MOST_BYTES
    for path, folders, names in os.walk(folder, onerror=_raise):
        folders.sort()
        for name in sorted([*names, *(one for one in folders if os.path.islink(os.path.join(path, one)))]):
            file = os.path.join(path, name)
            seen = os.lstat(file)
            room -= seen.st_size
            if not stat.S_ISREG(seen.st_mode) or room < 0:
                raise _Odd(file)
            yield os.path.relpath(file, folder).encode("utf-8", "surrogateescape")
            with open(file, "rb") as open_file:
                yield open_file.read()
        yield "/".join(folders).encode("utf-8", "surrogateescape")  # an empty folder counts too


def _raise(problem: OSError) -> None:
    raise problem


def _digest(parts: Iterable[bytes]) -> str:
    """Each part with its length, so that no two lists of parts are the same."""
    total = hashlib.blake2b(digest_size=20)
    for part in parts:
        total.update(len(part).to_bytes(8, "big"))
        total.update(part)
    return total.hexdigest()


def _is_plain(flaw: Flaw) -> bool:
    """All that it says comes back from a file as it was."""
    return all(type(value) in (str, int, bool) for value in flaw.facts.values())


def _read(place: Path) -> Kept:
    """Nothing when there is no such file, or somebody broke it."""
    try:
        held = json.loads(place.read_text("utf-8"))
        return {
            str(name): (str(made_of), tuple(_flaw(*one) for one in flaws)) for name, (made_of, flaws) in held.items()
        }
    except (OSError, ValueError, TypeError, AttributeError):
        return {}


def _flaw(code: str, file: str, line: int, source: str, facts: Mapping[str, object]) -> Flaw:
    if code not in KINDS or not isinstance(line, int) or not isinstance(facts, dict):
        raise ValueError(code)
    return Flaw(str(code), str(file), line, str(source), facts)
