"""What was given to one class under one title: told apart, in the tabs of the class as in its mark book."""

from collections import Counter
from collections.abc import Sequence
from datetime import date

from app.base.language import day_and_month, gettext, speaking


def titles_apart(given: Sequence[tuple[str, date]], language: str) -> list[str]:
    """Of each (title, last day), newest first: the title; of a title that is there twice with its last day, and with
    a number, the oldest first, where that is the same day too."""
    titles = [title for title, _ in given]
    with speaking(language):
        days = [gettext("until %(day)s", day=day_and_month(day)) for _, day in given]
    shown = [f"{title}, {day}" if titles.count(title) > 1 else title for title, day in zip(titles, days, strict=True)]
    seen = Counter(shown)
    return [
        f"{title} ({seen[title] - shown[:place].count(title)})" if seen[title] > 1 else title
        for place, title in enumerate(shown)
    ]
