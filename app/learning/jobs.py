"""The worker's part of learning: the overview of a class as a PDF; photos and overviews go when their day has come."""

from typing import Any

from app.base import clock
from app.base.jobs import Handler, Task
from app.base.language import N_, gettext_for
from app.base.pdf import clean_name, render_in_child
from app.learning.class_on_paper import draw_sheet, sheet_facts
from app.learning.forgetting import forget_overviews, forget_photos
from app.learning.operations.exports import OVERVIEW
from app.learning.operations.photos import FORGET

FORGET_OVERVIEWS = "learning.forget_overviews"


def forget(task: Task) -> dict[str, Any]:
    return {"photos": forget_photos(task.house, clock.now())}


def forget_printed(task: Task) -> dict[str, Any]:
    return {"overviews": forget_overviews(task.house, clock.now())}


def draw_overview(task: Task) -> dict[str, Any]:
    """Runs twice without harm: the same class on the same day is the same file. The result says where the PDF is."""
    language = task.arguments["language"]
    facts = task.read(sheet_facts, code=task.arguments["code"], language=language)
    said = gettext_for(language)(N_("Overview of %(name)s"), name=clean_name(facts.class_name))
    pdf = render_in_child(draw_sheet(facts, language=language), title=said, language=language)
    name = f"{facts.file_stem}-{facts.day.isoformat()}.pdf"
    return {"sha": task.house.files.put(pdf), "name": name}


HANDLERS: dict[str, Handler] = {FORGET: forget, FORGET_OVERVIEWS: forget_printed, OVERVIEW: draw_overview}
DAILY = (FORGET, FORGET_OVERVIEWS)
