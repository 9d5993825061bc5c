"""The question of a screen as finished values: fresh, to try again, or handed in with what there is to say of it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from markupsafe import Markup

from app.curriculum.marking import Marked, chosen_tokens, is_kept_apart, is_machine_marked, mark
from app.curriculum.module import Option, Question, QuestionKey
from app.learning.kept import Kept, kept_answer, number_said
from app.learning.layout import Laid, lay_out
from app.learning.queries import AnswerNow

FRESH, AGAIN, RIGHT, PARTLY, WRONG, KEPT = "fresh", "again", "right", "partly", "wrong", "kept"
SHUT = "shut"
BY_VERDICT = {"right": RIGHT, "partly": PARTLY, "not": WRONG}


@dataclass(frozen=True, slots=True)
class Asked:
    """`state`: fresh, again (one more try), right, partly, wrong, or kept (for a teacher, or nothing to say of it);
    or shut: one more try was left, and the step takes nothing any more.

    `kept`: the last answer to draw; None while there is none, and for what is kept apart from the pupil.
    """

    question: Question
    options: tuple[Option, ...]  # for `order` in the order of the answer so far
    state: str
    client_id: str
    chosen: tuple[str, ...] = ()  # tokens of the last answer
    tried: tuple[str, ...] = ()  # tokens of a wrong try, shown as "tried already"
    text: str = ""  # the last answer in words
    feedback: tuple[Markup, ...] = ()
    explain: Markup = field(default_factory=Markup)
    review: str | None = None  # the teacher's words
    given_back: bool = False
    verdict: str = ""  # right, partly, not: the teacher's
    stamp: str = ""  # the teacher's
    kept: Kept | None = None
    filled: Mapping[str, str] = field(default_factory=dict)  # what stood in the fields of the form, by their names

    hits: int | None = None  # of a match: how many pairs go together well
    photo_until: date | None = None  # the last day that a photo is kept
    takes_photos: bool = False  # else what was made is shown to the teacher
    together: tuple[str, ...] = ()  # first names of those who gave this answer too, on one device

    @property
    def laid(self) -> Laid:
        return lay_out(self.question)

    @property
    def is_to_see(self) -> bool:
        """Was it handed in without a photo: the teacher comes to look?"""
        return self.kept is not None and self.kept.to_see

    @property
    def takes_answers(self) -> bool:
        return self.state in (FRESH, AGAIN) or self.may_change

    @property
    def may_change(self) -> bool:
        """Saved, and it may be saved anew; what a machine knows something of is over."""
        return self.state == KEPT and not is_machine_marked(self.question.type)

    @property
    def is_reviewed(self) -> bool:
        """Has the teacher said something that the state does not say by itself?"""
        return bool(self.review) or bool(self.stamp) or (bool(self.verdict) and self.may_change)

    @property
    def waits(self) -> bool:
        """The machine does not know it: a teacher looks."""
        return self.state == KEPT and is_machine_marked(self.question.type)


def not_answered(question: Question, *, handed_in: bool, client_id: str) -> Asked:
    """No answer is known: it is fresh, or it was kept apart from the pupil, who alone knows what it was."""
    state = KEPT if handed_in and is_kept_apart(question.type) else FRESH
    return Asked(question, question.options, state, client_id)


def answered(
    question: Question,
    key: QuestionKey,
    last: AnswerNow,
    *,
    handed_in: bool,
    client_id: str,
    language: str,
    photos: Collection[str] = (),
) -> Asked:
    """After `last`. `photos`: hashes of the photos that are still there."""
    chosen = chosen_tokens(key, last.value)
    marked = mark(key, last.value, language=language)
    state = _state(question, marked, last, handed_in=handed_in)
    kept = kept_answer(key, last.value, language=language, photos=photos)
    return Asked(
        question,
        _in_order(question, chosen),
        state,
        client_id,
        chosen,
        chosen if state == AGAIN else (),
        kept.text,
        marked.feedback_html if marked.right or not _has_all_points(last) else (),
        marked.explain_html if state in (RIGHT, PARTLY, WRONG) else Markup(),
        last.review,
        last.again,
        last.verdict,
        last.stamp,
        kept,
        _filled(key, last, language),
        _hits(key, last),
    )


def _state(question: Question, marked: Marked, last: AnswerNow, *, handed_in: bool) -> str:
    if not is_machine_marked(question.type):
        return KEPT
    if marked.right or _has_all_points(last):
        return RIGHT
    if not handed_in:
        return AGAIN
    if last.verdict:
        return BY_VERDICT[last.verdict]
    if marked.right is None:
        return KEPT
    return PARTLY if marked.score else WRONG


def _has_all_points(last: AnswerNow) -> bool:
    """Right it was, and right it stays, whatever a newer key says of it."""
    return last.score is not None and bool(last.out_of) and last.score >= (last.out_of or 0)


def _in_order(question: Question, chosen: Sequence[str]) -> tuple[Option, ...]:
    if question.type != "order" or len(chosen) != len(question.options):
        return question.options
    by_token = {option.token: option for option in question.options}
    return tuple(by_token[token] for token in chosen if token in by_token)


def _hits(key: QuestionKey, last: AnswerNow) -> int | None:
    return sum(left == right for left, right in last.value["pairs"].items()) if key.type == "match" else None


def _filled(key: QuestionKey, last: AnswerNow, language: str) -> dict[str, str]:
    """The fields of a form that would send this answer again: for match, gap and measure."""
    value = last.value
    if key.type == "match":
        partners = {letter: token for token, letter in key.facts["partners"].items()}
        return {f"pair-{key.token(left)}": partners.get(right, "") for left, right in value["pairs"].items()}
    if key.type == "gap":
        return {f"gap-{letter}": word for letter, word in value["gaps"].items()}
    if key.type == "measure":
        letters = sorted(key.letters.values())
        return {
            f"cell-{number}-{letter}": number_said(cell, language)
            for number, row in enumerate(value["rows"], 1)
            for letter, cell in zip(letters, row, strict=False)
        }
    return {}


def moved(tokens: Sequence[str], token: str, by: int) -> list[str]:
    """Things to be put in order after one tap on an arrow, in a page without JavaScript."""
    order = list(tokens)
    if token in order:
        here = order.index(token)
        order.insert(min(max(here + by, 0), len(order) - 1), order.pop(here))
    return order


def ordered(asked: Asked, tokens: Sequence[str]) -> list[tuple[str, Markup]]:
    """(token, text) of things to be put in order, in the order sent last, else as it was."""
    texts = {option.token: option.html for option in asked.options}
    known = [token for token in tokens if token in texts]
    return [(token, texts[token]) for token in (known if len(known) == len(texts) else texts)]


def arrow(form: Mapping[str, str]) -> tuple[str, int]:
    """Which arrow was tapped, and which way."""
    return (form["up"], -1) if "up" in form else (form["down"], 1)
