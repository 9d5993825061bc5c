"""A step cut into screens for the board: prose or one question, so little that it is read from the back. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from markupsafe import Markup

from app.curriculum.module import RECALL, Part, Question, Step, Viewer
from app.learning.board.blocks import HEADING, PICTURE, TEXT, Block, blocks
from app.learning.layout import beside

MOST_BESIDE, MOST_ALONE = 9.0, 12.0  # lines on one screen, beside a picture and without one: alone they are longer
ALONE = {"order", "checklist", "measure", "scale", "photo"}  # questions that lean on no drawing and need the room
NEVER = {"hint"}  # helps one pupil who is stuck; on the board it would help everybody before they thought


@dataclass(frozen=True, slots=True)
class Screen:
    """One view of the board. `kind`: question, recall, prose, or the name of a block (task, safety, tip, print, ...).

    `head`: inline HTML of a heading that the text itself brings, perhaps empty. `recall`: the question that it looks
    back at. `pictures`: of a question without one of its own, what was seen just before it.
    """

    kind: str
    head: Markup = field(default_factory=Markup)
    texts: tuple[Markup, ...] = ()
    pictures: tuple[Markup, ...] = ()
    question: Question | None = None
    recall: str = ""
    levels: tuple[str, ...] = ()  # bands it is for; none: everybody


def screens(step: Step, viewer: Viewer) -> tuple[Screen, ...]:
    """At least one. The same step and viewer give the same screens, so that a number in an address keeps its place."""
    found: list[Screen] = []
    for run in _runs(_pieces(step.shown_parts(viewer))):
        found += [run] if isinstance(run, Screen) else _packed(run)
    return tuple(_with_pictures(found)) or (Screen("prose"),)


@dataclass(frozen=True, slots=True)
class _Piece:
    kind: str
    levels: tuple[str, ...]
    block: Block


def _pieces(parts: Iterable[Part], kind: str = "prose", levels: tuple[str, ...] = ()) -> Iterator[_Piece | Screen]:
    """Everything in the order it is read; what stands inside a block keeps the name of the block."""
    for part in parts:
        own, bands = (kind if part.kind == "prose" else part.kind), part.levels or levels
        if part.kind in NEVER:
            continue
        if part.question is not None:
            yield Screen("question", question=part.question, levels=bands)
        elif part.kind == RECALL:
            yield Screen("recall", recall=part.id, levels=bands)
        else:
            yield from (_Piece(own, bands, block) for block in blocks(part.html))
            yield from _pieces(part.parts, own, bands)


def _runs(pieces: Iterable[_Piece | Screen]) -> Iterator[list[_Piece] | Screen]:
    """Pieces of one block together; a question alone."""
    held: list[_Piece] = []
    for piece in pieces:
        if isinstance(piece, Screen) or (held and (piece.kind, piece.levels) != (held[0].kind, held[0].levels)):
            if held:
                yield held
            held = []
        if isinstance(piece, Screen):
            yield piece
        else:
            held.append(piece)
    if held:
        yield held


def _packed(run: Sequence[_Piece]) -> Iterator[Screen]:
    """As much as is read from the back; a heading and a second picture begin a new screen."""
    now: list[Block] = []
    for piece in run:
        if now and not _fits(now, piece.block):
            yield _screen(run[0], now)
            now = []
        now.append(piece.block)
    if now:
        yield _screen(run[0], now)


def _fits(now: Sequence[Block], block: Block) -> bool:
    if block.kind == HEADING:
        return False
    pictures = sum(one.kind == PICTURE for one in (*now, block))
    lines = sum(one.lines for one in (*now, block))
    if pictures > 1 or lines <= (MOST_BESIDE if pictures else MOST_ALONE):
        return pictures <= 1
    return block.kind == TEXT and all(one.kind != TEXT for one in now)  # too long for any screen, wherever it begins


def _screen(first: _Piece, held: Sequence[Block]) -> Screen:
    head = held[0].html if held[0].kind == HEADING else Markup()
    texts = tuple(one.html for one in held if one.kind == TEXT)
    pictures = tuple(one.html for one in held if one.kind == PICTURE)
    return Screen(first.kind, head, texts, pictures, levels=first.levels)


def _with_pictures(found: Sequence[Screen]) -> Iterator[Screen]:
    """A question often leans on the drawing before it, which then goes along."""
    seen: tuple[Markup, ...] = ()
    for one in found:
        if one.question is None:
            seen = one.pictures[-1:] or seen
            yield one
        else:
            own = beside([Part("prose", one.question.html, "", None, ())])
            yield (
                one
                if own or one.question.type in ALONE
                else Screen("question", pictures=seen, question=one.question, levels=one.levels)
            )
