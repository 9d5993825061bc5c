"""What the office writes to many at once: words in braces become facts, and who has five bookings gets one mail."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from app.base.language import N_
from app.base.problems import RuleBroken

WORDS = ("school", "company", "when", "title", "n")
SCHOOLS, HOSTS = "schools", "hosts"
TO = (SCHOOLS, HOSTS)
LONGEST_SUBJECT, LONGEST_TEXT = 120, 4_000
_IN_BRACES = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True, slots=True)
class About:
    """The facts of one booking, as they stand in a mail."""

    school: str
    company: str
    when: str
    title: str
    n: int

    @property
    def line(self) -> str:
        return f"- {self.when}: {self.title} ({self.company}, {self.school}, {self.n})"


def check_words(*, subject: str, text: str) -> None:
    """Raises: RuleBroken at the field with a word in braces that we do not know, or with a lonely brace."""
    for field, said in (("subject", subject), ("text", text)):
        known = "{school}, {company}, {when}, {title}, {n}"
        for word in _IN_BRACES.findall(said):
            if word not in WORDS:
                raise RuleBroken(
                    field, N_("We do not know {%(word)s}. You can use %(known)s."), word=word[:40], known=known
                )
        if re.search(r"[{}]", _IN_BRACES.sub("", said)):
            raise RuleBroken(
                field, N_("There is a brace that is not closed or not opened. You can use %(known)s."), known=known
            )


def subject_for(subject: str, about: Sequence[About]) -> str:
    """On one line; where bookings differ the different facts stand with commas between, three at most."""

    def fact(found: re.Match[str]) -> str:
        said = list(dict.fromkeys(str(getattr(one, found[1])) for one in about))
        return ", ".join(said[:3]) + (" …" if len(said) > 3 else "")

    return " ".join(_IN_BRACES.sub(fact, subject).split())


def text_for(text: str, about: Sequence[About]) -> str:
    """A line with a word in braces is said once for each booking; a text without any gets the bookings below it."""
    lines: list[str] = []
    for line in text.strip().splitlines():
        if _IN_BRACES.search(line):
            lines += dict.fromkeys(_filled(line, one) for one in about)
        else:
            lines.append(line.rstrip())
    if not _IN_BRACES.search(text):
        lines += ["", *dict.fromkeys(one.line for one in about)]
    return "\n".join(lines).strip() + "\n"


def _filled(line: str, about: About) -> str:
    return _IN_BRACES.sub(lambda found: str(getattr(about, found[1])), line).rstrip()
