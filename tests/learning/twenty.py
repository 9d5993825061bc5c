"""A module of twenty questions and a step that is only read: long enough to lose the wifi in the middle of it."""

from pathlib import Path

from tests.curriculum import lessons

MODULE = """\
id: proef
version: 1.0
status: published
language: nl
also: []
levels: [po-7-8]
kerndoelen: [po-2006-44]
topics: [water]

steps:
  - {id: kijk, phase: before, minutes: 10, icon: eye}
  - {id: lees, phase: before, minutes: 5, icon: book-open}

safety: [water-edge]
visit:
  kind: lock-or-harbour
pass: {steps: all}
licence: CC-BY-SA-4.0
reviewed: []
"""
OF_A_KIND = (
    "::: question open #vraag-{n}\nWat zie je bij sluis {n}?\n\nrubric: Elk antwoord is goed.\n:::\n",
    "::: question choice #vraag-{n} points=1 tries=1\nWat is sluis {n}?\n\n- (x) a: een deur\n- ( ) b: een dak\n:::\n",
    "::: question number #vraag-{n} points=1\nHoeveel schepen liggen bij sluis {n}?\n\nanswer: {n}\n:::\n",
    "::: question order #vraag-{n} points=1\nZet de stappen van sluis {n} op volgorde.\n\n"
    "1. a: deur open\n2. b: varen\n3. c: deur dicht\n:::\n",
)
LOOK = "# Twintig sluizen\nlabel: Kijk\n\n![Een sluis van de zijkant](../media/sluis.svg)\n\n"
READ = "# Lees dit\nlabel: Lees\n\nEen sluis tilt een schip op.\n"
QUESTIONS = [f"vraag-{n}" for n in range(1, 21)]


def write(folder: Path, slug: str = "proef") -> Path:
    """In a lessons folder of its own."""
    place = lessons.write(folder, slug)
    for left in place.glob("en/*.md"):
        left.unlink()
    for left in ("nl/bezoek.md", "nl/terug.md"):
        (place / left).unlink()
    (place / "module.yml").write_text(MODULE, "utf-8")
    asked = (OF_A_KIND[n % 4].format(n=n) for n in range(1, 21))
    (place / "nl" / "kijk.md").write_text(LOOK + "\n".join(asked), "utf-8")
    (place / "nl" / "lees.md").write_text(READ, "utf-8")
    return place
