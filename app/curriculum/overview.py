"""All modules on one page, from their folders: what each asks of a pupil, a class and a purse, and what it rests on."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from app.base.language import N_, gettext, money
from app.base.levels import level_label
from app.curriculum.amounts import amount_for
from app.curriculum.checker.facts import Facts
from app.curriculum.checker.folder import Checked
from app.curriculum.checker.limits import limit_of
from app.curriculum.draft import PartDraft, QuestionDraft, StepDraft, Texts
from app.curriculum.module import AFTER, BEFORE, DURING
from app.curriculum.questions import TYPES

PUPILS = 28
PHASES = {BEFORE: N_("before"), DURING: N_("during"), AFTER: N_("after")}
_SOURCES = re.compile(r"<h2[^>]*>(?:Bronnen|Sources)[^<]*</h2>(.*?)(?=<h2|\Z)", re.S)
_ITEM = re.compile(r"<li>(.*?)</li>", re.S)
_TAG = re.compile(r"<[^>]+>")


def overview(modules: Sequence[Checked]) -> str:
    """A Markdown page: a table of all modules and, for each, its steps, goals and sources.

    A module that cannot be read is named, and its rows are missing.
    """
    sound = [one for one in modules if one.draft and one.facts]
    lines = [f"# {gettext('The modules')}", "", gettext("Made by `flask lessons overview`; not to be edited."), ""]
    lines += _table(_summary(sound))
    for one in sound:
        lines += ["", *_module(one)]
    lines += [f"\n- {one.slug}: {gettext('it has errors')}" for one in modules if one not in sound]
    return "\n".join(lines) + "\n"


def cost_of(texts: Texts, pupils: int) -> Decimal:
    """Euro for a class of so many, as far as things have a price."""
    return sum(
        (amount_for(amount=one.amount, per=one.per, pupils=pupils) * one.price for one in texts.materials if one.price),
        Decimal(0),
    )


def sources_of(texts: Texts) -> tuple[str, ...]:
    """What the guide names under Bronnen, a line each."""
    found = _SOURCES.search(texts.guide)
    return tuple(" ".join(_TAG.sub("", item).split()) for item in _ITEM.findall(found[1])) if found else ()


def questions_in(parts: Sequence[PartDraft]) -> Iterator[QuestionDraft]:
    """In the order in which they stand, those in blocks too."""
    for part in parts:
        if part.question:
            yield part.question
        yield from questions_in(part.parts)


def _summary(modules: Sequence[Checked]) -> list[list[str]]:
    head = [N_("module"), N_("level"), N_("minutes: before, during, after"), N_("steps"), N_("questions"), N_("types"),
            N_("goals"), N_("for %(n)s pupils"), N_("sources"), N_("languages"),
            N_("checked by a company")]  # fmt: skip
    rows = [[gettext(word, n=PUPILS) for word in head]]
    for one in modules:
        facts, texts = _held(one)
        asked = list(_asked(facts, texts))
        rows.append([
            f"[{texts.title}](#{one.slug})",
            ", ".join(level_label(band) for band in facts.levels),
            ", ".join(str(_minutes(facts, phase)) for phase in PHASES),
            str(len(facts.steps)),
            str(len(asked)),
            str(len({question.type for question in asked})),
            str(len(facts.kerndoelen)),
            money(cost_of(texts, PUPILS)),
            str(len(sources_of(texts))),
            ", ".join(facts.languages),
            ", ".join(f"{by.company} ({by.valid_until})" for by in facts.reviewed) or gettext("not yet"),
        ])  # fmt: skip
    return rows


def _module(one: Checked) -> list[str]:
    facts, texts = _held(one)
    types = [name for name in TYPES if any(question.type == name for question in _asked(facts, texts))]
    lines = [f'<a id="{one.slug}"></a>', "", f"## {texts.title}", "", f"`{one.slug}` {facts.version}. {texts.summary}"]
    lines += ["", *_table(_steps(facts, texts)), ""]
    lines.append(f"{gettext('Types of questions')}: {', '.join(types)}. ")
    lines.append(f"{gettext('Goals')}: {', '.join(facts.kerndoelen)}.")
    lines += ["", f"{gettext('Sources')}:", "", *(f"- {source}" for source in sources_of(texts))]
    return lines


def _steps(facts: Facts, texts: Texts) -> list[list[str]]:
    head = [
        N_("step"),
        N_("when"),
        N_("minutes"),
        N_("words (at most)"),
        N_("longest sentence (at most)"),
        N_("questions"),
    ]
    rows = [[gettext(word) for word in head]]
    for step in facts.steps:
        text = texts.steps[step.id]
        types = [question.type for question in questions_in(text.parts)]
        words, sentence = _lengths(text)
        rows.append(
            [text.title, gettext(PHASES[step.phase]), str(step.minutes), words, sentence, ", ".join(types) or "-"]
        )
    return rows


def _lengths(text: StepDraft) -> tuple[str, str]:
    """Of the level that reads most; what may be read differs by level."""
    held = [(length, limit_of(level)) for level, length in text.lengths.items()]
    if not held:
        return "-", "-"
    most, limit = max(held, key=lambda one: one[0].words / one[1].words)
    longest, within = max(held, key=lambda one: one[0].sentence / one[1].sentence)
    return f"{most.words} ({limit.words})", f"{longest.sentence} ({within.sentence})"


def _asked(facts: Facts, texts: Texts) -> Iterator[QuestionDraft]:
    for step in facts.steps:
        yield from questions_in(texts.steps[step.id].parts)


def _minutes(facts: Facts, phase: str) -> int:
    """Of the level that has most to do."""
    return max(
        sum(step.minutes for step in facts.steps if step.phase == phase and (not step.levels or level in step.levels))
        for level in facts.levels
    )


def _held(one: Checked) -> tuple[Facts, Texts]:
    assert one.facts is not None
    return one.facts, one.texts[one.facts.language]


def _table(rows: Sequence[Sequence[str]]) -> list[str]:
    head, *rest = [[cell.replace("|", "\\|") for cell in row] for row in rows]
    return [_row(head), _row(["---"] * len(head)), *map(_row, rest)]


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
