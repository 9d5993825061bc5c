"""The worker draws a paper of a visit: as generous as fits on one page."""

import io
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import pikepdf

from app.base.jobs import Task
from app.base.pdf import render_in_child
from app.base.work import Work
from app.visits.operations.papers import CARD, LETTER, OUT, TRANSPORT
from app.visits.prints.card import card_file, card_title, class_card
from app.visits.prints.letter import SIZES, letter, letter_file, title_of
from app.visits.prints.sheets import evacuation, evacuation_file, transport_file, transport_sheet
from app.visits.queries.bookings import BookingNow, booking_by_code
from app.visits.queries.card import card_facts
from app.visits.queries.event_agenda import as_whole_day
from app.visits.queries.papers import letter_facts, out_list
from app.visits.queries.transport import TransportNow, transport_of

LIST_SIZES = (13.0, 12.0, 11.0, 10.0, 9.0, 8.0)  # read outside, in a hurry
CARD_SIZES = (11.0, 10.0, 9.0, 8.0)


def draw_paper(task: Task) -> dict[str, Any]:
    """Runs twice without harm. The result says where the PDF is, of which booking, and what it is called."""
    what = task.arguments["what"]
    pdf, name = DRAWN[what](task)
    return {"sha": task.house.files.put(pdf), "name": name, "code": task.arguments["code"]}


def _letter(task: Task) -> tuple[bytes, str]:
    said = task.arguments
    language, back_by = said["language"], date.fromisoformat(said["back_by"]) if said["back_by"] else None
    facts = task.read(letter_facts, code=said["code"], with_names=said["names"])
    title = title_of(facts, language=language)
    shared: dict[str, Any] = {"language": language, "addition": said["addition"], "back_by": back_by}

    def draw(size: float) -> bytes:
        html = letter(facts, size=size, names=False, **shared)
        return render_in_child(html, title=title, language=language)

    size, pdf = _one_page(task, SIZES, draw)
    if facts.names:
        pdf = render_in_child(letter(facts, size=size, **shared), title=title, language=language)
    return pdf, letter_file(facts, language=language)


def _transport(task: Task) -> tuple[bytes, str]:
    language = task.arguments["language"]
    booking, now = task.read(_travel, code=task.arguments["code"])
    html = transport_sheet(booking, now, language=language)
    return render_in_child(html, title=booking.title, language=language), transport_file(booking, language=language)


def _travel(work: Work, *, code: str) -> tuple[BookingNow, TransportNow]:
    booking = booking_by_code(work, code)
    return as_whole_day(work, booking), transport_of(work, booking=booking)


def _list(task: Task) -> tuple[bytes, str]:
    language = task.arguments["language"]
    facts = task.read(out_list, code=task.arguments["code"])

    def draw(size: float) -> bytes:
        html = evacuation(facts, language=language, size=size)
        return render_in_child(html, title=facts.title, language=language)

    return _one_page(task, LIST_SIZES, draw)[1], evacuation_file(facts, language=language)


def _card(task: Task) -> tuple[bytes, str]:
    language = task.arguments["language"]
    facts = task.read(card_facts, code=task.arguments["code"])
    title, address = card_title(facts, language=language), task.arguments["address"]

    def draw(size: float) -> bytes:
        html = class_card(facts, language=language, address=address, size=size)
        return render_in_child(html, title=title, language=language)

    return _one_page(task, CARD_SIZES, draw)[1], card_file(facts, language=language)


DRAWN = {LETTER: _letter, TRANSPORT: _transport, OUT: _list, CARD: _card}


def _one_page(task: Task, sizes: Sequence[float], draw: Callable[[float], bytes]) -> tuple[float, bytes]:
    """The first size that fits on one page; the smallest when none does."""
    drawn = b""
    for size in sizes:
        drawn = draw(size)
        task.progress(0, 1)
        if _pages(drawn) == 1:
            return size, drawn
    return sizes[-1], drawn


def _pages(pdf: bytes) -> int:
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return len(document.pages)
