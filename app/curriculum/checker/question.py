"""A question block: sorts its lines into question, choices and fields, and checks them."""

import re
from collections.abc import Collection
from dataclasses import dataclass, field

from app.base.language import N_
from app.curriculum.blocks import Block, Prose
from app.curriculum.checker.hints import HINT, check_hints
from app.curriculum.checker.options import OPTIONS, check_options
from app.curriculum.draft import OptionDraft, QuestionDraft
from app.curriculum.markdown import Writer
from app.curriculum.page import Page
from app.curriculum.questions import TYPES
from app.curriculum.questions.kind import (
    ANY_CHOICE,
    QuestionType,
    RawOption,
    RawQuestion,
    Style,
    no_letters,
)

FIELDS = ("answer", HINT, "explain", "rubric", "columns", "rows")
_FIELD = re.compile(rf"({'|'.join(FIELDS)}):[ \t]*(.*)$")
_FEEDBACK = re.compile(r"(\s*)>\s?(.*)$")
_FENCE = re.compile(r" {0,3}(```|~~~)")
ANSWERS = {"number": "answer: 18 m ± 0,5", "short": "answer: sluis | schutsluis"}
FAR_LONGER, MORE_SIGNS = 1.6, 20  # times the longest wrong choice, and signs more than it, from which on it is said
COLUMNS = {"columns": "columns: lengte (cm) | tijd (s)", "rows": "rows: 5"}


def read_question(block: Block, writer: Writer, units: Collection[str], *, source: bool) -> QuestionDraft | None:
    """The question, or None when its type is unknown. A translation (`source` False) needs no key."""
    page = writer.page
    name = block.kind if block.kind == "measure" else block.words[0] if block.words else ""
    kind = TYPES.get(name)
    if kind is None:
        page.wrong("Q01", block.line, type=name, known=", ".join(TYPES))
        return None
    raw = _Sorter(page, kind, RawQuestion(block.id, block.line)).sort(block.prose())
    _check(raw, kind, page)
    facts = kind.facts(raw, page, units) if source or _gives_key(raw, kind) else None
    if source and facts is None and not raw.broken:
        _no_key(raw, kind, page)
    if kind.name == "measure" and "columns" not in raw.fields:
        page.wrong("Q37", block.line, field="columns", example=COLUMNS["columns"])
    check_hints(raw, block, facts or {}, page)
    return _draft(raw, kind, block, writer, facts)


def _no_key(raw: RawQuestion, kind: QuestionType, page: Page) -> None:
    if kind.style is not None:
        page.wrong("Q02", raw.line)
    elif kind.name in ANSWERS and "answer" not in raw.fields:
        page.wrong("Q08", raw.line, example=ANSWERS[kind.name])
    elif kind.name == "measure" and "rows" not in raw.fields:
        page.wrong("Q37", raw.line, field="rows", example=COLUMNS["rows"])


def _gives_key(raw: RawQuestion, kind: QuestionType) -> bool:
    return bool(raw.marked) or "answer" in raw.fields or kind.name == "order" or kind.always


