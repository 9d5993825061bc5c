"""One module's folder as a whole: all problems at once, and a draft when none of them is an error."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from app.base.language import N_
from app.curriculum.checker.facts import Facts, check_facts, read_facts
from app.curriculum.checker.limits import limit_of
from app.curriculum.checker.media import Shelf, read_media, unused
from app.curriculum.checker.pages import GOALS, read_about, read_guide, read_materials
from app.curriculum.checker.step import read_step
from app.curriculum.checker.translation import check_translation, question_ids
from app.curriculum.checker.vocabulary import Vocabulary
from app.curriculum.checker.yaml_text import Read, read_yaml
from app.curriculum.draft import Media, ModuleDraft, StepDraft, Texts
from app.curriculum.flaws import Flaw, in_order
from app.curriculum.markdown import Writer
from app.curriculum.page import Page, page_of

MODULE = "module.yml"
ABOUT, MATERIALS, TEACHER = "about", "materials", "teacher"
UNSOUND = frozenset(("S01", "S06", "S07", "S08", "S09", "S10", "S11", "S12", "S16", "Q01", "Q04", "Q05", "Q06", "Q07"))
OTHER_PAGES = {ABOUT: read_about, MATERIALS: read_materials, TEACHER: read_guide}
WHY = {
    ABOUT: N_("title, one line and the goals stand in it"),
    TEACHER: N_("it is for the teacher with five minutes"),
}


@dataclass(frozen=True, slots=True)
class Checked:
    """`draft` is None when there is an error."""

    slug: str
    flaws: tuple[Flaw, ...]
    draft: ModuleDraft | None

    @property
    def errors(self) -> tuple[Flaw, ...]:
        return tuple(flaw for flaw in self.flaws if flaw.is_error)

    @property
    def notes(self) -> tuple[Flaw, ...]:
        return tuple(flaw for flaw in self.flaws if not flaw.is_error)


def module_folders(lessons: Path) -> tuple[Path, ...]:
    """Every folder that is a module; names with _ or . in front are something else."""
    return tuple(sorted(one for one in lessons.iterdir() if one.is_dir() and one.name[0] not in "._"))


def check_module(folder: Path, vocabulary: Vocabulary, today: date) -> Checked:
    """Read and check one module. Never raises for what an author wrote."""
    return _Check(folder, vocabulary, today).run()


@dataclass(slots=True)
class _Check:
    folder: Path
    vocabulary: Vocabulary
    today: date
    flaws: list[Flaw] = field(default_factory=list)
    used: list[str] = field(default_factory=list)
    shelf: Shelf = field(default_factory=Shelf)

    def run(self) -> Checked:
        page, read, facts = self._module_yml()
        self.shelf = read_media(self.folder, self.flaws)
        languages = facts.languages if facts else ("nl",)
        known = [language for language in languages if language in GOALS]
        texts = {language: self._texts(language, known[0], facts) for language in known}
        if page and read and facts:
            self._together(page, read, facts, texts)
        unused(self.shelf, self.used, self.folder.name, self.flaws)
        flaws = in_order(self.flaws)
        broken = facts is None or any(flaw.is_error for flaw in flaws)
        return Checked(self.folder.name, flaws, None if broken or not facts else self._draft(facts, texts))

    def _module_yml(self) -> tuple[Page | None, Read | None, Facts | None]:
        file = self.folder / MODULE
        if not file.is_file():
            self.flaws.append(Flaw("M01", f"{self.folder.name}/{MODULE}", 1))
            return None, None, None
        page = page_of(file.read_bytes(), f"{self.folder.name}/{MODULE}", self.flaws)
        read = read_yaml(page) if page else None
        facts = read_facts(page, read) if page and read else None
        if page and read and facts:
            check_facts(page, read, facts, self.vocabulary, self.folder.name, self.today)
        return page, read, facts

    def _texts(self, language: str, source: str, facts: Facts | None) -> Texts:
        """All files of one language. Without facts: whatever is there, so that its problems show too."""
        texts, ids = Texts(), dict[str, str]()
        there = {file.stem: file for file in sorted((self.folder / language).glob("*.md"))}
        limit = limit_of(facts.levels) if facts and language == source else None
        for name, read in OTHER_PAGES.items():
            if name in there and (writer := self._writer(there[name], language)):
                read(writer, texts)
        steps = list(dict.fromkeys(step.id for step in facts.steps)) if facts else there.keys() - OTHER_PAGES.keys()
        for step_id in steps:
            if step_id in there and (writer := self._writer(there[step_id], language)):
                is_source = language == source
                texts.steps[step_id] = read_step(
                    writer, step_id, self.vocabulary.units, ids, source=is_source, limit=limit
                )
        return texts

    def _writer(self, file: Path, language: str) -> Writer | None:
        shown = f"{self.folder.name}/{language}/{file.name}"
        page = page_of(file.read_bytes(), shown, self.flaws, language)
        return Writer(page, self.shelf.pictures, self.used) if page else None

    def _together(self, page: Page, read: Read, facts: Facts, texts: Mapping[str, Texts]) -> None:
        """What only shows when the files are laid side by side."""
        for language in texts:
            self._files(page, read, facts, language)
        if not texts:
            return
        source = texts[next(iter(texts))]
        known = question_ids(list(source.steps.values()))
        for number, evidence in enumerate(facts.visit.evidence if facts.visit else ()):
            if evidence not in known and all(self._sound(source.steps.get(step.id)) for step in facts.steps):
                page.wrong("M14", read.line("visit", "evidence", number), id=evidence)
        for language, other in list(texts.items())[1:]:
            self._translation(source, other, language)
        self._other_folders(page, read, facts)

    def _files(self, page: Page, read: Read, facts: Facts, language: str) -> None:
        there = {file.stem for file in (self.folder / language).glob("*.md")}
        steps = {step.id for step in facts.steps}
        is_source = language == facts.language
        for number, step in enumerate(facts.steps):
            if step.id not in there:
                line, file = read.line("steps", number, "id"), f"{language}/{step.id}.md"
                if is_source:
                    page.wrong("M11", line, id=step.id, file=file)
                else:
                    page.wrong("V06", read.line("also"), file=file, language=language)
        for name in sorted(there - steps - OTHER_PAGES.keys()):
            self.flaws.append(Flaw("M12", f"{self.folder.name}/{language}/{name}.md", 1))
        for name in sorted(OTHER_PAGES.keys() - there):
            self._missing(name, language, facts, page, read)

    def _missing(self, name: str, language: str, facts: Facts, page: Page, read: Read) -> None:
        file, is_source = f"{language}/{name}.md", language == facts.language
        if name == MATERIALS:
            if is_source or (self.folder / facts.language / f"{name}.md").is_file():
                page.wrong("M17", read.line("language" if is_source else "also"), file=file)
        elif is_source:
            page.wrong("M16", read.line("language"), file=file, why=WHY[name])
        else:
            page.wrong("V06", read.line("also"), file=file, language=language)

    def _translation(self, source: Texts, other: Texts, language: str) -> None:
        for step_id, translated in other.steps.items():
            file = self.folder / language / f"{step_id}.md"
            page = page_of(file.read_bytes(), translated.file, self.flaws, language)
            original = source.steps.get(step_id)
            if page and original and self._sound(original) and self._sound(translated):
                check_translation(page, original, translated)

    def _sound(self, step: StepDraft | None) -> bool:
        """Could all its questions be read? If not, comparing would only say the same mistake again."""
        return step is not None and not any(flaw.file == step.file and flaw.code in UNSOUND for flaw in self.flaws)

    def _other_folders(self, page: Page, read: Read, facts: Facts) -> None:
        for language in sorted(self.vocabulary.languages.keys() - set(facts.languages)):
            if (self.folder / language).is_dir():
                page.wrong("V08", read.line("also"), language=language)

    def _draft(self, facts: Facts, texts: Mapping[str, Texts]) -> ModuleDraft:
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
                Media(picture, self.shelf.contents[name], self.shelf.credits[name])
                for name in self.used
                if (picture := self.shelf.pictures[name])
            ),
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
