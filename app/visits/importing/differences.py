"""What differs between a list and what stands, in the words of the list; and why a time cannot be. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from app.base import clock
from app.base.language import N_
from app.visits.importing.columns import BY_KEY
from app.visits.importing.planned import KnownSlot
from app.visits.rules.booking import AHEAD


def why_not(starts_at: datetime, ends_at: datetime, now: datetime) -> str | None:
    if starts_at <= now:
        return N_("This time is past. Choose a later one.")
    if starts_at - now > AHEAD:
        return N_("This is more than three years away. Look at the year.")
    if ends_at <= starts_at:
        return N_("The visit ends before it starts. Choose a later end.")
    if ends_at - starts_at > timedelta(hours=10):
        return N_("A visit lasts at most ten hours. Choose an earlier end.")
    return None


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """An address is compared as a whole by who writes it; the title is how the offer was found."""
    for key, value in after.items():
        if key != "title" and before.get(key) != value:
            yield BY_KEY[key].head, shown(before.get(key)), shown(value)


def slot_changes(held: KnownSlot, ends_at: datetime, places: int, pupils: int) -> tuple[tuple[str, str, str], ...]:
    pairs = (
        ("ends", _clock(held.ends_at), _clock(ends_at)),
        ("places", str(held.places), str(places)),
        ("pupils", str(held.pupils), str(pupils)),
    )
    return tuple((BY_KEY[key].head, before, after) for key, before, after in pairs if before != after)


def _clock(moment: datetime) -> str:
    return f"{moment.astimezone(clock.AMSTERDAM):%H:%M}"


def words(said: str) -> list[str]:
    return [word.strip() for word in said.split(",") if word.strip()]


def shown(value: Any) -> str:
    return (
        ", ".join(map(str, value)) if isinstance(value, Sequence) and not isinstance(value, str) else str(value or "–")
    )
