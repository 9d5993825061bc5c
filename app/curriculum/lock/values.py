"""What is out, as plain values: every id with its type, letters and fingerprints, and in which versions it stood."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

NOTHING = "-"  # where there is no fingerprint, or no share of points


class Version(NamedTuple):
    """`edition.revision`; sorts as versions do."""

    edition: int
    revision: int

    def __str__(self) -> str:
        return f"{self.edition}.{self.revision}"

    @property
    def next_revision(self) -> "Version":
        return Version(self.edition, self.revision + 1)

    @property
    def next_edition(self) -> "Version":
        return Version(self.edition + 1, 0)


def version_of(text: str) -> Version:
    """`1.10` -> Version(1, 10). Raises: ValueError."""
    edition, revision = text.split(".")
    return Version(int(edition), int(revision))


@dataclass(frozen=True, slots=True)
class LockedStep:
    """`audience`: for which pupils, `all` or bands. `texts`: a fingerprint per language."""

    id: str
    phase: str
    audience: str
    first: Version
    last: Version
    texts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class LockedQuestion:
    """`letters`: what each stands for, in the source language; `gone`: letters of earlier versions.

    `key`: what the machine marks by, points and tries apart. `rubric`: what a teacher marks by.
    """

    id: str
    type: str
    step: str
    audience: str
    first: Version
    last: Version
    points: float
    tries: int
    key: str
    rubric: str
    texts: Mapping[str, str]
    letters: Mapping[str, str]
    gone: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Lock:
    """All that is out of one module. Questions and steps stand in the order of the newest version, gone ones after."""

    slug: str
    version: Version  # the newest
    language: str  # of the source
    passing: str  # the share of points that VO asks, `0.6`, or NOTHING
    facts: str  # a fingerprint of module.yml
    texts: Mapping[str, str]  # of the pages that are no step
    steps: Mapping[str, LockedStep]
    questions: Mapping[str, LockedQuestion]

    @property
    def live_questions(self) -> Mapping[str, LockedQuestion]:
        return {one.id: one for one in self.questions.values() if one.last == self.version}

    @property
    def live_steps(self) -> Mapping[str, LockedStep]:
        return {one.id: one for one in self.steps.values() if one.last == self.version}

    @property
    def retired(self) -> Mapping[str, Version]:
        """Ids of questions that are no more, with the last version they stood in."""
        return {one.id: one.last for one in self.questions.values() if one.last != self.version}