@dataclass(slots=True)
class _Sorter:
    page: Page
    kind: QuestionType
    raw: RawQuestion
    holding: str = ""  # the field whose paragraph goes on
    option: RawOption | None = None  # the choice that goes on
    fenced: bool = False
    known: list[str] = field(default_factory=list)

    def sort(self, proses: Collection[Prose]) -> RawQuestion:
        self.known = [*sorted(self.kind.fields), HINT, "explain"]
        for prose in proses:
            for number, text in enumerate(prose.lines, prose.line):
                self._line(number, text)
            self.holding, self.option = "", None
        return self.raw

    def _line(self, number: int, text: str) -> None:
        if _FENCE.match(text):
            self.fenced = not self.fenced
        if self.fenced:
            self.raw.stem.append((number, text))
        elif not text.strip():
            self.holding, self.option = "", None
            self.raw.stem.append((number, ""))
        elif found := _FIELD.match(text):
            self._field(number, found[1], found[2].strip())
        elif not (self._choice(number, text) or self._goes_on(number, text)):
            self.raw.stem.append((number, text))

    def _field(self, number: int, name: str, text: str) -> None:
        """One of each; but each `hint:` is one more step."""
        place = f"{HINT} {len(self.raw.hints) + 1}" if name == HINT else name
        self.holding, self.option = place, None
        if name not in self.known:
            self.page.wrong("Q14", number, field=name, type=self.kind.name, known=", ".join(self.known))
        elif place in self.raw.fields:
            self.page.wrong("Q15", number, field=name)
            return
        elif not text:
            self.page.wrong("Q21", number, field=name)
        self.raw.fields[place] = (number, text)

    def _choice(self, number: int, text: str) -> bool:
        """Is it a choice, or does it try to be one?"""
        style = self.kind.style
        if style is None:
            if not ANY_CHOICE.match(text):
                return False
            remove = N_("Remove it, or make it a choice, a multi or a checklist.")
            self.page.wrong("Q18", number, type=self.kind.name, example=remove)
            return True
        if found := style.pattern.fullmatch(text.rstrip()):
            self.option = _option(found, number)
            self.raw.options.append(self.option)
        elif style.like.match(text):
            without = style.pattern.fullmatch(re.sub(r"^(- [(\[][ x][)\]]|\d+\.) ", r"\1 a: ", text.rstrip()))
            self.page.wrong("Q05" if without else "Q07", number, example=style.example)
            self.raw.broken = True
            self.option = RawOption("", "", "", number)  # takes the feedback under it
        else:
            return False
        self.holding = ""
        return True

    def _goes_on(self, number: int, text: str) -> bool:
        """Feedback under a choice, or one more line of a choice or of a field."""
        found = _FEEDBACK.match(text)
        if found and self.kind.style and self.raw.options and not self.holding:
            if self.kind.chosen is no_letters:
                explain = N_("Remove it; what there is to say stands in `explain:`.")
                self.page.wrong("Q18", number, type=self.kind.name, example=explain)
            elif self.option is None or len(found[1]) < 2:
                self.page.wrong("Q17", number)
            elif self.option.feedback:
                self.option.feedback += " " + found[2].strip()
            else:
                self.option.feedback, self.option.feedback_line = found[2].strip(), number
            return True
        if self.option is not None and text.startswith("  "):
            self.option.text += " " + text.strip()
            return True
        if self.holding:
            line, before = self.raw.fields[self.holding]
            self.raw.fields[self.holding] = (line, f"{before} {text.strip()}".strip())
            return True
        return False


def _option(found: re.Match[str], number: int) -> RawOption:
    held = found.groupdict()
    area = [int(part) for part in re.findall(r"\d+", held.get("area") or "")]
    return RawOption(
        held["letter"],
        held.get("mark") or "",
        held["text"],
        number,
        partner=held.get("partner") or "",
        area=(area[0], area[1], area[2], area[3]) if len(area) == 4 else None,
    )


def _check(raw: RawQuestion, kind: QuestionType, page: Page) -> None:
    if not any(text.strip() for _, text in raw.stem):
        page.wrong("Q16", raw.line)
    if kind.name == "hotspot" and not any("![" in text for _, text in raw.stem):
        page.wrong("Q38", raw.line)
    if kind.style is not None:
        _check_options(raw, kind.style, page)


def _check_options(raw: RawQuestion, style: Style, page: Page) -> None:
    if len(raw.options) < style.least and not raw.broken:
        page.wrong("Q04", raw.line, example=style.example)
        raw.broken = True  # what follows from it is not said again
    seen: set[str] = set()
    for option in raw.options:
        if option.letter in seen:
            page.wrong("Q06", option.line, letter=option.letter)
        seen.add(option.letter)
    _check_alike(raw, page)
    _check_guessable(raw, page)


