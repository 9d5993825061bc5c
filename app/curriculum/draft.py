"""A module as read from its folder, before it is frozen: what the checker hands to the snapshot."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from app.curriculum.markdown import Picture


@dataclass(frozen=True, slots=True)
class OptionDraft:
    """`partner` is the other side of a match; `area` a part of a drawing: left, top, right, bottom in percent."""

    letter: str
    html: str
    feedback: str = ""
    partner: str = ""
    area: tuple[int, int, int, int] | None = None
    line: int = 0


@dataclass(frozen=True, slots=True)
class QuestionDraft:
    """`facts` is the key of its type; None in a translation that, as it should, gives none."""

    id: str
    type: str
    line: int
    points: float
    tries: int
    given: Mapping[str, str]  # options as written on the ::: line
    html: str
    hints: tuple[str, ...]  # opened one at a time
    explain: str
    rubric: str
    solution: str
    options: tuple[OptionDraft, ...]
    facts: Mapping[str, Any] | None


@dataclass(frozen=True, slots=True)
class PartDraft:
    kind: str
    html: str
    id: str = ""
    line: int = 0
    question: QuestionDraft | None = None
    parts: tuple["PartDraft", ...] = ()
    levels: tuple[str, ...] = ()  # bands it is for; none: everybody
    file: str = ""  # where its line is: of an included text another than the step's


@dataclass(frozen=True, slots=True)
class Length:
    """Words of prose in a step, questions apart, and in its longest sentence."""

    words: int
    sentence: int


@dataclass(frozen=True, slots=True)
class StepDraft:
    id: str
    file: str
    title: str
    label: str
    parts: tuple[PartDraft, ...]
    lengths: Mapping[str, Length] = field(default_factory=dict)  # what a pupil of each level reads, in the source


@dataclass(frozen=True, slots=True)
class MaterialDraft:
    what: str
    amount: Decimal
    per: str
    price: Decimal | None


@dataclass(slots=True)
class Texts:
    """All of one language."""

    title: str = ""
    summary: str = ""
    goals: tuple[str, ...] = ()
    materials: tuple[MaterialDraft, ...] = ()
    materials_note: str = ""
    guide: str = ""
    host: str = ""  # the page for the company
    made_by: str = ""  # who wrote, paid for and checked it
    steps: dict[str, StepDraft] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Media:
    picture: Picture
    content: bytes
    credit: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ModuleDraft:
    """`facts` is module.yml as plain values; `labels` are the words of the codes it uses, per list and language."""

    slug: str
    edition: int
    revision: int
    status: str
    language: str
    facts: Mapping[str, Any]
    labels: Mapping[str, Mapping[str, Mapping[str, str]]]
    texts: Mapping[str, Texts]
    media: tuple[Media, ...]  # those that are used, in order of first use
    goals: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # kerndoel -> its ids in its framework


def points_share(points: str | None) -> float | None:
    """`60%` -> 0.6."""
    return int("".join(sign for sign in points if sign.isdigit())) / 100 if points else None
