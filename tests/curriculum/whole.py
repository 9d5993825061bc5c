"""A sound module that uses every block, every type of question and what modules share, to plant mistakes in."""

from pathlib import Path

from app.curriculum.checker.folder import SHARED, Checked
from tests.curriculum import lessons

SET = "techniek-1"
MODULE = (
    lessons.GOOD["module.yml"]
    .replace("levels: [po-7-8]", "levels: [po-5-6, po-7-8]")
    .replace(
        "  - {id: terug, phase: after, minutes: 5, icon: rewind}\n",
        "  - {id: terug, phase: after, minutes: 5, icon: rewind}\n"
        "  - {id: alles, phase: before, minutes: 30, icon: eye, levels: [po-7-8, po-5-6]}\n"
        "  - {id: straks, phase: after, minutes: 30, icon: rewind}\n",
    )
    .replace("reviewed: []\n", "reviewed: []\nretired_questions: [ooit]\nurgent: false\n")
)
WHOLE = {
    **lessons.GOOD,
    "module.yml": MODULE,
    "nl/about.md": lessons.GOOD["nl/about.md"] + "\n## Wie dit maakte\n\nDe redactie, voor niets.\n",
    "en/about.md": lessons.GOOD["en/about.md"] + "\n## Who made this\n\nThe editors, for nothing.\n",
    "nl/alles.md": """\
# Alles in één stap
label: Alles

::: include veilig
::: include doen level=po-7-8

::: question match #paren points=2
Wat hoort bij elkaar?

- a: kolk = bak
- b: deur = dicht
:::

::: question gap #gaten points=2
Het water heet {a: peil | waterpeil}. De bak heet {b}.

hint: Kijk naar de tekening.
:::

::: question short #woord
Hoe heet de bak?

answer: kolk | sluiskolk
:::

::: question hotspot #wijs tries=2
Wijs de deur aan.

![Een sluis van de zijkant](../media/sluis.svg)

- (x) a: rect 10,20 30,40 = de deur
  > Ja.
- ( ) b: rect 50,20 70,40 = de kolk
:::

::: question photo #foto points=1
Maak een foto van je sluis.

rubric: Je ziet een deur.
:::

::: question scale #vooraf item=techniek-1/maken
:::

::: measure #meten
Meet het water.

columns: lengte (cm) | tijd (s)
rows: 5
:::

::: question open #gast ask=host
Wat wil je vragen?

rubric: Een vraag over het werk.

::: tip
Begin met wat.
:::
:::

::: tip
Je kunt het.
:::

::: print
Teken hier.
:::

::: screen level=po-5-6
Kijk goed.

::: safety
Niet rennen.
:::
:::

::: visit
Straks gaan we erheen.
:::

::: solution
Deze zie je niet.
:::
""",
    "nl/straks.md": """\
# Straks
label: Straks

Weet je het nog?

::: recall #paren

::: question scale #achteraf item=techniek-1/maken
:::

::: was-there
Je was erbij.

::: include groet
::: recall #meten level=po-7-8
:::
""",
    "en/alles.md": """\
# All in one step
label: All

::: include veilig
::: include doen level=po-7-8

::: question match #paren
What belongs together?

- a: chamber = tub
- b: gate = shut
:::

::: question gap #gaten
The water is called {a: level}. The tub is called {b}.
:::

::: question short #woord
What is the tub called?

answer: chamber
:::

::: question hotspot #wijs
Point at the gate.

![A lock from the side](../media/sluis.svg)

- ( ) a: rect 10,20 30,40 = the gate
- ( ) b: rect 50,20 70,40 = the chamber
:::

::: question photo #foto
Take a photo of your lock.

rubric: A gate.
:::

::: question scale #vooraf item=techniek-1/maken
:::

::: measure #meten
Measure the water.

columns: length (cm) | time (s)
:::

::: question open #gast
What do you want to ask?

rubric: A question.

::: tip
Begin with what.
:::
:::

::: tip
You can.
:::

::: print
Draw here.
:::

::: screen level=po-5-6
Look.

::: safety
Do not run.
:::
:::

::: visit
We shall go there.
:::

::: solution
You do not see this.
:::
""",
    "en/straks.md": """\
# Later
label: Later

::: recall #paren

::: question scale #achteraf item=techniek-1/maken
:::

::: was-there
::: include groet
::: recall #meten level=po-7-8
:::
""",
}
COMMON = {
    "nl/veilig.md": "::: safety\nBlijf bij de groep.\n:::\n\n![Een pad](../media/pad.svg)\n",
    "en/veilig.md": "::: safety\nStay together.\n:::\n\n![A path](../media/pad.svg)\n",
    "nl/doen.md": "Doe dit eerst.\n\n::: task #opruimen level=po-7-8\nRuim op.\n:::\n",
    "en/doen.md": "Do this first.\n\n::: task #opruimen level=po-7-8\nTidy up.\n:::\n",
    "nl/groet.md": "Zeg dank je wel.\n",
    "en/groet.md": "Say thank you.\n",
    "media/pad.svg": lessons.GOOD["media/sluis.svg"].replace("40 30", "9 9"),
    "media/credits.yml": '- {file: pad.svg, maker: Openwerf, licence: CC0-1.0, url: ""}\n',
    f"instruments/{SET}/about.yml": """\
maker: Openwerf
url: ""
licence: CC-BY-SA-4.0
age: 8-12
validated: no
reversed: [saai]
""",
    f"instruments/{SET}/nl.md": "# Techniek\n\nEr is geen fout antwoord.\n"
    + "".join(
        f"\n::: question scale #{item}\nIk vind {item} leuk.\n\n- 1: nee\n- 5: ja\n:::\n"
        for item in ("maken", "saai", "weten", "werken", "later")
    ),
    f"instruments/{SET}/en.md": "# Technology\n\nNo answer is wrong.\n"
    + "".join(
        f"\n::: question scale #{item}\nI like {item}.\n\n- 1: no\n- 5: yes\n:::\n"
        for item in ("maken", "saai", "weten", "werken", "later")
    ),
}


def write(folder: Path) -> Path:
    """The module `proef` with what it shares, in a lessons folder of its own."""
    module = lessons.write(folder)
    for place, files in ((module, WHOLE), (folder / SHARED, COMMON)):
        for name, text in files.items():
            (place / name).parent.mkdir(parents=True, exist_ok=True)
            (place / name).write_text(text, "utf-8")
    return module


def checked(folder: Path) -> Checked:
    return lessons.checked(folder)
