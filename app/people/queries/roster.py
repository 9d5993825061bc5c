"""What a pasted list would change, read from the class as it is at this moment."""

from uuid import UUID

from sqlalchemy import or_, select

from app.access.matrix import Permission
from app.base.work import Work
from app.people.models import Enrolment, Pupil, SchoolClass
from app.people.queries.classes import current_year, school_now
from app.people.rules.difference import Difference, Known, difference
from app.people.rules.roster import read_roster


def difference_for_class(work: Work, *, class_id: UUID | None, names: str, levels: tuple[str, ...]) -> Difference:
    """Compare pasted `names` with the class, or with the school alone for a class to be made (`class_id` None)."""
    work.must(Permission.CLASS_EDIT, school=work.school_id)
    roster = read_roster(names, kind=school_now(work).kind)
    places = _places(work)
    pupils = work.db.scalars(
        select(Pupil).where(or_(Pupil.left_on.is_(None), Pupil.left_on > work.today)).order_by(Pupil.sort_key, Pupil.id)
    ).all()
    here: list[Known] = []
    free: list[Known] = []
    elsewhere: list[Known] = []
    for pupil in pupils:
        now, before = places.get(pupil.id, ({}, ""))
        known = Known(pupil.id, pupil.first_name, pupil.last_name, pupil.level, next(iter(now.values()), "") or before)
        (here if class_id in now else elsewhere if now else free).append(known)
    return difference(roster, here=here, free=free, elsewhere=elsewhere, levels=sorted(levels))


def _places(work: Work) -> dict[UUID, tuple[dict[UUID, str], str]]:
    """Per pupil: the classes of this year (id -> name), and the name of the last class before."""
    year = current_year(work)
    year_id = year.id if year else None
    rows = work.db.execute(
        select(
            Enrolment.pupil_id,
            SchoolClass.id,
            SchoolClass.name,
            SchoolClass.school_year_id,
            or_(Enrolment.until_on.is_(None), Enrolment.until_on > work.today).label("still"),
        )
        .join(SchoolClass, SchoolClass.id == Enrolment.class_id)
        .where(SchoolClass.is_group.is_(False))
        .order_by(Enrolment.from_on)
    )
    found: dict[UUID, tuple[dict[UUID, str], str]] = {}
    for pupil_id, class_id, name, in_year, still in rows:
        now, before = found.get(pupil_id, ({}, ""))
        if in_year == year_id and still:
            now = {**now, class_id: name}
        else:
            before = name
        found[pupil_id] = now, before
    return found
