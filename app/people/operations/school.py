"""What a school says of itself on screen and on paper, and what it allows."""

from app.access.matrix import Permission
from app.base.rows import only_row
from app.base.work import Work
from app.people.models import School, SchoolSettings
from app.people.queries.places import reachable
from app.people.rules.place import LONGEST_ADDRESS


def rename_school(work: Work, *, name: str) -> None:
    """The name as pages and certificates show it."""
    work.must(Permission.SCHOOL_EDIT, school=work.school_id)
    work.db.get_one(School, work.school_id).name = name
    work.audit("school.renamed", work.school_id)


def place_school(work: Work, *, brin: str, address: str, point: tuple[float, float] | None) -> None:
    """Where it stands: how far a visit is, and where a guest lesson is given. `point`: degrees, WGS 84.

    Raises: NotFound: another school's, or none.
    """
    school = reachable(work, brin)
    school.address = " ".join(address.split())[:LONGEST_ADDRESS]
    school.latitude, school.longitude = point or (None, None)
    work.audit("school.place", school.id)


def set_logo(work: Work, *, sha: str | None) -> None:
    """The logo on certificates, a cleaned PNG in the files; None takes it away."""
    work.must(Permission.SCHOOL_EDIT, school=work.school_id)
    _settings(work).logo_sha = sha
    work.audit("school.logo", work.school_id, is_there=sha is not None)


def allow_photos(work: Work, *, on: bool) -> None:
    """May pupils of this school hand in photos of what they made? Off, they show it to their teacher.

    Photos that were handed in stay until their day, whatever is said here; only new ones are no longer taken.
    """
    work.must(Permission.SCHOOL_EDIT, school=work.school_id)
    settings = _settings(work)
    if settings.photos != on:
        settings.photos = on
        work.audit("school.photos", work.school_id, on=on)


def allow_names(work: Work, *, on: bool) -> None:
    """May teachers of this school let a host read first names on the day? It opens nothing by itself: a teacher
    switches it on for one booking."""
    work.must(Permission.SCHOOL_EDIT, school=work.school_id)
    settings = _settings(work)
    if settings.names_to_host != on:
        settings.names_to_host = on
        work.audit("school.names_to_host", work.school_id, on=on)


def _settings(work: Work) -> SchoolSettings:
    return only_row(work, SchoolSettings, photos=False)
