"""What is said of a run of paper while it is made and when it is ready: how long still, and what its file is called."""

import re
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from app.base.language import N_
from app.base.names import folded

KEPT = timedelta(days=14)  # a file with names of children lies no longer; numbers and codes stay
DISK, ERASED = "disk", "erased"  # why a run waits, or why its file is gone
HELD_UP = {
    DISK: N_("The disk of the server is full, so printing waits. What is ready is kept, and it goes on by itself."),
    ERASED: N_("The details of a pupil in this run were erased. The file is made anew, without that name."),
}
FEW = 5  # fewer than this is not shown to who counts over schools
ENOUGH = 60  # certificates drawn before the pace says anything
MONTH = "%Y-%m"


def seconds_left(drawn: Iterable[tuple[int, float]], left: int) -> int | None:
    """From what was measured in this run, parts of (certificates, seconds): the pace of all of it together, so that one
    slow class moves it little. Rounded up coarsely: to 5 s, from a minute on to 15 s, from five on to a minute. None:
    not enough was drawn to say."""
    parts = list(drawn)
    done = sum(certificates for certificates, _ in parts)
    if done < ENOUGH or left <= 0:
        return None
    seconds = sum(took for _, took in parts) / done * left
    step = 5 if seconds < 60 else 15 if seconds < 300 else 60
    return max(step, -int(-seconds // step) * step)


def file_name(today: date, *words: str, shape: str = "pdf") -> str:
    """`2026-10_7B_De-sluis-een_24.pdf`: sorts by month, and a class called `7/8` makes no folder of it."""
    return "_".join(part for part in (today.strftime(MONTH), *words) if part) + f".{shape}"


def class_word(name: str) -> str:
    """`7/8` as `7-8`, in capitals."""
    return "-".join(re.findall(r"[A-Z0-9]+", folded(name).upper()))[:40]


def title_word(title: str, *, words: int = 3) -> str:
    """`De sluis: een lift` as `De-Sluis-Een`."""
    return "-".join(part.capitalize()[:20] for part in re.findall(r"[a-z0-9]+", folded(title))[:words])


def names_in_zip(labels: Sequence[tuple[str, int]]) -> list[str]:
    """A file name for each (label, certificates): numbered in the order of the paper, letters of ASCII, no folders."""
    width = max(2, len(str(len(labels))))
    return [
        f"{number:0{width}d}_{title_word(label, words=6) or 'klas'}_{count}.pdf"
        for number, (label, count) in enumerate(labels, 1)
    ]
