"""A step file: title, label, then prose, pictures and blocks."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from app.base.levels import BANDS
from app.curriculum.blocks import ONE_LINE, Block, Parts, Prose, scan, walk
from app.curriculum.checker.limits import check_length
from app.curriculum.checker.opinions import read_opinion
from app.curriculum.checker.question import read_question
from app.curriculum.checker.reading import Reading
from app.curriculum.checker.title import read_title
from app.curriculum.draft import Length, PartDraft, StepDraft
from app.curriculum.markdown import Writer
from app.curriculum.page import Page

MOST_LABEL = 9
_LABEL = re.compile(r"label:[ \t]*(.*)$")


def read_step(writer: Writer, step_id: str, reading: Reading, *, limited: bool = True) -> StepDraft:
    """The step as far as it can be read. `limited`: is it known how much its pupils can read?"""
    page = writer.page
    title = read_title(page)
    label, first = _label(page, 1 if _LABEL.match(page.lines[0]) else 2)
    parts = scan(page, first)
    if not parts:
        page.wrong("S15", 1)
    return StepDraft(step_id, page.file, title, label, *_read(writer, parts, reading, limited=limited))


def read_parts(writer: Writer, parts: Parts, reading: Reading, *, limited: bool) -> tuple[PartDraft, ...]:
    """The parts of a step or of a text to include, with everything that can be said of them by themselves."""
    return _read(writer, parts, reading, limited=limited)[0]


def _read(
    writer: Writer, parts: Parts, reading: Reading, *, limited: bool
) -> tuple[tuple[PartDraft, ...], Mapping[str, Length]]:
    page = writer.page
    _include(page, parts, reading, "")
    _note_ids(page, parts, reading)
    _check_levels(page, parts, reading.levels)
    step = _Step(writer, reading)
    found = tuple(step.parts(parts, page))
    if not (reading.source and limited):
        return found, {}
    return found, check_length(page, parts, reading.levels, lambda one: step.writer_of(one).said)


def _label(page: Page, first: int) -> tuple[str, int]:
    """The label and the line where the text begins."""
    number = first
    while number <= len(page.lines) and not page.lines[number - 1].strip():
        number += 1
    found = _LABEL.match(page.lines[number - 1]) if number <= len(page.lines) else None
    label = found[1].strip() if found else ""
    if not label:
        page.wrong("S04", 1)
    elif len(label) > MOST_LABEL:
        page.wrong("S05", number, label=label)
    return label, number + 1 if found else first


def _include(page: Page, parts: Parts, reading: Reading, outer: str) -> None:
    """Bring in the texts that are named, one deep."""
    for part in parts:
        if not isinstance(part, Block):
            continue
        if part.kind == "include":
            reading.shared.include(part, page, outer)
            for inner in walk(part.inside):
                if inner.kind == "include":
                    (part.page or page).wrong("S20", inner.line)
        else:
            _include(page, part.inside, reading, part.kind)


def _note_ids(page: Page, parts: Parts, reading: Reading, told: tuple[Page, int] | None = None) -> None:
    """Ids count for the module. Of one that an include brings in again, the line of the include is `told`."""
    for part in parts:
        if not isinstance(part, Block):
            continue
        if part.kind == "recall" and part.id:
            reading.recalls.append((page, part, len(reading.ids)))
        elif part.id and part.kind not in ONE_LINE:
            reading.note_id(page, part, told or (page, part.line))
        inside = (page, part.line) if part.page else told
        _note_ids(part.page or page, part.inside, reading, inside)


def _check_levels(page: Page, parts: Parts, known: Collection[str], own: bool = True) -> None:
    """`level=` names bands of the module (an included text may name others), and inside a block only those of the
    block."""
    for part in parts:
        if not isinstance(part, Block):
            continue
        for level in part.levels:
            if level not in known and (own or level not in BANDS):
                page.wrong("S25", part.line, level=level, known=", ".join(known))
        inside = [level for level in part.levels if level in known] or known
        if part.kind == "question":
            for inner in part.blocks():
                if inner.levels:
                    page.wrong("S13", inner.line, option="level=", known="-")
        else:
            _check_levels(part.page or page, part.inside, inside, own and part.page is None)


@dataclass(frozen=True, slots=True)
class _Step:
    """Turns blocks into drafts. `writer` is that of the step's own page."""

    writer: Writer
    reading: Reading

    def writer_of(self, page: Page) -> Writer:
        return self.writer if page is self.writer.page else self.reading.shared.writer_of(page)

    def parts(self, parts: Parts, page: Page) -> list[PartDraft]:
        found: list[PartDraft] = []
        for part in parts:
            if isinstance(part, Prose):
                _refuse_labels(part, page)
                html = self.writer_of(page).html(part.lines, part.line)
                found.append(PartDraft("prose", html, line=part.line, file=page.file))
            elif part.kind in ("question", "measure"):
                found.extend(self._question(part, page))
            elif part.kind == "include":
                found.extend(self._included(part, page))
            elif part.kind == "recall":
                found.append(PartDraft(part.kind, "", part.id, part.line, levels=part.levels, file=page.file))
            else:
                found.append(self._block(part, page))
        return found

    def _question(self, block: Block, page: Page) -> list[PartDraft]:
        if block.kind == "question" and block.words[:1] == ("scale",):
            question = read_opinion(block, page, self.reading.shared)
        else:
            question = read_question(block, self.writer_of(page), self.reading.units, source=self.reading.source)
        if question is None:
            return []
        return [PartDraft("question", "", block.id, block.line, question, levels=block.levels, file=page.file)]

    def _included(self, block: Block, page: Page) -> list[PartDraft]:
        """What stands in the text, each for the levels of the include as well."""
        inside = self.parts(block.inside, block.page or page)
        if not block.levels:
            return inside
        held = set(block.levels)
        meant = [(part, part.levels or block.levels) for part in inside]
        return [
            replace(part, levels=tuple(level for level in levels if level in held))
            for part, levels in meant
            if held & set(levels)
        ]

    def _block(self, block: Block, page: Page) -> PartDraft:
        """Its own first prose is its html; what comes from the first inner block on are its parts."""
        if not block.inside and block.is_closed:
            page.wrong("S14", block.line, kind=block.kind)
        inside = self.parts(block.inside, page)
        html = ""
        if inside and inside[0].kind == "prose" and not inside[0].levels:
            html, inside = inside[0].html, inside[1:]
        return PartDraft(block.kind, html, block.id, block.line, None, tuple(inside), block.levels, page.file)


def _refuse_labels(prose: Prose, page: Page) -> None:
    for number, text in enumerate(prose.lines, prose.line):
        if _LABEL.match(text):
            page.wrong("S17", number)
