"""What the page of an offer tells beside its own words: how far it is for this school, and which lessons go with it."""

from typing import Any

from app.base.language import language
from app.curriculum.module import AFTER, BEFORE, Module
from app.curriculum.queries import catalogue
from app.people.queries import school_now
from app.visits.forms.offer import BY, FORMS, PHOTOS, SPOKEN
from app.visits.queries import OfferNow
from app.visits.rules.offer import BikeTrip, bike_trip, goes_with
from app.web.pages import work

SHOWN = 3


def about_offer(offer: OfferNow) -> dict[str, Any]:
    """What `_about_offer.html` shows."""
    lessons = _lessons(offer)
    return {
        "trip": _trip(offer),
        "lessons": lessons[:SHOWN],
        "more_lessons": max(0, len(lessons) - SHOWN),
        "form_label": FORMS.get(offer.form, ""),
        "photo_label": PHOTOS.get(offer.photos, ""),
        "gear_by": BY,
        "spoken": [SPOKEN.get(one, one) for one in offer.languages],
        "before": BEFORE,
        "after": AFTER,
    }


def _trip(offer: OfferNow) -> BikeTrip | None:
    """From this school's door; for whom it is online or at school there is no way to go."""
    if work().actor.school_id is None or offer.form in ("guest-lesson", "online"):
        return None
    school = school_now(work())
    start, end = (school.latitude, school.longitude), (offer.latitude, offer.longitude)
    return bike_trip(start, end, kind=school.kind)


def _lessons(offer: OfferNow) -> list[Module]:
    return [
        one
        for one in catalogue(work(), language=language())
        if goes_with(modules=offer.modules, kind=offer.kind, slug=one.slug, visit_kind=one.visit_kind)
        and set(one.levels) & set(offer.levels)
    ]
