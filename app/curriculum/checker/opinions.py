"""What pupils think of something: items of a versioned set, so that before and after the visit the words are the same.

A set is a folder `technology-1` with a page for each language and about.yml; once it has been used it never changes.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Annotated, Literal, Protocol

from pydantic import Field

from app.curriculum.blocks import Block, scan
from app.curriculum.checker.facts import Shape, read_shape
from app.curriculum.checker.files import Files
from app.curriculum.checker.options import check_options
from app.curriculum.checker.question import read_question
from app.curriculum.checker.title import read_title
from app.curriculum.checker.vocabulary import LICENCES
from app.curriculum.checker.yaml_text import read_yaml
from app.curriculum.draft import QuestionDraft
from app.curriculum.markdown import Writer
from app.curriculum.page import Page

ABOUT = "about.yml"
LEAST, MOST = 5, 10  # items that a class of children fills in with care
OLDEST_CHILD = 12
_VERSIONED = re.compile(r".+-\d+")
_ITEM = re.compile(r"([a-z0-9-]+)/([a-z0-9-]+)")


class About(Shape):
    """`reversed`: items of which a low point is the good one. `validated`: was it tried and measured by researchers?"""

    maker: str
    url: str
    licence: str
    age: Annotated[str, Field(pattern=r"^\d{1,2}-\d{1,2}$")]
    validated: Literal["yes", "no"]
    reversed: list[str]

    @property
    def is_for_children(self) -> bool:
        return int(self.age.split("-")[1]) <= OLDEST_CHILD


@dataclass(frozen=True, slots=True)
class OpinionSet:
    """`items` as questions, by their name in the set; `facts` of each is {low, high, reversed}."""

    name: str
    page: Page
    title: str
    items: Mapping[str, QuestionDraft]


class Sets(Protocol):
    """Where sets come from (app/curriculum/checker/shared.py)."""

    def opinions(self, language: str, name: str) -> OpinionSet | None: ...
    def set_names(self) -> tuple[str, ...]: ...


def read_set(files: Files, folder: str, language: str, units: Collection[str]) -> OpinionSet | None:
    """A set in one language, as far as it can be read; None when there is no text at all."""
    page = files.page(f"{folder}/{language}.md", language)
    if page is None:
        return None
    name = folder.rpartition("/")[2]
    if not _VERSIONED.fullmatch(name):
        page.wrong("Q41", 1, name=name)
    title = read_title(page)
    items: dict[str, QuestionDraft] = {}
    writer = Writer(page, {})
    parts = scan(page, 2)
    for part in parts:
        if not isinstance(part, Block):
            writer.html(part.lines, part.line)
        elif part.kind != "question" or part.words[:1] != ("scale",):
            page.wrong("Q39", part.line)
        elif part.id in items:
            page.wrong("S11", part.line, id=part.id, where=f"{page.file}:{items[part.id].line}")
        elif question := read_question(part, writer, units, source=True):
            items[part.id] = question
    count = sum(isinstance(part, Block) for part in parts)
    return OpinionSet(name, page, title, _with_about(files, folder, page, items, count))


def _with_about(
    files: Files, folder: str, page: Page, items: Mapping[str, QuestionDraft], count: int
) -> Mapping[str, QuestionDraft]:
    about = _about(files, folder, items)
    if about and about.is_for_children and not LEAST <= count <= MOST:
        page.wrong("Q40", 1, count=count, least=LEAST, most=MOST)
    turned = about.reversed if about else ()
    return {
        name: replace(question, facts={**question.facts, "reversed": name in turned}) if question.facts else question
        for name, question in items.items()
    }


def _about(files: Files, folder: str, items: Collection[str]) -> About | None:
    path = f"{folder}/{ABOUT}"
    if ABOUT not in files.names(folder):
        if not files.has(path):
            files.missing("M01", path)
        return None
    page = files.page(path)
    read = read_yaml(page) if page else None
    about = read_shape(page, read, About) if page and read else None
    if page and read and about:
        if about.licence not in LICENCES:
            page.wrong("M15", read.line("licence"), licence=about.licence, known=", ".join(LICENCES))
        for number, item in enumerate(about.reversed):
            if item not in items:
                line = read.line("reversed", number)
                page.wrong("Q31", line, item=item, name=folder.rpartition("/")[2], known=", ".join(items))
    return about


def read_opinion(block: Block, page: Page, sets: Sets) -> QuestionDraft | None:
    """A scale question of a module: its words come from the set that `item=` names. None: a problem was noted."""
    check_options(block, "scale", page)
    if block.inside:
        page.wrong("Q32", block.line)
    wanted = _ITEM.fullmatch(block.options.get("item", ""))
    if not wanted:
        page.wrong("Q29", block.line, known=", ".join(sets.set_names()) or "-")
        return None
    held = sets.opinions(page.language, wanted[1])
    if held is None:
        page.wrong("Q30", block.line, name=wanted[1], known=", ".join(sets.set_names()) or "-")
        return None
    item = held.items.get(wanted[2])
    if item is None:
        page.wrong("Q31", block.line, item=wanted[2], name=wanted[1], known=", ".join(held.items) or "-")
        return None
    facts = {**(item.facts or {}), "item": wanted[0]}
    return replace(item, id=block.id, line=block.line, given=block.options, facts=facts)
