"""What only shows when the files of a module are laid side by side: what is missing, and what does not agree."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from app.base.language import N_
from app.curriculum.checker.facts import PHASES, Facts
from app.curriculum.checker.files import Files
from app.curriculum.checker.pages import ABOUT, HOST, MATERIALS, PAGES, TEACHER
from app.curriculum.checker.shared import SETS
from app.curriculum.checker.translation import check_translation, placed, question_ids
from app.curriculum.checker.yaml_text import Read
from app.curriculum.draft import PartDraft, StepDraft, Texts
from app.curriculum.flaws import Flaw
from app.curriculum.module import WAS_NOT_THERE, WAS_THERE
from app.curriculum.page import Page

# With one of these in a file its questions are not what the author meant: laying them beside those of another
# language would only say the same mistake again.
_STRUCTURE = {"S01", "S06", "S07", "S08", "S09", "S10", "S11", "S12", "S16", "S18"}
_SHARED = {"S20", "S21", "S22", "S23", "S24", "S25", "S26", "Q26", "Q29", "Q30", "Q31", "Q39"}
_KEYS = {"Q01", "Q04", "Q05", "Q06", "Q07", "Q22", "Q24", "Q27", "Q28", "Q37"}
UNSOUND = _STRUCTURE | _SHARED | _KEYS
WHY = {
    ABOUT: N_("title, one line and the goals stand in it"),
    TEACHER: N_("it is for the teacher with five minutes"),
}
NOTED = {MATERIALS: "M17", HOST: "M20"}  # pages that a module can do without


@dataclass(frozen=True, slots=True)
class Together:
    """The first of `texts` is the source."""

    files: Files
    shared: Files
    page: Page  # module.yml
    read: Read
    facts: Facts
    texts: Mapping[str, Texts]
    languages: Collection[str]

    def check(self) -> None:
        for language in self.texts:
            self._files(language)
        if not self.texts:
            return
        source = self.texts[next(iter(self.texts))]
        if self.is_whole(source):
            self._evidence(source)
            self._opinions(source)
        for other in list(self.texts.values())[1:]:
            self._translation(source, other)
        for language in sorted(set(self.languages) - set(self.facts.languages)):
            if self.files.is_folder(language):
                self.page.wrong("V08", self.read.line("also"), language=language)

    def _files(self, language: str) -> None:
        if language in self.files.odd:
            return  # the folder itself cannot be read, and that was said
        there = {name.removesuffix(".md") for name in self.files.names(language, (".md",))}
        for number, step in enumerate(self.facts.steps):
            if not self.files.has(f"{language}/{step.id}.md"):
                file = f"{language}/{step.id}.md"
                if language == self.facts.language:
                    self.page.wrong("M11", self.read.line("steps", number, "id"), id=step.id, file=file)
                else:
                    self.page.wrong("V06", self.read.line("also"), file=file, language=language)
        for name in sorted(there - {step.id for step in self.facts.steps} - PAGES.keys()):
            self.files.missing("M12", f"{language}/{name}.md")
        for name in sorted(PAGES):
            if not self.files.has(f"{language}/{name}.md"):
                self._missing(name, language)

    def _missing(self, name: str, language: str) -> None:
        file, is_source = f"{language}/{name}.md", language == self.facts.language
        line = self.read.line("language" if is_source else "also")
        if code := NOTED.get(name):
            wanted = (
                (name != HOST or self.facts.visit) if is_source else self.files.has(f"{self.facts.language}/{name}.md")
            )
            if wanted:
                self.page.wrong(code, line, file=file)
        elif is_source:
            self.page.wrong("M16", line, file=file, why=WHY[name])
        else:
            self.page.wrong("V06", line, file=file, language=language)

    def _evidence(self, source: Texts) -> None:
        known = question_ids(source.steps.values())
        for number, evidence in enumerate(self.facts.visit.evidence if self.facts.visit else ()):
            if evidence not in known:
                self.page.wrong("M14", self.read.line("visit", "evidence", number), id=evidence)

    def _opinions(self, source: Texts) -> None:
        """An item is asked once before and once after the visit, and never during it."""
        asked: dict[tuple[str, str], list[_Asked]] = {}
        odd: set[str] = set()
        for one in self._asked(source):
            before = asked.setdefault((one.item, one.phase), [])
            if one.phase == "during":
                one.page.wrong("Q35", one.part.line)
                odd.add(one.item)
            elif any(one.meets(other) for other in before):
                one.page.wrong("Q33", one.part.line, item=one.item, phase=PHASES[one.phase])
                odd.add(one.item)
            before.append(one)
        for (item, phase), held in asked.items():
            if item not in odd and (item, "after" if phase == "before" else "before") not in asked:
                held[0].page.wrong("Q34", held[0].part.line, item=item, phase=PHASES[phase])

    def _asked(self, source: Texts) -> Iterator["_Asked"]:
        pages = self.pages()
        for facts in self.facts.steps:
            step = source.steps[facts.id]
            for one in placed(step.parts):
                if one.part.question and one.part.question.type == "scale":
                    levels = frozenset(one.reach or facts.levels or self.facts.levels)
                    item = str((one.part.question.facts or {}).get("item", ""))
                    yield _Asked(item, facts.phase, levels, one.kinds, one.part, pages[one.part.file or step.file])

    def _translation(self, source: Texts, other: Texts) -> None:
        pages = self.pages()
        for step_id, translated in other.steps.items():
            original = source.steps.get(step_id)
            if original and self._is_sound(original) and self._is_sound(translated):
                check_translation(pages, original, translated)

    def pages(self) -> dict[str, Page]:
        """Every page that was read, those that were included too, by file."""
        return {page.file: page for page in (*self.files.read_pages(), *self.shared.read_pages())}

    def is_whole(self, source: Texts) -> bool:
        """Could all steps be read?"""
        return all(self._is_sound(source.steps.get(step.id)) for step in self.facts.steps)

    def _is_sound(self, step: StepDraft | None) -> bool:
        return step is not None and is_sound(self.page.flaws, step)


def is_sound(flaws: Collection[Flaw], step: StepDraft) -> bool:
    """Could all its questions be read, those of included texts and of sets too?"""
    parts = [one.part for one in placed(step.parts)]
    files = {step.file, *(part.file for part in parts)}
    items = [str((part.question.facts or {}).get("item", "")) for part in parts if part.question]
    sets = tuple(f"/{SETS}/{item.partition('/')[0]}/" for item in items if item)
    return not any(
        flaw.code in UNSOUND and (flaw.file in files or any(name in flaw.file for name in sets)) for flaw in flaws
    )


@dataclass(frozen=True, slots=True)
class _Asked:
    item: str
    phase: str
    levels: frozenset[str]
    kinds: tuple[str, ...]
    part: PartDraft
    page: Page

    def meets(self, other: "_Asked") -> bool:
        """Is there a pupil who gets both?"""
        apart = {WAS_THERE, WAS_NOT_THERE} <= {*self.kinds, *other.kinds}
        return bool(self.levels & other.levels) and not apart
