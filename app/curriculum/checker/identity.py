"""A module against what is out of it: ids and letters keep their meaning, and the version fits the change."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from app.curriculum.checker.facts import Facts
from app.curriculum.checker.files import Files
from app.curriculum.checker.translation import placed
from app.curriculum.checker.yaml_text import Read
from app.curriculum.draft import ModuleDraft, OptionDraft, QuestionDraft, Texts
from app.curriculum.flaws import Flaw
from app.curriculum.lock.changes import ALIKE, THE_SAME, Change, Need, alike, changes, need_of, version_needed
from app.curriculum.lock.file import NAME, LockBroken, lock_from_text
from app.curriculum.lock.reading import lock_from_versions, meaning
from app.curriculum.lock.values import Lock, LockedQuestion, Version
from app.curriculum.page import Page
from app.curriculum.snapshot import freeze

SAID_ELSEWHERE = ("type", "scale")  # at the question itself
MOST_BYTES = 500_000


def read_lock(files: Files) -> Lock | None:
    """The module's ids.lock; what is wrong with it is noted at its line. None: there is none, or it says nothing."""
    content = files.content(NAME, MOST_BYTES) if NAME in files.names("") else None
    if content is None:
        return None
    try:
        text = content.decode("utf-8-sig").replace("\r\n", "\n")
        lock = lock_from_text(text)
    except LockBroken as broken:
        code, why = ("I08", {}) if broken.edited else ("I07", {"why": broken.why})
        _note(files, code, text, broken.line, **why)
    except UnicodeDecodeError as error:
        files.flaws.append(Flaw("S01", files.shown(NAME), content[: error.start].count(b"\n") + 1))
    else:
        if lock.slug == files.root.name:
            return lock
        line = next(number for number, one in enumerate(text.split("\n"), 1) if one.startswith("module "))
        _note(files, "I15", text, line, of=lock.slug)
    return None


def _note(files: Files, code: str, text: str, line: int, **facts: object) -> None:
    files.flaws.append(Flaw(code, files.shown(NAME), line, text.split("\n")[line - 1].strip(), facts))


@dataclass(frozen=True, slots=True)
class Identity:
    """`page`, `read`: module.yml. `lock` None: nothing is out yet. `pages`: all that were read, by file."""

    page: Page
    read: Read
    facts: Facts
    lock: Lock | None
    pages: Mapping[str, Page]

    def check_ids(self, source: Texts, *, whole: bool) -> None:
        """Ids and letters. `whole`: every step could be read, so that what is missing is really gone."""
        found = {question.id: (question, file) for question, file in questions_of(source)}
        for question, file in found.values():
            if question.id in self.facts.retired_questions:
                self._wrong("I05", file, question.line, id=question.id)
            elif self.lock and question.id in self.lock.questions:
                self._check_id(question, self.lock.questions[question.id], self.lock, file)
        live = self.lock.live_questions if self.lock and whole else {}
        for name in sorted(live.keys() - found.keys() - set(self.facts.retired_questions)):
            self.page.wrong("I01", self._step_line(live[name].step), id=name, first=live[name].first)

    def check_version(self, draft: ModuleDraft) -> None:
        """Is the version high enough for what changed, and not too high?"""
        if self.lock is None:
            return
        frozen = freeze(draft, "")
        fresh = lock_from_versions([(frozen.public, frozen.key)])
        assert fresh is not None
        found = changes(self.lock, fresh)
        changed = {change.question for change in found if change.kind == "scale"}
        for question, file in questions_of(draft.texts[draft.language]):
            if question.id in changed:
                self._wrong("I12", file, question.line, id=question.id)
        counted = [change for change in found if change.kind not in SAID_ELSEWHERE]
        self._fits(Version(draft.edition, draft.revision), self.lock.version, counted)

    def _fits(self, version: Version, out: Version, found: Sequence[Change]) -> None:
        page, need, line = self.page, need_of(found), self.read.line("version")
        wanted = version_needed(out, need)
        if version < out:
            page.wrong("I10", line, version=version, out=out, next=wanted)
        elif version < wanted:
            page.wrong("I09", line, version=version, next=wanted, why=found[0])
        elif version not in (out, out.next_revision, out.next_edition):
            page.wrong("I11", line, version=version, out=out, next=wanted if wanted > out else out.next_revision)
        elif version == out.next_edition and Need.NOTHING < need < Need.EDITION:
            page.wrong("I13", line, version=version, next=wanted)
        if self.facts.urgent and version.edition > out.edition:
            page.wrong("I14", self.read.line("urgent"))

    def _check_id(self, question: QuestionDraft, held: LockedQuestion, lock: Lock, file: str) -> None:
        if held.last != lock.version:
            self._wrong("I06", file, question.line, id=question.id, last=held.last)
        elif held.type != question.type:
            self._wrong("I02", file, question.line, id=question.id, old=held.type, new=question.type)
        elif self.facts.language == lock.language:
            self._check_letters(question, held, file)

    def _check_letters(self, question: QuestionDraft, held: LockedQuestion, file: str) -> None:
        known = {**held.gone, **held.letters}
        swapped = next((one for one in question.options if _swapped(one, known)), None)
        if swapped:
            other = _swapped(swapped, known)
            self._wrong("I04", file, swapped.line, letter=swapped.letter, other=other)
            return
        for option in question.options:
            old, new = known.get(option.letter, ""), _means(option)
            if old and new and alike(old, new) < ALIKE:
                self._wrong("I03", file, option.line, letter=option.letter, old=old)

    def _wrong(self, code: str, file: str, line: int, **facts: object) -> None:
        self.pages[file].wrong(code, line, **facts)

    def _step_line(self, step_id: str) -> int:
        places = [number for number, step in enumerate(self.facts.steps) if step.id == step_id]
        return self.read.line("steps", *places[:1])


def questions_of(texts: Texts) -> Iterator[tuple[QuestionDraft, str]]:
    """Every question of one language, with the file its line is in."""
    for step in texts.steps.values():
        for one in placed(step.parts):
            if one.part.question:
                yield one.part.question, one.part.file or step.file


def _means(option: OptionDraft) -> str:
    return meaning(option.html, option.partner)


def _swapped(option: OptionDraft, known: Mapping[str, str]) -> str:
    """The letter that said this before, when this one said something else; "" when all is well."""
    now, before = _means(option), known.get(option.letter, "")
    if not now or not before or alike(now, before) >= THE_SAME:
        return ""
    same = (letter for letter, text in known.items() if letter != option.letter and alike(now, text) >= THE_SAME)
    return next(same, "")
