"""What a child sees before signing in: the class behind a code, the names on the tiles while the door is open."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from app.access.matrix import Permission
from app.base import doors, throttle
from app.base.doors import Passage
from app.base.problems import NotFound
from app.base.work import Work
from app.people.identity import is_gone
from app.people.models import Enrolment, Pupil, School, SchoolClass
from app.people.queries.classes import in_class_on
from app.people.rules.entrance import CODE_LIMITS, is_open, link_from, split_initial, tile_names


@dataclass(frozen=True, slots=True)
class Tile:
    pupil_id: UUID
    name: str

    @property
    def initial(self) -> str:
        return split_initial(self.name)[0]

    @property
    def rest(self) -> str:
        return split_initial(self.name)[1]


@dataclass(frozen=True, slots=True)
class ClassAtDoor:
    """`tiles` is empty while the door is shut. `way` is the class code or the link that led here: who came by the
    link is not told the code."""

    id: UUID
    way: str
    name: str
    school_id: UUID
    school_name: str
    kind: str
    is_open: bool
    tiles: tuple[Tile, ...]

    @property
    def by_link(self) -> bool:
        return link_from(self.way) is not None


@dataclass(frozen=True, slots=True)
class PupilAtDoor:
    id: UUID
    first_name: str
    school_id: UUID
    kind: str


def passage_of_code(work: Work, *, class_code: str) -> Passage | None:
    return doors.find(work.db, doors.CLASS_CODE, work.seal.digest(doors.CLASS_CODE, class_code), work.now)


def passage_of_link(work: Work, *, link: str) -> Passage | None:
    return doors.find(work.db, doors.CLASS_LINK, work.seal.digest(doors.CLASS_LINK, link), work.now)


def passage_of_card(work: Work, *, token: str) -> Passage | None:
    return doors.find(work.db, doors.PUPIL_CARD, work.seal.digest(doors.PUPIL_CARD, token), work.now)


def codes_left(work: Work, *, address: str) -> None:
    """May this address try a class code?

    Raises:
        TooMany: it made too many mistakes.
    """
    for limit in CODE_LIMITS:
        key = work.seal.digest("tries", f"{limit.name}/{address}")
        throttle.must_be_free(work, key=key, limit=limit.tries, minutes=limit.minutes)


def class_at_door(work: Work, *, class_id: UUID, way: str) -> ClassAtDoor:
    """The class behind a code or a link (`way`), for somebody at its door (`pages.at_door`)."""
    work.must(Permission.NAMES_READ, classes=frozenset({class_id}))
    klass = work.db.get(SchoolClass, class_id)
    if klass is None or klass.left_on is not None:
        raise NotFound("class")
    school = work.db.get_one(School, klass.school_id)
    is_now_open = is_open(klass.open_until, work.now)
    tiles = _tiles(work, class_id) if is_now_open else ()
    return ClassAtDoor(klass.id, way, klass.name, school.id, school.name, school.kind, is_now_open, tiles)


def pupil_at_door(work: Work, *, klass: ClassAtDoor, pupil_id: UUID) -> PupilAtDoor:
    """The child who tapped a name.

    Raises:
        NotFound: no such name behind this door, or it is shut.
    """
    if not any(tile.pupil_id == pupil_id for tile in klass.tiles):
        raise NotFound("pupil")
    return pupil_of_card(work, pupil_id=pupil_id)


def pupil_of_card(work: Work, *, pupil_id: UUID) -> PupilAtDoor:
    """The child whose card it is; at any time, at home too.

    Raises:
        NotFound: the child left the school.
    """
    work.must(Permission.NAMES_READ)
    pupil = work.db.get(Pupil, pupil_id)
    if pupil is None or is_gone(pupil.left_on, work.today):
        raise NotFound("pupil")
    school = work.db.get_one(School, pupil.school_id)
    return PupilAtDoor(pupil.id, pupil.first_name, school.id, school.kind)


def _tiles(work: Work, class_id: UUID) -> tuple[Tile, ...]:
    rows = work.db.execute(
        select(Pupil.id, Pupil.first_name, Pupil.last_name)
        .join(Enrolment, Enrolment.pupil_id == Pupil.id)
        .where(Enrolment.class_id == class_id, *in_class_on(work.today))
        .order_by(Pupil.sort_key, Pupil.id)
    )
    names = tile_names([(row.id, row.first_name, row.last_name) for row in rows])
    return tuple(Tile(pupil, name) for pupil, name in names.items())
