"""Reads a release of goals from a file, in each of the shapes the curriculum agency gives it out.

Sources of the shapes: SLO open data, repositories curriculum-fo (2025: sets, kernzinnen, doelzinnen, uitwerkingen,
linked by ids) and curriculum-kerndoelen (2006: one list); and a flat list with one row per goal.
"""

import hashlib
import json
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from app.base.language import N_
from app.base.problems import RuleBroken

IN_FORCE, RENEWED = "2006", "2025"
FRAMEWORKS = (IN_FORCE, RENEWED)
MOST_BYTES = 60_000_000
LONGEST_NUMBER, LONGEST_STATUS = 12, 60  # signs
PARTS = {"fo_kernzin": "kernzinnen", "fo_doelzin": "doelzinnen", "fo_uitwerking": "uitwerkingen"}
_PRIMARY, _LOWER_SECONDARY = "512e4729-03a4-43a2-95ba-758071d1b725", "35715b0c-ad0c-46ab-ab1a-1387bb046486"
_OLD = re.compile(r"(PO|VO) Kerndoel 0*(\d{1,2})\b")
NAMES = frozenset(f"{name}.json" for name in ("kerndoelen", *PARTS.values()))
_UNREADABLE = (
    OSError, ValueError, RecursionError, zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError,
)  # fmt: skip
_LETTER = re.compile(r"([A-Z])\.?$")
Rows = Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Goal:
    """`sector`: po, vo or other. `number`: 44, 30A. `replaces`: uuids of goals it stands in for."""

    framework: str
    uuid: UUID
    sector: str
    number: str
    text: str
    status: str = ""
    replaces: tuple[str, ...] = ()

    @property
    def code(self) -> str:
        """As modules write it: po-2025-30A."""
        return f"{self.sector}-{self.framework}-{self.number}"


@dataclass(frozen=True, slots=True)
class Release:
    """`sha256` is of the goals, not of the file: the same goals in another wrapping are the same release."""

    framework: str
    goals: tuple[Goal, ...]
    sha256: str


def read_release(place: Path) -> Release:
    """The goals in a JSON file, a folder of them, or a zip.

    Raises:
        RuleBroken: (`file`) it cannot be read, or holds no goals; the message says what was expected.
    """
    try:
        held = _held(place)
    except _UNREADABLE as error:
        message = N_("%(file)s cannot be read: %(why)s. Give a JSON file, a folder of them or a zip.")
        why = (str(error) or type(error).__name__).splitlines()[0][:120]
        raise RuleBroken("file", message, file=place.name, why=why) from None
    try:
        goals = [_sound(goal) for goal in _goals(held)]
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        message = N_("%(file)s is JSON, but not as the curriculum agency writes it (%(why)s). Nothing was changed.")
        raise RuleBroken("file", message, file=place.name, why=f"{type(error).__name__}: {error}"[:120]) from None
    if not goals:
        message = N_("There are no goals in %(file)s. Nothing was changed.")
        raise RuleBroken("file", message, file=place.name)
    once = {goal.uuid: goal for goal in goals}
    ordered = tuple(sorted(once.values(), key=lambda goal: (goal.sector, goal.number, str(goal.uuid))))
    return Release(ordered[0].framework, ordered, _sha(ordered))


def _sound(goal: Goal) -> Goal:
    """A goal that can be kept, shown and compared. Raises: ValueError, TypeError."""
    said = (goal.number, goal.text, goal.status, *goal.replaces)
    if not all(isinstance(one, str) for one in said):
        raise TypeError(goal.uuid)
    is_long = len(goal.number) > LONGEST_NUMBER or len(goal.status) > LONGEST_STATUS
    if is_long or not goal.text or any("\0" in one for one in said):
        raise ValueError(goal.uuid)
    "".join(said).encode()  # half a sign, as JSON can write it, is no text
    return goal


