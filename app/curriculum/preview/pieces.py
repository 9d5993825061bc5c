"""One step in one language, cut into pieces: each as it will be drawn, or the lines as written when it cannot be.

A piece goes through the same freezing as a published module, alone, so that one mistake hides nothing else.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from uuid import UUID

from markupsafe import Markup

from app.curriculum.blocks import Block, scan
from app.curriculum.checker.facts import Facts
from app.curriculum.draft import ModuleDraft, PartDraft, QuestionDraft, StepDraft, Texts
from app.curriculum.flaws import Flaw
from app.curriculum.module import AnswerKey, Module
from app.curriculum.page import Page
from app.curriculum.reading import key_from, module_from
from app.curriculum.showing import Shown, shown_part
from app.curriculum.snapshot import TEACHERS, freeze

NO_VERSION = UUID(int=0)
_STEP = {"id": "step", "phase": "before", "minutes": "1", "icon": "eye"}
_BROKEN = (LookupError, ValueError, TypeError, AttributeError, ArithmeticError)  # a draft with errors may raise any


@dataclass(frozen=True, slots=True)
class Piece:
    """`shown` is None for what cannot be drawn (then `written` holds its lines) and for what only teachers see.

    `levels`: for which pupils; `for_teachers` is the HTML of a block that no pupil gets.
    """

    kind: str
    flaws: tuple[Flaw, ...]
    shown: Shown | None = None
    written: str = ""
    for_teachers: Markup = field(default_factory=Markup)
    levels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """The text of a step in one language. `flaws`: those that stand above its first piece."""

    language: str
    file: str
    title: str
    flaws: tuple[Flaw, ...]
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """The source language and its questions, which hold the key for every translation."""

    language: str
    questions: Mapping[str, QuestionDraft]


def source_of(language: str, texts: Texts) -> Source:
    parts = [part for step in texts.steps.values() for part in step.parts]
    return Source(language, {one.id: one for one in _questions(parts)})


def sheet_of(
    step: StepDraft, language: str, source: Source, flaws: Sequence[Flaw], shown_as: str, lines: Sequence[str]
) -> Sheet:
    """`flaws`: all of the module. `shown_as`: how they name this file. `lines`: the file as written."""
    places = _places(step, shown_as, lines)
    own = [flaw for flaw in flaws if flaw.file == shown_as]
    ends = [*(place.line for place in places), len(lines) + 2]
    above = tuple(flaw for flaw in own if flaw.line < ends[0])
    pieces = []
    for number, place in enumerate(places):
        here = [flaw for flaw in own if place.line <= flaw.line < ends[number + 1]]
        written = lines[place.line - 1 : ends[number + 1] - 1]
        pieces.append(_piece(place, language, source, (*here, *_of_included(places, number, flaws)), written))
    return Sheet(language, step.file, step.title, above, tuple(pieces))


@dataclass(frozen=True, slots=True)
class _Place:
    """A part and the line where it stands on this page; `part` is None for a block that could not be read."""

    line: int
    kind: str
    part: PartDraft | None
    is_own: bool = True


def _places(step: StepDraft, shown_as: str, lines: Sequence[str]) -> list[_Place]:
    """The parts in order, with what could not be read between them; an included part stands where its include is."""
    blocks = [one for one in scan(Page(shown_as, tuple(lines), []), 2) if isinstance(one, Block)]
    includes = [block.line for block in blocks if block.kind == "include"]
    found: list[_Place] = []
    file, line = shown_as, 0
    for part in step.parts:
        is_own = part.file in ("", shown_as)
        if is_own:
            line = part.line
        elif part.file != file:
            line = next((one for one in includes if one > line), line)
        file = part.file or shown_as
        found.append(_Place(line, part.kind, part, is_own))
    there = {place.line for place in found}
    unread = [_Place(block.line, block.kind, None) for block in blocks if block.line not in there]
    return sorted([*found, *unread], key=lambda place: place.line)


def _of_included(places: Sequence[_Place], number: int, flaws: Sequence[Flaw]) -> list[Flaw]:
    """Problems in the text that an include brings in, at the part they are about."""
    part = places[number].part
    if part is None or places[number].is_own:
        return []
    after = [one.part.line for one in places[number + 1 :] if one.part and one.part.file == part.file]
    first = all(one.part is None or one.part.file != part.file for one in places[:number])
    start, end = 0 if first else part.line, min(after, default=10**9)
    return [flaw for flaw in flaws if flaw.file == part.file and start <= flaw.line < end]


def _piece(place: _Place, language: str, source: Source, flaws: tuple[Flaw, ...], written: Sequence[str]) -> Piece:
    part = place.part
    if part is None:
        return Piece(place.kind, flaws, written="\n".join(written).strip())
    if part.kind in TEACHERS:
        html = Markup(part.html + "".join(inner.html for inner in part.parts))  # noqa: S704 - made safe by the writer
        return Piece(part.kind, flaws, for_teachers=html, levels=part.levels)
    shown = _shown(part, language, source)
    return Piece(part.kind, flaws, shown, "" if shown else "\n".join(written).strip(), levels=part.levels)


def _shown(part: PartDraft, language: str, source: Source) -> Shown | None:
    """With the key of the source; without it when the two do not fit; not at all when it cannot be frozen."""
    for draft in _drafts(part, language, source):
        try:
            frozen = freeze(draft, "preview")
            module = module_from(frozen.public, NO_VERSION, language)
            return _with_key(module, key_from(frozen.key, frozen.public), language)
        except _BROKEN:
            continue
    return None


def _with_key(module: Module, key: AnswerKey, language: str) -> Shown:
    part = module.steps[0].parts[0]
    try:
        return shown_part(part, key, language)
    except _BROKEN:  # the answer cannot be read; the question can
        return shown_part(part, None, language)


def _drafts(part: PartDraft, language: str, source: Source) -> Iterator[ModuleDraft]:
    alone = {language: _texts((part,))}
    if language == source.language:
        yield _draft(language, alone)
        return
    wanted = [source.questions[one.id] for one in _questions([part]) if one.id in source.questions]
    keys = tuple(PartDraft("question", "", one.id, one.line, one) for one in wanted)
    yield _draft(source.language, {source.language: _texts(keys), **alone})
    yield _draft(language, alone)


def _draft(language: str, texts: Mapping[str, Texts]) -> ModuleDraft:
    """A module of one step with one piece; whatever else a module says is left at its plainest."""
    said = Facts.model_validate(
        {
            "id": "preview", "version": "1.0", "status": "draft", "language": language, "levels": ["po-7-8"],
            "kerndoelen": [], "topics": [], "steps": [_STEP], "pass": {"steps": "all"},
            "licence": "CC0-1.0",
        }
    )  # fmt: skip
    labels: dict[str, dict[str, dict[str, str]]] = {"kerndoelen": {}, "topics": {}, "safety": {}, "visit_kinds": {}}
    plain = said.model_dump(mode="json", by_alias=True)
    return ModuleDraft(said.id, 1, 0, said.status, language, plain, labels, texts, ())


def _texts(parts: tuple[PartDraft, ...]) -> Texts:
    return Texts(steps={_STEP["id"]: StepDraft(_STEP["id"], "", "", "", parts)})


def _questions(parts: Sequence[PartDraft]) -> Iterator[QuestionDraft]:
    for part in parts:
        if part.question:
            yield part.question
        yield from _questions(part.parts)


def for_level(pieces: Sequence[Piece], band: str) -> tuple[Piece, ...]:
    """What a pupil of this level gets; an empty band is everybody."""
    held = [one for one in pieces if not band or not one.levels or band in one.levels]
    return tuple(replace(one, shown=_levelled(one.shown, band)) if one.shown else one for one in held)


def _levelled(shown: Shown, band: str) -> Shown:
    """The same for what stands inside it."""
    if not band or not shown.parts:
        return shown
    inner = tuple(_levelled(one, band) for one in shown.parts if not one.levels or band in one.levels)
    return replace(shown, parts=inner)
