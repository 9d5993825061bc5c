"""Is a child named in a text?"""

import re
from collections.abc import Iterable

from app.base.names import folded

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")


def names_in(text: str, first_names: Iterable[str]) -> tuple[str, ...]:
    """Those of the names that stand in a text as a word of their own, as they were given, each once."""
    words = {folded(word) for word in _WORD.findall(text)}
    return tuple(dict.fromkeys(name for name in first_names if set(folded(name).split()) & words))
