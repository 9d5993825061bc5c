"""What is asked after a visit, and how the form is read. Values in, values out.

Secondary: the four fields of an activity in a career file (loopbaandossier) with the five career competences, as in
core C2 of the vocational programmes of the vmbo (SLO, slo.nl, 29 February 2024). Primary: three questions, each with
drawings to tap and room for a sentence, so that a child who hardly writes has an answer too.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.base.language import N_
from app.base.levels import PO, kind_of
from app.base.problems import NotFound, RuleBroken

PRIMARY, SECONDARY = "primary", "secondary"
GOAL = "goal"
COMPETENCES = "competences"
LONGEST = 1_500  # characters of one field


@dataclass(frozen=True, slots=True)
class Field:
    """A text to write. `before`: may be written before the visit."""

    name: str
    label: str
    help: str
    before: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """Something to tap: a drawing (app/static/img/reflect) or a competence."""

    name: str
    label: str
    help: str = ""


@dataclass(frozen=True, slots=True)
class DrawnQuestion:
    """A question of primary: some drawings to tap, and a sentence that may be written beside them."""

    name: str
    label: str
    choices: tuple[Choice, ...]
    start: str  # how the sentence may begin

    @property
    def words(self) -> str:
        """The name of its sentence."""
        return f"{self.name}-words"


FIELDS = (
    Field(GOAL, N_("Goal"), N_("What do you want to find out or try on this visit?"), before=True),
    Field("result", N_("Result"), N_("What did you see and do? What do you know or can you do now?")),
    Field("evaluation", N_("Evaluation"), N_("What suited you and what did not? How do you know?")),
    Field("follow_up", N_("Follow-up"), N_("What will you do with it, and when?")),
)
CAREER = (
    Choice("qualities", N_("Qualities"), N_("what I am good at, and how that shows")),
    Choice("motives", N_("Motives"), N_("what matters to me")),
    Choice("work", N_("Exploring work"), N_("which work suits me")),
    Choice("steering", N_("Steering my career"), N_("what I want, and how I get there")),
    Choice("network", N_("Networking"), N_("who can help me on")),
)
QUESTIONS = (
    DrawnQuestion(
        "did",
        N_("What did you do?"),
        (
            Choice("look", N_("I looked closely")),
            Choice("make", N_("I made or tried something")),
            Choice("measure", N_("I measured or counted")),
            Choice("ask", N_("I asked something")),
        ),
        N_("I saw..."),
    ),
    DrawnQuestion(
        "proud",
        N_("What went well?"),
        (
            Choice("dare", N_("I dared something")),
            Choice("think", N_("I thought hard")),
            Choice("together", N_("We did it together")),
            Choice("listen", N_("I listened well")),
        ),
        N_("I am proud of..."),
    ),
    DrawnQuestion(
        "more",
        N_("What would you like to do next?"),
        (
            Choice("see", N_("See more")),
            Choice("build", N_("Make it myself")),
            Choice("read", N_("Read more about it")),
            Choice("meet", N_("Talk to somebody who works there")),
        ),
        N_("I want to know..."),
    ),
)


def form_for(level: str | None) -> str:
    """Which form a pupil of this level gets."""
    return PRIMARY if level and kind_of(level) == PO else SECONDARY


def names_of(form: str) -> tuple[str, ...]:
    """The fields of words."""
    return tuple(one.name for one in FIELDS) if form == SECONDARY else tuple(one.words for one in QUESTIONS)


def choices_of(form: str) -> Mapping[str, tuple[Choice, ...]]:
    """Name of a group of things to tap -> what can be tapped."""
    return {COMPETENCES: CAREER} if form == SECONDARY else {one.name: one.choices for one in QUESTIONS}


def read_words(form: str, sent: Mapping[str, Sequence[str]], *, after: bool) -> dict[str, Any]:
    """What a form says: `{field: text}` and `{group: [choices]}`, empty ones left out.

    `after`: the visit is over; before it only the goal is taken.

    Raises:
        RuleBroken: nothing was said, or too much.
        NotFound: something to tap that does not exist.
    """
    found: dict[str, Any] = {}
    for name in names_of(form):
        if after or name == GOAL:
            text = "\n".join(line.strip() for line in "".join(sent.get(name, ())).strip().splitlines())
            if len(text) > LONGEST:
                raise RuleBroken("", N_("This is too long. Write at most 1,500 letters in one box."))
            if text:
                found[name] = text
    for name, choices in choices_of(form).items() if after else ():
        if tapped := _tapped(sent.get(name, ()), choices):
            found[name] = tapped
    if not found:
        raise RuleBroken("", N_("Write or choose something first."))
    return found


def _tapped(sent: Sequence[str], choices: Sequence[Choice]) -> list[str]:
    known = [one.name for one in choices]
    if not set(sent) <= set(known):
        raise NotFound("choice")
    return [name for name in known if name in sent]
