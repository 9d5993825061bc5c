"""A zip of one module, read with suspicion: limits count what really comes out, never what the zip says of itself.

Nothing here touches the disk. What is taken is a plain mapping of names to contents; the rest is named or refused.
"""

import io
import re
import stat
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from app.base.language import N_
from app.base.problems import RuleBroken
from app.base.zips import BROKEN
from app.curriculum.blocks import ID

MEGABYTE = 1_000_000
MOST_ZIPPED = 20 * MEGABYTE
MOST_UNPACKED = 60 * MEGABYTE
MOST_FILES = 400
MOST_ENTRIES = 2000  # with folders and what is left out
MOST_RATIO = 100  # unpacked to zipped; drawings of ours stay under 10
SMALL = 5 * MEGABYTE  # below this the ratio says nothing
DEEPEST, LONGEST = 4, 120  # folders, letters of a path
MODULE = "module.yml"

KEPT = frozenset({".md", ".yml", ".lock", ".svg", ".png", ".jpg", ".jpeg", ".webp"})
ZIPS = frozenset({".zip", ".rar", ".7z", ".gz", ".tgz", ".bz2", ".xz", ".zst", ".tar", ".jar", ".iso"})
RUNS = frozenset(
    {".exe", ".com", ".bat", ".cmd", ".ps1", ".vbs", ".scr", ".msi", ".dll", ".sh", ".js", ".py", ".php", ".lnk"}
)
LEFT_BY_MACHINES = frozenset({"__macosx", "thumbs.db", "desktop.ini"})
READABLE = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
ENCRYPTED = 0x1 | 0x40 | 0x2000
_NAME = re.compile(r"[A-Za-z0-9._ ()-]+")
_DRIVE = re.compile(r"[A-Za-z]:")
_ENTRY = b"PK\x01\x02"
_PIECE = 1 << 16


@dataclass(frozen=True, slots=True)
class Taken:
    """The files of one module by their path in it, and what was left out because a module holds no such thing."""

    folder: str  # the name of the top folder, empty when there was none
    files: Mapping[str, bytes]
    left_out: tuple[str, ...] = ()


def read_zip(content: bytes) -> Taken:
    """What is in the zip.

    Raises:
        RuleBroken: (`file`) what is wrong with it, in words for whoever sent it.
    """
    if len(content) > MOST_ZIPPED:
        raise _refused(N_("The file is bigger than %(most)s MB. Make the pictures smaller."), most=20)
    if not content.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        raise _refused(N_("This is not a zip file. Right-click the folder of the module and choose “compress”."))
    if content.count(_ENTRY) > MOST_ENTRIES:
        raise _too_many()
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as opened:
            return _take(opened, len(content))
    except BROKEN:
        raise _refused(
            N_("The zip is damaged or came over only in part. Make it again and send it once more.")
        ) from None


def _take(opened: zipfile.ZipFile, zipped: int) -> Taken:
    taken: list[tuple[str, zipfile.ZipInfo]] = []
    left_out: list[str] = []
    for info in opened.infolist():
        name = _name(info)
        if info.orig_filename.endswith(("/", "\\")) or _is_left_by_machines(name):
            continue
        if _is_kept(info, name):
            taken.append((name, info))
        else:
            left_out.append(_plain(name))
    if len(taken) > MOST_FILES:
        raise _too_many()
    names = [name for name, _ in taken]
    _no_two_alike(names)
    top = _top_folder(names)
    read = dict(_contents(opened, taken, zipped))
    return Taken(top.rstrip("/"), {name.removeprefix(top): read[name] for name in sorted(read)}, tuple(left_out))


def _name(info: zipfile.ZipInfo) -> str:
    """The path as a module's file may have it. Old zips of Windows have backslashes."""
    said = info.orig_filename.replace("\\", "/")
    shown = _plain(said)
    if "\0" in said or _DRIVE.match(said) or said.startswith("/") or ".." in said.split("/"):
        raise _refused(N_("“%(name)s” leads out of the folder. Zip the folder of the module itself."), name=shown)
    parts = PurePosixPath(said).parts
    if len(said) > LONGEST or len(parts) > DEEPEST:
        raise _refused(N_("“%(name)s” lies too deep or has a very long name."), name=shown)
    return "/".join(parts)


