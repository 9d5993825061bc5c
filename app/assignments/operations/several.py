"""One form of giving: to one class or several at once, however often it is sent."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select

from app.assignments.models import Assignment
from app.assignments.operations.giving import give_module
from app.assignments.operations.visits import own_bookings
from app.assignments.queries import WITHDRAWN, class_for_giving, running_of_module
from app.assignments.rules import CLASS, FREE, WHOLE_CLASS, Whom
from app.base.language import N_
from app.base.problems import RuleBroken
from app.base.work import Work
from app.people.models import SchoolClass


@dataclass(frozen=True, slots=True)
class GaveTo:
    """What became of one class. `is_new`: it was given now; else this form gave it before."""

    code: str
    class_name: str
    is_new: bool
    is_withdrawn: bool = False


def give_to_classes(
    work: Work,
    *,
    class_codes: Collection[str],
    module_slug: str,
    opens_on: date,
    closes_on: date,
    request_id: str,
    known: Collection[str] = (),
    step_ids: Collection[str] | None = None,
    booking_ids: Collection[UUID] = (),
    whom: Whom = WHOLE_CLASS,
    pace: str = FREE,
) -> tuple[GaveTo, ...]:
    """Give a module to each of these classes, to all of them or to none.

    The same form sent again (a double click, the back button, a tab that was doubled) gives a class nothing more. For
    another class it does. `known`: codes of what the page said these classes have of the module already.

    Raises:
        NotFound: a class, the module or a booking is out of reach.
        RuleBroken: as `give_module`; no class, or part of several (`school_class`); a visit that belongs to none of
            several classes (`bookings`); somebody gave it meanwhile (`known`).
    """
    classes = _held(work, class_codes)
    before = _by_this_form(work, classes, request_id)
    new = [klass for klass in classes if klass.id not in before]
    _check_known(work, new, module_slug, known)
    if len(classes) > 1 and whom.kind != CLASS:
        raise RuleBroken("school_class", N_("A group or some pupils: choose one class for that."))
    facts: dict[str, Any] = {"opens_on": opens_on, "closes_on": closes_on, "step_ids": step_ids, "pace": pace}
    visits = _shared_out(work, classes, booking_ids)
    given = {
        klass.id: GaveTo(
            give_module(
                work,
                class_code=klass.code,
                module_slug=module_slug,
                request_id=_key(request_id, klass),
                booking_ids=visits[klass.id],
                whom=whom,
                **facts,
            ),
            klass.name,
            is_new=True,
        )
        for klass in new
    }
    return tuple((before | given)[klass.id] for klass in classes)


def _held(work: Work, codes: Collection[str]) -> list[SchoolClass]:
    """The classes, as they were asked for. Until the end of the work nobody else gives to them."""
    classes = [class_for_giving(work, code) for code in dict.fromkeys(codes)]
    if not classes:
        raise RuleBroken("school_class", N_("Choose a class."))
    held = select(SchoolClass.id).where(SchoolClass.id.in_([klass.id for klass in classes])).order_by(SchoolClass.id)
    work.db.execute(held.with_for_update(key_share=True))
    return classes


def _key(request_id: str, klass: SchoolClass) -> str:
    return f"{request_id}/{klass.code}"


def _by_this_form(work: Work, classes: Iterable[SchoolClass], request_id: str) -> dict[UUID, GaveTo]:
    keys = {_key(request_id, klass): klass for klass in classes}
    rows = work.db.execute(
        select(Assignment.request_id, Assignment.code, Assignment.state).where(Assignment.request_id.in_(list(keys)))
    )
    return {
        keys[row.request_id].id: GaveTo(
            row.code, keys[row.request_id].name, is_new=False, is_withdrawn=row.state == WITHDRAWN
        )
        for row in rows
    }


def _check_known(work: Work, classes: Sequence[SchoolClass], slug: str, known: Collection[str]) -> None:
    """Two colleagues of one class, or two tabs: nobody gives a second time without having seen the first."""
    names = {klass.id: klass.name for klass in classes}
    running = running_of_module(work, slug=slug, class_ids=list(names))
    meanwhile = {names[one.class_id] for one in running if one.code not in known}
    if meanwhile:
        said = N_("Given meanwhile: %(names)s. Look once more; “Give it” then gives it a second time.")
        raise RuleBroken("known", said, names=", ".join(sorted(meanwhile)))


def _shared_out(
    work: Work, classes: Sequence[SchoolClass], booking_ids: Collection[UUID]
) -> dict[UUID, Collection[UUID]]:
    """class -> the bookings that go with it. Of several classes each has its own."""
    if len(classes) == 1:
        return {classes[0].id: booking_ids}
    found: dict[UUID, list[UUID]] = {klass.id: [] for klass in classes}
    for booking in own_bookings(work, classes[0].school_id, booking_ids):
        if booking.class_id not in found:
            said = N_("Several classes at once take only visits of their own. Add this one later, at its class.")
            raise RuleBroken("bookings", said)
        found[booking.class_id].append(booking.id)
    return dict(found)
