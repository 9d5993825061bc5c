"""The lists of an event day as tables for a spreadsheet."""

from collections.abc import Callable, Iterator

from app.base.language import N_, gettext_for
from app.base.levels import level_label
from app.base.sheets.table import Cell, Table
from app.visits.queries.event_now import WholeDay

Rows = Iterator[tuple[Cell, ...]]
EVENT_SHEETS = {"routes": N_("Routes"), "arrival": N_("Arrival"), "stands": N_("Stands")}
"""Name in the address -> its title."""
WAYS = {"bike": N_("by bike"), "coach": N_("by coach"), "foot": N_("on foot")}


def event_table(day: WholeDay, sheet: str, *, language: str) -> Table:
    say = gettext_for(language)
    made = {"routes": _routes, "arrival": _arrival, "stands": _stands}[sheet]
    heads, rows = made(day, say)
    return Table(say(EVENT_SHEETS[sheet])[:31], heads, tuple(rows))


def _routes(day: WholeDay, say: Callable[..., str]) -> tuple[tuple[str, ...], Rows]:
    stands = day.by_id
    numbers = range(1, len(day.event.rounds) + 1)
    fixed = (N_("School"), N_("Class"), N_("Level"), N_("Pupils"))
    heads = (*map(say, fixed), *(say(N_("Round %(n)s"), n=number) for number in numbers))

    def rows() -> Rows:
        for one in day.classes:
            cells = []
            for number in numbers:
                step = one.steps.get(number)
                stand = stands.get(step.stand_id) if step and step.stand_id else None
                cells.append(f"{stand.number} {stand.company}" if stand else None)
            yield one.school, one.name, level_label(one.level), one.pupils, *cells

    return heads, rows()


def _arrival(day: WholeDay, say: Callable[..., str]) -> tuple[tuple[str, ...], Rows]:
    waves = {one.number: one for one in day.event.waves}
    heads = (N_("From"), N_("Until"), N_("School"), N_("Class"), N_("Pupils"), N_("How"), N_("Teacher"), N_("Needs"))

    def rows() -> Rows:
        for one in sorted(day.classes, key=lambda held: -(held.wave or 0)):
            wave = waves.get(one.wave or 0)
            times = (wave.starts_at, wave.ends_at) if wave else (None, None)
            yield *times, one.school, one.name, one.pupils, say(WAYS[one.way]), one.who, one.needs

    return tuple(map(say, heads)), rows()


def _stands(day: WholeDay, say: Callable[..., str]) -> tuple[tuple[str, ...], Rows]:
    """A line for each class at each stand in each round."""
    heads = (N_("Stand"), N_("Company"), N_("Round"), N_("From"), N_("School"), N_("Class"), N_("Level"), N_("Pupils"))

    def rows() -> Rows:
        for stand in day.stands:
            for number, (starts_at, _) in enumerate(day.event.rounds, 1):
                for one in day.classes:
                    step = one.steps.get(number)
                    if step and step.stand_id == stand.id:
                        who = (one.school, one.name, level_label(one.level), one.pupils)
                        yield stand.number, stand.company, number, starts_at, *who

    return tuple(map(say, heads)), rows()
