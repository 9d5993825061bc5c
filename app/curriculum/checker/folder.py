"""One module's folder as a whole: all problems at once, and a draft when none of them is an error."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from pathlib import Path

from app.base.levels import BANDS
from app.curriculum.checker.facts import Facts, check_facts, read_facts
from app.curriculum.checker.files import Files
from app.curriculum.checker.identity import Identity, read_lock
from app.curriculum.checker.media import Shelf, read_media, unused
from app.curriculum.checker.pages import GOALS, PAGES
from app.curriculum.checker.reading import Reading
from app.curriculum.checker.shared import NAME, Shared
from app.curriculum.checker.step import read_step
from app.curriculum.checker.together import Together
from app.curriculum.checker.vocabulary import Vocabulary
from app.curriculum.checker.yaml_text import Read, read_yaml
from app.curriculum.draft import Media, ModuleDraft, Texts
from app.curriculum.flaws import Flaw, in_order
from app.curriculum.lock.values import Lock
from app.curriculum.markdown import Writer
from app.curriculum.page import Page, printable

MODULE = "module.yml"
SHARED = NAME  # the folder beside the modules with what they include


@dataclass(frozen=True, slots=True)
class Checked:
    """`draft` is None when there is an error; what could be read all the same is there for a preview."""

    slug: str
    flaws: tuple[Flaw, ...]
    draft: ModuleDraft | None
    facts: Facts | None = None
    texts: Mapping[str, Texts] = field(default_factory=dict)
    shelf: Shelf = field(default_factory=Shelf)

    @property
    def errors(self) -> tuple[Flaw, ...]:
        return tuple(flaw for flaw in self.flaws if flaw.is_error)

    @property
    def notes(self) -> tuple[Flaw, ...]:
        return tuple(flaw for flaw in self.flaws if not flaw.is_error)


def module_folders(lessons: Path) -> tuple[Path, ...]:
    """Every folder that is a module; names with _ or . in front are something else."""
    return tuple(sorted(one for one in lessons.iterdir() if one.is_dir() and one.name[0] not in "._"))


class Where(Enum):
    FILE = "ids.lock"


def check_module(
    folder: Path,
    vocabulary: Vocabulary,
    today: date,
    *,
    shared: Path | None = None,
    lock: Lock | Where | None = Where.FILE,
) -> Checked:
    """Read and check one module. Never raises for what an author wrote.

    `shared`: the folder of what modules include, when it does not stand beside the module. `lock`: what is out of
    it; by default what its ids.lock says. None: nothing, or it does not matter.
    """
    return _Check(folder, vocabulary, today, shared or folder.parent / SHARED, lock).run()


@dataclass(slots=True)
class _Check:
    folder: Path
    vocabulary: Vocabulary
    today: date
    place: Path
    lock: Lock | Where | None
    flaws: list[Flaw] = field(default_factory=list)
    used: list[str] = field(default_factory=list)
    shelf: Shelf = field(default_factory=Shelf)
    files: Files = field(init=False)
    shared: Shared = field(init=False)

    def __post_init__(self) -> None:
        self.files = Files(self.folder, self.flaws)
        self.shared = Shared(self.place, self.vocabulary.units, self.flaws)

    def run(self) -> Checked:
        slug = printable(self.folder.name)
        page, read, facts = self._module_yml(slug)
        self.shelf = read_media(self.files)
        texts = dict[str, Texts]()
        for language in [language for language in (facts.languages if facts else ("nl",)) if language in GOALS]:
            texts[language] = self._texts(self._reading(language, not texts, facts), facts)
        identity = self._together(page, read, facts, texts) if page and read and facts else None
        unused(self.shelf, self.used, self.files)
        self.flaws.extend(self.shared.problems_of_pictures())
        shelf = self.shelf.with_others(self.shared.shelf(), SHARED) if self.shared.used else self.shelf
        draft = self._draft(facts, texts, shelf) if facts and self._is_sound() else None
        if draft and identity:
            identity.check_version(draft)
        flaws = in_order(self.flaws)
        return Checked(slug, flaws, draft if self._is_sound() else None, facts, texts, shelf)

    def _is_sound(self) -> bool:
        return not any(flaw.is_error for flaw in self.flaws)

    def _together(self, page: Page, read: Read, facts: Facts, texts: Mapping[str, Texts]) -> Identity:
        together = Together(self.files, self.shared.files, page, read, facts, texts, self.vocabulary.languages)
        together.check()
        lock = read_lock(self.files) if isinstance(self.lock, Where) else self.lock
        identity = Identity(page, read, facts, lock, together.pages())
        if facts.language in texts:
            identity.check_ids(texts[facts.language], whole=together.is_whole(texts[facts.language]))
        return identity

    def _module_yml(self, slug: str) -> tuple[Page | None, Read | None, Facts | None]:
        if MODULE not in self.files.names(""):
            if not self.files.has(MODULE):
                self.files.missing("M01", MODULE)
            return None, None, None
        page = self.files.page(MODULE)
        read = read_yaml(page) if page else None
        facts = read_facts(page, read) if page and read else None
        if page and read and facts:
            check_facts(page, read, facts, self.vocabulary, slug, self.today)
        return page, read, facts

    def _reading(self, language: str, is_source: bool, facts: Facts | None) -> Reading:
        levels = facts.levels if facts and facts.knows_levels else BANDS
        return Reading(language, is_source, self.vocabulary.units, self.shared, levels)

    def _texts(self, reading: Reading, facts: Facts | None) -> Texts:
        """All files of one language. Without facts: whatever is there, so that its problems show too."""
        texts, language = Texts(), reading.language
        there = self.files.names(language, (".md",))
        for name, read in PAGES.items():
            if f"{name}.md" in there and (writer := self._writer(language, name)):
                read(writer, texts)
        steps: Mapping[str, Sequence[str]] = (
            {step.id: step.levels for step in facts.steps if step.id not in PAGES}
            if facts
            else {name[:-3]: () for name in there if name[:-3] not in PAGES}
        )
        of_module = reading.levels
        for step_id, levels in steps.items():
            reading.levels = levels if levels and set(levels) <= set(of_module) else of_module
            if f"{step_id}.md" in there and (writer := self._writer(language, step_id)):
                texts.steps[step_id] = read_step(writer, step_id, reading, limited=bool(facts and facts.knows_levels))
        if facts and len(texts.steps) == len({step.id for step in facts.steps}):
            reading.check_recalls()
        return texts

    def _writer(self, language: str, name: str) -> Writer | None:
        page = self.files.page(f"{language}/{name}.md", language)
        return Writer(page, self.shelf.pictures, self.used) if page else None

    def _draft(self, facts: Facts, texts: Mapping[str, Texts], shelf: Shelf) -> ModuleDraft:
        names = [*self.used, *(f"{SHARED}/{name}" for name in self.shared.used)]
        return ModuleDraft(
            slug=facts.id,
            edition=facts.edition,
            revision=facts.revision,
            status=facts.status,
            language=facts.language,
            facts=facts.model_dump(mode="json", by_alias=True),
            labels=self._labels(facts),
            texts=texts,
            media=tuple(
                Media(picture, shelf.contents[name], shelf.credits[name])
                for name in names
                if (picture := shelf.pictures[name])
            ),
            goals={code: self.vocabulary.goal_ids[code] for code in facts.kerndoelen},
        )

    def _labels(self, facts: Facts) -> Mapping[str, Mapping[str, Mapping[str, str]]]:
        held = self.vocabulary
        kinds: Sequence[str] = [facts.visit.kind] if facts.visit else []
        lists = (
            ("kerndoelen", facts.kerndoelen, held.kerndoelen),
            ("topics", facts.topics, held.topics),
            ("safety", facts.safety, held.safety),
            ("visit_kinds", kinds, held.visit_kinds),
        )
        return {name: {code: known[code] for code in codes} for name, codes, known in lists}
