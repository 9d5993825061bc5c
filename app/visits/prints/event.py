"""The worker draws the papers of an event day: a timetable with the map for each class, lists for stands and stewards.

One A4 for each class and each stand, as generous as fits.
"""

import io
from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

import pikepdf

from app.base.jobs import Task
from app.base.language import N_, gettext_for
from app.base.levels import level_label
from app.base.pdf import clean_name, page, render_in_child
from app.base.pdf.page import svg_url
from app.visits.operations.event_papers import ARRIVAL, STAND, STANDS, TIMETABLE, TIMETABLES
from app.visits.prints.names import file_name
from app.visits.queries.event import EventNow
from app.visits.queries.event_day import StandNow
from app.visits.queries.event_reading import (
    DayOfClass,
    StandDay,
    all_stand_days,
    day_of_class,
    days_of_event,
    stand_days,
)
from app.visits.rules.site_map import Spot, site_map

SIZES = (12.0, 11.0, 10.0, 9.0)


def draw_event_paper(task: Task) -> dict[str, Any]:
    """Runs twice without harm. The result says where the PDF is, of what, and what it is called."""
    said = task.arguments
    html, event, what = _paper(task)
    say = gettext_for(said["language"])
    title = f"{say(TITLES[said['what']])}: {event.name}"
    pdf = _fitted(html, title=title, language=said["language"], most=what)
    name = file_name(say(FILES[said["what"]]), event.name, day=event.day)
    return {"sha": task.house.files.put(pdf), "name": name, "code": said["code"], "what": said["what"]}


TITLES = {
    TIMETABLE: N_("Timetable"),
    TIMETABLES: N_("Timetables"),
    STAND: N_("Who comes to the stand"),
    STANDS: N_("Who comes to the stands"),
    ARRIVAL: N_("Arrival"),
}
FILES = {
    TIMETABLE: N_("timetable"),
    TIMETABLES: N_("timetables"),
    STAND: N_("stand"),
    STANDS: N_("stands"),
    ARRIVAL: N_("arrival"),
}
Html = Callable[[float], str]


def _paper(task: Task) -> tuple[Html, EventNow, int]:
    """How to draw it at a size, of which event, and on how many pages it should fit."""
    what, code, language = (task.arguments[name] for name in ("what", "code", "language"))
    if what in (STAND, STANDS):
        stands = task.read(stand_days if what == STAND else all_stand_days, code)
        return lambda size: stand_lists(stands, language=language, size=size), stands[0].event, len(stands)
    if what == TIMETABLE:
        days: Sequence[DayOfClass] = (task.read(day_of_class, code),)
    else:
        school = UUID(task.arguments["school"]) if task.arguments["school"] else None
        days = task.read(days_of_event, code, school_id=school)
    if what == ARRIVAL:
        return lambda size: arrival_list(days, language=language, size=size), days[0].event, 0
    return lambda size: timetables(days, language=language, size=size), days[0].event, len(days)


def timetables(days: Sequence[DayOfClass], *, language: str, size: float) -> str:
    """A page for each class."""
    label = gettext_for(language)(N_("Map with the route of the class"))
    maps = [svg_url(site_map(spots(one.stands), spots(one.route), label=label)) for one in days]
    return page(
        "papers/event_timetable.html",
        language=language,
        days=list(zip(days, maps, strict=True)),
        size=size,
        title=gettext_for(language)(TITLES[TIMETABLE]),
        clean=clean_name,
        high=max((one.row for one in days[0].stands), default=1),
        wide=max((one.column for one in days[0].stands), default=1),
    )


def stand_lists(stands: Sequence[StandDay], *, language: str, size: float) -> str:
    """A page for each stand, all rounds: numbers and phones, never a name of a pupil."""
    return page(
        "papers/event_stand.html",
        language=language,
        stands=stands,
        size=size,
        title=gettext_for(language)(TITLES[STAND]),
        level_label=level_label,
    )


def arrival_list(days: Sequence[DayOfClass], *, language: str, size: float) -> str:
    """For the stewards: wave by wave, first the earliest."""
    event = days[0].event
    by_wave: dict[int, list[DayOfClass]] = {}
    for one in days:
        by_wave.setdefault(one.wave.number if one.wave else 0, []).append(one)
    waves = [(wave, by_wave[wave.number]) for wave in reversed(event.waves) if wave.number in by_wave]
    return page(
        "papers/event_arrival.html",
        language=language,
        event=event,
        waves=waves,
        without=by_wave.get(0, []),
        size=size,
        title=gettext_for(language)(TITLES[ARRIVAL]),
    )


def spots(stands: Sequence[StandNow]) -> list[Spot]:
    return [Spot(one.number, one.column, one.row) for one in stands]


def _fitted(html: Html, *, title: str, language: str, most: int) -> bytes:
    """The largest letters with which each class or stand is on one page. `most` 0: as many pages as it takes."""
    drawn = b""
    for size in SIZES:
        drawn = render_in_child(html(size), title=title, language=language)
        if not most or _pages(drawn) <= most:
            break
    return drawn


def _pages(pdf: bytes) -> int:
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return len(document.pages)
