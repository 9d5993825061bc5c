"""A new module to begin with: one of every block and every type of question, with notes that an author understands.

Its texts are the files beside this one, so that whoever changes the format changes them as any other lesson.
"""

import re
from collections.abc import Mapping
from pathlib import Path

from app.base.language import N_
from app.base.levels import BANDS, VO, kind_of
from app.base.problems import RuleBroken
from app.curriculum.blocks import ID
from app.curriculum.checker.vocabulary import Vocabulary

HERE = Path(__file__).parent
FILES = ("module.yml", "nl/*.md", "media/*")
LONGEST = 60
_ITEM = re.compile(r"^::: question scale #([a-z0-9-]+)", re.M)


def skeleton(slug: str, level: str, title: str, vocabulary: Vocabulary, shared: Path) -> dict[str, bytes]:
    """The files of a new module by their path in it.

    `shared`: the folder lessons/_shared, from which a text and an opinion are borrowed when there are any.

    Raises:
        RuleBroken: (`id` or `level`) that cannot be.
    """
    if not ID.fullmatch(slug) or len(slug) > LONGEST:
        raise RuleBroken("id", N_("“%(id)s” cannot be an id. Use a-z, 0-9 and -, at most 60 signs."), id=slug)
    if level not in BANDS:
        raise RuleBroken("level", N_("There is no level “%(level)s”. Choose from: %(known)s."), level=level,
                         known=", ".join(BANDS))  # fmt: skip
    words = _words(slug, level, title, vocabulary, shared)
    found = [file for pattern in FILES for file in sorted(HERE.glob(pattern))]
    return {file.relative_to(HERE).as_posix(): _filled(file, words) for file in found}


def _words(slug: str, level: str, title: str, vocabulary: Vocabulary, shared: Path) -> Mapping[str, str]:
    return {
        "ID": slug,
        "TITLE": " ".join(title.split()) or slug.replace("-", " ").capitalize(),
        "LEVEL": level,
        "VISIT": next(iter(vocabulary.visit_kinds)),
        "PASS": '; of ook punten: {steps: all, points: "60%"}' if kind_of(level) == VO else "",
        "INCLUDE": _include(shared),
        "BEFORE": _opinion(shared, "vooraf"),
        "AFTER": _opinion(shared, "achteraf"),
    }


def _filled(file: Path, words: Mapping[str, str]) -> bytes:
    text = file.read_text("utf-8")
    for name, said in words.items():
        text = text.replace(f"@@{name}@@", said)
    return text.encode()


def _include(shared: Path) -> str:
    """A text that is there to include; without one, a note that says how."""
    name = next((file.stem for file in sorted(shared.glob("nl/*.md")) if ID.fullmatch(file.stem)), "")
    if not name:
        return "\n[//]: # (include: zet op één regel, met ::: ervoor, de naam van een tekst uit lessons/_shared/nl.)\n"
    return f"\n[//]: # (include: een tekst uit lessons/_shared/nl, die meer modules gebruiken.)\n\n::: include {name}\n"


def _opinion(shared: Path, own_id: str) -> str:
    """The same opinion before and after: the first item of the first set there is; without one, nothing."""
    for file in sorted(shared.glob("instruments/*/nl.md")):
        if found := _ITEM.search(file.read_text("utf-8")):
            note = "scale: wat een leerling ergens van vindt, vooraf en achteraf hetzelfde. De woorden staan in de set."
            block = f"::: question scale #{own_id} item={file.parent.name}/{found[1]}\n:::\n"
            return f"\n[//]: # ({note})\n\n{block}"
    return ""
