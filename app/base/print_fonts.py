"""Makes the fonts and icons for paper, because WeasyPrint prints wrong letters from the web's subset files.

The web packages bring one file per part of the alphabet; WeasyPrint 70 keeps only the first file of a family
and weight,
so "Łukasz" came out as "êukasz". Here the parts become ONE file per weight, under a family name of our own.

Made from @fontsource/lexend 5.3.0, @fontsource/atkinson-hyperlegible-next 5.3.0,
@fontsource-variable/bricolage-grotesque
5.3.0 and lucide-static 1.62.0 (`npm pack`), unpacked in SOURCE_DIR as lexend, atkinson-hyperlegible-next,
bricolage-grotesque-variable and lucide-static. Run once:

    python -m app.base.print_fonts SOURCE_DIR

The same packages give the same bytes: SHA256SUMS beside the fonts says which, and a test looks.
"""

import hashlib
import json
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

from fontTools.merge import Merger
from fontTools.pens.recordingPen import RecordingPen
from fontTools.svgLib.path import SVGPath
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

SUMS = "SHA256SUMS"
PRINT = Path(__file__).parents[2] / "templates" / "print"
ICONS = [
    "eye",
    "book-open",
    "hammer",
    "magnet",
    "circle-help",
    "flag",
    "rewind",
    "pencil",
    "ruler",
    "lightbulb",
    "users",
    "message-circle",
    "wrench",
    "gauge",
    "scale",
    "search",
    "factory",
    "check",
]


@dataclass(frozen=True, slots=True)
class Face:
    """One file to make: `parts` are the web's files in order; `axes` pins a variable font to one instance."""

    file: str
    family: str
    weight: int
    package: str
    parts: tuple[str, ...]
    axes: tuple[tuple[str, float], ...] = ()


def _static(name: str, family: str, package: str, weights: tuple[int, ...], scripts: tuple[str, ...]) -> list[Face]:
    return [
        Face(
            f"{name}-{weight}.ttf",
            family,
            weight,
            package,
            tuple(f"{package}-{script}-{weight}-normal.woff2" for script in scripts),
        )
        for weight in weights
    ]


def _bricolage(weight: int) -> Face:
    """Cut for headings (optical size 40), which the ready-made files are not."""
    return Face(
        f"bricolage-{weight}.ttf",
        "Werf Bricolage",
        weight,
        "bricolage-grotesque-variable",
        tuple(f"bricolage-grotesque-{script}-opsz-normal.woff2" for script in ("latin", "latin-ext", "vietnamese")),
        (("opsz", 40), ("wght", weight)),
    )


FACES = [
    *_static("lexend", "Werf Lexend", "lexend", (400, 700), ("latin", "latin-ext", "vietnamese")),
    *_static("atkinson", "Werf Atkinson", "atkinson-hyperlegible-next", (400, 700), ("latin", "latin-ext")),
    _bricolage(700),
    _bricolage(800),
]


def make(source: Path) -> None:
    """Write every face, its licence, and the icons under templates/print."""
    fonts = PRINT / "fonts"
    fonts.mkdir(parents=True, exist_ok=True)
    for face in FACES:
        font = merged(face, source / face.package / "files")
        font.save(fonts / face.file)
        shutil.copy(source / face.package / "LICENSE", fonts / f"OFL-{face.file.split('-')[0]}.txt")
        print(face.file, len(font.getBestCmap()), "characters", (fonts / face.file).stat().st_size, "bytes")
    make_icons(source / "lucide-static")
    (fonts / SUMS).write_text(sums())


def sums() -> str:
    """What was made, as `sha256sum` writes it."""
    made = [*(one.name for one in sorted((PRINT / "fonts").glob("*.ttf"))), "../icons/icons.json"]
    return "".join(f"{hashlib.sha256((PRINT / 'fonts' / one).read_bytes()).hexdigest()}  {one}\n" for one in made)


def merged(face: Face, folder: Path) -> TTFont:
    """One font from the parts, each made static and freed of what a merge cannot carry."""
    plain, changed = [], 0
    for number, part in enumerate(face.parts):
        font = TTFont(folder / part)
        changed = max(changed, font["head"].modified)
        if "fvar" in font:
            axes: dict[str, float] = {axis.axisTag: axis.defaultValue for axis in font["fvar"].axes} | dict(face.axes)
            font = instantiateVariableFont(font, axes)
        font.flavor = None
        for table in ("STAT", "DSIG", "meta", "gasp", "prep", "fpgm", "cvt "):
            if table in font:
                del font[table]
        step = folder / f"{face.file}.{number}.part"
        font.save(step)
        plain.append(step)
    font = Merger().merge([str(step) for step in plain])
    for step in plain:
        step.unlink()
    font["head"].created = font["head"].modified = changed  # of the source, not of now: the same bytes each time
    font.recalcTimestamp = False
    _name(font, face)
    return font


def _name(font: TTFont, face: Face) -> None:
    """A family name of our own, so that an installed font of the same name never takes its place."""
    style = "Bold" if face.weight >= 700 else "Regular"
    postscript = f"{face.family.replace(' ', '')}-{face.weight}"
    keep = {
        0: font["name"].getDebugName(0),
        13: font["name"].getDebugName(13),
        14: font["name"].getDebugName(14),
    }
    font["name"].names = []
    told = {1: face.family, 2: style, 3: postscript, 4: f"{face.family} {face.weight}", 6: postscript}
    for number, text in {**keep, **told}.items():
        if text:
            font["name"].setName(text, number, 3, 1, 0x409)
    font["OS/2"].usWeightClass = face.weight


def make_icons(source: Path) -> None:
    """Lucide's icons (drawn by strokes 2 wide) in steps from a first point, so that one path can hold many of
    them."""
    outlines = {}
    for icon in ICONS:
        pen = RecordingPen()
        SVGPath(str(source / "icons" / f"{icon}.svg")).draw(pen)
        outlines[icon] = _in_steps(pen.value)
    folder = PRINT / "icons"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "icons.json").write_text(json.dumps(outlines, indent=0) + "\n")
    shutil.copy(source / "LICENSE", folder / "LICENSE-lucide.txt")
    print("icons", len(outlines), (folder / "icons.json").stat().st_size, "bytes")


def _in_steps(drawn: list[tuple[str, tuple[tuple[float, float], ...]]]) -> str:
    """SVG path data in relative commands; the first `m` counts from wherever the caller stands."""
    out: list[str] = []
    here = start = (0.0, 0.0)
    for verb, points in drawn:
        if verb == "closePath":
            out.append("z")
            here = start
        elif verb != "endPath":
            steps = [(round(x - here[0], 2), round(y - here[1], 2)) for x, y in points]
            letter = {"moveTo": "m", "lineTo": "l", "curveTo": "c", "qCurveTo": "q"}[verb]
            out.append(letter + " ".join(f"{x + 0.0:g} {y + 0.0:g}" for x, y in steps))
            here = (here[0] + steps[-1][0], here[1] + steps[-1][1])
            start = here if verb == "moveTo" else start
    return "".join(out)


if __name__ == "__main__":
    make(Path(sys.argv[1]))
