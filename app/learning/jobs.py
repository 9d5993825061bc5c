"""The worker's part of learning: a pupil's own file, the overview of a class and the card of a substitute as PDF; what
is past its day goes.
"""

import io
from typing import Any
from uuid import UUID

import pikepdf

from app.base import clock
from app.base.jobs import Handler, Task
from app.base.language import N_, gettext_for
from app.base.pdf import clean_name, render_in_child
from app.base.work import Work
from app.learning.class_on_paper import draw_sheet, sheet_facts
from app.learning.dossier.paper import document, file_title
from app.learning.dossier.reading import dossier_of_pupil
from app.learning.forgetting import forget_cards, forget_files, forget_photos
from app.learning.operations.dossier import DOSSIER
from app.learning.operations.exports import OVERVIEW
from app.learning.operations.photos import FORGET
from app.learning.operations.substitute import DRAW, FORGET_CARDS, keep_card_file
from app.learning.substitute import CardFacts, Room, card_for_staff, draw_card, facts_of_card, most_generous


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


def forget_substitutes(task: Task) -> dict[str, Any]:
    return {"cards": forget_cards(task.house, clock.now())}


def draw_substitute_card(task: Task) -> dict[str, Any]:
    """Runs twice without harm: the same card is the same file. Nothing of it stands in the row of the job."""
    card_id = UUID(task.arguments["card"])
    facts = task.read(_facts, code=task.arguments["code"], card_id=card_id)
    title = gettext_for(facts.language)("Card for the substitute of %(name)s", name=facts.class_name)
    drawn = {True: b"", False: b""}  # the last that fits, and the last that does not

    def fits(room: Room) -> bool:
        html = draw_card(facts, room, site=task.arguments["site"])
        pdf = render_in_child(html, title=title, language=facts.language)
        task.progress(0, 1)
        is_one = _pages(pdf) == 1
        drawn[is_one] = pdf
        return is_one

    most_generous(fits)
    task.do(keep_card_file, card_id=card_id, sha256=task.house.files.put(drawn[True] or drawn[False]))
    return {}


def _facts(work: Work, *, code: str, card_id: UUID) -> CardFacts:
    return facts_of_card(work, card_for_staff(work, code=code, card_id=card_id))


def _pages(pdf: bytes) -> int:
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return len(document.pages)


HANDLERS: dict[str, Handler] = {
    FORGET: forget,
    FORGET_CARDS: forget_substitutes,
    DOSSIER: draw_dossier,
    OVERVIEW: draw_overview,
    DRAW: draw_substitute_card,
}
DAILY = (FORGET, FORGET_CARDS)
