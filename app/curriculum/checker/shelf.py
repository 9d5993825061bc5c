"""The folder lessons/_shared as a whole: also what no module uses yet, and whether its languages agree."""

from pathlib import Path

from app.curriculum.checker.media import unused
from app.curriculum.checker.pages import GOALS
from app.curriculum.checker.reading import Reading
from app.curriculum.checker.shared import Shared
from app.curriculum.checker.step import read_parts
from app.curriculum.checker.together import is_sound
from app.curriculum.checker.translation import check_translation
from app.curriculum.checker.vocabulary import Vocabulary
from app.curriculum.draft import PartDraft, StepDraft
from app.curriculum.flaws import Flaw, in_order

SOURCE = "nl"


def check_shared(folder: Path, vocabulary: Vocabulary) -> tuple[Flaw, ...]:
    """Everything that is wrong with what modules share. A text or set that stands in one language only is fine."""
    shared = Shared(folder, vocabulary.units, [])
    steps: dict[tuple[str, str], StepDraft] = {}
    for language in GOALS:
        for name in shared.files.names(language, (".md",)):
            if step := _fragment(shared, language, name.removesuffix(".md")):
                steps[language, name] = step
        for name in shared.set_names():
            if step := _set(shared, language, name):
                steps[language, f"set {name}"] = step
    pages = {page.file: page for page in shared.files.read_pages()}
    for (language, name), step in steps.items():
        source = steps.get((SOURCE, name))
        if language != SOURCE and source and is_sound(shared.flaws, source) and is_sound(shared.flaws, step):
            check_translation(pages, source, step)
    unused(shared.shelf(), shared.used, shared.files)
    return in_order([*shared.flaws, *shared.problems_of_pictures(whole=True)])


def _fragment(shared: Shared, language: str, name: str) -> StepDraft | None:
    """A text to include, as if it were a step of its own."""
    fragment = shared.fragment(language, name)
    if fragment is None:
        return None
    reading = Reading(language, language == SOURCE, shared.units, shared)
    parts = read_parts(fragment.writer, fragment.parts, reading, limited=False)
    return StepDraft(name, fragment.page.file, "", "", parts)


def _set(shared: Shared, language: str, name: str) -> StepDraft | None:
    held = shared.opinions(language, name)
    if held is None:
        return None
    file = held.page.file
    parts = tuple(PartDraft("question", "", one.id, one.line, one, file=file) for one in held.items.values())
    return StepDraft(name, file, held.title, "", parts)
