"""The way in for pupils: class codes as children type them, how long a door stays open, names on the tiles."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from app.base import clock
from app.base.ids import LETTERS
from app.base.names import folded, short_name

DOOR_SHUTS_AT = 17  # o'clock
EVENING_HOURS = 2
PICTURES = (
    "boat",
    "fish",
    "bicycle",
    "windmill",
    "lighthouse",
    "helmet",
    "gear",
    "magnet",
    "hammer",
    "train",
    "robot",
    "rocket",
)  # in the order of their numbers: the secret `03-11-03` is windmill, rocket, windmill
TAPS = 3
PIN_DIGITS = 5
LINK_LETTERS = 10
ASK_TEACHER_AFTER = 3

_AS_VOWEL = str.maketrans("0134L", "OIEAI")
_AS_CONSONANT = str.maketrans("1I5826", "LLSBZG")
_AS_DIGIT = str.maketrans("OILSBZG", "0115826")


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `tries` mistakes in `minutes`."""

    name: str
    tries: int
    minutes: int


# Only mistakes fill a limit (a right answer is given back), so a school behind one address does not lock itself out.
#
# Class codes: 56 million exist. Twenty-six children of nine make some ten typing errors in a lesson; two classes at
# once fit in 40. At 400 a day one address meets one of 500 open doors once in 280 days, and finds first names only.
CODE_LIMITS = (Limit("code", 40, 10), Limit("code-day", 400, 24 * 60))
# Pictures: 1,728 sequences. One child: 6 in a quarter of an hour, 20 a day. A whole class, because somebody could try
# one sequence on every name: 60 a day, which opens some child's work in one day of thirty, with a teacher in the room.
# Opening the door again empties the limits of the class: the teacher is the way out, not the clock.
PUPIL_LIMITS = (Limit("pupil", 6, 15), Limit("pupil-day", 20, 24 * 60))
CLASS_LIMITS = (Limit("class", 60, 24 * 60),)
ADDRESS_LIMITS = (Limit("pictures", 200, 60),)  # six classes of one school at once
# Staff: a password has at least 10 characters. 60 people of one school sign in twice within the quarter.
ACCOUNT_LIMIT = Limit("account", 10, 15)
STAFF_ADDRESS_LIMIT = Limit("staff", 120, 15)


def class_code_from(typed: str) -> str | None:
    """`kade 4731`, `KADE-473l`, `kad3 4731` -> `KADE4731`; None when it cannot be a class code.

    A code is consonant, vowel, consonant, vowel and four digits, so each place says what was meant by 0, O, 1 or l.
    """
    kept = "".join(sign for sign in typed.upper() if sign.isascii() and sign.isalnum())
    if len(kept) != 8:
        return None
    word = "".join(sign.translate(_AS_VOWEL if place % 2 else _AS_CONSONANT) for place, sign in enumerate(kept[:4]))
    digits = kept[4:].translate(_AS_DIGIT)
    return word + digits if word.isalpha() and digits.isdigit() else None


def link_from(typed: str) -> str | None:
    """The secret of a class's link as it stands in an address, in any case; None when it cannot be one."""
    link = typed.strip().upper()
    return link if len(link) == LINK_LETTERS and set(link) <= set(LETTERS) else None


def spoken_code(code: str) -> str:
    """`KADE 4731`, as it stands on the board."""
    return f"{code[:4]} {code[4:]}"


def door_shuts(now: datetime) -> datetime:
    """Five o'clock today; somebody who opens the door later has two hours."""
    evening = clock.at(clock.school_day(now), DOOR_SHUTS_AT)
    return evening if now < evening else now + timedelta(hours=EVENING_HOURS)


def is_open(open_until: datetime | None, now: datetime) -> bool:
    return open_until is not None and now < open_until


def tile_names(pupils: Sequence[tuple[UUID, str, str]]) -> dict[UUID, str]:
    """What stands on each tile, from (id, first name, last name): `Noor`; `Sofie B.` and `Sofie L.` when two share it.

    No more of a name than is needed to tell two children apart: a class code is on the board for all to see.
    """
    firsts = Counter(folded(first) for _, first, _ in pupils)
    shorts = Counter(folded(short_name(first, last)) for _, first, last in pupils)
    names = {}
    for pupil, first, last in pupils:
        short = short_name(first, last)
        if firsts[folded(first)] == 1:
            names[pupil] = first
        elif shorts[folded(short)] == 1:
            names[pupil] = short
        else:
            names[pupil] = f"{first} {last}".strip()
    return names


def split_initial(name: str) -> tuple[str, str]:
    """The letter a child looks for, and the rest: `IJ` and `sbrand`."""
    at = 2 if name.startswith("IJ") else 1
    while at < len(name) and not name[at].isalpha() and ord(name[at]) >= 0x300:
        at += 1
    return name[:at], name[at:]


def taps(so_far: str, tap: str, *, erase: bool) -> tuple[str, ...]:
    """The pictures tapped until now, from what the keypad sends; what no keypad sends is left out."""
    held = [name for name in so_far.split(",") if name in PICTURES]
    if erase:
        return tuple(held[:-1])
    if tap in PICTURES:
        held.append(tap)
    return tuple(held[:TAPS])


def secret_of(tapped: Sequence[str]) -> str:
    """`windmill, rocket, windmill` -> `03-11-03`."""
    return "-".join(f"{PICTURES.index(name):02d}" for name in tapped)


def pictures_of(secret: str) -> tuple[str, ...]:
    """The way back from `secret_of`."""
    return tuple(PICTURES[int(part)] for part in secret.split("-"))


def is_whole(kind: str, given: str) -> bool:
    """Is this a complete secret: three pictures (po) or five digits (vo)?"""
    if kind == "po":
        return given.count("-") == TAPS - 1
    return len(given) == PIN_DIGITS and given.isascii() and given.isdigit()
