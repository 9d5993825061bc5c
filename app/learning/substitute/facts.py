"""What stands on a card: the steps with what to do, the answers, the materials, who helps whom, the two ways in."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from app.access.matrix import Permission
from app.assignments.queries import assignment_for_staff
from app.base.language import number
from app.base.levels import PO
from app.base.work import Work
from app.curriculum.gaps import blanked
from app.curriculum.markdown import plain
from app.curriculum.marking import right_in_words
from app.curriculum.module import AnswerKey, Material, Module, Part, Question, Step
from app.curriculum.queries import key_of_edition, module_of_edition
from app.learning.substitute.held import CardHeld
from app.people.queries import class_by_id

MOST_LINES = 5  # of what to do, of one step
LINE = 170  # letters
ASKED = 110  # of a question, on the list of answers
NEVER = ("scale",)  # an opinion has no answer


@dataclass(frozen=True, slots=True)
class AnswerLine:
    number: int
    asked: str
    right: str  # empty: an own answer
    rubric: str


@dataclass(frozen=True, slots=True)
class StepToday:
    """`lines`: (kind of block or empty, words): what to do, at most five."""

    title: str
    minutes: int
    questions: int
    lines: tuple[tuple[str, str], ...]
    answers: tuple[AnswerLine, ...]


@dataclass(frozen=True, slots=True)
class CardFacts:
    """Everything one card is drawn from."""

    class_name: str
    school_name: str
    kind: str  # po or vo
    day: date
    module: str
    steps: tuple[StepToday, ...]
    class_code: str
    token: str
    materials: tuple[tuple[str, tuple[str, ...]], ...]  # (pupil, pair, group or class; what and how much)
    can_help: str
    need_help: str
    note: str
    language: str

    @property
    def is_po(self) -> bool:
        return self.kind == PO


def facts_of_card(work: Work, card: CardHeld) -> CardFacts:
    """For the worker, as who made the card. Raises: NotFound: withdrawn meanwhile, or out of reach."""
    work.must(Permission.SUBSTITUTE_INVITE, classes={card.class_id}, school=work.school_id)
    given = assignment_for_staff(work, card.code)
    module = module_of_edition(work, slug=given.module_slug, edition=given.module_edition, language=card.language)
    key = key_of_edition(work, slug=given.module_slug, edition=given.module_edition)
    klass = class_by_id(work, class_id=card.class_id)
    return CardFacts(
        class_name=klass.name,
        school_name=klass.school_name,
        kind=klass.kind,
        day=card.day,
        module=module.title,
        steps=tuple(_step(module, key, step) for step in module.steps if step.id in card.steps),
        class_code=klass.spoken_code,
        token=card.link.token if card.link else "",
        materials=_materials(module),
        can_help=card.can_help,
        need_help=card.need_help,
        note=card.note,
        language=module.language,
    )


def _step(module: Module, key: AnswerKey, step: Step) -> StepToday:
    asked = [one for one in step.all_questions if one.type not in NEVER]
    said = [("", plain(html)) for html in key.guide(module.language).steps.get(step.id, ())]
    lines = [*said, *_tasks(step.parts)]
    return StepToday(
        step.title,
        step.minutes,
        len(asked),
        tuple((kind, cut(words, LINE)) for kind, words in lines[:MOST_LINES]),
        tuple(_answer(key, module.language, n, one) for n, one in enumerate(asked, 1)),
    )


def _tasks(parts: Sequence[Part]) -> Iterator[tuple[str, str]]:
    """What is to be done with hands, and what is to be careful with, as it stands in the step: safety first."""
    found = sorted(_blocks(parts), key=lambda one: one[0] != "safety")
    return iter(found)


def _blocks(parts: Sequence[Part]) -> Iterator[tuple[str, str]]:
    for part in parts:
        if part.kind in ("task", "safety") and (words := plain(part.html)):
            yield part.kind, words
        yield from _blocks(part.parts)


def _answer(key: AnswerKey, language: str, place: int, question: Question) -> AnswerLine:
    held = key.questions[question.id]
    right = right_in_words(held, language=language)
    rubric = plain(held.text(language).rubric)
    return AnswerLine(place, cut(plain(blanked(question.html)), ASKED), right, "" if right else cut(rubric, LINE))


def _materials(module: Module) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """What the whole module needs, in groups: which step takes what is not said in a module."""
    found: dict[str, list[str]] = {}
    for one in module.materials:
        found.setdefault(one.per, []).append(_material(one))
    return tuple((per, tuple(ones)) for per, ones in found.items())


def _material(one: Material) -> str:
    amount = int(one.amount) if one.amount == int(one.amount) else float(one.amount)
    return f"{number(amount)} {one.what}"


def cut(words: str, most: int) -> str:
    """At the end of a sentence when there is one in the last half, else of a word with dots."""
    if len(words) <= most:
        return words
    kept = words[:most]
    end = max(kept.rfind(sign) for sign in (". ", "! ", "? "))
    return kept[: end + 1] if end > most // 2 else kept.rsplit(" ", 1)[0].rstrip(",;:") + " …"
