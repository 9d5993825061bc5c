"""A module with every type of question that the small one lacks, with levels and answers shown back."""

from pathlib import Path

from app.curriculum.checker.folder import SHARED
from tests.curriculum import lessons
from tests.curriculum.whole import COMMON, SET

KINDS = {
    "module.yml": """\
id: proef
version: 1.0
status: published
language: nl
also: []
levels: [po-5-6, po-7-8]
kerndoelen: [po-2006-44]
topics: [water]

steps:
  - {id: denk, phase: before, minutes: 10, icon: eye}
  - {id: bouw, phase: before, minutes: 30, icon: hammer, levels: [po-7-8]}
  - {id: bezoek, phase: during, minutes: 20, icon: flag}
  - {id: terug, phase: after, minutes: 5, icon: rewind}

safety: [water-edge]
visit:
  kind: lock-or-harbour
  evidence: [vraag]
pass: {steps: all}
licence: CC-BY-SA-4.0
reviewed: []
""",
    "nl/denk.md": f"""\
# Denk na
label: Denk

::: visit
Straks gaan we naar de sluis.
:::

::: question match #paren points=2 tries=2
Wat hoort bij elkaar?

- a: kolk = de bak
- b: deur = houdt tegen
- c: schuif = laat door

explain: GEHEIM-UITLEG
:::

::: question gap #gaten points=2 tries=2
Het water heet {{a: peil | waterpeil}}. De bak heet {{b: kolk}}.
:::

::: question short #woord points=2
Hoe heet wie de sluis bedient?

answer: sluiswachter | sluismeester
:::

::: question hotspot #wijs tries=2
Wijs de deur aan.

![Een sluis van de zijkant](../media/sluis.svg)

- (x) a: rect 10,20 30,40 = de deur
- ( ) b: rect 50,20 70,40 = de kolk
:::

::: question scale #vooraf item={SET}/maken
:::

::: question open #meer level=po-7-8
Wat weet je nog meer?

rubric: Iets over water.
:::
""",
    "nl/bouw.md": """\
# Bouw en meet
label: Bouw

::: measure #meten
Meet hoe het water zakt.

columns: tijd (s) | hoogte (cm)
rows: 4
:::

::: question photo #foto
Maak een foto van je sluis.

rubric: Je ziet een deur.
:::
""",
    "nl/bezoek.md": """\
# Bij de sluis
label: Bezoek

::: question open #vraag
Wat vroeg je aan de gids?

rubric: Een vraag.
:::
""",
    "nl/terug.md": f"""\
# Terug
label: Terug

::: recall #paren

::: recall #meten

::: recall #foto

::: recall #vraag

::: question open #nu
Wat weet je nu?

rubric: Iets nieuws.
:::

::: question scale #achteraf item={SET}/maken
:::
""",
}
TAKEN = ("nl/about.md", "nl/materials.md", "nl/teacher.md", "nl/host.md", "media/sluis.svg", "media/credits.yml")


def write(folder: Path) -> Path:
    """The module `proef`, with the set of questions it asks, in a lessons folder of its own."""
    (folder / lessons.FILE).parent.mkdir(parents=True, exist_ok=True)
    (folder / lessons.FILE).write_text((lessons.LESSONS / lessons.FILE).read_text("utf-8"), "utf-8")
    module = folder / "proef"
    own = {name: lessons.GOOD[name] for name in TAKEN} | KINDS
    shared = {name: text for name, text in COMMON.items() if name.startswith("instruments/")}
    for place, files in ((module, own), (folder / SHARED, shared)):
        for name, text in files.items():
            (place / name).parent.mkdir(parents=True, exist_ok=True)
            (place / name).write_text(text, "utf-8")
    return module
