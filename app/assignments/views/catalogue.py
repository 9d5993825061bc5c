"""The catalogue and a module's page, open to everybody; the guide for who is signed in."""

from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.access.matrix import Permission
from app.assignments import finding, goals, prints, shelf
from app.assignments.finding import Wish
from app.assignments.on_board import given_to_own_classes
from app.assignments.views import bp
from app.base import language
from app.base.levels import level_label
from app.curriculum import queries as modules
from app.people.queries import ClassNow
from app.web.pages import needs, site, work

MOST = 20  # values of one group
PARAMETERS = {
    "levels": "level",
    "topics": "topic",
    "lengths": "time",
    "needs": "needs",
    "goals": "goal",
    "languages": "language",
    "visits": "visit",
}
"""A group of app/assignments/finding.py -> its name in the address."""


@bp.get("/")
@needs(None)
def catalogue() -> ResponseReturnValue:
    """All modules, or those that were asked for; `class`: chosen for one class, with a shorter way to give."""
    klass = shelf.class_asked(work(), request.args.get("class", ""))
    own = shelf.bands_of(klass) if klass else shelf.usual_bands(work())
    wish = _wish()
    return render_template(
        "assignments/catalogue.html",
        shelf=shelf.shelf(work(), wish=wish, usual=own),
        wish=wish,
        names=PARAMETERS,
        address=lambda asked: _address(asked, klass),
        canonical=site() + url_for("assignments.catalogue"),
        klass=klass,
        label=level_label,
        class_minutes=finding.class_minutes,
        may_give=work().may_any(Permission.ASSIGNMENT_GIVE),
        sees_offers=work().may_any(Permission.OFFER_READ),
    )


@bp.get("/<slug>")
@needs(None)
def module(slug: str) -> ResponseReturnValue:
    """Everything a teacher decides on, on one screen; what only who teaches may see asks to sign in."""
    found = modules.newest_module(work(), slug=slug, language=language.language())
    klass = shelf.class_asked(work(), request.args.get("class", ""))
    teaches = work().may_any(Permission.STEP_TICK)
    return render_template(
        "assignments/module.html",
        module=found,
        klass=klass,
        on_board=given_to_own_classes(work(), slug=slug) if teaches else (),
        offers=shelf.offers_with(work(), found),
        shopping=shelf.shopping(work(), found, klass),
        sheets=prints.offered(work(), found),
        goals=goals.goals_of(work(), found),
        label=level_label,
        class_minutes=finding.class_minutes(found),
        canonical=site() + url_for("assignments.module", slug=slug),
        may_give=work().may_any(Permission.ASSIGNMENT_GIVE),
        may_read=work().may_any(Permission.CATALOGUE_READ),
        sees_offers=work().may_any(Permission.OFFER_READ),
        euro=language.money,
        amount=shelf.amount_text,
        reviews=shelf.reviews(found, today=work().today),
        now=work().now,
    )


@bp.get("/<slug>/guide")
@needs(Permission.CATALOGUE_READ)
def guide(slug: str) -> ResponseReturnValue:
    """The two pages for the teacher, with what belongs to each step; to read or to print."""
    found = modules.newest_module(work(), slug=slug, language=language.language())
    held = modules.teacher_guide(work(), slug=slug, edition=found.edition, language=language.language())
    may_see_key = work().may_any(Permission.ASSIGNMENT_GIVE)
    return render_template("assignments/guide.html", module=found, guide=held, may_see_key=may_see_key)


def _wish() -> Wish:
    """What the address asks for. A value that no module has is asked for too, so that nothing is found."""
    words = " ".join(request.args.get("q", "").split())[: finding.LONGEST_WORDS]
    asked = {
        group: tuple(dict.fromkeys(value[:40] for value in request.args.getlist(name) if value))[:MOST]
        for group, name in PARAMETERS.items()
    }
    return Wish(words=words, **asked)


def _address(wish: Wish, klass: ClassNow | None) -> str:
    """The catalogue asked for this, as a link."""
    asked: dict[str, Any] = {name: list(getattr(wish, group)) for group, name in PARAMETERS.items()}
    asked |= {"q": wish.words or None, "class": klass.code if klass else None}
    return url_for("assignments.catalogue", **asked)
