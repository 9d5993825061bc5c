"""The worker's part of learning: a pupil's own file and the overview of a class as PDF; what is past its day goes."""

from typing import Any

from app.base import clock
from app.base.jobs import Handler, Task
from app.base.language import N_, gettext_for
from app.base.pdf import clean_name, render_in_child
from app.learning.class_on_paper import draw_sheet, sheet_facts
from app.learning.dossier.paper import document, file_title
from app.learning.dossier.reading import dossier_of_pupil
from app.learning.forgetting import forget_files, forget_photos
from app.learning.operations.dossier import DOSSIER
from app.learning.operations.exports import OVERVIEW
from app.learning.operations.photos import FORGET


def forget(task: Task) -> dict[str, Any]:
    now = clock.now()
    return {"photos": forget_photos(task.house, now), "files": forget_files(task.house, now)}


def draw_dossier(task: Task) -> dict[str, Any]:
    """Runs twice without harm: what the pupil said is the same file."""
    language = task.arguments["language"]
    dossier = task.read(dossier_of_pupil, language=language)
    html = document(dossier, language=language, made_on=clock.school_day(clock.now()))
    pdf = render_in_child(html, title=file_title(dossier, language=language), language=language)
    return {"sha": task.house.files.put(pdf)}


def draw_overview(task: Task) -> dict[str, Any]:
    """Runs twice without harm: the same class on the same day is the same file. The result says where the PDF is."""
    language = task.arguments["language"]
    facts = task.read(sheet_facts, code=task.arguments["code"], language=language)
    said = gettext_for(language)(N_("Overview of %(name)s"), name=clean_name(facts.class_name))
    pdf = render_in_child(draw_sheet(facts, language=language), title=said, language=language)
    name = f"{facts.file_stem}-{facts.day.isoformat()}.pdf"
    return {"sha": task.house.files.put(pdf), "name": name}


HANDLERS: dict[str, Handler] = {FORGET: forget, DOSSIER: draw_dossier, OVERVIEW: draw_overview}
DAILY = (FORGET,)
