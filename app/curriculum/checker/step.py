"""A step file: title, label, then prose, pictures and blocks."""

import re
from collections.abc import Collection, Sequence

from app.curriculum.blocks import ONE_LINE, Block, Prose, scan, walk
from app.curriculum.checker.limits import Limit, check_length
from app.curriculum.checker.question import read_question
from app.curriculum.draft import PartDraft, StepDraft
from app.curriculum.markdown import Writer
from app.curriculum.page import Page

MOST_LABEL = 9
_LABEL = re.compile(r"label:[ \t]*(.*)$")


def read_title(page: Page) -> str:
    """The text of the first line, which must be `# title`."""
    first = page.lines[0].strip() if page.lines else ""
    if not re.match(r"#\s+\S", first):
        page.wrong("S02", 1)
        return ""
    return first[1:].strip()


def read_step(
    writer: Writer,
    step_id: str,
    units: Collection[str],
    ids: dict[str, str],
    *,
    source: bool,
    limit: Limit | None = None,
) -> StepDraft:
    """The step as far as it can be read. `ids` are those of the module so far, with where they stand."""
    page = writer.page
    title = read_title(page)
    label, first = _label(page, 1 if _LABEL.match(page.lines[0]) else 2)
    parts = scan(page, first)
    if not parts:
        page.wrong("S15", 1)
    _note_ids(page, parts, ids)
    if limit:
        check_length(page, parts, limit)
    return StepDraft(step_id, page.file, title, label, tuple(_parts(parts, writer, units, source=source)))


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


def _note_ids(page: Page, parts: Sequence[Prose | Block], ids: dict[str, str]) -> None:
    for block in walk(parts):
        if block.kind in ONE_LINE:
            continue  # names something that stands elsewhere
        if block.id and block.id in ids:
            page.wrong("S11", block.line, id=block.id, where=ids[block.id])
        elif block.id:
            ids[block.id] = f"{page.file}:{block.line}"


def _parts(parts: Sequence[Prose | Block], writer: Writer, units: Collection[str], *, source: bool) -> list[PartDraft]:
    found: list[PartDraft] = []
    for part in parts:
        if isinstance(part, Prose):
            _refuse_labels(part, writer.page)
            found.append(PartDraft("prose", writer.html(part.lines, part.line), line=part.line))
        elif part.kind in ("question", "measure"):
            question = read_question(part, writer, units, source=source)
            if question:
                found.append(PartDraft("question", "", part.id, part.line, question, levels=part.levels))
        elif part.kind in ONE_LINE:
            found.append(PartDraft(part.kind, "", part.id, part.line, levels=part.levels))
        else:
            found.append(_block(part, writer, units, source=source))
    return found


def _block(block: Block, writer: Writer, units: Collection[str], *, source: bool) -> PartDraft:
    """Its own first prose is its html; what comes from the first inner block on are its parts."""
    if not block.inside:
        writer.page.wrong("S14", block.line, kind=block.kind)
    inside = _parts(block.inside, writer, units, source=source)
    html = ""
    if inside and inside[0].kind == "prose":
        html, inside = inside[0].html, inside[1:]
    return PartDraft(block.kind, html, block.id, block.line, None, tuple(inside), block.levels)


def _refuse_labels(prose: Prose, page: Page) -> None:
    for number, text in enumerate(prose.lines, prose.line):
        if _LABEL.match(text):
            page.wrong("S17", number)
