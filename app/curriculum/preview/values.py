"""The whole preview as finished values: what was asked to see, the words around the steps, the steps, the problems."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from markupsafe import Markup

from app.base import language as words_of
from app.base.language import N_, gettext, number, speaking
from app.curriculum.checker.folder import Checked
from app.curriculum.draft import MaterialDraft, Texts
from app.curriculum.flaws import Flaw
from app.curriculum.module import DURING
from app.curriculum.page import page_of
from app.curriculum.preview.pieces import Piece, Sheet, for_level, sheet_of, source_of
from app.curriculum.showing import Shown

PUPIL, TEACHER, HOST, PRINT = "pupil", "teacher", "host", "print"
MODES = (PUPIL, TEACHER, HOST, PRINT)
AROUND = {PUPIL: ("about",), TEACHER: ("about", "materials", "teacher"), HOST: ("host",), PRINT: ()}  # files shown
HIDDEN = {PUPIL: ("print", "teacher", "solution"), TEACHER: (), HOST: (), PRINT: ("screen", "teacher", "solution")}
PER = {"pupil": N_("per pupil"), "pair": N_("per pair"), "group": N_("per group"), "class": N_("for the class")}
Files = Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class Look:
    """What was asked to see. An empty band: every level; an empty language: all of them, side by side."""

    mode: str = PUPIL
    band: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Words:
    """What stands around the steps in one language; `flaws` are those of the files that are shown here."""

    language: str
    title: str
    summary: str
    goals: tuple[str, ...]
    materials: tuple[str, ...]
    materials_note: Markup
    made_by: Markup
    guide: Markup
    host: Markup
    flaws: Mapping[str, tuple[Flaw, ...]]  # by the name of the file: about, materials, teacher, host


@dataclass(frozen=True, slots=True)
class Row:
    """A step, in one language or in several beside each other. `phase` is empty when module.yml cannot be read."""

    id: str
    phase: str
    minutes: int
    icon: str
    sheets: tuple[Sheet, ...]


@dataclass(frozen=True, slots=True)
class Preview:
    slug: str
    version: str
    status: str
    look: Look
    languages: tuple[str, ...]
    levels: tuple[str, ...]
    words: tuple[Words, ...]
    rows: tuple[Row, ...]
    elsewhere: tuple[Flaw, ...]  # problems in files that are not shown now
    errors: int
    notes: int

    @property
    def title(self) -> str:
        return next((one.title for one in self.words if one.title), self.slug)


@dataclass(frozen=True, slots=True)
class _Step:
    id: str
    phase: str
    minutes: int
    icon: str
    levels: Sequence[str]


def preview_of(checked: Checked, files: Files, look: Look) -> Preview:
    """`files`: those of the module by their path in it, to show the lines of what cannot be drawn."""
    languages = tuple(checked.texts)
    chosen = [one for one in languages if look.language in ("", one)] or list(languages)
    rows = _rows(checked, files, look, chosen) if look.mode != HOST else ()
    words = tuple(_words(checked, language, look.mode) for language in chosen)
    seen = {id(flaw) for row in rows for sheet in row.sheets for flaw in _in_sheet(sheet)}
    seen |= {id(flaw) for one in words for flaws in one.flaws.values() for flaw in flaws}
    return Preview(
        slug=checked.slug,
        version=checked.facts.version if checked.facts else "",
        status=checked.facts.status if checked.facts else "",
        look=look,
        languages=languages,
        levels=tuple(checked.facts.levels) if checked.facts else (),
        words=words,
        rows=rows,
        elsewhere=tuple(flaw for flaw in checked.flaws if id(flaw) not in seen),
        errors=len(checked.errors),
        notes=len(checked.notes),
    )


def picture_in(checked: Checked, sha256: str) -> tuple[bytes, str]:
    """A picture of this module and its kind; nothing when it has none of that hash."""
    for name, held in checked.shelf.pictures.items():
        if held and held.sha256 == sha256:
            return checked.shelf.contents[name], held.media_type
    return b"", "text/plain"


def _words(checked: Checked, language: str, mode: str) -> Words:
    texts = checked.texts[language]
    with speaking(language):
        needed = tuple(map(_needed, texts.materials))
    flaws = {name: _of_file(checked, f"{language}/{name}.md") for name in AROUND[mode]}
    return Words(
        language, texts.title, texts.summary, texts.goals, needed, _safe(texts.materials_note),
        _safe(texts.made_by), _safe(texts.guide), _safe(texts.host), flaws,
    )  # fmt: skip


def _needed(row: MaterialDraft) -> str:
    """`2 × deur, per groep (€ 0,50)`, as people of this language write it."""
    many = number(int(row.amount) if row.amount == int(row.amount) else float(row.amount))
    said = f"{many} × {row.what}, {gettext(PER.get(row.per, row.per))}"
    return said if row.price is None else f"{said} (€ {_price(row.price)})"


def _price(price: Decimal) -> str:
    return f"{price:.2f}".replace(".", "," if words_of.language() == "nl" else ".")


def _rows(checked: Checked, files: Files, look: Look, languages: Sequence[str]) -> tuple[Row, ...]:
    steps = [one for one in _steps(checked) if look.mode != PRINT or one.phase in (DURING, "")]
    wanted = [one for one in steps if not (look.band and one.levels) or look.band in one.levels]
    rows = []
    for step in wanted:
        sheets = tuple(_sheet(checked, files, look, step.id, language) for language in languages)
        rows.append(Row(step.id, step.phase, step.minutes, step.icon, sheets))
    return tuple(rows)


def _steps(checked: Checked) -> list[_Step]:
    if checked.facts:
        return [_Step(one.id, one.phase, one.minutes, one.icon, one.levels) for one in checked.facts.steps]
    found = {step_id for texts in checked.texts.values() for step_id in texts.steps}
    return [_Step(step_id, "", 0, "file-text", ()) for step_id in sorted(found)]


def _sheet(checked: Checked, files: Files, look: Look, step_id: str, language: str) -> Sheet:
    texts: Texts = checked.texts[language]
    file = f"{language}/{step_id}.md"
    flaws = _of_file(checked, file)
    step = texts.steps.get(step_id)
    if step is None:
        return Sheet(language, f"{checked.slug}/{file}", "", flaws, ())
    source = next(iter(checked.texts))
    page = page_of(files.get(file, b""), file, [])
    lines = page.lines if page else ()
    shown_as = f"{checked.slug}/{file}"
    made = sheet_of(step, language, source_of(source, checked.texts[source]), checked.flaws, shown_as, lines)
    return replace(made, pieces=tuple(_as_asked(made.pieces, look)))


def _as_asked(pieces: Sequence[Piece], look: Look) -> list[Piece]:
    """Without what this reader does not get; a problem in it is shown all the same."""
    found = []
    for piece in for_level(pieces, look.band):
        if piece.kind not in HIDDEN[look.mode]:
            found.append(piece if look.mode == TEACHER else replace(piece, shown=_without_key(piece.shown)))
        elif piece.flaws:
            found.append(Piece(piece.kind, piece.flaws))
    return found


def _without_key(shown: Shown | None) -> Shown | None:
    if shown is None:
        return None
    inner = (_without_key(one) for one in shown.parts)
    return replace(shown, key=None, parts=tuple(one for one in inner if one))


def _of_file(checked: Checked, file: str) -> tuple[Flaw, ...]:
    return tuple(flaw for flaw in checked.flaws if flaw.file == f"{checked.slug}/{file}")


def _in_sheet(sheet: Sheet) -> tuple[Flaw, ...]:
    return (*sheet.flaws, *(flaw for piece in sheet.pieces for flaw in piece.flaws))


def _safe(html: str) -> Markup:
    return Markup(html)  # noqa: S704 - made safe by the writer