def _check_guessable(raw: RawQuestion, page: Page) -> None:
    """The one right choice of several may not give itself away by how much is said in it."""
    right = [option for option in raw.options if option.mark == "x"]
    others = [len(option.text) for option in raw.options if option.mark != "x"]
    if len(right) != 1 or not others or any(option.partner or option.area for option in raw.options):
        return
    if len(right[0].text) >= max(max(others) * FAR_LONGER, max(others) + MORE_SIGNS):
        page.wrong("Q42", right[0].line)


def _check_alike(raw: RawQuestion, page: Page) -> None:
    """Choices that nobody can tell apart: the same text, or in a match the same other side."""
    texts: dict[str, str] = {}
    partners: dict[str, str] = {}
    for option in raw.options:
        for said, held in ((option.text, texts), (option.partner, partners)):
            first = held.setdefault(said.strip().lower(), option.letter) if said else option.letter
            if first != option.letter:
                page.wrong("Q20", option.line, first=first, second=option.letter)
                break


def _draft(raw: RawQuestion, kind: QuestionType, block: Block, writer: Writer, facts: object) -> QuestionDraft:
    points, tries = _options(block, kind, writer.page)
    return QuestionDraft(
        id=raw.id,
        type=kind.name,
        line=raw.line,
        points=points,
        tries=tries,
        given=block.options,
        html=_stem(raw, block, writer),
        hints=_hints(raw, block, writer),
        explain=_field_html(raw, "explain", writer),
        rubric=_field_html(raw, "rubric", writer),
        solution="".join(_inner(inner, writer) for inner in block.blocks("solution")),
        options=tuple(
            OptionDraft(
                option.letter,
                writer.inline(option.text, option.line),
                writer.inline(option.feedback, option.feedback_line) if option.feedback else "",
                writer.inline(option.partner, option.line) if option.partner else "",
                option.area,
                option.line,
            )
            for option in raw.options
        ),
        facts=facts if isinstance(facts, dict) else None,
    )


def _options(block: Block, kind: QuestionType, page: Page) -> tuple[float, int]:
    """points= and tries= of the ::: line."""
    check_options(block, kind.name, page)
    points, tries = block.options.get("points", ""), block.options.get("tries", "")
    return (
        _number(points) if OPTIONS["points"].fullmatch(points) else kind.points,
        int(tries) if OPTIONS["tries"].fullmatch(tries) else 1,
    )


def _stem(raw: RawQuestion, block: Block, writer: Writer) -> str:
    """The question's own text, on its own lines, so that a problem in it is found where it stands."""
    if not raw.stem:
        return ""
    first = raw.stem[0][0]
    lines = [""] * (raw.stem[-1][0] - first + 1)
    for number, text in raw.stem:
        lines[number - first] = text
    tips = [f'<aside class="tip">{html}</aside>' for tip in block.blocks("tip") if (html := _inner(tip, writer))]
    return writer.html(lines, first) + "".join(tips)


def _field_html(raw: RawQuestion, name: str, writer: Writer) -> str:
    line, text = raw.fields.get(name, (0, ""))
    return writer.html([text], line) if text else ""


def _hints(raw: RawQuestion, block: Block, writer: Writer) -> tuple[str, ...]:
    """Each a step further, in the order in which they are opened: lines `hint:` first, then blocks."""
    held = [
        *(_field_html(raw, name, writer) for name in raw.hints),
        *(_inner(one, writer) for one in block.blocks(HINT)),
    ]
    return tuple(one for one in held if one)


def _inner(block: Block, writer: Writer) -> str:
    if not block.inside and block.is_closed:
        writer.page.wrong("S14", block.line, kind=block.kind)
    return "".join(writer.html(prose.lines, prose.line) for prose in block.prose())


def _number(text: str) -> float:
    """A whole number stays whole, so that a page says 2 points and not 2.0."""
    return float(text) if "." in text else int(text)
