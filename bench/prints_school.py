"""A school for bench/prints.py: classes that were all there and did everything."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from app.access.actor import Actor
from app.base import clock
from app.base.house import House
from app.certificates import operations, queries
from app.certificates.operations import Chosen

SITE = "http://werf.test"


def build(folder: Path, classes: int, pupils: int) -> tuple[House, Actor]:
    """The house, and its office. The first class is for `one_class`; the others for the run."""
    from app import create_app
    from app.base.migrate import upgrade
    from tests.assignments.makers import given
    from tests.certificates.makers import Classroom, earned
    from tests.curriculum import lessons
    from tests.makers import Makers

    house: House = create_app().extensions["house"]
    upgrade(house.store)
    makers = Makers(house)
    lessons.write(folder / "lessons")
    from app.curriculum.commands import publish_lessons

    publish_lessons(house, folder / "lessons")
    makers.network()
    school = makers.school("po")
    for number in range(classes + 1):
        klass = makers.school_class(school, name=f"klas {number:03d}")
        teacher = makers.teacher(school, klass)
        people = makers.pupils(klass, pupils)
        code = given(makers, teacher, klass, request_id=f"r-{number}")
        earned(Classroom(house, school, klass, teacher, people, code, None, None, makers))  # type: ignore[arg-type]
    return house, makers.school_admin(school).actor


def start(house: House, office: Actor) -> str:
    """One run of all that is ready; its code."""
    with house.looking(office, clock.now()) as work:
        period = queries.period_of(work)
        found = queries.lessons_to_print(work, period=period)
    chosen = [Chosen(one.code, one.ready, one.title, one.source) for one in found if one.ready]
    return house.act(office, clock.now(), operations.start_school_run, period=period.key, lessons=chosen, site=SITE)


def one_class(house: House, office: Actor) -> Callable[[], tuple[Any, str]]:
    """Pressing the button for the first class: its certificates are issued and the run begins."""
    with house.looking(office, clock.now()) as work:
        first = queries.lessons_to_print(work, period=queries.period_of(work))[0]
        pupils = [one.pupil.id for one in queries.candidates(work, code=first.code).pupils]

    def press() -> tuple[Any, str]:
        code = house.act(
            office, clock.now(), operations.print_certificates, code=first.code, pupil_ids=pupils, site=SITE
        )
        return office, code

    return press
