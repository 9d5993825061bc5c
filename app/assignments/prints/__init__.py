"""What a module is on paper: which sheets there are, for whom, how one is drawn, and which was drawn before."""

from app.assignments.prints.held import Asked, asked, facts_of, held_print, keep_row, offered
from app.assignments.prints.pages import Room, document, rooms
from app.assignments.prints.pictures import for_paper, pictures_in, placed
from app.assignments.prints.sheets import SHEETS, Facts, Sheet, file_name, sheet_named

__all__ = [
    "SHEETS",
    "Asked",
    "Facts",
    "Room",
    "Sheet",
    "asked",
    "document",
    "facts_of",
    "file_name",
    "for_paper",
    "held_print",
    "keep_row",
    "offered",
    "pictures_in",
    "placed",
    "rooms",
    "sheet_named",
]
