"""Which answers keep their meaning under another version of a module, and which must be marked again. Pure."""

from app.curriculum.lock.reading import key_facts
from app.curriculum.marking import SCALE
from app.curriculum.module import QuestionKey


def fits(old: QuestionKey | None, new: QuestionKey | None) -> bool:
    """May an answer to `old` stand for one to `new`? The same type and letters; of a scale the same thing asked."""
    if old is None or new is None or old.type != new.type:
        return False
    if old.type == SCALE:
        return key_facts(old.facts) == key_facts(new.facts)
    return set(old.letters.values()) == set(new.letters.values())


def marks_alike(old: QuestionKey | None, new: QuestionKey | None) -> bool:
    """Does an answer get the same points by both?"""
    if old is None or new is None:
        return False
    return (old.type, old.points, key_facts(old.facts)) == (new.type, new.points, key_facts(new.facts))
