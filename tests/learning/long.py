"""A module of twelve steps: as many as a class view must hold."""

from pathlib import Path

from tests.curriculum import lessons

LABELS = ("Voorspel", "Bouw", "Meet", "Teken", "Reken", "Vertel", "Onderzoek", "Vergelijk", "Ontwerp")
STEPS = 3 + len(LABELS)  # the small module has three


def write(folder: Path) -> Path:
    """The small module, with nine steps more that each ask one thing."""
    module = lessons.write(folder)
    last = "  - {id: terug,"
    more = "".join(f"  - {{id: stap-{n}, phase: before, minutes: 10, icon: hammer}}\n" for n, _ in enumerate(LABELS))
    index = module / "module.yml"
    index.write_text(index.read_text("utf-8").replace(last, more + last), "utf-8")
    for n, label in enumerate(LABELS):
        asked = f"::: question open #vraag-{n}\nWat zie je?\n\nrubric: Wat het kind zag.\n:::\n"
        for language in ("nl", "en"):
            step = f"# Stap {n}\nlabel: {label}\n\n{asked}"
            (module / language / f"stap-{n}.md").write_text(step, "utf-8")
    return module
