"""What stands on the `:::` line of a question behind its id (`points=2`), and what means nothing for its type."""

import re

from app.base.language import N_
from app.curriculum.blocks import Block
from app.curriculum.page import Page
from app.curriculum.questions import TYPES
from app.curriculum.questions.kind import NOBODY, PUPIL, TEACHER

OPTIONS = {
    "points": re.compile(r"\d{1,2}(\.5)?"),
    "tries": re.compile(r"[1-9]"),
    "ask": re.compile(r"host"),
    "item": re.compile(r".*"),  # app/curriculum/checker/opinions.py says more of it
}
EXAMPLES = {"points": "2", "tries": "2", "ask": "host", "item": "technology-1/job"}


def check_options(block: Block, name: str, page: Page) -> None:
    """What stands on the ::: line of a question: understood, and of use for its type."""
    useless = _useless(name)
    known = " ".join(f"{option}={example}" for option, example in EXAMPLES.items() if option not in useless) or "-"
    for option, value in block.options.items():
        if option in useless:
            page.wrong("Q36", block.line, option=option, type=name, why=useless[option])
        elif option not in OPTIONS or not OPTIONS[option].fullmatch(value):
            page.wrong("S13", block.line, option=f"{option}={value}", known=known)
    for word in block.words[block.kind == "question" :]:
        page.wrong("S13", block.line, option=word, known=known)


def _useless(name: str) -> dict[str, str]:
    """Options that mean nothing for a type of question, with the reason."""
    last_word = TYPES[name].last_word
    found: dict[str, str] = {}
    if last_word in (PUPIL, NOBODY):
        found["points"] = found["tries"] = N_("nothing in it is right or wrong")
    elif last_word == TEACHER:
        found["tries"] = N_("a teacher looks at it, and the pupil may go on improving it")
    if name != "open":
        found["ask"] = N_("only an open question is put to somebody")
    if name != "scale":
        found["item"] = N_("only an opinion has its words in a set")
    return found