def _is_left_by_machines(name: str) -> bool:
    parts = name.lower().split("/")
    return any(part in LEFT_BY_MACHINES or part.startswith((".", "~$")) for part in parts if part)


def _is_kept(info: zipfile.ZipInfo, name: str) -> bool:
    """A file of a module? What cannot be read at all, or should not be sent to anybody, is refused."""
    suffix = PurePosixPath(name.lower()).suffix
    mode = info.external_attr >> 16
    if stat.S_IFMT(mode) not in (0, stat.S_IFREG, stat.S_IFDIR):
        raise _refused(N_("“%(name)s” is a link to another place. Put the file itself in the folder."), name=name)
    if suffix in ZIPS:
        raise _refused(N_("“%(name)s” is a zip in the zip. Take it out, or unpack it first."), name=name)
    if suffix in RUNS:
        raise _refused(N_("“%(name)s” is a program; a module holds none. Take it out."), name=name)
    if info.flag_bits & ENCRYPTED:
        raise _refused(N_("The zip is locked with a password. Make it again without one."))
    if info.compress_type not in READABLE:
        raise _refused(N_("The zip is packed in a way that we do not read. Make it with the menu of Windows or macOS."))
    if suffix in KEPT and not all(_NAME.fullmatch(part) for part in name.split("/")):
        shown = _plain(name)
        raise _refused(N_("The name “%(name)s” has signs that cannot be used. Use a-z, 0-9, - and _."), name=shown)
    return suffix in KEPT


def _plain(name: str) -> str:
    """Signs of a foreign encoding as question marks, so that they can be shown."""
    return name.encode("ascii", "replace").decode()[:LONGEST]


def _no_two_alike(names: Sequence[str]) -> None:
    """Two with one name, or with names that differ in capitals alone, are one file on many a computer."""
    folders = {str(parent).lower() for name in names for parent in PurePosixPath(name).parents} - {"."}
    seen: set[str] = set()
    for name in names:
        if name.lower() in seen or name.lower() in folders:
            raise _refused(N_("“%(name)s” is in the zip twice, perhaps once with a capital letter."), name=name)
        seen.add(name.lower())


def _top_folder(names: Sequence[str]) -> str:
    """`zeesluis/`, or nothing when module.yml lies right in the zip."""
    found = [name for name in names if PurePosixPath(name).name == MODULE]
    if not found:
        raise _refused(N_("There is no module.yml in the zip. Zip the folder of one module."))
    tops = {name.removesuffix(MODULE) for name in found}
    if len(tops) > 1:
        raise _refused(N_("There is more than one module in the zip. Send them one at a time."))
    top = tops.pop()
    if stray := next((name for name in names if not name.startswith(top)), None):
        raise _refused(N_("“%(name)s” lies outside the folder of the module. Zip that folder alone."), name=stray)
    return top


def _contents(
    opened: zipfile.ZipFile, taken: Sequence[tuple[str, zipfile.ZipInfo]], zipped: int
) -> Iterator[tuple[str, bytes]]:
    total = 0
    for name, info in taken:
        pieces: list[bytes] = []
        with opened.open(info) as file:
            while piece := file.read(_PIECE):
                total += len(piece)
                if total > MOST_UNPACKED or (total > SMALL and total > zipped * MOST_RATIO):
                    raise _refused(N_("What is in the zip is far too big: more than a module can be."))
                pieces.append(piece)
        content = b"".join(pieces)
        if content.startswith((b"PK\x03\x04", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b")):
            raise _refused(N_("“%(name)s” is a zip in the zip. Take it out, or unpack it first."), name=name)
        yield name, content


def packed(files: Mapping[str, bytes]) -> bytes:
    """The files as a zip of ours: the same files always give the same bytes."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as opened:
        for name in sorted(files):
            opened.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), files[name], zipfile.ZIP_DEFLATED)
    return made.getvalue()


def is_slug(name: str) -> bool:
    return bool(ID.fullmatch(name)) and len(name) <= 60


def _too_many() -> RuleBroken:
    return _refused(N_("There are more than %(most)s files in the zip. Zip the folder of one module."), most=MOST_FILES)


def _refused(message: str, **facts: object) -> RuleBroken:
    return RuleBroken("file", message, **facts)
