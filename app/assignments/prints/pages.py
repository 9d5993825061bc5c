"""One sheet as an HTML document for paper, with more or less room to write, so that it fits its pages."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

from markupsafe import Markup

from app.assignments.prints.sheets import ANSWERS, GUIDE, HOME, HOST, Facts, Sheet
from app.base.language import gettext_for
from app.base.levels import kind_of, level_label
from app.base.pdf import page
from app.curriculum.gaps import blanked, pieces
from app.curriculum.markdown import plain
from app.curriculum.marking import right_in_words
from app.curriculum.module import AFTER, Module, Part, Question, Step
from app.curriculum.questions import TYPES

BOTH = (True, False)  # who was on the visit, and who was not
CARDS = 4  # of one kind on a page
NARROW = 3  # columns of a table that stands in half a page
_TABLE = re.compile(r"(?:<h\d>[^<]*</h\d>\s*)?<table>.*?</table>", re.S)


@dataclass(frozen=True, slots=True)
class Room:
    """How generous a sheet is: size of the letters (points), lines for an open answer, height (mm) of a box to draw in
    and of a picture, and how far lines stand apart."""

    size: float
    lines: int = 4
    box: int = 60
    picture: int = 70
    leading: float = 1.35


WORKSHEET = (
    Room(13, lines=7, box=110, picture=90),
    Room(12.5, lines=5, box=90, picture=80),
    Room(12, lines=4, box=70, picture=70),
    Room(12, lines=3, box=55, picture=60),
    Room(11.5, lines=3, box=45, picture=50, leading=1.3),
    Room(11, lines=2, box=35, picture=42, leading=1.25),
)
READING = (Room(12.5, leading=1.4), Room(12), Room(11.5, leading=1.3), Room(11, leading=1.25), Room(11, leading=1.16))


@dataclass(frozen=True, slots=True)
class Answered:
    """A question as it stands on the sheet of answers. `right`: the right answer, a line for each thing.

    `number`: on the worksheet of who was there; 0: it is only on that of who was not. `missed`: on that one; 0: not.
    """

    number: int
    missed: int
    text: str
    right: tuple[str, ...]
    explain: Markup
    rubric: Markup
    solution: Markup
    type: str
    by: str  # who says whether it is right, when no machine does


def rooms(sheet: Sheet) -> tuple[Room, ...]:
    """What is tried, most generous first; a sheet without a limit takes the second best."""
    tried = WORKSHEET if sheet.phases and sheet.kind != ANSWERS else READING
    return tried if sheet.most else tried[2:3]


def document(facts: Facts, room: Room) -> str:
    """The HTML of the whole print, pictures still by their hash (app/assignments/prints/pictures.py)."""
    kind = facts.sheet.kind
    module, say = facts.module, gettext_for(facts.module.language)
    name = {GUIDE: "guide", ANSWERS: "answers", HOST: "host", HOME: "home"}.get(kind, "worksheet")
    return page(
        f"modules/{name}.html",
        language=module.language,
        facts=facts,
        module=module,
        title=say(facts.sheet.title),
        room=room,
        tone=kind_of(module.levels[0]),
        levels=", ".join(level_label(band) for band in ([facts.band] if facts.band else module.levels)),
        makers=_makers(module),
        **_inside(facts),
    )


def _inside(facts: Facts) -> dict[str, object]:
    """What only this kind of sheet needs."""
    if facts.sheet.kind == GUIDE:
        return {"guide": facts.key.guide(facts.module.language), "steps": facts.module.steps, "wide": _wide}
    if facts.sheet.kind == HOST:
        return {"host": facts.key.host(facts.module.language)}
    if facts.sheet.kind == ANSWERS:
        return {"steps": _answered(facts)}
    steps = facts.sheet.steps_of(facts.module, facts.band)
    if facts.sheet.kind == HOME:
        cards = [part.html for step in steps for part in facts.sheet.cards_of(step, facts.band)]
        return {"cards": [card for card in cards for _ in range(CARDS)]}
    viewer = facts.sheet.viewer(facts.band)
    return {
        "steps": [(step, step.shown_parts(viewer), _numbers(step.questions(viewer))) for step in steps],
        "pieces": pieces,
        "boxed": not set(facts.sheet.phases)
        & {AFTER},  # what is for paper after the visit is a card, nothing to draw in
        "for_whom": partial(_for_whom, facts),
    }


def _numbers(questions: Sequence[Question]) -> dict[str, int]:
    """Question id -> its number on the sheet; what is never on paper has none."""
    return {question.id: number for number, question in enumerate(filter(_is_on_paper, questions), 1)}


def _is_on_paper(question: Question) -> bool:
    return question.type != "scale"


def _for_whom(facts: Facts, levels: Sequence[str]) -> str:
    """Said at a block that is not for everybody; on a sheet for one level there is nothing else."""
    if facts.band is not None or set(facts.module.levels) <= set(levels):
        return ""
    return ", ".join(level_label(band) for band in levels)


def _answered(facts: Facts) -> list[tuple[Step, list[Answered]]]:
    """Every step with its questions; who was there and who was not both stand in it, as the author wrote them."""
    found = []
    for step in facts.sheet.steps_of(facts.module, facts.band):
        there, missed = (_numbers(step.questions(replace(facts.sheet.viewer(facts.band), present=was))) for was in BOTH)
        questions = [one for one in _all_questions(step.parts, facts.band) if _is_on_paper(one)]
        places = [(there.get(one.id, 0), missed.get(one.id, 0)) for one in questions]
        found.append((step, [_answer(facts, one, *place) for one, place in zip(questions, places, strict=True)]))
    return [(step, answers) for step, answers in found if answers]


def _all_questions(parts: Sequence[Part], band: str | None) -> list[Question]:
    found: list[Question] = []
    for part in parts:
        if part.levels and band is not None and band not in part.levels:
            continue
        found += [part.question] if part.question else []
        found += _all_questions(part.parts, band)
    return found


def _answer(facts: Facts, question: Question, number: int, missed: int) -> Answered:
    language, key = facts.module.language, facts.key.questions[question.id]
    texts = key.text(language)
    right = tuple(part for part in right_in_words(key, language=language).split("; ") if part)
    return Answered(
        number, missed, plain(blanked(question.html)), right, texts.explain, texts.rubric, texts.solution,
        question.type, TYPES[question.type].last_word,
    )  # fmt: skip


def _wide(html: Markup) -> Markup:
    """Tables of many columns over the whole page: in half of it their cells would be two words wide."""

    def put(found: re.Match[str]) -> str:
        many = found[0].split("</tr>")[0].count("<th") > NARROW
        return f'<div class="wide">{found[0]}</div>' if many else found[0]

    return Markup(_TABLE.sub(put, html))  # noqa: S704 - as it was given


def _makers(module: Module) -> str:
    """Who made the pictures, as their licences ask."""
    return "; ".join(dict.fromkeys(f"{credit.maker} ({credit.licence})" for credit in module.credits))
