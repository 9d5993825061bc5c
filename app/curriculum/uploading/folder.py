"""From the files of an upload to a checked module: laid out in a folder that always goes away again."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from app.base.language import N_
from app.base.problems import RuleBroken
from app.curriculum.checker.folder import SHARED, Checked, check_module
from app.curriculum.checker.vocabulary import FILE, read_vocabulary
from app.curriculum.lock.values import Lock
from app.curriculum.uploading.zipped import MODULE, Taken, is_slug

_ID = re.compile(rb"^(?:\xef\xbb\xbf)?id:[ \t]*[\"']?([a-z0-9-]+)", re.M)
_VERSION = re.compile(rb"^version:[ \t]*[\"']?(\d{1,4}\.\d{1,4})\b", re.M)
NAMELESS = "module"


def slug_of(taken: Taken) -> str:
    """What the module calls itself; a zip from a web page often has another name for its folder."""
    found = _ID.search(taken.files.get(MODULE, b""))
    said = found[1].decode() if found else taken.folder.rpartition("/")[2]
    return said if is_slug(said) else NAMELESS


def version_of(taken: Taken) -> str:
    """As module.yml says; empty when that cannot be read."""
    found = _VERSION.search(taken.files.get(MODULE, b""))
    return found[1].decode() if found else ""


def check_files(files: Mapping[str, bytes], slug: str, lessons: Path, today: date, lock: Lock | None) -> Checked:
    """The checker over these files, with the vocabulary and the shared texts of the folder lessons.

    `lock`: what is out, as the database knows it; an ids.lock that was sent along is not asked.

    Raises: RuleBroken (`file`), see `must_have_words`.
    """
    must_have_words(lessons)
    with _laid_out(files, slug) as folder:
        return check_module(folder, read_vocabulary(lessons), today, shared=lessons / SHARED, lock=lock)


def must_have_words(lessons: Path) -> None:
    """Raises: RuleBroken (`file`): this machine has no folder lessons with a vocabulary."""
    if not (lessons / FILE).is_file():
        raise RuleBroken("file", N_("This server has no list of words (lessons/_vocabulary.yml) to check modules by."))


@contextmanager
def _laid_out(files: Mapping[str, bytes], slug: str) -> Iterator[Path]:
    with TemporaryDirectory(prefix="openwerf-module-") as place:
        folder = Path(place) / slug
        folder.mkdir()
        for name, content in files.items():
            file = folder / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)
        yield folder
