"""The file of one pupil, on paper and for another program."""

import base64
from functools import lru_cache
from pathlib import Path
from typing import Any

from app.base.clock import AMSTERDAM
from app.base.language import clock_time, gettext_for
from app.base.pdf import page
from app.learning.dossier.asked import CAREER, COMPETENCES, FIELDS, QUESTIONS, SECONDARY
from app.learning.dossier.reading import AWAY, Dossier, Entry

DRAWINGS = Path(__file__).parents[2] / "static" / "img" / "reflect"
FORMAT = "openwerf-dossier"
VERSION = 1


def document(dossier: Dossier, *, language: str, made_on: Any) -> str:
    """The HTML of the file as PDF; `made_on` is a date."""
    return page(
        "dossier/document.html",
        language=language,
        dossier=dossier,
        made_on=made_on,
        tone="vo" if dossier.form == SECONDARY else "po",
        fields=FIELDS,
        questions=QUESTIONS,
        career=CAREER,
        competences=COMPETENCES,
        away=AWAY,
        drawn_as={choice.name: drawing(choice.name) for one in QUESTIONS for choice in one.choices},
        clock_time=clock_time,
    )


def file_title(dossier: Dossier, *, language: str) -> str:
    """What the PDF is called inside: no name, because a title shows in lists of files."""
    say = gettext_for(language)
    return say("Career file: visits") if dossier.form == SECONDARY else say("My visits")


@lru_cache(maxsize=32)
def drawing(name: str) -> str:
    """One of our drawings as an address that needs no file."""
    return "data:image/svg+xml;base64," + base64.b64encode((DRAWINGS / f"{name}.svg").read_bytes()).decode()


def as_plain(dossier: Dossier, *, made_on: Any) -> dict[str, Any]:
    """For another program: `{"format", "version", "made_on", "name", "school", "activities": [...]}`.

    Days are ISO dates, times are local and without zone (Europe/Amsterdam); what was not said is left out.
    """
    return {
        "format": FORMAT,
        "version": VERSION,
        "made_on": made_on.isoformat(),
        "name": dossier.name,
        "school": dossier.school,
        "activities": [_activity(one) for one in dossier.entries],
    }


def _activity(entry: Entry) -> dict[str, Any]:
    presence = {visit.booking_id: visit.present for visit in entry.lesson.visits}
    return {
        "module": entry.lesson.module.title,
        "module_version": entry.lesson.module.version,
        "visits": [
            {
                "company": visit.company,
                "place": visit.place,
                "day": visit.starts_at.astimezone(AMSTERDAM).date().isoformat(),
                "from": f"{visit.starts_at.astimezone(AMSTERDAM):%H:%M}",
                "until": f"{visit.ends_at.astimezone(AMSTERDAM):%H:%M}",
                "present": presence.get(visit.id),
            }
            for visit in entry.visits
        ],
        "steps_done": [step.title for step in entry.lesson.steps if entry.lesson.cells.get(step.id, {}).get("done")],
        "form": entry.said.form,
        **entry.said.words,
    }
