"""The types of question. A new one is a file here and a line in `TYPES`."""

from collections.abc import Mapping

from app.curriculum.questions import (
    checklist,
    choice,
    gap,
    hotspot,
    match,
    measure,
    multi,
    number,
    open,
    order,
    photo,
    scale,
    short,
)
from app.curriculum.questions.kind import QuestionType

TYPES: Mapping[str, QuestionType] = {
    room.TYPE.name: room.TYPE
    for room in (
        choice,
        multi,
        number,
        order,
        match,
        gap,
        short,
        hotspot,
        open,
        photo,
        scale,
        checklist,
        measure,
    )
}
