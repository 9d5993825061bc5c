"""One piece of work: who does it, when, and with which database session.

Every query and operation takes it first. Nothing else reads a clock, a session, the request or chance.
"""

from collections.abc import Set
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session
from sqlalchemy.sql.base import Executable

from app.access.actor import Actor
from app.access.matrix import Permission, reach_of, reaches
from app.base import clock, ids
from app.base.audit import Audit
from app.base.files import Files
from app.base.hot import run_checked
from app.base.problems import NotAllowed, NotFound
from app.base.sealing import Seal


@dataclass(frozen=True, slots=True)
class Work:
    db: Session
    actor: Actor
    now: datetime
    files: Files
    seal: Seal
    woken: list[UUID] = field(default_factory=list)  # jobs to send to the queue after the commit

    @property
    def today(self) -> date:
        return clock.school_day(self.now)

    def must(
        self,
        permission: Permission,
        *,
        person: UUID | None = None,
        classes: Set[UUID] = frozenset(),
        school: UUID | None = None,
        company: UUID | None = None,
    ) -> None:
        """Refuse unless the actor has the permission and, when something is described, reaches it.

        Raises:
            NotAllowed: the role may not do this at all.
            NotFound: the role may, but not here; we never say that it exists.
        """
        if not reach_of(self.actor, permission):
            raise NotAllowed(permission)
        described = person or classes or school or company
        if described and not self.may(permission, person=person, classes=classes, school=school, company=company):
            raise NotFound(permission)

    def may(
        self,
        permission: Permission,
        *,
        person: UUID | None = None,
        classes: Set[UUID] = frozenset(),
        school: UUID | None = None,
        company: UUID | None = None,
    ) -> bool:
        return reaches(self.actor, permission, person=person, classes=classes, school=school, company=company)

    def may_any(self, permission: Permission) -> bool:
        """Does the role have this permission at all? For showing a button, never for deciding."""
        return bool(reach_of(self.actor, permission))

    @property
    def school_id(self) -> UUID:
        """The school the actor works in.

        Raises:
            NotFound: a host or a coordinator has none.
        """
        if self.actor.school_id is None:
            raise NotFound("school")
        return self.actor.school_id

    def hot(self, statement: Executable, **parameters: Any) -> Any:
        """Run a checked statement (app/base/hot.py) with the actor's own school. Returns SQLAlchemy's Result.

        Raises:
            OutOfReach: the statement was never checked.
        """
        return run_checked(self.db, statement, {**parameters, "school": self.school_id})

    def hot_over(self, statement: Executable, **parameters: Any) -> Any:
        """As `hot`, over all schools that the actor reaches; of a coordinator those that take part.

        Raises:
            OutOfReach: the statement was never checked.
        """
        return run_checked(self.db, statement, {**parameters, "schools": list(self.actor.schools)})

    def new_id(self) -> UUID:
        return ids.new_key(self.now)

    def chance_id(self) -> UUID:
        """A key that tells nothing, not even when."""
        return ids.chance_key()

    def audit(self, what: str, subject_id: UUID | None = None, **details: Any) -> None:
        self.db.add(
            Audit(
                id=self.new_id(),
                at=self.now,
                actor_id=self.actor.user_id,
                role=self.actor.role,
                school_id=self.actor.school_id,
                what=what,
                subject_id=subject_id,
                details=details,
            )
        )