def _held(place: Path) -> Any:
    """What is in the file: a list, or a mapping of lists by the agency's names."""
    if place.is_dir():
        return _parts({file.stem: file.read_bytes() for file in place.rglob("*.json")})
    if place.stat().st_size > MOST_BYTES:
        raise ValueError(f"> {MOST_BYTES // 1_000_000} MB")
    if zipfile.is_zipfile(place):
        with zipfile.ZipFile(place) as pack:
            inside = [one for one in pack.infolist() if Path(one.filename).name in NAMES]
            if sum(one.file_size for one in inside) > MOST_BYTES:
                raise ValueError(f"> {MOST_BYTES // 1_000_000} MB")
            return _parts({Path(one.filename).stem: _capped(pack, one) for one in inside})
    return json.loads(place.read_bytes().decode("utf-8-sig"))


def _capped(pack: zipfile.ZipFile, one: zipfile.ZipInfo) -> bytes:
    """What a zip says of its sizes may be a lie: never more than the cap is unpacked."""
    with pack.open(one) as stream:
        content = stream.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise ValueError(f"> {MOST_BYTES // 1_000_000} MB")
    return content


def _parts(files: Mapping[str, bytes]) -> Any:
    if "kerndoelen" in files:
        return json.loads(files["kerndoelen"].decode("utf-8-sig"))
    if missing := [f"{name}.json" for name in PARTS.values() if name not in files]:
        raise ValueError(f"no {', '.join(missing)}")
    return {key: json.loads(files[name].decode("utf-8-sig")) for key, name in PARTS.items()}


def _goals(held: Any) -> list[Goal]:
    if isinstance(held, Mapping):
        return list(_linked(*(held[name] for name in PARTS)))
    if not isinstance(held, list):
        raise TypeError(type(held).__name__)
    flat = any("goal_id" in row for row in held)
    return list(_flat(held) if flat else _old(held))


def _flat(rows: Rows) -> Iterator[Goal]:
    """One row a goal, with its levels as words."""
    for row in rows:
        sector = "po" if "po" in row["levels"] else "vo"
        number = _clean(row["kerndoel"]) + _clean(row["goal"])
        yield Goal(RENEWED, UUID(row["goal_id"]), sector, number, _clean(row["text"]), row.get("status", ""))


def _old(rows: Rows) -> Iterator[Goal]:
    """The goals in force; those of special education are left out, because no module is made for them."""
    for row in rows:
        found = _OLD.match(str(row.get("prefix", "")))
        if found and not row.get("deleted"):
            yield Goal(IN_FORCE, UUID(row["id"]), found[1].lower(), found[2], _clean(row["title"]))


def _linked(sentences: Rows, goals: Rows, details: Rows) -> Iterator[Goal]:
    """The renewed goals: a numbered sentence holds goals by letter, and those hold details that say the level."""
    levels = {row["id"]: frozenset(row.get("niveau_id", ())) for row in details}
    by_id = {row["id"]: row for row in goals}
    for sentence in sentences:
        for place, goal_id in enumerate(sentence["fo_doelzin_id"]):
            row = by_id.get(goal_id)
            if row is None or row.get("deleted"):
                continue
            of_goal = frozenset().union(*(levels.get(one, frozenset()) for one in row.get("fo_uitwerking_id", ())))
            letter = _LETTER.search(str(row.get("prefix", "")))
            yield Goal(
                RENEWED,
                UUID(goal_id),
                "po" if _PRIMARY in of_goal else "vo" if _LOWER_SECONDARY in of_goal else "other",
                _clean(sentence["prefix"]) + (letter[1] if letter else chr(ord("A") + place)),
                _clean(row.get("description") or row["title"]),
                row.get("status", ""),
                tuple(row.get("replaces", ())),
            )


def _clean(text: str) -> str:
    """Raises: TypeError when it is no text."""
    if not isinstance(text, str):
        raise TypeError(type(text).__name__)
    return " ".join(text.replace("\0", "").split())


def _sha(goals: Sequence[Goal]) -> str:
    said = [[str(goal.uuid), goal.sector, goal.number, goal.text, goal.status, list(goal.replaces)] for goal in goals]
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()
