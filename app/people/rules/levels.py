"""A level as schools write it in a list: `7`, `groep 7`, `po_groep7`, `2 kb`, `H3`, `vmbo-t 1`."""

import re

from app.base.levels import LEVELS, PO, kind_of, level_label

_TRACKS = (
    (r"praktijk\w*|\bpro\b", "pro"),
    (r"bb(?![a-z])|\bbasis\w*|\bbbl\b|vmbo[ -]?b\b", "bb"),
    (r"kb(?![a-z])|\bkader\w*|\bkbl\b|vmbo[ -]?k\b", "kb"),
    (r"(?<![a-z])gl(?![a-z])|gemengd\w*|vmbo[ -]?g\b", "gl"),
    (r"(?<![a-z])tl(?![a-z])|\bmavo\b|theoretisch\w*|vmbo[ -]?(t|gt)\b|\bgt\b|\bm(?=\d\b)|\d ?m\b", "tl"),
    (r"havo|\bh(?=\d\b)|\d ?h\b", "havo"),
    (r"vwo|gymnasium|atheneum|\bv(?=\d\b)|\d ?v\b", "vwo"),
)


def levels_of(kind: str) -> tuple[str, ...]:
    return tuple(level for level in LEVELS if kind_of(level) == kind)


def level_from(text: str, kind: str) -> str | None:
    """The level meant by a cell of a list at a school of this kind; None when it says none."""
    said = " ".join(text.casefold().replace("_", " ").split())
    if not said:
        return None
    if said in LEVELS and kind_of(said) == kind:
        return said
    found = re.search(r"(?<!\d)\d(?!\d)", said)
    if found is None:
        return None
    if kind == PO:
        level = f"po-{found[0]}"
        plain = re.fullmatch(r"(po ?)?(groep|gr\.?|jaargroep|leerjaar)? ?\d ?[a-e]?", said)
        return level if plain and level in LEVELS else None
    track = next((name for pattern, name in _TRACKS if re.search(pattern, said)), None)
    level = f"vo-{found[0]}-{track}"
    return level if level in LEVELS else None


def levels_label(levels: tuple[str, ...]) -> str:
    """`groep 7`, `groep 7/8`, `2 kb en 2 tl`."""
    if len(levels) > 1 and all(level.startswith("po-") for level in levels):
        return "groep " + "/".join(sorted(level[3:] for level in levels))
    labels = [level_label(level) for level in sorted(levels)]
    return ", ".join(labels)
