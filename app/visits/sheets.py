"""Every list of the board as a table for a spreadsheet, with the filters of its page."""

from collections.abc import Callable, Iterator
from datetime import date
from uuid import UUID

from app.base import clock
from app.base.language import N_, gettext_for
from app.base.levels import level_label
from app.base.sheets.table import Cell, Table
from app.base.work import Work
from app.visits.queries.board import Board, Filters, board
from app.visits.queries.changes import changes
from app.visits.queries.editions import EditionNow
from app.visits.queries.standing import label_of
from app.visits.queries.week import bookings_of_edition, offers_by_id
from app.visits.rules.plan import half_of
from app.visits.words import STATES, changed

Say = Callable[..., str]
Rows = Iterator[tuple[Cell, ...]]
SHEETS = {
    "board": N_("Board"),
    "without": N_("Classes without a visit"),
    "bookings": N_("Bookings"),
    "changes": N_("Changes"),
}
"""Name in the address -> its title."""


def table_of(
    work: Work, sheet: str, *, edition: EditionNow, week: date | None, filters: Filters, booking: str, language: str
) -> Table:
    say = gettext_for(language)
    if sheet == "changes":
        heads, rows = _changes(work, edition.id, filters.text, booking, say)
    else:
        shown = board(work, edition=edition, week=week, filters=filters)
        made = {"board": _board, "without": _without, "bookings": _bookings}[sheet]
        heads, rows = made(work, shown, filters, say)
    return Table(say(SHEETS[sheet])[:31], tuple(map(say, heads)), tuple(rows))


def _board(work: Work, shown: Board, filters: Filters, say: Say) -> tuple[tuple[str, ...], Rows]:
    """A line for each moment and each class on it."""
    heads = (
        N_("Company"),
        N_("Day"),
        N_("Half-day"),
        N_("Time"),
        N_("Class"),
        N_("Pupils"),
        N_("Status"),
        N_("Places left"),
    )

    def rows() -> Rows:
        halves = [(day, half) for day in shown.days for half in (N_("morning"), N_("afternoon"))]
        for row in shown.rows:
            for (day, half), cell in zip(halves, row.cells, strict=True):
                for place in cell:
                    for one in place.bookings:
                        state = say(STATES[one.state])
                        yield row.company, day, say(half), place.clock, one.label, one.expected, state, place.left
                    if not place.bookings:
                        yield row.company, day, say(half), place.clock, None, None, None, place.left

    return heads, rows()


def _without(work: Work, shown: Board, filters: Filters, say: Say) -> tuple[tuple[str, ...], Rows]:
    heads = (N_("Class"), N_("School"), N_("Municipality"), N_("Level"), N_("Pupils"), N_("Asked first"))
    return heads, ((o.name, o.school, o.municipality, o.levels, o.size, o.since) for o in shown.waiting)


def _bookings(work: Work, shown: Board, filters: Filters, say: Say) -> tuple[tuple[str, ...], Rows]:
    """Of the whole edition, those that ended too."""
    where = (N_("Moment"), N_("Half-day"), N_("Company"), N_("Visit"), N_("School"), N_("Municipality"), N_("Class"))
    how = (N_("Level"), N_("Pupils"), N_("Needs"), N_("Status"), N_("Asked on"), N_("Kept until"))
    offers = offers_by_id(work)

    def rows() -> Rows:
        for one in bookings_of_edition(work, shown.edition):
            offer = offers.get(one.offer_id)
            if offer is None or not filters.takes(
                offer.company,
                label_of(one.class_name, one.level, one.school),
                offer.levels,
                one.state,
                one.municipality,
            ):
                continue
            yield (
                one.starts_at,
                say(half_of(one.starts_at)),
                offer.company,
                offer.title,
                one.school,
                one.municipality,
                one.class_name,
                level_label(one.level),
                one.expected,
                one.needs,
                say(STATES[one.state]),
                clock.school_day(one.booked_at),
                one.hold_until,
            )

    return (*where, *how), rows()


def _changes(work: Work, edition_id: UUID, text: str, booking: str, say: Say) -> tuple[tuple[str, ...], Rows]:
    heads = (N_("When"), N_("What"), N_("Company"), N_("Class"), N_("Moment"), N_("Who"), N_("Remark"))
    found = changes(work, edition_id=edition_id, text=text, booking=booking)
    return heads, ((o.at, say(changed(o.what)), o.company, o.about, o.starts_at, o.by, o.note) for o in found)
