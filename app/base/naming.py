"""Is a child named in a text?"""

import re
from collections.abc import Iterable

from app.base.names import folded

_PART = re.compile(r"['’-]")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")


def names_in(text: str, first_names: Iterable[str]) -> tuple[str, ...]:
    """Those of the names that stand in a text as a word, or as a part of one (Vera's, Femkes, Vera-kraan), as they were
    given, each once."""
    whole = {folded(word) for word in _WORD.findall(text)}
    parts = whole | {part for word in whole for part in _PART.split(word)}
    words = parts | {part.removesuffix("s") for part in parts}
    return tuple(dict.fromkeys(name for name in first_names if set(folded(name).split()) & words))
