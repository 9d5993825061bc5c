"""Which font draws which letters on paper, and how large a text may be to fit its place."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from unicodedata import bidirectional

from fontTools.ttLib import TTFont
from PIL import ImageFont

FONTS = Path(__file__).parents[3] / "templates" / "print" / "fonts"
OURS = {
    ("Werf Lexend", 400): "lexend-400.ttf",
    ("Werf Lexend", 700): "lexend-700.ttf",
    ("Werf Atkinson", 400): "atkinson-400.ttf",
    ("Werf Atkinson", 700): "atkinson-700.ttf",
    ("Werf Bricolage", 700): "bricolage-700.ttf",
    ("Werf Bricolage", 800): "bricolage-800.ttf",
}
# Debian's fonts-noto-core and fonts-droid-fallback, in the order in which they are asked.
_SCRIPTS = [
    "Arabic",
    "Hebrew",
    "Ethiopic",
    "Armenian",
    "Georgian",
    "Devanagari",
    "Bengali",
    "Gurmukhi",
    "Gujarati",
    "Tamil",
    "Telugu",
    "Kannada",
    "Malayalam",
    "Sinhala",
    "Thai",
    "Lao",
    "Khmer",
    "Myanmar",
    "Syriac",
    "Thaana",
    "Tifinagh",
    "NKo",
    "Adlam",
    "Cherokee",
    "Symbols",
]
FALLBACKS = (
    "Noto Sans",
    *(f"Noto Sans {script}" for script in _SCRIPTS),
    "Noto Serif Tibetan",
    "Droid Sans Fallback",
)
STACK = ", ".join(f'"{family}"' for family in FALLBACKS)
_PLACES = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.local/share/fonts", "~/.fonts", "/Library/Fonts")
_UNSEEN = "\u200c\u200d"
POINTS_PER_MM = 72 / 25.4


@dataclass(frozen=True, slots=True)
class Fitted:
    """A text as it goes into its place: its lines, the size in points and the one family that draws it."""

    lines: tuple[str, ...]
    size: float
    family: str

    @property
    def rtl(self) -> bool:
        """Whether the text begins at the right, as Arabic and Hebrew do."""
        kinds = (bidirectional(letter) for letter in self.lines[0])
        return next((kind in ("R", "AL") for kind in kinds if kind in ("L", "R", "AL")), False)


def missing_glyphs(text: str) -> list[str]:
    """The characters that none of our fonts for paper can draw, each once, in the order met."""
    families = ("Werf Lexend", *FALLBACKS)
    return [
        letter
        for letter in dict.fromkeys(text)
        if not letter.isspace() and letter not in _UNSEEN and not any(ord(letter) in _letters(f) for f in families)
    ]


def face_for(text: str, *, first: str) -> str:
    """The first family that has every letter of the text (never two faces in one name), else `first`."""
    wanted = {ord(letter) for letter in text if not letter.isspace() and letter not in _UNSEEN}
    for family in (first, "Werf Lexend", *FALLBACKS):
        if wanted <= _letters(family):
            return family
    return first


def fit(
    text: str, *, first: str, weight: int, width: float, height: float, largest: float, one_line_from: float
) -> Fitted:
    """The largest size (points) at which the text fits `width` x `height` (mm), on one line while that is at
    least
    `one_line_from` points, else on the two lines that balance best."""
    family = face_for(text, first=first)
    one = min(largest, _size_for(text, family=family, weight=weight, width=width), height * POINTS_PER_MM / 1.2)
    if one >= one_line_from or not _cuts(text):
        return Fitted((text,), round(one, 1), family)
    halves = min(_halves(text), key=lambda pair: max(text_width(half, family=family, weight=weight) for half in pair))
    tightest = min(_size_for(half, family=family, weight=weight, width=width) for half in halves)
    two = min(largest, tightest, height * POINTS_PER_MM / 2.4)
    return Fitted(halves, round(two, 1), family) if two > one else Fitted((text,), round(one, 1), family)


def text_width(text: str, *, family: str, weight: int) -> float:
    """Width in mm when set at 100 points, shaped as the page will be."""
    font = _measure(family, weight)
    return font.getlength(text) / POINTS_PER_MM if font else len(text) * 60 / POINTS_PER_MM


def _size_for(text: str, *, family: str, weight: int, width: float) -> float:
    return 100 * width / max(text_width(text, family=family, weight=weight) * 1.01, 0.001)


def _halves(text: str) -> list[tuple[str, str]]:
    """Every way to break once: at a space, or after a hyphen."""
    return [(text[: cut + 1].rstrip(), text[cut + 1 :].lstrip()) for cut in _cuts(text)]


def _cuts(text: str) -> list[int]:
    return [index for index, letter in enumerate(text) if letter in " -" and 0 < index < len(text) - 1]


@lru_cache(maxsize=64)
def _letters(family: str) -> frozenset[int]:
    place = font_file(family, 400) or font_file(family, 700)
    if place is None:
        return frozenset()
    with TTFont(place, lazy=True) as font:
        return frozenset(font.getBestCmap())


@lru_cache(maxsize=32)
def _measure(family: str, weight: int) -> ImageFont.FreeTypeFont | None:
    place = font_file(family, weight)
    return ImageFont.truetype(str(place), 100) if place else None


@lru_cache(maxsize=128)
def font_file(family: str, weight: int) -> Path | None:
    """Where the family stands on this machine; None when it is not installed."""
    if (family, weight) in OURS:
        return FONTS / OURS[family, weight]
    stem = "DroidSansFallbackFull" if family.startswith("Droid") else family.replace(" ", "")
    styles = ("-Bold", "-Regular", "") if weight >= 700 else ("-Regular", "", "-Bold")
    for style in styles:
        if found := _installed().get(f"{stem}{style}.ttf"):
            return found
    return None


@lru_cache(maxsize=1)
def _installed() -> dict[str, Path]:
    roots = [Path(place).expanduser() for place in _PLACES]
    return {file.name: file for root in roots if root.is_dir() for file in root.rglob("*.ttf")}
