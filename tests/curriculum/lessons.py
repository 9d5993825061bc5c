"""A small module without mistakes, to plant mistakes in: `write(folder)` puts it there, `planted` changes one place."""

from datetime import date
from pathlib import Path

from app.curriculum.checker.folder import Checked, check_module
from app.curriculum.checker.vocabulary import FILE, Vocabulary, read_vocabulary

LESSONS = Path(__file__).parents[2] / "lessons"
TODAY = date(2026, 11, 24)
HERE = "§"  # stands in a planted text on the line where the problem must be found

GOOD = {
    "module.yml": """\
id: proef
version: 1.0
status: published
language: nl
also: [en]
levels: [po-7-8]
kerndoelen: [po-2006-44]
topics: [water]

steps:
  - {id: kijk, phase: before, minutes: 10, icon: eye}
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
    "nl/about.md": """\
# De proefsluis

Ontdek hoe een sluis een schip optilt.

## Wat je leert

- Je legt uit waarom een sluis nodig is.
- Je rekent met *inhoud*.
""",
    "nl/materials.md": """\
# Materiaal

Koop alles in één keer.

| wat | hoeveel | per | prijs |
|---|---|---|---|
| bak | 1 | groep | 2,50 |
| klei | 0,5 | tweetal | - |
""",
    "nl/teacher.md": """\
# Voor de leerkracht

Lees de vragen. Het antwoord is GEHEIM-GIDS.
""",
    "nl/host.md": """\
# Voor het bedrijf

## Wie er komt

Een groep 7 van de basisschool.

## Wat ze al weten

Ze bouwden een sluis van klei.

## Wat ze zullen vragen

- Wie doet de deur open?

## Drie dingen om te laten doen

- De kolk aflopen in stappen.
- Schepen tellen.
- Een vraag stellen.

## Woorden om te vermijden

Zeg `deur`, niet `roldeur`.

## Hoe het eindigt

Ieder kind noemt één ding.
""",
    "nl/kijk.md": """\
# Waarom een sluis?
label: Kijk

Het water in zee gaat **omhoog** en omlaag.

![Een sluis van de zijkant](../media/sluis.svg)

::: question choice #waarom points=2 tries=2
Waarom is er een sluis?

- ( ) a: Om te wassen
  > GEHEIM-TERUG-A
- (x) b: Om water tegen te houden
  > GEHEIM-TERUG-B
- ( ) c: Om te vissen

hint: Kijk naar de tekening.
explain: GEHEIM-UITLEG
:::

::: question multi #delen points=2
Wat hoort bij een sluis?

- [x] a: deur
- [x] b: kolk
- [ ] c: schoorsteen
:::

::: question order #volgorde points=4
Zet in de goede volgorde.

1. a: deur open
2. b: varen
3. c: deur dicht
4. d: water eruit
5. e: andere deur open
:::

::: question number #inhoud points=2
Hoeveel water is er?

answer: 35000 m³ ± 1%
hint: lengte keer breedte
:::

::: task #bouw
Bouw een sluis van klei.

::: hint
Druk goed aan.
:::
:::

::: teacher
GEHEIM-LERAAR
:::
""",
    "nl/bezoek.md": """\
# Kijken bij de sluis
label: Bezoek

::: safety
Blijf achter de lijn.
:::

::: question open #vraag
Wat vroeg je aan de gids?

rubric: GEHEIM-RUBRIEK
:::
""",
    "nl/terug.md": """\
# Terugkijken
label: Terug

Dit was het.

::: was-there
Je was erbij.

::: question checklist #gezien
Wat zag je?

- [ ] a: een deur
- [ ] b: een schip
:::
:::

::: was-not-there
Je was er niet bij.

::: question open #verhaal
Schrijf een verhaal.

rubric: Elk verhaal is goed.
:::
:::
""",
    "en/about.md": """\
# The test lock

Find out how a lock lifts a ship.

## What you learn

- You explain why there is a lock.
""",
    "en/materials.md": """\
# Materials

| what | how many | per | price |
|---|---|---|---|
| tray | 1 | group | 2.50 |
| clay | 0.5 | pair | - |
""",
    "en/teacher.md": "# For the teacher\n\nRead the questions.\n",
    "en/host.md": """\
# For the company

## Who comes

A class of ten-year-olds.

## What they already know

They built a lock of clay.

## What they will ask

- Who opens the gate?

## Three things to let them do

- Walk along the chamber in steps.
- Count ships.
- Ask a question.

## Words to avoid

Say `gate`.

## How it ends

Each child names one thing.
""",
    "en/kijk.md": """\
# Why a lock?
label: Look

The water at sea goes up and down.

![A lock from the side](../media/sluis.svg)

::: question choice #waarom
Why is there a lock?

- ( ) a: To wash
- ( ) b: To hold back water
- ( ) c: To fish
:::

::: question multi #delen
What belongs to a lock?

- [ ] a: gate
- [ ] b: chamber
- [ ] c: chimney
:::

::: question order #volgorde
Put in the right order.

1. a: gate open
2. b: sail
3. c: gate closed
4. d: water out
5. e: other gate open
:::

::: question number #inhoud
How much water is there?
:::

::: task #bouw
Build a lock of clay.
:::
""",
    "en/bezoek.md": """\
# At the lock
label: Visit

::: question open #vraag
What did you ask?

rubric: A question.
:::
""",
    "en/terug.md": """\
# Looking back
label: Back

::: was-there
::: question checklist #gezien
What did you see?

- [ ] a: a gate
- [ ] b: a ship
:::
:::

::: was-not-there
::: question open #verhaal
Write a story.

rubric: Any story.
:::
:::
""",
    "media/sluis.svg": """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 30">
<rect width="4" height="3"/>
</svg>
""",
    "media/credits.yml": '- {file: sluis.svg, maker: Openwerf, licence: CC-BY-SA-4.0, url: ""}\n',
}


def as_files(slug: str = "proef") -> dict[str, bytes]:
    """The good module as its files by their path in it."""
    return {name: text.replace("id: proef", f"id: {slug}").encode() for name, text in GOOD.items()}


def write(lessons: Path, slug: str = "proef") -> Path:
    """The good module, in a lessons folder of its own."""
    (lessons / FILE).parent.mkdir(parents=True, exist_ok=True)
    (lessons / FILE).write_text((LESSONS / FILE).read_text("utf-8"), "utf-8")
    folder = lessons / slug
    for name, text in GOOD.items():
        place = folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text.replace("id: proef", f"id: {slug}"), "utf-8")
    return folder


def plant(folder: Path, file: str, old: str, new: str) -> int:
    """Put `new` in the place of `old`; the line of the § in it. Without `old` the whole file is replaced."""
    place = folder / file
    before = place.read_text("utf-8") if place.exists() else ""
    assert not old or before.count(old) == 1, f"{old!r} must stand in {file} once"
    after = before.replace(old, new) if old else new
    line = after[: after.index(HERE)].count("\n") + 1 if HERE in after else 1
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(after.replace(HERE, ""), "utf-8")
    return line


def vocabulary() -> Vocabulary:
    return read_vocabulary(LESSONS)


def checked(folder: Path, words: Vocabulary | None = None) -> Checked:
    return check_module(folder, words or vocabulary(), TODAY)
