"""Papers of an event day are asked for here and drawn by the worker: timetables with the map, lists of stands and
waves."""

from uuid import UUID

from app.access.matrix import Permission
from app.base.jobs import start_job
from app.base.problems import NotFound
from app.base.work import Work
from app.visits.queries.event import event_by_code
from app.visits.queries.event_reading import all_stand_days, day_of_class, days_of_event, stand_days

EVENT_PAPER = "visits.event-paper"
TIMETABLES, STANDS, ARRIVAL = "timetables", "stands", "arrival"  # for who plans the day
TIMETABLE, STAND = "timetable", "stand"  # of one class, of one company


def start_timetable(work: Work, *, code: str, language: str) -> UUID:
    """The timetable of one class with the map. Raises: NotFound."""
    work.must(Permission.BOOKING_READ)
    day = day_of_class(work, code)
    return _start(work, TIMETABLE, code, day.event.id, language)


def start_stand_paper(work: Work, *, code: str, language: str) -> UUID:
    """Who comes to the stands of one's company, all rounds. Raises: NotFound."""
    work.must(Permission.BOOKING_CONFIRM)
    return _start(work, STAND, code, stand_days(work, code)[0].event.id, language)


def start_event_paper(work: Work, *, code: str, what: str, language: str, school_id: UUID | None = None) -> UUID:
    """Timetables of all classes or of one school, lists of all stands, or who arrives when.

    Raises: NotFound: no such paper, or nobody to print it for.
    """
    work.must(Permission.WEEK_PLAN)
    if what not in (TIMETABLES, STANDS, ARRIVAL):
        raise NotFound("paper")
    if what == STANDS:
        all_stand_days(work, code)
    else:
        days_of_event(work, code, school_id=school_id)
    school = str(school_id) if school_id else ""
    return _start(work, what, code, event_by_code(work, code).id, language, school=school)


def _start(work: Work, what: str, code: str, event_id: UUID, language: str, school: str = "") -> UUID:
    """The same paper asked for twice at once is one job."""
    work.audit("event.paper", event_id, paper=what)
    arguments = {"what": what, "code": code, "language": language, "school": school}
    key = f"{EVENT_PAPER}:{work.actor.user_id}:{code}:{what}:{school}:{language}"
    return start_job(work, kind=EVENT_PAPER, arguments=arguments, key=key, total=1)
