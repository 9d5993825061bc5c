"""School levels: groep 1-8 in primary, leerjaar with track in secondary, and the bands modules are made for."""

from typing import Final

PO: Final = "po"
VO: Final = "vo"
TRACKS: Final = {"pro": "pro", "bb": "vmbo", "kb": "vmbo", "gl": "vmbo", "tl": "vmbo", "havo": "hv", "vwo": "hv"}
YEARS: Final = {"pro": 6, "bb": 4, "kb": 4, "gl": 4, "tl": 4, "havo": 5, "vwo": 6}
LEVELS: Final = (
    *(f"po-{group}" for group in range(1, 9)),
    *(f"vo-{year}-{track}" for track, years in YEARS.items() for year in range(1, years + 1)),
    "switcher",  # adults who change careers, in a group of a school for secondary education or a work-learn desk
)
BANDS: Final = (
    "po-5-6",
    "po-7-8",
    "vo-onder-pro",
    "vo-onder-vmbo",
    "vo-onder-hv",
    "vo-boven-pro",
    "vo-boven-vmbo",
    "vo-boven-hv",
    "switcher",
)


def kind_of(level: str) -> str:
    """`po` or `vo` for a level or a band."""
    return PO if level.startswith("po-") else VO


def band_of(level: str) -> str | None:
    """The band of modules for one level; None for groep 1-4, for which nothing is made."""
    if level == "switcher":
        return level
    if level.startswith("po-"):
        group = int(level[3:])
        return None if group < 5 else "po-5-6" if group <= 6 else "po-7-8"
    _, year, track = level.split("-")
    lower = 2 if TRACKS[track] == "vmbo" or track == "pro" else 3
    return f"vo-{'onder' if int(year) <= lower else 'boven'}-{TRACKS[track]}"


def band_for(level: str | None) -> str | None:
    """As `band_of`, for a level that may not be known: then nothing is kept from the reader."""
    return band_of(level) if level else None


def level_label(level: str) -> str:
    """The Dutch school's own words: `groep 7`, `2 kb`, `groep 7-8`, `onderbouw vmbo`."""
    if level == "switcher":
        return "zij-instromers"
    if level.startswith("po-"):
        return f"groep {level[3:]}"
    _, part, track = level.split("-")
    if part.isdigit():
        return f"{part} {track}"
    words = {"pro": "praktijkonderwijs", "vmbo": "vmbo", "hv": "havo/vwo"}
    return f"{part}bouw {words[track]}"
