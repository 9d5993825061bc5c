"""A module that asks every type of question, with reading, tips, tasks and feedback: for who looks over pages."""

from pathlib import Path

from tests.curriculum import lessons
from tests.learning import kinds

CHECKLIST = """
::: question checklist #klaar
Ben je klaar om te bouwen?

- [ ] a: Ik heb klei.
- [ ] b: Mijn tafel is leeg.
:::
"""
SCREENS = (
    *(("kijk", number) for number in range(1, 7)),
    *(("denk", number) for number in range(1, 7)),
    ("bouw", 1),
    ("bouw", 2),
    ("terug", 1),
    ("terug", 2),
)
"""(step, screen) of all that a pupil may open before and after the visit."""
AGAIN = (("kijk", 1), ("denk", 1), ("denk", 2), ("denk", 4))  # what may be tried twice
ASKED = tuple(place for place in SCREENS if place[0] in ("kijk", "denk") or place == ("terug", 1))

RIGHT = {
    "kijk": {"waarom": "b", "delen": "ab", "volgorde": "abcde", "inhoud": ["35000"], "klaar": "ab"},
    "denk": {
        "paren": "abc",
        "gaten": ["peil", "kolk"],
        "woord": ["sluiswachter"],
        "wijs": "a",
        "meer": ["Veel water."],
    },
    "bouw": {"meten": ["0|8", "10|6,5", "20|5"]},
    "terug": {"nu": ["Dat het werkt."]},
}
WRONG = {
    "kijk": {"waarom": "a", "delen": "ac", "volgorde": "bacde", "inhoud": ["12"], "klaar": "a"},
    "denk": {"paren": "bac", "gaten": ["peil", "bak"], "woord": ["sluisbaas"], "wijs": "b"},
}
WRONG_AGAIN = {"kijk": {"waarom": "c"}, "denk": {"paren": "bac", "gaten": ["peil", "emmer"]}}
"""step -> question -> what is handed in, as World.sent takes it."""


def write(folder: Path) -> Path:
    """The module `proef`: kinds.py and the first step of the small module."""
    module = kinds.write(folder)
    plan = (module / "module.yml").read_text("utf-8").replace(", levels: [po-7-8]}", "}")
    plan = plan.replace("  - {id: denk,", "  - {id: kijk, phase: before, minutes: 10, icon: eye}\n  - {id: denk,")
    (module / "module.yml").write_text(plan, "utf-8")
    denk = (module / "nl/denk.md").read_text("utf-8").replace(" level=po-7-8", "")
    (module / "nl/denk.md").write_text(denk, "utf-8")
    (module / "nl/kijk.md").write_text(lessons.GOOD["nl/kijk.md"] + CHECKLIST, "utf-8")
    return module
