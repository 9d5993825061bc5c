"""The worker's part of learning: photos and old files go when their day has come; a pupil's own file is drawn."""

from typing import Any

from app.base import clock
from app.base.jobs import Handler, Task
from app.base.pdf import render_in_child
from app.learning.dossier.paper import document, file_title
from app.learning.dossier.reading import dossier_of_pupil
from app.learning.forgetting import forget_files, forget_photos
from app.learning.operations.dossier import DOSSIER
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


HANDLERS: dict[str, Handler] = {FORGET: forget, DOSSIER: draw_dossier}
DAILY = (FORGET,)
